"""Reference lists kept beside records: made of one that was read, and matched with papers that are added later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from effllm import rules
from effllm.id_kinds import PREFIXES
from effllm.ids import is_id, prefixed
from effllm.lookup.cited_paper import find_cited
from effllm.lookup.paper_index import PaperIndex
from effllm.records import ListedReference, ReferenceList
from effllm.records.source import Source
from effllm.rules.venues import FIRST_YEAR
from effllm.store import checkout, layout, record_file
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from effllm.ingest.reference_entry import Match
    from effllm.ingest.session import Session
    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout
    from effllm.store.entry import Entry


_LONGEST = 500
"""Longest title that is kept, in characters: an entry whose parts cannot be told apart is longer than a title."""


def kept_list(key: str, matches: Sequence[Match], *, complete: bool, source: str) -> ReferenceList:
    """Return the list to be kept of a paper, its entries counted from 1 and matched as given; it was read today."""
    today = datetime.now(tz=UTC).date()
    entries = tuple(_entry(number, match, today.year + 1) for number, match in enumerate(matches, 1))
    return ReferenceList(
        key=key,
        source=Source(source),
        read=today.isoformat(),
        entries=len(entries),
        complete=complete,
        list=entries,
    )


def _entry(number: int, match: Match, last_year: int) -> ListedReference:
    reference = match.entry.reference
    identifier = _id(reference.ids)
    printed = _line(reference.title or match.entry.text) or ", ".join(reference.ids.values())
    year = reference.year
    return ListedReference(
        n=number,
        id=identifier,
        title=printed or "an entry without title and id",
        year=year if year and FIRST_YEAR <= year <= last_year else None,
        first_author=_line(reference.authors[0]) or None if reference.authors else None,
        paper=match.paper.key if match.paper else None,
    )


def _id(ids: Mapping[str, str]) -> str | None:
    """Return the first id that has its form, the preprint's before the others."""
    return next((prefixed(kind, ids[kind]) for kind in PREFIXES if kind in ids and is_id(kind, ids[kind])), None)


def _line(text: str) -> str:
    """Return a text on one line, without what nobody sees."""
    return cut(" ".join("".join(sign if sign.isprintable() else " " for sign in text).split()), _LONGEST)


def extended(paper: Paper, cites: Iterable[str], *, whole: bool, source: str, kept: bool = False) -> Paper:
    """Return the record with these papers among those it cites.

    What is there stays: no citation is taken away, and a list once read whole stays whole. The source joins those of
    ``cites`` where it adds something, or where its list is kept. The same record comes back where nothing is new.
    """
    together = tuple(sorted({*paper.cites, *cites} - {paper.key}))
    references = "full" if whole or paper.references == "full" else "partial"
    known = tuple(paper.source("cites"))
    sources = known if source in known or not source else (*known, source)
    if (together, references) == (paper.cites, paper.references) and (sources == known or (known and not kept)):
        return paper
    given = {"cites": sources[0] if len(sources) == 1 else tuple(map(str, sources))} if sources else {}
    return paper.model_copy(update={"cites": together, "references": references, "sources": {**paper.sources, **given}})


def problems_of(found: Checkout, texts: Mapping[str, str]) -> list[Problem]:
    """Return what would be wrong in files of a checkout if they held these texts.

    Args:
        found: the records around them; they stay as they are.
        texts: the texts by the paths of the files, relative to the checkout.
    """
    entries = {kind: [e for e in all_ if e.document.path not in texts] for kind, all_ in found.entries.items()}
    tried = replace(
        found,
        entries=entries,
        stems={name: set(stems) for name, stems in found.stems.items()},
        problems=[problem for problem in found.problems if problem.path not in texts],
        unformatted={},
    )
    for path, text in texts.items():
        checkout.include(tried, path, text)
    checkout.join_tables(tried)
    tried.entries[layout.PAPER.name].sort(key=lambda entry: entry.document.path)
    return [problem for problem in rules.check(tried) if problem.path in texts]


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
