"""The taxonomy as a map: a polygon for each category, inside that of its parent, as large as its papers ask for.

The method is the Voronoi treemap of Nocaj and Brandes, "Computing Voronoi Treemaps" (2012): cells of a power diagram
whose weights are adapted until the areas fit. All polygons are convex, so a cell is its parent cut by straight lines.
"""

from __future__ import annotations

from itertools import pairwise
from math import copysign, cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from effllm.records import Category

WIDTH, HEIGHT = 4000, 3000
"""Size of the map in its own units; both axes start at 0, y grows downwards."""

GAPS = (26.0, 15.0, 8.0, 4.0, 2.5)
"""Half of the room between categories of each depth; deeper ones as the last."""

EMPTY = 0.6
"""What a category without papers takes, counted in papers, so that it is on the map too."""

_SIDES = 64
_ROUNDS = 40
_GOLDEN = 2.399963

Point = tuple[float, float]
Polygon = list[Point]


class Territory(NamedTuple):
    """A category on the map: its polygon, the number of its branch and how deep it is below it."""

    category: str
    branch: int
    depth: int
    outline: tuple[Point, ...]


class _Site(NamedTuple):
    x: float
    y: float
    weight: float


def territories(branches: Sequence[Category], papers: Mapping[str, int]) -> Iterator[Territory]:
    """Yield the territory of each category, parents before children.

    Args:
        branches: the taxonomy.
        papers: how many papers stand on the map in each leaf.

    About 40 power diagrams for each parent, quadratic in its children, whatever the number of papers.
    """
    sizes = {category.id: _size(category, papers) for branch in branches for category in branch.walk()}
    yield from _below(branches, _ellipse(), 0, sizes)


def _below(
    siblings: Sequence[Category], around: Polygon, depth: int, sizes: Mapping[str, float], branch: int = 0
) -> Iterator[Territory]:
    gap = GAPS[min(depth, len(GAPS) - 1)]
    cells = _cells(around, [sizes[category.id] for category in siblings])
    for number, (category, cell) in enumerate(zip(siblings, cells, strict=True)):
        mine = number if depth == 0 else branch
        outline = shrunk(cell, gap)
        yield Territory(category.id, mine, depth, tuple(outline))
        yield from _below(category.children, outline, depth + 1, sizes, mine)


def _size(category: Category, papers: Mapping[str, int]) -> float:
    if category.children:
        return sum(_size(child, papers) for child in category.children)
    return max(float(papers.get(category.id, 0)), EMPTY)


def _ellipse() -> Polygon:
    """Return the whole map: a rectangle with round ends, a superellipse."""
    angles = (2 * pi * number / _SIDES for number in range(_SIDES))
    return [(WIDTH / 2 * (1 + _bent(cos(angle))), HEIGHT / 2 * (1 + _bent(sin(angle)))) for angle in angles]


def _bent(part: float) -> float:
    return copysign(pow(abs(part), 0.72), part)


