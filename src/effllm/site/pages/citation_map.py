"""The map of citations: its data for the script, and a picture and a list that are there without it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.graph.map_layout import Layout, layout
from effllm.graph.voronoi_treemap import HEIGHT, WIDTH, Territory, area, centre
from effllm.site.building.render import File, Later, overview
from effllm.site.charts.icicle import BRANCHES, label
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Node
    from effllm.records import Paper
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

PATH = "assets/map.json"

PICTURED = 3000
"""How many papers and how many citations the picture without script shows at most, those of the most cited first."""

LISTED = 100
"""How many papers the list without script holds at most; it stands on a page that is heavy already."""

_LETTER = 4.0  # the picture is about four times as wide in its units as on a screen


class Name(NamedTuple):
    """A category's name in the picture, in lines."""

    x: int
    y: int
    lines: list[str]


class Land(NamedTuple):
    """A category in the picture."""

    node: Node
    branch: int
    depth: int
    path: str
    name: Name | None


class Picture(NamedTuple):
    """The map as SVG paths: the territories, the citations, and the papers of each branch."""

    width: int
    height: int
    lands: list[Land]
    citations: str
    dots: list[tuple[int, str]]
    papers: int


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page and the file that its script draws."""
    papers = [(paper.key, paper.categories, paper.references, paper.cites) for paper in view.newest]
    yield Later(
        [PATH, here.path], (view.shared_by_papers, str(view.years), papers, _first(view)), lambda: _made(view, here)
    )


def _first(view: View) -> list[str]:
    """Return digests of the papers that the page shows in words."""
    ranked = sorted(view.newest, key=lambda paper: -len(view.cited_by.get(paper.key, ())))
    return [view.fingerprints[paper.key] for paper in ranked[:LISTED]]


def _made(view: View, here: Overview) -> Iterator[Page | File]:
    made = layout(view.kb.corpus.branches, reversed(view.newest))
    yield File(PATH, _data(view, made))
    cited = Counter({key: len(citing) for key, citing in view.cited_by.items()})
    ranked = sorted(view.newest, key=lambda paper: -cited[paper.key])
    yield overview(
        here,
        "graph.html",
        {"description": f"The citations between {count(len(view.newest), 'paper')} as a map to explore"},
        view=view,
        picture=_picture(view, made, ranked),
        groups=_groups(view, ranked[:LISTED], cited),
        listed=LISTED,
        citations=sum(len(paper.cites) for paper in view.newest),
        read=Counter(paper.references for paper in view.newest),
        branches=BRANCHES,
    )


def _data(view: View, made: Layout) -> str:
    """Return the map for the script: papers in the order of the library, and territories in that of its categories."""
    numbers = {paper.key: number for number, paper in enumerate(view.newest)}
    places = [made.places[paper.key] for paper in view.newest]
    content: dict[str, Any] = {
        "width": WIDTH,
        "height": HEIGHT,
        "room": round(made.room, 1),
        "territories": [
            [land.branch % BRANCHES, land.depth, [round(part) for corner in land.outline for part in corner]]
            for land in made.territories
        ],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "read": "".join(paper.references[0] for paper in view.newest),
        "cites": [[numbers[key] for key in paper.cites if key in numbers] for paper in view.newest],
    }
    return json.dumps(content, separators=(",", ":")) + "\n"


def _picture(view: View, made: Layout, ranked: Sequence[Paper]) -> Picture:
    """Return the same as a picture, of the most cited papers where there are very many."""
    shown = ranked[:PICTURED]
    branch_of = {land.category: land.branch % BRANCHES for land in made.territories}
    dots: dict[int, list[str]] = defaultdict(list)
    for paper in shown:
        x, y = made.places[paper.key]
        dots[branch_of[paper.primary_category]].append(f"M{x} {y}h0")
    ways = [(made.places[paper.key], made.places[key]) for paper in shown for key in paper.cites if key in made.places]
    return Picture(
        WIDTH,
        HEIGHT,
        [_land(view.kb.taxonomy[land.category], land) for land in made.territories],
        "".join(f"M{x} {y}L{u} {v}" for (x, y), (u, v) in ways[:PICTURED]),
        [(branch, "".join(path)) for branch, path in sorted(dots.items())],
        len(shown),
    )


def _land(node: Node, land: Territory) -> Land:
    path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in land.outline) + "Z"
    return Land(node, land.branch % BRANCHES, land.depth, path, _name(node, land) if land.depth == 1 else None)


def _name(node: Node, land: Territory) -> Name:
    x, y = centre(land.outline)
    room = area(land.outline) ** 0.5 / _LETTER
    return Name(round(x), round(y), label(node.name, "", room * 0.8, room))


def _groups(view: View, ranked: Sequence[Paper], cited: Counter[str]) -> list[tuple[Node, list[tuple[Paper, str]]]]:
    """Return the papers and their citations in words, by the branch of their first category, in the order given."""
    groups: dict[str, list[tuple[Paper, str]]] = defaultdict(list)
    for paper in ranked:
        cites = f"cites {len(paper.cites)}, " if paper.cites or paper.references != "none" else ""
        counts = f"{cites}cited by {cited[paper.key]} here"
        groups[view.categories(paper)[0].path[0].id].append((paper, counts))
    return [(root, groups[root.id]) for root in view.kb.taxonomy.roots]
