"""Values -> records. Pydantic's findings phrased in the contributor's words, with line, column and the right line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import yaml
from pydantic import ValidationError

from effllm.nearest import did_you_mean
from effllm.problems import Edit
from effllm.records.base import Record
from effllm.store import file_rules
from effllm.store.hints import about_field, field_meant, right_line, right_value, scalar_quoted
from effllm.store.salvage import salvage
from effllm.store.unreadable import first_field
from effllm.store.writer import scalar
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo

    from effllm.problems import Problem
    from effllm.store.document import Document, Loc

R = TypeVar("R", bound=Record)
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of fields",
    "model_type": "a mapping of fields",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
}
_SHOWN = 60
_EVIDENCE = ("source", "checked")
"""What every cell of a framework has, beside its value."""

_MEANT = {"true": "yes", "false": "no"}  # YAML of old reads yes as true


def build(
    model: type[R],
    document: Document,
    data: Any,  # noqa: ANN401 - YAML holds anything
    told: Mapping[str, str],
    at: Loc = (),
) -> tuple[R | None, list[Problem], list[Loc]]:
    """Make a record of the values at ``at`` in a document.

    Args:
        model: the record's class.
        document: the file, for positions.
        data: the plain values.
        told: fields that the file's own name tells, as the key; they must not be in the file.
        at: where in the document the values are.

    Returns:
        The record, what is wrong, and the places that could not be read or that a misspelt field was meant for. With
        problems the record holds what could be read, so that the rules can still check the rest; it is None where
        there is no mapping at all.
    """
    if not isinstance(data, dict):
        return (
            None,
            [document.problem(file_rules.SHAPE, at, "expected a mapping of fields", _as_fields(model, data, told))],
            [],
        )
    if wrapped := _wrapped(model, data):
        hint = f"delete the line {wrapped}: and the indentation of the lines below it"
        return (
            None,
            [document.problem(file_rules.UNKNOWN_FIELD, (*at, wrapped), f"unknown field {wrapped}", hint, key=True)],
            [],
        )
    problems = list(_unknown(model, document, data, at, told))
    meant = list(_meant(model, data))
    values = {name: value for name, value in data.items() if name in model.model_fields and name not in told}
    try:
        return model.model_validate({**values, **told}), problems, meant
    except ValidationError as error:
        found = list(_explain(model, document, error, at))
        wrong = [loc for loc, _ in found]
        told_already = {*meant, *_meant_inside(model, error)}  # by the misspelt field
        problems += [problem for loc, problem in found if loc not in told_already]
        return salvage(model, {**values, **told}, wrong), problems, [*meant, *wrong]


def _as_fields(model: type[Record], data: Any, told: Mapping[str, str]) -> str:  # noqa: ANN401 - YAML holds anything
    """Say how to make fields of a value that has none."""
    if isinstance(data, list) and data and isinstance(data[0], dict):
        return "one record a file, and no list: delete the dash at its start and the indentation below it"
    return first_field(model, told)


def _wrapped(model: type[Record], data: Mapping[str, Any]) -> str:
    """Return the unknown field that holds a whole record; empty where there is no such field."""
    inside = [name for name, value in data.items() if name not in model.model_fields and isinstance(value, dict)]
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    return next((name for name in inside if len(data) == 1 and len(required & data[name].keys()) > 1), "")


def _meant(model: type[Record], data: Mapping[str, Any]) -> Iterator[Loc]:
    """Yield the fields that misspelt ones were probably meant for."""
    for name in data:
        if name not in model.model_fields:
            yield from ((field,) for field in field_meant(name, model.model_fields)[:1] if field not in data)


def _meant_inside(model: type[Record], error: ValidationError) -> Iterator[Loc]:
    """Yield the missing fields inside a record that misspelt ones were probably meant for."""
    details = error.errors(include_url=False, include_input=False)
    missing = {detail["loc"] for detail in details if detail["type"] == "missing"}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, name = detail["loc"]
            fields = [(*above, field) for field in field_meant(str(name), _fields(model, above))[:1]]
            yield from missing.intersection(fields)


def _unknown(
    model: type[Record], document: Document, data: Mapping[str, Any], at: Loc, told: Mapping[str, str]
) -> Iterator[Problem]:
    known = [name for name in model.model_fields if name not in told]
    for name in data:
        if name in told:
            hint = f"delete the line: the {name} is the file's name"
            fix = (Edit((*at, name), None),) if data[name] == told[name] else ()
            message = f"{name} is not in the file"
            yield document.problem(file_rules.UNKNOWN_FIELD, (*at, name), message, hint, key=True, fix=fix)
        elif name not in known:
            message = f"unknown field {name}"
            yield document.problem(
                file_rules.UNKNOWN_FIELD, (*at, name), message, about_field(name, known, data), key=True
            )


def _explain(model: type[Record], document: Document, error: ValidationError, at: Loc) -> Iterator[tuple[Loc, Problem]]:
    """Yield each finding once, with the place inside the record it belongs to."""
    seen: set[Loc] = set()
    for detail in error.errors(include_url=False, include_input=False, include_context=True):
        wanted: Loc = (*at, *detail["loc"])
        node, loc = document.find(wanted)
        kind = detail["type"]
        if kind in {"missing", "extra_forbidden"}:
            loc = wanted
        if loc in seen:
            continue
        seen.add(loc)
        yield loc[len(at) :], _phrase(model, document, detail, loc, node)


def _phrase(model: type[Record], document: Document, detail: Mapping[str, Any], loc: Loc, node: yaml.Node) -> Problem:
    name, kind = str(loc[-1]) if loc else "the record", detail["type"]
    if kind == "missing":
        field = _fields(model, detail["loc"][:-1]).get(name)
        hint = f"add {name}: {field.description}" if field and field.description else ""
        fix: tuple[Edit, ...] = ()
        if loc == ("added",):  # the one field whose value the day itself tells
            hint = "add the day on which the record comes in; effllm validate --fix writes today's"
            fix = (Edit(loc, datetime.now(tz=UTC).date().isoformat()),)
        return document.problem(file_rules.MISSING, loc, f"missing field {name}", hint, fix=fix)
    if kind == "extra_forbidden":
        known = [*_fields(model, detail["loc"][:-1])]
        hint = about_field(name, known) if known else ""
        return document.problem(file_rules.UNKNOWN_FIELD, loc, f"unknown field {name}", hint, key=True)
    if kind == "literal_error":
        allowed = [word.strip(" '") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
        hint = did_you_mean(str(node.value), allowed) or f"one of {', '.join(allowed)}"
        word = _MEANT.get(str(node.value).strip().casefold(), str(node.value).strip().casefold())
        same = [word] if word in allowed else []
        hint = f"write: {name}: {scalar(word)}" if same and node.tag.endswith(":bool") else hint
        fix = (Edit(loc, same[0]),) if same else ()
        return document.problem(file_rules.NOT_ALLOWED, loc, f"{name} cannot be {_found(node)}", hint, fix=fix)
    expected = _EXPECTED.get(kind, "another value").format(**detail.get("ctx", {}))
    if "sources" in detail["loc"]:
        expected = "a text or a list of texts" if detail["loc"][-1] != "sources" else "a mapping from field to source"
    described = _described(model, detail["loc"])
    inner = _fields(model, detail["loc"])
    if kind == "model_type" and inner:
        described = _with_fields(loc, node, inner)
    if kind == "tuple_type" and inner and isinstance(node, yaml.MappingNode):
        described = f"put a dash before its first field, and indent the others as that one: - {next(iter(inner))}: ..."
    hint = right_line(kind, loc, node) or described
    field = _fields(model, detail["loc"][:-1]).get(name)
    if node.tag.endswith(":null") and field and field.is_required():
        hint = f"fill it in; {described}"
    return document.problem(
        file_rules.WRONG_TYPE,
        loc,
        f"{_in_words(loc)} must be {expected}, found {_found(node)}",
        hint,
        fix=() if (right := right_value(kind, loc, node)) is None else (Edit(loc, right),),
    )


def _with_fields(loc: Loc, node: yaml.Node, inner: Mapping[str, FieldInfo]) -> str:
    """Say how to write a record inside a record where one value is in its place."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
        return f"a line for each of its fields below it: {', '.join(inner)}"
    first, *others = (name for name, field in inner.items() if field.is_required() or name in _EVIDENCE)
    prefix = "- " if isinstance(loc[-1], int) else f"{loc[-1]}: "
    shown = [f"{first}: {scalar(str(node.value))}", *(f"{name}: ..." for name in others)]
    return f"write: {prefix}{{{', '.join(shown)}}}"


