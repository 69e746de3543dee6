"""Read-only mappings of records: their errors name the nearest known keys, and each is a table as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar, TypeAlias, TypeVar

from effllm.arguments import check_text
from effllm.as_table import AsTable, TableColumn
from effllm.lookup.venue_index import VenueIndex
from effllm.nearest import UnknownFormula, UnknownKey, UnknownReadingList, UnknownVenue
from effllm.records import Formula, ReadingList, Venue
from effllm.records.base import FieldKind, Record, field_kinds, no_garbage
from effllm.text import fold, title_key, words

T = TypeVar("T")
R = TypeVar("R", bound=Record)

Wanted: TypeAlias = "str | Iterable[str] | None"
"""What a filter takes: one text, or several."""


class MadeWhenAsked(Mapping[str, T]):
    """Records by key, each made when it is asked for."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], T]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make

    def __getitem__(self, key: str) -> T:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what another process makes it of: the records."""
        return dict, (dict(self),)


class Collection(Mapping[str, T], AsTable):
    """Records by id, in an order; iteration yields ids."""

    error: ClassVar[type[UnknownKey]] = UnknownKey
    _index = "id"

    def __init__(self, items: Mapping[str, T]) -> None:
        self._items: Mapping[str, T] = items if isinstance(items, MadeWhenAsked) else dict(items)

    def __getitem__(self, key: str | T) -> T:
        """Return the record with this id, or that is this one; raise the collection's `UnknownKey` if there is none."""
        name = key if isinstance(key, str) else getattr(key, "key", None) or getattr(key, "id", None)
        found = (self._items.get(name) or self._by_name(name)) if isinstance(name, str) else None
        if found is None:
            raise self.error(key, self._items)  # type: ignore[arg-type]  # whatever was given in place of a key
        return found

    def _by_name(self, name: str) -> T | None:
        """Return the record that a text names that is no id; None where it names none."""
        del name
        return None

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        """Return the number of records and the first few ids."""
        shown = ", ".join([*list(self)[:3], *(["..."] if len(self) > 3 else [])])  # noqa: PLR2004
        return f"<{type(self).__name__}: {len(self)}{f' ({shown})' if shown else ''}>"


class RecordTable(Collection[R]):
    """Records by id whose columns are the fields of a record.

    Fields of a record inside of a record are columns as well, behind its name: ``architecture_layers``. CSV has no
    sources.
    """

    record: ClassVar[type[Record]]

    @no_garbage()
    def to_records(self) -> list[dict[str, Any]]:
        """Return the records as plain dictionaries, every field present; records inside of records are dictionaries."""
        return [one.to_dict() for one in self._items.values()]

    def _columns(self) -> list[TableColumn]:
        return list(columns_of(self.record))

    def _rows(self) -> Iterator[list[Any]]:
        return (values_of(self.record, one) for one in self._items.values())


def in_order(
    items: Iterable[T], fields: Iterable[str], known: Iterable[str], value_of: Callable[[T, str], Any]
) -> list[T]:
    """Return items by the first field, then the next; ``-year`` turns one around, and what has no value is last.

    Texts sort without capitals and accents.

    Args:
        items: in the order of those that are equal.
        fields: what to sort by.
        known: what can be sorted by.
        value_of: gives an item's value of a field.

    Raises:
        ValueError: a field is not a known one.
    """
    ordered = list(items)
    for field in reversed(tuple(fields)):
        name, backwards = field.removeprefix("-"), field.startswith("-")
        if name not in known:
            raise ValueError(f"cannot sort by {field!r}; the fields are {', '.join(known)}")
        values = [(value_of(one, name), one) for one in ordered]
        having = [(_sortable(value), one) for value, one in values if value not in _NOTHING]
        having.sort(key=itemgetter(0), reverse=backwards)
        ordered = [one for _, one in having] + [one for value, one in values if value in _NOTHING]
    return ordered


_NOTHING = (None, "", ())


def _sortable(value: Any) -> Any:  # noqa: ANN401 - values of one field compare with each other
    if isinstance(value, tuple):
        return tuple(fold(name) for name in value)
    return fold(value) if isinstance(value, str) else value


def several(wanted: object) -> list[Any]:
    """Return what a filter was given, one value or several, as a list. A text is one value, and so is a record."""
    return list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str | Record) else [wanted]


def wanted_words(filter_name: str, names: str | Iterable[str]) -> list[frozenset[str]]:
    """Return the words of each name that a filter was given.

    Raises:
        TypeError: one is no text.
        ValueError: one has no letter.
    """
    found = []
    for name in several(names):
        check_text(filter_name, name, "Tim Dettmers" if filter_name == "author" else "Mistral AI")
        if not (wanted := frozenset(words(name))):
            raise ValueError(f"{filter_name} is {name!r}; it must be a name or a part of one")
        found.append(wanted)
    return found


def columns_of(model: type[Record], prefix: str = "", *, optional: bool = False) -> Iterator[TableColumn]:
    """Yield the columns of a record: its fields, and those of the records inside of it, each behind their name."""
    for kind in field_kinds(model):
        yield from columns_of_field(kind, prefix, optional=optional)


def columns_of_field(kind: FieldKind, prefix: str = "", *, optional: bool = False) -> Iterator[TableColumn]:
    """Yield the column of a field, or those of the record in it."""
    name, may_lack = f"{prefix}{kind.name}", optional or kind.optional
    if kind.record and not kind.many:
        yield from columns_of(kind.record, f"{name}_", optional=may_lack)
    else:
        before = "arXiv:" if kind.name == "arxiv" else ""
        yield TableColumn(name, kind.holds, kind.many, may_lack, kind.name != "sources", before)


def values_of(model: type[Record], one: Record | None) -> list[Any]:
    """Return the values of these columns; those of a record that is not there are None."""
    return [value for kind in field_kinds(model) for value in values_of_field(kind, one)]


def values_of_field(kind: FieldKind, one: Record | None) -> list[Any]:
    """Return the values of `columns_of_field`."""
    value = getattr(one, kind.name, None)
    return values_of(kind.record, value) if kind.record and not kind.many else [value]


class Formulas(RecordTable[Formula]):
    """Formulas by id, in the order of their ids; an unknown id raises `UnknownFormula`."""

    error = UnknownFormula
    record: ClassVar[type[Record]] = Formula


class ReadingLists(RecordTable[ReadingList]):
    """Reading lists by id, in the order of ids; names find them too, an unknown one raises `UnknownReadingList`."""

    error = UnknownReadingList
    record: ClassVar[type[Record]] = ReadingList

    @cached_property
    def _named(self) -> dict[str, ReadingList]:
        return {title_key(one.name): one for one in self._items.values()}

    def _by_name(self, name: str) -> ReadingList | None:
        return self._named.get(title_key(name))


class Venues(RecordTable[Venue]):
    """Venues by id; aliases and full names in any spelling find them too, an unknown name raises `UnknownVenue`."""

    error = UnknownVenue
    record: ClassVar[type[Record]] = Venue

    def __init__(self, venues: Iterable[Venue]) -> None:
        super().__init__({venue.id: venue for venue in venues})

    @cached_property
    def index(self) -> VenueIndex:
        """What names are looked up in, made when first asked for."""
        return VenueIndex(self._items.values())

    def _by_name(self, name: str) -> Venue | None:
        return self.index.named(name)
