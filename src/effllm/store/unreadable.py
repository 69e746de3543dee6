"""Files that cannot be read, and those of other formats: what to say to the people who wrote them."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import yaml

from effllm.problems import Problem
from effllm.store import file_rules, folders, layout

if TYPE_CHECKING:
    from collections.abc import Container

    from effllm.records.base import Record


_NOTHING = "paste the record, or make one from an arXiv id, a DOI or BibTeX: effllm add ID"
_BEFORE_VALUE = re.compile(r" *(?:- +)*(?:[A-Za-z_][\w-]*: +)?")
_CLOSED = {"[": "]", "{": "}"}
_VALUE = re.compile(r"( *(?:- )?(?:[\w-]+: +)?)(\S.*)")
_FIELD = re.compile(r"([a-z_]+)(?:\s*[:=\uff1a]\s*|\s+)(.+)")  # as in "venue ICML", "venue:ICML", "venue = ICML"
_BRACKETS_FIRST = re.compile(r"(?:\[[^\[\]]*\]|\{[^{}]*\})\s*[^\s,#].*")  # [Re] Thin Models
_FIELD_LINE = re.compile(r" *[A-Za-z_][\w-]*:(?: |$)")


def get_back(path: str) -> str:
    """Say how to get a file back that every checkout has."""
    return f"get it back: git checkout HEAD -- {path}, or copy it from the repository that these records come from"


def first_steps(path: str) -> str:
    """Say what to do about an empty file."""
    if path in folders.LISTS:
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
            path,
            opened.line + 1,
            opened.column + 1,
            file_rules.SYNTAX.code,
            message,
            hint,
            end_column=opened.column + 2,
        )
    if told := _no_colon(path, lines, error) or _open_bracket(path, lines, error) or _before_fields(path, lines, error):
        return told
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = getattr(error, "problem", None) or str(error)
    message = f"not valid YAML: {said}"
    return Problem(
        path, line, column, file_rules.SYNTAX.code, message, _hint(said, lines, line - 1), end_column=column + 1
    )


def _hint(said: str, lines: list[str], number: int) -> str:  # noqa: PLR0911 - a table of cases
    """Say what to do about a line of which YAML's reader said something."""
    shown = lines[number] if number < len(lines) else ""
    value = _VALUE.fullmatch(shown.rstrip())
    if indented := _wrongly_indented(lines, number):
        return f"start it below the first letter of the line above:\n{indented}"
    if "another document" in said:
        more = " and what follows" if any(map(str.strip, lines[number + 1 :])) else ""
        return f"one record a file: delete the line with ---{more}"
    if value and "mapping values" in said:
        return f"a text with a colon needs quotes:\n{value[1].strip()} {in_quotes(value[2])}"
    if "cannot start any token" in said:
        line = f":\n{value[1].strip()} {in_quotes(value[2])}" if value and value[2][0] in "@`%" else ""
        return f"a text that starts with @ ` or % needs quotes{line}"
    if value and value[2].count('"') > len('""') and value[2].startswith('"'):
        return f'a quote inside of quotes is written \\":\n{value[1].strip()} {in_quotes(value[2])}'
    if value and value[2].count("'") > len("''") and value[2].startswith("'"):
        right = in_quotes(value[2][1:].removesuffix("'").replace("''", "'"))
        return f"an apostrophe ends a text in single quotes; take double ones:\n{value[1].strip()} {right}"
    if value and _BRACKETS_FIRST.fullmatch(value[2]):
        return f"a text that starts with {value[2][0]} needs quotes:\n{value[1].strip()} {in_quotes(value[2])}"
    if "node content" in said and "," in shown:
        return "there is nothing between two commas, or before one: delete a comma"
    return "check the indentation and the quotes of this line and the one above"


def in_quotes(text: str) -> str:
    """Return a text in double quotes, without those that it has around it."""
    bare = text.strip('\u201c\u201d\u201e"').replace('\\"', '"').replace('"', '\\"')
    return f'"{bare}"'


