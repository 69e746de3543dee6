"""The pre-training cost of a language model, a row of `taxonomy/models.yml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from effllm.records.base import Bool, Int, Record, Sources
from effllm.records.taxonomy import SLUG_SCHEMA


class Printed(Record):
    """The cells exactly as the table prints them."""

    parameter_size: str = Field(description="Parameters, as printed.")
    data_scale: str = Field(description="Training data, as printed.")
    gpus_cost: str = Field(description="Accelerators, as printed.")
    training_time: str = Field(description="Training time, as printed.")


class PretrainedModel(Record):
    """What it took to pre-train one model (Table 1 of arXiv 2312.03863), as printed and normalised."""

    id: str = Field(description="Unique among the models.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="Name of the model.")
    citation: str | None = Field(default=None, description="Authors and year as the table cites them.")
    paper: str | None = Field(default=None, description="Key of its paper, where it is a record here.")
    printed: Printed = Field(description="The table's cells.")
    parameters: Int | None = Field(default=None, description="Number of parameters.")
    sparse: Bool | None = Field(
        default=None,
        description="Whether it uses only some of its parameters on a token, as mixtures of experts do; left out where "
        "nobody looked.",
    )
    tokens: Int | None = Field(default=None, description="Training data in tokens.")
    bytes: Int | None = Field(default=None, description="Training data in bytes, decimal units.")
    accelerator: str | None = Field(default=None, description="Name of the accelerator.")
    accelerators: Int | None = Field(default=None, description="How many of them.")
    hours: float | None = Field(default=None, description="Duration of the training in hours.")
    accelerator_hours: float | None = Field(
        default=None, description="Accelerators times hours, where printed as such."
    )
    doubtful: tuple[Literal["accelerators", "hours", "accelerator_hours"], ...] = Field(
        default=(), description="Which of these numbers, kept as printed, the note calls wrong or of something else."
    )
    note: str | None = Field(default=None, description="What could not be normalised, and why.")
    sources: Sources = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def total_accelerator_hours(self) -> float | None:
        """Accelerator-hours as printed, else accelerators times hours, else None."""
        if self.accelerator_hours is not None:
            return self.accelerator_hours
        return self.accelerators * self.hours if self.accelerators and self.hours else None
