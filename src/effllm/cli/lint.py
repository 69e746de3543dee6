"""`effllm lint`."""

import difflib
from collections import Counter
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import one_line, say, show_json, write
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.files import no_file, save
from effllm.cli.lint_files import STDIN, read_lists
from effllm.cli.lint_missing import missing as print_missing
from effllm.cli.options import Root
from effllm.cli.report import annotation, print_problems
from effllm.problems import Problem
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.cli.lint_files import ListFile
    from effllm.lint import Index, ListProblem
    from effllm.lint.paper_list import ListDocument


Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Lists: Markdown (.md), BibTeX (.bib), LaTeX (.tex). - is standard input."),
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
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="Only entries that changed since a commit, branch or tag of git.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only what is new: not what is in this baseline.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what is found now into a baseline.")
    ] = None,
    missing: Annotated[
        str | None,
        typer.Option(metavar="CATEGORY", help="Print the papers of a category that the list lacks, as lines for it."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    format_: Annotated[
        LintFormat,
        typer.Option("--format", help="For people, for programs, as annotations of a GitHub workflow, or as SARIF."),
    ] = LintFormat.TEXT,
    root: Root = None,
) -> None:
    """Check your list or bibliography against the records; mend it.

    It works offline. Every finding says what is wrong, where, and what would be right; one that is only "likely" asks
    you to look. Settings are in [tool.effllm.lint] of pyproject.toml.
    Exit status 1 where something certain was found, and with --diff where something would be changed.
    """
    from effllm.lint import READERS, Index  # noqa: PLC0415 - readers that the other commands do not need

    if sum((fix, diff, bool(write_baseline), missing is not None)) > 1:
        raise WrongUsage("--fix, --diff, --write-baseline and --missing do different things: use one of them")
    if baseline and (why := no_file(baseline)):
        raise WrongUsage(f"--baseline: {why}")
    if fix and STDIN in files:
        raise WrongUsage("standard input cannot be mended: --diff shows what would change")
    lists = read_lists(files, tuple(READERS), since, baseline or write_baseline or Path())
    kb = load(root)
    index = Index(kb)
    if missing is not None:
        print_missing(lists, kb, index, missing, json=format_ is LintFormat.JSON)
        return
    if diff:
        certain = sum(_show_diff(one, index) for one in lists)
    elif write_baseline:
        _write_baseline(write_baseline, lists, index)
        return
    else:
        certain = _report(_mend_all(lists, index) if fix else lists, index, format_)
    if certain and not exit_zero:
        raise typer.Exit(PROBLEMS_FOUND)


def _report(lists: "Sequence[ListFile]", index: "Index", format_: LintFormat) -> int:
    """Print what is wrong in the lists; return how much of it is certain."""
    found = [problem for one in lists for problem in _check(one, index)[1]]
    _print(found, format_)
    return _sum_up(found, count(len(lists), "file"))


def _check(one: "ListFile", index: "Index", *, mute: bool = False) -> "tuple[ListDocument | None, list[ListProblem]]":
    """Return a list that was read, and what is told of it; say where nothing in it could be checked."""
    from effllm.lint import ListProblem, check_document, read  # noqa: PLC0415 - as above

    document = read(one.file.as_posix(), one.raw, one.ending)
    if isinstance(document, ListProblem):
        return None, [document]
    if not document.entries and not mute:
        say(f"{one_line(document.path)}: no entry that names a paper, so nothing to check")
    return document, one.scope.of(document, check_document(document, index))


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


def _write_baseline(file: Path, lists: "Sequence[ListFile]", index: "Index") -> None:
    """Write what is found into a baseline."""
    from effllm.lint.scope import fingerprints, write_baseline  # noqa: PLC0415 - as above

    marks: dict[str, list[str]] = {}
    for one in lists:
        known = replace(one, scope=replace(one.scope, known=Counter()))
        document, found = _check(known, index)
        marks[one.key] = fingerprints(document, found) if document else []
    save(file, write_baseline(marks))
    say(f"{count(sum(map(len, marks.values())), 'finding')} written to {file}")


def _mended(one: "ListFile", index: "Index") -> "tuple[ListFile, list[ListProblem]]":
    """Return a list after everything with one right text was mended, and what that was."""
    from effllm.lint import apply  # noqa: PLC0415 - as above

    done: list[ListProblem] = []
    for _ in range(ROUNDS):
        raw, solved = apply(one.raw, _check(one, index, mute=True)[1])
        one = replace(one, raw=raw)
        done += solved
        if not solved:
            break
    return one, done


def _mend_all(lists: "Sequence[ListFile]", index: "Index") -> "list[ListFile]":
    """Mend lists and say what was done; return them as they are now."""
    from effllm.lint import told_once  # noqa: PLC0415 - as above

    after, total = [], 0
    for one in lists:
        wanted, done = _mended(one, index)
        after.append(wanted)
        if wanted.raw == one.raw:
            continue
        if one.file.read_bytes() != one.raw:
            raise WrongUsage(f"{one.file}: changed in the meantime, left alone; run the command again")
        save(one.file, wanted.raw)
        total += len(done)
        for problem in told_once(done):
            say(one_line(f"fixed {problem.path}:{problem.line}: {problem.code} {problem.message}"))
    say(f"{count(total, 'place')} mended" if total else "nothing mended")
    return after


def _show_diff(one: "ListFile", index: "Index") -> bool:
    """Print what --fix would change in a list, as a patch; tell whether that is anything."""
    wanted, _done = _mended(one, index)
    if wanted.raw != one.raw:
        before, after = (text.decode().splitlines(keepends=True) for text in (one.raw, wanted.raw))
        name = one_line(one.file.as_posix())
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
            write((line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n").encode())
    return wanted.raw != one.raw


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
