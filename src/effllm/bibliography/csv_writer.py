"""CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.records import Paper

COLUMNS = (
    "key",
    "title",
    "name",
    "authors",
    "year",
    "venue",
    "arxiv",
    "doi",
    "openreview",
    "acl",
    "url",
    "code",
    "categories",
    "summary",
    "added",
)
"""Fields of a paper in a table, in order; lists are joined with ``; ``."""

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\n")
"""How a cell begins that a spreadsheet takes for a formula; some take the full-width signs for the plain ones."""


def to_csv(papers: Iterable[Paper]) -> str:
    """Return the papers as CSV with a header line; a cell that a spreadsheet would take for a formula gets a ``'``."""
    return table(COLUMNS, ([getattr(paper, column) for column in COLUMNS] for paper in papers))


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows of fields of records as CSV below a header line; formulas are defused as in `to_csv`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:  # noqa: ANN401 - any field of a record
    if isinstance(value, int | float):
        return f"{value}"
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # csv quotes a cell for the one, not for the other
    return f"'{text}" if text.startswith(_FORMULA) else text
