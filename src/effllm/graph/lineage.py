"""What a paper stands on, and what followed from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from effllm.graph.coverage import known, order
from effllm.graph.cycles import loops

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Lineage:
    """A paper with its ancestors and descendants.

    Attributes:
        key: the paper.
        ancestors: what it stands on, by key: the fewest citations from it to each, nearest and oldest first.
        descendants: what followed, by key: the fewest citations from each to it, nearest and oldest first.
        ancestor_edges: (citing, cited) from each generation of ancestors to the next; no circle is among them, whatever
            the papers cite.
        descendant_edges: (citing, cited) between the generations of descendants, as above. In a loop a paper is both
            ancestor and descendant.
        loops: the groups of papers citing each other in a circle that one of these papers is in.
    """

    key: str
    ancestors: dict[str, int]
    descendants: dict[str, int]
    ancestor_edges: tuple[tuple[str, str], ...]
    descendant_edges: tuple[tuple[str, str], ...]
    loops: tuple[tuple[str, ...], ...]


def lineage(graph: nx.DiGraph[str], key: str, depth: int = 2) -> Lineage:
    """Return the papers that lie within ``depth`` citations of one, back and forth.

    Breadth-first search, so each paper stands in its nearest generation and a loop ends where it began. Source: E. F.
    Moore, The shortest path through a maze (1959), as networkx has it. Cost: linear in the citations of the papers
    found; loops are looked for in the whole graph, linear in its citations.

    Raises:
        UnknownPaper: the paper is not in the graph.
    """
    known(graph, key)
    citing_first = graph.reverse(copy=False)
    back, forth = (_generations(graph, walked, key, depth) for walked in (graph, citing_first))
    back_edges = tuple(_edges(graph, back))
    forth_edges = tuple((citing, cited) for cited, citing in _edges(citing_first, forth))
    found = loops(graph, [*back, *forth])
    del back[key], forth[key]
    return Lineage(key, back, forth, back_edges, forth_edges, tuple(found))


def _generations(graph: nx.DiGraph[str], walked: nx.DiGraph[str], key: str, depth: int) -> dict[str, int]:
    """Return the papers found by walking edges, each with its distance, in order."""
    distances = nx.single_source_shortest_path_length(walked, key, cutoff=depth)
    return dict(sorted(distances.items(), key=lambda item: (item[1], order(graph, item[0]))))


def _edges(walked: nx.DiGraph[str], distances: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the edges from each generation to the next."""
    for key, distance in distances.items():
        yield from ((key, other) for other in walked[key] if distances.get(other) == distance + 1)
