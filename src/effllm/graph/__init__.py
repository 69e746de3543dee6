"""The records as networkx graphs, and the questions asked of them."""

from effllm.graph.from_records import CitationGraph, category_graph, citation_graph
from effllm.graph.queries import (
    CitationPath,
    Foundation,
    Lineage,
    Lists,
    ReadingOrder,
    Step,
    lineage,
    lists,
    loops,
    path,
    reading_order,
    stats,
)
from effllm.graph.related import Related, Relations

__all__ = [
    "CitationGraph",
    "CitationPath",
    "Foundation",
    "Lineage",
    "Lists",
    "ReadingOrder",
    "Related",
    "Relations",
    "Step",
    "category_graph",
    "citation_graph",
    "lineage",
    "lists",
    "loops",
    "path",
    "reading_order",
    "stats",
]
