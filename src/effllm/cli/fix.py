"""The repairs of `effllm validate --fix`."""

from pathlib import Path
from typing import TYPE_CHECKING

from effllm.cli import files
from effllm.cli.checkout_path import read
from effllm.cli.console import one_line

if TYPE_CHECKING:
    from effllm.cli.checkout_path import Selection
    from effllm.problems import Problem
    from effllm.store.checkout import Checkout

ROUNDS = 10
"""How often a file is read again for problems that show only after others are solved."""


def fix_all(root: Path, selected: "Selection") -> tuple[int, set[str]]:
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
