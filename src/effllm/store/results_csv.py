"""CSV text -> values and positions, and back: the figures of a paper, `<key>.results.csv`, a line each.

A table becomes the nodes that YAML would have given, so that all that reads a `Document` reads tables too.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import yaml

from effllm.nearest import did_you_mean
from effllm.problems import Problem, first_of_many
from effllm.records.result import Result, Setting
from effllm.store import file_rules, grid
from effllm.store.characters import decode
from effllm.store.document import Document
from effllm.store.layout import LONG_BYTES
from effllm.store.writer import scalar
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.store.grid import Cell

_INNER = {
    "setting": {name: ("setting", name) for name in Setting.model_fields},
    "baseline": {"baseline": ("baseline", "what"), "baseline_value": ("baseline", "value")},
}
COLUMNS: dict[str, tuple[str, ...]] = {
    column: place for field in Result.model_fields for column, place in _INNER.get(field, {field: (field,)}).items()
}
"""Every column in order, and its place in a `Result`."""

NEEDED = tuple(name for name, field in Result.model_fields.items() if field.is_required())
"""The columns that every table has."""
_NUMBERS = {"value", "baseline_value"} | {
    name for name, field in Setting.model_fields.items() if str not in get_args(field.annotation)
}
_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)  # 2048, not 2.0
_DECIMAL = re.compile(
    r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?", re.ASCII
)  # 9.91, 1e-5
_EXAMPLE = "metric,value,unit,model,where\nlatency,1.87,ms,LLaMA,Table 1"


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a table; return the document (None where it cannot be read) and what is wrong with it."""
    text, problems = decode(path, raw, LONG_BYTES)
    # A tab, or a bar on every line, is wrong in itself: what it is there for tells more.
    if len(raw) <= LONG_BYTES and (other := grid.other_separator(path, raw, COLUMNS)):
        return None, [other]
    if text is None or problems:
        return None, problems
    rows = grid.rows(text)
    if not rows:
        hint = f"begin with a line that names the columns, then a line for each figure:\n{_EXAMPLE}"
        return None, [Problem(path, 1, 1, file_rules.SHAPE.code, "the table is empty", hint)]
    if wrong := _no_header(path, rows):
        return None, [wrong]
    header, body = [replace(cell, text=cell.text.lower()) for cell in rows[0]], rows[1:]
    problems = list(first_of_many([*_header(path, header), *_lines(path, header, body)]))
    if problems:
        return None, problems
    node, data = _whole(header, body)
    return Document(path, text, node, data), []


def _no_header(path: str, rows: Sequence[Sequence[Cell]]) -> Problem | None:
    """Say that the first line does not name the columns, or that nothing is below it."""
    first = rows[0][0]
    if any(cell.text.lower() in COLUMNS for cell in rows[0]):
        hint = f"write a line for each figure below it, or delete the file; a table reads:\n{_EXAMPLE}"
        return first.problem(path, file_rules.SHAPE, "a table without figures", hint) if len(rows) == 1 else None
    if number := grid.header_line(rows, COLUMNS):
        hint = "delete what is above them"
        return first.problem(path, file_rules.SHAPE, f"the columns are named only on line {number}", hint)
    hint = f"begin with a line that names them, as:\n{_EXAMPLE}"
    return first.problem(path, file_rules.SHAPE, "the first line does not name the columns", hint)


def _header(path: str, header: Sequence[Cell]) -> Iterator[Problem]:
    """Yield what is wrong with the names of the columns."""
    seen: set[str] = set()
    for cell in header:
        if cell.text in seen:
            yield cell.problem(
                path, file_rules.DUPLICATE_KEY, f"{cell.text} is a column already", "keep one of the two"
            )
        elif cell.text not in COLUMNS:
            hint = did_you_mean(cell.text, COLUMNS) or f"the columns are {', '.join(COLUMNS)}"
            message = f"unknown column {cell.text}" if cell.text else "a column without a name"
            yield cell.problem(path, file_rules.UNKNOWN_FIELD, message, hint)
        seen.add(cell.text)
    missing = [name for name in NEEDED if name not in seen]
    if missing and seen <= COLUMNS.keys():
        message = f"missing column {', '.join(missing)}"
        yield header[-1].problem(path, file_rules.MISSING, message, "every figure has metric, value, model and where")


