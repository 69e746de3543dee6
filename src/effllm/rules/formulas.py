"""Q: formulas, whose expressions can be computed; what they give is in `worked_examples`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.arithmetic import UNITS, NotAnExpression, parse
from effllm.arithmetic.parser import NAME, WORDS
from effllm.checks import Finding, Rule
from effllm.nearest import did_you_mean
from effllm.records.formula import RESULT
from effllm.rules.citations import meant
from effllm.rules.context import each
from effllm.rules.results import wrong_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Formula
    from effllm.rules.context import Context, Findings
    from effllm.store.document import Loc

READ = Rule(
    "Q001",
    "An expression can be read",
    "It is computed here and in the browser, and set as an equation; nothing but arithmetic may be in it.",
    "expression: 6 N D",
    "expression: 6 * N * D",
)
NAMES = Rule(
    "Q002",
    "A name in an expression is an input, or a term before it",
    "What a name means must be said once, and nothing can be computed from itself.",
    "expression: 6 * N * D\ninputs:\n  - {name: N, ...}",
    "expression: 6 * N * D\ninputs:\n  - {name: N, ...}\n  - {name: D, ...}",
)
USED = Rule(
    "Q003",
    "Every input and every term is used",
    "A reader would fill in a field that changes nothing.",
    "expression: 6 * N\ninputs:\n  - {name: N, ...}\n  - {name: D, ...}",
    "expression: 6 * N\ninputs:\n  - {name: N, ...}",
)
CALLED = Rule(
    "Q004",
    "A name is a letter, then letters, digits and `_`, and stands once",
    "It is written in expressions, in addresses and behind `effllm calc`.",
    "inputs:\n  - {name: kv heads, ...}",
    "inputs:\n  - {name: kv_heads, ...}",
)
UNIT = Rule(
    "Q005",
    "A unit is a known one, and of the right kind",
    "GB and GiB, or FLOP and FLOP/s, are told apart by it.",
    "output: {symbol: M, unit: gigabytes}",
    "output: {symbol: M, unit: bytes}",
)
SOURCE = Rule(
    "Q010",
    "A formula says where it is printed, and so does a printed example",
    "A calculator that cites nothing is one more to believe or not.",
    "paper: kaplan2020scalling",
    "paper: kaplan2020scaling\nwhere: Equation 1.1",
)
ORDER = Rule(
    "Q011",
    "Inputs without a default stand first, and a range holds its default",
    "Forms ask for them in this order, and constants come last.",
    "inputs:\n  - {name: a, default: 0.076, ...}\n  - {name: N, ...}",
    "inputs:\n  - {name: N, ...}\n  - {name: a, default: 0.076, ...}",
)


def _expressions(formula: Formula) -> Iterator[tuple[Loc, str]]:
    """Yield every expression in the order in which they are computed."""
    yield from ((("terms", number, "expression"), term.expression) for number, term in enumerate(formula.terms))
    yield ("expression",), formula.expression


@each("formula", READ)
def read(formula: Formula, _: Context) -> Findings:
    """Read the expressions."""
    for loc, text in _expressions(formula):
        try:
            if text:
                parse(text)
        except NotAnExpression as error:
            before = text[: error.at].rstrip()
            yield Finding(loc, str(error), f"it could be read as far as: {before[-60:]}" if before else "")


@each("formula", NAMES, needs=("inputs", "terms"))
def names(formula: Formula, _: Context) -> Findings:
    """Look the names up."""
    known = [one.name for one in formula.inputs]
    later = [term.name for term in formula.terms]
    for loc, text in _expressions(formula):
        try:
            used = parse(text).names
        except NotAnExpression:
            used = {}
        for name in used:
            if name not in known:
                cyclic = f"{name} is computed here or below; a term uses inputs and terms before it"
                hint = cyclic if name in later else did_you_mean(name, known) or "add it to inputs"
                yield Finding(loc, f"{name} is no input and no term before this", hint)
        if loc[0] == "terms":
            known.append(later.pop(0))


@each("formula", USED, needs=("expression", "inputs", "terms"))
def used(formula: Formula, _: Context) -> Findings:
    """Look for names that no expression has."""
    found: set[str] = set()
    try:
        for _loc, text in _expressions(formula):
            found |= parse(text).names.keys()
    except NotAnExpression:
        return
    for part in ("inputs", "terms"):
        for number, one in enumerate(getattr(formula, part)):
            named = NAME.fullmatch(one.name) and one.name not in WORDS  # else that is reported
            if named and one.name not in found and not _is_shown(formula, one.name):
                hint = "delete it, or use it in the expression"
                yield Finding((part, number, "name"), f"no expression has {one.name}", hint)


def _is_shown(formula: Formula, term: str) -> bool:
    """Tell whether an example is of a term: then it is a result of its own."""
    return any(example.term == term for example in formula.examples)


@each("formula", CALLED)
def called(formula: Formula, _: Context) -> Findings:
    """Check the form of names, and that none stands twice."""
    seen: set[str] = set()
    for part in ("inputs", "terms"):
        for number, one in enumerate(getattr(formula, part)):
            loc = (part, number, "name")
            if one.name and not NAME.fullmatch(one.name):
                yield Finding(loc, f'"{one.name}" is no name', "a letter, then letters, digits and _: kv_heads")
            elif one.name in WORDS or one.name == RESULT:
                yield Finding(loc, f"{one.name} has a meaning of its own", f"another name, as {one.name}_1")
            elif one.name in seen:
                yield Finding(loc, f"{one.name} stands here already", "give one of the two another name")
            seen.add(one.name)


@each("formula", UNIT)
def unit(formula: Formula, _: Context) -> Findings:
    """Look the units up."""
    places: list[tuple[Loc, str]] = [(("output", "unit"), formula.output.unit)]
    for part in ("inputs", "terms"):
        places += [((part, number, "unit"), one.unit) for number, one in enumerate(getattr(formula, part))]
    for loc, name in places:
        if name not in UNITS:
            bases = [base for base, one in UNITS.items() if base and one.base == base]
            yield Finding(loc, f'no unit "{name}"', did_you_mean(name, bases) or f"one of {', '.join(bases)}")
        elif (base := UNITS[name].base) != name:
            hint = f"write: unit: {base}; it is shown in others" if base else "leave it out: a share is a plain number"
            yield Finding(loc, f"{name} is {UNITS[name].factor:g} {base}".rstrip(), hint)
    units = {term.name: term.unit for term in formula.terms}
    for number, example in enumerate(formula.examples):
        wanted = units.get(example.term, "") if example.term else formula.output.unit
        if example.unit and (example.unit not in UNITS or UNITS[example.unit].base != wanted) and wanted in UNITS:
            fitting = [name for name, one in UNITS.items() if one.base == wanted and name]
            hint = did_you_mean(example.unit, fitting) or f"one of {', '.join(fitting)}"
            yield Finding(("examples", number, "unit"), f'"{example.unit}" is no unit of {wanted or "a number"}', hint)


@each("formula", SOURCE, others=True)
def source(formula: Formula, context: Context) -> Findings:
    """Look for formulas and examples without a source, for papers that are not here, and for odd places."""
    if not (formula.paper or formula.source):
        yield Finding((), "neither paper nor source", "paper: the key of a record here; or source: where it is printed")
    places: list[tuple[Loc, str | None, str | None]] = [((), formula.paper, formula.where)]
    for number, example in enumerate(formula.examples):
        loc: Loc = ("examples", number)
        places.append((loc, example.paper, example.where))
        of_paper = (example.paper or (formula.paper and not example.source)) and example.where
        if example.kind != "computed" and not (of_paper or example.source):
            hint = "where: Table 3 of the paper; or source: what else prints it"
            yield Finding(loc, "nothing says where this is printed", hint)
    for loc, key, place in places:
        if key and not context.has_paper(key):
            now = context.former_keys.get(key)
            message = f"{key} is now {now}" if now else f'no paper "{key}"'
            yield Finding((*loc, "paper"), message, f"write: paper: {now}" if now else meant(key, context))
        if place and (hint := wrong_place(place)):
            yield Finding((*loc, "where"), f'"{place}" is no place in a paper', hint)


@each("formula", ORDER)
def order(formula: Formula, _: Context) -> Findings:
    """Look for inputs that are asked for after one with a default, and for ranges without their default."""
    defaults = False
    for number, one in enumerate(formula.inputs):
        if one.default is None and defaults:
            hint = f"move {one.name} before those that have a default"
            yield Finding(("inputs", number), "an input without a default after one that has it", hint)
        defaults = defaults or one.default is not None
        low, high = one.least, one.most
        if low is not None and high is not None and low > high:
            yield Finding(("inputs", number, "least"), f"at least {low:g}, but at most {high:g}", "swap the two")
        elif one.default is not None and not (
            (low is None or low <= one.default) and (high is None or one.default <= high)
        ):
            yield Finding(("inputs", number, "default"), f"{one.default:g} is out of the range", "see least and most")


CHECKS = (read, names, used, called, unit, source, order)
