"""What a service or a bibliography says of a paper, before it is a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from effllm.records.paper import ids_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A paper as somebody describes it. What is not said is empty or None.

    Attributes:
        title: its title.
        authors: full names in order, given name first.
        year: year of publication.
        venues: where it appeared, in the wordings given, the plainest first.
        arxiv: arXiv id without version.
        doi: DOI in lower case.
        openreview: id of the OpenReview forum.
        acl: id in the ACL Anthology.
        url: address, where it has no id.
        abstract: its abstract; it helps to propose categories and never goes into a record.
        note: a remark of the authors on arXiv, as "Accepted at ...".
        keywords: words that it is filed under.
        source: where this was read, as records write sources.
        venue_source: where venue and year were read, if elsewhere.
        service: who said it, in words.
        name: short name of the method.
        aliases: other names and titles.
        code: address of its code.
        categories: ids of the categories it belongs to.
        summary: what it does, in our own words.
        cites: keys of papers here that it cites.
        sources: where single fields were read, beside ``source``.
        not_the_same: titles nearly its own that are of other papers.
        retracted: its publisher retracted it, or its authors withdrew it.
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venues: tuple[str, ...] = ()
    arxiv: str | None = None
    doi: str | None = None
    openreview: str | None = None
    acl: str | None = None
    url: str | None = None
    abstract: str = ""
    note: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""
    venue_source: str = ""
    service: str = ""
    name: str | None = None
    aliases: tuple[str, ...] = ()
    code: str | None = None
    categories: tuple[str, ...] = ()
    summary: str | None = None
    cites: tuple[str, ...] = ()
    sources: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    not_the_same: tuple[str, ...] = ()
    retracted: bool = False

    @property
    def ids(self) -> Mapping[str, str]:
        """Its identifiers by kind (doi, acl, openreview, arxiv)."""
        return ids_of(self)
