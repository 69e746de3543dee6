"""The reference list of a paper as it was read, `papers/<year>/<key>.references.jsonl`."""

from __future__ import annotations

from pydantic import Field

from effllm.id_kinds import PREFIXES
from effllm.records.base import DAY, Bool, Int, Record
from effllm.records.source import Source


class ListedReference(Record):
    """One entry of a reference list."""

    n: Int = Field(description="Its number in the list: as printed, else counted from 1.")
    id: str | None = Field(
        default=None,
        description="What identifies the paper: `arXiv:2208.07339`, `doi:...`, `acl:...` or `openreview:...`.",
    )
    title: str = Field(description="Its title; where title and authors cannot be told apart, the entry as printed.")
    year: Int | None = Field(default=None, description="The year that the entry gives, four digits.")
    first_author: str | None = Field(default=None, description="The author it names first, as printed.")
    paper: str | None = Field(default=None, description="Key of the record here that it is.")

    @property
    def ids(self) -> dict[str, str]:
        """Its identifier by kind; empty without one."""
        if self.id is None:  # as most
            return {}
        kind, _, value = self.id.partition(":")
        return {kind.lower(): value} if kind.lower() in PREFIXES else {}

    @property
    def authors(self) -> tuple[str, ...]:
        """The author it names first; empty where it names none."""
        return (self.first_author,) if self.first_author else ()


class ReferenceList(Record):
    """The reference list of one paper, kept so that it can be matched with every record that comes later."""

    key: str = Field(description="Key of the paper, as in the file's name.")
    source: Source = Field(description="Where the list was read: `arXiv:2210.17323, references`.")
    read: str = Field(
        description="Day on which it was read, `2026-11-30`.", json_schema_extra={"pattern": f"^(?:{DAY})$"}
    )
    entries: Int = Field(description="How many entries the paper's list has; at most so many lines follow.")
    complete: Bool = Field(description="True where every entry of the paper's list is here.")
    list: tuple[ListedReference, ...] = Field(default=(), description="The entries, a line each.")

    @property
    def matched(self) -> int:
        """How many of its entries are records here."""
        return sum(entry.paper is not None for entry in self.list)


class ReferenceListCounts(Record):
    """What is told of a kept reference list where its entries are not needed."""

    key: str = Field(description="Key of the paper.")
    source: Source = Field(description="Where the list was read.")
    read: str = Field(description="Day on which it was read.")
    complete: Bool = Field(description="True where every entry of the paper's list is kept.")
    entries: Int = Field(description="How many entries are kept.")
    matched: Int = Field(description="How many of them are records here.")
