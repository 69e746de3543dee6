"""A reading list, `taxonomy/reading-lists/<id>.yml`: papers in the order in which to read them, and why."""

from __future__ import annotations

from pydantic import Field

from effllm.records.base import Record
from effllm.records.taxonomy import SLUG_SCHEMA


class Reading(Record):
    """One paper of a list."""

    paper: str = Field(description="Key of the paper.")
    why: str = Field(description="One sentence on why it is in the list, in our own words.")


class Section(Record):
    """A part of a list."""

    name: str = Field(description="Heading.")
    papers: tuple[Reading, ...] = Field(description="The papers, in the order in which to read them.")


class ReadingList(Record):
    """Papers in the order in which to read them."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="What the list is called.")
    summary: str = Field(description="What a reader knows after it, in our own words.")
    audience: str = Field(description="Whom it is for, and what they should know before.")
    sections: tuple[Section, ...] = Field(description="The parts of the list, in order.")

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All papers of the list with their reasons, in order."""
        return tuple(reading for section in self.sections for reading in section.papers)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its papers, in order."""
        return tuple(reading.paper for reading in self.readings)
