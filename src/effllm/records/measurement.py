"""Measurements that no paper reports, `taxonomy/measurements/<id>.yml`: who measured what, and the figures."""

from __future__ import annotations

from pydantic import Field

from effllm.records.base import Record, Sources
from effllm.records.result import Result
from effllm.records.source import Source, sources_of
from effllm.records.taxonomy import SLUG_SCHEMA


class Measurement(Record):
    """A benchmark or a table of a project that gives figures as papers do."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    title: str = Field(description="What the benchmark or table calls itself.")
    owner: str | None = Field(default=None, description="Who measured it: a project or a group.")
    about: str = Field(description="One sentence on what was measured, in our own words.")
    date: str | None = Field(default=None, description="Day on which the figures were published, where it is known.")
    license: str | None = Field(default=None, description="SPDX identifier, where the source states a license.")
    paper: str | None = Field(default=None, description="Key of the paper that says how it was measured.")
    note: str | None = Field(default=None, description="What a reader has to know to use the figures.")
    results: tuple[Result, ...] = Field(
        default=(),
        description="The figures, in the table `<id>.results.csv` beside the file, as those of papers.",
    )
    sources: Sources = Field(default_factory=dict)

    def source(self, field: str) -> tuple[Source, ...]:
        """Return where a field was read, the best source first; empty where it is not told."""
        return sources_of(self.sources, field)
