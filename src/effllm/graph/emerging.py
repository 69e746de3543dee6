"""Categories that grow."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping

SPAN = 2
"""Years of the two stretches of time that are compared."""

LEAST = 3
"""Papers that a topic must have lately."""


class Topic(NamedTuple):
    """A category that grows.

    Attributes:
        category: its id.
        recent: its papers of the later years.
        before: its papers of the years before those.
        growth: how much faster it grew than all papers together; 1 is as fast.
    """

    category: str
    recent: int
    before: int
    growth: float


def emerging(categories: nx.DiGraph[str], until: int | None = None) -> list[Topic]:
    """Return the categories that grew faster than the whole, the fastest first.

    ``categories`` is the graph of categories and papers, ``until`` the last year that counts, the latest of any paper
    if not given. With r and b papers of a category in the last `SPAN` years and in as many before, and R and B papers
    of all, growth is ((r + 1) / (b + 1)) / ((R + 1) / (B + 1)). A year that is not over, or not fully collected,
    shortens both fractions alike. Categories with fewer than `LEAST` recent papers are left out, and so are whole
    branches. The formula is our own: a ratio of rates with one added, so that nothing is divided by zero. Cost: papers
    times depth of the tree.
    """
    inside = papers_of(categories)
    years = {key: year for papers in inside.values() for key in papers if (year := categories.nodes[key]["year"])}
    last = max(years.values(), default=0) if until is None else until
    recent_all, before_all = _stretches(set(years), years, last)
    found = []
    for category, papers in inside.items():
        recent, before = _stretches(papers, years, last)
        growth = ((recent + 1) / (before + 1)) / ((recent_all + 1) / (before_all + 1))
        if recent >= LEAST and growth > 1 and categories.in_degree(category):
            found.append(Topic(category, recent, before, growth))
    return sorted(found, key=lambda topic: (-topic.growth, topic.category))


def _stretches(papers: set[str], years: Mapping[str, int], last: int) -> tuple[int, int]:
    """Return how many papers are of the last years, and of as many before."""
    ages = Counter((last - years[key]) // SPAN for key in papers)
    return ages[0], ages[1]


def papers_of(categories: nx.DiGraph[str]) -> dict[str, set[str]]:
    """Return the papers in each category or below it, by its id. Cost: papers times depth of the tree."""
    found: dict[str, set[str]] = {}
    for id_ in reversed(list(nx.topological_sort(categories))):
        if categories.nodes[id_]["kind"] == "category":
            found[id_] = {key for below in categories[id_] for key in found.get(below, (below,))}
    return {id_: found[id_] for id_ in categories if id_ in found}
