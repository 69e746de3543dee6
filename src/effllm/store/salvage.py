"""What can still be checked of a record whose shape is wrong in places: the rest of it."""

from __future__ import annotations

from copy import deepcopy
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from effllm.records.base import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.store.document import Loc

R = TypeVar("R", bound=Record)
_EMPTY: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False}


def salvage(model: type[R], values: Mapping[str, Any], bad: Iterable[Loc]) -> R | None:
    """Return a record of what is right.

    A value deep in a record is left out alone, or with as little around it as can be spared; items of a list keep
    their places. Whatever is mandatory is empty, which every rule passes over.

    Args:
        model: the record's class.
        values: the plain values of its fields.
        bad: the places in the record whose values are wrong.
    """
    spared = deepcopy(dict(values))
    for loc in bad:
        if loc and not _leave_out(model, spared, loc):
            spared.pop(str(loc[0]), None)
    whole = {name: value for name, value in values.items() if not any(loc[:1] == (name,) for loc in bad)}
    for tried in (spared, whole):
        try:
            return model.model_validate(_empty(model) | tried)
        except ValidationError:
            continue
    return None


def _leave_out(model: type[Record], values: dict[str, Any], loc: Loc) -> bool:
    """Leave the value at a place out, below the record's own fields; tell whether that could be done."""
    holders: list[Any] = [values]
    kinds: list[Any] = [model]
    for part in loc[:-1]:
        holder = holders[-1]
        known = part in holder if isinstance(holder, dict) else isinstance(holder, list) and part in range(len(holder))
        if not known:
            return True  # it went with something around it
        holders.append(holder[part])
        kinds.append(_plain(_inner(kinds[-1], part)))
    for depth in reversed(range(1, len(loc))):
        holder, kind, part = holders[depth], kinds[depth], loc[depth]
        if not isinstance(holder, dict):
            return False
        field = kind.model_fields.get(str(part)) if isinstance(kind, type) and issubclass(kind, Record) else None
        if field is None or not field.is_required():
            holder.pop(part, None)
            return True
        if isinstance(holders[depth - 1], list):  # the items behind it must keep their numbers
            holder[part] = _empty_value(field.annotation)
            return True
    return False


def _inner(kind: Any, part: str | int) -> Any:  # noqa: ANN401 - as the annotation has it
    """Return what a field of a record is, or a value of a mapping or an item of a list."""
    if isinstance(kind, type) and issubclass(kind, Record):
        field = kind.model_fields.get(str(part))
        return field.annotation if field else None
    arguments = get_args(kind)
    return arguments[1 if get_origin(kind) is dict else 0] if arguments else None


def _plain(annotation: Any) -> Any:  # noqa: ANN401 - as the annotation has it
    """Return what a field is where it is given."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation


def _empty(model: type[Record]) -> dict[str, Any]:
    """Return an empty value for every mandatory field."""
    required = {name: field.annotation for name, field in model.model_fields.items() if field.is_required()}
    return {name: _empty_value(annotation) for name, annotation in required.items()}


def _empty_value(annotation: Any) -> Any:  # noqa: ANN401 - as the annotation has it
    if annotation in _EMPTY:
        return _EMPTY[annotation]
    if isinstance(annotation, type) and issubclass(annotation, str):  # a source
        return annotation()
    arguments = get_args(annotation)
    if arguments:
        return () if arguments[-1] is Ellipsis else arguments[0]
    return _empty(annotation)
