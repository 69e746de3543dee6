"""All formulas, and a page for each: equation, a form that computes it, worked examples, source."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from effllm.arithmetic import UNITS, Quantity, parse
from effllm.records.formula import TOPICS
from effllm.site import filters, mathml, twins
from effllm.site.building.render import overview, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import Formula, Input, Paper, WorkedExample
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View


_MANY_DIGITS = 1e15


class Row(NamedTuple):
    """A worked example as the page shows it.

    Attributes:
        example: the record.
        what: what it is the value of.
        printed: the value as the source has it.
        computed: what the formula gives, in the same unit.
        inputs: the inputs in words.
        query: the inputs as the address of the page has them.
        paper: the paper that prints it; None where none does, or it is no record here.
    """

    example: WorkedExample
    what: str
    printed: str
    computed: str
    inputs: str
    query: str
    paper: Paper | None


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the overview and the page of each formula."""
    listed = sorted(view.kb.formulas.values(), key=lambda one: [*TOPICS].index(one.topic))
    yield overview(
        here,
        "formulas.html",
        {"description": "Formulas for memory, compute, loss, speed and cost of language models, each with its source"},
        topics=[(topic, TOPICS[topic], [*members]) for topic, members in groupby(listed, key=lambda one: one.topic)],
        checked=checked,
        paper=view.kb.papers.get,
        stats=view.kb.stats(),
    )
    for one in listed:
        rows = [_row(view, one, example) for example in one.examples]
        yield _page(view, one, rows)
        yield twins.of_formula(view, one, rows)


def checked(one: Formula) -> int:
    """Return how many printed values the formula was compared with."""
    return sum(example.kind != "computed" for example in one.examples)


def _page(view: View, one: Formula, rows: Sequence[Row]) -> Page:
    return page(
        f"formulas/{one.id}.md",
        "formula.html",
        one.name,
        {
            "description": filters.first_sentence(one.summary),
            "record": f"taxonomy/formulas/{one.id}.yml",
            "head": twins.LINK,
        },
        one=one,
        topic=TOPICS[one.topic],
        equation=mathml.equation(one),
        terms=[*zip(one.terms, mathml.terms(one), strict=True)],
        symbol=mathml.symbol,
        paper=view.kb.papers.get(one.paper) if one.paper else None,
        rows=rows,
        checked=checked(one),
        data=json.dumps(data(one), separators=(",", ":")),
        bound=_bound,
    )


def data(one: Formula) -> dict[str, Any]:
    """Return what the script of the page computes with."""
    first = one.examples[0].inputs if one.examples else {}
    return {
        "symbol": one.output.symbol,
        "unit": one.output.unit,
        "expression": parse(one.expression).tree,
        "terms": [[term.name, parse(term.expression).tree, term.unit] for term in one.terms],
        "inputs": [_input(known) for known in one.inputs],
        "first": first,
    }


def _input(known: Input) -> dict[str, Any]:
    base = UNITS[known.unit].base if known.unit in UNITS else known.unit
    given = known.model_dump(exclude={"meaning", "symbol"}, exclude_none=True)
    return given | {"units": {name: unit.factor for name, unit in UNITS.items() if name and unit.base == base}}


def _bound(known: Input) -> str:
    """Return the range of an input in words."""
    low, high = (("" if one is None else f"{one:g}") for one in (known.least, known.most))
    words = f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}" if high else ""
    return ", ".join(filter(None, (words, "whole" if known.whole else "", "or a list" if known.many else "")))


def _row(view: View, one: Formula, example: WorkedExample) -> Row:
    what = next((term.meaning for term in one.terms if term.name == example.term), one.output.meaning)
    unit = example.unit or next((term.unit for term in one.terms if term.name == example.term), one.output.unit)
    found = one.computed(example)
    factor = UNITS[example.unit].factor if example.unit else 1.0
    shown = str(Quantity(found / factor)) if unit in UNITS else str(found)
    given = {name: _plain(value) for name, value in example.inputs.items()}
    inputs = ", ".join(f"{name} = {value}" for name, value in given.items())
    key = example.paper or (one.paper if example.where and not example.source else None)
    paper = view.kb.papers.get(key) if key else None
    return Row(
        example,
        what,
        f"{example.value} {unit}".strip(),
        f"{shown} {unit}".strip(),
        inputs,
        urlencode(given, safe=","),
        paper,
    )


def _plain(value: float | tuple[float, ...]) -> str:
    return (
        ",".join(map(_plain, value))
        if isinstance(value, tuple)
        else str(int(value) if float(value).is_integer() and abs(value) < _MANY_DIGITS else value)
    )
