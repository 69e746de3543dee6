"""CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from effllm.records import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT_OUT = {
    "setup": "many facts, which other formats have as tables",
    "equations": "laws with constants, which other formats have as tables",
    "results": "a line each in results.csv",
    "sources": "as many as fields; in JSON and SQLite",
}
"""Fields of a paper that are no column, and why."""

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\n")
"""How a cell begins that a spreadsheet takes for a formula; some take the full-width signs for the plain ones."""


def to_csv(papers: Iterable[Paper]) -> str:
    """Return the papers as CSV with a header line; a cell that a spreadsheet would take for a formula gets a ``'``."""
    names = columns()
    return table(names, ([getattr(paper, name) for name in names] for paper in papers))


def columns() -> tuple[str, ...]:
    """Return the fields of a paper that are columns, in order; lists are joined with ``; ``, records are JSON."""
    return tuple(name for name in Paper.model_fields if name not in LEFT_OUT)


def table(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows of fields of records as CSV below a header line; formulas are defused as in `to_csv`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:  # noqa: ANN401 - any field of a record
    if isinstance(value, int | float):
        return f"{value}"
    text = _text(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # csv quotes a cell for the one, not for the other
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:  # noqa: ANN401 - any field of a record
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return to_json(value).decode()
