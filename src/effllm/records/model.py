"""Language models, `taxonomy/models/<id>.yml`, with their training, and the accelerators of `taxonomy/hardware.yml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from effllm.records.architecture import Architecture
from effllm.records.base import Bool, Int, Record, Sources, Texts
from effllm.records.taxonomy import SLUG_SCHEMA

Number = Literal[
    "parameters", "active_parameters", "tokens", "epochs", "compute", "accelerators", "hours", "accelerator_hours",
    "energy_mwh", "co2_t", "cost_usd",
]  # fmt: skip
"""The fields that hold a number."""

Based = Number | Literal["license"]

OPEN = ("open", "open-restricted", "open-non-commercial")
"""The kinds of access in which everybody can download the weights."""

OPERATIONS = 6
"""Floating-point operations for each parameter and token: two forward, four backward (Kaplan et al., 2020)."""


class SurveyRow(Record):
    """The cells of a row of Table 1 of arXiv 2312.03863, exactly as the table prints them."""

    name: str = Field(description="The model, as printed.")
    citation: str | None = Field(default=None, description="Authors and year, as printed.")
    parameter_size: str = Field(description="Parameters, as printed.")
    data_scale: str = Field(description="Training data, as printed.")
    gpus_cost: str = Field(description="Accelerators, as printed.")
    training_time: str = Field(description="Training time, as printed.")
    doubtful: tuple[Literal["parameter_size", "data_scale", "gpus_cost", "training_time"], ...] = Field(
        default=(), description="Which of these cells the note calls wrong or of something else."
    )
    note: str | None = Field(default=None, description="What the cells leave open or get wrong.")


class PretrainedModel(Record):
    """A language model of one size. What no source says stays out."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    aliases: Texts = Field(default=(), description="Ids that it had; they still lead to it.")
    name: str = Field(description="Name of the model, with its size where there are several.")
    family: str | None = Field(
        default=None, description="What its sizes have in common: `llama-3`.", json_schema_extra=SLUG_SCHEMA
    )
    organization: Texts = Field(default=(), description="Who made it.")
    released: str | None = Field(default=None, description="Day on which it was published, `2024-04-18`.")
    paper: str | None = Field(default=None, description="Key of its paper, where it is a record here.")
    url: str | None = Field(default=None, description="Where its makers describe it.")
    parameters: Int | None = Field(default=None, description="Number of parameters.")
    active_parameters: Int | None = Field(
        default=None, description="How many of them a token uses, in a mixture of experts."
    )
    sparse: Bool | None = Field(
        default=None,
        description="Whether it uses only some of its parameters on a token, as mixtures of experts do; left out where "
        "nobody looked.",
    )
    tokens: Int | None = Field(default=None, description="Training data in tokens; one pass, where `epochs` says more.")
    epochs: float | None = Field(default=None, description="Passes over the training data, where it was not one.")
    bytes: Int | None = Field(default=None, description="Training data in bytes, decimal units.")
    compute: float | None = Field(default=None, description="Floating-point operations of the training.")
    accelerator: str | None = Field(default=None, description="Name of the accelerator.")
    accelerators: Int | None = Field(default=None, description="How many of them.")
    hours: float | None = Field(default=None, description="Duration of the training in hours.")
    accelerator_hours: float | None = Field(
        default=None, description="Accelerators times hours, where a source has the product."
    )
    energy_mwh: float | None = Field(default=None, description="Electricity of the training in megawatt-hours.")
    co2_t: float | None = Field(default=None, description="Emissions of the training in tonnes of CO2 equivalent.")
    cost_usd: float | None = Field(
        default=None, description="Price of the training's computing in US dollars; estimates are in dollars of 2023."
    )
    license: str | None = Field(
        default=None, description="License of the weights, an SPDX identifier where it has one."
    )
    weights: (
        Literal["open", "open-restricted", "open-non-commercial", "api-only", "hosted-only", "unreleased"] | None
    ) = Field(default=None, description="Whether everybody can download the weights, and under which limits.")
    basis: dict[Based, Literal["stated", "estimated", "noted"]] = Field(
        default_factory=dict,
        description="Whose a number is: `stated` by the makers, `estimated` by Epoch AI, or `noted`, picked out of a "
        "sentence in Epoch AI's notes. The source does not say it of the others.",
    )
    confidence: Literal["Confident", "Likely", "Speculative", "Unverified"] | None = Field(
        default=None,
        description="How sure Epoch AI is of its numbers: about within a factor of 3 (Confident), 10 (Likely) or 30 "
        "(Speculative).",
    )
    doubtful: tuple[Number, ...] = Field(
        default=(),
        description="Which of these numbers, kept as in the source, the note calls wrong or of something else.",
    )
    note: str | None = Field(default=None, description="What could not be normalised or is in doubt, and why.")
    survey_row: SurveyRow | None = Field(default=None, description="Its row in the survey's Table 1, where it has one.")
    architecture: Architecture | None = Field(
        default=None, description="How it is built, from its named configuration."
    )
    sources: Sources = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def open_weights(self) -> bool | None:
        """Whether everybody can download the weights, under whatever limits; None where no source says."""
        return None if self.weights is None else self.weights in OPEN

    @property
    def total_accelerator_hours(self) -> float | None:
        """Accelerator-hours as printed, else accelerators times hours, else None."""
        if self.accelerator_hours is not None:
            return self.accelerator_hours
        return self.accelerators * self.hours if self.accelerators and self.hours else None

    @property
    def training_compute(self) -> float | None:
        """The estimate 6 N D of its training in floating-point operations: parameters a token uses, times all tokens.

        None where the parameters or the tokens are not known. C = 6 N D holds for dense transformers (Kaplan et al.,
        2020, arXiv 2001.08361); for a sparse model whose active parameters are not known it is far too high.
        """
        used = self.active_parameters or self.parameters
        if not used or not self.tokens:
            return None
        return float(OPERATIONS * used * self.tokens) * (self.epochs or 1)


