"""JSON Lines -> values and positions, and back.

In the reference list of a paper, `<key>.references.jsonl`, the first line tells where the list was read, each further
line is one entry; the values are those of one `ReferenceList`. In the other files, as `papers/left-out.jsonl`, every
line is a record.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from pydantic_core import from_json, to_json

from effllm.nearest import did_you_mean
from effllm.problems import Problem, field_path, first_of_many
from effllm.records import ListedReference
from effllm.store import file_rules
from effllm.store.characters import decode, invisible
from effllm.store.document import Document
from effllm.store.layout import CITED_PATH, INCOMING_PATH, LEFT_OUT_PATH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.checks import Finding
    from effllm.records import ReferenceList
    from effllm.records.base import Record
    from effllm.store.document import Loc

MAX_BYTES = 512 * 1024
"""Largest reference list that is read."""

MAX_LIST_BYTES = 16 * 1024 * 1024
"""Largest list of records that is read."""

HEADER = ("source", "read", "entries", "complete")
"""The fields of the first line."""

_FIRST = '{"source":"arXiv:2210.17323, references","read":"2026-11-30","entries":1,"complete":true}'
_LINES = {
    LEFT_OUT_PATH: '{"title":"Thin Boats","arxiv":"2401.00001","reason":"out-of-scope","why":"It is about boats.",'
    '"date":"2026-11-30"}',
    INCOMING_PATH: '{"title":"Thin Models","arxiv":"2401.00001","because":["cites 6 records here"],'
    '"found":"2026-11-30"}',
    CITED_PATH: '{"paper":"doe2023thin","cited":7,"date":"2026-11-01","source":"openalex:W2741809807@2026-11-01"}',
}
_ENTRY = '{"n":1,"id":"arXiv:2208.07339","title":"LLM.int8()","year":2022,"first_author":"Tim Dettmers"}'
_TEXT = r'"(?:[^"\\]|\\.)*+"'
_PAIR = re.compile(rf"({_TEXT})\s*:\s*({_TEXT}|[^\s,\[\]{{}}\"]+|[\[{{].*)")  # "year": 2022
_TAG = "tag:yaml.org,2002:"
_TAGS = {str: "str", bool: "bool", int: "int", float: "float", type(None): "null"}


class _Refused(ValueError):  # noqa: N818 - it never leaves this file
    """A line of JSON holds what no record may; the second argument is the column, from 1."""


@dataclass(frozen=True)
class _Lines(Document):
    """A file of lines, whose places are looked up when somebody asks: most files have no problem."""

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the text."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def find(self, loc: Loc, *, key: bool = False) -> tuple[yaml.Node, Loc]:
        """Return the value at a place, or the line it should be in; see `Document.find`."""
        number, above, field = self._line_of(loc)
        line = self.text.split("\n")[number]
        for match in _PAIR.finditer(line):
            if field is not None and json.loads(match[1]) == field:
                part = 1 if key else 2
                node = _scalar(match[part], *self._marks(number, *match.span(part)))
                return node, (*above, field)
        return yaml.MappingNode(_TAG + "map", [], *self._marks(number, 0, len(line))), above

    def _line_of(self, loc: Loc) -> tuple[int, Loc, str | int | None]:
        """Return the number of a place's line, from 0, the place of the line's object, and the field in that."""
        if isinstance(self.data, list):
            number = loc[0] if loc and isinstance(loc[0], int) else 0
            return number, loc[:1], next(iter(loc[1:]), None)
        in_list = loc[:1] == ("list",)
        number = loc[1] + 1 if in_list and len(loc) > 1 and isinstance(loc[1], int) else 0
        above = loc[:2] if number else ()
        return number, above, None if in_list and not number else next(iter(loc[len(above) :]), None)

    def _marks(self, line: int, first: int, last: int) -> tuple[yaml.Mark, yaml.Mark]:
        start = self._starts[line]
        return yaml.Mark("", start + first, line, first, None, 0), yaml.Mark("", start + last, line, last, None, 0)


def _scalar(written: str, start: yaml.Mark, end: yaml.Mark) -> yaml.Node:
    """Return the node of a value as it is in its line."""
    if written[0] in "[{":
        node = yaml.SequenceNode if written[0] == "[" else yaml.MappingNode
        return node(_TAG + ("seq" if written[0] == "[" else "map"), [], start, end)
    value = json.loads(written)
    return yaml.ScalarNode(_TAG + _TAGS[type(value)], value if isinstance(value, str) else written, start, end)


def guess(text: str) -> dict[str, Any]:
    """Return the values of a reference list, several times as fast as `parse`; they are right as in `canonical_reader`.

    Raises:
        ValueError, TypeError: the text is not in its canonical form.
    """
    head, *entries = from_json(f"[{text.removesuffix(chr(10)).replace(chr(10), ',')}]")
    return {**head, "list": entries}


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a reference list; return the document (None where it cannot be read) and what is wrong."""
    text, values, problems = _read(path, raw, MAX_BYTES, (_FIRST, _ENTRY))
    if problems:
        return None, problems
    head, *entries = values
    document = _Lines(path, text, yaml.MappingNode(_TAG + "map", []), {**head, "list": entries})
    problems = [*_header(document, head), *_escapes(document, values)]
    return (None, list(first_of_many(problems))) if problems else (document, [])


