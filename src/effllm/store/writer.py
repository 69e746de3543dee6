"""Record -> canonical YAML: one way to write a record, whoever wrote it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from yaml.resolver import Resolver

from effllm.records.base import DAY
from effllm.records.framework import GROUPS, Cell, Framework
from effllm.store.characters import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records.base import Record

WIDTH = 100
"""Longest line, in characters, that lists and prose are laid out for."""

PROSE = frozenset({"summary", "definition", "note", "audience", "why", "about", "holds", "reason"})
_SHORT = frozenset({"setting", "baseline", "constants", "basis", "layer_types", "flops", "inputs", "output", "terms"})
_MANY_DIGITS = 1e7
_LAST_OF_FOUR_DIGITS = 0xFFFF
IS_DAY = re.compile(DAY, re.ASCII)
_CELL = frozenset(Cell.model_fields)
_PLAIN = re.compile(r"[^\W_][^\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u2028\u2029]*|[./_]\w[^\x00-\x1f\x7f-\x9f\ufeff]*")
SURELY_PLAIN = re.compile(
    r"(?=.{6})[A-Za-z][A-Za-z0-9 .,/@()'+_-]*+(?::(?=[^ ])[A-Za-z0-9 .,/@()'+_-]*+)*+(?<! )"
)  # most texts: Ada Author, arXiv:2210.17323
FLOW_UNSAFE = re.compile(r"[\[\]{},?]|: |:$")
_ESCAPE = re.compile(f"[\x7f-\x9f{HIDDEN}\ufffe\uffff\ud800-\udfff]")
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def to_yaml(records: Record | Iterable[Record], schema: str, *, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the canonical text of a record, or of a file that lists records.

    Args:
        records: one record, or several for a file that is a list.
        schema: path from the file to its JSON Schema, for the editor line on top.
        leave_out: fields that the file's own name tells.
    """
    from effllm.records.base import Record  # noqa: PLC0415

    value = plain(records, leave_out) if isinstance(records, Record) else [plain(r, leave_out) for r in records]
    return "\n".join([f"# yaml-language-server: $schema={schema}", *(_block(value, 0) or ["[]"]), ""])


def plain(record: Record, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return a record as the plain values a file holds: no defaults, cells and sources in a fixed order."""
    values = record.model_dump(mode="json", exclude_defaults=True, exclude=set(leave_out))
    for group in GROUPS[1:] if isinstance(record, Framework) else ():
        if isinstance(values.get(group), dict):  # in the vocabulary a group is a list of words
            values[group] = dict(sorted(values[group].items()))
    if "sources" in values:
        order = _order(type(record))
        rank = sorted(
            values["sources"].items(), key=lambda item: (order.get(item[0].split(".")[0], len(order)), item[0])
        )
        values["sources"] = dict(rank)
    return values


@cache
def _order(model: type[Record]) -> dict[str, int]:
    """Return the place of each field."""
    return {field: number for number, field in enumerate(model.model_fields)}


def _block(value: Mapping[str, Any] | list[Any], indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(value, list):
        return [line for item in value for line in _item(item, indent)]
    return [line for name, inner in value.items() for line in _entry(f"{pad}{_name(name)}:", name, inner, indent)]


def _item(value: Any, indent: int, *, short: bool = False) -> list[str]:  # noqa: ANN401 - YAML holds anything
    """Return one item of a block list; a mapping starts on the line of its dash, and stays there if it is ``short``."""
    pad = " " * indent
    if isinstance(value, dict) and value and not short:
        lines = _block(value, indent + 2)
        return [f"{pad}- {lines[0][indent + 2 :]}", *lines[1:]]
    return [f"{pad}- {inline(value) if isinstance(value, list | dict) else scalar(value)}"]


def _entry(head: str, name: str, value: Any, indent: int) -> list[str]:  # noqa: ANN401
    """Return the lines of one field: on its own line where it fits, below it where not."""
    if isinstance(value, dict):
        always = not value or value.keys() <= _CELL
        if always or name in _SHORT:
            line = f"{head} {inline(value)}"
            if always or len(line) <= WIDTH:
                return [line]
        return [head, *_block(value, indent + 2)]
    if isinstance(value, list):
        return _listed(head, value, indent, short=name in _SHORT)
    # A day stays without quotes: YAML 1.1 reads it as the date that it is.
    line = f"{head} {value if name == 'added' and IS_DAY.fullmatch(value) else scalar(value)}"
    if name in PROSE and len(line) > WIDTH and _foldable(value):
        pad = " " * (indent + 2)
        return [f"{head} >-", *(pad + part for part in _folded(value, WIDTH - indent - 2))]
    return [line]


def _listed(head: str, value: list[Any], indent: int, *, short: bool) -> list[str]:
    """Return the lines of a field that is a list."""
    texts = sum(len(item) for item in value if isinstance(item, str))  # alone they may be too long for a line
    if texts < WIDTH and not any(isinstance(item, dict) for item in value):
        line = f"{head} {inline(value)}"
        if len(line) <= WIDTH:
            return [line]
    dash = " " * (indent + 2) + "- "
    if all(isinstance(item, str) for item in value):
        return [head, *[dash + scalar(item) for item in value]]
    return [head, *(line for item in value for line in _item(item, indent + 2, short=short))]


def inline(value: Any) -> str:  # noqa: ANN401
    """Return a value on one line, as YAML text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, flow=True)}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value, flow=True)


