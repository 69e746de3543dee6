"""Values -> records. Pydantic's findings phrased in the contributor's words, with line, column and the right line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import yaml
from pydantic import ValidationError

from effllm.names import split_people
from effllm.nearest import did_you_mean, nearest
from effllm.problems import Edit
from effllm.records.base import Record
from effllm.store import rules
from effllm.store.salvage import salvage
from effllm.store.unreadable import first_field
from effllm.store.writer import NUMBER, inline, scalar
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
}
_SHOWN = 60
_MOST_DIGITS = 18
_WHOLE = re.compile(rf"[1-9][0-9]{{0,{_MOST_DIGITS - 1}}}", re.ASCII)
_POINT_ZERO = re.compile(r"([0-9]+)\.0*")  # 2024.0
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_HELD = {
    "authors": "write the author's name, given name first",
    "categories": "the id of a category, as weight-only-quantization; effllm tree shows all",
    "cites": "the key of a paper here, as frantar2022gptq; effllm search finds it",
    "former_keys": "a key, as frantar2022gptq",
}
"""Lists of texts of which none is a number -> what an item is."""
_FAMILY = frozenset({"family", "last", "lastname", "surname"})
_NAME_PARTS = _FAMILY | {"given", "first", "firstname", "middle", "name"}
_MEANT_BOOL = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_SEPARATOR = re.compile(r"[,;&|\n]|\band\b")


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
        told: fields that the file's own name tells, as the key; they must not stand in the file.
        at: where in the document the values stand.

    Returns:
        The record, what is wrong, and the places that could not be read or that a misspelt field was meant for. With
        problems the record holds what could be read, so that the rules can still check the rest; it is None where
        there is no mapping at all.
    """
    if not isinstance(data, dict):
        return None, [document.problem(rules.SHAPE, at, "expected a mapping of fields", first_field(model, told))], []
    problems = list(_unknown(model, document, data, at, told))
    meant = list(_meant(model, data))
    values = {name: value for name, value in data.items() if name in model.model_fields and name not in told}
    try:
        return model.model_validate({**values, **told}), problems, meant
    except ValidationError as error:
        found = list(_explain(model, document, error, at))
        wrong = [loc for loc, _ in found]
        problems += [problem for loc, problem in found if loc not in meant]  # the misspelt field is told already
        return salvage(model, {**values, **told}, wrong), problems, [*meant, *wrong]


def _meant(model: type[Record], data: Mapping[str, Any]) -> Iterator[Loc]:
    """Yield the fields that misspelt ones were probably meant for."""
    for name in data:
        if name not in model.model_fields:
            yield from ((field,) for field in nearest(name, model.model_fields, 1) if field not in data)


