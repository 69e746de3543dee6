"""Records in forms that they had once, brought into the form of today.

All older forms of the project's own history are here: the figures of papers, which were in their records as they are in
the packaged bundle, need nothing of their own. Fields that came later are just not in older records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MODELS = "taxonomy/models.yml"
"""One list of all models, the rows of the survey's Table 1; each has a file since 2026-12-01."""

_CELLS = {"accelerators": "gpus_cost", "hours": "training_time", "accelerator_hours": "training_time"}
"""Numbers that a row's note could call doubtful -> the cells that they were read from."""

_SOURCES = {"printed": "survey_row", "note": "survey_row.note"}


def model(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a model of `MODELS`, which had cells, note and citation of its own, with a ``survey_row`` of them."""
    row = {"name": values.get("name"), "citation": values.get("citation"), **values.get("printed", {})}
    row |= {"doubtful": [_CELLS.get(name, name) for name in values.get("doubtful", ())], "note": values.get("note")}
    kept = {name: value for name, value in values.items() if name not in {"printed", "citation", "doubtful", "note"}}
    sources = {_SOURCES.get(field, field): source for field, source in values.get("sources", {}).items()}
    return {**kept, "survey_row": {name: value for name, value in row.items() if value}, "sources": sources}
