"""`effllm diff`."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, say, show_file, show_json
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Json, Root
from effllm.kb.differences import WHAT, differences
from effllm.records.framework import GROUPS
from effllm.store import history
from effllm.store.folders import find_checkout
from effllm.store.states import PACKAGED, UnknownState, state
from effllm.wording import count, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb.differences import Change, Differences, FieldChange

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_MANY = {
    "category": "categories",
    "hardware": "accelerators",
    "list": "public lists",
    "word": "words of the vocabulary",
}
_SHOWN = 60
_ITEMS = 8
"""How many items of a list, or what part of a text, is shown of a field."""


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A commit or tag, a folder of records, a bundle.json, a wheel, or packaged."
        ),
    ],
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="Likewise; the records as they are now where it is left out.")
    ] = None,
    *,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help=f"Records of one kind only: {', '.join(history.KINDS)}.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Name at most so many records of a kind and change.")
    ] = None,
    json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, as for notes of a release.")] = False,
    root: Root = None,
) -> None:
    """Print which records were added, removed and changed.

    Older records are read in the form they had. Of a file that is the same in both nothing is read.
    """
    if json and markdown:
        raise WrongUsage("--json or --markdown, not both")
    place = find_checkout() if root is None else checkout_root(root)
    now = str(place) if place else PACKAGED
    try:
        found = differences(*history.both(state(old, place), state(new or now, place)))
    except UnknownState as error:
        raise WrongUsage(str(error)) from None
    if kind is not None:
        try:
            found = found.filter(kind=kind)
        except ValueError as error:
            raise WrongUsage(f"--{error}") from None
    if json:
        show_json(_plain(old, new, found))
    elif markdown:
        show_file("\n".join(_markdown(found, limit)))
    else:
        for line in _lines(found, limit):
            print(one_line(line))
    for path in found.unread:
        say(f"{path} could not be read; nothing is said of its records")
    if not found:
        say("no record changed")


def _plain(old: str, new: str | None, found: "Differences") -> dict[str, Any]:
    counts = found.counts()
    return {"old": old, "new": new, "counts": counts, "unread": [*found.unread], "changes": found.to_records()}


def _lines(found: "Differences", limit: int | None) -> "Iterator[str]":
    """Yield what changed for a terminal: how much of each kind, then record by record."""
    counts = found.counts()
    wide = max((len(_many(kind)) for kind in counts), default=0)
    for kind, numbers in counts.items():
        yield f"{_many(kind):{wide}}" + "".join(f"  {numbers[what]:>6,} {what}" for what in WHAT)
    for kind, what, changes in _groups(found):
        yield ""
        yield f"{_many(kind)} {what}"
        for mark, text, fields in _told(kind, changes, limit):
            yield f"  {mark} {text}"
            yield from (f"      {field}" for field in fields)


def _markdown(found: "Differences", limit: int | None) -> "Iterator[str]":
    """Yield what changed as Markdown: a heading for each kind and change, a line for each record."""
    for kind, what, changes in _groups(found):
        yield f"### {_many(kind).capitalize()} {what}"
        yield ""
        for _, text, fields in _told(kind, changes, limit):
            yield f"- {_escaped('; '.join([text, *fields]))}"
        yield ""


def _groups(found: "Differences") -> "Iterator[tuple[str, str, Sequence[Change]]]":
    for kind in found.counts():
        for what in WHAT:
            if changes := found.filter(kind=kind, what=what):
                yield kind, what, changes


def _told(kind: str, changes: "Sequence[Change]", limit: int | None) -> "Iterator[tuple[str, str, list[str]]]":
    """Yield mark, words and changed fields of each record; figures, of which papers have hundreds, by paper."""
    told: list[tuple[str, str, list[str]]]
    if kind == "result":
        told = [
            (_MARKS[changes[0].what], f"{key}: {count(number, 'figure')}", []) for key, number in _by_paper(changes)
        ]
    else:
        told = [(_MARKS[one.what], _named(one), list(_fields(one.fields))) for one in changes[:limit]]
    yield from told[:limit]
    total = len(_by_paper(changes)) if kind == "result" else len(changes)
    if limit is not None and total > limit:
        yield _MARKS[changes[0].what], f"and {total - limit:,} more", []


def _by_paper(changes: "Sequence[Change]") -> list[tuple[str, int]]:
    return [*Counter(one.id.partition(":")[0] for one in changes).items()]


def _named(one: "Change") -> str:
    where = f" ({'was' if one.what == 'changed' else 'now'} {one.renamed})" if one.renamed else ""
    return f"{one.id}{where}{f'  {one.name}' if one.name and one.name != one.id else ''}"


def _fields(fields: "Sequence[FieldChange]") -> "Iterator[str]":
    """Yield what became of the fields of a record, a line each; only that it changed, of what backs a fact."""
    backed: dict[str, set[str]] = {"sources": set(), "cells": set()}
    for one in fields:
        first, _, rest = one.field.partition(".")
        if first == "sources":
            backed["sources"].add(rest)
        elif first in GROUPS and not rest.endswith(".value"):
            backed["cells"].add(one.field.rpartition(".")[0])
        elif first in GROUPS:
            yield f"{one.field.removesuffix('.value')}: {_value(one.old)} -> {_value(one.new)}"
        elif isinstance(one.old, list | None) and isinstance(one.new, list | None):
            yield f"{one.field}: {_items(one.old or [], one.new or [])}"
        else:
            yield f"{one.field}: {' -> '.join(_where_they_part(one.old, one.new))}"
    told = {name for name in backed["cells"] if not any(one.field == f"{name}.value" for one in fields)}
    if told:
        yield f"what backs {count(len(told), 'cell')}: {_some(sorted(told))}"
    if backed["sources"]:
        yield f"sources of {_some(sorted(backed['sources']))}"


def _where_they_part(old: Any, new: Any) -> tuple[str, str]:  # noqa: ANN401 - of any field
    """Return two values in words; long texts from the word on in which they differ."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= _SHOWN:
        return _value(old), _value(new)
    pairs = enumerate(zip(old, new, strict=False))
    alike = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = old.rfind(" ", 0, alike) + 1
    before = "... " if start else ""
    return before + _value(old[start:]), before + _value(new[start:])


def _items(old: "Sequence[Any]", new: "Sequence[Any]") -> str:
    """Say which items came and went."""
    came = [_value(item) for item in new if item not in old]
    went = [_value(item) for item in old if item not in new]
    parts = [f"{mark} {_some(items)}" for mark, items in (("+", came), ("-", went)) if items]
    return "  ".join(parts) or "in another order"


def _some(items: "Sequence[str]") -> str:
    more = f" and {len(items) - _ITEMS:,} more" if len(items) > _ITEMS else ""
    return ", ".join(items[:_ITEMS]) + more


def _value(value: Any) -> str:  # noqa: ANN401 - of any field
    if value is None:
        return "none"
    if value is True:
        return "yes"
    if isinstance(value, dict):
        value = value.get("name") or value.get("paper") or value
    return cut(str(value), _SHOWN)


def _many(kind: str) -> str:
    return _MANY.get(kind, f"{kind}s")


def _escaped(text: str) -> str:
    """Return a text in which nothing means something to Markdown; two spaces are one there."""
    for sign in "\\`*_[]<#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