def _lines(path: str, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[Problem]:
    """Yield lines with more or fewer cells than columns, and values of a baseline that has no name."""
    names = [cell.text for cell in header]
    for row in rows:
        if odd := [cell for cell in row if cell.broken]:
            hint = 'close it, and write a quote inside of quotes twice: "says ""yes"", C4"'
            yield odd[0].problem(path, file_rules.SHAPE, odd[0].broken, hint)
            continue
        if [cell.text.lower() for cell in row] == names:
            yield row[0].problem(path, file_rules.SHAPE, "the names of the columns once more", "delete the line")
            continue
        if len(row) != len(names):
            message = f"{count(len(row), 'cell')}, but there are {len(names)} columns"
            cell, hint = _about_commas(names, row)
            yield cell.problem(path, file_rules.SHAPE, message, hint)
            continue
        cells = dict(zip(names, row, strict=True))
        value, name = cells.get("baseline_value"), cells.get("baseline")
        if value and value.text and not (name and name.text):
            hint = "fill the column baseline: name and size of the other model or method"
            yield value.problem(path, file_rules.MISSING, "a baseline_value without a baseline", hint)


def _about_commas(names: Sequence[str], row: Sequence[Cell]) -> tuple[Cell, str]:
    """Say where commas are probably missing in a line, or too many, and what to do."""
    if len(row) < len(names):
        return row[-1], "an empty cell has its comma, too"
    for name, whole, fraction in zip(names, row, row[1:], strict=False):
        if name in _NUMBERS and whole.text.isdecimal() and fraction.text.isdecimal():
            return whole, f"a number has a point, not a comma: {whole.text}.{fraction.text}"
    return row[len(names)], 'a cell with a comma or a quote in it needs quotes: "WikiText-2, C4"'


def _whole(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> tuple[yaml.Node, list[dict[str, Any]]]:
    """Return the table as a list of mappings, as nodes and as plain values; empty cells are left out."""
    nodes: list[yaml.Node] = []
    data: list[dict[str, Any]] = []
    for row in rows:
        fields: list[tuple[yaml.Node, yaml.Node]] = []
        values: dict[str, Any] = {}
        inner: dict[str, list[tuple[yaml.Node, yaml.Node]]] = {}
        for name, cell in zip(header, row, strict=True):
            if not cell.text:
                continue
            *above, field = COLUMNS[name.text]
            pairs, into = fields, values
            for outer in above:  # the setting and the baseline
                if outer not in inner:
                    inner[outer] = []
                    fields.append((cell.node(outer), yaml.MappingNode(_TAG + "map", inner[outer], *cell.marks)))
                pairs, into = inner[outer], values.setdefault(outer, {})
            into[field] = _value(name.text, cell.text)
            pairs.append((cell.node(field), cell.node(into[field])))
        nodes.append(yaml.MappingNode(_TAG + "map", fields, row[0].marks[0], row[-1].marks[1]))
        data.append(values)
    return yaml.SequenceNode(_TAG + "seq", nodes, *header[0].marks), data


def _value(column: str, text: str) -> str | int | float:
    """Return the number of a cell of numbers; what is no number stays as it is, to be told."""
    if column in _NUMBERS and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if column in _NUMBERS and _DECIMAL.fullmatch(text) else text


def guess(text: str) -> list[dict[str, Any]]:
    """Return the values of a table, many times as fast as `parse`; they are right as in `canonical_reader`.

    Raises:
        ValueError, KeyError: the text is not in its canonical form.
    """
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    if len(rows) + 1 != text.count("\n") or grid.other_separator("", text.encode(), COLUMNS):
        raise ValueError(text)  # a line has no end, or an end is in a cell, or a comma is none
    places = [COLUMNS[name] for name in header]
    data: list[dict[str, Any]] = []
    for row in rows:
        values: dict[str, Any] = {}
        for name, (*above, field), cell in zip(header, places, row, strict=True):
            if held := cell.strip(" "):  # as `grid` reads it
                into = values.setdefault(above[0], {}) if above else values
                into[field] = _value(name, held)
        data.append(values)
    return data


def to_csv(results: Sequence[Result]) -> str:
    """Return the canonical table of figures: the columns that hold something, in order, and a line for each figure."""
    rows = [_cells(result) for result in results]
    held = {name for row in rows for name, value in row.items() if value is not None}
    columns = [name for name in COLUMNS if name in NEEDED or name in held]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name) for name in columns] for row in rows)
    return written.getvalue()


def _cells(result: Result) -> dict[str, str | None]:
    """Return the text of each cell; None where nothing is known."""
    values: dict[str, Any] = {**vars(result), **vars(result.setting)}
    if baseline := result.baseline:
        values |= {"baseline": baseline.what, "baseline_value": baseline.value}
    return {name: scalar(value) if isinstance(value, int | float) else value for name, value in values.items()}
