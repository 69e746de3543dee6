"""The records as networkx graphs, and the questions asked of them."""

from effllm.graph.bridges import Bridge, branches_of, bridges
from effllm.graph.build import category_graph, citation_graph
from effllm.graph.communities import Community, communities
from effllm.graph.coverage import Lists, lists
from effllm.graph.cycles import loops
from effllm.graph.emerging import Topic, emerging
from effllm.graph.lineage import Lineage, lineage
from effllm.graph.path import CitationPath, path
from effllm.graph.rank import MostCited, most_cited, pagerank
from effllm.graph.reading_order import ReadingOrder, Step, reading_order
from effllm.graph.related import Related, Relations
from effllm.graph.stats import stats

__all__ = [
    "Bridge",
    "CitationPath",
    "Community",
    "Lineage",
    "Lists",
    "MostCited",
    "ReadingOrder",
    "Related",
    "Relations",
    "Step",
    "Topic",
    "branches_of",
    "bridges",
    "category_graph",
    "citation_graph",
    "communities",
    "emerging",
    "lineage",
    "lists",
    "loops",
    "most_cited",
    "pagerank",
    "path",
    "reading_order",
    "stats",
]
