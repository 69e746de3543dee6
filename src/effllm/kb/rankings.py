"""Which figures may be compared, and which of them is the better one."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.text import caseless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.kb.results import Reported
    from effllm.records import Metric, Result, Setting

OF_THE_METHOD = ("weight_bits", "activation_bits", "group_size", "calibration")
"""What of a setting belongs to the method rather than to the measurement: it may differ between rows of one table."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """Figures of one metric that were measured on the same model in the same setting: only these have a ranking.

    Attributes:
        metric: what was measured.
        unit: unit of all figures; None for bare numbers.
        model: the model measured.
        size: its parameters, as printed.
        bits: bits a weight, rounded: all share them, while the setting of each figure has the exact number. None where
            nothing is said of them.
        setting: what of the setting all share; what differs is left out.
        hardware: where all ran.
        against: what all are held against, where the metric is relative.
        results: the figures, the best first; in the order of the papers where none is the better one.
    """

    metric: Metric
    unit: str | None
    model: str
    size: str | None
    bits: int | None
    setting: Setting
    hardware: str | None
    against: str | None
    results: tuple[Reported, ...]

    def __iter__(self) -> Iterator[Reported]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)


def rankings(reported: Iterable[Reported], metrics: Mapping[str, Metric]) -> Iterator[Comparable]:
    """Yield the figures that belong in one ranking, group by group; what stands alone is left out."""
    groups: dict[object, list[Reported]] = defaultdict(list)
    for one in reported:
        groups[_shared(one, metrics[one.result.metric])].append(one)
    return (_rank(group, metrics) for group in groups.values() if len(group) > 1)


def whole_bits(bits: float | None) -> int | None:
    """Return bits as tables sort methods by them: 3.02 are 3, 2.5 are 3."""
    return None if bits is None else math.floor(bits + 0.5)


def _rank(group: list[Reported], metrics: Mapping[str, Metric]) -> Comparable:
    first = group[0].result
    metric = metrics[first.metric]
    ranked = sorted(group, key=lambda one: one.result.value, reverse=metric.better == "higher")
    return Comparable(
        metric,
        first.unit,
        first.model,
        first.size,
        whole_bits(first.setting.weight_bits),
        _in_common([one.result.setting for one in group]),
        first.hardware,
        _against(first, metric),
        tuple(group if metric.better == "neither" else ranked),
    )


def _in_common(settings: list[Setting]) -> Setting:
    first = settings[0]
    differing = [name for name in OF_THE_METHOD if any(getattr(s, name) != getattr(first, name) for s in settings)]
    return first.model_copy(update=dict.fromkeys(differing))


def _against(result: Result, metric: Metric) -> str | None:
    """Return the baseline without which a relative figure means nothing; None for an absolute one."""
    return result.baseline.what if metric.relative and result.baseline else None


def _shared(one: Reported, metric: Metric) -> object:
    """Return what two figures have to share; in names only capitals and spaces do not count.

    Methods share a table of one paper, which alone ran them on the same data and set them side by side: there the
    bits count as rounded, and how a method groups or calibrates is a part of it.
    """
    result = one.result
    names = tuple(name and caseless(name) for name in (result.model, result.hardware, _against(result, metric)))
    size = result.parameters or result.size
    given = result.setting.given.items()
    setting = tuple((name, caseless(value) if isinstance(value, str) else value) for name, value in given)
    if not result.method:
        return (result.metric, result.unit, size, setting, names)
    bits = (whole_bits(result.setting.weight_bits), whole_bits(result.setting.activation_bits))
    measured = tuple((name, value) for name, value in setting if name not in OF_THE_METHOD)
    return (result.metric, result.unit, size, measured, names, bits, one.paper.key, result.where)
