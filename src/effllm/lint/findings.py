"""What the checks find in a list, as problems at their lines, and as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from effllm.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from effllm.checks import Check, Finding, Rule
    from effllm.lint.kb_index import Index
    from effllm.lint.paper_list import ListDocument, Span

    Findings: TypeAlias = Iterator[Finding[Span]]
    ListCheck: TypeAlias = Check[[ListDocument, Index], Finding[Span]]

HABIT = 10
"""So many findings of one habit, and more, are reported once."""

_LINES_NAMED = 100
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def find_problems(document: ListDocument, index: Index, checks: Iterable[ListCheck]) -> Iterator[Problem]:
    """Yield what breaks the rules: at one place the advice of the earliest check, of a habit one with the count.

    What may be right after all is a warning.
    """
    alike: dict[tuple[str, str], list[tuple[Rule, Finding[Span]]]] = defaultdict(list)
    taken: set[int] = set()
    for check in checks:
        places: set[int] = set()
        for number, found in enumerate(dict.fromkeys(check.find(document, index))):
            place = range(found.at.start, max(found.at.end, found.at.start + 1))
            if taken.isdisjoint(place):
                places.update(place)
                alike[check.rule.code, found.habit or str(number)].append((check.rule, found))
        taken |= places
    for same in alike.values():
        if len(same) < HABIT:
            yield from (_problem(document, rule, found) for rule, found in same)
        else:
            yield _habit(document, *min(same, key=lambda one: one[1].at.start), [found for _rule, found in same])


def _problem(document: ListDocument, rule: Rule, found: Finding[Span]) -> Problem:
    line, column = document.place(found.at.start)
    last, end = document.place(found.at.end)
    end = end if found.at.end and last == line else 0
    severity: Literal["error", "warning"] = "error" if found.sure else "warning"
    return Problem(document.path, line, column, rule.code, found.message, found.hint, end_column=end, severity=severity)


def _habit(document: ListDocument, rule: Rule, first: Finding[Span], same: Iterable[Finding[Span]]) -> Problem:
    """Return the first finding of a habit, with the number of the others and their lines."""
    others = sorted(document.line(found.at.start) for found in same if found is not first)
    lines = [*map(str, dict.fromkeys(others))]
    more = f" and {len(lines) - _LINES_NAMED:,} more" if len(lines) > _LINES_NAMED else ""
    message = f"{first.message} (first of {len(others) + 1:,} places)"
    hint = f"{first.hint}\nthe others: lines {', '.join(lines[:_LINES_NAMED])}{more}"
    return _problem(document, rule, first._replace(message=message, hint=hint))


def sureness(problem: Problem) -> str:
    """Return how sure a finding is: ``certain``, or ``likely`` where a person has to look."""
    return "certain" if problem.severity == "error" else "likely"


def to_sarif(problems: Iterable[Problem], rules: Iterable[Rule]) -> dict[str, Any]:
    """Return a log with one run: the rules with their help, and the problems with their places."""
    rules = tuple(rules)
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    driver = {"name": "effllm lint", "version": version("effllm"), "rules": [_sarif_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, numbers[problem.code]) for problem in problems],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    text = f"{rule.why}\n\nWrong:\n{rule.bad}\n\nRight:\n{rule.good}"
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": text},
    }


def _sarif_result(problem: Problem, number: int) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    region |= {"endColumn": problem.end_column} if problem.end_column else {}
    place = {"artifactLocation": {"uri": quote(problem.path)}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": number,
        "level": problem.severity,
        "message": {"text": "\n".join([problem.message, *problem.hint.splitlines()])},
        "locations": [{"physicalLocation": place}],
        "properties": {"sure": sureness(problem)},
    }
