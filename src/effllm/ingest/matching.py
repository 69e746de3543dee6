"""Which records the entries of a list are; see `effllm.lookup.cited_paper`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.lookup.cited_paper import find_cited
from effllm.lookup.paper_index import PaperIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.ingest.reference_entry import Listed
    from effllm.records import Paper


@dataclass(frozen=True, slots=True)
class Match:
    """What became of an entry.

    Attributes:
        entry: the entry.
        paper: the record it is; None where it is none, or nobody can tell.
        how: by what it was found, or why it was not.
    """

    entry: Listed
    paper: Paper | None
    how: str


class Matcher:
    """The papers of a knowledge base by id and by title. Making one is linear in their titles, and so is a match."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._index = PaperIndex(papers)

    def match(self, entry: Listed) -> Match:
        """Return the record that an entry is, and how that is known."""
        return Match(entry, *find_cited(self._index, entry.reference, entry.text))
