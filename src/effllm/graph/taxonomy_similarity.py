"""How alike papers are by their categories."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np

    from effllm.records import Category, Paper


class SharedCategories:
    """The smallest category that two papers are both in, or both below.

    What it says grows as it gets smaller: log(papers / papers in it) / log(papers), from 0 for a category of all papers
    to 1 for one with a single paper. Source: P. Resnik, Using information content to evaluate semantic similarity in a
    taxonomy, IJCAI 1995. Cost: papers, plus pairs of sets of categories that occur, times those in a set.
    """

    def __init__(self, papers: Sequence[Paper], branches: Iterable[Category]) -> None:
        self._above = dict(_lines(branches))
        self._names = {category.id: category.name for branch in branches for category in branch.walk()}
        self._said: dict[tuple[tuple[str, ...], tuple[str, ...]], str | None] = {}
        self._roots = {branch.id for branch in branches}
        sets = [frozenset(paper.categories) for paper in papers]
        counts = Counter(id_ for each in sets for id_ in self._places(each))
        whole = math.log(max(len(papers), 2))
        self._says = {id_: math.log(len(papers) / count) / whole for id_, count in counts.items()}
        self._distinct = list(dict.fromkeys(sets))
        number = {each: n for n, each in enumerate(self._distinct)}
        self.numbers = [number[each] for each in sets]

    def _places(self, categories: Iterable[str]) -> set[str]:
        """Return the categories and all above them."""
        return {place for id_ in categories for place in self._above.get(id_, (id_,))}

    def _smallest(self, one: Iterable[str], other: Iterable[str]) -> str | None:
        """Return the smallest category that two sets of categories are both in or below; None without one."""
        both = self._places(one) & self._places(other)
        return max(both, key=lambda id_: (self._says.get(id_, 0.0), len(self._above.get(id_, ())), id_), default=None)

    def name(self, one: Iterable[str], other: Iterable[str]) -> str | None:
        """Return the name of the smallest category they are both in; None where it is a whole branch, or none."""
        pair = (tuple(one), tuple(other))
        if pair not in self._said:
            found = self._smallest(*pair)
            self._said[pair] = None if found is None or found in self._roots else self._names.get(found, found)
        return self._said[pair]

    def likeness(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """Return how alike the distinct sets of categories are; ``numbers`` has the set of each paper."""
        import numpy as np  # noqa: PLC0415 - takes a while to import, and few questions need it

        places = [self._places(each) for each in self._distinct]
        ordered = sorted({place for each in places for place in each}, key=lambda id_: self._says[id_])
        alike = np.zeros((len(places), len(places)))
        for place in ordered:  # a smaller category says more, and overwrites what a larger one said
            inside = [n for n, each in enumerate(places) if place in each]
            alike[np.ix_(inside, inside)] = self._says[place]
        return alike


def _lines(branches: Iterable[Category], above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each category with the way to it from its root, itself included."""
    for category in branches:
        line = (*above, category.id)
        yield category.id, line
        yield from _lines(category.children, line)
