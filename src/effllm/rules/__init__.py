"""The rules that records keep, one file per family, each a named text beside one small function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.rules import (
    author_spellings,
    authors,
    categories,
    citations,
    duplicates,
    generated,
    ids,
    keys,
    links,
    proceedings,
    reading_lists,
    reference_lists,
    results,
    sources,
    summaries,
    texts,
    titles,
    venues,
    vocabulary,
)
from effllm.rules.context import Context
from effllm.store import file_rules as shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.checks import Rule
    from effllm.problems import Problem, Severity
    from effllm.rules.context import RecordCheck
    from effllm.store.checkout import Checkout

CHECKS: tuple[RecordCheck, ...] = (
    *authors.CHECKS,
    *categories.CHECKS,
    *duplicates.CHECKS,
    *ids.CHECKS,
    *keys.CHECKS,
    *links.CHECKS,
    *author_spellings.CHECKS,
    *proceedings.CHECKS,
    *reading_lists.CHECKS,
    *citations.CHECKS,
    *reference_lists.CHECKS,
    *results.CHECKS,
    *sources.CHECKS,
    *summaries.CHECKS,
    *texts.CHECKS,
    *titles.CHECKS,
    *venues.CHECKS,
    *vocabulary.CHECKS,
)

RULES: tuple[Rule, ...] = tuple(
    sorted((*shape.RULES, *generated.RULES, *(check.rule for check in CHECKS)), key=lambda rule: rule.code)
)
"""Every rule that a record can break, in order of code."""


def check(checkout: Checkout) -> list[Problem]:
    """Return everything that is wrong in a checkout, in order of file and line; `warnings` has what may be.

    All rules look at all records, so that one run tells everything; what could not be read is passed over, for
    `effllm.store.checkout.read` has told it already. How a file is written is told once all that it says is right.
    The cost is linear in the number of records.
    """
    found = [*checkout.problems, *_run("error", checkout)]
    wrong = {problem.path for problem in found if problem.code not in shape.FORM}
    return sorted(p for p in found if p.code != shape.NOT_CANONICAL.code or p.path not in wrong)


def warnings(checkout: Checkout) -> list[Problem]:
    """Return what is probably wrong in a checkout, but may be right, in order of file and line."""
    return sorted(_run("warning", checkout))


def _run(severity: Severity, checkout: Checkout) -> Iterator[Problem]:
    context = Context(checkout)
    for check in CHECKS:
        if check.rule.severity == severity:
            yield from context.problems(check)
