"""The page of a framework as Markdown."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from effllm.markup import as_markdown
from effllm.records.framework import GROUPS
from effllm.site import twins
from effllm.site.filters import web

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.records import Cell, Framework
    from effllm.site.building.render import File
    from effllm.site.view import View


def of_framework(view: View, one: Framework) -> File:
    """Return the twin of a framework's page."""
    paper = view.paper(one.paper)
    about = {
        "Id": f"`{one.id}`",
        "Kind": one.kind,
        "Status": f"{one.status.state}, as of {one.status.as_of}",
        "Successor": as_markdown(one.status.successor or ""),
        "Repository": f"[{as_markdown(one.repo)}]({one.url})",
        "Documentation": f"<{one.docs}>" if web(one.docs) else "",
        "Run by": as_markdown(one.organization or ""),
        "License": as_markdown(one.license or ""),
        "Languages": as_markdown(", ".join(one.languages)),
        "First release": str(one.first_release or ""),
        "Paper": twins.linked(paper.title, "papers", paper.key) if paper else "",
        "Data": f"[JSON](../../api/v1/frameworks/{one.id}.json)",
    }
    lines = [*twins.head(one.name, one.summary, about)]
    if one.note:
        lines += ["", as_markdown(one.note)]
    groups = {
        group: [
            (word.name, cell)
            for word in view.kb.vocabulary.group(group).values()
            if (cell := one.cell(group, word.id)).value != "unknown"
        ]
        for group in GROUPS
    }
    read = _read_most(cell for known in groups.values() for _, cell in known)
    if read:
        lines += ["", f"A source that is a path is a file in <{read}>."]
    for group, known in groups.items():
        if known:
            lines += ["", f"## {group.capitalize()}", "", *(_cell(name, cell, read) for name, cell in known)]
    return twins.file(
        "frameworks", one.id, [*lines, "", "What is not listed is not known.", *twins.sources_read(one.sources)]
    )


def _read_most(cells: Iterable[Cell]) -> str:
    """Return the address of the state of a repository in which most cells were read: a long text, so said once."""
    states = Counter(_state(cell) for cell in cells)
    state, times = max(states.items(), key=itemgetter(1), default=("", 0))
    return state if times > 1 else ""


def _state(cell: Cell) -> str:
    """Return the address below which the file is that a cell was read in; nothing where it is no file at a commit."""
    source = cell.source
    return (source.url or "").partition(source.path)[0] if source and source.path and source.commit else ""


def _cell(name: str, cell: Cell, read: str) -> str:
    """Return the line of a cell; a source in the state ``read`` of a repository is its path there."""
    url = cell.source.url if cell.source else None
    source = f"<{url}>" if url else as_markdown(str(cell.source or ""))
    if url and read and _state(cell) == read:
        source = as_markdown(url.removeprefix(read))
    said = ", ".join(filter(None, (source, cell.checked)))
    return f"- {as_markdown(name)}: {cell.value} ({said}){f'; {as_markdown(cell.note)}' if cell.note else ''}"
