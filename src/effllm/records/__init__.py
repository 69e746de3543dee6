"""The records: frozen pydantic models without input, output or graphs."""

from effllm.records.corpus import Corpus
from effllm.records.framework import Cell, Framework, Status, Supports, SurveyTicks
from effllm.records.model import PretrainedModel, Printed
from effllm.records.paper import Paper
from effllm.records.source import Source
from effllm.records.taxonomy import Category, Venue, Vocabulary, Word

__all__ = [
    "Category",
    "Cell",
    "Corpus",
    "Framework",
    "Paper",
    "PretrainedModel",
    "Printed",
    "Source",
    "Status",
    "Supports",
    "SurveyTicks",
    "Venue",
    "Vocabulary",
    "Word",
]
