"""Measurements that no paper reports, by id, and their figures as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.kb.collection import Collection, data_frame
from effllm.kb.results import WHOLE, columns, row_of
from effllm.nearest import UnknownMeasurement
from effllm.records import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd


class Measurements(Collection[Measurement]):
    """Measurements by id, in the order of their ids; an unknown id raises `UnknownMeasurement`."""

    error = UnknownMeasurement

    def __init__(self, measurements: Iterable[Measurement]) -> None:
        super().__init__({one.id: one for one in measurements})

    def to_csv(self) -> str:
        """Return the figures of all as CSV, a line each; formulas are defused as in `Papers.to_csv`."""
        from effllm.bibliography.csv_writer import table  # noqa: PLC0415 - BibTeX's parser, beside it, is slow to import

        return table(columns("measurement"), self._rows())

    def to_records(self) -> list[dict[str, Any]]:
        """Return the figures of all as plain flat dictionaries with the columns of `to_csv`, every one present."""
        rows = (dict(zip(columns("measurement"), row, strict=True)) for row in self._rows())
        return [row | {"sources": [str(source) for source in row["sources"]]} for row in rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return the figures of all as a data frame with the columns of `to_csv`; whole numbers stay whole (``Int64``).

        Raises:
            MissingExtra: pandas is not installed; the message says what installs it.
        """
        return data_frame(self.to_records(), columns("measurement")).astype(dict.fromkeys(WHOLE, "Int64"))

    def _rows(self) -> Iterator[list[Any]]:
        for one in self._items.values():
            read = one.source("results")
            for result in one.results:
                yield row_of(one.id, result, (result.source,) if result.source else read)
