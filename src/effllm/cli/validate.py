"""`effllm validate`."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from effllm.cli.console import count, is_terminal, say, show, show_json
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Root
from effllm.cli.where import Selection, checkout_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.problems import Problem

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files or folders of the checkout; all of it where none is named."),
]


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def validate(
    paths: Paths = None,
    *,
    format_: Annotated[
        Format, typer.Option("--format", help="For people, for programs, or as annotations of a GitHub workflow.")
    ] = Format.TEXT,
    root: Root = None,
) -> None:
    """Check the records and report every problem: path:line:column: CODE message, then help."""
    from effllm import rules  # noqa: PLC0415 - YAML and the rules, which the other commands may not need
    from effllm.store import checkout  # noqa: PLC0415

    base = checkout_root(root)
    selected = Selection(base, paths or ())
    found = checkout.read(base)
    problems = [problem for problem in rules.check(found) if problem.path in selected]
    _print(problems, format_)
    files = count(sum(map(len, found.stems.values())), "file")
    if not problems:
        say(f"no problems ({files} read)")
        return
    broken = count(len({problem.path for problem in problems}), "file")
    say(f"{count(len(problems), 'problem')} in {broken} ({files} read)")
    if any(problem.path in found.unformatted for problem in problems):
        say(f"to write records in canonical form: effllm fmt{f' --root {root}' if root else ''}")
    raise typer.Exit(PROBLEMS_FOUND)


def _print(problems: "Sequence[Problem]", format_: Format) -> None:
    if format_ is Format.JSON:
        show_json([asdict(problem) for problem in problems])
    elif format_ is Format.GITHUB:
        for problem in problems:
            print(annotation(problem))
    else:
        print_problems(problems)


def print_problems(problems: "Sequence[Problem]") -> None:
    """Print problems for people: each on a line, with its help below."""
    for problem in problems:
        if is_terminal():
            head, line_end, hints = str(problem).partition("\n")
            show(Text.assemble((head, "bold"), line_end, (hints, "dim")))
        else:
            print(problem)


def annotation(problem: "Problem", level: str = "error") -> str:
    """Return a problem as a workflow command, which GitHub shows beside the line as ``error`` or ``warning``."""
    place = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.code}
    properties = ",".join(f"{name}={_escape(str(value), property_=True)}" for name, value in place.items())
    text = "\n".join([problem.message, *problem.hint.splitlines()])
    return f"::{level} {properties}::{_escape(text)}"


def _escape(text: str, *, property_: bool = False) -> str:
    """Return the text with the characters that would end a workflow command or its properties escaped."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
