"""Q: worked examples of formulas, which give what their sources print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.arithmetic import UNITS, NotAnExpression, parse, read_number
from effllm.checks import Finding, Rule
from effllm.nearest import UnknownKey, did_you_mean
from effllm.records.formula import WrongInput
from effllm.rules.context import each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Formula, WorkedExample
    from effllm.rules.context import Context, Findings
    from effllm.store.document import Loc

COMPUTED = Rule(
    "Q006",
    "An example can be computed",
    "Its inputs are those of the formula, none is missing, and each is in its range.",
    "inputs: {layrs: 40}",
    "inputs: {layers: 40}",
)
REPRODUCED = Rule(
    "Q007",
    "A formula gives what its examples say",
    "Else formula, inputs or printed value are wrong. How close is told by the printed digits: 1.6 is 1.55 to 1.65.",
    "- kind: printed\n  inputs: {N: 1.0e+9, D: 2.02e+10}\n  value: 1.21e21",
    "- kind: printed\n  inputs: {N: 1.0e+9, D: 2.02e+10}\n  value: 1.21e20",
)
TOLERANCE = Rule(
    "Q008",
    "A tolerance has a reason, and is needed",
    "With enough of it every formula reproduces every number.",
    "value: 3.85e24\ntolerance: 0.02",
    "value: 3.85e24\ntolerance: 0.01\nreason: The tokens are printed with two digits.",
)
MISPRINT = Rule(
    "Q009",
    "A misprint says what is printed and what is right",
    "A reader who holds the source in hands wants to know which of the two numbers to trust.",
    "- kind: misprint\n  value: 1.26e24",
    "- kind: misprint\n  value: 1.26e24\n  right: 1.26e25",
)


def _is_readable(formula: Formula) -> bool:
    """Tell whether all that computing needs is right, but for the examples."""
    known = {one.name for one in formula.inputs}
    try:
        for term in formula.terms:
            if parse(term.expression).names.keys() - known:
                return False
            known.add(term.name)
        if parse(formula.expression).names.keys() - known:
            return False
    except NotAnExpression:
        return False
    return all(one.default is None or isinstance(one.default, int | float) for one in formula.inputs)


def _computable(formula: Formula) -> Iterator[tuple[int, WorkedExample]]:
    """Yield the examples whose value can be compared with what the formula gives."""
    for number, example in enumerate(formula.examples):
        if example.unit is None or example.unit in UNITS:
            try:
                read_number(example.wanted)
                formula.computed(example)
            except (UnknownKey, WrongInput, ValueError):
                continue
            yield number, example


@each("formula", COMPUTED, needs=("inputs", "terms", "expression"))
def computed(formula: Formula, _: Context) -> Findings:
    """Compute the examples."""
    if not _is_readable(formula):
        return
    for number, example in enumerate(formula.examples):
        for name in ("value", "right"):
            text = getattr(example, name)
            try:
                if text:
                    read_number(text)
            except ValueError as error:
                yield Finding(("examples", number, name), str(error), "the number as printed; its unit stands in unit")
        try:
            formula.computed(example)
        except UnknownKey as error:
            term = error.value == example.term
            loc: Loc = ("examples", number, "term") if term else ("examples", number, "inputs", error.value)
            others = [one.name for one in (formula.terms if term else formula.inputs)]
            what = "term" if term else "input"
            hint = did_you_mean(error.value, others) or f"{what}s are {', '.join(others) or 'none'}"
            yield Finding(loc, f"no {what} {error.value}", hint, key=not term)
        except WrongInput as error:
            yield Finding(("examples", number, "inputs"), str(error), "see the inputs of the formula")


@each("formula", REPRODUCED)
def reproduced(formula: Formula, _: Context) -> Findings:
    """Compare the examples with what the formula gives."""
    if not _is_readable(formula):
        return
    for number, example in _computable(formula):
        if not formula.reproduces(example):
            name = "right" if example.kind == "misprint" else "value"
            wanted = formula.in_own_unit(example, example.wanted)
            found = formula.computed(example)
            apart = abs(found - wanted) / abs(wanted) if wanted else abs(found)
            message = f"the formula gives {found}, not {example.wanted} {example.unit or ''}".rstrip()
            hint = f"they are {apart:.1%} apart: look at formula, inputs and unit"
            if example.kind == "printed":
                hint += "; where the source itself is wrong: kind: misprint, with the right value"
            yield Finding(("examples", number, name), message, hint)


@each("formula", TOLERANCE)
def tolerance(formula: Formula, _: Context) -> Findings:
    """Look for tolerances without a reason, and for those that nothing needs."""
    for number, example in enumerate(formula.examples):
        loc: Loc = ("examples", number)
        if example.tolerance is not None and not example.reason:
            hint = "say why the digits of the value cannot be reached: reason: ..."
            yield Finding((*loc, "tolerance"), f"a tolerance of {example.tolerance:g} without a reason", hint)
        if example.reason and example.tolerance is None:
            yield Finding((*loc, "reason"), "a reason without a tolerance", "name the tolerance, or delete the reason")
    for number, example in _computable(formula) if _is_readable(formula) else ():
        exact = example.model_copy(update={"tolerance": None})
        if example.tolerance is not None and formula.reproduces(exact):
            hint = "delete tolerance and reason: the printed digits are reached"
            yield Finding(("examples", number, "tolerance"), "this tolerance is not needed", hint)


@each("formula", MISPRINT)
def misprint(formula: Formula, _: Context) -> Findings:
    """Check that a misprint has two values, and only a misprint has."""
    for number, example in enumerate(formula.examples):
        if example.kind == "misprint" and not example.right:
            yield Finding(
                ("examples", number), "a misprint without the right value", "add right: the value it should be"
            )
        elif example.kind == "misprint" and example.right == example.value:
            yield Finding(("examples", number, "right"), "the same as the printed value", "kind: printed")
        elif example.kind != "misprint" and example.right:
            hint = "kind: misprint, where the source prints a wrong value; else delete right"
            yield Finding(("examples", number, "right"), f"a second value of a {example.kind} example", hint)


CHECKS = (computed, reproduced, tolerance, misprint)