def _fields(model: type[Record], loc: Sequence[str | int]) -> Mapping[str, FieldInfo]:
    """Return the fields of the record at a place inside a record of the class ``model``."""
    fields: Mapping[str, FieldInfo] = model.model_fields
    for part in loc:
        if part in fields:
            inner = _record_in(fields[str(part)].annotation)
            fields = inner.model_fields if inner else {}
    return fields


def _record_in(annotation: Any) -> type[Record] | None:  # noqa: ANN401 - as the annotation has it
    """Return the class of record that a field holds, alone or among others."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(filter(None, map(_record_in, get_args(annotation))), None)


def _described(model: type[Record], loc: Loc) -> str:
    """Return what a field holds, in the words of its description; empty where it has none."""
    place = next((at for at in range(len(loc) - 1, -1, -1) if not isinstance(loc[at], int)), 0)
    field = _fields(model, loc[:place]).get(str(loc[place])) if loc else None
    return f"{loc[place]}: {field.description}" if field and field.description else ""


def _in_words(loc: Loc) -> str:
    """Name a field or an item: ``authors``, ``item 2 of authors``."""
    last = loc[-1] if loc else "the record"
    return f"item {last + 1} of {loc[-2]}" if isinstance(last, int) and len(loc) > 1 else str(last)


def _found(node: yaml.Node) -> str:
    """Say what is there."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    kind = node.tag.rpartition(":")[2]
    words = {"int": "the number", "float": "the number", "bool": "the word", "null": "nothing"}
    if kind == "null":
        return "nothing"
    shown = cut(str(node.value), _SHOWN)
    return f"{words.get(kind, 'the text')} {shown if kind != 'str' else scalar_quoted(shown)}"
