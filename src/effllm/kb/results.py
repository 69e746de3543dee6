"""Figures that papers report, and which of them may be compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.records import Setting
from effllm.text import caseless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Metric, Paper, Result, Source

Key = tuple[object, ...]

_WHAT = ("metric", "value", "unit", "model", "size", "method")
COLUMNS = ("paper", *_WHAT, *Setting.model_fields, "hardware", "baseline", "baseline_value", "where", "sources")
"""Fields of a figure in a table, in order."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure and the paper that reports it."""

    paper: Paper
    result: Result

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figure was read."""
        return self.paper.source("results")


@dataclass(frozen=True, slots=True)
class Comparable:
    """Figures of one metric that were measured on the same model in the same setting: only these have a ranking.

    Attributes:
        metric: what was measured.
        unit: unit of all figures; None for bare numbers.
        model: the model measured.
        size: its parameters, as printed.
        setting: the setting that all share.
        hardware: where all ran.
        against: what all are held against, where the metric is relative.
        results: the figures, the best first; in the order of the papers where none is the better one.
    """

    metric: Metric
    unit: str | None
    model: str
    size: str | None
    setting: Setting
    hardware: str | None
    against: str | None
    results: tuple[Reported, ...]

    def __iter__(self) -> Iterator[Reported]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)


class Results:
    """Figures in the order of their papers. Whether two may be compared is for `comparable` to say."""

    def __init__(self, reported: Iterable[Reported], metrics: dict[str, Metric]) -> None:
        self._reported = tuple(reported)
        self._metrics = metrics

    def __iter__(self) -> Iterator[Reported]:
        return iter(self._reported)

    def __len__(self) -> int:
        return len(self._reported)

    def __getitem__(self, place: int) -> Reported:
        """Return the figure at a place, from 0."""
        return self._reported[place]

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<Results: {len(self)}>"

    def to_csv(self) -> str:
        """Return the figures as CSV, a line each; formulas are defused as in `Papers.to_csv`."""
        from effllm.bibliography.table import table  # noqa: PLC0415 - BibTeX's parser, beside it, is slow to import

        return table(COLUMNS, (_row(one) for one in self._reported))

    def comparable(self) -> tuple[Comparable, ...]:
        """Return the figures that may stand in one ranking, group by group; what stands alone is left out.

        A group shares metric, unit, model, size, setting, hardware and, for a relative metric, the baseline. Methods
        are ranked within their paper: it alone ran them on the same data, while two papers that run one method differ
        in more than they say.
        """
        groups: dict[Key, list[Reported]] = defaultdict(list)
        for one in self._reported:
            groups[_key(one, self._metrics[one.result.metric])].append(one)
        return tuple(self._rank(group) for group in groups.values() if len(group) > 1)

    def _rank(self, group: list[Reported]) -> Comparable:
        first = group[0].result
        metric = self._metrics[first.metric]
        ranked = sorted(group, key=lambda one: one.result.value, reverse=metric.better == "higher")
        return Comparable(
            metric,
            first.unit,
            first.model,
            first.size,
            first.setting,
            first.hardware,
            against(first, metric),
            tuple(group if metric.better == "neither" else ranked),
        )


def _row(one: Reported) -> list[object]:
    result, baseline = one.result, one.result.baseline
    held = (baseline.what, baseline.value) if baseline else (None, None)
    what = [getattr(result, name) for name in _WHAT]
    setting = [getattr(result.setting, name) for name in Setting.model_fields]
    return [one.paper.key, *what, *setting, result.hardware, *held, result.where, one.sources]


def against(result: Result, metric: Metric) -> str | None:
    """Return the baseline without which a relative figure means nothing; None for an absolute one."""
    return result.baseline.what if metric.relative and result.baseline else None


def _key(one: Reported, metric: Metric) -> Key:
    """Return what two figures have to share; in names only capitals and spaces do not count."""
    result = one.result
    held = against(result, metric)
    names = tuple(name and caseless(name) for name in (result.model, result.hardware, held))
    setting = tuple(
        (name, caseless(value) if isinstance(value, str) else value) for name, value in result.setting.given.items()
    )
    within = one.paper.key if result.method else None
    return (result.metric, result.unit, result.parameters or result.size, setting, names, within)
