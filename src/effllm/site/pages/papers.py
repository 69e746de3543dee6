"""The list of papers and a page for each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.ids import address
from effllm.site import filters, metadata, preview_texts
from effllm.site.building.render import Page, compose, environment
from effllm.site.charts import lineage
from effllm.site.context import read_in
from effllm.site.html_fragments import web
from effllm.site.pages import explorer, home, reported_results
from effllm.store.layout import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from effllm.records import Paper, Venue
    from effllm.site.context import Related, View

ID_NAMES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology"}


class Link(NamedTuple):
    """An address of a paper and what it is."""

    label: str
    address: str


def links(paper: Paper) -> list[Link]:
    """Return where a paper and its code are found, the paper itself first."""
    ids = {ID_NAMES[kind]: address(kind, value) for kind, value in paper.ids.items()}
    found = ids | {"Paper": paper.url, "PDF": paper.pdf, "Code": paper.code}
    order = ("arXiv", "ACL Anthology", "OpenReview", "Paper", "PDF", "DOI", "Code")
    return [Link(label, target) for label in order if (target := web(found.get(label)))]


def record(paper: Paper) -> dict[str, Any]:
    """Return a paper as the JSON files hold it."""
    return {**paper.to_dict(), "page": f"papers/{paper.key}/"}


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the list of all papers."""
    yield explorer.overview(view)


def one(view: View, paper: Paper) -> tuple[Page, dict[str, str]]:
    """Return a paper's page and its other files: BibTeX, JSON, and the way to it from keys it had before."""
    bibtex = view.bibtex[paper.key]
    found, related = links(paper), view.related(paper)
    text = _json(view, paper, bibtex, found, related)
    files: dict[str, str] = {}
    for key in (paper.key, *paper.former_keys):
        files |= {f"papers/{key}.bib": bibtex, f"api/v1/papers/{key}.json": text}
    moved = environment().get_template("moved.html")
    for old in paper.former_keys:
        files[f"papers/{old}/index.html"] = moved.render(id=paper.key, title=paper.title)
    return _page(view, paper, bibtex, found, related), files


def _json(view: View, paper: Paper, bibtex: str, found: list[Link], related: list[Related]) -> str:
    value = record(paper) | {
        "links": {link.label: link.address for link in found},
        "cited_by": [other.key for other in view.cited_by.get(paper.key, ())],
        "related": [{"key": other.key, "reason": reason} for other, reason in related],
        "bibtex": bibtex,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _page(view: View, paper: Paper, bibtex: str, found: list[Link], related: list[Related]) -> Page:
    venue = view.kb.venues[paper.venue]
    categories = view.categories(paper)
    cited_by = view.cited_by.get(paper.key, [])
    return compose(
        f"papers/{paper.key}.md",
        "paper.html",
        _title(paper),
        {
            "description": _description(paper),
            "record": paper_path(paper.key),
            "card": preview_texts.of_category(categories[0]),
            "head": metadata.paper_head(paper, venue, categories, "../../"),
        },
        paper=paper,
        venue=venue,
        venue_page=view.venue_page(paper.venue, paper.year),
        looked_for=_looked_for(paper, venue),
        people=view.people,
        categories=categories,
        links=found,
        ids=[(ID_NAMES[kind], value) for kind, value in paper.ids.items()],
        lineage=lineage.picture(view, paper, "../../"),
        cites=view.cites[paper.key],
        cites_words=filters.cites_words(paper),
        cited_by=cited_by,
        cited_by_words=filters.cited_by_words(len(cited_by), view.read, len(view.newest)),
        related=related,
        survey=home.SURVEY,
        tables=reported_results.tables(view, paper),
        bibtex=bibtex.strip(),
        sources=read_in(paper.sources),
    )


def _looked_for(paper: Paper, venue: Venue) -> date | None:
    """Return the day on which a published version of a preprint was looked for and not found."""
    days = [day for source in paper.source("venue") if (day := source.judged)]
    return max(days, default=None) if venue.kind == "preprint" else None


def _title(paper: Paper) -> str:
    """Return the title for tabs, bookmarks and the search, which finds methods by their names."""
    if paper.name is None or paper.name.casefold() in paper.title.casefold():
        return paper.title
    return f"{paper.name}: {paper.title}"


def _description(paper: Paper) -> str:
    about = f"{filters.short_authors(paper.authors)}, {paper.venue} {paper.year}."
    return f"{about} {paper.summary}" if paper.summary else about
