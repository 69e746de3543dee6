"""The knowledge base as lists are compared with it: papers by id and title, venues by spelling; made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from effllm.lookup.paper_index import is_telling
from effllm.text import fold, title_key

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from effllm.lint.paper_list import ListEntry, VenueMention
    from effllm.records import Paper, Venue

_FEW_WORDS = 4
_ALIKE = 60.0
_PARTLY_ALIKE = 75.0
_HELD = 85.0


@dataclass(frozen=True, slots=True)
class NamedVenue:
    """A venue that an entry names, as the list writes it."""

    venue: Venue
    mention: VenueMention


class Index:
    """Papers and venues by what lists say of them."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._index = kb.paper_index
        self.venues = kb.venues.index
        self._kinds = {venue.id: venue.kind for venue in kb.venues.values()}

    def with_id(self, kind: str, value: str) -> Paper | None:
        """Return the paper that has this id."""
        return next(iter(self._index.with_id(kind, value)), None)

    def with_title(self, title: str) -> Paper | None:
        """Return the only paper of this title, or that had it once; titles of one or two words are no proof."""
        found = self._index.titled(title)
        if len(found) != 1 or (title_key(found[0].title) == title_key(title) and not is_telling(found[0].title)):
            return None
        return found[0]

    def titled(self, entry: ListEntry) -> Paper | None:
        """Return the paper whose title one of the entry's texts is."""
        return next((paper for part in entry.titles if (paper := self.with_title(part.text))), None)

    def named(self, text: str) -> list[Paper]:
        """Return the papers that are called so."""
        return self._index.named(text)

    def named_in(self, text: str) -> set[str]:
        """Return the keys of the papers whose title is somewhere in a text; linear in its length."""
        return {found.paper.key for found in self._index.titles_in(text)}

    def papers(self, entry: ListEntry) -> list[Paper]:
        """Return the papers that the entry's ids belong to, each once."""
        found = {paper.key: paper for one in entry.ids if (paper := self.with_id(one.kind, one.value))}
        return list(found.values())

    def listed(self, entry: ListEntry) -> list[Paper]:
        """Return the papers that an entry lists: those of its ids, else the one of its title."""
        titled = self.titled(entry)
        return self.papers(entry) or ([titled] if titled else [])

    def speaks_of(self, entry: ListEntry, paper: Paper) -> bool:
        """Tell whether the words of an entry can mean a paper: its title, a title alike, or its name."""
        if paper.key in self.named_in(entry.text):
            return True
        text = f" {fold(entry.text)} "
        names = [paper.name or "", paper.title.partition(":")[0], *paper.aliases]
        if any(name and f" {fold(name)} " in text for name in names if fold(name)):
            return True
        spoken = [fold(part.text) for part in entry.titles]
        wanted = [fold(title) for title in (paper.title, *paper.aliases) if is_telling(title)]
        if any(fuzz.partial_ratio(one, text) >= _HELD for one in wanted):
            return True
        return any(
            fuzz.token_set_ratio(one, other) >= _PARTLY_ALIKE or fuzz.ratio(one, other) >= _ALIKE
            for one in spoken
            for other in wanted
        )

    def venues_in(self, entry: ListEntry) -> list[NamedVenue]:
        """Return the venues that an entry names; of several readings of one piece the longest that is a venue."""
        found: dict[int, NamedVenue] = {}
        for mention in entry.mentions:
            venue = self.venue(mention.venue)
            if venue and mention.end not in found:
                found[mention.end] = NamedVenue(venue, mention)
        return list(found.values())

    def venue(self, text: str) -> Venue | None:
        """Return the venue of a text: an id, an alias, a full name, or words that hold a full name."""
        if venue := self.venues.named(text):
            return venue
        if "arxiv" in text.casefold() and len(text.split()) <= _FEW_WORDS:
            return self.venues.named("arXiv")
        return self.venues.within(text, long=True)

    def kind(self, paper: Paper) -> str:
        """Return the kind of a paper's venue."""
        return self._kinds[paper.venue]
