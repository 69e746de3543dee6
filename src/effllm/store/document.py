"""YAML text -> values and positions. Every file a stranger can send becomes values or problems, never an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from effllm.problems import Edit, Problem, field_path, first_of_many
from effllm.store import file_rules
from effllm.store.characters import MAX_BYTES, decode, in_text, invisible
from effllm.store.layout import LONG, LONG_BYTES, kind_of
from effllm.store.unreadable import first_steps, in_quotes, syntax_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.checks import Rule

MAX_DEPTH = 20

Loc = tuple[str | int, ...]

_DEEP = (file_rules.SHAPE, f"nested more than {MAX_DEPTH} levels deep", "a record has three levels at most")
_MANY_BRACKETS = 500
_TOP = 2
"""Depth of the fields of the record itself."""

_SECOND = 4
"""Fewest repeated fields where a whole record was pasted below another."""

# Both begin with a sign that is rare, which is several times as fast to look for.
_DEEP_SIGN = re.compile(r"[-?:] +(?:[-?:] +){19}")
_REFERENCE_SIGN = re.compile(r"[&*!](?<![^\s\[{,:-].)")
_CUT_OFF = re.compile(r"( *(?:- )?[\w-]+: +)([^\s\"'\[{>|#][^#\n]* #[^\s#].*)")  # title: Layer #7 Is Not Needed
_COMMENT_SIGN = re.compile(r"(?:^|(?<=\s))#", re.MULTILINE)


_TEXT, _SEQUENCE, _MAPPING = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 core: only true and false are booleans, and dates are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way to override the inherited table

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:  # noqa: ANN401 - as PyYAML has it
        """Return the tag of a node that has none; the inherited method does the same, in three times the time."""
        if kind is not yaml.ScalarNode:
            return _SEQUENCE if kind is yaml.SequenceNode else _MAPPING
        for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()) if implicit[0] else ():
            if pattern.match(value):
                return str(tag)
        return _TEXT


_PLAIN = {
    "bool": (re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), [*"tTfF"]),
    "null": (re.compile(r"(?:null|Null|NULL|~|)\Z"), [*"nN~", ""]),
    "int": (re.compile(r"[-+]?[0-9]{1,18}\Z"), [*"-+0123456789"]),
    "float": (
        re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,2})?\Z"),
        [*"-+.0123456789"],
    ),
}
"""What a plain text in YAML may be besides text -> its form, and the signs it begins with."""

for _kind, (_form, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", _form, _first)


@dataclass(frozen=True)
class Document:
    r"""A file that could be read.

    Attributes:
        path: file, relative to the checkout, with forward slashes.
        text: its text, with line ends as ``\\n``.
        node: root of the composed YAML, which knows the positions.
        data: the same as plain values.
    """

    path: str
    text: str
    node: yaml.Node
    data: Any

    def find(self, loc: Loc, *, key: bool = False) -> tuple[yaml.Node, Loc]:
        """Return the node at ``loc`` or the deepest one above it, and its place; with ``key`` the field's own name."""
        node, reached = self.node, 0
        for depth, part in enumerate(loc):
            step = _child(node, part)
            if step is None:
                break
            name, value = step
            reached = depth + 1
            node = name if key and reached == len(loc) else value
        return node, loc[:reached]

    def problem(  # noqa: PLR0913 - a finding has that many parts
        self, rule: Rule, loc: Loc, message: str, hint: str = "", *, key: bool = False, fix: tuple[Edit, ...] = ()
    ) -> Problem:
        """Return a finding at the line and column of ``loc``."""
        node, reached = self.find(loc, key=key)
        mark = node.start_mark
        end = self._end_column(node) if reached else 0
        place = (self.path, mark.line + 1, mark.column + 1)
        return Problem(*place, rule.code, message, hint, field_path(loc), end, fix, rule.severity)

    def _end_column(self, node: yaml.Node) -> int:
        """Return the column behind a node's last character on its first line."""
        start, end = node.start_mark, node.end_mark
        if end.line == start.line:
            return int(end.column) + 1
        stop = self.text.find("\n", start.index)
        return int(start.column) + (stop if stop >= 0 else len(self.text)) - int(start.index) + 1


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the name node and value node of a mapping's field, or an item twice; None where there is none."""
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


