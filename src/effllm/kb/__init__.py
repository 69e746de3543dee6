"""The knowledge base and its read-only collections."""

from effllm.kb.authors import Author
from effllm.kb.collection import Collection, Formulas, ReadingLists, Venues
from effllm.kb.frameworks import Comparison, Frameworks, Row
from effllm.kb.knowledge_base import KnowledgeBase
from effllm.kb.loading import load
from effllm.kb.measurements import Measurements
from effllm.kb.models import Hardware, Models
from effllm.kb.papers import Papers
from effllm.kb.public_lists import PublicLists
from effllm.kb.rankings import Comparable
from effllm.kb.results import Reported, Results
from effllm.kb.taxonomy import Node, Taxonomy

__all__ = [
    "Author",
    "Collection",
    "Comparable",
    "Comparison",
    "Formulas",
    "Frameworks",
    "Hardware",
    "KnowledgeBase",
    "Measurements",
    "Models",
    "Node",
    "Papers",
    "PublicLists",
    "ReadingLists",
    "Reported",
    "Results",
    "Row",
    "Taxonomy",
    "Venues",
    "load",
]
