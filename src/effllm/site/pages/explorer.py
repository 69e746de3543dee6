"""The page of all papers: a form that a script brings to life, and the list that is there without it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from effllm.site.building.render import page
from effllm.site.context import timeline
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.site.context import View

VENUES = 8
"""How many venues stand before the fold."""


def overview(view: View) -> tuple[str, str]:
    """Return the page of all papers."""
    papers = count(len(view.newest), "paper")
    venues = [venue for venue, _ in Counter(paper.venue for paper in view.newest).most_common()]
    return page(
        "papers/index.md",
        "papers.html",
        "Papers",
        {
            "description": f"{papers} on efficient language models, to search and filter",
            "card": "papers",
        },
        view=view,
        venues=venues[:VENUES],
        more_venues=sorted(venues[VENUES:], key=str.casefold),
        **timeline(view.newest, view.years),
    )
