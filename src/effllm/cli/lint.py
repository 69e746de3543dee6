"""`effllm lint`."""

import difflib
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.files import no_file, save
from effllm.cli.options import Root
from effllm.cli.report import annotation, print_problems
from effllm.problems import Problem
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.lint import Index, ListProblem


Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Lists: Markdown (.md), BibTeX (.bib), LaTeX (.tex).")
]


class LintFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


ROUNDS = 10
"""How often a file is read again for what shows only after something else was mended."""


def lint(
    files: Files,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="First mend what has exactly one right text.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    format_: Annotated[
        LintFormat,
        typer.Option("--format", help="For people, for programs, as annotations of a GitHub workflow, or as SARIF."),
    ] = LintFormat.TEXT,
    root: Root = None,
) -> None:
    """Check your own list or bibliography against the records, and mend it.

    It works offline. Every finding says what is wrong, where, and what would be right; one that is only "likely" asks
    you to look.
    Exit status 1 where something certain was found, and with --diff where something would be changed.
    """
    from effllm.lint import READERS, Index  # noqa: PLC0415 - readers that the other commands do not need

    files = list(dict.fromkeys(files))
    if odd := list(filter(None, (_no_list(file, READERS) for file in files))):
        raise WrongUsage("; ".join(odd))
    if fix and diff:
        raise WrongUsage("--diff only shows what --fix changes: use one of the two")
    index = Index(load(root))
    if diff:
        if sum(_show_diff(file, index) for file in files):
            raise typer.Exit(PROBLEMS_FOUND)
        return
    if fix:
        mended = sum(_mend(file, index) for file in files)
        say(f"{count(mended, 'place')} mended" if mended else "nothing mended")
    found = [problem for file in files for problem in _check(file, index)]
    _print(found, format_)
    certain = _sum_up(found, count(len(files), "file"))
    if certain:
        raise typer.Exit(PROBLEMS_FOUND)


def _check(file: Path, index: "Index") -> "list[ListProblem]":
    """Return what is wrong in a list; say where nothing in it could be checked."""
    from effllm.lint import ListProblem, check_document, read  # noqa: PLC0415 - as above

    document = read(file.as_posix(), file.read_bytes())
    if isinstance(document, ListProblem):
        return [document]
    if not document.entries:
        say(f"{one_line(document.path)}: no entry that names a paper, so nothing to check")
    return check_document(document, index)


def _sum_up(found: "Sequence[ListProblem]", total: str) -> int:
    """Say how much was found and what --fix would mend; return how much of it is certain."""
    from effllm.lint import told_once  # noqa: PLC0415 - as above

    problems = told_once(found)
    certain = sum(problem.severity == "error" for problem in problems)
    likely = len(problems) - certain
    say(f"{count(certain, 'problem')}, {likely} likely ({total} read)" if problems else f"nothing found ({total} read)")
    if fixable := sum(bool(problem.fix) for problem in found):
        say(f"to mend what has one right text ({count(fixable, 'place')}): add --fix, or --diff to look first")
    return certain


def _mended(file: Path, raw: bytes, index: "Index") -> "tuple[bytes, list[ListProblem]]":
    """Return a list's bytes after everything with one right text was mended, and what that was."""
    from effllm.lint import apply, check  # noqa: PLC0415 - as above

    done: list[ListProblem] = []
    for _ in range(ROUNDS):
        raw, solved = apply(raw, check(file.as_posix(), raw, index))
        done += solved
        if not solved:
            break
    return raw, done


def _mend(file: Path, index: "Index") -> int:
    """Mend a list and say what was done; return how many places changed."""
    from effllm.lint import told_once  # noqa: PLC0415 - as above

    raw = file.read_bytes()
    wanted, done = _mended(file, raw, index)
    if wanted == raw:
        return 0
    if file.read_bytes() != raw:
        raise WrongUsage(f"{file}: changed in the meantime, left alone; run the command again")
    save(file, wanted)
    for problem in told_once(done):
        print(f"fixed {problem.path}:{problem.line}: {problem.code} {problem.message}")
    return len(done)


def _show_diff(file: Path, index: "Index") -> bool:
    """Print what --fix would change in a list, as a patch; tell whether that is anything."""
    raw = file.read_bytes()
    wanted, _done = _mended(file, raw, index)
    if wanted != raw:
        before, after = (text.decode().splitlines(keepends=True) for text in (raw, wanted))
        name = one_line(file.as_posix())
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
            print(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", end="")
    return wanted != raw


def _no_list(file: Path, kinds: "Iterable[str]") -> str:
    """Say why a path is no list that can be read; empty where it is one."""
    if file.is_dir() or file.suffix.lower() in kinds:
        return no_file(file)
    return f"{file}: a list ends in {', '.join(kinds)}"


def _print(found: "Sequence[ListProblem]", format_: LintFormat) -> None:
    """Print findings: each for programs, a habit once for people."""
    from effllm.lint import RULES, told_once  # noqa: PLC0415 - as above
    from effllm.lint.findings import to_sarif  # noqa: PLC0415

    problems = told_once(found)
    if format_ is LintFormat.JSON:
        show_json([problem.as_json() for problem in found])
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