def _unknown(
    model: type[Record], document: Document, data: Mapping[str, Any], at: Loc, told: Mapping[str, str]
) -> Iterator[Problem]:
    known = [name for name in model.model_fields if name not in told]
    for name in data:
        if name in told:
            hint = f"delete the line: the {name} is the file's name"
            fix = (Edit((*at, name), None),) if data[name] == told[name] else ()
            message = f"{name} does not stand in the file"
            yield document.problem(rules.UNKNOWN_FIELD, (*at, name), message, hint, key=True, fix=fix)
        elif name not in known:
            hint = did_you_mean(name, known) or f"the fields are {', '.join(known)}"
            yield document.problem(rules.UNKNOWN_FIELD, (*at, name), f"unknown field {name}", hint, key=True)


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
        return document.problem(rules.MISSING, loc, f"missing field {name}", hint, fix=fix)
    if kind == "extra_forbidden":
        known = [*_fields(model, detail["loc"][:-1])]
        hint = did_you_mean(name, known) or (f"the fields are {', '.join(known)}" if known else "")
        return document.problem(rules.UNKNOWN_FIELD, loc, f"unknown field {name}", hint, key=True)
    if kind == "literal_error":
        allowed = [word.strip(" '") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
        hint = did_you_mean(str(node.value), allowed) or f"one of {', '.join(allowed)}"
        same = [word for word in allowed if word == str(node.value).strip().casefold()]
        fix = (Edit(loc, same[0]),) if same else ()
        return document.problem(rules.NOT_ALLOWED, loc, f"{name} cannot be {_found(node)}", hint, fix=fix)
    expected = _EXPECTED.get(kind, "another value")
    if "sources" in detail["loc"]:
        expected = "a text or a list of texts" if detail["loc"][-1] != "sources" else "a mapping from field to source"
    return document.problem(
        rules.WRONG_TYPE,
        loc,
        f"{_in_words(loc)} must be {expected}, found {_found(node)}",
        _right_line(kind, loc, node) or _described(model, detail["loc"]),
        fix=() if (right := _right_value(kind, loc, node)) is None else (Edit(loc, right),),
    )


def _fields(model: type[Record], loc: Loc) -> Mapping[str, FieldInfo]:
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
    """Say what stands there."""
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


def scalar_quoted(text: str) -> str:
    """Return a text in double quotes, as YAML writes it."""
    plain = scalar(text)
    return plain if plain.startswith('"') else f'"{plain}"'


def _right_line(kind: str, loc: Loc, node: yaml.Node) -> str:  # noqa: PLR0911 - a table of cases
    """Return the line as it would be right, where that is plain."""
    name = loc[-1] if loc else ""
    prefix = "- " if isinstance(name, int) else f"{name}: "
    if isinstance(node, yaml.SequenceNode):
        return _one_of(prefix, node) if kind == "string_type" else ""
    if isinstance(node, yaml.MappingNode):
        return _of_mapping(prefix, node) if kind == "string_type" else ""
    text = str(node.value).strip()
    if node.tag.endswith(":null") or not text:
        return "fill it in, or delete the line"
    if kind == "string_type":
        held = _HELD.get(str(loc[-2])) if len(loc) > 1 else None
        return held or f"put it in quotes: {prefix}{scalar_quoted(text)}"
    if kind == "int_type":
        return _right_number(prefix, text)
    if kind == "float_type" and NUMBER.fullmatch(text):
        return f"without quotes: {prefix}{text}"
    if kind == "bool_type" and text.lower() in _MEANT_BOOL:
        return f"write: {prefix}{scalar(_MEANT_BOOL[text.lower()])}"
    if kind == "tuple_type":
        items = split_people(text) if name == "authors" else re.split(r"[,;|\n]\s*", text)
        return f"write: {prefix}{inline([item for item in items if item])}"
    if kind == "dict_type" and name == "sources":
        return f"say of which field it is the source:\nsources:\n  title: {scalar(text)}"
    return ""


def _one_of(prefix: str, node: yaml.SequenceNode) -> str:
    """Say how to make one text of a list."""
    values = [scalar(item.value) for item in node.value if isinstance(item, yaml.ScalarNode)]
    if len(values) == 1:
        return f"write: {prefix}{values[0]}"
    return f"a single text, as: {prefix}{values[0]}" if values else ""


def _of_mapping(prefix: str, node: yaml.MappingNode) -> str:
    """Say how to make one text of a mapping: a text with a colon, the parts of a name, or one value with a name."""
    pairs = {name.value: value.value for name, value in node.value if isinstance(value, yaml.ScalarNode)}
    if pairs and {name.lower() for name in pairs} <= _NAME_PARTS:
        name = " ".join(pairs[part] for part in sorted(pairs, key=lambda part: part.lower() in _FAMILY))
        return f"write: {prefix}{scalar(name)}"
    if len(pairs) != 1:
        return "a text with a colon needs quotes"
    ((name, value),) = pairs.items()
    if prefix == "- " and not node.flow_style:
        return f"a text with a colon needs quotes: {prefix}{scalar_quoted(f'{name}: {value}')}"
    return f"write: {prefix}{scalar(value)}"


def _right_number(prefix: str, text: str) -> str:
    """Return the line with a whole number in plain digits; what else it may mean where it is none."""
    years = list(dict.fromkeys(_YEAR.findall(text)))
    if text.isdecimal():
        if len(text) > _MOST_DIGITS:
            return f"a number has at most {_MOST_DIGITS} digits"
        plain = _WHOLE.fullmatch(text) is not None
        return f"{'without quotes' if plain else 'in plain digits, without quotes'}: {prefix}{int(text)}"
    if _POINT_ZERO.fullmatch(text):
        return f"without a fraction: {prefix}{text.partition('.')[0]}"
    if "year" not in prefix and "first_release" not in prefix:
        return ""
    if len(years) > 1:
        return f"one year, that of the venue: {' or '.join(prefix + year for year in years)}"
    return f"the year alone: {prefix}{years[0]}" if years else f"four digits, as: {prefix}2024"


def _right_value(kind: str, loc: Loc, node: yaml.Node) -> Any:  # noqa: ANN401 - a plain value of a record
    """Return the value that was plainly meant by one of another type; None where nothing is plain."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
        return None
    text = str(node.value).strip()
    if kind == "string_type" and len(loc) > 1 and str(loc[-2]) in _HELD:
        return None
    if kind == "string_type":  # as it stands in the file: a number read and written again may look different
        return text
    if kind == "int_type" and _WHOLE.fullmatch(whole := _POINT_ZERO.sub(r"\1", text)):
        return int(whole)
    if kind == "bool_type":
        return _MEANT_BOOL.get(text.lower())
    return [text] if kind == "tuple_type" and text and not _SEPARATOR.search(text) else None
