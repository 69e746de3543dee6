"""A reference list that was read -> the list that is kept beside the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from effllm.id_kinds import PREFIXES
from effllm.ids import is_id, prefixed
from effllm.records import ListedReference, ReferenceList
from effllm.records.source import Source
from effllm.rules.venues import FIRST_YEAR
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from effllm.ingest.matching import Match

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
