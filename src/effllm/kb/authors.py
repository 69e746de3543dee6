"""The people who wrote papers: spellings of one name are one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.names import person_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.records import Paper


@dataclass(frozen=True, slots=True)
class Author:
    """A name and the papers that bear it. Two people of one name are one author: nothing here tells them apart.

    Attributes:
        name: as most of the papers spell it.
        spellings: all ways in which the papers spell it; capitals, accents and hyphens may differ.
        papers: the papers, in the order in which they were given.
    """

    name: str
    spellings: tuple[str, ...]
    papers: tuple[Paper, ...]

    def __repr__(self) -> str:
        """Return the name and the number of papers."""
        return f"<Author: {self.name}, {len(self.papers)} papers>"


def authors_of(papers: Iterable[Paper]) -> list[Author]:
    """Return the authors of papers, those of most papers first, then by name. Linear in the names."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    wrote: dict[str, dict[str, Paper]] = defaultdict(dict)
    for paper in papers:
        for name in paper.authors:
            key = person_key(name)
            spelled[key][name] += 1
            wrote[key][paper.key] = paper
    found = [
        Author(names.most_common(1)[0][0], tuple(names), tuple(wrote[key].values())) for key, names in spelled.items()
    ]
    return sorted(found, key=lambda one: (-len(one.papers), one.name))
