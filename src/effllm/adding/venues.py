"""Venues as services and bibliographies word them -> ids of the list."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from effllm.nearest import nearest
from effllm.text import fold

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


class VenueNames:
    """The venues of a list by all of their names."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        self._exact: dict[str, str] = {}
        self._plain: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, frozenset[str]] = {}
        self._names: dict[str, str] = {}
        for venue in venues:
            names = (venue.id, venue.name, *venue.aliases)
            self._words[venue.id] = frozenset(word for name in names for word in fold(name).split())
            for name in names:
                self._exact.setdefault(fold(name), venue.id)
                self._plain[_plain(name)].add(venue.id)
                self._names.setdefault(name, venue.id)

    def find(self, wording: str) -> str | None:
        """Return the id of the venue that a wording means; None where that is not plain.

        Volume, year, place and number of the meeting do not matter, "Workshop", "Findings" and the like do: a workshop
        at a conference is not the conference.
        """
        qualifiers = _QUALIFIERS & set(fold(wording).split())
        bare = _ARXIV_ID.sub(" ", wording).strip()
        for form in _forms(bare or ("arXiv" if wording.strip() else "")):
            plain = _plain(form)
            several = self._plain.get(plain, set()) if plain else set()
            found = self._exact.get(fold(form)) or self._exact.get(_unnumbered(form))
            if found is None and len(several) == 1:
                found = next(iter(several))
            if found and qualifiers <= self._words[found]:
                return found
        return None

    def nearest(self, wording: str) -> list[str]:
        """Return the ids of the venues whose names are most like a wording, the most alike first."""
        return list(dict.fromkeys(self._names[name] for name in nearest(wording, self._names)))


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
