"""The records: frozen pydantic models without input, output or graphs."""

from effllm.records.architecture import Architecture
from effllm.records.candidate import Candidate, Incoming, LeftOut
from effllm.records.citation_count import CitationCount
from effllm.records.corpus import Corpus
from effllm.records.formula import Formula, Input, Output, Term, UnknownInput, WorkedExample, WrongInput
from effllm.records.framework import Cell, Framework, Status, Supports, SurveyTicks
from effllm.records.measurement import Measurement
from effllm.records.model import Accelerator, Flops, PretrainedModel, SurveyRow
from effllm.records.paper import Paper
from effllm.records.paper_lists import Elsewhere, PublicList, Reading, ReadingList, Section
from effllm.records.reference_list import ListedReference, ReferenceList, ReferenceListCounts
from effllm.records.result import Baseline, Constant, Equation, Fact, Result, Setting
from effllm.records.source import Source
from effllm.records.taxonomy import Category, Metric, Venue, Vocabulary, Word

__all__ = [
    "Accelerator",
    "Architecture",
    "Baseline",
    "Candidate",
    "Category",
    "Cell",
    "CitationCount",
    "Constant",
    "Corpus",
    "Elsewhere",
    "Equation",
    "Fact",
    "Flops",
    "Formula",
    "Framework",
    "Incoming",
    "Input",
    "LeftOut",
    "ListedReference",
    "Measurement",
    "Metric",
    "Output",
    "Paper",
    "PretrainedModel",
    "PublicList",
    "Reading",
    "ReadingList",
    "ReferenceList",
    "ReferenceListCounts",
    "Result",
    "Section",
    "Setting",
    "Source",
    "Status",
    "Supports",
    "SurveyRow",
    "SurveyTicks",
    "Term",
    "UnknownInput",
    "Venue",
    "Vocabulary",
    "Word",
    "WorkedExample",
    "WrongInput",
]
