"""Which kept reference lists name a paper that is added, and what their files say then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.lookup.cited_paper import find_cited
from effllm.lookup.paper_index import PaperIndex
from effllm.store import layout, record_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.ingest.session import Session
    from effllm.records import Paper
    from effllm.store.entry import Entry


class Rewritten(NamedTuple):
    """A file that changes because its paper cites one that is added."""

    path: str
    read: str
    text: str


class Citing(NamedTuple):
    """A paper whose kept list names papers that are added, their keys, and its files with them."""

    paper: Paper
    cited: tuple[str, ...]
    files: tuple[Rewritten, ...]


def citing(session: Session, added: Sequence[Paper]) -> Iterator[Citing]:
    """Yield the papers whose kept lists name papers that are added and are among the records of the session.

    Files that have problems are left alone: `effllm validate --fix` matches them once these are solved. The cost is
    linear in the entries of all lists.
    """
    new, keys = PaperIndex(added), {paper.key for paper in added}
    wrong = {problem.path for problem in session.checkout.problems}
    for kept in session.checkout.entries[layout.REFERENCES.name] if added else ():
        found: dict[int, str] = {}
        for at, entry in enumerate(kept.record.list):
            if entry.paper is None and find_cited(new, entry).paper:
                paper = find_cited(session.existing, entry).paper
                if paper and paper.key in keys:
                    found[at] = paper.key
        record = session.known.papers.get(kept.record.key)
        if found and record and not wrong & {kept.document.path, record.document.path}:
            files = (_list_with(kept, found), _record_with(record, found))
            yield Citing(record.record, tuple(dict.fromkeys(found.values())), files)


def _list_with(kept: Entry, found: dict[int, str]) -> Rewritten:
    """Return the file of a list whose entries name the records that they are."""
    entries = [
        entry.model_copy(update={"paper": found[at]}) if at in found else entry
        for at, entry in enumerate(kept.record.list)
    ]
    return _rewritten(kept, layout.REFERENCES, {"list": tuple(entries)})


def _record_with(entry: Entry, found: dict[int, str]) -> Rewritten:
    """Return the file of a record with these papers among those it cites."""
    return _rewritten(entry, layout.PAPER, {"cites": tuple(sorted({*entry.record.cites, *found.values()}))})


def _rewritten(entry: Entry, kind: layout.Kind, update: dict[str, object]) -> Rewritten:
    path = entry.document.path
    text = record_file.canonical(path, kind, [entry.record.model_copy(update=update)])
    return Rewritten(path, entry.document.text, text)
