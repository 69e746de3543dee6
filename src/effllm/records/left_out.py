"""A paper that was looked at and left out, a line of `papers/left-out.jsonl`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from effllm.records.base import DAY, Record
from effllm.records.paper import ID_FIELDS

Reason = Literal["out-of-scope", "duplicate", "no-such-paper", "not-a-paper"]


class LeftOut(Record):
    """What was looked at and why it has no record, so that nobody has to look again."""

    title: str = Field(description="Its title, as the list that names it has it.")
    arxiv: str | None = Field(default=None, description="arXiv id without version.")
    doi: str | None = Field(default=None, description="DOI without address.")
    openreview: str | None = Field(default=None, description="Id of the OpenReview forum.")
    acl: str | None = Field(default=None, description="Id in the ACL Anthology.")
    url: str | None = Field(default=None, description="Its address, where it has none of the ids.")
    reason: Reason = Field(description="What it is instead of a paper of the field.")
    why: str = Field(description="One sentence that a stranger understands.")
    date: str = Field(description="Day of the decision, `2026-11-30`.", json_schema_extra={"pattern": f"^(?:{DAY})$"})

    @property
    def ids(self) -> dict[str, str]:
        """Its identifiers by kind."""
        return {kind: value for kind in ID_FIELDS if (value := getattr(self, kind))}

    @property
    def authors(self) -> tuple[str, ...]:
        """Nothing: the authors of what is left out are not kept."""
        return ()
