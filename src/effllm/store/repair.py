"""Files with problems that have exactly one right answer -> the text that they should have."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from effllm.problems import field_path
from effllm.store import layout
from effllm.store.file_rules import NOT_CANONICAL
from effllm.store.record_file import canonical, parse
from effllm.store.writer import inline
from effllm.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.problems import Edit, Problem
    from effllm.records.base import Record
    from effllm.store.checkout import Checkout
    from effllm.store.document import Document, Loc
    from effllm.store.layout import Kind

_GONE = object()
"""Marks an item that will be taken out, so that the items behind it keep their numbers until then."""


def repaired(checkout: Checkout, path: str, problems: Sequence[Problem]) -> tuple[Document, str, list[Problem]] | None:
    """Return what a file should hold: what was read, the text to write and the problems that it solves.

    It is None where nothing can be done: no problem has a plain answer, or the file cannot be understood whole, so
    that writing it from its values could lose something. Problems whose fixes touch the same value wait for the next
    time.

    Args:
        checkout: the records as they were read.
        path: the file.
        problems: everything that is wrong with it.
    """
    kind = layout.kind_of(path)
    entries = checkout.entries[kind.name] if kind else []
    document = next((entry.document for entry in entries if entry.document.path == path), None)
    if kind is None or document is None:
        return None
    unread = [p for p in checkout.problems if p.path == path and not p.fix and p.code != NOT_CANONICAL.code]
    solved, edits = _without_clashes(problems)
    formatted = [p for p in problems if p.code == NOT_CANONICAL.code]
    if unread or not (solved or formatted):
        return None
    data = changed(document.data, edits)
    records = _records(kind, path, data)
    if not records:
        return None
    text = canonical(path, kind, records)
    again, wrong = parse(path, text.encode())
    if wrong or again is None or _records(kind, path, again.data) != records:
        return None
    return document, text, sorted([*solved, *formatted])


def _without_clashes(problems: Iterable[Problem]) -> tuple[list[Problem], list[Edit]]:
    """Return the problems that have a fix, and their edits, but for those whose place another one has taken."""
    solved: list[Problem] = []
    edits: list[Edit] = []
    taken: set[Loc] = set()
    for problem in problems:
        places = {edit.loc for edit in problem.fix}
        if places and not any(_clash(a, b) for a in places for b in taken):
            solved.append(problem)
            edits += problem.fix
            taken |= places
    return solved, edits


def _clash(one: Loc, other: Loc) -> bool:
    """Tell whether one place is the other or inside of it."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def changed(data: Any, edits: Iterable[Edit]) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return the plain values of a file with edits made; a field that is not there is added."""
    data = deepcopy(data)
    for edit in edits:
        *above, last = edit.loc
        place = data
        for part in above:
            place = place[part]
        place[last] = _GONE if edit.value is None else deepcopy(edit.value)
    return _swept(data)


def _swept(value: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(value, dict):
        return {name: _swept(inner) for name, inner in value.items() if inner is not _GONE}
    return [_swept(item) for item in value if item is not _GONE] if isinstance(value, list) else value


def _records(kind: Kind, path: str, data: Any) -> list[Record]:  # noqa: ANN401 - YAML holds anything
    """Return the records of a file's values; none where they are no such records."""
    told = {kind.stem: layout.stem_of(path)} if kind.stem else {}
    try:
        return [kind.model.model_validate({**item, **told}) for item in (data if kind.listed else [data])]
    except (TypeError, ValidationError):
        return []


def in_words(document: Document, problem: Problem) -> str:
    """Say what a fix changes: ``year: "2024" -> year: 2024``."""
    if not problem.fix:
        return "written in canonical form"
    return "; ".join(_change(document, edit) for edit in problem.fix)


def _change(document: Document, edit: Edit) -> str:
    name, old, new = field_path(edit.loc), _as_written(document, edit.loc), inline(edit.value)
    if edit.value is None:
        return f"{name}: {old} -> left out"
    return f"{name}: {old} -> {name}: {new}" if old else f"{name}: {new} added"


def _as_written(document: Document, loc: Loc) -> str:
    """Return a value as it is in its file, on one line; empty where there is none."""
    node, reached = document.find(loc)
    if reached != loc:
        return ""
    text = document.text[node.start_mark.index : node.end_mark.index]
    return visible(re.sub(r"\n *", " ", text))
