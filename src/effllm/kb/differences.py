"""What changed between two states of the data: records added, removed and changed, with the fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from effllm.nearest import did_you_mean
from effllm.store.history import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.store.history import Rows

What = Literal["added", "removed", "changed"]
WHAT: tuple[What, ...] = ("added", "removed", "changed")
_FORMER = {"paper": "former_keys", "category": "aliases", "model": "aliases", "hardware": "aliases"}
"""Kinds of records that keep the ids they had -> the field with them."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What became of a field.

    Attributes:
        field: its name; of a field inside of others the way to it: ``quantization.awq.value``.
        old: its value before; None where it had none.
        new: its value after; None where it has none.
    """

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a record.

    Attributes:
        kind: one of `KINDS`.
        id: its key or id; of a figure the key of its paper and what it is the figure of.
        what: added, removed or changed.
        name: its title or name; empty where it has none.
        fields: what became of its fields, where it was changed.
        renamed: of a changed record the id that it had before, of a removed one the id that leads on; None where the
            id is the same, or nothing is left of the record.
    """

    kind: str
    id: str
    what: What
    name: str
    fields: tuple[FieldChange, ...] = ()
    renamed: str | None = None


class Differences(Sequence[Change]):
    """What changed between two states of the data, kind by kind; within a kind added, removed, changed, then by id."""

    unread: tuple[str, ...]

    def __init__(self, changes: Iterable[Change], unread: Sequence[str] = ()) -> None:
        """Take changes.

        Args:
            changes: them.
            unread: files that could not be read in one of the two states: nothing is said of their records.
        """
        self._changes = tuple(changes)
        self.unread = tuple(unread)

    @overload
    def __getitem__(self, place: int) -> Change: ...
    @overload
    def __getitem__(self, place: slice) -> Differences: ...
    def __getitem__(self, place: int | slice) -> Change | Differences:
        """Return the change at a place, or those of a slice."""
        if isinstance(place, slice):
            return Differences(self._changes[place], self.unread)
        return self._changes[place]

    def __len__(self) -> int:
        return len(self._changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def __repr__(self) -> str:
        """Return how many records were added, removed and changed."""
        return f"<Differences: {', '.join(f'{len(self.filter(what=what))} {what}' for what in WHAT)}>"

    def filter(self, *, kind: str | None = None, what: str | None = None) -> Differences:
        """Return the changes of one kind of record, or of what became of them.

        Raises:
            ValueError: there is no such kind, or ``what`` is neither added, removed nor changed.
        """
        for name, value, known in (("kind", kind, KINDS), ("what", what, WHAT)):
            if value is not None and value not in known:
                hint = did_you_mean(value, known) or f"one of {', '.join(known)}"
                raise ValueError(f"{name} is {value!r}; {hint}")
        kept = (one for one in self if kind in {None, one.kind} and what in {None, one.what})
        return Differences(kept, self.unread)

    @property
    def added(self) -> Differences:
        """The records that are only in the later state."""
        return self.filter(what="added")

    @property
    def removed(self) -> Differences:
        """The records that are only in the earlier state."""
        return self.filter(what="removed")

    @property
    def changed(self) -> Differences:
        """The records of which a field is another."""
        return self.filter(what="changed")

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each kind were added, removed and changed; kinds without changes are left out."""
        counts: dict[str, dict[str, int]] = {}
        for one in self:
            counts.setdefault(one.kind, dict.fromkeys(WHAT, 0))[one.what] += 1
        return counts

    def to_records(self) -> list[dict[str, Any]]:
        """Return the changes as plain dictionaries."""
        return [asdict(one) | {"fields": [asdict(field) for field in one.fields]} for one in self]


def differences(old: Rows, new: Rows) -> Differences:
    """Return what leads from one state to another; linear in their records."""
    changes: list[Change] = []
    papers = _renamed("paper", old, new)
    for kind in KINDS:
        before, after = old.records[kind], new.records[kind]
        renamed = papers if kind == "paper" else _renamed(kind, old, new)
        if kind == "result":
            before = {_of_paper(name, papers): row for name, row in before.items()} if papers else before
            renamed = _same_figures(before, after)
        changes += sorted(_of_kind(kind, before, after, renamed), key=lambda one: (WHAT.index(one.what), one.id))
    return Differences(changes, sorted({*old.unread, *new.unread}))


def _of_kind(
    kind: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]], renamed: Mapping[str, str]
) -> Iterator[Change]:
    formerly = {new: old for old, new in renamed.items() if new not in before}
    for name, row in after.items():
        was = formerly.get(name)
        if name not in before and was is None:
            yield Change(kind, name, "added", _name(row))
        elif fields := tuple(_fields(before[was or name], row)):
            yield Change(kind, name, "changed", _name(row), fields, was)
    for name, row in before.items():
        if name not in after and formerly.get(renamed.get(name, "")) != name:
            yield Change(kind, name, "removed", _name(row), renamed=renamed.get(name))


def _renamed(kind: str, old: Rows, new: Rows) -> dict[str, str]:
    """Return the new ids of records that had another, by that."""
    field, before, after = _FORMER.get(kind), old.records[kind], new.records[kind]
    named = ((was, name) for name, row in after.items() for was in row.get(field or "", ()))
    return {was: name for was, name in named if was in before and was not in after}


def _same_figures(before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return the new names of figures of which more was said, or something else: the same number at the same place."""
    places: list[dict[tuple[Any, ...], list[str]]] = []
    for rows, others in ((before, after), (after, before)):
        found: dict[tuple[Any, ...], list[str]] = {}
        for name in rows.keys() - others.keys():
            place = (
                name.partition(":")[0],
                *map(rows[name].get, ("metric", "model", "size", "method", "value", "where")),
            )
            found.setdefault(place, []).append(name)
        places.append(found)
    old, new = places
    return {names[0]: new[place][0] for place, names in old.items() if len(names) == len(new.get(place, ())) == 1}


def _of_paper(figure: str, renamed: Mapping[str, str]) -> str:
    key, colon, rest = figure.partition(":")
    return f"{renamed.get(key, key)}{colon}{rest}"


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("title") or row.get("name") or "")


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    before, after = dict(_flat(old, "")), dict(_flat(new, ""))
    for field in {**before, **after}:
        if before.get(field) != after.get(field):
            yield FieldChange(field, before.get(field), after.get(field))


def _flat(values: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a record; those inside of others by the way to them."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
