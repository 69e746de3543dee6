"""Many points on a logarithmic scale, over time or with another scale. The page's table has the numbers."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, ABOVE, BELOW = 58, 14, 12, 34
"""Room around the area of the points, for the axes."""

SERIES = {True: "s1", False: "s2", None: "s0"}
"""Colours of models whose weights are open, are not, and of which no source says it."""

_TICKS = 9
"""How many powers of ten have a label before only every second one has."""

_CIRCLE = Markup('<circle class="{}" cx="{:g}" cy="{:g}" r="4" data-m="{}" data-said="{}"></circle>')


class Point(NamedTuple):
    """A model: its id and name, x and y, what is said of it, and whether its weights are open."""

    id: str
    x: float
    y: float
    said: str
    open_weights: bool | None


class Scale(NamedTuple):
    """An axis: its label, its marks as (text, place), and where a number is."""

    label: str
    marks: list[tuple[str, float]]
    place: Callable[[float], float]


class Cloud(NamedTuple):
    """The chart; ``line`` has the ends of the part of y = slope * x that lies within both axes."""

    x: Scale
    y: Scale
    dots: Markup
    line: tuple[float, float, float, float] | None = None


def year_of(day: str) -> float:
    """Return a day as a fraction of years: 2024.5 is in the middle of 2024."""
    when = date.fromisoformat(day)
    return when.year + (when.timetuple().tm_yday - 1) / 366


def over_time(points: Sequence[Point], label: str) -> Cloud:
    """Lay out points whose x is a year with its fraction."""
    first, last = floor(min(point.x for point in points)), ceil(max(point.x for point in points))
    step = (WIDTH - LEFT - RIGHT) / max(last - first, 1)

    def place(year: float) -> float:
        return LEFT + (year - first) * step

    x = Scale("", [(str(year), place(year + 0.5)) for year in range(first, last)], place)
    y = _powers([point.y for point in points], HEIGHT - BELOW, ABOVE, label)
    return Cloud(x, y, _dots(points, x, y))


def on_two_powers(points: Sequence[Point], labels: tuple[str, str], slope: float) -> Cloud:
    """Lay out points on two logarithmic scales, and the line y = slope * x."""
    x = _powers([point.x for point in points], LEFT, WIDTH - RIGHT, labels[0])
    y = _powers([point.y for point in points], HEIGHT - BELOW, ABOVE, labels[1])
    low = max(min(p.x for p in points), min(p.y for p in points) / slope)
    high = min(max(p.x for p in points), max(p.y for p in points) / slope)
    ends = (x.place(low), y.place(low * slope), x.place(high), y.place(high * slope)) if low < high else None
    return Cloud(x, y, _dots(points, x, y), ends)


def on_power(points: Sequence[Point], labels: tuple[str, str]) -> Cloud:
    """Lay out points on a logarithmic scale to the right and a plain one upwards."""
    x = _powers([point.x for point in points], LEFT, WIDTH - RIGHT, labels[0])
    y = _plain([point.y for point in points], HEIGHT - BELOW, ABOVE, labels[1])
    return Cloud(x, y, _dots(points, x, y))


def _plain(values: Sequence[float], start: float, end: float, label: str) -> Scale:
    step: int = 10 ** int(log10(max(max(values) - min(values), 1)))
    low, high = floor(min(values) / step), floor(max(values) / step) + 1

    def place(value: float) -> float:
        return round(start + (value / step - low) * (end - start) / (high - low), 1)

    return Scale(label, [(f"{n * step:,}", place(n * step)) for n in range(low, high + 1)], place)


def _powers(values: Sequence[float], start: float, end: float, label: str) -> Scale:
    low, high = floor(log10(min(values))), ceil(log10(max(values) * 1.01))
    step = (end - start) / (high - low)

    def place(value: float) -> float:
        return round(start + (log10(value) - low) * step, 1)

    every = 2 if high - low > _TICKS else 1
    return Scale(label, [(_power(n), round(start + (n - low) * step, 1)) for n in range(low, high + 1, every)], place)


def _power(exponent: int) -> str:
    """Return a power of ten as axes name it: 100 M, 10 B, 1e+24."""
    for letter, least in (("T", 12), ("B", 9), ("M", 6), ("k", 3)):
        if least <= exponent < least + 3:
            return f"{10 ** (exponent - least)}\N{NO-BREAK SPACE}{letter}"
    return f"1e+{exponent}" if exponent > 0 else "1"


def _dots(points: Sequence[Point], x: Scale, y: Scale) -> Markup:
    dots = (
        _CIRCLE.format(SERIES[p.open_weights], round(x.place(p.x), 1), y.place(p.y), p.id, escape(p.said))
        for p in points
    )
    return Markup("").join(dots)
