"""What papers report, as pages show it: their tables again, and their laws."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.records import Metric, Paper, Result
    from effllm.site.view import View

SETTING = {
    "dataset": "{}",
    "split": "{}",
    "weight_bits": "{}-bit weights",
    "activation_bits": "{}-bit activations",
    "kv_bits": "{}-bit KV cache",
    "kv_budget": "KV cache of {} tokens",
    "sparsity": "sparsity {}",
    "group_size": "groups of {}",
    "calibration": "calibrated on {}",
    "training_tokens": "{} training tokens",
    "training_examples": "{} training examples",
    "batch": "batch of {}",
    "sequence_length": "sequences of {}",
    "temperature": "temperature {}",
    "engine": "in {}",
    "part": "{}",
    "judge": "judged by {}",
}
"""The setting of a result in words."""

_ACROSS = (("dataset", "split"), ("size",), ("model", "size", "dataset", "split"))
"""What may be above the columns where methods are the rows: of equally full tables, the first."""

_FEW_DIGITS = 1e6
_TINY = 1e-4
_LARGE = 1e2  # from here on more decimal places than printed would be noise
_RAISED = re.compile(r"([_^])(\{|[^\W_]+|\*)")


class Cell(NamedTuple):
    """A figure as a table prints it, and that of the baseline; empty where there is none."""

    value: Markup
    baseline: Markup


class Row(NamedTuple):
    """One row of a table: what it is about, with a method how, what it is held against, the figures of each column."""

    about: str
    how: str
    against: str
    cells: list[Cell]


class Table(NamedTuple):
    """The figures that are in one place of a paper.

    Attributes:
        where: the place.
        shared: what holds for all of them.
        columns: what each column holds.
        rows: the figures.
    """

    where: str
    shared: str
    columns: list[str]
    rows: list[Row]


def figure(value: float, places: int = 0) -> Markup:
    """Return a number as people read it: ``1,811``, ``0.076``, in powers of ten where it is very large or small.

    Args:
        value: the number.
        places: how many decimal places it has at least, if it is not a large one.
    """
    if value and not _TINY <= abs(value) < _FEW_DIGITS:
        mantissa, _, exponent = f"{value:.6e}".partition("e")
        times = f"{float(mantissa):g}\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
        return Markup("{}10<sup>{}</sup>").format(times, int(exponent))
    own = _places(value)
    return escape(f"{value:,.{max(places, own) if abs(value) < _LARGE else own}f}")


def places(values: Iterable[float]) -> int:
    """Return how many decimal places the most precise of some numbers has."""
    return max(map(_places, values), default=0)


def _places(value: float) -> int:
    """Return how many decimal places a number has."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def formula(text: str) -> Markup:
    """Return an equation with the words, or braces, after ``_`` lowered and those after ``^`` raised."""
    done, at = Markup(""), 0
    while match := _RAISED.search(text, at):
        end = _closing(text, match.start(2)) if match[2] == "{" else match.end()
        inner = text[match.end() : end - 1] if match[2] == "{" else match[2]
        tag = "sub" if match[1] == "_" else "sup"
        done += Markup("{}<{tag}>{}</{tag}>").format(text[at : match.start()], formula(inner), tag=Markup(tag))  # noqa: S704 - one of two words
        at = end
    return done + text[at:]