def parse_list(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a file whose lines are records; return as `parse` does."""
    text, values, problems = _read(path, raw, MAX_LIST_BYTES, (_LINES[path],))
    if problems:
        return None, problems
    document = _Lines(path, text, yaml.SequenceNode(_TAG + "seq", []), values)
    problems = [*_escapes(document, values)]
    return (None, list(first_of_many(problems))) if problems else (document, [])


def _read(
    path: str, raw: bytes, most: int, examples: tuple[str, ...]
) -> tuple[str, list[dict[str, Any]], list[Problem]]:
    """Return the text of a file, the object of each line, and what is wrong; ``examples`` are its first lines."""
    text, problems = decode(path, raw, most)
    if text is None or problems:
        return "", [], problems
    if not text.strip():
        begin = (
            "begin with a line on the list, then a line for each entry:" if len(examples) > 1 else "a line each, as:"
        )
        hint = "\n".join((begin, *examples))
        return "", [], [Problem(path, 1, 1, file_rules.SHAPE.code, "the file is empty", hint)]
    values: list[dict[str, Any]] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        found = read_line(path, number + 1, line, examples[min(number, len(examples) - 1)])
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values.append(found)
    return text, values, list(first_of_many(problems))


def read_line(path: str, number: int, line: str, example: str) -> dict[str, Any] | Problem:
    """Return the object of a line, or what is wrong with it.

    Args:
        path: the file, for the problem.
        number: of the line, from 1.
        line: its text.
        example: a line of the kind that belongs there.
    """
    try:
        return _value(line)
    except _Refused as error:
        message, column = (*error.args, 1)[:2]
        hint, end = f"a line is one object: {example}", max(len(line), column) + 1
        return Problem(path, number, column, file_rules.SHAPE.code, message, hint, end_column=end)


def problem_in_line(path: str, number: int, line: str, finding: Finding[Loc]) -> Problem:
    """Return a finding in the object of a line that `read_line` read, with its column."""
    document = _Lines(path, line, yaml.SequenceNode(_TAG + "seq", []), [])
    found = document.problem(file_rules.WRONG_TYPE, (0, *finding.at), finding.message, finding.hint)
    return replace(found, line=number, field=field_path(finding.at))


def _value(line: str) -> dict[str, Any]:
    """Return the object of a line."""
    if not line.strip():
        raise _Refused("an empty line")
    try:
        value = _DECODER.decode(line)
    except _Refused:
        raise
    except json.JSONDecodeError as error:
        raise _Refused(f"not valid JSON: {error.msg}", error.colno) from None
    except (ValueError, RecursionError):
        raise _Refused("not valid JSON: a number of far too many digits, or nested too deep") from None
    if not isinstance(value, dict):
        raise _Refused("not an object: { and } are missing around it")
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of an object."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Refused(f"{next(name for name in names if names.count(name) > 1)} is repeated in the line")
    return values


def _no_number(word: str) -> NoReturn:
    raise _Refused(f"not valid JSON: {word}")


_DECODER = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number)


def _header(document: Document, head: dict[str, Any]) -> Iterator[Problem]:
    """Yield fields of the first line that it does not have."""
    if "source" not in head and "n" in head:
        hint = f"put a line on the list before the entries:\n{_FIRST}"
        yield document.problem(file_rules.MISSING, (), "the first line is an entry", hint)
        return
    for name in head:
        if name not in HEADER:
            hint = did_you_mean(name, HEADER) or f"the fields of the first line are {', '.join(HEADER)}"
            yield document.problem(file_rules.UNKNOWN_FIELD, (name,), f"unknown field {name}", hint, key=True)


def _escapes(document: Document, values: list[dict[str, Any]]) -> Iterator[Problem]:
    r"""Yield characters that nobody sees, or that are only half of one, written as escapes: ``\u200b``."""
    if "\\" not in document.text:
        return
    listed = isinstance(document.data, list)
    for number, line in enumerate(values, 0 if listed else -1):
        for name, value in line.items():
            at: Loc = (number, name) if listed else ("list", number, name) if number >= 0 else (name,)
            texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
            if sign := _unseen("".join(texts)):
                message = f"invisible character U+{ord(sign):04X}, written as an escape"
                yield document.problem(file_rules.CHARACTERS, at, message, "delete it, or write a space")


def _unseen(text: str) -> str:
    """Return the first character that nobody sees or that is half of one; empty where there is none."""
    if found := next(invisible(text), None):
        return found[0]
    return next((sign for sign in text if sign in "\t\n" or "\ud800" <= sign <= "\udfff"), "")


def is_canonical(text: str, values: dict[str, Any]) -> bool:
    """Tell whether `to_jsonl` writes this text of the record with these values, as `guess` read them, without it."""
    head = {name: value for name, value in values.items() if name != "list"}
    rows = [head, *values["list"]]
    written = to_json(rows).decode()
    if text.count("\n") != len(rows) or ":null" in text or written[1:-1] != text[:-1].replace("\n", ","):
        return False
    return (*head,) == HEADER and all(map(_in_order, {(*row,) for row in values["list"]}))


def _in_order(fields: tuple[str, ...]) -> bool:
    """Tell whether the fields of an entry are in the order of the model."""
    return fields == tuple(name for name in ListedReference.model_fields if name in fields)


def to_jsonl(references: ReferenceList) -> str:
    """Return the canonical text of a reference list: compact JSON, fields in order, what is unknown left out."""
    head = references.model_dump_json(include=set(HEADER))
    return "".join(f"{line}\n" for line in (head, *(e.model_dump_json(exclude_none=True) for e in references.list)))


def to_lines(records: Iterable[Record]) -> str:
    """Return the canonical text of a file whose lines are records: compact JSON, what is unknown left out."""
    return "".join(f"{record.model_dump_json(exclude_defaults=True)}\n" for record in records)
