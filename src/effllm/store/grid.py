"""CSV text -> lines of cells, each with its place; what spreadsheets add to a table is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from effllm.problems import Problem
from effllm.store import file_rules

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from effllm.checks import Rule

_TAG = "tag:yaml.org,2002:"
_TAGS = {str: "str", int: "int", float: "float"}
# One cell and what ends it: `LLaMA,` or `"WikiText-2, C4",` or `"says ""yes""",`.
_CELL = re.compile(r'(?: *"((?:[^"]|"")*)" *|([^",\n][^,\n]*|))(,|\n|\Z)')
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_ENOUGH = 2  # columns by which a line is known to be the one that names them


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text without quotes and spaces around it, and where it is, counted from 0.

    Attributes:
        text: what it holds.
        line: number of its line.
        column: where it starts in the line.
        width: how many characters it has.
        broken: what is wrong with its quotes; empty where nothing is.
    """

    text: str
    line: int
    column: int
    width: int
    broken: str = ""

    @property
    def marks(self) -> tuple[yaml.Mark, yaml.Mark]:
        """Where the cell starts and ends."""
        first, last = self.column, self.column + self.width
        return yaml.Mark("", 0, self.line, first, None, 0), yaml.Mark("", 0, self.line, last, None, 0)

    def node(self, value: str | float) -> yaml.ScalarNode:
        """Return a value that is in this cell."""
        return yaml.ScalarNode(_TAG + _TAGS[type(value)], str(value), *self.marks)

    def problem(self, path: str, rule: Rule, message: str, hint: str) -> Problem:
        """Return a problem at this cell."""
        place = (path, self.line + 1, self.column + 1)
        return Problem(*place, rule.code, message, hint, end_column=self.column + self.width + 1)


def other_separator(path: str, raw: bytes, columns: Container[str]) -> Problem | None:
    """Say that a table has another separator than commas, by the first line that names two columns."""
    for number, line in enumerate(raw.decode("utf-8-sig", errors="ignore").splitlines(), 1):
        for sign, name in _SEPARATORS.items():
            if sign in line and sum(part.strip(' "').lower() in columns for part in line.split(sign)) >= _ENOUGH:
                hint = 'save it as CSV with the separator "," and with a point in decimals: 9.91'
                at = line.index(sign) + 1
                message = f"{name} between the cells, not commas"
                return Problem(path, number, at, file_rules.SHAPE.code, message, hint, end_column=at + 1)
    return None


def rows(text: str) -> list[list[Cell]]:
    """Return the cells of each line; lines without any text, and cells without any behind the columns, are left out."""
    found = [row for row in _rows(text) if any(cell.text or cell.broken for cell in row)]
    if not found:
        return []
    named = len(_without_end(found[0], 0))
    is_blank_behind = all(len(_without_end(row, named)) <= named for row in found)
    return [_without_end(row, named if is_blank_behind else len(found[0])) for row in found]


def header_line(lines: Iterable[Sequence[Cell]], columns: Container[str]) -> int:
    """Return the number of the first line that names two columns; 0 where none does."""
    return next((row[0].line + 1 for row in lines if sum(cell.text.lower() in columns for cell in row) >= _ENOUGH), 0)


def _without_end(row: list[Cell], least: int) -> list[Cell]:
    """Return a line without the empty cells at its end, down to the ``least`` cells that it keeps."""
    last = len(row)
    while last > max(least, 1) and not row[last - 1].text:
        last -= 1
    return row[:last]


def _rows(text: str) -> Iterator[list[Cell]]:
    """Yield the cells of each line; a quote that is never closed takes the rest of its cell as it is."""
    row: list[Cell] = []
    at = line = start = 0  # where the text is read, the number of the line and where it begins
    while at < len(text):
        match = _CELL.match(text, at)
        if match is None:  # a quote that is not closed, or has text behind it
            stop = min(filter(lambda place: place >= 0, (text.find(sign, at) for sign in ",\n")), default=len(text))
            quoted, plain, end = None, text[at:stop], text[stop : stop + 1]
            after = stop + len(end)
        else:
            quoted, plain, end = match.groups()
            after = match.end()
        value = plain if quoted is None else quoted.replace('""', '"')
        inside = text.count("\n", at, after - len(end))
        broken = ""
        if quoted is None and plain.lstrip().startswith('"'):
            broken = "the quote does not close at the end of the cell"
        elif inside:
            broken = f"the quote is closed only on line {line + inside + 1}"
        width = text.index("\n", at) - at if inside else after - len(end) - at
        row.append(Cell(value.strip(" "), line, at - start, width, broken))
        line += inside
        at = after
        if end != ",":
            yield row
            row = []
            line, start = line + 1, at
    if row:
        yield [*row, Cell("", line, at - start, 0)]  # the text ends with a comma