def _open_bracket(path: str, lines: list[str], error: yaml.YAMLError) -> Problem | None:
    """Say which bracket is not closed in its line, where YAML is told of it only in a later one."""
    opened, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if opened is None or met is None or opened.line == met.line or "flow" not in (getattr(error, "context", "") or ""):
        return None
    sign = lines[opened.line][opened.column]
    field = re.match(r"( *)[A-Za-z_][\w-]*:(?: |$)", lines[met.line] if met.line < len(lines) else "")
    if field is None and met.line < len(lines) - 1:
        return None  # a list of several lines
    message = f"not valid YAML: the {sign} that opens here is not closed"
    hint = f"close it with {_CLOSED.get(sign, sign)} where the list ends"
    at = opened.column + 1
    return Problem(path, opened.line + 1, at, file_rules.SYNTAX.code, message, hint, end_column=at + 1)


def _before_fields(path: str, lines: list[str], error: yaml.YAMLError) -> Problem | None:
    """Point to the first line that is no field, where what is before the fields made a text of them."""
    if "<document start>" not in (getattr(error, "problem", None) or ""):
        return None
    number = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    message, hint = "not valid YAML: this line is no field", "delete what is no field of the record"
    return Problem(path, number + 1, 1, file_rules.SYNTAX.code, message, hint, end_column=len(lines[number]) + 1)


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
    return Problem(path, mark.line + 1, at, file_rules.SYNTAX.code, message, hint, end_column=end)


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
    """Return a line as it would be below a field before it; empty where it is there, or belongs deeper."""
    if not 0 < number < len(lines):
        return ""
    line, above = lines[number], lines[number - 1].rstrip()
    indent, wanted = (len(text) - len(text.lstrip(" ")) for text in (line, above))
    fields = _FIELD_LINE.match(line) and _FIELD_LINE.match(above)
    return " " * wanted + line.strip() if fields and indent > wanted and not above.endswith(":") else ""


_STARTS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive, as Word and Excel write it",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "compressed",
    b"{\\rtf": "RTF, as word processors write it",
}
"""How files begin that are no text."""

_HTML = re.compile(r"\s*(<(?:!doctype|html|head|body|\?xml))", re.IGNORECASE)
_FORMATS = (
    (_HTML, "HTML", 'open the file on its site, choose "Raw" and save that, or paste the text'),
    (
        re.compile(r"\s*(@[A-Za-z]+)\s*[{(]"),  # @article{doe2023thin,
        "BibTeX",
        "save it as FILE.bib and make records of it: effllm import-bib FILE.bib",
    ),
    (re.compile(r"\s*(```|~~~)"), "Markdown", "delete the lines with {}"),  # ```yaml
    (
        re.compile(r"\s*(diff --git|--- a/|@@ -[0-9])"),
        "a diff",
        "apply it with git apply, or paste the file itself",
    ),
    (
        re.compile(r"(?:\s*#.*\n)*\s*([a-z_]+ *=) *[\"'\[0-9]"),  # year = 2023
        "TOML",
        "write a colon and a space for each =, as: title: A Thin Model",
    ),
)
_BEFORE_LINES = {
    re.compile(r" *[0-9]+[:|.]? +"): "a number",
    re.compile(r" *> ?"): ">",
    re.compile(r"\+"): "+",
    re.compile(r" *\| ?"): "|",
}
"""What copies from a terminal, a mail or a diff have before every line."""

_FEW_LINES = 3


def no_text(raw: bytes) -> str:
    """Say what a file is that is no text, by its first bytes; empty where they tell nothing."""
    return next((what for start, what in _STARTS.items() if raw.startswith(start)), "")


def other_format(text: str) -> tuple[int, int, str, str] | None:
    """Say which format a text has that is no YAML; None where it may be YAML.

    Returns:
        Index and length of what shows it, the message and the hint.
    """
    for pattern, what, hint in _FORMATS:
        if match := pattern.match(text):
            return match.start(1), len(match[1]), f"the file is {what}, expected YAML", hint.format(match[1])
    for pattern, what in _BEFORE_LINES.items():
        if not pattern.match(text.lstrip()):  # as most texts
            continue
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) >= _FEW_LINES and all(map(pattern.match, lines)):
            return text.index(lines[0]), 1, f"every line starts with {what}", "delete it on each line"
    return None
