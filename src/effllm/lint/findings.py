"""What the checks find in a list, as problems at their lines, and as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from effllm.problems import Edit, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True, order=True)
class ListProblem(Problem):
    """One finding in a list.

    Attributes:
        span: all that it is about, and that its fix changes, in bytes from the beginning of the file.
        habit: what all findings of one habit have in common; empty for a single slip.
    """

    span: tuple[int, int] = (0, 0)
    habit: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; ``loc`` of each change is where it starts and ends, in bytes, as in ``span``."""
        return asdict(self) | {"fixable": bool(self.fix), "sure": sureness(self)}


def find_problems(document: ListDocument, index: Index, checks: Iterable[ListCheck]) -> list[ListProblem]:
    """Return what breaks the rules, each place with the advice of the earliest check.

    What may be right after all is a warning.
    """
    all_found: list[tuple[Rule, Finding[Span]]] = []
    taken: set[int] = set()
    for check in checks:
        places: set[int] = set()
        for found in dict.fromkeys(check.find(document, index)):
            place = range(found.at.start, max(found.at.end, found.at.start + 1))
            if taken.isdisjoint(place):
                places.update(place)
                all_found.append((check.rule, found))
        taken |= places
    at = document.in_bytes({place for _rule, found in all_found for span in _spans(found) for place in span})
    return [_problem(document, rule, found, at) for rule, found in all_found]


def _spans(found: Finding[Span]) -> list[tuple[int, int]]:
    """Return the places of a finding: what is marked, and what its fix changes."""
    edits = [(int(edit.loc[0]), int(edit.loc[1])) for edit in found.fix]
    return [(found.at.start, max(found.at)), *edits]


def _problem(document: ListDocument, rule: Rule, found: Finding[Span], at: Mapping[int, int]) -> ListProblem:
    line, column = document.place(found.at.start)
    last, end = document.place(found.at.end)
    end = end if found.at.end and last == line else 0
    severity: Literal["error", "warning"] = "error" if found.sure else "warning"
    spans = [(at[start], at[end]) for start, end in _spans(found)]
    fix = tuple(Edit(place, edit.value) for place, edit in zip(spans[1:], found.fix, strict=True))
    return ListProblem(
        *(document.path, line, column, rule.code, found.message, found.hint),
        end_column=end,
        fix=fix,
        severity=severity,
        span=(min(start for start, _end in spans), max(end for _start, end in spans)),
        habit=found.habit,
    )


def told_once(problems: Iterable[ListProblem]) -> list[ListProblem]:
    """Return the problems for people: of a habit the first, with the number of the others and their lines."""
    alike: dict[tuple[str, str, str], list[ListProblem]] = defaultdict(list)
    for number, problem in enumerate(problems):
        habit = f"{problem.habit} {problem.severity}" if problem.habit else str(number)
        alike[problem.path, problem.code, habit].append(problem)
    told = (one for same in alike.values() for one in (same if len(same) < HABIT else [_habit(sorted(same))]))
    files = {path: number for number, (path, _code, _habit) in reversed([*enumerate(alike)])}
    return sorted(told, key=lambda one: (files[one.path], one))


def _habit(same: list[ListProblem]) -> ListProblem:
    first, *others = same
    lines = [*map(str, dict.fromkeys(problem.line for problem in others))]
    more = f" and {len(lines) - _LINES_NAMED:,} more" if len(lines) > _LINES_NAMED else ""
    message = f"{first.message} (first of {len(same):,} places)"
    hint = f"{first.hint}\nthe others: lines {', '.join(lines[:_LINES_NAMED])}{more}"
    return replace(first, message=message, hint=hint)


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
