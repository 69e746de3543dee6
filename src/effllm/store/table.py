"""CSV text -> values and positions, and back: the figures of a paper, `<key>.results.csv`, a line each.

A table becomes the nodes that YAML would have given, so that all that reads a `Document` reads tables too.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from effllm.nearest import did_you_mean
from effllm.problems import Problem
from effllm.records.result import Result, Setting
from effllm.store import rules
from effllm.store.characters import decode
from effllm.store.document import Document, first_of_many
from effllm.store.writer import scalar
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.problems import Rule

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
_NUMBERS = {
    "value",
    "baseline_value",
    "weight_bits",
    "activation_bits",
    "group_size",
    "training_examples",
    "batch",
    "sequence_length",
}
_TAG = "tag:yaml.org,2002:"
_TAGS = {str: "str", int: "int", float: "float"}
# One cell and what ends it: `LLaMA,` or `"WikiText-2, C4",` or `"says ""yes""",`.
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n][^,\n]*|))(,|\n|\Z)')
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)  # 2048, not 2.0
_DECIMAL = re.compile(
    r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?", re.ASCII
)  # 9.91, 1e-5
_EXAMPLE = "metric,value,unit,model,where\nlatency,1.87,ms,LLaMA,Table 1"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text without quotes, and where it stands, counted from 0."""

    text: str
    line: int
    column: int
    width: int

    @property
    def marks(self) -> tuple[yaml.Mark, yaml.Mark]:
        """Where the cell starts and ends."""
        first, last = self.column, self.column + self.width
        return yaml.Mark("", 0, self.line, first, None, 0), yaml.Mark("", 0, self.line, last, None, 0)

    def node(self, value: str | float) -> yaml.ScalarNode:
        """Return a value that stands in this cell."""
        return yaml.ScalarNode(_TAG + _TAGS[type(value)], str(value), *self.marks)

    def problem(self, path: str, rule: Rule, message: str, hint: str) -> Problem:
        """Return a problem at this cell."""
        place = (path, self.line + 1, self.column + 1)
        return Problem(*place, rule.code, message, hint, end_column=self.column + self.width + 1)


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a table; return the document (None where it cannot be read) and what is wrong with it."""
    text, problems = decode(path, raw)
    if text is None or problems:
        return None, problems
    rows = list(_rows(text))
    if not rows:
        hint = f"begin with a line that names the columns, then a line for each figure:\n{_EXAMPLE}"
        return None, [Problem(path, 1, 1, rules.SHAPE.code, "the table is empty", hint)]
    header, body = rows[0], rows[1:]
    problems = list(first_of_many([*_header(path, header), *_lines(path, header, body)]))
    if problems:
        return None, problems
    node, data = _whole(header, body)
    return Document(path, text, node, data), []


def _rows(text: str) -> Iterator[list[_Cell]]:
    """Yield the cells of each line; a quote that is never closed takes the rest of its line as it stands."""
    row: list[_Cell] = []
    at = line = start = 0  # where the text is read, the number of the line and where it begins
    while at < len(text):
        match = _CELL.match(text, at)
        if match is None:  # a quote inside a cell, or one that is not closed
            stop = min(filter(lambda place: place >= 0, (text.find(sign, at) for sign in ",\n")), default=len(text))
            quoted, plain, end = None, text[at:stop], text[stop : stop + 1]
            after = stop + len(end)
        else:
            quoted, plain, end = match.groups()
            after = match.end()
        value = plain if quoted is None else quoted.replace('""', '"')
        row.append(_Cell(value, line, at - start, after - len(end) - at))
        line += text.count("\n", at, after - len(end))
        at = after
        if end != ",":
            yield row
            row = []
            line, start = line + 1, at
    if row:
        yield [*row, _Cell("", line, at - start, 0)]  # the text ends with a comma


def _header(path: str, header: Sequence[_Cell]) -> Iterator[Problem]:
    """Yield what is wrong with the names of the columns."""
    seen: set[str] = set()
    for cell in header:
        if cell.text in seen:
            yield cell.problem(path, rules.DUPLICATE_KEY, f"{cell.text} is a column already", "keep one of the two")
        elif cell.text not in COLUMNS:
            hint = did_you_mean(cell.text, COLUMNS) or f"the columns are {', '.join(COLUMNS)}"
            yield cell.problem(path, rules.UNKNOWN_FIELD, f"unknown column {cell.text}", hint)
        seen.add(cell.text)
    missing = [name for name in NEEDED if name not in seen]
    if missing and seen <= COLUMNS.keys():
        message = f"missing column {', '.join(missing)}"
        yield header[-1].problem(path, rules.MISSING, message, "every figure has metric, value, model and where")


def _lines(path: str, header: Sequence[_Cell], rows: Iterable[Sequence[_Cell]]) -> Iterator[Problem]:
    """Yield lines with more or fewer cells than columns, and values of a baseline that has no name."""
    names = [cell.text for cell in header]
    for row in rows:
        if len(row) != len(names):
            message = f"{count(len(row), 'cell')}, but there are {len(names)} columns"
            hint = 'a cell with a comma or a quote in it needs quotes: "WikiText-2, C4"'
            yield row[min(len(names), len(row) - 1)].problem(path, rules.SHAPE, message, hint)
            continue
        cells = dict(zip(names, row, strict=True))
        value, name = cells.get("baseline_value"), cells.get("baseline")
        if value and value.text and not (name and name.text):
            hint = "fill the column baseline: name and size of the other model or method"
            yield value.problem(path, rules.MISSING, "a baseline_value without a baseline", hint)


def _whole(header: Sequence[_Cell], rows: Iterable[Sequence[_Cell]]) -> tuple[yaml.Node, list[dict[str, Any]]]:
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


def to_csv(results: Sequence[Result]) -> str:
    """Return the canonical table of figures: the columns that hold something, in order, and a line for each figure."""
    rows = [{name: _inside(result, place) for name, place in COLUMNS.items()} for result in results]
    columns = [name for name in COLUMNS if name in NEEDED or any(row[name] is not None for row in rows)]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] if row[name] is not None else "" for name in columns] for row in rows)
    return written.getvalue()


def _inside(result: Result, place: tuple[str, ...]) -> str | None:
    """Return the text of a cell; None where nothing is known."""
    value: Any = result
    for name in place:
        value = getattr(value, name, None)
    return scalar(value) if isinstance(value, int | float) else value
