"""How the field moved: papers by year, category, code and venue, as charts drawn at build with their data as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site import counts, filters
from effllm.site.building.render import overview
from effllm.site.charts.column_chart import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

VENUES = 15
"""How many venues the page shows."""

GROWN = 10
"""How many of the categories that grew it shows."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page of trends."""
    roots = view.kb.taxonomy.roots
    branches = counts.by_part(roots, view.field, view.years)
    areas = [(area, counts.by_year(view, area)) for root in roots for area in root.children or (root,)]
    code = counts.with_code(view)
    compared = counts.compared(view)
    shares = [filters.share(*pair) for pair in code]
    yield overview(
        here,
        "trends.html",
        {
            "description": f"How research on efficient language models moved: {counts.apart(view, view.newest)}",
        },
        view=view,
        counted=counts.apart(view, view.newest),
        roots=roots,
        branches=branches,
        branch_chart=columns(view.years, branches),
        areas=areas,
        most=max((max(row) for _, row in areas), default=0) or 1,
        code=list(zip(view.years, code, shares, strict=True)),
        code_chart=columns(view.years, [[share] for share in shares], top=100),
        venues=counts.venues(view, VENUES),
        compared=compared,
        growth=counts.growth(view, compared, GROWN) if compared else [],
    )
