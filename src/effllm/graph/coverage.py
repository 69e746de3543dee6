"""How complete the reference lists are, without which no count of citations means anything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from effllm.nearest import UnknownPaper

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx


class Lists(NamedTuple):
    """How many papers have had their reference list read not at all, in part, and whole."""

    none: int
    partial: int
    full: int

    @property
    def read(self) -> int:
        """How many lists were read, at least in part."""
        return self.partial + self.full

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return sum(self)

    def __str__(self) -> str:
        """Return it in words: ``reference lists read: 100 whole, 6 in part, 338 not (of 444 papers)``."""
        numbers = f"{self.full:,} whole, {self.partial:,} in part, {self.none:,} not"
        return f"reference lists read: {numbers} (of {self.papers:,} papers)"


def lists(graph: nx.DiGraph[str], papers: Iterable[str] | None = None) -> Lists:
    """Return how complete the reference lists of these papers are, of all without ``papers``. Linear in their number.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    keys = graph if papers is None else [known(graph, key) for key in papers]
    counts = Counter(graph.nodes[key].get("references", "none") for key in keys)
    return Lists(counts["none"], counts["partial"], counts["full"])


def known(graph: nx.DiGraph[str], key: str) -> str:
    """Return a key that is in the graph.

    Raises:
        UnknownPaper: it is not.
    """
    if key not in graph:
        raise UnknownPaper(key, graph)
    return key


def order(graph: nx.DiGraph[str], key: str) -> tuple[int, str]:
    """Return what papers are put in order by: year, then key."""
    return graph.nodes[key].get("year", 0), key
