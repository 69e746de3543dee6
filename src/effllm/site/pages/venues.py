"""The venues, as a grid of their papers by year, and a page for each that has papers."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from effllm.site.building.render import Later, overview, page
from effllm.site.view import timeline
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import Paper, Venue
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

KINDS = {
    "conference": "Conferences",
    "journal": "Journals",
    "workshop": "Workshops",
    "preprint": "Preprints",
    "web": "On the web",
}
"""The headings that venues are below, by kind."""


class Row(NamedTuple):
    """A venue with its papers of each year."""

    venue: Venue
    slug: str
    papers: int
    years: list[tuple[int, int]]


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the grid of all venues that have papers, and the page of each of them."""
    rows = [_row(view, venue, papers) for venue, papers in view.by_venue.items()]
    rows.sort(key=lambda row: (-row.papers, row.venue.id.casefold()))
    groups = [(title, [row for row in rows if row.venue.kind == kind]) for kind, title in KINDS.items()]
    total = count(len(rows), "venue")
    yield overview(
        here,
        "venues.html",
        {"description": f"Where papers on efficient language models appeared: {total} by year"},
        view=view,
        groups=[group for group in groups if group[1]],
        venues=total,
        most=max((papers for row in rows if row.venue.kind != "preprint" for _, papers in row.years), default=1),
    )
    for row in rows:
        papers = view.by_venue[row.venue.id]
        known = [view.fingerprints[paper.key] for paper in papers]
        yield Later([f"venues/{row.slug}.md"], (view.around_papers, known), partial(_page, view, row.venue, papers))


def _row(view: View, name: str, papers: Sequence[Paper]) -> Row:
    years = Counter(paper.year for paper in papers)
    return Row(view.kb.venues[name], view.slugs[name], len(papers), [(year, years[year]) for year in view.years])


def _page(view: View, venue: Venue, papers: Sequence[Paper]) -> Iterator[Page]:
    title = venue.id if venue.id == venue.name else f"{venue.id}: {venue.name}"
    yield page(
        f"venues/{view.slugs[venue.id]}.md",
        "venue.html",
        title,
        {
            "description": f"{count(len(papers), 'paper')} on efficient language models at {venue.name}",
            "record": "taxonomy/venues.yml",
        },
        view=view,
        venue=venue,
        papers=papers,
        **timeline(papers, view.years),
    )
