"""Problems as the commands print them: for people, for programs, and beside the lines of a pull request."""

from typing import TYPE_CHECKING

from rich.text import Text

from effllm.cli.console import is_terminal, show, terminal_width
from effllm.cli.excerpt import WIDTH, Lines, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from effllm.problems import Problem

SHOWN_BY_GITHUB = 10
"""How many annotations of one step GitHub shows; the rest stands in the log only."""


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
