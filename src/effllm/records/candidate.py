"""A paper that may become a record, as `effllm import-jsonl` reads it, waits for a decision or was left out: lines."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from effllm.id_kinds import SLUG
from effllm.records.base import DAY, Int, Record, Texts
from effllm.records.paper import ids_of, itself

LATER_DAYS = 30
"""For so many days nobody is asked about a candidate that was put off."""

Places = str | Texts
"""Where something was read: one source or several."""


class Candidate(Record):
    """A paper that may become a record, as one line of the file says it. Other fields are passed over."""

    model_config = ConfigDict(extra="ignore")

    title: str = Field(description="Title as published.")
    title_from: Places | None = Field(default=None, description="Where the title was read.")
    name: str | None = Field(default=None, description="Short name of the method, as people search for it.")
    aliases: Texts = Field(default=(), description="Other names of the method and earlier or later titles.")
    authors: Texts = Field(default=(), description="Full names in order. Empty where no source names them.")
    authors_from: Places | None = Field(
        default=None, description="Where the authors were read; without authors, where they were looked for."
    )
    year: Int | None = Field(default=None, description="Year of the venue; of a preprint the arXiv id tells it.")
    venue: str | None = Field(default=None, description="Where it was published, in any wording of a venue here.")
    venue_from: Places | None = Field(default=None, description="Where venue and year were read.")
    arxiv: str | None = Field(default=None, description="arXiv id without version.")
    openreview: str | None = Field(default=None, description="Id of the OpenReview forum.")
    acl: str | None = Field(default=None, description="Id in the ACL Anthology.")
    doi: str | None = Field(default=None, description="DOI of the published version, without address.")
    url: str | None = Field(default=None, description="Address of the paper, only where it has none of the ids.")
    code: str | None = Field(default=None, description="Address of the authors' code repository.")
    code_from: Places | None = Field(default=None, description="Where the address of the code was read.")
    categories: Texts = Field(
        default=(),
        description="Ids of its categories, the primary one first.",
        json_schema_extra={"items": {"type": "string", "pattern": f"^(?:{SLUG})$"}},
    )
    summary: str | None = Field(default=None, description="One to three sentences in our own words.")
    abstract_at: Places | None = Field(default=None, description="Where the abstract was read.")
    lists: Texts = Field(default=(), description="Public lists that name it: where its ids were read.")
    cites: Texts = Field(default=(), description="Keys of the records here that it cites.")
    cites_from: Places | None = Field(default=None, description="Where its reference list was read.")
    because: Texts = Field(
        default=(),
        description="Why it is proposed, as `cites 6 records here`; for whoever decides, not for the record.",
    )
    not_the_same: Texts = Field(
        default=(), description="Titles, here or in the file, that are nearly its own or share its name: other papers."
    )
    reason: Reason | None = Field(
        default=None, description="Why it is left out; such a line becomes one of `papers/left-out.jsonl`."
    )
    why: str | None = Field(default=None, description="The same in a sentence that a stranger understands.")
    date: str | None = Field(
        default=None,
        description="Day on which it was left out; without it, today.",
        json_schema_extra={"pattern": f"^(?:{DAY})$"},
    )
    later: str | None = Field(
        default=None,
        description="Day before which nobody is asked about it again; such a line keeps waiting.",
        json_schema_extra={"pattern": f"^(?:{DAY})$"},
    )

    @property
    def ids(self) -> dict[str, str]:
        """Its identifiers by kind."""
        return ids_of(self)

    @property
    def place(self) -> str:
        """The paper itself as a source: ``arXiv:2210.17323``, another id, its address."""
        return itself(self.ids, self.url)

    @property
    def handle(self) -> str:
        """What tells it from others that wait: its place, else its title."""
        return self.place or self.title


class Incoming(Candidate):
    """A candidate that waits for a person to take it or leave it out, a line of `papers/incoming.jsonl`."""

    model_config = ConfigDict(extra="forbid")

    found: str = Field(
        description="Day on which a harvest found it, `2026-11-30`.", json_schema_extra={"pattern": f"^(?:{DAY})$"}
    )
    strength: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="From 0 to 1, how sure the judge was that it belongs here: the share of papers like it that do.",
    )
    words: Texts = Field(default=(), description="Words of its title and abstract that spoke for it, the best first.")
    proposed: Texts = Field(
        default=(),
        description="Ids of the categories that it may belong to, the likeliest first.",
        json_schema_extra={"items": {"type": "string", "pattern": f"^(?:{SLUG})$"}},
    )

    @property
    def rank(self) -> tuple[str, float, str, str]:
        """Its place among those that wait: the day, on each day the strongest first."""
        return self.found, -(self.strength or 0.0), self.place, self.title

    @property
    def asked_first(self) -> tuple[float, str, str, str]:
        """Its place among those that somebody is asked about: the strongest first."""
        return -(self.strength or 0.0), self.found, self.place, self.title

    def is_due(self, today: str) -> bool:
        """Tell whether somebody is asked about it on a day, unless it was put off."""
        return (self.later or "") <= today


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
        return ids_of(self)

    @property
    def authors(self) -> tuple[str, ...]:
        """Nothing: the authors of what is left out are not kept."""
        return ()
