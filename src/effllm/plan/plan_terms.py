"""The terms of a plan: a formula, what is bound in it, and what is still free. Python and the site compute them alike.

A plan is a list of terms in an order. Each computes one number of a part with a formula of the records; inputs are
bound, as the layers of a model, or free: the name of a choice, as ``context``, or of a part that was computed before.
Parts of memory and of traffic are the sum of their terms, all others the largest of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from effllm.arithmetic import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.arithmetic.evaluation import Value
    from effllm.records import Formula

MEMORY = ("weights", "kv_cache", "activations", "buffers")
"""The parts of memory."""

TRAFFIC = ("weights_read", "kv_read")
"""The parts of what a step of decoding reads."""

SUMMED = frozenset({*MEMORY, *TRAFFIC})
"""Parts that are the sum of their terms; the others are the largest of theirs."""


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """One number of a plan.

    Attributes:
        part: what it is a part of.
        formula: id of the formula that computes it.
        bound: inputs with their values.
        free: inputs, each with the name of the choice or part that it takes.
        about: what it is, in a few words.
        sources: where the bound inputs are from.
    """

    part: str
    formula: str
    bound: Mapping[str, Value] = field(default_factory=dict)
    free: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values; what is empty is left out."""
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in self.bound.items()}
        made: dict[str, Any] = {"part": self.part, "formula": self.formula, "bound": bound, "free": dict(self.free)}
        return made | ({"about": self.about} if self.about else {})


@dataclass(frozen=True, slots=True)
class Figure:
    """A term that was computed.

    Attributes:
        term: the term.
        value: what it gives, with its unit.
        inputs: all inputs that the formula was given.
        paper: key of the formula's paper; None where it has none.
        where: the place in it.
        source: what states the formula, where that is no paper.
    """

    term: PlanTerm
    value: Quantity
    inputs: dict[str, Value]
    paper: str | None
    where: str | None
    source: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        inputs = {name: list(value) if isinstance(value, tuple) else value for name, value in self.inputs.items()}
        stated = {"paper": self.paper, "where": self.where, "source": self.source}
        return {
            "part": self.term.part,
            "about": self.term.about,
            "value": float(self.value),
            "unit": self.value.unit,
            "formula": self.term.formula,
            **{name: value for name, value in stated.items() if value},
            "inputs": inputs,
            "sources": list(self.term.sources),
        }


def evaluate(
    terms: Iterable[PlanTerm], choices: Mapping[str, float], formulas: Mapping[str, Formula]
) -> tuple[dict[str, Quantity], list[Figure]]:
    """Return the value of each part, and each term with its own; a term whose free input has no value is left out.

    Args:
        terms: in the order in which they use each other's parts.
        choices: the values of free inputs by their names.
        formulas: the records by id.

    Raises:
        WrongInput: a formula has no value for its inputs.
    """
    values: dict[str, float] = dict(choices)
    parts: dict[str, Quantity] = {}
    figures: list[Figure] = []
    for term in terms:
        if all(name in values for name in term.free.values()):
            formula = formulas[term.formula]
            inputs: dict[str, Value] = {**term.bound, **{to: values[name] for to, name in term.free.items()}}
            found = formula.evaluate(**inputs)
            source = str(formula.source) if formula.source else None
            figures.append(Figure(term, found, inputs, formula.paper, formula.where, source))
            before = parts.get(term.part)
            both = found if before is None else before + found if term.part in SUMMED else max(before, found)
            parts[term.part] = Quantity(both, found.unit)
            values[term.part] = both
    return parts, figures
