"""A public list of papers that somebody keeps, `taxonomy/lists/<id>.yml`: what it covers, and which papers it names."""

from __future__ import annotations

from pydantic import Field

from effllm.records.base import Int, Record, Texts
from effllm.records.taxonomy import SLUG_SCHEMA


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

    @property
    def url(self) -> str:
        """Address of the list as it was at the commit."""
        return f"https://github.com/{self.repo}/tree/{self.commit}"
