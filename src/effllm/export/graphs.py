"""GraphML, GEXF, node-link and Cytoscape JSON: the citation graph."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from effllm.records.base import no_garbage

if TYPE_CHECKING:
    import networkx as nx

    from effllm.kb import KnowledgeBase

_MADE = re.compile(r"<meta.*?</meta>", re.DOTALL)
"""Where networkx says in GEXF when it wrote the file, and in which version."""


@no_garbage()
def to_graphml(kb: KnowledgeBase) -> bytes:
    """Return the papers and the citations between them as GraphML."""
    import networkx as nx  # noqa: PLC0415 - takes longer to import than all the rest

    return "".join(f"{line}\n" for line in nx.generate_graphml(_graph(kb))).encode()


@no_garbage()
def to_gexf(kb: KnowledgeBase) -> bytes:
    """Return the papers and the citations between them as GEXF 1.2."""
    import networkx as nx  # noqa: PLC0415 - as above

    text = "".join(f"{line}\n" for line in nx.generate_gexf(_graph(kb)))
    return _MADE.sub("<meta><creator>effllm</creator></meta>", text, count=1).encode()


def to_node_link(kb: KnowledgeBase) -> bytes:
    """Return them as node-link JSON, as `networkx.node_link_graph` and D3 read it; ``sources`` stays a list."""
    import networkx as nx  # noqa: PLC0415 - as above

    return _json(nx.node_link_data(_graph(kb, plain=False), edges="edges"))


def to_cytoscape(kb: KnowledgeBase) -> bytes:
    """Return them as Cytoscape JSON, for Cytoscape and Cytoscape.js."""
    import networkx as nx  # noqa: PLC0415 - as above

    graph = _graph(kb)
    return _json(
        {**nx.cytoscape_data(graph), "data": graph.graph}
    )  # Cytoscape wants an object where networkx has a list


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _graph(kb: KnowledgeBase, *, plain: bool = True) -> nx.DiGraph[str]:
    """Return the citation graph among the papers, each with a label; with plain attributes only if asked for."""
    import networkx as nx  # noqa: PLC0415 - as above

    graph: nx.DiGraph[str] = nx.DiGraph(name="citations")
    for key in kb.papers:
        paper = kb.citations.nodes[key]
        graph.add_node(key, label=paper["name"] or key, **paper)
    for citing, cited, citation in kb.citations.edges(data=True):
        if cited in graph:
            graph.add_edge(citing, cited, **(_plain(citation) if plain else citation))
    return graph


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes with lists joined to texts, which is all that most of these formats can hold."""
    return {name: "; ".join(value) if isinstance(value, list) else value for name, value in attributes.items()}
