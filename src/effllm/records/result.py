"""What a paper reports: figures, laws and how the experiments were set up, each with its place in the paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StrictFloat

from effllm.records.base import Int, Record
from effllm.records.source import Source

if TYPE_CHECKING:
    from pydantic.config import JsonDict

SIZE = r"[0-9]+(?:\.[0-9]+)?[KMBT]?"
_SIZE_SCHEMA: JsonDict = {"pattern": f"^{SIZE}$"}
_SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
Number = Annotated[StrictFloat, Field()]
WHERE = "Where it is in the paper: `Table 2`, `Equation 4.1`, `Section 3`; several with semicolons."


def in_full(size: str | None) -> float | None:
    """Return the number that a size such as ``1.3B`` stands for; None where there is none of this form."""
    match = re.fullmatch(SIZE, size or "", re.ASCII)
    if match is None:
        return None
    letter = match[0][-1:] if match[0][-1:] in _SCALES else ""
    return float(match[0].removesuffix(letter)) * _SCALES[letter]


class Setting(Record):
    """What has to be the same before two results can be compared; what is left out was not said."""

    dataset: str | None = Field(default=None, description="What it was measured on.")
    split: str | None = Field(default=None, description="Part of the dataset: `train`, `validation`, `test`.")
    weight_bits: Number | None = Field(default=None, description="Bits a weight.")
    activation_bits: Number | None = Field(default=None, description="Bits an activation.")
    kv_bits: Number | None = Field(default=None, description="Bits a number of the KV cache.")
    kv_budget: Int | None = Field(default=None, description="Tokens that the KV cache keeps.")
    sparsity: str | None = Field(
        default=None, description="Share of the weights that are zero, or the pattern of them: `50%`, `2:4`."
    )
    group_size: Int | None = Field(default=None, description="Weights that share a scale.")
    calibration: str | None = Field(default=None, description="Data used for calibration, and how much of it.")
    training_tokens: str | None = Field(
        default=None, description="Tokens trained on, as printed: `100B`.", json_schema_extra=_SIZE_SCHEMA
    )
    training_examples: Int | None = Field(default=None, description="Examples trained on.")
    batch: Int | None = Field(default=None, description="Sequences at a time.")
    sequence_length: Int | None = Field(default=None, description="Tokens of a sequence, those generated included.")
    temperature: Number | None = Field(default=None, description="Temperature of sampling; 0 takes the likeliest.")
    engine: str | None = Field(default=None, description="Framework that ran it: `vLLM`.")
    part: str | None = Field(
        default=None, description="What is counted, where it is not the whole: `weights`, `model file`."
    )
    judge: str | None = Field(default=None, description="Who judged the answers.")

    @property
    def given(self) -> dict[str, str | int | float]:
        """What is said of it, by name, in order."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}


class Baseline(Record):
    """What a result is held against."""

    what: str = Field(description="Name and size of the other model or method.")
    value: Number | None = Field(default=None, description="Its figure, in the same unit.")


class Result(Record):
    """One figure that a paper reports."""

    metric: str = Field(description="A word of the vocabulary's `metrics`.")
    value: Number = Field(description="The figure, a number.")
    unit: str | None = Field(default=None, description="One of the metric's units; left out where it has none.")
    model: str = Field(description="The model measured, as the paper calls it.")
    size: str | None = Field(
        default=None, description="Its parameters, as printed: `700M`, `1.3B`.", json_schema_extra=_SIZE_SCHEMA
    )
    method: str | None = Field(
        default=None, description="What was done to the model, where a table sets methods side by side: `RTN`, `AWQ`."
    )
    setting: Setting = Field(
        default_factory=Setting, description="What has to be the same before two results can be compared."
    )
    hardware: str | None = Field(default=None, description="Where it ran, and how many of them.")
    baseline: Baseline | None = Field(default=None, description="What the paper holds it against.")
    where: str = Field(description=WHERE)
    source: Source | None = Field(
        default=None, description="Where the figure was read, if not where the record's `sources` say of `results`."
    )

    @property
    def parameters(self) -> float | None:
        """Number of parameters that the size stands for."""
        return in_full(self.size)


class Constant(Record):
    """A constant of an equation, as it was fitted."""

    symbol: str = Field(description="As the equation writes it.")
    value: Number = Field(description="Its value, a number.")
    unit: str | None = Field(default=None, description="What it counts, where it has a unit.")


class Equation(Record):
    """A law that a paper states."""

    name: str = Field(description="What it tells, in a few words.")
    text: str = Field(
        description="The equation in one line: `_` lowers and `^` raises the word, or the braces, after it."
    )
    constants: tuple[Constant, ...] = Field(default=(), description="Its constants.")
    where: str = Field(description=WHERE)


class Fact(Record):
    """One thing about how the experiments were set up."""

    name: str = Field(description="What it is about: `Optimizer`, `Training data`.")
    value: str = Field(description="In a few words, as the paper says it.")
    where: str = Field(description=WHERE)
