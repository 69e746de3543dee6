"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from effllm.lint.paper_list import Sure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.checks import Rule
    from effllm.lint.finding import Finding

LEVELS = {Sure.CERTAIN: "error", Sure.LIKELY: "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(findings: Iterable[Finding], rules: Iterable[Rule]) -> dict[str, Any]:
    """Return a log with one run: the rules with their help, and the findings with their places."""
    rules = tuple(rules)
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    driver = {"name": "effllm lint", "version": version("effllm"), "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, numbers[finding.problem.code]) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    text = f"{rule.why}\n\nWrong:\n{rule.bad}\n\nRight:\n{rule.good}"
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": text},
    }


def _result(finding: Finding, number: int) -> dict[str, Any]:
    problem, sure = finding
    region = {"startLine": problem.line, "startColumn": problem.column}
    region |= {"endColumn": problem.end_column} if problem.end_column else {}
    place = {"artifactLocation": {"uri": quote(problem.path)}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": number,
        "level": LEVELS[sure],
        "message": {"text": "\n".join([problem.message, *problem.hint.splitlines()])},
        "locations": [{"physicalLocation": place}],
        "properties": {"sure": sure.value},
    }
