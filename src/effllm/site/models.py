"""The table of pre-training costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.site import words
from effllm.site.render import page
from effllm.site.view import read_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import PretrainedModel
    from effllm.site.view import View

OPERATIONS = 6
"""Floating-point operations for each parameter and token: two forward, four backward."""


def training_compute(model: PretrainedModel) -> int | None:
    """Return the estimate 6 N D of the floating-point operations of a pre-training; None where N or D is not known."""
    return OPERATIONS * model.parameters * model.tokens if model.parameters and model.tokens else None


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the table."""
    models = view.kb.models
    rows = [_row(view, model) for model in models.values()]
    printed = [row["printed_sources"] for row in rows]
    yield page(
        "models/index.md",
        "models.html",
        "Pre-training costs",
        {
            "description": f"The pre-training cost of {words.count(len(models), 'model')}, printed and normalised",
            "record": "taxonomy/models.yml",
        },
        models=rows,
        shared=printed[0] if printed and all(sources == printed[0] for sources in printed) else [],
    )


def _row(view: View, model: PretrainedModel) -> dict[str, Any]:
    sources = dict(read_in(model.sources))
    return {
        "model": model,
        "paper": view.paper(model.paper),
        "compute": training_compute(model),
        "printed_sources": sources.get("printed", []),
        "note_sources": sources.get("note", []),
    }
