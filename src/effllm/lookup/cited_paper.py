"""Which record an entry of a reference list is: by id, else by title with author or year, never by title alone."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from effllm.id_kinds import KINDS
from effllm.ids import arxiv_year, comparable
from effllm.names import family_keys
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from effllm.lookup.paper_index import PaperIndex
    from effllm.records import Paper

_BEFORE = frozenset([*".,;:()[]{}\"'`\u201c\u201d\u2018\u2019?!*_", ""])
_LEAST_LETTERS = 3


class Cited(Protocol):
    """What an entry says of the paper it names."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def authors(self) -> Sequence[str]:
        """Names of its authors, at least of the first."""

    @property
    def year(self) -> int | None:
        """Its year."""

    @property
    def ids(self) -> Mapping[str, str]:
        """Its identifiers by kind."""


class Found(NamedTuple):
    """What became of an entry: the record it is, and by what it was found; without one, why not."""

    paper: Paper | None
    how: str


def names_in(cited: Cited) -> set[str]:
    """Return what `find_cited` looks up of an entry; see `effllm.lookup.paper_index.names_of`."""
    return {title_key(cited.title), *map(" ".join, comparable(cited.ids))}


def find_cited(index: PaperIndex, cited: Cited, text: str = "") -> Found:
    """Return the record that an entry is, and how that is known; the cost does not grow with the number of papers.

    Args:
        index: the papers.
        cited: the entry.
        text: the entry as printed, where its parts cannot be told apart.
    """
    alike = index.titled(cited.title)
    by_id = [(kind, value, paper) for kind, value in comparable(cited.ids) for paper in index.with_id(kind, value)]
    if not (alike or by_id or text):  # as most entries
        return Found(None, "")
    families = family_keys(cited.authors)
    agreed = len(alike) == 1 and {paper.key for _, _, paper in by_id} == {alike[0].key}  # then authors settle nothing
    titled = alike if agreed else [paper for paper in alike if _same_people(cited, families, paper)]
    for kind, value, paper in by_id:
        if cited.title and not _same_work(cited, families, paper):
            return Found(None, f"its {KINDS[kind].name} {value} is that of another title, {paper.title}")
        if titled and paper not in titled:
            keys = " and ".join(other.key for other in titled)
            return Found(None, f"its {KINDS[kind].name} {value} is that of {paper.key}, its title that of {keys}")
        return Found(paper, KINDS[kind].name)
    found = titled or _inside(index, text)
    if len(found) == 1:
        return Found(found[0], "title and author" if families else "title and year")
    return Found(None, _several(found) if found else _why_not(alike, families))


def _same_people(cited: Cited, families: set[str], paper: Paper) -> bool:
    """Tell whether an entry and a paper share an author; where one of them names none, whether the year fits."""
    if families and paper.authors:
        return bool(families & family_keys(paper.authors))
    first = min(paper.year, arxiv_year(paper.arxiv) if paper.arxiv else paper.year)
    return cited.year is not None and first <= cited.year <= paper.year


def _inside(index: PaperIndex, text: str) -> list[Paper]:
    """Return the papers of the longest title that is whole in a text, between punctuation, after an author."""
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper, start, end in index.titles_in(text):
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


def _same_work(cited: Cited, families: set[str], paper: Paper) -> bool:
    """Tell whether an entry may be a paper under an earlier or later title: they share a word, or an author."""
    known = {word for title in (paper.title, *paper.aliases) for word in _telling(title)}
    return bool(known & _telling(cited.title) or families & family_keys(paper.authors))


@lru_cache(maxsize=1 << 14)
def _telling(title: str) -> frozenset[str]:
    return frozenset(word for word in words(title) if len(word) > _LEAST_LETTERS)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether punctuation, or the edge of the text, is on both sides of a part."""
    before, after = text[:start].rstrip("# "), text[end:].lstrip(")%").lstrip()  # "#InsTag: ..."; "... to 2%"
    return before[-1:] in _BEFORE and after[:1] in _BEFORE
