"""How the field moved: papers by year, category, code and venue, as charts drawn at build with their data as tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from effllm.site import filters
from effllm.site.building.render import overview
from effllm.site.charts.column_chart import columns
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.kb import Node
    from effllm.records import Paper
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View


class Growth(NamedTuple):
    """A category with its papers of two years."""

    node: Node
    before: int
    after: int

    @property
    def change(self) -> int:
        """How many papers more than the year before."""
        return self.after - self.before


def apart(view: View, papers: Sequence[Paper]) -> str:
    """Return how many papers are of the field and how many around it, as ``7 papers of the field, 2 around it``."""
    field = len(view.of_field(papers))
    around = len(papers) - field
    if not around:
        return count(field, "paper")
    return f"{count(field, 'paper')} of the field, {around:,} around it" if field else count(around, "paper")


def by_part(parts: Sequence[Node], papers: Iterable[Paper], years: Iterable[int]) -> list[list[int]]:
    """Return for each year the papers of each part; a paper counts once, in the part where its first category lies."""
    part_of = {node.id: number for number, part in enumerate(parts) for node in (part, *part.descendants)}
    rows = {year: [0] * len(parts) for year in years}
    for paper in papers:
        part = next((part_of[category] for category in paper.categories if category in part_of), None)
        if part is not None:
            rows[paper.year][part] += 1
    return list(rows.values())


def by_year(view: View, node: Node) -> list[int]:
    """Return the papers of a category for each year; one that is in several counts in each."""
    counts = Counter(view.kb.papers[key].year for key in node.paper_keys)
    return [counts[year] for year in view.years]


def with_code(view: View) -> list[tuple[int, int]]:
    """Return for each year how many papers have code, and how many there are."""
    papers = Counter(paper.year for paper in view.newest)
    coded = Counter(paper.year for paper in view.newest if paper.code)
    return [(coded[year], papers[year]) for year in view.years]


def compared(view: View) -> tuple[int, int] | None:
    """Return the last two years that are over and well covered; None where there are none.

    A year with less than half of the papers of the one before it counts as not yet collected.
    """
    papers = Counter(paper.year for paper in view.newest)
    over = [year for year in view.years[1:] if year < view.today.year]
    covered = (year for year in reversed(over) if papers[year - 1] and 2 * papers[year] >= papers[year - 1])
    last = next(covered, None)
    return None if last is None else (last - 1, last)


def growth(view: View, years: tuple[int, int], most: int) -> list[Growth]:
    """Return the leaf categories of the field that grew most from one year to another."""
    leaves = []
    for node in view.kb.taxonomy.leaves:
        if node.around:
            continue
        row = dict(zip(view.years, by_year(view, node), strict=True))
        leaves.append(Growth(node, *(row[year] for year in years)))
    grown = [leaf for leaf in leaves if leaf.change > 0]
    return sorted(grown, key=lambda leaf: (-leaf.change, -leaf.after))[:most]


def venues(view: View, most: int) -> list[tuple[str, str, int]]:
    """Return id, full name and papers of the venues with most papers; preprints and web pages are left out."""
    known = view.kb.venues
    counts = Counter(paper.venue for paper in view.newest if known[paper.venue].kind not in {"preprint", "web"})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(venue, known[venue].name, count) for venue, count in ranked[:most]]


VENUES = 15
"""How many venues the page shows."""

GROWN = 10
"""How many of the categories that grew it shows."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page of trends."""
    roots = view.kb.taxonomy.roots
    branches = by_part(roots, view.field, view.years)
    areas = [(area, by_year(view, area)) for root in roots for area in root.children or (root,)]
    code = with_code(view)
    years = compared(view)
    shares = [filters.share(*pair) for pair in code]
    yield overview(
        here,
        "trends.html",
        {
            "description": f"How research on efficient language models moved: {apart(view, view.newest)}",
        },
        view=view,
        counted=apart(view, view.newest),
        roots=roots,
        branches=branches,
        branch_chart=columns(view.years, branches),
        areas=areas,
        most=max((max(row) for _, row in areas), default=0) or 1,
        code=list(zip(view.years, code, shares, strict=True)),
        code_chart=columns(view.years, [[share] for share in shares], top=100),
        venues=venues(view, VENUES),
        compared=years,
        growth=growth(view, years, GROWN) if years else [],
    )
