"""Rankings as tables: what compares, with all that differs between two rows said in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.rankings import FULL, OF_THE_METHOD, is_compressed, rounded_bits, whole_bits
from effllm.site.charts.dot_plot import DotScale
from effllm.site.pages import reported_results
from effllm.text import caseless, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markupsafe import Markup

    from effllm.kb import Comparable, Reported, Results

    Cells = list[Reported | None]
    Tables = Mapping[object, Sequence[Reported]]

_MEAN = {"mean", "average", "avg", "overall"}
_COMPRESSION = ("kv_budget", "sparsity")
_ACROSS = ("size", "dataset", "batch", "kv_budget", "sparsity")


class Place(NamedTuple):
    """A figure in a column.

    Attributes:
        one: the figure.
        rank: that of `Comparable.ranks`; 0 where it has none.
        figure: the figure as pages print it.
        how: what of its setting is another one in other columns of its row.
        at: where it lies between the lowest and the highest figure of its column, in per cent; None if all are equal.
        base: where the model before compression lies there; None where the column lacks it.
    """

    one: Reported
    rank: int
    figure: Markup
    how: str
    at: int | None = None
    base: int | None = None


class Row(NamedTuple):
    """A method, or a paper where no method is named.

    Attributes:
        one: one of its figures.
        how: what of its setting is another one in other rows; of a row that is not ranked, why.
        places: its figure in each column; None where it has none.
    """

    one: Reported
    how: str
    places: list[Place | None]


class Ranking(NamedTuple):
    """A table of rankings, one in each column, that differ by the size of the model or by one thing of the setting.

    Attributes:
        about: the model and the setting that all columns share, in words.
        columns: what differs, of each; empty where nothing does.
        groups: the figures of each column, the best first.
        baselines: the model before compression of each column, where its table has it.
        scales: the axis of each column.
        rows: in the order of the first ranking, then of the others.
        unranked: what the same table of the paper has in another setting, for comparison: the model before it was
            quantized, and what is better with fewer bits.
    """

    about: str
    columns: Sequence[str]
    groups: Sequence[Comparable]
    baselines: Sequence[Reported | None]
    scales: Sequence[DotScale]
    rows: Sequence[Row]
    unranked: Sequence[Row]


def by_metric(results: Results) -> list[list[Ranking]]:
    """Return the rankings of each metric, by model."""
    tables: dict[object, list[Reported]] = defaultdict(list)
    for one in results:
        if one.result.method:
            tables[_measured_with(one)].append(one)
    experiments: dict[object, list[Comparable]] = {}
    for number, group in enumerate(results.comparable(at_least=1)):
        if len(group) == 1 and not _unquantized(group, tables):
            continue
        first = group.results[0]
        measured = group.setting.model_copy(update=dict.fromkeys((*_ACROSS[1:], *OF_THE_METHOD)))
        bits = rounded_bits(first.result.setting)
        same = (_table(first), group.unit, repr(measured), bits, group.hardware, group.against)
        # What two papers report stands alone: side by side with other sizes it would seem to be of one experiment.
        experiments.setdefault((_order(group), same if first.result.method else number), []).append(group)
    ordered = sorted(experiments.values(), key=lambda found: _order(found[0]))  # stable: else as the papers are
    of_metrics = groupby(ordered, key=lambda found: found[0].metric.id)
    return [[ranking for found in same for ranking in _rankings(found, tables)] for _, same in of_metrics]


def _order(group: Comparable) -> tuple[str, str, str]:
    return (group.metric.id, fold(group.model), caseless(group.model))  # what folds alike may be two models


def _rankings(experiment: Sequence[Comparable], tables: Tables) -> Iterator[Ranking]:
    """Yield the tables of an experiment, what differs most in columns."""
    across = max(_ACROSS, key=lambda name: len({_differs(group, name) for group in experiment}))
    others = [name for name in _ACROSS if name != across]
    shared: dict[object, list[Comparable]] = defaultdict(list)
    for group in experiment:
        shared[tuple(_differs(group, name) for name in others)].append(group)
    for groups in shared.values():
        yield _ranking(sorted(groups, key=lambda group: not _is_mean(group)), across, tables)


def _is_mean(group: Comparable) -> bool:
    """Tell whether what was measured on is the mean of several: it comes first."""
    return not _MEAN.isdisjoint(words(group.setting.dataset or ""))


def _differs(group: Comparable, name: str) -> str | int | None:
    """Return the size of a group's model, or what of its setting has this name."""
    found: str | int | None = group.size if name == "size" else getattr(group.setting, name)
    return found


