"""What all records share, and what kind of value each of their fields holds."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
"""A day: ``2026-11-30``."""

Int = StrictInt
Bool = StrictBool
Texts = tuple[str, ...]
Sources = Annotated[
    dict[str, str | Texts],
    Field(
        description="Where facts were read: field -> `owner/repository:path[@commit][#Lline]`, an address, or an id "
        "with the place in the paper; a list where several sources agree, the one the value was taken from first."
    ),
]


_NAMED_BY = ("key", "id", "name", "title")
"""The fields that tell people which record it is."""


_SHOWN = 8
"""Most values of a list or mapping that a print-out shows."""


class _Verbatim(str):
    """A text that is shown as it is, without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Record(BaseModel):
    """A frozen record: unknown fields are errors, absent ones have their defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=False, defer_build=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield what a short print-out shows: key or id and name of what has one, else the fields that are given."""
        shown = [name for name in _NAMED_BY if name in type(self).model_fields]
        if shown and shown[0] in {"key", "id"}:
            name = next((name for name in shown[1:] if getattr(self, name)), None)
            yield from ((field, getattr(self, field)) for field in (shown[0], name) if field)
            return
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value != field.get_default(call_default_factory=True):
                many = isinstance(value, tuple | dict) and len(value) > _SHOWN
                yield name, _Verbatim(f"<{len(value)} of them>") if many else value

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values, every field present, None where nothing is known."""
        return self.model_dump(mode="json")


@contextmanager
def no_garbage() -> Iterator[None]:
    """Make many objects, all of them kept: the garbage collector's looks at them would take as long as making them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field of a record holds.

    Attributes:
        name: its name.
        holds: ``str``, ``int``, ``float``, ``bool``, a record, or ``dict`` for all that is of no plain type.
        many: True for a list of such values.
        optional: True where the value may be None.
        choices: the only values there are; empty where any value may be.
    """

    name: str
    holds: type
    many: bool = False
    optional: bool = False
    choices: tuple[object, ...] = ()

    @property
    def record(self) -> type[Record] | None:
        """The record that it holds one or many of; None for plain values."""
        return self.holds if issubclass(self.holds, Record) else None

    @property
    def fits_a_cell(self) -> bool:
        """Whether it is a plain value or a list of plain values."""
        return self.record is None and self.holds is not dict


@cache
def field_kinds(model: type[Record]) -> tuple[FieldKind, ...]:
    """Return the kinds of a record's fields, in order."""
    return tuple(_kind(name, field.annotation) for name, field in model.model_fields.items())


def _kind(name: str, annotation: Any) -> FieldKind:  # noqa: ANN401 - any type
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(name, inner[0])
    if origin in {Union, UnionType}:
        known = [one for one in inner if one is not type(None)]
        one = _kind(name, known[0]) if len(known) == 1 else FieldKind(name, dict)
        return FieldKind(name, one.holds, one.many, len(known) < len(inner), one.choices)
    if origin is Literal:
        return FieldKind(name, type(inner[0]), choices=inner)
    if origin is tuple:
        one = _kind(name, inner[0])
        return FieldKind(name, one.holds, many=True, choices=one.choices)
    plain = next((base for base in (bool, int, float, str) if _is(annotation, base)), None)
    return FieldKind(name, plain or (annotation if _is(annotation, Record) else dict))


def _is(annotation: object, base: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, base)


def as_text(value: object) -> str:
    """Return the value of any field as people read it; empty where nothing is known."""
    if isinstance(value, Record):
        known = ((name, as_text(getattr(value, name))) for name in type(value).model_fields)
        return ", ".join(f"{name} {text}" for name, text in known if text)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {as_text(inner)}" for name, inner in value.items())
    if isinstance(value, tuple | list):
        return "; ".join(map(as_text, value))
    return "" if value is None or value is False else "yes" if value is True else str(value)


def other_facts(record: Record, placed: Container[str]) -> dict[str, str]:
    """Return the fields of a record that have no place of their own, as words with their texts; empty ones left out."""
    texts = {name: as_text(getattr(record, name)) for name in type(record).model_fields if name not in placed}
    return {name.replace("_", " "): text for name, text in texts.items() if text}
