"""Where each paper stands on the map of citations, worked out once, so that a reader's browser only draws.

A paper is in the territory of its primary category, older papers further left; from there it is drawn towards what
it cites and what cites it, and papers push each other apart. The same records give the same map.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import count
from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

from effllm.extras import extra
from effllm.graph.voronoi_treemap import HEIGHT, WIDTH, Territory, area, centre, territories, walls

with extra("site", "the citation map"):
    import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from effllm.graph.voronoi_treemap import Point
    from effllm.records import Category, Paper

    Numbers = NDArray[np.float64]

ROUNDS = 40
"""How often the papers are moved; in the last third they only make room for each other."""

MOST_ROOM = 160.0
"""What a paper has for itself at most; on a map of few papers it would be drawn as large as a category."""

NEAR = 6
"""How many of its nearest papers each one keeps away from."""

_PULL, _ACROSS, _HOME = 0.14, 0.45, 0.14
_FAR = 5.0  # a paper that is further away, counted in the room of a paper, pulls as if it were so near
_R2 = (0.7548776662466927, 0.5698402909980532)  # a sequence that fills a square evenly: Roberts 2018


class Layout(NamedTuple):
    """The map: territories, parents before children, and the place of each paper by its key, in whole units."""

    territories: list[Territory]
    places: dict[str, tuple[int, int]]
    room: float
    """Width of the square that a paper has for itself, on average."""


def layout(branches: Sequence[Category], papers: Iterable[Paper]) -> Layout:
    """Return the map of papers, given oldest first.

    Linear in papers and citations but for the search for neighbours, which is n log n; without citations nothing has
    to be moved. Loops and papers without citations need no special care. No two papers have the same place.
    """
    papers = list(papers)
    inside: dict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        inside[paper.primary_category].append(number)
    lands = list(territories(branches, Counter({leaf: len(members) for leaf, members in inside.items()})))
    outlines = {land.category: land.outline for land in lands}
    room = min(sqrt(sum(area(outlines[leaf]) for leaf in inside) / max(len(papers), 1)), MOST_ROOM)
    places = np.zeros((len(papers), 2))
    for leaf, members in inside.items():
        places[members] = _spread(outlines[leaf], len(members))
    ends = _ends(papers)
    if len(ends):
        fences = _fences([outlines[paper.primary_category] for paper in papers], room)
        places = _relaxed(places, ends, fences, _wanted(len(papers), ends, room), _FAR * room)
    return Layout(lands, dict(zip((paper.key for paper in papers), _whole(places), strict=True)), room)


def sizes(papers: int, cited: NDArray[np.int64]) -> Numbers:
    """Return how large each paper is drawn, as a share of the room it has: the more papers cite it, the larger."""
    most = max(int(cited.max(initial=0)), 1)
    return 0.2 + 0.3 * np.sqrt(cited[:papers] / most)


def _ends(papers: Sequence[Paper]) -> NDArray[np.int64]:
    """Return the citations of others here as pairs of numbers, the citing paper first."""
    numbers = {paper.key: number for number, paper in enumerate(papers)}
    pairs = [(number, numbers.get(key, number)) for number, paper in enumerate(papers) for key in paper.cites]
    return np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)


def _wanted(papers: int, ends: NDArray[np.int64], room: float) -> Numbers:
    """Return how much room each paper wants around itself."""
    return room * (sizes(papers, np.bincount(ends[:, 1], minlength=papers)) + 0.16)


def _spread(outline: Sequence[Point], number: int) -> Numbers:
    """Return places spread evenly over a convex polygon, from left to right."""
    corners = np.array(outline)
    low, size = corners.min(axis=0), np.ptp(corners, axis=0)
    middle = np.array(centre(outline))
    sides = np.array(list(walls(outline)))
    share = area(outline) / max(float(size[0] * size[1]), 1.0)
    for more in count(1):
        tries = np.arange(1, ceil(more * 1.5 * number / max(share, 0.05)) + 16)
        points = low + size * ((0.5 + np.outer(tries, _R2)) % 1)
        found = points[((points @ sides[:, :2].T) <= sides[:, 2]).all(axis=1)][:number]
        if len(found) == number:
            break
    shrunk = middle + (found - middle) * 0.92  # keeps dots off the border
    order = np.lexsort((shrunk[:, 1], shrunk[:, 0]))
    return np.asarray(shrunk[order])


def _fences(outlines: Sequence[Sequence[Point]], room: float) -> Numbers:
    """Return the sides that each paper stays within, as (paper, side, (a, b, c)); rows that are no side let all by."""
    known = {outline: list(walls(outline)) for outline in set(map(tuple, outlines))}
    most = max(len(sides) for sides in known.values())
    fences = np.zeros((len(outlines), most, 3))
    fences[:, :, 2] = np.inf
    for number, outline in enumerate(outlines):
        sides = np.array(known[tuple(outline)])
        fences[number, : len(sides)] = sides
        middle = np.array(centre(outline))
        inner = float((sides[:, 2] - sides[:, :2] @ middle).min())
        fences[number, : len(sides), 2] -= min(room * 0.45, inner * 0.5)
    return fences


def _relaxed(places: Numbers, ends: NDArray[np.int64], fences: Numbers, wanted: Numbers, far: float) -> Numbers:
    """Move papers towards those they are tied to, apart from those they touch, and back into their territory."""
    with extra("site", "the citation map"):
        from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import, and a map without citations needs none

    home, places = places, places.copy()
    degree = np.maximum(np.bincount(ends.ravel(), minlength=len(places)), 1)[:, None]
    near = min(NEAR + 1, len(places))
    for turn in range(ROUNDS):
        calm = max(0.0, 1 - turn / (ROUNDS * 2 / 3))
        if calm:
            pull = _pull(places, ends, far) / degree
            places += calm * (_PULL * pull * (_ACROSS, 1.0) + _HOME * (home - places))
            _hold(places, fences)
        others = np.asarray(cKDTree(places).query(places, k=range(2, near + 1))[1])
        _push(places, others, wanted)
        _hold(places, fences)
    return places


def _pull(places: Numbers, ends: NDArray[np.int64], far: float) -> Numbers:
    """Return for each paper the sum of the ways to those it cites and those that cite it, none longer than ``far``."""
    one, other = ends.T
    way = places[other] - places[one]
    way *= np.minimum(1, far / np.maximum(np.hypot(*way.T), 1e-6))[:, None]
    size = len(places)
    return np.stack(
        [np.bincount(one, way[:, axis], size) - np.bincount(other, way[:, axis], size) for axis in (0, 1)], axis=1
    )


def _push(places: Numbers, others: NDArray[np.int64], wanted: Numbers) -> None:
    """Move each paper away from those that are nearer than both want, half of the way."""
    way = places[:, None] - places[others]
    far = np.sqrt((way**2).sum(axis=2))
    lacking = np.maximum(wanted[:, None] + wanted[others] - far, 0) / 2
    places += (way / np.maximum(far, 1e-6)[:, :, None] * lacking[:, :, None]).sum(axis=1) * 0.6


def _hold(places: Numbers, fences: Numbers) -> None:
    """Move papers that left their territory back to its side."""
    for side in range(fences.shape[1]):
        a, b, c = fences[:, side].T
        over = np.maximum(a * places[:, 0] + b * places[:, 1] - c, 0)
        places[:, 0] -= over * a
        places[:, 1] -= over * b


def _whole(places: Numbers) -> Iterator[tuple[int, int]]:
    """Yield the places in whole units; one that is taken goes to the next free one."""
    taken = set()
    for x, y in np.rint(np.clip(places, 1, (WIDTH - 1, HEIGHT - 1))).astype(int).tolist():
        place = next(one for one in _around(x, y) if one not in taken)
        taken.add(place)
        yield place


def _around(x: int, y: int) -> Iterator[tuple[int, int]]:
    """Yield a place and those around it, the nearest squares first."""
    for far in count():
        for u in range(max(x - far, 0), min(x + far, WIDTH) + 1):
            for v in range(max(y - far, 0), min(y + far, HEIGHT) + 1):
                if max(abs(u - x), abs(v - y)) == far:
                    yield u, v
