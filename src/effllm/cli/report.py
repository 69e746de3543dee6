"""Problems as the commands print them: for people, for programs, and beside the lines of a pull request."""

from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from effllm.cli.console import is_terminal, show, terminal_width
from effllm.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.problems import Problem

WIDTH = 100
"""Columns of an excerpt that is not on a terminal."""

CUT = "..."
LONGEST_FILE = 20_000_000
"""So many bytes of a file are looked through for a line: all of the longest list that is read."""


class Lines:
    """The lines of a checkout's files, one file at a time: problems come file by file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = ""
        self._lines: list[str] = []

    def of(self, problem: "Problem") -> str | None:
        """Return the line of a problem; None where it is about the whole file, or the file has changed."""
        if not problem.end_column:
            return None
        if problem.path != self._path:
            self._path, self._lines = problem.path, _read(self._root / problem.path)
        return self._lines[problem.line - 1] if problem.line <= len(self._lines) else None


def _read(file: Path) -> list[str]:
    """Return the lines of a file, also of one that is no text or no longer there."""
    from effllm.store.characters import unix_lines  # noqa: PLC0415 - YAML, which the reading commands may not need

    try:
        with file.open("rb") as opened:
            raw = opened.read(LONGEST_FILE)
    except OSError:
        return []
    return unix_lines(raw.decode("utf-8-sig", errors="replace")).split("\n")


def excerpt(line: str, column: int, end_column: int, width: int = WIDTH) -> tuple[str, str]:
    """Return a line as a person can see it, and the carets that go below it.

    Characters that cannot be seen are shown as escapes, tabs as arrows; wide characters count as the two columns that
    terminals give them; a line longer than ``width`` columns is cut around the mark.

    Args:
        line: the line, without its end.
        column: column of the first character marked, from 1; it may be one behind the last.
        end_column: column behind the last character marked.
        width: columns that there are.
    """
    cells = [*map(_shown, line), ""]  # a mark may be behind the end
    start = min(column, len(cells)) - 1
    stop = min(max(end_column - 1, start + 1), len(cells))
    first, last = _window([cell_len(cell) for cell in cells], start, width)
    head, tail = CUT if first else "", CUT if last < len(cells) else ""
    shown = head + "".join(cells[first:last]) + tail
    before = cell_len(head + "".join(cells[first:start]))
    marked = cell_len("".join(cells[start : min(stop, last)]))
    return shown, " " * before + "^" * max(marked, 1)


def _window(widths: "Sequence[int]", at: int, width: int) -> tuple[int, int]:
    """Return the slice of characters to show: all of them, or those around one, a third of the columns before it."""
    edges = [0, *accumulate(widths)]
    if edges[-1] <= width:
        return 0, len(widths)
    room = width - 2 * len(CUT)
    left = max(0, min(edges[at] - room // 3, edges[-1] - room))
    first = next(n for n, edge in enumerate(edges) if edge >= left)
    last = next((n for n in range(first, len(widths)) if edges[n + 1] > edges[first] + room), len(widths))
    return first, max(last, at + 1)


def _shown(character: str) -> str:
    return "→" if character == "\t" else visible(character)


SHOWN_BY_GITHUB = 10
"""How many annotations of one step GitHub shows; the rest is in the log only."""


def print_problems(root: "Path", problems: "Sequence[Problem]") -> None:
    """Print problems for people, file by file: each with its line and its help below, an empty line between files."""
    lines, last = Lines(root), ""
    for problem in problems:
        if last not in {"", problem.path}:
            print()
        last = problem.path
        if is_terminal():
            show(_coloured(problem, lines.of(problem)))
        else:
            print("\n".join(in_lines(problem, lines.of(problem))))


def in_lines(problem: "Problem", line: str | None, width: int = WIDTH) -> list[str]:
    """Return a problem as lines: what is wrong, the file's line where it is known, and the help."""
    head, *hints = str(problem).split("\n")
    return [head, *("".join(parts) for parts in _excerpt(problem, line, width)), *hints]


def _excerpt(problem: "Problem", line: str | None, width: int) -> "Iterator[tuple[str, str]]":
    """Yield margin and text of the excerpt's two lines."""
    if line is None:
        return
    number = str(problem.line)
    text, mark = excerpt(line, problem.column, problem.end_column, width - len(number) - 5)
    yield f"  {number} | ", text
    yield f"  {' ' * len(number)} | ", mark


def _coloured(problem: "Problem", line: str | None) -> Text:
    place, _, rest = str(problem).partition(f": {problem.code} ")
    message, *hints = rest.split("\n")
    colour = "bold red" if problem.severity == "error" else "bold yellow"
    text = Text.assemble((f"{place}: ", "bold"), (problem.code, colour), " ", (message, "bold"))
    for number, (margin, part) in enumerate(_excerpt(problem, line, terminal_width())):
        text.append_text(Text.assemble("\n", (margin, "dim"), (part, "red bold" if number else "")))
    for hint in hints:
        start, _, advice = hint.partition(":")
        text.append_text(Text.assemble("\n", (f"{start}:", "cyan"), advice))
    return text


def annotation(problem: "Problem", folder: str = "", level: str = "") -> str:
    """Return a problem as a workflow command, which GitHub shows beside the line.

    Args:
        problem: the problem.
        folder: the checkout's place in the repository, where it is not the repository itself.
        level: ``error``, ``warning`` or ``notice``; without it, the problem's own severity.
    """
    place: dict[str, str | int] = {
        "file": f"{folder}/{problem.path}" if folder else problem.path,
        "line": problem.line,
        "col": problem.column,
    }
    if problem.end_column:  # GitHub counts the last character in
        place |= {"endLine": problem.line, "endColumn": max(problem.end_column - 1, problem.column)}
    place["title"] = problem.code
    properties = ",".join(f"{name}={_escape(str(value), property_=True)}" for name, value in place.items())
    text = "\n".join([problem.message, *problem.hint.splitlines()])
    return f"::{level or problem.severity} {properties}::{_escape(text)}"


def folder_in_repository(root: "Path") -> str:
    """Return the way from the repository to the checkout in it, with forward slashes; empty where they are one."""
    here = root.resolve()
    repository = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return "" if repository == here else here.relative_to(repository).as_posix()


def _escape(text: str, *, property_: bool = False) -> str:
    """Return the text with the characters that would end a workflow command or its properties escaped."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
