"""`effllm validate`, and what it repairs with `--fix`."""

from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.checkout_path import Selection, checkout_root, read
from effllm.cli.console import is_terminal, one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.options import Paths, Root
from effllm.cli.report import SHOWN_BY_GITHUB, annotation, folder_in_repository, print_problems
from effllm.extras import extra
from effllm.store.folders import FOLDERS
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from effllm.problems import Problem
    from effllm.store.checkout import Checkout


class ReportFormat(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def validate(
    paths: Paths = None,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="First repair what has exactly one right answer.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a record changes; Ctrl-C ends.")] = False,
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="For people, for programs, or as annotations of a GitHub workflow.")
    ] = ReportFormat.TEXT,
    root: Root = None,
) -> None:
    """Check the records: what is wrong, where, what would be right.

    Each problem is path:line:column: CODE message, then the line itself, then help. A warning asks you to look and
    fails nothing.
    """
    if watch and (fix or format_ is not ReportFormat.TEXT):
        raise WrongUsage("--watch goes with no --fix and no --format: it shows what is wrong while you edit")
    base = checkout_root(root)
    files.clean(base)
    selected = Selection(base, paths or (), made=True)
    given = f" --root {root}" if root else ""
    if watch:
        good = keep_checking(base, lambda: _check_again(base, selected))
    else:
        left_alone: set[str] = set()
        if fix:
            fixed, left_alone = fix_all(base, selected)
            say(f"{count(fixed, 'repair')} made" if fixed else "nothing repaired")
        good = _check(base, selected, format_, given, fixed=fix, left_alone=left_alone)
    if not good:
        raise typer.Exit(PROBLEMS_FOUND)


def _check(
    base: Path,
    selected: Selection,
    format_: ReportFormat,
    given: str = "",
    *,
    fixed: bool = False,
    left_alone: "Collection[str]" = (),
) -> bool:
    """Check once and print everything; tell whether all is well. Of files left alone it was said why."""
    from effllm import rules  # noqa: PLC0415 - YAML and the rules, which the other commands may not need
    from effllm.rules import generated  # noqa: PLC0415
    from effllm.site.contents import MADE_FROM  # noqa: PLC0415

    found = read(base)
    errors, doubts = rules.check_all(found)
    all_of_them = [*errors, *generated.check(found, MADE_FROM, selected.others), *doubts]
    shown = sorted(problem for problem in all_of_them if problem.path in selected)
    problems = [problem for problem in shown if problem.severity == "error"]
    _print(base, shown, format_)
    files = count(sum(map(len, found.stems.values())), "file")
    doubtful = len(shown) - len(problems)
    besides = f", {count(doubtful, 'warning')}" if doubtful else ""
    if format_ is ReportFormat.GITHUB and max(doubtful, len(problems)) > SHOWN_BY_GITHUB:
        say(f"GitHub shows {SHOWN_BY_GITHUB} of a kind beside their lines; on your computer effllm validate shows all")
    if not problems:
        say(f"no problems{besides} ({files} read)")
        return True
    broken = count(len({problem.path for problem in problems}), "file")
    say(f"{count(len(problems), 'problem')} in {broken}{besides} ({files} read)")
    if any(problem.path in found.unformatted for problem in problems):
        say(f"to write records in canonical form: effllm fmt{given}")
    plain = sum(bool(problem.fix) for problem in problems if problem.path not in left_alone)
    if plain and fixed:
        say(f"not repaired, because something else in the file has to be put right first: {count(plain, 'problem')}")
    elif plain:
        say(f"to repair what has one right answer ({count(plain, 'problem')}): effllm validate --fix{given}")
    return False


def _check_again(base: Path, selected: Selection) -> bool:
    """Check below a line that tells one check from the last one."""
    now = datetime.now().astimezone().strftime("%H:%M:%S")
    if is_terminal():
        print("\x1b[2J\x1b[3J\x1b[H", end="")  # an empty screen
    print(f"{now}  effllm validate --watch  (Ctrl-C ends)", flush=True)
    try:
        good = _check(base, selected, ReportFormat.TEXT)
    except FileNotFoundError as error:
        say(str(error))
        good = False
    print(flush=True)
    return good


def _print(base: Path, problems: "Sequence[Problem]", format_: ReportFormat) -> None:
    if format_ is ReportFormat.JSON:
        show_json([asdict(problem) for problem in problems])
    elif format_ is ReportFormat.GITHUB:
        folder = folder_in_repository(base)
        for problem in problems:
            print(annotation(problem, folder))
    else:
        print_problems(base, problems)


def keep_checking(root: Path, check: "Callable[[], bool]", changes: "Iterable[object] | None" = None) -> bool:
    """Check now and after every change, until Ctrl-C or the end of the changes; return what the last check said.

    Args:
        root: the checkout.
        check: checks and prints; tells whether all is well.
        changes: one item for each time that something changed; by default what happens on the disk.
    """
    good = False
    later = _on_disk(root) if changes is None else changes
    try:
        good = check()
        for _ in later:
            good = check()
    except KeyboardInterrupt:
        pass
    return good


def _on_disk(root: Path) -> "Iterator[object]":
    with extra("contribute", "validate --watch"):
        from watchfiles import watch as changes  # noqa: PLC0415 - only this needs it

    folders = [root / folder for folder in FOLDERS if (root / folder).is_dir()]
    return changes(*folders, watch_filter=lambda _, path: is_record(path))


def is_record(path: str) -> bool:
    """Tell whether a changed file may be a record: editors and our own writer make hidden files beside them."""
    name = PurePath(path).name
    return not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".tmp"))


ROUNDS = 10
"""How often a file is read again for problems that show only after others are solved."""


def fix_all(root: Path, selected: Selection) -> tuple[int, set[str]]:
    """Repair every selected file as far as there is one right answer, and say what was done.

    Returns:
        How many repairs were made, and the files that could not be written, which has been said.
    """
    from effllm import rules  # noqa: PLC0415 - YAML and the rules, which the other commands may not need

    done, left_alone = 0, set[str]()
    for _ in range(ROUNDS):
        found = read(root)
        by_path: dict[str, list[Problem]] = {}
        for problem in rules.check(found):
            if problem.path in selected and problem.path not in left_alone:
                by_path.setdefault(problem.path, []).append(problem)
        repairs = [_fix(found, path, problems, left_alone) for path, problems in by_path.items()]
        done += sum(repairs)
        if not any(repairs):
            break
    return done, left_alone


def _fix(found: "Checkout", path: str, problems: "list[Problem]", left_alone: set[str]) -> int:
    """Repair one file; return how many problems that solved."""
    from effllm.store import repair  # noqa: PLC0415 - as above

    repaired = repair.repaired(found, path, problems)
    if repaired is None:
        return 0
    document, text, solved = repaired
    if document.text == text and path not in found.unformatted:  # else its bytes differ, as line ends do
        return 0
    if not files.rewrite(found.root, path, document.text, text):
        left_alone.add(path)
        return 0
    for problem in solved:
        what = one_line(repair.in_words(document, problem))
        print(f"fixed {path}:{problem.line}: {problem.code} {what}")
    return len(solved)
