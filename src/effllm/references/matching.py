"""Which records the entries of a list are: by id first, then by title with an author, never by title alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from effllm.ids import KINDS, comparable
from effllm.lookup.papers import PaperIndex
from effllm.names import family_keys
from effllm.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper
    from effllm.references.listed import Listed

_BEFORE = frozenset([*".,;:()[]{}\"'`\u201c\u201d\u2018\u2019?!*_", ""])
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


class Matcher:
    """The papers of a knowledge base by id and by title. Making one is linear in their titles, and so is a match."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._index = PaperIndex(papers)

    def match(self, entry: Listed) -> Match:
        """Return the record that an entry is, and how that is known."""
        reference = entry.reference
        for kind, value in comparable(reference.ids):
            for paper in self._index.with_id(kind, value):
                if reference.title and not _same_work(reference, paper):
                    message = f"its {KINDS[kind].name} {value} is that of another title, {paper.title}"
                    return Match(entry, None, message)
                return Match(entry, paper, KINDS[kind].name)
        families = family_keys(reference.authors)
        alike = self._index.titled(reference.title)
        found = [paper for paper in alike if families & family_keys(paper.authors)] or self._inside(entry.text)
        if len(found) == 1:
            return Match(entry, found[0], "title and author")
        return Match(entry, None, _several(found) if found else _why_not(alike, families))

    def _inside(self, text: str) -> list[Paper]:
        """Return the papers of the longest title that stands whole in a text, between punctuation, after an author."""
        found: dict[int, list[Paper]] = defaultdict(list)
        for paper, start, end in self._index.titles_in(text):
            if not _stands_alone(text, start, end):
                continue
            names = words(text[:start]) or words(text[end:])
            pairs = {one + other for one, other in pairwise(names)}  # Ben-David
            if family_keys(paper.authors) & pairs.union(names):
                found[end - start].append(paper)
        return found[max(found)] if found else []


def _several(papers: Sequence[Paper]) -> str:
    return f"its title and an author are those of {' and '.join(paper.key for paper in papers)}"


def _why_not(alike: Sequence[Paper], families: set[str]) -> str:
    if not alike:
        return ""
    other = "it has other authors" if families else "it names no author"
    return f"its title is that of {' and '.join(paper.key for paper in alike)}, but {other}"


def _same_work(reference: Reference, paper: Paper) -> bool:
    """Tell whether an entry may be a paper under an earlier or later title: they share a word, or an author."""
    known = {word for title in (paper.title, *paper.aliases) for word in _telling(title)}
    return bool(known & _telling(reference.title) or family_keys(reference.authors) & family_keys(paper.authors))


def _telling(title: str) -> set[str]:
    return {word for word in words(title) if len(word) > _LEAST_LETTERS}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether punctuation, or the edge of the text, is on both sides of a part."""
    before, after = text[:start].rstrip(), text[end:].lstrip(")").lstrip()
    return before[-1:] in _BEFORE and after[:1] in _BEFORE
