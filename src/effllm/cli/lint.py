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
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.lint import Finding
    from effllm.problems import Problem

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Lists: Markdown (.md), BibTeX (.bib), LaTeX (.tex).")
]


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def lint(
    files: Files,
    *,
    format_: Annotated[
        Format,
        typer.Option("--format", help="For people, for programs, as annotations of a GitHub workflow, or as SARIF."),
    ] = Format.TEXT,
    root: Root = None,
) -> None:
    """Check your own list or bibliography against the records.

    It works offline. Every finding says what is wrong, where, and what would be right; one that is only "likely" asks
    you to look.
    Exit status 1 where something certain was found.
    """
    from effllm.lint import READERS, Finding, Known, Sure, check_document, read  # noqa: PLC0415 - readers that the other commands do not need

    if odd := list(filter(None, (_no_list(file, READERS) for file in files))):
        raise WrongUsage("; ".join(odd))
    known = Known(load(root))
    findings: list[Finding] = []
    for file in dict.fromkeys(files):
        document = read(file.as_posix(), file.read_bytes())
        if isinstance(document, Finding):
            findings.append(document)
            continue
        findings += check_document(document, known)
        if not document.entries:
            say(f"{one_line(document.path)}: no entry that names a paper, so nothing to check")
    _print(findings, format_)
    certain = sum(finding.sure is Sure.CERTAIN for finding in findings)
    total = count(len(set(files)), "file")
    if not findings:
        say(f"nothing found ({total} read)")
        return
    say(f"{count(certain, 'problem')}, {len(findings) - certain} likely ({total} read)")
    if certain:
        raise typer.Exit(PROBLEMS_FOUND)


def _no_list(file: Path, kinds: "Iterable[str]") -> str:
    """Say why a path is no list that can be read; empty where it is one."""
    if file.is_dir() or file.suffix.lower() in kinds:
        return no_file(file)
    return f"{file}: a list ends in {', '.join(kinds)}"


def _print(findings: "Sequence[Finding]", format_: Format) -> None:
    from effllm.lint import RULES  # noqa: PLC0415 - as above
    from effllm.lint.sarif import LEVELS, to_sarif  # noqa: PLC0415

    if format_ is Format.JSON:
        show_json([asdict(problem) | {"sure": sure, "severity": LEVELS[sure]} for problem, sure in findings])
    elif format_ is Format.SARIF:
        show_json(to_sarif(findings, RULES))
    elif format_ is Format.GITHUB:
        for problem, sure in findings:
            print(annotation(problem, level=LEVELS[sure]))
    else:
        print_problems(Path(), [_worded(finding) for finding in findings])


def _worded(finding: "Finding") -> "Problem":
    """Return the problem with a message that says when it is not certain."""
    problem, sure = finding
    return problem if sure == "certain" else replace(problem, message=f"{sure}: {problem.message}")
