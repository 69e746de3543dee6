"""In which order to read the papers of a topic."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from effllm.graph.coverage import Lists, known, lists, order

if TYPE_CHECKING:
    from collections.abc import Iterable

FOUNDATION = 3
"""How many papers of a topic must cite a paper from elsewhere for it to be read first."""


class Step(NamedTuple):
    """What to read next.

    Attributes:
        papers: one paper, or several that cite each other in a circle and have no order among them, oldest first.
        after: the papers of earlier steps that they cite.
    """

    papers: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_loop(self) -> bool:
        """Whether these papers cite each other in a circle."""
        return len(self.papers) > 1


@dataclass(frozen=True)
class ReadingOrder:
    """Papers, what they build on first.

    Attributes:
        foundations: papers from elsewhere that at least `FOUNDATION` of them cite, with how many do, most cited first.
        steps: the papers in order.
        lists: how complete their reference lists are: a paper whose list was not read stands by its year alone.
    """

    foundations: tuple[tuple[str, int], ...]
    steps: tuple[Step, ...]
    lists: Lists

    @property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """The groups of papers that cite each other in a circle."""
        return tuple(step.papers for step in self.steps if step.is_loop)


def reading_order(graph: nx.DiGraph[str], papers: Iterable[str]) -> ReadingOrder:
    """Return papers in an order in which each comes after all of them that it cites; else by year, then by key.

    Papers that cite each other in a circle are one step (strongly connected components, Tarjan 1972); the steps are
    put in order topologically. Source: A. B. Kahn, Topological sorting of large networks, Communications of the ACM 5
    (1962); both as networkx has them. Cost: n log n in the papers, linear in the citations among them.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    keys = dict.fromkeys(known(graph, key) for key in papers)
    among: nx.DiGraph[str] = nx.DiGraph()
    among.add_nodes_from(keys)
    among.add_edges_from((key, cited) for key in keys for cited in graph[key] if cited in keys)
    steps = nx.condensation(among)
    members = {
        step: tuple(sorted(group, key=lambda key: order(graph, key))) for step, group in steps.nodes(data="members")
    }
    ordered = nx.lexicographical_topological_sort(
        steps.reverse(copy=False), key=lambda step: order(graph, members[step][-1])
    )
    outside = Counter(cited for key in keys for cited in graph[key] if cited not in keys)
    foundations = sorted((item for item in outside.items() if item[1] >= FOUNDATION), key=lambda i: (-i[1], i[0]))
    return ReadingOrder(
        tuple(foundations),
        tuple(Step(members[step], _after(graph, among, members[step])) for step in ordered),
        lists(graph, keys),
    )


def _after(graph: nx.DiGraph[str], among: nx.DiGraph[str], papers: tuple[str, ...]) -> tuple[str, ...]:
    cited = {key for paper in papers for key in among[paper]} - set(papers)
    return tuple(sorted(cited, key=lambda key: order(graph, key)))
