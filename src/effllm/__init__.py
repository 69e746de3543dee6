"""The open knowledge base of efficient-LLM research: papers, taxonomy, frameworks, and the graphs between them."""

from effllm.kb import Comparison, Frameworks, KnowledgeBase, Models, Node, Papers, Row, Taxonomy, Venues, load
from effllm.nearest import (
    UnknownCategory,
    UnknownFramework,
    UnknownKey,
    UnknownModel,
    UnknownPaper,
    UnknownVenue,
    UnknownWord,
)
from effllm.problems import InvalidRecords, Problem
from effllm.records import (
    Category,
    Cell,
    Framework,
    Paper,
    PretrainedModel,
    Source,
    Status,
    Supports,
    SurveyTicks,
    Venue,
    Vocabulary,
    Word,
)

__version__ = "0.1.0"

__all__ = [
    "Category",
    "Cell",
    "Comparison",
    "Framework",
    "Frameworks",
    "InvalidRecords",
    "KnowledgeBase",
    "Models",
    "Node",
    "Paper",
    "Papers",
    "PretrainedModel",
    "Problem",
    "Row",
    "Source",
    "Status",
    "Supports",
    "SurveyTicks",
    "Taxonomy",
    "UnknownCategory",
    "UnknownFramework",
    "UnknownKey",
    "UnknownModel",
    "UnknownPaper",
    "UnknownVenue",
    "UnknownWord",
    "Venue",
    "Venues",
    "Vocabulary",
    "Word",
    "load",
]