def _ranking(groups: Sequence[Comparable], across: str, tables: Tables) -> Ranking:
    first = groups[0]
    differing = _differing([one for group in groups for one in group])
    said = {name: words for name, words in _shared(first.results[0], differing).items() if words and name != across}
    about = [f"{first.model} {first.size}" if first.size and across != "size" else first.model, *said.values()]
    about += [f"against {first.against}"] if first.against else []
    named_by = "{}" if across == "size" else reported_results.SETTING[across]
    columns = [named_by.format(value) if (value := _differs(group, across)) is not None else "" for group in groups]
    rows = [_row(cells, groups, differing) for cells in _rows(groups)]
    baselines = [_unquantized(group, tables) for group in groups]
    named = {one.result.method for one in baselines if one}
    unranked = [_unranked(baselines, groups, "baseline, not ranked")] if len(named) == 1 else []
    unranked += [
        _unranked(cells, groups, f"{_how(cells, ['weight_bits'])}, not ranked")
        for cells in _with_fewer_bits(groups, tables)
    ]
    scales = [
        DotScale.of(
            [place.one.result.value for row in (*unranked, *rows) if (place := row.places[number])],
            baseline.result.value if baseline else None,
            lower_is_better=groups[number].metric.better == "lower",
        )
        for number, baseline in enumerate(baselines)
    ]
    rows, unranked = ([_drawn(row, scales) for row in some] for some in (rows, unranked))
    return Ranking(", ".join(about), columns, groups, baselines, scales, rows, unranked)


def _shared(one: Reported, differing: Iterable[str]) -> dict[str, str]:
    """Return what all share of a setting in words; of bits that are the same only when rounded: about how many."""
    said = reported_results.setting(one.result)
    for name in differing:
        bits = whole_bits(getattr(one.result.setting, name)) if name.endswith("_bits") else None
        said[name] = f"about {reported_results.SETTING[name].format(bits)}" if bits else ""
    return said


def _differing(found: Sequence[Reported]) -> list[str]:
    """Return what of the methods' settings is not the same for all."""
    return [name for name in OF_THE_METHOD if len({getattr(one.result.setting, name) for one in found}) > 1]


def _rows(groups: Sequence[Comparable]) -> Iterable[Cells]:
    """Return the figures of each row, the best of the first column first.

    A method that a column has twice has two rows: as grouped and as not, or with fewer and with more bits.
    """
    rows: dict[object, Cells] = {}
    for number, group in enumerate(groups):
        names: dict[int, object] = {}
        times: Counter[object] = Counter()
        for one in sorted(group, key=_bits):
            result = one.result
            method = (result.method, result.setting.group_size, result.setting.calibration)
            name = method if result.method else _table(one)
            names[id(one)] = (name, times[name])
            times[name] += 1
        for one in group:
            rows.setdefault(names[id(one)], [None] * len(groups))[number] = one
    return rows.values()


def _row(cells: Cells, groups: Sequence[Comparable], differing: Sequence[str]) -> Row:
    found = [one for one in cells if one]
    in_cells = _differing(found)
    places: list[Place | None] = []
    for one, group in zip(cells, groups, strict=True):
        if one is None:
            places.append(None)
            continue
        rank = next(rank for other, rank in zip(group, group.ranks, strict=True) if other is one)
        places.append(Place(one, rank, _figure(one, group), _how([one], in_cells)))
    return Row(found[0], _how(found, [name for name in differing if name not in in_cells]), places)


