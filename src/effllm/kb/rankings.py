"""Which figures may be compared, and which of them is the better one."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from effllm.text import caseless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.kb.results import Reported
    from effllm.records import Metric, Result, Setting

OF_THE_METHOD = ("weight_bits", "activation_bits", "kv_bits", "group_size", "calibration")
"""What of a setting belongs to the method rather than to the measurement: it may differ between rows of one table."""

FULL = 16
"""Bits of a number from which on a model counts as not quantized."""

SAME_BITS = 0.1
"""By how many bits a number two methods may differ and still have equally many; groups of 128 add more."""

_ROUNDED = ("weight_bits", "activation_bits", "kv_bits")
_SCALE = 16
_COSTS = {"throughput", "latency", "energy", "energy-saving", "speedup", "memory", "memory-saving", "max-batch-size"}
_COSTS |= {"training-cost"}


@dataclass(frozen=True)
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

    def __repr__(self) -> str:
        """Return what was measured on what, and how many figures there are."""
        return (
            f"<Comparable: {self.metric.id} of {' '.join(filter(None, (self.model, self.size)))}, {len(self)} figures>"
        )

    def __iter__(self) -> Iterator[Reported]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank of each result, counted from 1: one more than there are better ones with no more bits.

        So what is better only because it has more bits, or finer groups, does not push others down, and several can be
        first. Equal figures share a rank. 0 where a rank would mislead: a method is alone, neither more nor less is
        better, or the metric counts what a method costs, which says nothing of how well it answers.
        """
        if len(self) == 1 or self.metric.better == "neither" or self.metric.id in _COSTS:
            return (0,) * len(self)
        values = [one.result.value for one in self]
        bits = [_with_scales(one.result.setting) for one in self]
        return tuple(
            1 + sum(_no_more(other, own) for other in bits[: values.index(value)])
            for value, own in zip(values, bits, strict=True)
        )


def rankings(reported: Iterable[Reported], metrics: Mapping[str, Metric], *, at_least: int = 2) -> Iterator[Comparable]:
    """Yield the figures that belong in one ranking, group by group; what stands alone is left out."""
    groups: dict[object, list[Reported]] = defaultdict(list)
    for one in reported:
        groups[_shared(one, metrics[one.result.metric])].append(one)
    return (_rank(group, metrics) for group in groups.values() if len(group) >= at_least)


def whole_bits(bits: float | None) -> int | None:
    """Return bits as tables sort methods by them: 3.02 are 3, 2.5 are 3."""
    return None if bits is None else math.floor(bits + 0.5)


def is_compressed(setting: Setting) -> bool:
    """Tell whether weights, activations or KV cache have fewer bits, zeros or fewer tokens than the model has."""
    bits = min(getattr(setting, name) or FULL for name in _ROUNDED)
    return bits < FULL or setting.kv_budget is not None or setting.sparsity not in {None, "0%"}


def _with_scales(setting: Setting) -> tuple[float, ...]:
    """Return bits a weight, an activation and a number of the KV cache, with those of the scales of groups.

    A group has a scale of 16 bits, as comparisons count it (formula ``bits-group``). Bits that are no whole number
    count the scales already.
    """
    return tuple(_scaled(getattr(setting, name) or FULL, setting.group_size) for name in _ROUNDED)


def _scaled(bits: float, group_size: int | None) -> float:
    if not group_size or bits >= FULL or bits != int(bits):
        return bits
    return bits + _SCALE / group_size


def _no_more(bits: tuple[float, ...], than: tuple[float, ...]) -> bool:
    """Tell whether one method has no more bits than another, in weights, activations and KV cache."""
    return all(own <= other + SAME_BITS for own, other in zip(bits, than, strict=True))


def rounded_bits(setting: Setting) -> tuple[int | None, ...]:
    """Return bits a weight, an activation and a number of the KV cache as tables sort methods by them."""
    return tuple(whole_bits(getattr(setting, name)) for name in _ROUNDED)


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
    bits = rounded_bits(result.setting)
    measured = tuple((name, value) for name, value in setting if name not in OF_THE_METHOD)
    return (result.metric, result.unit, size, measured, names, bits, one.paper.key, result.where)
