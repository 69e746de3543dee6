"""All records together, as the packaged bundle holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from effllm.records.base import Record
from effllm.records.citation_count import CitationCount
from effllm.records.formula import Formula
from effllm.records.framework import Framework
from effllm.records.measurement import Measurement
from effllm.records.model import Accelerator, PretrainedModel
from effllm.records.paper import Paper
from effllm.records.paper_lists import PublicList, ReadingList
from effllm.records.reference_list import ReferenceListCounts
from effllm.records.taxonomy import Category, Venue, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_WORDS = Vocabulary(
    kind=(), status=(), supports=(), parallelism=(), quantization=(), hardware=(), features=(), platform=()
)


class Corpus(Record):
    """Every record of the knowledge base, in file order."""

    papers: tuple[Paper, ...] = Field(default=(), description="Papers.")
    branches: tuple[Category, ...] = Field(default=(), description="The roots of the taxonomy.")
    venues: tuple[Venue, ...] = Field(default=(), description="Venues.")
    vocabulary: Vocabulary = Field(default=_NO_WORDS, description="Controlled words.")
    frameworks: tuple[Framework, ...] = Field(default=(), description="Frameworks.")
    models: tuple[PretrainedModel, ...] = Field(default=(), description="Pretrained models.")
    hardware: tuple[Accelerator, ...] = Field(default=(), description="Accelerators.")
    reading_lists: tuple[ReadingList, ...] = Field(default=(), description="Reading lists.")
    lists: tuple[PublicList, ...] = Field(default=(), description="Public lists of papers that others keep.")
    formulas: tuple[Formula, ...] = Field(default=(), description="Formulas with their worked examples.")
    measurements: tuple[Measurement, ...] = Field(default=(), description="Measurements that no paper reports.")
    reference_lists: tuple[ReferenceListCounts, ...] = Field(
        default=(), description="The kept reference lists, without their entries."
    )
    citation_counts: tuple[CitationCount, ...] = Field(
        default=(), description="By how many works of the whole literature papers are cited."
    )

    def categories(self) -> Iterator[Category]:
        """Yield every category of the tree, parents before children."""
        for branch in self.branches:
            yield from branch.walk()
