"""The knowledge base and its read-only collections."""

from effllm.kb.base import KnowledgeBase, load
from effllm.kb.collection import Collection, Models, Venues
from effllm.kb.frameworks import Comparison, Frameworks, Row
from effllm.kb.papers import Papers
from effllm.kb.taxonomy import Node, Taxonomy

__all__ = [
    "Collection",
    "Comparison",
    "Frameworks",
    "KnowledgeBase",
    "Models",
    "Node",
    "Papers",
    "Row",
    "Taxonomy",
    "Venues",
    "load",
]
