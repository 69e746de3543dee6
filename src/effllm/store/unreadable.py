"""Files that cannot be read: what to say to the people who wrote them."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import yaml

from effllm.problems import Problem
from effllm.store import layout, rules

if TYPE_CHECKING:
    from collections.abc import Container

    from effllm.records.base import Record

_NOTHING = "paste the record, or make one from an arXiv id, a DOI or BibTeX: effllm add ID"
_BEFORE_VALUE = re.compile(r" *(?:- +)*(?:[A-Za-z_][\w-]*: +)?")
_FIELD = re.compile(r"([a-z_]+)(?: *[:=] *| +)(.+)")  # as in "venue ICML", "venue:ICML", "venue = ICML"
_FIELD_LINE = re.compile(r" *[A-Za-z_][\w-]*:(?: |$)")


def get_back(path: str) -> str:
    """Say how to get a file back that every checkout has."""
    return f"get it back: git checkout HEAD -- {path}, or copy it from the repository that these records come from"


def first_steps(path: str) -> str:
    """Say what to do about an empty file."""
    if path in layout.LISTS:
        return get_back(path)
    kind = layout.kind_of(path)
    if kind is None or kind is layout.PAPER:
        return _NOTHING
    return first_field(kind.model, (kind.stem,))


def first_field(model: type[Record], told: Container[str | None]) -> str:
    """Say how a record begins; fields that its path tells are not in it."""
    first = next(name for name in model.model_fields if name not in told)
    return f"start with the fields, one a line: {first}: ..."


def syntax_problem(path: str, text: str, error: yaml.YAMLError, loader: type[yaml.CSafeLoader]) -> Problem:
    """Phrase PyYAML's error for a person; ``loader`` is what met it."""
    lines = text.split("\n")
    if opened := _open_quote(text, error, loader):
        shown = lines[opened.line].rstrip()
        hint = "close it where its text ends"
        if _BEFORE_VALUE.fullmatch(shown[: opened.column]):
            hint += f", as: {shown.strip()}{shown[opened.column]}"
        message = "not valid YAML: the quote that opens here is not closed in its line"
        return Problem(
            path, opened.line + 1, opened.column + 1, rules.SYNTAX.code, message, hint, end_column=opened.column + 2
        )
    if no_colon := _no_colon(path, lines, error):
        return no_colon
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = getattr(error, "problem", None) or str(error)
    shown = lines[line - 1] if line <= len(lines) else ""
    hint = "check the indentation and the quotes of this line and the one above"
    if indented := _wrongly_indented(lines, line - 1):
        hint = f"start it below the first letter of the line above:\n{indented}"
    elif "another document" in said:
        hint = "one record a file: delete the line with --- and what follows"
    elif "mapping values" in said and (match := re.match(r"(\s*(?:- )?[\w-]+: )(.+)", shown)):
        quoted = match[2].strip('"').replace('"', '\\"')
        hint = f'a text with a colon needs quotes:\n{match[1].strip()} "{quoted}"'
    elif "cannot start any token" in said:
        hint = "a text that starts with @ ` or % needs quotes"
    message = f"not valid YAML: {said}"
    return Problem(path, line, column, rules.SYNTAX.code, message, hint, end_column=column + 1)


def _no_colon(path: str, lines: list[str], error: yaml.YAMLError) -> Problem | None:
    """Say that a line without a colon is no field; None where the error is another one. YAML is told a line later."""
    mark = getattr(error, "context_mark", None)
    if mark is None or "could not find expected ':'" not in (getattr(error, "problem", None) or ""):
        return None
    shown = lines[mark.line][mark.column :].rstrip()
    kind, field = layout.kind_of(path), _FIELD.fullmatch(shown)
    hint = "a text of several lines starts with >- behind its field's name, and is indented below it"
    if kind and field and field[1] in kind.model.model_fields:
        hint = f"write: {field[1]}: {field[2]}"
    message = "not valid YAML: a field is a name, a colon, a space and a value"
    at, end = mark.column + 1, mark.column + 1 + max(len(shown), 1)
    return Problem(path, mark.line + 1, at, rules.SYNTAX.code, message, hint, end_column=end)


def _open_quote(text: str, error: yaml.YAMLError, loader: type[yaml.CSafeLoader]) -> yaml.Mark | None:
    """Return where a quote opens that runs on to the error, over the end of its line; None where none does."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return None
    opened: yaml.Mark | None = error.context_mark
    if "quoted scalar" in (error.context or "") and "unexpected" in (error.problem or ""):
        return opened
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=loader):
            opened = token.start_mark
            quoted = isinstance(token, yaml.ScalarToken) and token.style in {'"', "'"}
            if quoted and error.problem_mark and opened.line < token.end_mark.line == error.problem_mark.line:
                return opened
    return None


def _wrongly_indented(lines: list[str], number: int) -> str:
    """Return a line as it would stand below a field before it; empty where it stands there, or belongs deeper."""
    if not 0 < number < len(lines):
        return ""
    line, above = lines[number], lines[number - 1].rstrip()
    indent, wanted = (len(text) - len(text.lstrip(" ")) for text in (line, above))
    fields = _FIELD_LINE.match(line) and _FIELD_LINE.match(above)
    return " " * wanted + line.strip() if fields and indent > wanted and not above.endswith(":") else ""
