"""A read-only mapping whose errors name the nearest known keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from effllm.extras import extra
from effllm.lookup.venue_index import VenueIndex
from effllm.nearest import UnknownFormula, UnknownKey, UnknownReadingList, UnknownVenue
from effllm.records import Formula, ReadingList, Venue

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

T = TypeVar("T")


class Collection(Mapping[str, T]):
    """Records by id, in an order; iteration yields ids."""

    error: ClassVar[type[UnknownKey]] = UnknownKey

    def __init__(self, items: Mapping[str, T]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> T:
        """Return the record with this id; raise the collection's `UnknownKey` where there is none."""
        try:
            return self._items[key]
        except KeyError:
            raise self.error(key, self._items) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        """Return the number of records and the first few ids."""
        shown = ", ".join([*list(self)[:3], *(["..."] if len(self) > 3 else [])])  # noqa: PLR2004
        return f"<{type(self).__name__}: {len(self)}{f' ({shown})' if shown else ''}>"


class Formulas(Collection[Formula]):
    """Formulas by id, in the order of their ids; an unknown id raises `UnknownFormula`."""

    error = UnknownFormula


class ReadingLists(Collection[ReadingList]):
    """Reading lists by id, in the order of their ids; an unknown id raises `UnknownReadingList`."""

    error = UnknownReadingList


class Venues(Collection[Venue]):
    """Venues by id; aliases and full names in any spelling find them too, an unknown name raises `UnknownVenue`."""

    error = UnknownVenue

    def __init__(self, venues: Iterable[Venue]) -> None:
        super().__init__({venue.id: venue for venue in venues})

    @cached_property
    def index(self) -> VenueIndex:
        """What names are looked up in, made when first asked for."""
        return VenueIndex(self._items.values())

    def __getitem__(self, key: str) -> Venue:
        """Return the venue with this id, alias or full name."""
        if not isinstance(key, str):  # ``in`` and ``get`` take anything
            raise self.error(key, self._items)
        return self._items.get(key) or self.index.named(key) or super().__getitem__(key)


def data_frame(records: list[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """Return records as a data frame that has all columns, even where there is no record.

    Raises:
        MissingExtra: pandas is not installed.
    """
    with extra("pandas", "to_pandas"):
        import pandas as pd  # noqa: PLC0415 - an optional extra
    return pd.DataFrame(records, columns=list(columns))
