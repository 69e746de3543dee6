"""Lists of papers: reading lists, kept here, and public ones, which others keep.

They are files of `taxonomy/reading-lists` and `taxonomy/lists`.
"""

from __future__ import annotations

from pydantic import Field

from effllm.records.base import Int, Record, Sources, Texts
from effllm.records.source import Source
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
    category: str | None = Field(
        default=None,
        description="Id of the category that it leads into, whose page names it.",
        json_schema_extra=SLUG_SCHEMA,
    )
    sections: tuple[Section, ...] = Field(description="The parts of the list, in order.")
    sources: Sources = Field(default_factory=dict)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All papers of the list with their reasons, in order."""
        return tuple(reading for section in self.sections for reading in section.papers)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its papers, in order."""
        return tuple(reading.paper for reading in self.readings)


class Elsewhere(Record):
    """A paper that a public list names and that was not here when the list was read."""

    title: str = Field(description="Its title, as the list has it.")
    at: str = Field(description="Where it is: an id as `arXiv:2312.00001`, or an address.")

    @property
    def url(self) -> str | None:
        """Its address; None only for a record that breaks the rules."""
        return Source(self.at).url


class PublicList(Record):
    """A list of papers in a public repository, as it was at one commit."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    repo: str = Field(description="`owner/name` on GitHub.")
    title: str = Field(description="What the list calls itself.")
    owner: str | None = Field(default=None, description="Who keeps it, where it names a person or a group.")
    about: str = Field(description="One sentence on what it gathers, in our own words.")
    scope: Texts = Field(description="Ids of the categories that it covers, each with all below it.")
    commit: str = Field(description="The commit at which it was read, all forty digits.")
    date: str = Field(description="Day of that commit.")
    license: str | None = Field(default=None, description="SPDX identifier, where the list states a license.")
    files: Texts = Field(description="The files that name the papers.")
    entries: Int = Field(description="How many different papers it names, in scope here or not.")
    papers: Texts = Field(description="Keys of the papers here that it names.")
    elsewhere: tuple[Elsewhere, ...] = Field(
        default=(),
        description="What it names besides: papers of the field, as far as heading and title tell, that were not here.",
    )

    @property
    def url(self) -> str:
        """Address of the list as it was at the commit."""
        return f"https://github.com/{self.repo}/tree/{self.commit}"
