"""The citation graph in numbers."""

from __future__ import annotations

from typing import Any

import networkx as nx

from effllm.graph.coverage import lists
from effllm.graph.cycles import loops


def stats(graph: nx.DiGraph[str]) -> dict[str, Any]:
    """Return counts of papers and citations, and how far to trust them. Cost: linear in papers and citations.

    ``papers``; ``references``: how many lists were read not at all, in part, and whole; ``papers_with_references``: the
    latter two; ``citations``; ``citations_with_source`` and their share (1.0 where there are none); ``cited_papers``;
    ``largest_part``: papers in the largest part that citations, in either direction, connect; ``unconnected_papers``:
    those without any citation; ``loops``: the groups that cite each other in a circle.
    """
    read = lists(graph)
    edges = graph.number_of_edges()
    sourced = sum(bool(citation.get("sources")) for _, _, citation in graph.edges(data=True))
    return {
        "papers": len(graph),
        "references": read._asdict(),
        "papers_with_references": read.read,
        "citations": edges,
        "citations_with_source": sourced,
        "share_with_source": sourced / edges if edges else 1.0,
        "cited_papers": sum(count > 0 for _, count in graph.in_degree()),
        "largest_part": max(map(len, nx.weakly_connected_components(graph)), default=0),
        "unconnected_papers": nx.number_of_isolates(graph),
        "loops": [list(group) for group in loops(graph)],
    }
