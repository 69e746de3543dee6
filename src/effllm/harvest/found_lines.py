"""The files that `effllm harvest snapshot` wrote, read back; a line that is none of theirs is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from effllm.checks import Finding
from effllm.problems import Problem
from effllm.store import file_rules
from effllm.store.json_lines import problem_in_line, read_line
from effllm.wording import not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 100_000
"""Longest line that is read, in bytes; those that are written are far shorter."""
MOST = 1_000
"""Lines that are not as they should be, after which no more are read: it is another file."""
_IN_WORDS = {str: "a text", int: "a number", dict: "an object"}


class FoundLine(NamedTuple):
    """A line.

    Attributes:
        path: what people call the file.
        number: of the line, from 1.
        text: the line as it is.
        value: its object.
    """

    path: str
    number: int
    text: str
    value: dict[str, Any]

    def problem(self, field: str, message: str, hint: str) -> Problem:
        """Return what is wrong with a field, at its column."""
        return problem_in_line(self.path, self.number, self.text, Finding((field,), message, hint))


def found_lines(
    path: str, file: BinaryIO, kinds: Mapping[str, type], example: str, problems: list[Problem]
) -> Iterator[FoundLine]:
    """Yield the lines that are as they should be; what is wrong with the others joins ``problems``.

    Args:
        path: what people call the file.
        file: the file.
        kinds: of what kind the value of each field has to be.
        example: a line as it should be.
        problems: is added to.
    """
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        found = _read(path, number, raw, example)
        if isinstance(found, FoundLine):
            found = _wrong_kind(found, kinds, example) or found
        if isinstance(found, FoundLine):
            yield found
        else:
            problems.append(found)
        if len(raw) == LONGEST or len(problems) >= MOST:
            return


def _read(path: str, number: int, raw: bytes, example: str) -> FoundLine | Problem:
    if len(raw) == LONGEST:
        said, hint = f"longer than {LONGEST:,} bytes; what follows was not read", f"a line is one object: {example}"
        return Problem(path, number, 1, file_rules.TOO_LARGE.code, said, hint)
    try:
        text = raw.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        _, column, said = not_utf8(error)
        return Problem(path, number, column, file_rules.NOT_UTF8.code, said)
    value = read_line(path, number, text, example)
    return value if isinstance(value, Problem) else FoundLine(path, number, text, value)


def _wrong_kind(line: FoundLine, kinds: Mapping[str, type], example: str) -> Problem | None:
    for name, kind in kinds.items():
        if type(line.value.get(name)) is not kind or line.value[name] == "":
            said = f"has to be {_IN_WORDS[kind]}" if name in line.value else "is missing"
            return line.problem(name, f"{name} {said}", f"a line is one object: {example}")
    return None
