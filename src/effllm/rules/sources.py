"""O: the origin of facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.nearest import did_you_mean
from effllm.problems import Rule
from effllm.records import Framework, Paper
from effllm.rules.checks import Finding, overall, put
from effllm.rules.words import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import PretrainedModel
    from effllm.records.base import Record
    from effllm.rules.known import Known
    from effllm.store.checkout import Entry
    from effllm.store.document import Loc

FIELD = Rule(
    "O001",
    "A source belongs to a field of the record",
    "The page shows each source beside the fact it belongs to.",
    "sources:\n  author: arXiv:2312.00001",
    "sources:\n  authors: arXiv:2312.00001",
)
EMPTY = Rule(
    "O002",
    "A list of sources has a source",
    "A field with an empty list looks as if it had one.",
    "sources:\n  authors: []",
    "sources:\n  authors: arXiv:2312.00001",
    fix="The line is deleted.",
)
PUBLIC = Rule(
    "O003",
    "A source is where everybody can read it",
    "A path on somebody's computer is nothing to a reader.",
    "sources:\n  title: /home/ada/thin.pdf",
    "sources:\n  title: arXiv:2312.00001",
)

_KINDS = ("paper", "framework", "models")
_ALWAYS = frozenset({"authors", "cites"})
_LOCAL = re.compile(r"(?:/|~[/\\]|\.{1,2}/|file:|[A-Za-z]:[\\/])", re.IGNORECASE)


def _records(known: Known) -> Iterator[tuple[Entry, Paper | Framework | PretrainedModel]]:
    for kind in _KINDS:
        yield from ((entry, entry.record) for entry in known.entries(kind))


def _has(record: Record, path: str) -> bool:
    """Tell whether the record gives a field, or a cell as ``supports.inference``; an empty list is given too."""
    name, _, cell = path.partition(".")
    if name not in record.model_fields_set and name not in _ALWAYS:
        return False
    value = getattr(record, name, None)
    if not cell:
        return name in type(record).model_fields
    return cell in value if isinstance(value, dict) else cell in getattr(value, "model_fields_set", ())


def _meant(record: Record, path: str) -> str:
    name, _, cell = path.partition(".")
    given = [field for field in type(record).model_fields if field in record.model_fields_set and field != "sources"]
    if name in given:
        return f"{name} says nothing about {cell}"
    if name in type(record).model_fields:
        return f"add {name} to the record, or delete its source"
    return did_you_mean(name, given) or f"the record's fields are {', '.join(given)}"


@overall(FIELD)
def field(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for sources of fields that the record does not have."""
    for entry, record in _records(known):
        for path in record.sources:
            if not _has(record, path) and entry.has_read([path.partition(".")[0]]):
                message = f"a source of {path}, which the record does not have"
                yield entry, Finding(("sources", path), message, _meant(record, path), key=True)


@overall(EMPTY)
def empty(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for lists without sources."""
    for entry, record in _records(known):
        for path, given in record.sources.items():
            if not given and not isinstance(given, str):
                fix = put(None, "sources", path)
                yield entry, Finding(("sources", path), f"no source of {path}", "name one, or delete the line", fix=fix)


def texts(known: Known) -> Iterator[tuple[Entry, Loc, str]]:
    """Yield every source of every record, and of every kept reference list, with its place."""
    for kept in known.entries("references"):
        paper = known.papers.get(kept.record.key)
        if paper is None or kept.record.source not in paper.record.source("cites"):  # else it is told there
            yield kept, ("source",), kept.record.source
    for entry, record in _records(known):
        yield from ((entry, loc, text) for loc, text in _texts(record))


def _texts(record: Paper | Framework | PretrainedModel) -> Iterator[tuple[Loc, str]]:
    """Yield every source of a record with its place, those of a framework's cells too."""
    for path, given in record.sources.items():
        if isinstance(given, str):
            yield ("sources", path), given
        else:
            yield from ((("sources", path, number), text) for number, text in enumerate(given))
    if isinstance(record, Paper):
        yield from ((("results", n, "source"), r.source) for n, r in enumerate(record.results) if r.source)
    if isinstance(record, Framework):
        yield from (((*loc, "source"), cell.source) for loc, cell in cells(record) if cell.source)


@overall(PUBLIC)
def public(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for paths on a computer."""
    for entry, loc, text in texts(known):
        if _LOCAL.match(text):
            hint = "write it as owner/repository:path, as an address, as an id or in plain words"
            yield entry, Finding(loc, f"{text} is a path on a computer", hint)


CHECKS = (field, empty, public)
