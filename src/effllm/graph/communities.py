"""Groups of papers that citations make, named by the categories that fit them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from effllm.graph.coverage import order
from effllm.graph.emerging import papers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 3
"""Papers that a community must have."""


@dataclass(frozen=True)
class Community:
    """Papers that cite each other more than others.

    Attributes:
        category: id of the category that describes it best and no other community better.
        share: part of the papers that are in that category.
        papers: their keys, oldest first.
    """

    category: str
    share: float
    papers: tuple[str, ...]


def communities(citations: nx.DiGraph[str], categories: nx.DiGraph[str], seed: int = 0) -> list[Community]:
    """Return the groups that citations make, the largest first; papers in groups smaller than `LEAST` are left out.

    Directions are dropped, then modularity is raised step by step. Source: V. Blondel, J.-L. Guillaume, R. Lambiotte
    and E. Lefebvre, Fast unfolding of communities in large networks, Journal of Statistical Mechanics (2008), as
    networkx has it; equal seeds give equal groups. Each group bears the category with the best balanced F-score (C. van
    Rijsbergen 1979) for it; a category names one group, the one it fits best. Cost: about linear in the citations, and
    groups times categories.
    """
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(citations)
    plain.add_edges_from(citations.edges)
    groups = [set(group) for group in nx.community.louvain_communities(plain, seed=seed) if len(group) >= LEAST]
    names = _named(groups, papers_of(categories))
    made = [
        Community(category, share, tuple(sorted(group, key=lambda key: order(citations, key))))
        for group, (category, share) in zip(groups, names, strict=True)
    ]
    return sorted(made, key=lambda one: (-len(one.papers), one.papers))


def _named(groups: list[set[str]], inside: Mapping[str, set[str]]) -> list[tuple[str, float]]:
    """Return for each group the category that fits it best, with the share of the group in it."""
    fits = sorted(
        (-2 * common / (len(papers) + len(group)), category, number, common / len(group))
        for number, group in enumerate(groups)
        for category, papers in inside.items()
        if (common := len(papers & group))
    )
    names: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for _, category, number, share in fits:
        if number not in names and category not in used:
            names[number] = category, share
            used.add(category)
    return [names.get(number, ("", 0.0)) for number in range(len(groups))]
