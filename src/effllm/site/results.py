"""All figures that papers report, ranked where they may be compared."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from effllm.site import figures
from effllm.site.render import page
from effllm.text import caseless, fold
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markupsafe import Markup

    from effllm.kb.results import Comparable, Reported, Results
    from effllm.site.view import View


FULL = 16
"""Bits of a number from which on a model counts as not quantized."""

_QUANTIZATION = ("weight_bits", "activation_bits", "group_size", "calibration")
"""What of a setting a model that is not quantized does not share."""


class Place(NamedTuple):
    """A figure in its ranking; equal figures share a rank, counted from 1."""

    rank: int
    figure: Markup


class Ranking(NamedTuple):
    """A table of rankings, one in each column, that differ by the size of the model or by the dataset alone.

    Attributes:
        about: the model and the setting that all columns share, in words.
        columns: the size or dataset of each; empty where the figures name neither.
        groups: the figures of each column, the best first.
        rows: for each method, or paper where no method is named, one of its figures and its place in each column;
            None where it has none. In the order of the first ranking, then of the others.
        baseline: the model before it was quantized, from the same table of the paper, and its figure in each column;
            None where the records hold none. It has no place in the ranking, whose setting it does not share.
    """

    about: str
    columns: Sequence[str]
    groups: Sequence[Comparable]
    rows: Sequence[tuple[Reported, list[Place | None]]]
    baseline: tuple[Reported, list[Markup | None]] | None


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the page of all figures."""
    results = view.kb.results()
    by_metric = [(metric, view.kb.results(metric=metric.id)) for metric in view.kb.vocabulary.metrics]
    papers = len({one.paper.key for one in results})
    yield page(
        "results/index.md",
        "results.html",
        "Results",
        {
            "description": f"{count(len(results), 'figure')} that papers report, ranked only where they compare",
        },
        view=view,
        results=results,
        papers=papers,
        rankings=_by_metric(results),
        by_metric=[(metric, found) for metric, found in by_metric if len(found)],
    )


def _by_metric(results: Results) -> list[list[Ranking]]:
    """Return the rankings of each metric, by model."""
    full: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    for one in results:
        if one.result.method and one.result.setting.weight_bits and min(_bits(one)) >= FULL:
            full[_table(one)].append(one)
    experiments: dict[object, list[Comparable]] = {}
    for number, group in enumerate(results.comparable()):
        first = group.results[0]
        setting = group.setting.model_copy(update={"dataset": None})
        same = (first.paper.key, first.result.where, group.unit, repr(setting), group.hardware, group.against)
        # What two papers report stands alone: side by side with other sizes it would seem to be of one experiment.
        experiments.setdefault((_order(group), same if first.result.method else number), []).append(group)
    ordered = sorted(experiments.values(), key=lambda found: _order(found[0]))  # stable: else as the papers stand
    by_metric = groupby(ordered, key=lambda found: found[0].metric.id)
    return [[ranking for found in same for ranking in _rankings(found, full)] for _, same in by_metric]


def _order(group: Comparable) -> tuple[str, str, str]:
    return (group.metric.id, fold(group.model), caseless(group.model))  # what folds alike may be two models


def _rankings(
    experiment: Sequence[Comparable], full: Mapping[tuple[str, str], Sequence[Reported]]
) -> Iterator[Ranking]:
    """Yield the tables of an experiment: the sizes in columns, or the datasets where these are more."""
    sizes = list(dict.fromkeys(group.size for group in experiment))
    datasets = list(dict.fromkeys(group.setting.dataset for group in experiment))
    if len(datasets) > len(sizes):
        for size in sizes:
            columns = [group for group in experiment if group.size == size]
            yield _ranking(columns, [group.setting.dataset for group in columns], full, size, without="dataset")
    else:
        for dataset in datasets:
            columns = [group for group in experiment if group.setting.dataset == dataset]
            yield _ranking(columns, [group.size for group in columns], full)


def _ranking(
    groups: Sequence[Comparable],
    columns: Iterable[str | None],
    full: Mapping[tuple[str, str], Sequence[Reported]],
    size: str | None = None,
    *,
    without: str = "",
) -> Ranking:
    rows: dict[str, tuple[Reported, list[Place | None]]] = {}
    for number, group in enumerate(groups):
        places = figures.places(one.result.value for one in group)
        values = [one.result.value for one in group]
        for one in group:
            of = one.result.method or f"{one.paper.key} {one.result.where}"
            row = rows.setdefault(of, (one, [None] * len(groups)))
            row[1][number] = Place(1 + values.index(one.result.value), figures.figure(one.result.value, places))
    first = groups[0]
    words = figures.setting(first.results[0].result)
    about = [
        f"{first.model} {size}" if size else first.model,
        *(said for name, said in words.items() if name != without),
        *([f"against {first.against}"] if first.against else []),
    ]
    names = [name or "" for name in columns]
    return Ranking(", ".join(about), names, groups, list(rows.values()), _baseline(groups, full))


def _baseline(
    groups: Sequence[Comparable], full: Mapping[tuple[str, str], Sequence[Reported]]
) -> tuple[Reported, list[Markup | None]] | None:
    """Return the row of the model before it was quantized, where there is one and no doubt which."""
    found = [_unquantized(group, full) for group in groups]
    named = {one.result.method: one for one in found if one}
    if len(named) != 1:
        return None
    cells = [
        figures.figure(one.result.value, figures.places(other.result.value for other in group)) if one else None
        for one, group in zip(found, groups, strict=True)
    ]
    return (next(iter(named.values())), cells)


def _unquantized(group: Comparable, full: Mapping[tuple[str, str], Sequence[Reported]]) -> Reported | None:
    """Return the figure of the highest precision that shares all with a group but the quantization."""
    first = group.results[0]
    if min(_bits(first)) >= FULL:
        return None
    candidates = [one for one in full.get(_table(first), ()) if _apart_from_bits(one) == _apart_from_bits(first)]
    best = max(map(_bits, candidates), default=None)
    found = [one for one in candidates if _bits(one) == best]
    return found[0] if len(found) == 1 else None


def _table(one: Reported) -> tuple[str, str]:
    """Return where a figure stands: the paper and the table."""
    return (one.paper.key, one.result.where)


def _bits(one: Reported) -> tuple[float, float]:
    """Return how many bits a weight has, and an activation: all of them, where nothing is said."""
    setting = one.result.setting
    return (setting.weight_bits or FULL, setting.activation_bits or FULL)


def _apart_from_bits(one: Reported) -> tuple[object, ...]:
    result = one.result
    setting = {name: value for name, value in result.setting.given.items() if name not in _QUANTIZATION}
    size = result.parameters or result.size
    return (result.metric, result.unit, result.model, size, setting, result.hardware)
