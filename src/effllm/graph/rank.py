"""Which papers the others build on most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.arguments import check_limit
from effllm.graph.coverage import Lists, known, lists

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx


@dataclass(frozen=True)
class MostCited:
    """Papers by how many papers here cite them.

    Attributes:
        papers: (key, count), the most cited first, then by key; papers that nothing cites are left out.
        lists: how complete the reference lists are that were counted in. A count is a lower bound.
    """

    papers: tuple[tuple[str, int], ...]
    lists: Lists


def most_cited(graph: nx.DiGraph[str], papers: Iterable[str] | None = None, limit: int = 10) -> MostCited:
    """Return the most cited of some papers, or of all; papers of a category and year are a filter's result.

    Every citation in the graph counts, from wherever it comes. Cost: linear in the papers asked for, and in those of
    the graph, whose reference lists are counted.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
        ValueError: ``limit`` is below 0.
    """
    check_limit(limit)
    counts = ((known(graph, key), graph.in_degree(key)) for key in (graph if papers is None else papers))
    ranked = sorted(((key, count) for key, count in counts if count), key=lambda pair: (-pair[1], pair[0]))
    return MostCited(tuple(ranked[:limit]), lists(graph))


def pagerank(
    graph: nx.DiGraph[str], alpha: float = 0.85, tolerance: float = 1e-8, iterations: int = 200
) -> dict[str, float]:
    """Return the PageRank of each paper; together they are 1.

    A reader follows a citation with probability ``alpha`` and else jumps to any paper, as from a paper that cites none.
    Old papers gain, and so do those that papers with short lists cite. Source: L. Page, S. Brin, R. Motwani and T.
    Winograd, The PageRank citation ranking (1999). Power iteration on a sparse matrix until the ranks change by less
    than ``tolerance`` a paper, at most ``iterations`` times. Cost: linear in the citations, for each iteration.

    Raises:
        ValueError: ``alpha`` is no probability.
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}; it must be a probability, from 0 to 1")
    import numpy as np  # noqa: PLC0415 - takes a while to import, and few questions need it
    import scipy.sparse as sp  # noqa: PLC0415 - as above

    if not graph:
        return {}
    number = {key: row for row, key in enumerate(graph)}
    targets = [number[cited] for cites in graph.adj.values() for cited in cites]
    lengths = np.array([len(cites) for cites in graph.adj.values()])
    ends = np.concatenate(([0], lengths.cumsum()))
    chances = np.repeat(1 / lengths.clip(1), lengths)
    follow = sp.csr_array((chances, np.array(targets, int), ends), shape=(len(number), len(number))).T.tocsr()
    ranks = np.full(len(number), 1 / len(number))
    for _ in range(iterations):
        stuck = ranks[lengths == 0].sum()
        before, ranks = ranks, alpha * (follow @ ranks + stuck / len(number)) + (1 - alpha) / len(number)
        if np.abs(ranks - before).sum() < tolerance * len(number):
            break
    return dict(zip(number, ranks.tolist(), strict=True))
