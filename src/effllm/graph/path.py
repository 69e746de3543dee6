"""How one paper leads to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import networkx as nx

from effllm.graph.coverage import known

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class CitationPath:
    """A way from one paper to another along citations.

    Attributes:
        keys: the papers on the way, both ends included.
        kind: ``cites`` where each cites the next; ``cited by`` where each is cited by the next; ``either`` where no way
            keeps to one direction, so that it says that the two are connected, not that one stands on the other.
        edges: (citing, cited) of each step.
    """

    keys: tuple[str, ...]
    kind: Literal["cites", "cited by", "either"]
    edges: tuple[tuple[str, str], ...]


def path(graph: nx.DiGraph[str], start: str, end: str) -> CitationPath | None:
    """Return a shortest way from one paper to another, None where nothing connects them.

    Citations are followed forward, then, where that leads nowhere, backward, then either way. Two searches meet in the
    middle. Source: I. Pohl, Bi-directional search, Machine Intelligence 6 (1971), as networkx has it. Cost: linear in
    papers and citations at worst.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    known(graph, start)
    known(graph, end)
    ways: tuple[tuple[Literal["cites", "cited by", "either"], nx.Graph[str]], ...] = (
        ("cites", graph),
        ("cited by", graph.reverse(copy=False)),
        ("either", graph.to_undirected(as_view=True)),
    )
    for kind, walked in ways:
        try:
            keys = nx.bidirectional_shortest_path(walked, start, end)
        except nx.NetworkXNoPath:
            continue
        return CitationPath(tuple(keys), kind, tuple(_edges(graph, keys, kind)))
    return None


def _edges(graph: nx.DiGraph[str], keys: list[str], kind: str) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(keys):
        forward = kind == "cites" or (kind == "either" and graph.has_edge(one, other))
        yield (one, other) if forward else (other, one)
