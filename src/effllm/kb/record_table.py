"""Collections of records that are tables as well: a row a record, a column a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from effllm.kb.collection import Collection, data_frame
from effllm.records.base import FieldKind, Record, field_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

R = TypeVar("R", bound=Record)


class RecordTable(Collection[R]):
    """Records by id that write themselves as rows."""

    record: ClassVar[type[Record]]

    def to_records(self) -> list[dict[str, Any]]:
        """Return the records as plain dictionaries, every field present; records inside of records are dictionaries."""
        return [one.to_dict() for one in self._items.values()]

    def to_csv(self) -> str:
        """Return the records as CSV, a line each, without their sources.

        Fields of records inside of records are columns, as ``architecture_layers``; formulas are defused as in
        `Papers.to_csv`.
        """
        from effllm.bibliography.csv_writer import table  # noqa: PLC0415 - BibTeX's parser, beside it, is slow to import

        return table(self._columns(), (_flat(self.record, one) for one in self._items.values()))

    def to_pandas(self) -> pd.DataFrame:
        """Return the records as a data frame with the columns of `to_csv` and the ids as index.

        Whole numbers stay whole (``Int64``).

        Raises:
            MissingExtra: pandas is not installed; the message says what installs it.
        """
        names = self._columns()
        rows = [dict(zip(names, _flat(self.record, one), strict=True)) for one in self._items.values()]
        whole = [name for name, kind in _leaves(self.record) if kind.holds is int and not kind.many]
        return data_frame(rows, names).astype(dict.fromkeys(whole, "Int64")).set_index("id")

    def _columns(self) -> list[str]:
        return [name for name, _ in _leaves(self.record)]


def _leaves(model: type[Record], prefix: str = "") -> Iterator[tuple[str, FieldKind]]:
    """Yield the columns of a record: its fields, and those of the records inside of it, each behind their name."""
    for kind in field_kinds(model):
        if kind.record and not kind.many:
            yield from _leaves(kind.record, f"{prefix}{kind.name}_")
        elif kind.name != "sources":
            yield f"{prefix}{kind.name}", kind


def _flat(model: type[Record], one: Record | None) -> list[Any]:
    """Return the values of the columns; those of a record that is not there are None."""
    row: list[Any] = []
    for kind in field_kinds(model):
        value = getattr(one, kind.name, None)
        if kind.record and not kind.many:
            row += _flat(kind.record, value)
        elif kind.name != "sources":
            row.append(value or None if isinstance(value, dict | tuple) else value)
    return row
