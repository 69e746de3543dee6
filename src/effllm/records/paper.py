"""A paper, `papers/<year>/<key>.yml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from effllm.id_kinds import ACL, ARXIV, DOI, OPENREVIEW, SLUG
from effllm.ids import address
from effllm.records.base import DAY, Bool, Int, Record, Sources, Texts
from effllm.records.result import Equation, Fact, Result
from effllm.records.source import Source, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.config import JsonDict

ID_FIELDS = ("doi", "acl", "openreview", "arxiv")
"""The identifiers of a paper, the published version before the preprint."""


def ids_of(paper: object) -> dict[str, str]:
    """Return the identifiers of a paper, a candidate or a reference by kind, the published version first."""
    return {kind: value for kind in ID_FIELDS if (value := getattr(paper, kind))}


def itself(ids: Mapping[str, str], url: str | None) -> str:
    """Return the paper itself as a source that everybody can read: ``arXiv:2210.17323``, another id, its address."""
    kind = next((kind for kind in ("arxiv", *ids) if kind in ids), "")
    return f"{'arXiv' if kind == 'arxiv' else kind}:{ids[kind]}" if kind else url or ""


def _pattern(pattern: str) -> JsonDict:
    """Return what the editor's schema says of a text's form; the rules say it in words."""
    return {"pattern": f"^(?:{pattern})$"}


class Paper(Record):
    """One paper: what it is called, who wrote it, where it appeared and what it is about."""

    key: str = Field(description="The file name without `.yml`; never changes once merged.")
    title: str = Field(description="Title as published, in its own capitals, without markup.")
    name: str | None = Field(default=None, description="Short name of the method, as people search for it: `GPTQ`.")
    aliases: Texts = Field(default=(), description="Other names of the method and earlier or later titles.")
    authors: Texts = Field(description='Full names in the order of the paper, each as `"Given Family"`.')
    authors_unknown: Bool = Field(
        default=False, description="True where no source names the authors; `authors` is then empty."
    )
    year: Int = Field(description="Year of the venue, four digits; for a preprint the year of its first version.")
    venue: str = Field(description="Id of a venue in `taxonomy/venues.yml`; `arXiv` where there is no other.")
    arxiv: str | None = Field(
        default=None, description="arXiv id without version, in quotes.", json_schema_extra=_pattern(ARXIV)
    )
    doi: str | None = Field(
        default=None, description="DOI of the published version, without address.", json_schema_extra=_pattern(DOI)
    )
    openreview: str | None = Field(
        default=None, description="Id of the OpenReview forum.", json_schema_extra=_pattern(OPENREVIEW)
    )
    acl: str | None = Field(default=None, description="Id in the ACL Anthology.", json_schema_extra=_pattern(ACL))
    url: str | None = Field(default=None, description="Address of the paper, only where it has none of the ids.")
    code: str | None = Field(default=None, description="Address of the authors' code repository.")
    categories: Texts = Field(
        description="Ids of categories without sub-categories; the first is the primary one.",
        json_schema_extra={"items": {"type": "string", **_pattern(SLUG)}},
    )
    summary: str | None = Field(
        default=None, description="One to three sentences in our own words: problem, idea, result."
    )
    setup: tuple[Fact, ...] = Field(default=(), description="How its experiments were set up.")
    equations: tuple[Equation, ...] = Field(default=(), description="The laws it states, with their constants.")
    results: tuple[Result, ...] = Field(default=(), description="Figures it reports.")
    cites: Texts = Field(default=(), description="Keys of the papers here that it cites.")
    references: Literal["none", "partial", "full"] = Field(
        default="none", description="How much of its reference list was read for `cites`."
    )
    former_keys: Texts = Field(default=(), description="Keys it had before, so that old links still lead here.")
    sources: Sources = Field(default_factory=dict)
    added: str = Field(
        description="Day on which the record came in, `2026-11-30`; never changes.", json_schema_extra=_pattern(DAY)
    )

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def ids(self) -> dict[str, str]:
        """Its identifiers by kind (doi, acl, openreview, arxiv), the published version first."""
        return ids_of(self)

    @property
    def link(self) -> str | None:
        """Address of the paper: the Anthology, OpenReview, arXiv, its DOI or its own address, in this order.

        Open access comes first; None only for a record that breaks the rules.
        """
        for kind in ("acl", "openreview", "arxiv", "doi"):
            if value := getattr(self, kind):
                return address(kind, value)
        return self.url

    @property
    def pdf(self) -> str | None:
        """Address of the open PDF where the id tells it, else None."""
        if self.acl:
            return f"https://aclanthology.org/{self.acl}.pdf"
        if self.arxiv:
            return f"https://arxiv.org/pdf/{self.arxiv}"
        return f"https://openreview.net/pdf?id={self.openreview}" if self.openreview else None

    @property
    def place(self) -> str:
        """The paper itself as a source: ``arXiv:2210.17323``, another id, its address."""
        return itself(self.ids, self.url)

    @property
    def label(self) -> str:
        """The method's name, else the title."""
        return self.name or self.title

    @property
    def primary_category(self) -> str:
        """Id of the category it belongs to first."""
        return self.categories[0]

    def source(self, field: str) -> tuple[Source, ...]:
        """Return where ``field`` was read: the source of its value first, then those that agree; empty if not said."""
        return sources_of(self.sources, field)
