"""Bars of the papers of each year, drawn at build."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper


class Bar(NamedTuple):
    """One bar of a chart, in its own coordinates."""

    year: int
    papers: int
    x: int
    height: int


STEP, TOP = 36, 72
"""Width that a bar takes with its gap, and height of the highest."""


def bars(papers: Iterable[Paper], years: range) -> list[Bar]:
    """Return a bar for each year of the axis; one paper still shows."""
    counts = Counter(paper.year for paper in papers)
    most = max(counts.values(), default=1)
    return list(_bars(counts, years, most))


def _bars(counts: Counter[int], years: range, most: int) -> Iterator[Bar]:
    for number, year in enumerate(years):
        height = max(2, round(TOP * counts[year] / most)) if counts[year] else 0
        yield Bar(year, counts[year], number * STEP, height)
