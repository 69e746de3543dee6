"""Measurements that no paper reports, by id, and their figures as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.kb.collection import Collection
from effllm.kb.results import columns_of_figures, row_of
from effllm.nearest import UnknownMeasurement
from effllm.records import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.as_table import TableColumn


class Measurements(Collection[Measurement]):
    """Measurements by id, in the order of their ids; an unknown id raises `UnknownMeasurement`.

    As a table it has a row a figure, with the columns of `Results`, and ``measurement`` in the place of ``paper``.
    """

    error = UnknownMeasurement
    _index = ""

    def __init__(self, measurements: Iterable[Measurement]) -> None:
        super().__init__({one.id: one for one in measurements})

    def _columns(self) -> list[TableColumn]:
        return columns_of_figures("measurement")

    def _rows(self) -> Iterator[list[Any]]:
        for one in self._items.values():
            read = one.source("results")
            for result in one.results:
                yield row_of(one.id, result, (result.source,) if result.source else read)
