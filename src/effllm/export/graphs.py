"""GraphML and GEXF: the citation graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from effllm.kb import KnowledgeBase

_MADE = re.compile(r"<meta.*?</meta>", re.DOTALL)
"""Where networkx says in GEXF when it wrote the file, and in which version."""


def to_graphml(kb: KnowledgeBase) -> bytes:
    """Return the papers and the citations between them as GraphML."""
    import networkx as nx  # noqa: PLC0415 - takes longer to import than all the rest

    return "".join(f"{line}\n" for line in nx.generate_graphml(_graph(kb))).encode()


def to_gexf(kb: KnowledgeBase) -> bytes:
    """Return the papers and the citations between them as GEXF 1.2."""
    import networkx as nx  # noqa: PLC0415 - as above

    graph = _graph(kb)
    for key, paper in graph.nodes(data=True):
        paper["label"] = paper["name"] or key
    text = "".join(f"{line}\n" for line in nx.generate_gexf(graph))
    return _MADE.sub("<meta><creator>effllm</creator></meta>", text, count=1).encode()


def _graph(kb: KnowledgeBase) -> nx.DiGraph[str]:
    """Return the citation graph among the papers, with plain attributes only."""
    import networkx as nx  # noqa: PLC0415 - as above

    graph: nx.DiGraph[str] = nx.DiGraph(name="citations")
    graph.add_nodes_from((key, _plain(kb.citations.nodes[key])) for key in kb.papers)
    for paper, cited, citation in kb.citations.edges(data=True):
        if cited in graph:
            graph.add_edge(paper, cited, **_plain(citation))
    return graph


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes with lists joined to texts, which is all that these formats can hold."""
    return {name: "; ".join(value) if isinstance(value, list) else value for name, value in attributes.items()}
