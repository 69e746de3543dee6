"""The table of pre-training costs, and charts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.site import filters
from effllm.site.building.render import overview
from effllm.site.charts.scatter import NARROW, WIDTH, Scatter, scatter
from effllm.site.view import read_in
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import PretrainedModel
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

OPERATIONS = 6
"""Floating-point operations for each parameter and token: two forward, four backward."""

HOFFMANN = 20
"""Tokens for each parameter that Hoffmann et al. (2022, arXiv 2203.15556) found to make best use of compute, about."""


def training_compute(model: PretrainedModel) -> int | None:
    """Return the estimate 6 N D of the floating-point operations of a pre-training; None where N or D is not known."""
    return OPERATIONS * model.parameters * model.tokens if model.parameters and model.tokens else None


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page."""
    models = view.kb.models
    rows = [_row(view, model) for model in models.values()]
    printed = [row["printed_sources"] for row in rows]
    yield overview(
        here,
        "models.html",
        {
            "description": f"The pre-training cost of {count(len(models), 'model')}, printed and normalized",
        },
        models=rows,
        operations=OPERATIONS,
        plots=[_plot(rows, WIDTH), _plot(rows, NARROW)],
        told={row["model"].name: {"id": row["model"].id, "text": _told(row["model"])} for row in rows},
        costs=sorted((row for row in rows if row["compute"]), key=lambda row: -row["compute"]),
        tokens_per_parameter=HOFFMANN,
        shared=printed[0] if printed and all(sources == printed[0] for sources in printed) else [],
    )


def _plot(rows: list[dict[str, Any]], width: float) -> Scatter:
    """Lay out the models whose parameters and tokens are both known."""
    models: list[PretrainedModel] = [row["model"] for row in rows if row["compute"]]
    points = [(model.name, float(model.parameters or 0), float(model.tokens or 0)) for model in models]
    return scatter(points, HOFFMANN, f"{HOFFMANN} tokens per parameter", width)


def _told(model: PretrainedModel) -> str:
    return f"{filters.big(model.parameters)} parameters, {filters.big(model.tokens)} tokens"


def _doubtful(model: PretrainedModel) -> set[str]:
    """Return which numbers are in doubt: those named, and what is computed from them."""
    named: set[str] = set(model.doubtful)
    return named | {"accelerator_hours"} if named and model.accelerator_hours is None else named


def _row(view: View, model: PretrainedModel) -> dict[str, Any]:
    sources = dict(read_in(model.sources))
    return {
        "model": model,
        "paper": view.paper(model.paper),
        "compute": training_compute(model),
        "doubtful": _doubtful(model),
        "sparse_sources": sources.get("sparse", ()),
        "printed_sources": sources.get("printed", ()),
        "note_sources": sources.get("note", ()),
    }
