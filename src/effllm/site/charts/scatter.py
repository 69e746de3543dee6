"""Points on two logarithmic axes, each with a label that touches no other."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH, NARROW, HEIGHT = 760.0, 340.0, 460.0
"""Size of the chart, and its width on a phone."""

LEFT, RIGHT, ABOVE, BELOW = 58.0, 12.0, 12.0, 44.0
"""Room around the area of the points, for the axes."""

LETTER, LINE = 7.2, 13.0
"""Width of a letter (rather too wide) and height of a label."""

DOT = 6.0
"""Half of the room that a point takes."""

CROWDED = 120.0
"""Room of a power of ten on an axis, in which the labels of three numbers would touch."""

_AWAY = (8, 14, 22, 32, 44, 58)
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))


class Area(NamedTuple):
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Area) -> bool:
        """Return whether two rectangles overlap."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def holds(self, other: Area) -> bool:
        """Return whether the other lies within it."""
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height


class Dot(NamedTuple):
    """A point, and where its label stands; None where there is no room for one."""

    name: str
    x: float
    y: float
    label: Area | None

    @property
    def tied(self) -> bool:
        """Whether the label stands so far away that a line has to say whose it is."""
        near = _AWAY[1] + 2
        around = Area(self.x - near, self.y - near, 2 * near, 2 * near)
        return self.label is not None and not around.meets(self.label)


class Axis(NamedTuple):
    """A logarithmic axis: its ends as numbers, and as places in the picture."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a number stands."""
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return round(self.start + (self.end - self.start) * share, 1)

    @property
    def ticks(self) -> list[tuple[float, float]]:
        """The numbers 1, 2 and 5 of each power of ten, or 1 and 3 where there is less room, and where they stand."""
        across = abs(self.end - self.start) / (log10(self.high) - log10(self.low))
        digits = (1, 2, 5) if across > CROWDED else (1, 3)
        powers = range(floor(log10(self.low)), floor(log10(self.high)) + 1)
        values = (float(digit * 10**power) for power in powers for digit in digits)
        return [(value, self.place(value)) for value in values if self.low <= value <= self.high]


class Scatter(NamedTuple):
    """The chart."""

    width: float
    x: Axis
    y: Axis
    dots: list[Dot]
    line: tuple[float, float, float, float] | None
    line_name: str
    line_label: Area | None


def scatter(points: Sequence[tuple[str, float, float]], slope: float, line_name: str, width: float = WIDTH) -> Scatter:
    """Lay out points given as (name, x, y), and the line y = slope * x with its name."""
    inside = Area(LEFT, ABOVE, width - LEFT - RIGHT, HEIGHT - ABOVE - BELOW)
    x = _axis([point[1] for point in points], LEFT, width - RIGHT)
    y = _axis([point[2] for point in points], HEIGHT - BELOW, ABOVE)
    places = [(name, x.place(one), y.place(other)) for name, one, other in points]
    taken = [Area(across - DOT, down - DOT, 2 * DOT, 2 * DOT) for _, across, down in places]
    line = _line(x, y, slope)
    line_label = None
    if line:
        taken += _along(line)
        line_label = _free(_beside(line, LETTER * len(line_name)), taken, inside)
        taken += [line_label] if line_label else []
    return Scatter(width, x, y, list(_labelled(places, taken, inside)), line, line_name, line_label)


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    return Axis(min(values, default=1) / 1.7, max(values, default=1) * 1.7, start, end)


def _line(x: Axis, y: Axis, slope: float) -> tuple[float, float, float, float] | None:
    """Return the ends of the part of y = slope * x that lies within both axes."""
    low, high = max(x.low, y.low / slope), min(x.high, y.high / slope)
    return (x.place(low), y.place(low * slope), x.place(high), y.place(high * slope)) if low < high else None


def _along(line: tuple[float, float, float, float]) -> Iterator[Area]:
    """Yield small rectangles that cover a line."""
    left, bottom, right, top = line
    steps = 80
    width, height = (right - left) / steps, (bottom - top) / steps
    for step in range(steps):
        yield Area(left + step * width, bottom - (step + 1) * height, width, height)


def _beside(line: tuple[float, float, float, float], width: float) -> Iterator[Area]:
    """Yield the places for a line's name: right of its upper end, left of it, and the same further down."""
    left, bottom, right, top = line
    for part in range(8):
        x, y = right - (right - left) * part / 8, top + (bottom - top) * part / 8
        yield Area(x + 10, y + 4, width, LINE)
        yield Area(x - width - 28, y + 4, width, LINE)


def _free(candidates: Iterable[Area], taken: list[Area], inside: Area) -> Area | None:
    """Return the first of the places that lies within the axes and meets nothing."""
    free = (area for area in candidates if inside.holds(area) and not any(map(area.meets, taken)))
    return next(free, None)


def _labelled(places: Iterable[tuple[str, float, float]], taken: list[Area], inside: Area) -> Iterator[Dot]:
    for name, x, y in places:
        label = _free(_candidates(name, x, y), taken, inside)
        if label:
            taken.append(label)
        yield Dot(name, x, y, label)


def _candidates(name: str, x: float, y: float) -> Iterator[Area]:
    """Yield the places for a label, the nearest first: beside its point, above, below, then further away."""
    width = LETTER * len(name)
    for away in _AWAY:
        for across, down in _SIDES:
            middle = x + across * (away + width / 2)
            yield Area(round(middle - width / 2, 1), round(y + down * (away + LINE / 2) - LINE / 2, 1), width, LINE)