def _unranked(cells: Cells, groups: Sequence[Comparable], why: str) -> Row:
    places = [Place(one, 0, _figure(one, group), "") if one else None for one, group in zip(cells, groups, strict=True)]
    return Row(next(one for one in cells if one), why, places)


def _drawn(row: Row, scales: Sequence[DotScale]) -> Row:
    """Return a row with the place of each figure on the axis of its column."""
    return row._replace(
        places=[
            place and place._replace(at=scale.at(place.one.result.value), base=scale.at(scale.base))
            for place, scale in zip(row.places, scales, strict=True)
        ]
    )


def _figure(one: Reported, group: Comparable) -> Markup:
    return reported_results.figure(one.result.value, reported_results.places(other.result.value for other in group))


def _how(cells: Iterable[Reported | None], names: Iterable[str]) -> str:
    """Return some of the setting that cells share, in words: ``3.94-bit, groups of 128``."""
    said = next(reported_results.setting(one.result) for one in cells if one)
    return ", ".join(said[name].removesuffix(" weights") for name in names if name in said)


def _unquantized(group: Comparable, tables: Tables) -> Reported | None:
    """Return the figure of the highest precision that shares all with a group but the compression, if it is one."""
    if _is_full(group.results[0]):
        return None
    candidates = [one for one in _beside(group, tables) if _is_full(one)]
    best = max(map(_bits, candidates), default=None)
    found = [one for one in candidates if _bits(one) == best]
    return found[0] if len(found) == 1 else None


def _with_fewer_bits(groups: Sequence[Comparable], tables: Tables) -> Iterable[Cells]:
    """Return the figures of each method that is in some column better than all ranked, and has fewer bits a weight."""
    rows: dict[object, Cells] = {}
    better: set[object] = set()
    for number, group in enumerate(groups):
        best, bits = group.results[0].result.value, group.bits or FULL
        for one in _beside(group, tables):
            if _compressed(one) != _compressed(group.results[0]):
                continue
            own = whole_bits(one.result.setting.weight_bits)
            if own is None or own >= bits or bits >= FULL or _bits(one)[1] != _bits(group.results[0])[1]:
                continue
            name = (one.result.method, *(getattr(one.result.setting, part) for part in OF_THE_METHOD))
            rows.setdefault(name, [None] * len(groups))[number] = one
            if one.result.value < best if group.metric.better == "lower" else one.result.value > best:
                better.add(name)
    return [cells for name, cells in rows.items() if name in better]


def _beside(group: Comparable, tables: Tables) -> Sequence[Reported]:
    """Return the figures of a group's table that share all with it but the compression."""
    return tables.get(_measured_with(group.results[0]), ())


def _table(one: Reported) -> tuple[str, str]:
    """Return where a figure is: the paper and the table."""
    return (one.paper.key, one.result.where)


def _bits(one: Reported) -> tuple[float, float]:
    """Return how many bits a weight has, and an activation: all of them, where nothing is said."""
    setting = one.result.setting
    return (setting.weight_bits or FULL, setting.activation_bits or FULL)


def _compressed(one: Reported) -> tuple[object, ...]:
    """Return how cache and weights are compressed, but for the bits of weights and activations."""
    return (rounded_bits(one.result.setting)[2], *(getattr(one.result.setting, name) for name in _COMPRESSION))


def _is_full(one: Reported) -> bool:
    """Tell whether the model is as it was before compression."""
    return not is_compressed(one.result.setting)


def _measured_with(one: Reported) -> tuple[object, ...]:
    """Return what figures of one table share that differ in the compression alone."""
    result = one.result
    compression = {*OF_THE_METHOD, *_COMPRESSION}
    setting = tuple(item for item in result.setting.given.items() if item[0] not in compression)
    size = result.parameters or result.size
    return (_table(one), result.metric, result.unit, result.model, size, setting, result.hardware)
