"""`effllm lint`."""

from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.files import no_file
from effllm.cli.options import Root
from effllm.cli.report import annotation, print_problems
from effllm.problems import Problem
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Lists: Markdown (.md), BibTeX (.bib), LaTeX (.tex).")
]


class LintFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def lint(
    files: Files,
    *,
    format_: Annotated[
        LintFormat,
        typer.Option("--format", help="For people, for programs, as annotations of a GitHub workflow, or as SARIF."),
    ] = LintFormat.TEXT,
    root: Root = None,
) -> None:
    """Check your own list or bibliography against the records.

    It works offline. Every finding says what is wrong, where, and what would be right; one that is only "likely" asks
    you to look.
    Exit status 1 where something certain was found.
    """
    from effllm.lint import READERS, Index, check_document, read  # noqa: PLC0415 - readers that the other commands do not need

    if odd := list(filter(None, (_no_list(file, READERS) for file in files))):
        raise WrongUsage("; ".join(odd))
    index = Index(load(root))
    problems: list[Problem] = []
    for file in dict.fromkeys(files):
        document = read(file.as_posix(), file.read_bytes())
        if isinstance(document, Problem):
            problems.append(document)
            continue
        problems += check_document(document, index)
        if not document.entries:
            say(f"{one_line(document.path)}: no entry that names a paper, so nothing to check")
    _print(problems, format_)
    certain = sum(problem.severity == "error" for problem in problems)
    total = count(len(set(files)), "file")
    if not problems:
        say(f"nothing found ({total} read)")
        return
    say(f"{count(certain, 'problem')}, {len(problems) - certain} likely ({total} read)")
    if certain:
        raise typer.Exit(PROBLEMS_FOUND)


def _no_list(file: Path, kinds: "Iterable[str]") -> str:
    """Say why a path is no list that can be read; empty where it is one."""
    if file.is_dir() or file.suffix.lower() in kinds:
        return no_file(file)
    return f"{file}: a list ends in {', '.join(kinds)}"


def _print(problems: "Sequence[Problem]", format_: LintFormat) -> None:
    from effllm.lint import RULES  # noqa: PLC0415 - as above
    from effllm.lint.findings import sureness, to_sarif  # noqa: PLC0415

    if format_ is LintFormat.JSON:
        show_json([asdict(problem) | {"sure": sureness(problem)} for problem in problems])
    elif format_ is LintFormat.SARIF:
        show_json(to_sarif(problems, RULES))
    elif format_ is LintFormat.GITHUB:
        for problem in problems:
            print(annotation(problem, level=problem.severity))
    else:
        print_problems(Path(), [_worded(problem) for problem in problems])


def _worded(problem: Problem) -> Problem:
    """Return the problem with a message that says when it is not certain."""
    if problem.severity == "error":
        return problem
    return replace(problem, message=f"likely: {problem.message}", severity="error")