class _TooDeep(Exception):  # noqa: N818 - it never leaves this file
    """A node of the composed YAML is nested deeper than any record."""

    def __init__(self, node: yaml.Node) -> None:
        self.node = node


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file; return the document (None where it cannot be read) and what is wrong with it."""
    document, problems = _read(path, raw)
    return document, list(first_of_many(problems))


def _read(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    text, problems = decode(path, raw, LONG_BYTES if kind_of(path) in LONG else MAX_BYTES)
    if text is None or problems:
        return None, problems
    try:
        if problems := list(_hazards(path, text)):
            return None, problems
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [syntax_problem(path, text, error, _Loader)]
    if node is None:
        return None, [Problem(path, 1, 1, file_rules.SHAPE.code, "the file is empty", first_steps(path))]
    try:
        data = _values(node, path, problems)
    except _TooDeep as error:
        return None, [_at(path, error.node, *_DEEP)]
    problems += _comments(path, text, node)
    return Document(path, text, node, data), problems


def _hazards(path: str, text: str) -> Iterator[Problem]:
    """Yield every anchor, alias and tag, and very deep nesting, from the event stream, where nothing is expanded yet.

    Composing comes later: it expands aliases, and it recurses in C, where very deep nesting would end the process.
    What passes here is nested some 1,500 levels deep at most; `_values` refuses the rest of what is too deep.
    """
    many = text.count("[") + text.count("{") > _MANY_BRACKETS
    if not (many or _DEEP_SIGN.search(text) or _REFERENCE_SIGN.search(text)):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if depth > MAX_DEPTH:
            rule, message, hint = _DEEP
            yield Problem(path, line, column, rule.code, message, hint, end_column=column + 1)
            return
        if found := _reference(event):
            hint = "write the value out; a text that starts with & * or ! needs quotes"
            message = f"{found} is not allowed"
            yield Problem(path, line, column, file_rules.NO_REFERENCES.code, message, hint, end_column=column + 1)


def _reference(event: yaml.Event) -> str:
    """Return the anchor, alias or tag of an event in words; empty where it has none."""
    if isinstance(event, yaml.AliasEvent):
        return f"alias *{event.anchor}"
    if anchor := getattr(event, "anchor", None):
        return f"anchor &{anchor}"
    tag = getattr(event, "tag", None)
    return f"tag {tag}" if tag else ""


def _values(node: yaml.Node, path: str, problems: list[Problem], depth: int = 1) -> Any:  # noqa: ANN401 - YAML holds anything
    """Turn a composed node into plain values; duplicate and odd keys become problems.

    Raises:
        _TooDeep: lists and mappings are nested deeper than in any record.
    """
    if isinstance(node, yaml.CollectionNode):
        if depth > MAX_DEPTH:
            raise _TooDeep(node)
        if isinstance(node, yaml.MappingNode):
            return _mapping(node, path, problems, depth + 1)
        return [_values(item, path, problems, depth + 1) for item in node.value]
    value = _scalar(node)
    if (
        isinstance(value, str)
        and not (value.isascii() and value.isprintable())
        and (found := next(invisible(value), None))
    ):
        message = f"invisible character U+{ord(found[0]):04X}, written as an escape"
        problems.append(_at(path, node, file_rules.CHARACTERS, message, "delete it"))
    return value


def _mapping(node: yaml.MappingNode, path: str, problems: list[Problem], depth: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode):
            problems.append(_at(path, name, file_rules.SHAPE, "a field's name must be a plain word"))
        elif name.value in values:
            if depth == _TOP and _second_record(node, name):
                message = "a second record begins here"
                hint = "a file holds one record: cut it from here to its end, and save that in a file of its own"
                problems.append(_at(path, name, file_rules.DUPLICATE_KEY, message, hint))
                break
            first = next(other for other, _ in node.value if other.value == name.value)
            hint = f"keep this line or line {first.start_mark.line + 1}, and delete the other"
            problems.append(_at(path, name, file_rules.DUPLICATE_KEY, f"{name.value} is repeated here", hint))
        else:
            values[name.value] = _values(value, path, problems, depth)
    return values


def _second_record(node: yaml.MappingNode, name: yaml.Node) -> bool:
    """Tell whether all that a mapping began with is in it again from a name on, as where two files were joined."""
    names = [field.value for field, _ in node.value]
    start = next(at for at, (field, _) in enumerate(node.value) if field is name)
    return names[0] == name.value and len(set(names[:start]) & set(names[start:])) >= _SECOND


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    kind, text = node.tag.rpartition(":")[2], str(node.value)
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "bool":
        return text.lower() == "true"
    return None if kind == "null" else text


def _at(path: str, node: yaml.Node, rule: Rule, message: str, hint: str = "") -> Problem:
    start, end = node.start_mark, node.end_mark
    last = int(end.column) + 1 if end.line == start.line else start.column + 2
    return Problem(path, start.line + 1, start.column + 1, rule.code, message, hint, end_column=last)


def _comments(path: str, text: str, node: yaml.Node) -> Iterator[Problem]:
    """Yield comments other than the editor line on top: formatting would lose them."""
    first = text.find("\n") if text.startswith("# yaml-language-server:") else 0
    signs = [match.start() for match in _COMMENT_SIGN.finditer(text, max(first, 0))]
    if not signs:
        return
    scalars = _scalars(node)
    start = end = -1
    for sign in signs:
        while end <= sign and (scalar := next(scalars, None)):
            start, end = scalar.start_mark.index, scalar.end_mark.index
        if not start <= sign < end:
            message = "a comment would be lost by formatting"
            hint = "say it in a field (summary, note, sources) or delete it; a value with ' #' in it needs quotes"
            stop = text.find("\n", sign)
            stop = stop if stop >= 0 else len(text)
            if cut_off := _CUT_OFF.fullmatch(text, text.rfind("\n", 0, sign) + 1, stop):
                message = "what follows a space and # is read as a comment"
                hint = f"a value with ' #' in it needs quotes: {cut_off[1].strip()} {in_quotes(cut_off[2])}"
            yield in_text(path, text, sign, stop - sign, file_rules.COMMENT, message, hint)


def _scalars(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the scalars below a node in the order of the text, however deep they are."""
    left = [node]
    while left:
        node = left.pop()
        if isinstance(node, yaml.MappingNode):
            left.extend(child for pair in reversed(node.value) for child in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            left.extend(reversed(node.value))
        else:
            yield node
