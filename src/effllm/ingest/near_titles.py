"""May it be here already? Papers whose title is nearly that of another one, or the same by other authors."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from effllm.names import family_keys, person_key
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper

NEAR = 90.0
"""Likeness from which two titles may be one, in percent."""

_SHORT = 3
NAME = re.compile(r"(\S{2,20}):\s")
_TELLING_IDS = ("arxiv", "acl", "doi")


class Doubts:
    """Papers by what their titles look like; more can be added."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        self._by_name: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Take in a paper."""
        for title in (paper.title, *(alias for alias in paper.aliases if len(words(alias)) >= _SHORT)):
            self._by_title[title_key(title)].append(paper)
        if paper.name:
            self._by_name[title_key(paper.name)].append(paper)

    def remove(self, keys: Container[str]) -> None:
        """Take papers out again."""
        for papers in (*self._by_title.values(), *self._by_name.values()):
            papers[:] = [paper for paper in papers if paper.key not in keys]

    def of(self, reference: Reference) -> Paper | None:
        """Return a paper that a reference may describe in other words; None where there is none.

        It has a common author and the same name before the colon or nearly the same title, with the same numbers in it
        (``V2`` is not ``V3``), or it has the same title alone. Two ids of one kind tell two papers apart.
        """
        title, families = title_key(reference.title), family_keys(reference.authors)
        name = NAME.match(reference.title)
        found = list(self._by_name.get(title_key(name[1]), ())) if name else []
        if len(words(reference.title)) >= _SHORT:
            near = process.extract(title, self._by_title.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
            found += [p for key, _, _ in near if _numbers(key) == _numbers(title) for p in self._by_title[key]]
        others = set(map(title_key, reference.not_the_same))
        for paper in (paper for paper in found if title_key(paper.title) not in others):
            common = not families or not paper.authors or families & family_keys(paper.authors)
            if (common or title == title_key(paper.title)) and not _apart(reference, paper):
                return paper
        return None

    def namesake(self, reference: Reference) -> Paper | None:
        """Return a paper of the same name by one of its authors, whatever their ids; None where there is none.

        A reworked version of a paper may have an arXiv id of its own.
        """
        name, authors = NAME.match(reference.title), set(map(person_key, reference.authors))
        named = self._by_name.get(title_key(name[1]), ()) if name else ()
        return next((paper for paper in named if authors & set(map(person_key, paper.authors))), None)


def _numbers(title: str) -> list[str]:
    return re.findall(r"[0-9]+", title)


def _apart(reference: Reference, paper: Paper) -> bool:
    """Tell whether each has an id of one kind, and not the same."""
    pairs = ((getattr(reference, kind), getattr(paper, kind)) for kind in _TELLING_IDS)
    return any(one and other and one.lower() != other.lower() for one, other in pairs)
