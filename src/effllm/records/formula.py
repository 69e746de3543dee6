"""A formula, `taxonomy/formulas/<id>.yml`: what it computes, from what, where it is printed, and worked examples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field, StrictFloat, StrictInt

from effllm.arithmetic import CannotCompute, Quantity, evaluate_all, in_unit, read_number, rounding
from effllm.nearest import UnknownKey
from effllm.records.base import Bool, Record
from effllm.records.result import WHERE, Number
from effllm.records.source import Source
from effllm.records.taxonomy import SLUG_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.arithmetic.evaluation import Value

Topic = Literal[
    "scaling-laws", "parameters", "training-compute", "weights", "kv-cache", "training-memory", "speed",
    "speculative-decoding", "cost", "energy",
]  # fmt: skip
TOPICS: dict[str, str] = {
    "scaling-laws": "Scaling laws",
    "parameters": "Parameters",
    "training-compute": "Compute and time of training",
    "training-memory": "Memory of training",
    "weights": "Memory of weights",
    "kv-cache": "KV cache",
    "speed": "Speed of inference",
    "speculative-decoding": "Speculative decoding",
    "cost": "Cost",
    "energy": "Energy",
}
"""What the topics are called, in the order of the page."""

Kind = Literal["printed", "computed", "misprint"]
UNIT = "One of the known units, as `bytes`, `tokens` or `FLOP`; left out for a plain number."
_SAME = 1e-9
"""Relative difference of two numbers that are equal but for the last digits of a computer's."""

RESULT = "result"
"""The name of what the expression computes; no input and no term has it."""


class UnknownInput(UnknownKey):
    """A formula has no such input."""

    kind = "input"


class WrongInput(ValueError):  # noqa: N818 - reads as what it is
    """An input is missing, is no number or is out of its range."""


class Input(Record):
    """A quantity that has to be given."""

    name: str = Field(description="As it stands in the expression: a letter, then letters, digits and `_`.")
    symbol: str | None = Field(default=None, description="As the paper writes it, where that is another: `N_c`.")
    unit: str = Field(default="", description=UNIT)
    meaning: str = Field(description="What it is, in a few words.")
    least: Number | None = Field(default=None, description="Smallest value that makes sense.")
    most: Number | None = Field(default=None, description="Largest value that makes sense.")
    whole: Bool = Field(default=False, description="Whether only whole numbers make sense.")
    many: Bool = Field(default=False, description="Whether it may be a list, as one number for each kind of layer.")
    default: Number | None = Field(
        default=None, description="Taken where nothing is given: a constant of the paper or a usual value."
    )


class Term(Record):
    """A part of the expression that has a name, and is shown beside the result."""

    name: str = Field(description="As it stands in the expression, and in terms after it.")
    symbol: str | None = Field(default=None, description="As the paper writes it, where that is another.")
    expression: str = Field(description="What it is, of inputs and of terms before it.")
    unit: str = Field(default="", description=UNIT)
    meaning: str = Field(description="What it is, in a few words.")


class Output(Record):
    """What a formula computes."""

    symbol: str = Field(description="As the paper writes it: `L`, `N_opt`; or a word: `memory`.")
    unit: str = Field(default="", description=UNIT)
    meaning: str = Field(description="What it is, in a few words.")


class WorkedExample(Record):
    """A worked example."""

    kind: Kind = Field(
        description="`printed`: a source prints the value; `computed`: only computed here, which proves nothing; "
        "`misprint`: the source prints another value than its own numbers give."
    )
    inputs: dict[str, StrictInt | StrictFloat | tuple[StrictInt | StrictFloat, ...]] = Field(
        default_factory=dict, description="Values by the names of inputs; those with a default may be left out."
    )
    term: str | None = Field(default=None, description="The term whose value it is; left out for the result.")
    value: str = Field(description="The value with all digits that are printed: `1.60`, `145.6B`, `1.26e24`.")
    unit: str | None = Field(default=None, description="Its unit, where it is another than the formula's: `GiB`, `%`.")
    right: str | None = Field(default=None, description="For a misprint the value that should stand there.")
    where: str | None = Field(default=None, description=WHERE)
    paper: str | None = Field(default=None, description="Key of the paper that prints it, if not the formula's.")
    source: Source | None = Field(default=None, description="What prints it, where that is no paper.")
    tolerance: Number | None = Field(
        default=None, description="Largest relative difference, where the printed digits allow less; with a reason."
    )
    reason: str | None = Field(default=None, description="Why the difference is larger than the digits allow.")
    note: str | None = Field(default=None, description="What a reader should know of it.")

    @property
    def wanted(self) -> str:
        """The value that the formula has to give: that of a misprint is the right one."""
        return self.right or "" if self.kind == "misprint" else self.value