def area(polygon: Sequence[Point]) -> float:
    """Return the area of a polygon, 0 of less than three corners."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in _sides(polygon))) / 2


def centre(polygon: Sequence[Point]) -> Point:
    """Return the centre of gravity of a polygon."""
    crosses = [(x + u, y + v, x * v - u * y) for (x, y), (u, v) in _sides(polygon)]
    whole = 3 * sum(cross for _, _, cross in crosses)
    if not whole:
        return polygon[0]
    return sum(x * cross for x, _, cross in crosses) / whole, sum(y * cross for _, y, cross in crosses) / whole


def _sides(polygon: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise([*polygon, polygon[0]])


def cut(polygon: Polygon, a: float, b: float, c: float) -> Polygon:
    """Return the part of a convex polygon where ``a * x + b * y <= c``."""
    kept: Polygon = []
    values = [a * x + b * y - c for x, y in polygon]
    last, before = polygon[-1], values[-1]
    for point, value in zip(polygon, values, strict=True):
        if (before > 0) != (value > 0):
            share = before / (before - value)
            kept.append((last[0] + (point[0] - last[0]) * share, last[1] + (point[1] - last[1]) * share))
        if value <= 0:
            kept.append(point)
        last, before = point, value
    return kept


def walls(polygon: Sequence[Point]) -> Iterator[tuple[float, float, float]]:
    """Yield the sides of a convex polygon as lines: it lies where ``a * x + b * y <= c``, and (a, b) has length 1."""
    middle = centre(polygon)
    for (x, y), (u, v) in _sides(polygon):
        length = hypot(u - x, v - y)
        if length:
            a, b = (v - y) / length, (x - u) / length
            outward = a * (x - middle[0]) + b * (y - middle[1]) > 0
            a, b = (a, b) if outward else (-a, -b)
            yield a, b, a * x + b * y


def shrunk(polygon: Polygon, margin: float) -> Polygon:
    """Return a convex polygon with all sides moved inwards; by less than asked where nothing would be left."""
    whole = area(polygon)
    while margin > 1:
        inner = polygon
        for a, b, c in walls(polygon):
            inner = cut(inner, a, b, c - margin)
            if len(inner) < 3:  # noqa: PLR2004 - no polygon is left
                break
        else:
            if area(inner) > whole / 3:
                return inner
        margin /= 2
    return polygon


def _cells(around: Polygon, sizes: Sequence[float]) -> list[Polygon]:
    """Divide a convex polygon by a power diagram into cells whose areas are as the sizes."""
    if len(sizes) == 1:
        return [around]
    whole = area(around)
    targets = [whole * size / sum(sizes) for size in sizes]
    sites = _start(around, targets)
    best, least = [around], float("inf")
    for _ in range(_ROUNDS):
        cells = [_cell(number, sites, around) for number in range(len(sites))]
        areas = [area(cell) if cell else 0.0 for cell in cells]
        error = sum(abs(target - found) for target, found in zip(targets, areas, strict=True))
        if all(areas) and error < least:
            best, least = cells, error
        sites = _adapted(sites, cells, areas, targets)
    return best if len(best) == len(sizes) else _strips(around, targets)


def _start(around: Polygon, targets: Sequence[float]) -> list[_Site]:
    """Place the sites on a spiral around the polygon's centre, in order."""
    x, y = centre(around)
    reach = min(c - a * x - b * y for a, b, c in walls(around)) * 0.8
    count = len(targets)
    return [
        _Site(
            x + reach * sqrt((number + 0.5) / count) * cos(_GOLDEN * number),
            y + reach * sqrt((number + 0.5) / count) * sin(_GOLDEN * number),
            target / (2 * pi),
        )
        for number, target in enumerate(targets)
    ]


def _cell(number: int, sites: Sequence[_Site], around: Polygon) -> Polygon:
    """Return the points nearer to a site than to any other, by squared distance less weight."""
    x, y, weight = sites[number]
    cell = around
    for other, (u, v, heavy) in enumerate(sites):
        if other != number and cell:
            cell = cut(cell, 2 * (u - x), 2 * (v - y), u * u + v * v - heavy - x * x - y * y + weight)
    return cell


def _adapted(
    sites: Sequence[_Site], cells: Sequence[Polygon], areas: Sequence[float], targets: Sequence[float]
) -> list[_Site]:
    """Move each site to the centre of its cell, and change its weight towards the area it should have."""
    moved = [centre(cell) if cell else (site.x, site.y) for site, cell in zip(sites, cells, strict=True)]
    found = []
    for number, (x, y) in enumerate(moved):
        nearest = min(hypot(x - u, y - v) for other, (u, v) in enumerate(moved) if other != number)
        change = (targets[number] - areas[number]) / pi
        weight = min(max(sites[number].weight + change, 1.0), max(nearest * nearest * 0.95, 1.0))
        found.append(_Site(x, y, weight))
    return found


def _strips(around: Polygon, targets: Sequence[float]) -> list[Polygon]:
    """Divide a polygon by upright cuts, for sizes so different that a power diagram leaves one out."""
    cells, rest = [], around
    for target in targets[:-1]:
        low, high = min(x for x, _ in rest), max(x for x, _ in rest)
        for _ in range(40):
            middle = (low + high) / 2
            left = cut(rest, 1, 0, middle)
            low, high = (low, middle) if area(left) > target else (middle, high)
        cells.append(cut(rest, 1, 0, high))
        rest = cut(rest, -1, 0, -high)
    return [*cells, rest]
