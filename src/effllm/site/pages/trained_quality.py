"""What models got for their training: accuracies that one table sets side by side, against accelerator hours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.rankings import is_compressed
from effllm.site.charts.cloud import Point, on_power
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb import Reported
    from effllm.records import PretrainedModel
    from effllm.site.charts.cloud import Cloud

LEAST = 4
"""How many models make a chart."""

_MEAN = {"mean", "average", "avg"}


class TrainedQuality(NamedTuple):
    """The chart, and its models with their figures, the shortest training first."""

    chart: Cloud
    accelerator: str
    rows: list[tuple[PretrainedModel, Reported]]

    @property
    def by(self) -> Reported:
        """One of the figures: paper, table and tasks are those of all."""
        return self.rows[0][1]


def of(models: Iterable[PretrainedModel], results: Iterable[Reported]) -> TrainedQuality | None:
    """Return the table that has most models with known hours on one kind of accelerator; None if it has too few.

    Only models as they were trained count, and accuracies that are means of several tasks.
    """
    by_name = {title_key(one.name): one for one in models if one.total_accelerator_hours and one.accelerator}
    tables: dict[tuple[str, ...], dict[str, tuple[PretrainedModel, Reported]]] = defaultdict(dict)
    for one in results:
        result = one.result
        dataset = result.setting.dataset or ""
        model = by_name.get(title_key(f"{result.model} {result.size or ''}"))
        if model and result.metric == "accuracy" and not is_compressed(result.setting) and _MEAN & {*words(dataset)}:
            key = (one.paper.key, result.where, dataset, _maker_and_kind(model))
            tables[key].setdefault(model.id, (model, one))
    (*_, accelerator), found = max(tables.items(), key=lambda item: len(item[1]), default=(("",), {}))
    if len(found) < LEAST:
        return None
    rows = sorted(found.values(), key=lambda row: row[0].total_accelerator_hours or 0)
    points = [
        Point(
            model.id,
            model.total_accelerator_hours or 0,
            one.result.value,
            f"{model.name}: {one.result.value:g} %, {model.total_accelerator_hours:,.0f} hours",
            model.open_weights,
        )
        for model, one in rows
    ]
    return TrainedQuality(on_power(points, ("Accelerator hours", "Accuracy")), accelerator, rows)


def _maker_and_kind(model: PretrainedModel) -> str:
    """Return the kind of an accelerator: ``NVIDIA A100`` of ``NVIDIA A100 SXM4 80 GB``."""
    return " ".join((model.accelerator or "").split()[:2])
