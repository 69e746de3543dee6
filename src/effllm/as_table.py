"""Whatever has rows of one form writes itself as plain records, CSV, a data frame and Parquet."""

from __future__ import annotations

import csv
import io
from html import escape
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic_core import to_json, to_jsonable_python

from effllm.extras import extra
from effllm.markup import as_markdown
from effllm.nearest import did_you_mean
from effllm.records.base import no_garbage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\n")
"""How a cell begins that a spreadsheet takes for a formula; some take the full-width signs for the plain ones."""

_ROWS, _WIDTH = 10, 6


class TableColumn(NamedTuple):
    """A column of a table.

    Attributes:
        name: its name.
        holds: the type of its values: ``str``, ``int``, ``float``, ``bool``; anything else is JSON in a cell.
        many: whether a value is a list of these.
        optional: whether a value may be None.
        in_csv: whether CSV has it; what it lacks has tables of its own, or is as much as all the rest.
        prefix: what comes before a value in CSV, where a reader would take the bare one for a number.
    """

    name: str
    holds: type = str
    many: bool = False
    optional: bool = True
    in_csv: bool = True
    prefix: str = ""


class AsTable:
    """Rows of one form."""

    __slots__ = ()

    _index: ClassVar[str] = ""
    """The column that is the index of the data frame."""

    _brief: ClassVar[tuple[str, ...]] = ()
    """The columns that a notebook shows; the first plain ones where none are named."""

    def _columns(self) -> Sequence[TableColumn]:
        raise NotImplementedError

    def _rows(self) -> Iterable[Sequence[Any]]:
        """Yield the values of the columns; they may be records and tuples."""
        raise NotImplementedError

    @no_garbage()
    def to_records(self) -> list[dict[str, Any]]:
        """Return the rows as plain dictionaries, every column present, None where nothing is known."""
        names = [column.name for column in self._columns()]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in self._rows()]

    def to_csv(self) -> str:
        """Return the rows as CSV below a header line.

        Lists of texts are joined with ``; ``, records inside of records are JSON. A cell that a spreadsheet would run
        as a formula starts with ``'``. An arXiv id is written as ``arXiv:2210.10000``: readers take the bare one for a
        number.
        """
        columns = self._columns()
        chosen = [(at, column.prefix) for at, column in enumerate(columns) if column.in_csv]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([columns[at].name for at, _ in chosen])
        writer.writerows([_cell(row[at], prefix) for at, prefix in chosen] for row in self._rows())
        return text.getvalue()

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame; without any it has the columns, too. Whole numbers stay whole.

        Raises:
            MissingExtra: pandas is not installed; the message says what installs it.
        """
        with extra("pandas", "to_pandas"):
            import pandas as pd  # noqa: PLC0415 - an optional extra
        columns = self._columns()
        rows = [[_plain(value) for value in row] for row in self._rows()]
        frame = pd.DataFrame(rows, columns=[column.name for column in columns])
        frame = frame.astype({one.name: _DTYPES[one.holds, one.optional] for one in columns if _has_dtype(one)})
        return frame.set_index(self._index) if self._index else frame

    def to_parquet(self, *, about: Mapping[str, str] | None = None) -> bytes:
        """Return the rows as a Parquet file: lists of texts stay lists, other nested values are JSON text.

        Args:
            about: names and texts for the metadata of the file.

        Raises:
            MissingExtra: pyarrow is not installed; the message says what installs it.
        """
        with extra("parquet", "parquet"):
            arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        columns = self._columns()
        values = zip(*self._rows(), strict=True)
        arrays = [
            arrow.array(map(_nested if _is_nested(column) else _plain, given), _arrow_type(arrow, column))
            for column, given in zip(columns, list(values) or [()] * len(columns), strict=True)
        ]
        content = io.BytesIO()
        table = arrow.table(arrays, names=[column.name for column in columns])
        parquet.write_table(table.replace_schema_metadata(about), content)
        return content.getvalue()

    def to_markdown(self, *columns: str | Iterable[str]) -> str:
        """Return the rows as a table in Markdown.

        Args:
            columns: which columns, one by one or as a list, in this order; without any those that a notebook shows.

        Raises:
            ValueError: there is no such column.
        """
        named = [name for given in columns for name in ([given] if isinstance(given, str) else given)]
        shown, rows = self._short(named)
        cells = ([as_markdown(cell).replace("|", "\\|") for cell in row] for row in rows)
        lines = [shown, ["---"] * len(shown), *cells]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def _repr_html_(self) -> str:
        """Return the first rows for a notebook."""
        shown, rows = self._short(())
        head = "".join(f"<th>{escape(name)}</th>" for name in shown)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in islice(rows, _ROWS))
        return f"<p>{escape(repr(self))}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _short(self, wanted: Sequence[str]) -> tuple[list[str], Iterator[list[str]]]:
        """Return the names of a few columns, and their cells row by row as text."""
        columns = list(self._columns())
        names = wanted or self._brief or [one.name for one in columns if not one.many and not _is_nested(one)][:_WIDTH]
        known = [one.name for one in columns]
        for name in names:
            if name not in known:
                right = did_you_mean(name, known) or f"there are {', '.join(known)}"
                raise ValueError(f"no column {name!r}; {right}")
        places = [known.index(name) for name in names]
        return list(names), ([_cell(row[at]) for at in places] for row in self._rows())


_DTYPES: dict[tuple[type, bool], str] = {
    (int, True): "Int64",
    (int, False): "int64",
    (float, True): "float64",
    (float, False): "float64",
    (bool, True): "boolean",
    (bool, False): "bool",
}
"""Types of pandas by type of value, and whether it may be None; texts and lists keep what pandas gives them."""


def _has_dtype(column: TableColumn) -> bool:
    return (column.holds, column.optional) in _DTYPES and not column.many


def _is_nested(column: TableColumn) -> bool:
    return column.holds not in {str, int, float, bool}


def _arrow_type(arrow: Any, column: TableColumn) -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    one = arrow.type_for_alias({int: "int64", float: "double", bool: "bool"}.get(column.holds, "string"))
    return arrow.list_(one) if column.many and not _is_nested(column) else one


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return a value as JSON has it."""
    return value if value is None or type(value) in {str, int, float, bool} else to_jsonable_python(value)


def _nested(value: Any) -> str | None:  # noqa: ANN401 - any value
    return None if value is None else to_json(value).decode()


def _cell(value: Any, prefix: str = "") -> str:  # noqa: ANN401 - any value
    if isinstance(value, int | float):
        return f"{value}"
    text = _text(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # csv quotes a cell for the one, not for the other
    return f"'{text}" if text.startswith(FORMULA) else f"{prefix}{text}" if text else ""


def _text(value: Any) -> str:  # noqa: ANN401 - any value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return to_json(value).decode() if value else ""
