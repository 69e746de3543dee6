"""The records as networkx graphs."""

from effllm.graph.build import category_graph, citation_graph

__all__ = ["category_graph", "citation_graph"]
