"""The table of language models with charts of it, and the survey's Table 1 as printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from effllm.site import twins
from effllm.site.building.render import File, Later, environment, overview
from effllm.site.charts.cloud import Cloud, Point, on_two_powers, over_time, year_of
from effllm.site.pages import model, trained_quality
from effllm.wording import big, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from effllm.records import PretrainedModel
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

HOFFMANN = 20
"""Tokens for each parameter that Hoffmann et al. (2022, arXiv 2203.15556) found to make best use of compute, about."""


ROWS = 40
"""How many rows the table shows before a script is asked for more: all of them are over 8,000 elements."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the table, the page of each model, and redirects from the ids that models had."""
    models = sorted(view.kb.models.values(), key=lambda one: (one.released or "", one.id), reverse=True)
    yield overview(
        here,
        "models.html",
        {"description": f"{count(len(models), 'language model')}: size, training, hardware, cost and architecture"},
        models=models,
        rows=ROWS,
        access=model.ACCESS,
        charts=list(_charts(models)),
        quality=trained_quality.of(models, view.kb.results()),
        tokens_per_parameter=HOFFMANN,
        years=sorted({one.released[:4] for one in models if one.released}, reverse=True),
        surveyed=[(view.paper(one.paper), one) for one in models[::-1] if one.survey_row],
        shown=_anchors(models),
    )
    moved = environment().get_template("moved.html")
    families: dict[str, list[PretrainedModel]] = {}
    for one in models:
        families.setdefault(one.family or "", []).append(one)
    for one in models:
        family = [other for other in families[one.family] if other is not one] if one.family else []
        yield Later(
            [f"models/{one.id}.md", twins.path("models", one.id)],
            (
                one.model_dump_json(),
                [other.name for other in family],
                view.shared_by_papers,
                one.paper in view.kb.papers,
            ),
            partial(model.page_of, view, one, family),
        )
        for old in one.aliases:
            yield File(f"models/{old}/index.html", moved.render(id=one.id, title=one.name))


def _anchors(models: Sequence[PretrainedModel]) -> dict[str, str]:
    """Return the anchor of each row of the survey's table: the id that the model had first."""
    return {one.id: one.aliases[0] if one.aliases else one.id for one in models if one.survey_row}


def _charts(models: Sequence[PretrainedModel]) -> Iterator[tuple[str, str, str, Cloud]]:
    """Yield each chart with its id, title and what it says; one without points is left out."""
    dated = [one for one in models if one.released]
    for name, title in (("parameters", "Parameters"), ("tokens", "Training tokens"), ("compute", "Training compute")):
        points = list(_points(dated, name, big if name != "compute" else "{:.2e} FLOP".format))
        if points:
            yield name, f"{title} over time", title.lower(), over_time(points, title)
    both = [one for one in models if one.parameters and one.tokens]
    points = [
        Point(one.id, float(one.parameters or 0), float(one.tokens or 0), _said(one), one.open_weights) for one in both
    ]
    if points:
        chart = on_two_powers(points, ("Parameters", "Training tokens"), HOFFMANN)
        yield "ratio", "Tokens and parameters", "parameters and training tokens", chart


def _points(models: Sequence[PretrainedModel], name: str, shown: Callable[[float], str]) -> Iterator[Point]:
    for one in models:
        value = getattr(one, name)
        if value and name not in one.doubtful:
            said = f"{one.name}, {one.released}: {shown(value)}"
            yield Point(one.id, year_of(one.released or ""), float(value), said, one.open_weights)


def _said(one: PretrainedModel) -> str:
    return f"{one.name}: {big(one.parameters)} parameters, {big(one.tokens)} tokens"


def as_json(one: PretrainedModel) -> dict[str, Any]:
    """Return a model as the JSON files have it."""
    return one.to_dict() | {
        "page": f"models/{one.id}/",
        "total_accelerator_hours": one.total_accelerator_hours,
        "training_compute": one.training_compute,
    }
