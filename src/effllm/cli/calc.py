"""`effllm calc`."""

from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from effllm.arithmetic import read_number
from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json, show_records, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Json, Root
from effllm.records import UnknownInput, WrongInput
from effllm.records.formula import RESULT, TOPICS
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.kb import KnowledgeBase
    from effllm.records import Formula, Input


def calc(
    formula: Annotated[str | None, typer.Argument(metavar="FORMULA", help="Id of a formula.")] = None,
    given: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE", help="Inputs: tokens=131072, parameters=70b, layers=10,52."),
    ] = None,
    *,
    json: Json = False,
    root: Root = None,
) -> None:
    """Compute a formula, and say where it is printed.

    Without a formula it prints which there are; with one alone, what it needs. k, m, b and t behind a number are
    thousands to trillions, Ki, Mi and Gi powers of 1,024; bytes may have their unit, as 80GB or 80GiB. Several
    numbers with commas are a list.
    """
    kb = load(root)
    if formula is None:
        _overview(kb, json=json)
        return
    one = kb.formulas[formula]
    needed = any(known.default is None for known in one.inputs)
    if not given and needed:
        if json:
            show_json(one.to_dict())
        else:
            _card(one)
        return
    inputs = _read(one, given or ())
    try:
        found = one.values(**inputs)
    except WrongInput as error:
        raise WrongUsage(f"{error}; effllm calc {one.id} shows what it needs") from None
    used = {known.name: inputs.get(known.name, known.default) for known in one.inputs}
    if json:
        values = {name: {"value": float(value), "unit": value.unit} for name, value in found.items()}
        result = values.pop(RESULT)
        place = {"paper": one.paper, "where": one.where, "source": one.source}
        show_json({"formula": one.id, "inputs": used, **result, "terms": values, **place})
        return
    for name, value in found.items():
        if name != RESULT:
            show(Text.assemble((name, "dim"), f" = {value}"))
    show(Text.assemble((one.output.symbol, "bold"), " = ", (str(found[RESULT]), "bold")))
    _foot(one)


def _read(one: "Formula", given: "Sequence[str]") -> dict[str, Any]:
    """Return the inputs that were written as NAME=VALUE."""
    known = {known.name: known for known in one.inputs}
    inputs: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise WrongUsage(f'"{text}" is no input: write NAME=VALUE, as {next(iter(known), "tokens")}=4096')
        if name in inputs:
            raise WrongUsage(f"{name} is given twice")
        try:
            inputs[name] = _number(known[name], value) if name in known else 0
        except ValueError as error:
            raise WrongUsage(f"{name}: {error}") from None
    for name in inputs.keys() - known.keys():
        try:
            one.check_name(name)
        except UnknownInput as error:
            hint = "" if error.suggestions else f"; {one.id} takes {', '.join(known)}"
            raise WrongUsage(f"{error}{hint}") from None
    return inputs


def _number(known: "Input", text: str) -> float | list[float]:
    """Return a number, or a list of them where there are commas that separate no thousands."""
    if known.many and "," in text:
        return [read_number(part, known.unit) for part in text.split(",")]
    return read_number(text, known.unit)


def _overview(kb: "KnowledgeBase", *, json: bool) -> None:
    if json:
        show_json([one.to_dict() for one in kb.formulas.values()])
        return
    listed = sorted(kb.formulas.values(), key=lambda one: [*TOPICS].index(one.topic))
    for topic, members in groupby(listed, key=lambda one: one.topic):
        show(Text(TOPICS[topic], "bold"))
        found = table("id", "formula", "gives", whole=("id",))
        for one in members:
            found.add_row(one.id, one.name, one.output.unit or "a number")
        show_records(found)
        print()


def _card(one: "Formula") -> None:
    """Print what a formula is and what it needs."""
    show(Text(one.name, "bold"))
    show(Text(one.id, "cyan"))
    print()
    show(Text(one.summary))
    print()
    for term in one.terms:
        show(Text(f"{term.name} = {term.expression}"))
    show(Text(f"{one.output.symbol} = {one.expression}"))
    print()
    inputs = table("input", "unit", "default", "meaning", whole=("input", "unit", "default"))
    for known in one.inputs:
        default = "" if known.default is None else f"{known.default:g}"
        inputs.add_row(known.name, known.unit, default, known.meaning + (" (may be a list)" if known.many else ""))
    show_records(inputs)
    _foot(one)


def _foot(one: "Formula") -> None:
    """Print where a formula is printed and holds, and how well it is checked."""
    print()
    place = ", ".join(filter(None, (one.paper, one.where))) or str(one.source)
    show(Text(f"from {place}{' (place not confirmed yet)' if one.where_unconfirmed else ''}"))
    show(Text(f"holds for: {one.holds}"))
    if one.note:
        show(Text(f"note: {one.note}"))
    checked = sum(example.kind != "computed" for example in one.examples)
    said = f"checked against {count(checked, 'printed figure')}" if checked else "not checked against a printed figure"
    show(Text(said))
