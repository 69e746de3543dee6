"""What reference managers and search engines read in the head of a page."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from effllm.ids import address
from effllm.names import split_name
from effllm.site import twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Node
    from effllm.records import Paper, Venue
    from effllm.store.snapshot import Snapshot

_VENUE_TAGS = {
    "conference": "citation_conference_title",
    "workshop": "citation_conference_title",
    "journal": "citation_journal_title",
}
_MANY_AUTHORS = 100
"""As many are in JSON-LD; all are in the tags, the BibTeX and on the page, which has to stay light."""

_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})


def paper_head(paper: Paper, venue: Venue, categories: Sequence[Node], root: str) -> str:
    """Return the tags for the head of a paper's page."""
    bibtex = f'<link rel="describedby" type="application/x-bibtex" title="BibTeX" href="{root}papers/{paper.key}.bib">'
    tags = (f'<meta name="{name}" content="{escape(content)}">' for name, content in citation_tags(paper, venue))
    linked = script(json_ld(paper, venue, [node.name for node in categories]))
    return "\n".join([bibtex, twins.LINK, *tags, linked, *(breadcrumbs(node, root) for node in categories)])


def dataset(about: str, snapshot: Snapshot) -> str:
    """Return all of the data as JSON-LD, for search engines of data sets."""
    files = {"json": "application/json", "csv": "text/csv", "bib": "application/x-bibtex"}
    fields = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "effllm",
        "description": f"{about}: papers, citations, results, a taxonomy, frameworks compared, training costs.",
        "version": snapshot.version,
        **({"dateModified": snapshot.date} if snapshot.date else {}),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "the effllm contributors"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"api/v1/papers.{name}"}
            for name, kind in files.items()
        ],
    }
    return script(fields)


def category_head(node: Node, root: str) -> str:
    """Return the tags for the head of a category's page."""
    return "\n".join([feed_link(node, root), twins.LINK, breadcrumbs(node, root)])


def feed_link(node: Node, root: str) -> str:
    """Return the way to a category's feed; not ``alternate`` alone, for which the theme's script fetches a sitemap."""
    title = escape(f"effllm: new papers: {node.name}")
    return f'<link rel="alternate feed" type="application/atom+xml" title="{title}" href="{root}{feed_path(node)}">'


def feed_path(node: Node) -> str:
    """Return where the feed of a category is."""
    return f"taxonomy/{node.id}/feed.xml"


def citation_tags(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    """Yield name and content of the Highwire tags, which Zotero, Mendeley and Google Scholar read.

    Addresses are those of the paper itself: this site is not its publisher.
    """
    yield "citation_title", paper.title
    for name in paper.authors:
        yield "citation_author", split_name(name).inverted
    yield "citation_publication_date", str(paper.year)
    if venue.kind in _VENUE_TAGS:
        yield _VENUE_TAGS[venue.kind], venue.title_in(paper.year)
    if paper.doi:
        yield "citation_doi", paper.doi
    if paper.arxiv:
        yield "citation_arxiv_id", paper.arxiv
    if paper.pdf:
        yield "citation_pdf_url", paper.pdf
    if paper.link:
        yield "citation_abstract_html_url", paper.link


def json_ld(paper: Paper, venue: Venue, keywords: list[str]) -> dict[str, Any]:
    """Return the paper as JSON-LD."""
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "name": paper.title,
        "alternateName": [name for name in (paper.name, *paper.aliases) if name],
        "author": [_author(name) for name in paper.authors[:_MANY_AUTHORS]],
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
    return {name: content for name, content in fields.items() if content}


def breadcrumbs(node: Node, root: str) -> str:
    """Return the way from the taxonomy to a category as JSON-LD; its addresses count from the page, as all links do."""
    return _breadcrumbs((("Taxonomy", ""), *((one.name, f"{one.id}/") for one in node.path)), root)


@cache
def _breadcrumbs(steps: tuple[tuple[str, str], ...], root: str) -> str:
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": f"{root}taxonomy/{path}"}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return script({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def script(linked: dict[str, Any]) -> str:
    """Return JSON-LD as a script element, which no text in it can end."""
    text = json.dumps(linked, ensure_ascii=False).translate(_SIGNS)
    return f'<script type="application/ld+json">{text}</script>'


def _author(name: str) -> dict[str, str]:
    return {"@type": "Organization" if split_name(name).is_organisation else "Person", "name": name}