class Formula(Record):
    """A formula with its source and its worked examples."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="What it computes, in a few words.")
    topic: Topic = Field(description="The part of the page of all formulas in which it stands.")
    summary: str = Field(description="What it tells, in one to three sentences of our own.")
    expression: str = Field(
        description="The result: numbers, names, `+ - * / **`, `a if x > y else b`, and the functions min, max, ceil, "
        "floor, log2, ln, sqrt, exp, sum and root."
    )
    terms: tuple[Term, ...] = Field(default=(), description="Parts of it that have names, each before it is used.")
    inputs: tuple[Input, ...] = Field(description="What has to be given, those without a default first.")
    output: Output = Field(description="What it computes.")
    holds: str = Field(description="Where it holds: what it was fitted or defined on.")
    paper: str | None = Field(default=None, description="Key of the paper that states it.")
    where: str | None = Field(default=None, description=WHERE)
    where_unconfirmed: Bool = Field(
        default=False, description="Whether nobody has looked the place up in the paper yet."
    )
    source: Source | None = Field(default=None, description="What states it, where that is no paper.")
    note: str | None = Field(default=None, description="What a reader should know before using it.")
    examples: tuple[WorkedExample, ...] = Field(default=(), description="Worked examples.")

    def __hash__(self) -> int:
        return hash(self.id)

    def evaluate(self, **inputs: float | list[float] | tuple[float, ...]) -> Quantity:
        """Return the result for these inputs, a number that knows its unit.

        Args:
            inputs: numbers by the names of inputs, in the units of the record; lists where an input may be one. Those
                that have a default may be left out.

        Raises:
            UnknownInput: the formula has no input of this name.
            WrongInput: an input is missing, is no number or out of range, or the formula has no value for them.
        """
        return self.values(**inputs)[RESULT]

    def values(self, **inputs: float | list[float] | tuple[float, ...]) -> dict[str, Quantity]:
        """Return the result by the name ``result``, and before it the terms by theirs; lists are left out.

        Raises:
            UnknownInput: the formula has no input of this name.
            WrongInput: as `evaluate`.
        """
        given = self._checked(inputs)
        parts = [*((term.name, term.expression) for term in self.terms), (RESULT, self.expression)]
        try:
            found = evaluate_all(parts, given)
        except CannotCompute as error:
            raise WrongInput(f"{self.id} has no value for these inputs: {error}") from None
        if isinstance(found[RESULT], tuple):
            raise WrongInput(f"{self.id} gives a list for these inputs, not a number")
        units = {**{term.name: term.unit for term in self.terms}, RESULT: self.output.unit}
        return {name: Quantity(one, units[name]) for name, one in found.items() if not isinstance(one, tuple)}

    def _checked(self, inputs: Mapping[str, object]) -> dict[str, Value]:
        known = {one.name: one for one in self.inputs}
        for name in inputs:
            self.check_name(name)
        missing = [one.name for one in self.inputs if one.default is None and inputs.get(one.name) is None]
        if missing:
            raise WrongInput(f"{self.id} needs {', '.join(missing)}")
        values = {one.name: inputs.get(one.name) for one in self.inputs}
        return {name: _read(known[name], known[name].default if v is None else v) for name, v in values.items()}

    def check_name(self, name: str) -> None:
        """Raise `UnknownInput` where no input has this name, with the input whose symbol it is or that is near."""
        known = [one.name for one in self.inputs]
        if name not in known:
            error = UnknownInput(name, known)
            symbols = [one.name for one in self.inputs if one.symbol and name.lower() == one.symbol.lower()]
            error.suggestions = symbols or error.suggestions
            raise error

    def computed(self, example: WorkedExample) -> Quantity:
        """Return what the formula gives for an example, in the formula's own unit.

        Raises:
            UnknownInput: the formula has no input of a name in the example.
            UnknownKey: it has no term of the example's.
            WrongInput: as `evaluate`.
        """
        found = self.values(**example.inputs)
        if example.term is not None and example.term not in found:
            raise UnknownKey(example.term, found)
        return found[example.term or RESULT]

    def in_own_unit(self, example: WorkedExample, value: str) -> float:
        """Return a value of an example in the unit of what it is the value of.

        Raises:
            ValueError: it is no number.
        """
        return in_unit(read_number(value), example.unit or "")

    def allowed(self, example: WorkedExample) -> float:
        """Return how far what is computed may be from the example's value: half a unit of its last printed digit.

        Raises:
            ValueError: the value is no number.
        """
        return in_unit(rounding(example.wanted), example.unit or "")

    def reproduces(self, example: WorkedExample) -> bool:
        """Tell whether the formula gives what an example says, within its digits or its tolerance.

        False for an example that cannot be computed, too.
        """
        try:
            wanted, found = self.in_own_unit(example, example.wanted), self.computed(example)
            room = max(self.allowed(example), abs(wanted) * float(example.tolerance or 0)) + abs(wanted) * _SAME
        except (UnknownKey, ValueError):
            return False
        return abs(found - wanted) <= room


def _read(one: Input, given: object) -> Value:
    """Return what was given for an input as numbers, or refuse it."""
    if isinstance(given, list | tuple) and one.many:
        if not given:
            raise WrongInput(f"{one.name} is an empty list")
        return tuple(_one_number(one, item) for item in given)
    return _one_number(one, given)


def _one_number(one: Input, given: object) -> float:
    try:
        value = float(given) if isinstance(given, int | float) and not isinstance(given, bool) else math.nan
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        wanted = "a number, or a list of numbers" if one.many else "a number"
        raise WrongInput(f"{one.name} must be {wanted}, not {given!r}")
    if one.whole and not value.is_integer():
        raise WrongInput(f"{one.name} must be a whole number, not {value:g}")
    bounds = [f"at least {one.least:g}"] if one.least is not None else []
    bounds += [f"at most {one.most:g}"] if one.most is not None else []
    if (one.least is not None and value < one.least) or (one.most is not None and value > one.most):
        raise WrongInput(f"{one.name} must be {' and '.join(bounds)}, not {value:g}")
    return value
