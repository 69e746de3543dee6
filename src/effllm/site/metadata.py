"""What reference managers and search engines read in the head of a paper's page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.bibliography.names import split_name
from effllm.records.ids import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper, Venue

_VENUE_TAGS = {
    "conference": "citation_conference_title",
    "workshop": "citation_conference_title",
    "journal": "citation_journal_title",
}
_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})


def citation_tags(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    """Yield name and content of the Highwire tags, which Zotero, Mendeley and Google Scholar read.

    Addresses are those of the paper itself: this site is not its publisher.
    """
    yield "citation_title", paper.title
    for name in paper.authors:
        parts = split_name(name)
        yield "citation_author", parts.family if parts.is_organisation else f"{parts.family}, {parts.given}"
    yield "citation_publication_date", str(paper.year)
    if venue.kind in _VENUE_TAGS:
        yield _VENUE_TAGS[venue.kind], venue.name
    if paper.doi:
        yield "citation_doi", paper.doi
    if paper.arxiv:
        yield "citation_arxiv_id", paper.arxiv
    if paper.pdf:
        yield "citation_pdf_url", paper.pdf
    if paper.link:
        yield "citation_abstract_html_url", paper.link


def json_ld(paper: Paper, venue: Venue, keywords: list[str]) -> str:
    """Return the paper as JSON-LD, safe inside a script element."""
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "name": paper.title,
        "alternateName": [name for name in (paper.name, *paper.aliases) if name],
        "author": [_author(name) for name in paper.authors],
        "datePublished": str(paper.year),
        "isPartOf": {"@type": "Periodical" if venue.kind == "journal" else "CreativeWork", "name": venue.name},
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": identifier}
            for kind, identifier in paper.ids.items()
        ],
        "sameAs": [address(kind, value) for kind, value in paper.ids.items()],
        "keywords": keywords,
        "description": paper.summary,
    }
    known = {name: content for name, content in fields.items() if content}
    return json.dumps(known, ensure_ascii=False).translate(_SIGNS)


def _author(name: str) -> dict[str, str]:
    return {"@type": "Organization" if split_name(name).is_organisation else "Person", "name": name}
