"""Findings as values: what is wrong, where, and what would be right. Nothing here prints or raises."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from effllm.wording import count, cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Severity = Literal["error", "warning"]
"""An error is wrong and fails a check; a warning may be right, so that it is shown and fails nothing."""

LONGEST = 1000
"""Longest line of a message or hint, in characters."""

MAX_ALIKE = 20
"""How many problems of one kind are told of a file."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one value in a file.

    Attributes:
        loc: place in the file, as ``("authors", 2)``.
        value: the plain value that belongs there; None where the field or the item has to go.
    """

    loc: tuple[str | int, ...]
    value: Any


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding in one file.

    Attributes:
        path: file, relative to the checkout, with forward slashes.
        line: line of the finding, from 1.
        column: column of the finding, from 1.
        code: code of the rule that was broken.
        message: what is wrong.
        hint: what would be right, or the command that fixes it; empty where nothing can be said.
        field: field of the record, as ``authors[2]``; empty for the whole file.
        end_column: column behind the last character of what is wrong on this line; 0 for the whole record or file.
        fix: the changes that make it right, where exactly one way is right; empty where a person has to decide.
        severity: ``error``, or ``warning`` where a person has to look whether it is right.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    field: str = ""
    end_column: int = 0
    fix: tuple[Edit, ...] = dataclasses.field(default=(), compare=False)
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """Keep every line a line of its own: what a stranger wrote may hold control characters, and be long."""
        for name in ("path", "message", "field"):
            object.__setattr__(self, name, _line(getattr(self, name)))
        object.__setattr__(self, "hint", "\n".join(map(_line, self.hint.split("\n"))))

    def __str__(self) -> str:
        """Return ``path:line:column: CODE message`` and the hint on a ``help:`` line below it.

        The message of a warning begins with ``warning:``.
        """
        sure = "" if self.severity == "error" else f"{self.severity}: "
        head = f"{self.path}:{self.line}:{self.column}: {self.code} {sure}{self.message}"
        return head + "".join(f"\n  help: {line}" for line in self.hint.splitlines())


def _line(text: str) -> str:
    """Return the text with invisible characters as escapes, cut where it is longer than anybody reads."""
    return cut(visible(text), LONGEST)


class InvalidRecords(ValueError):  # noqa: N818 - the contract's name, and it reads well in an except clause
    """Records that break a rule. ``problems`` holds every finding, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        said = "\n".join(map(str, self.problems))
        super().__init__(f"{count(len(self.problems), 'problem')} in the records:\n{said}")

    def __reduce__(self) -> tuple[type[InvalidRecords], tuple[tuple[Problem, ...]]]:
        """Copy and pickle it with its problems, so that it reaches other processes."""
        return type(self), (self.problems,)


def field_path(loc: Iterable[str | int]) -> str:
    """Return the path into a record as people write it: ``("authors", 2)`` is ``authors[2]``."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def first_of_many(problems: list[Problem]) -> Iterator[Problem]:
    """Yield the first problems of each kind; the last of many says how many more there are."""
    total = Counter(problem.code for problem in problems)
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        more = total[problem.code] - MAX_ALIKE
        if more > 0 and seen[problem.code] == MAX_ALIKE:
            yield replace(problem, message=f"{problem.message}; {more:,} more of this kind in the file")
        elif seen[problem.code] <= MAX_ALIKE:
            yield problem
