"""Which venue is this? The venues of the list by all of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from effllm.nearest import nearest
from effllm.text import fold, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Venue

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth"""
_FILLERS = """a accepted acm annual appear as at by conf conference for ieee in long main meeting notable of on oral
    paper papers percent poster proc proceedings regular short sigarch sigops spotlight the to top track usenix vol
    volume"""
_NOISE = frozenset(f"{_TENS} {_ORDINALS} {_FILLERS}".split())
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?$")
_QUALIFIERS = frozenset(
    """companion demo demonstration demonstrations demos doctoral findings industry rejected review reviewed srw
    student submission submitted tutorial tutorials under withdrawn workshop workshops""".split()  # noqa: SIM905
)
"""Words that make another venue, or none, of the one beside them."""

_ARXIV_ID = re.compile(r"\barxiv[:\s]\s*(?:[a-z-]+/)?\d[\d.]+(?:v\d+)?|\babs/\S+|\[[\w.-]+\]", re.IGNORECASE)
_STUCK_YEAR = re.compile(r"(?<=[A-Z]{2})(?:19|20)?\d{2}\b")
_PARENTHESES = re.compile(r"\(([^()]*)\)")


_LONG_NAME = 4  # words of a name that means its venue wherever it is
_LONG_ID = 6  # letters of an id in which one letter may be wrong
_ALIKE = str.maketrans("1il|0", "llllo")  # NeurlPS


class VenueIndex:
    """Venues by id, name and alias, in the wordings of bibliographies and inside texts."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        self._by_id = {venue.id: venue for venue in venues}
        self._named: dict[str, list[Venue]] = defaultdict(list)
        for venue in self._by_id.values():
            for key in {title_key(name) for name in _names(venue)}:
                self._named[key].append(venue)

    def named(self, text: str) -> Venue | None:
        """Return the venue of this id, name or alias, in any spelling; None where several have it."""
        if found := self._by_id.get(text):
            return found
        several = self._named.get(title_key(text), [])
        return several[0] if len(several) == 1 else None

    def find(self, wording: str) -> Venue | None:
        """Return the venue that the wording of a bibliography or a service means; None where that is not plain.

        Volume, year, place and number of the meeting do not matter, "Workshop", "Findings" and the like do: a workshop
        at a conference is not the conference.
        """
        qualifiers = _QUALIFIERS & set(fold(wording).split())
        bare = _ARXIV_ID.sub(" ", wording).strip()
        for form in _forms(bare or ("arXiv" if wording.strip() else "")):
            plain = _plain(form)
            several = self._plain.get(plain, []) if plain else []
            found = self.named(form) or self.named(_unnumbered(form)) or (several[0] if len(several) == 1 else None)
            if found and qualifiers <= {word for name in _names(found) for word in fold(name).split()}:
                return found
        return None

    @cached_property
    def _plain(self) -> dict[str, list[Venue]]:
        """Venues by the words of their names that tell them from others."""
        plain: dict[str, list[Venue]] = defaultdict(list)
        for venue in self._by_id.values():
            for words in {_plain(name) for name in _names(venue)}:
                plain[words].append(venue)
        return plain

    def within(self, text: str, *, long: bool = False) -> Venue | None:
        """Return the venue of which a text holds an id, a name or an alias, the longest of them.

        Args:
            text: the text.
            long: look for names of four words and more only: others may mean something else.
        """
        folded = f" {fold(text)} "
        if long and len(folded.split()) < _LONG_NAME:
            return None
        inside = ((name, venue) for name, venue in self._longest_first if f" {name} " in folded)
        return next((venue for name, venue in inside if not long or len(name.split()) >= _LONG_NAME), None)

    @cached_property
    def _longest_first(self) -> list[tuple[str, Venue]]:
        names = {fold(name): venue for venue in self._by_id.values() for name in _names(venue) if fold(name)}
        return sorted(names.items(), key=lambda named: -len(named[0]))

    def misspelt(self, text: str) -> tuple[Venue, bool] | None:
        """Return the venue whose id is meant by a misspelt one, and whether that is beyond doubt.

        Beyond doubt are other capitals and letters that look alike, as in NeurlPS; one letter too many, too few or
        another is a good guess in a long id.
        """
        same = text.casefold().translate(_ALIKE)
        one_case = text.isupper() or text.islower()
        if not text:
            return None
        for venue in self._by_id.values():
            if text[1:] == venue.id[1:] and text[0].lower() == venue.id[0].lower():
                return None  # ArXiv, as the first word of a sentence
            if same == venue.id.casefold().translate(_ALIKE):
                only_capitals = text.casefold() == venue.id.casefold()
                return None if only_capitals and one_case else (venue, True)
        if self.named(text) or len(text) < _LONG_ID or " " in text or sum(map(str.isupper, text)) < 2:  # noqa: PLR2004 - EuroSys
            return None
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - few texts come so far

        lowered = text.casefold()
        near = [v for v in self._by_id.values() if OSA.distance(lowered, v.id.casefold(), score_cutoff=1) <= 1]
        return (near[0], False) if len(near) == 1 else None

    def nearest(self, wording: str) -> list[str]:
        """Return the ids of the venues whose names are most like a wording, the most alike first."""
        ids = {name: venue.id for venue in reversed(self._by_id.values()) for name in _names(venue)}
        return list(dict.fromkeys(ids[name] for name in nearest(wording, ids)))


def _names(venue: Venue) -> tuple[str, ...]:
    return (venue.id, venue.name, *venue.aliases)


def _forms(wording: str) -> Iterator[str]:
    """Yield the parts of a wording that may be the venue's name, the whole first."""
    wording = _STUCK_YEAR.sub("", wording)
    yield wording
    bare = _PARENTHESES.sub(" ", wording)
    yield bare
    yield from _PARENTHESES.findall(wording)
    for sign in (":", ",", " - ", ";"):
        if sign in bare:
            yield bare.partition(sign)[0]


def _unnumbered(text: str) -> str:
    """Return the words of a wording without years and numbers."""
    return " ".join(word for word in fold(text).split() if not _NUMBER.match(word))


def _plain(text: str) -> str:
    """Return the words that tell a venue from others."""
    return " ".join(word for word in _unnumbered(text).split() if word not in _NOISE)