def _closing(text: str, start: int) -> int:
    """Return the place behind the brace that closes the one at ``start``; the end of the text where none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text) + 1


def setting(result: Result) -> dict[str, str]:
    """Return what a result was measured in, in words, by the names of the fields."""
    given = {
        name: SETTING.get(name, f"{name.replace('_', ' ')} {{}}").format(number_text(value))
        for name, value in result.setting.given.items()
    }
    return given | ({"hardware": result.hardware} if result.hardware else {})


def number_text(value: str | float) -> str:
    """Return one thing of a setting as text: pages escape it, so that a power of ten cannot be in it."""
    return value if isinstance(value, str) else f"{value:,.{_places(value)}f}"


def tables(view: View, paper: Paper) -> list[Table]:
    """Return the figures of a paper place by place, laid out as tables; where methods stand side by side, by metric."""
    places: dict[tuple[str, str], list[Result]] = {}
    for result in paper.results:
        places.setdefault((result.where, result.metric if result.method else ""), []).append(result)
    metrics = {metric.id: metric for metric in view.kb.vocabulary.metrics}
    return [_table(where, results, metrics) for (where, _), results in places.items()]


def _table(where: str, results: Sequence[Result], metrics: dict[str, Metric]) -> Table:
    facts = [facts_of(result, metrics) for result in results]
    names = list(dict.fromkeys(name for one in facts for name in one))
    varying = [name for name in names if len({one.get(name) for one in facts}) > 1]
    across = [name for name in varying if name in {"metric", "unit"} or _belongs_to_metric(name, facts)]
    if "metric" not in varying:
        across = ["dataset"] if "dataset" in varying and {"model", "size"} & {*varying} else ["metric", "unit"]
    if "method" in varying:
        choices = [[name for name in choice if name in varying] for choice in _ACROSS]
        across = max(
            (names for names in choices if names), key=lambda names: _fullness(names, varying, facts), default=across
        )
    down = [name for name in varying if name not in {*across, "against"}]
    against = ["against"] if "against" in varying else []
    if not down:
        down, against = (against, []) if against else (["model", "size"], [])
    columns = list(dict.fromkeys(_joined(one, across) for one in facts))
    values: dict[str, list[float]] = {column: [] for column in columns}
    for result, one in zip(results, facts, strict=True):
        values[_joined(one, across)] += _both(result)
    precise = [places(found) for found in values.values()]
    named = [name for name in down if name == "method"] or down
    rows: dict[tuple[str, str, str], list[Cell]] = {}
    for result, one in zip(results, facts, strict=True):
        how = _joined(one, [name for name in down if name not in named])
        about = (_joined(one, named), how, _joined(one, against))
        cells = rows.setdefault(about, [Cell(Markup(), Markup())] * len(columns))
        number = columns.index(_joined(one, across))
        cells[number] = _cell(result, precise[number])
    same = {**facts[0], "unit": f"in {facts[0].get('unit')}"}
    shared = _joined(same, [name for name in names if name not in {*varying, *across, *down}])
    return Table(where, shared, columns, [Row(*about, cells) for about, cells in rows.items()])


def _fullness(across: Sequence[str], varying: Sequence[str], facts: Sequence[dict[str, str]]) -> float:
    """Return which part of a table has figures if something is across."""
    rows = {_joined(one, [name for name in varying if name not in across]) for one in facts}
    columns = {_joined(one, across) for one in facts}
    return len(facts) / (len(rows) * len(columns))


def _cell(result: Result, at_least: int) -> Cell:
    baseline = result.baseline.value if result.baseline else None
    return Cell(figure(result.value, at_least), Markup() if baseline is None else figure(baseline, at_least))


def _both(result: Result) -> tuple[float, ...]:
    """Return a figure and that of its baseline, where it has one."""
    baseline = result.baseline.value if result.baseline else None
    return (result.value,) if baseline is None else (result.value, baseline)


def facts_of(result: Result, metrics: dict[str, Metric]) -> dict[str, str]:
    """Return what a figure is about, by name: the metric first, the baseline last."""
    facts = {"metric": metrics[result.metric].name}
    facts |= {"unit": result.unit} if result.unit else {}
    facts |= {"model": result.model}
    facts |= {"size": result.size} if result.size else {}
    facts |= {"method": result.method} if result.method else {}
    facts |= setting(result)
    return facts | ({"against": f"against {result.baseline.what}"} if result.baseline else {})


def _belongs_to_metric(name: str, facts: Sequence[dict[str, str]]) -> bool:
    """Tell whether each metric goes with one value of something, so that it can be above the metric's column."""
    values: dict[str, set[str | None]] = {}
    for one in facts:
        values.setdefault(one["metric"], set()).add(one.get(name))
    return all(len(found) == 1 for found in values.values())


def _joined(one: dict[str, str], names: Sequence[str]) -> str:
    return ", ".join(one[name] for name in names if name in one)