def _foldable(text: str) -> bool:
    """Tell whether folding at spaces keeps the text as it is."""
    plain = text.isprintable() and (text.isascii() or not _ESCAPE.search(text))
    return plain and " " in text and text == " ".join(text.split())


def _folded(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text: as many words each as there is room for, at least one."""
    first, *words = text.split(" ")
    line, length = [first], len(first)
    for word in words:
        length += 1 + len(word)
        if length > width:
            yield " ".join(line)
            line, length = [], len(word)
        line.append(word)
    yield " ".join(line)


def scalar(value: str | float | bool | None, *, flow: bool = False) -> str:  # noqa: FBT001 - a YAML scalar may be a bool
    """Return one value as YAML text: a text stays without quotes only where YAML 1.1 and 1.2 read it as that text."""
    if isinstance(value, str):
        if SURELY_PLAIN.fullmatch(value) and not (flow and "," in value):  # as most: no need to remember them
            return value
        return _text(value, flow)
    return _float(value) if isinstance(value, float) else json.dumps(value)


_name = lru_cache(maxsize=4096)(scalar)  # of a field: there are few


def line(field: str, value: str) -> str:
    """Return ``field: value`` as a record holds it."""
    return f"{field}: {scalar(value)}"


def _float(value: float) -> str:
    """Return a number as people write it: large and small ones with their power of ten, and a dot for YAML 1.1."""
    if value.is_integer() and abs(value) < _MANY_DIGITS:
        return str(int(value))
    text = str(value)
    if value.is_integer() or "e" in text:
        digits, _, power = f"{Decimal(text).normalize():e}".partition("e")
        text = f"{digits}{'' if '.' in digits else '.0'}e{int(power):+}"
    return text


# Only texts are remembered: to a cache True, 1 and 1.0 are one key.
@lru_cache(maxsize=4096)
def _text(value: str, flow: bool) -> str:  # noqa: FBT001 - looked up faster by its place
    if _is_plain(value) and not (flow and FLOW_UNSAFE.search(value)):
        return value
    return _ESCAPE.sub(_escaped, encode_basestring(value))


def _escaped(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"


def _is_plain(text: str) -> bool:
    if not text.isprintable() or not _PLAIN.fullmatch(text) or (not text.isascii() and _ESCAPE.search(text)):
        return False
    if ": " in text or " #" in text or text[-1] in ": ":
        return False
    resolvers = Resolver.yaml_implicit_resolvers.get(text[0], [])
    return not NUMBER.fullmatch(text) and not any(pattern.match(text) for _, pattern in resolvers)
