"""Columns and bars, drawn at build. The numbers of stacked columns are in a table of the page too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.records import Paper

SERIES = 6
"""How many colours there are; more series begin again."""


class Size(NamedTuple):
    """Measures in a chart's own units: room for the scale, a column, its gap, room above, and the columns' height."""

    left: int
    column: int
    gap: int
    above: int
    height: int


WIDE = Size(36, 44, 12, 18, 200)
SMALL = Size(0, 30, 6, 16, 72)


class Piece(NamedTuple):
    """A part of a column: the number of its series, and of its colour."""

    number: int
    series: int
    value: float
    y: float
    height: float


class Column(NamedTuple):
    """A column with its label and total."""

    label: str
    total: float
    x: float
    y: float
    pieces: list[Piece]


class Columns(NamedTuple):
    """A chart: its measures, its columns, and the lines of its scale as (y, value)."""

    size: Size
    width: float
    height: float
    columns: list[Column]
    scale: list[tuple[float, int]]


def columns(
    labels: Sequence[object], rows: Sequence[Sequence[float]], *, top: float | None = None, size: Size = WIDE
) -> Columns:
    """Lay out a column for each row of values, one upon the other; ``top`` is where the scale ends.

    Without ``top`` that is the next round number, and in a small chart, which has no scale, the highest column.
    """
    highest = max((sum(row) for row in rows), default=0) or 1
    end = top or (_rounded(highest) if size.left else highest)
    found = [
        _column(str(label), row, size.left + number * (size.column + size.gap) + size.gap / 2, size, end)
        for number, (label, row) in enumerate(zip(labels, rows, strict=True))
    ]
    parts = range(5) if size.left else ()
    scale = [(round(size.above + size.height * (1 - part / 4), 1), round(end * part / 4)) for part in parts]
    width = size.left + len(rows) * (size.column + size.gap)
    return Columns(size, width, size.above + size.height + 20, found, scale)


def _column(label: str, row: Sequence[float], x: float, size: Size, end: float) -> Column:
    y = float(size.above + size.height)
    pieces = []
    for number, value in enumerate(row):
        height = size.height * value / end
        y -= height
        if value:
            pieces.append(Piece(number, number % SERIES, value, round(y, 2), round(height, 2)))
    return Column(label, sum(row), x, round(y, 2), pieces)


def _rounded(value: float) -> int:
    """Return the next number that four lines divide evenly and people read easily."""
    step = 4
    while value > 5 * step:
        step *= 5 if str(step)[0] == "4" else 2
    return -(-int(value) // step) * step


class Bar(NamedTuple):
    """One bar of a chart, in its own coordinates."""

    year: int
    papers: int
    x: int
    height: int


STEP, TOP = 36, 72
"""Width that a bar takes with its gap, and height of the highest."""


def bars(papers: Iterable[Paper], years: range) -> list[Bar]:
    """Return a bar for each year of the axis; one paper still shows."""
    counts = Counter(paper.year for paper in papers)
    most = max(counts.values(), default=1)
    return list(_bars(counts, years, most))


def _bars(counts: Counter[int], years: range, most: int) -> Iterator[Bar]:
    for number, year in enumerate(years):
        height = max(2, round(TOP * counts[year] / most)) if counts[year] else 0
        yield Bar(year, counts[year], number * STEP, height)