class Flops(Record):
    """Highest rates of dense matrix products, without sparsity, in operations a second, by number format."""

    fp64: float | None = Field(default=None, description="FP64.")
    fp32: float | None = Field(default=None, description="FP32, outside of tensor cores.")
    tf32: float | None = Field(default=None, description="TF32 in tensor cores.")
    fp16: float | None = Field(default=None, description="FP16 or BF16 in tensor cores.")
    fp8: float | None = Field(default=None, description="FP8.")
    fp4: float | None = Field(default=None, description="FP4.")
    int8: float | None = Field(default=None, description="INT8, in integer operations.")


class Accelerator(Record):
    """A chip or card with its memory. What no source says stays out."""

    id: str = Field(description="Unique among the accelerators.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="Full name, as Epoch AI has it.")
    aliases: Texts = Field(default=(), description="Other names.")
    manufacturer: str | None = Field(default=None, description="Who makes or sells it.")
    released: str | None = Field(default=None, description="Day on which it came out, `2022-09-20`.")
    memory: Int | None = Field(
        default=None,
        description="Memory in bytes, as data sheets print it: 80 GB is 80,000,000,000. Many chips have that many GiB "
        "(1 GiB is 1,073,741,824 bytes), about 7 % more; drivers keep a part of it.",
    )
    bandwidth: float | None = Field(default=None, description="Memory bandwidth in bytes a second; 1 GB is 10^9 bytes.")
    flops: Flops | None = Field(default=None, description="Operations a second by number format, dense.")
    power: float | None = Field(default=None, description="Thermal design power in watts.")
    price_usd: float | None = Field(default=None, description="Price on that day in US dollars.")
    url: str | None = Field(default=None, description="Where Epoch AI read its numbers.")
    doubtful: tuple[Literal["memory", "bandwidth", "flops", "power", "price_usd"], ...] = Field(
        default=(), description="Which of these numbers, kept as in the source, the note doubts."
    )
    note: str | None = Field(default=None, description="What is in doubt, and why.")
    sources: Sources = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)
