"""Why two papers are near each other, in words."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from effllm.graph.similarity import SharedCategories
    from effllm.records import Paper

NAMED = 2
"""How many of the papers that both cite are named."""

WORDS = 3
"""How many words that both have are named; one alone is a reason only where there is no other."""

_LONGEST = 40
_BITS = re.compile(r"([0-9]+)bit")  # 2bit, as search joins "2-bit"


class Reasons:
    """Says why two papers, by their numbers, are near each other. Cost: linear in the citations of the two."""

    def __init__(self, papers: Sequence[Paper], shared: SharedCategories, words: Sequence[Mapping[str, float]]) -> None:
        """Take papers in order, their categories, and the telling words of each with their weights."""
        self._papers = papers
        self._shared = shared
        self._words = words
        self._labels = {paper.key: _label(paper) for paper in papers}

    @cached_property
    def _cites(self) -> list[frozenset[str]]:
        return [frozenset(key for key in paper.cites if key in self._labels) for paper in self._papers]

    @cached_property
    def _cited_by(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for paper, cites in zip(self._papers, self._cites, strict=True):
            for key in cites:
                found[key].add(paper.key)
        return found

    def __call__(self, one: int, other: int, most: int = 4) -> tuple[str, ...]:
        """Return the reasons: what both cite, what cites both, the category both are in, the words both have."""
        found: list[str] = []
        for reason in (self._coupled, self._cocited, self._together, self._alike):
            if len(found) < most and (said := reason(one, other)):
                found.append(said)
        return tuple(found) or (self._alike(one, other, least=1),)

    def _coupled(self, one: int, other: int) -> str:
        both = self._cites[one] & self._cites[other]
        if not both:
            return ""
        telling = sorted([(len(self._cited_by[key]), key) for key in both])
        return f"both cite {_some([self._labels[key] for _, key in telling])}"

    def _cocited(self, one: int, other: int) -> str:
        citing = [self._cited_by.get(self._papers[number].key, set()) for number in (one, other)]
        both = citing[0] & citing[1]
        if len(both) == 1:
            return f"cited together by {self._labels[both.pop()]}"
        return f"cited together by {len(both)} papers" if both else ""

    def _together(self, one: int, other: int) -> str:
        name = self._shared.name(self._papers[one].categories, self._papers[other].categories)
        return f"both in {name}" if name else ""

    def _alike(self, one: int, other: int, least: int = 2) -> str:
        mine, theirs = self._words[one], self._words[other]
        both = mine.keys() & theirs.keys()
        if len(both) < least:
            return ""
        telling = sorted([(-mine[word] * theirs[word], word) for word in both])
        words = [_BITS.sub(r"\1-bit", word) for _, word in telling[:WORDS]]
        return f"alike in words: {', '.join(words)}"


def _some(names: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and 3 more``."""
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _label(paper: Paper) -> str:
    """Return what a paper is called in the middle of a sentence."""
    return cut(paper.label, _LONGEST)
