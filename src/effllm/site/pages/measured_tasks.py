"""What was measured outside of papers, as charts: one for each model, with a row for each accelerator and precision."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from effllm.site.charts.dot_plot import Dot, DotPlot, DotScale, lay_out
from effllm.site.filters import permalink
from effllm.site.pages.reported_results import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.records import Measurement, Result
    from effllm.site.pages.questions import Question


class Row(NamedTuple):
    """What was measured of a model on one kind of hardware in one precision: figures, the smallest batch first."""

    hardware: str
    how: str
    figures: Sequence[tuple[int, Result]]

    @property
    def batches(self) -> str:
        """The figures with their batches: ``1.37 at 8; 0.78 at 16``."""
        return "; ".join(
            f"{_figure(one)} at {one.setting.batch:,}" if one.setting.batch else _figure(one) for _, one in self.figures
        )


class MeasuredTask(NamedTuple):
    """What one measurement has of one metric and task, by model.

    Attributes:
        by: the measurement.
        metric: id of the metric.
        on: the task.
        of: what the figures are of: ``an output token``.
        unit: unit of the figures.
        figures: each with its line among all measured ones, from 0.
        models: the rows of each model.
        pictures: the same as a chart of each model.
    """

    by: Measurement
    metric: str
    on: str
    of: str
    unit: str
    figures: Sequence[tuple[int, Result]]
    models: Sequence[tuple[str, Sequence[Row]]]
    pictures: Sequence[DotPlot]

    @property
    def sources(self) -> dict[str, str | None]:
        """Where the figures were read, each with its address."""
        return {source: permalink(source) for source in self.by.source("results")}


def answering(question: Question, measurements: Iterable[Measurement]) -> Iterator[MeasuredTask]:
    """Yield what answers a question, the task with most figures first."""
    found: dict[tuple[str, ...], list[tuple[int, Result]]] = defaultdict(list)
    known: dict[str, Measurement] = {}
    every = ((by, result) for by in measurements for result in by.results)
    for number, (by, result) in enumerate(every):
        if question.asks(result):
            known[by.id] = by
            found[by.id, result.metric, result.setting.dataset or "", result.unit or ""].append((number, result))
    for (id_, metric, on, unit), figures in sorted(found.items(), key=lambda item: -len(item[1])):
        yield _measured(known[id_], metric, on, unit, figures)


def _measured(by: Measurement, metric: str, on: str, unit: str, figures: Sequence[tuple[int, Result]]) -> MeasuredTask:
    models: dict[str, dict[tuple[str, ...], list[tuple[int, Result]]]] = defaultdict(lambda: defaultdict(list))
    for number, one in figures:
        count, _, accelerator = (one.hardware or "").partition(" ")
        key = (accelerator, count, one.method or "", one.hardware or "")
        models[_model(one)][key].append((number, one))
    by_model = [
        (
            model,
            [
                Row(hardware, method, sorted(some, key=lambda pair: pair[1].setting.batch or 0))
                for (_, _, method, hardware), some in sorted(rows.items())
            ],
        )
        for model, rows in sorted(models.items(), key=lambda item: item[0].casefold())
    ]
    scale = DotScale.of([one.value for _, one in figures], None)
    year = int(by.date[:4]) if by.date else 0
    pictures = [
        DotPlot(lay_out(model, (_dot(row, by, unit) for row in rows), scale, ""), model, on, "", year)
        for model, rows in by_model
    ]
    return MeasuredTask(by, metric, on, figures[0][1].setting.part or "", unit, figures, by_model, pictures)


def _model(one: Result) -> str:
    """Return what a model is called without its precision: ``Qwen3-32B`` for ``Qwen3-32B-FP8`` in fp8."""
    return one.model.removesuffix(f"-{one.method.upper()}") if one.method else one.model


def _dot(row: Row, by: Measurement, unit: str) -> Dot:
    *others, (_, most) = row.figures
    batches = [one.setting.batch for _, one in row.figures if one.setting.batch]
    batch = f"batch {batches[0]:,} to {batches[-1]:,}" if len(batches) > 1 else "".join(f"batch {b:,}" for b in batches)
    sources = (most.source,) if most.source else by.source("results")
    named = ", ".join(filter(None, [row.hardware, row.how]))
    return Dot(
        name=row.hardware,
        how=", ".join(filter(None, [row.how, batch])),
        value=most.value,
        figure=_figure(most),
        kind="other",
        said=f"{named}, {unit} by batch: {row.batches} \N{MIDDLE DOT} {by.owner or by.title}, {most.where}",
        link=permalink(sources[0]) if sources else None,
        numbers=[number for number, _ in row.figures],
        others=[one.value for _, one in others],
    )


def _figure(one: Result) -> str:
    return figure(float(f"{one.value:.4g}")).striptags()
