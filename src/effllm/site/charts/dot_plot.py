"""Methods below each other, a dot for each at its figure, and a line at the model before compression."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from effllm.text import title_key
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 360
"""Of a chart, in its own units: about that of a phone."""

LEFT, RIGHT = 152, 304
"""Where the lowest and the highest figure are; names are to the left, figures to the right."""

_ABOVE, _ROW, _HOW, _BELOW = 36, 20, 12, 18
_LONGEST, _LONGEST_HOW = 24, 30
_MANIFOLD, _FAR, _SQUEEZED = 3, 2, 6


class DotScale(NamedTuple):
    """An axis: by ratios where its figures differ more than threefold.

    What is beyond ``high`` is at its end: a broken model's perplexity of 540 would put 5.5 and 6.5 in one place.
    """

    low: float
    high: float
    base: float | None

    @classmethod
    def of(cls, values: Sequence[float], base: float | None, *, lower_is_better: bool = False) -> DotScale:
        """Return the axis that has these figures; ``base`` is that of the model before compression.

        Where lower is better and half of the figures would be within a sixth of the axis, it ends at twice the median.
        """
        low, middle, high = min(values), median(values), max(values)
        if lower_is_better and 0 < low * _MANIFOLD < high and (middle / low) ** _SQUEEZED < high / low:
            high = max(value for value in values if value <= _FAR * middle)
        return cls(low, high, base)

    def at(self, value: float | None) -> int | None:
        """Return where a figure is between the lowest and the highest, in per cent; None if all are equal."""
        if value is None or self.low == self.high:
            return None
        value = min(value, self.high)
        if 0 < self.low * _MANIFOLD < self.high:
            return round(100 * math.log(value / self.low) / math.log(self.high / self.low))
        return round(100 * (value - self.low) / (self.high - self.low))


class Dot(NamedTuple):
    """A row: its figure, as a number and as printed, what it says when pointed at, and where it leads.

    Attributes:
        kind: ``best``, ``other`` or, where it has no rank, ``apart``.
        link: an address, or a page without the root of the site; None where there is nothing to open.
        numbers: lines of its figures in the file that has all of them, from 0.
        others: figures of the same row, as with smaller batches.
        xs: where these are.
        beyond: whether the axis ends before its figure.
    """

    name: str
    how: str
    value: float
    figure: str
    kind: str
    said: str
    link: str | None
    numbers: Sequence[int]
    others: Sequence[float] = ()
    x: float = 0
    y: float = 0
    xs: Sequence[float] = ()
    beyond: bool = False


class Base(NamedTuple):
    """The line of the model before compression, and its label, which stays within the chart."""

    x: float
    label: str
    anchor: str


class Chart(NamedTuple):
    """A chart of one column of a ranking; ``ends`` are the lowest and the highest figure, as printed."""

    title: str
    height: int
    dots: list[Dot]
    base: Base | None
    ends: tuple[str, str] | None


class DotPlot(NamedTuple):
    """A chart, and what it is filtered by: model with size, dataset, the rest of the setting, year."""

    chart: Chart
    model: str
    on: str
    how: str
    year: int

    @property
    def keys(self) -> dict[str, str]:
        """The same by the names of the filters, as all spellings have it in common."""
        return {name: title_key(getattr(self, name)) for name in ("model", "on", "how")} | {"since": str(self.year)}


def lay_out(title: str, dots: Iterable[Dot], scale: DotScale, base: str) -> Chart:
    """Lay out the methods in their order; ``base`` is the label of the line, if there is one."""
    placed: list[Dot] = []
    y = _ABOVE
    for dot in dots:
        name, how = cut(dot.name, _LONGEST, "…"), cut(dot.how, _LONGEST_HOW, "…")
        xs = [_x(scale.at(value)) for value in dot.others]
        beyond = dot.value > scale.high
        placed.append(dot._replace(name=name, how=how, x=_x(scale.at(dot.value)), y=y, xs=xs, beyond=beyond))
        y += _ROW + (_HOW if how else 0)
    ends = (f"{scale.low:,.6g}", f"{scale.high:,.6g}") if scale.low != scale.high else None
    line = _x(scale.at(scale.base))
    label = Base(line, base, "end" if line > (LEFT + RIGHT) / 2 else "start") if base else None
    return Chart(title, y + _BELOW - _ROW // 2, placed, label, ends)


def _x(at: int | None) -> float:
    return LEFT + (RIGHT - LEFT) * (50 if at is None else at) / 100
