"""Which records the entries of a list are: by id first, then by title with an author, never by title alone."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from effllm.ids import KINDS, comparable
from effllm.names import family_keys
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper
    from effllm.references.listed import Listed

_WORD = re.compile(r"\w+")
_BEFORE = frozenset(".,;:()[]{}\"'`\u201c\u201d\u2018\u2019?!*_")
_LEAST_WORDS = 3
_LEAST_LETTERS = 3


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


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class Matcher:
    """The papers of a knowledge base by id and by title. Making one is linear in their titles, and so is a match."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_id: dict[tuple[str, str], Paper] = {}
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[tuple[str, ...], Paper]]] = defaultdict(list)
        for paper in papers:
            for kind, value in comparable(paper.ids):
                self._by_id.setdefault((kind, value), paper)
            for title in (paper.title, *paper.aliases):
                words = tuple(word.text for word in _words(title))
                if len(words) >= _LEAST_WORDS:
                    self._by_title[title_key(title)].append(paper)
                    self._by_first[words[0]].append((words, paper))

    def match(self, entry: Listed) -> Match:
        """Return the record that an entry is, and how that is known."""
        reference = entry.reference
        for kind, value in comparable(reference.ids):
            if paper := self._by_id.get((kind, value)):
                if reference.title and not _same_work(reference, paper):
                    return Match(entry, None, f"its {KINDS[kind].name} {value} is that of another title, {paper.title}")
                return Match(entry, paper, KINDS[kind].name)
        alike = [*self._by_title.get(title_key(reference.title), [])] if reference.title else []
        families = family_keys(reference.authors)
        for paper in alike:
            if families & family_keys(paper.authors):
                return Match(entry, paper, "title and author")
        if entry.text and (found := self._inside(entry.text)):
            return Match(entry, found, "title and author")
        return Match(entry, None, self._why_not(alike, families))

    @staticmethod
    def _why_not(alike: list[Paper], families: set[str]) -> str:
        if not alike:
            return ""
        other = "it has other authors" if families else "it names no author"
        return f"its title is that of {alike[0].key}, but {other}"

    def _inside(self, text: str) -> Paper | None:
        """Return the paper whose title stands whole in a text, between punctuation, after one of its authors."""
        words = _words(text)
        found: list[tuple[int, Paper]] = []
        for at, word in enumerate(words):
            for title, paper in self._by_first.get(word.text, ()):
                end = at + len(title)
                if tuple(one.text for one in words[at:end]) != title or not _stands_alone(text, words, at, end):
                    continue
                names = words[:at] or words[end:]
                pairs = {one.text + other.text for one, other in pairwise(names)}  # Ben-David
                if family_keys(paper.authors) & ({one.text for one in names} | pairs):
                    found.append((len(title), paper))
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _same_work(reference: Reference, paper: Paper) -> bool:
    """Tell whether an entry may be a paper under an earlier or later title: they share a word, or an author."""
    known = {word for title in (paper.title, *paper.aliases) for word in _telling(title)}
    return bool(known & _telling(reference.title) or family_keys(reference.authors) & family_keys(paper.authors))


def _telling(title: str) -> set[str]:
    return {word.text for word in _words(title) if len(word.text) > _LEAST_LETTERS}


def _words(text: str) -> list[_Word]:
    found = (_Word(title_key(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))
    return [word for word in found if word.text]


def _stands_alone(text: str, words: list[_Word], at: int, end: int) -> bool:
    """Tell whether punctuation, or the edge of the text, is on both sides of some words."""
    before = text[: words[at].start].rstrip()
    after = text[words[end - 1].end :].lstrip(")")
    return (not before or before[-1] in _BEFORE) and (not after.strip() or after.lstrip()[0] in _BEFORE)
