"""A reference list that was read -> the list that is kept beside the record, and what it adds to the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from effllm import rules
from effllm.id_kinds import PREFIXES
from effllm.ids import is_id, prefixed
from effllm.records import ListedReference, ReferenceList
from effllm.records.source import Source
from effllm.rules.venues import FIRST_YEAR
from effllm.store import checkout, layout
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from effllm.ingest.reference_entry import Match
    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout


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
