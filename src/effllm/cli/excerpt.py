"""The line of a file that a problem is about, with a mark below what is wrong."""

from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

from effllm.wording import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    cells = [*map(_shown, line), ""]  # a mark may stand behind the end
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
