"""The rules that records keep, one file per family, each a named text beside one small function."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from effllm.records.base import no_garbage
from effllm.rules import (
    author_spellings,
    authors,
    categories,
    citation_counts,
    citations,
    dates,
    duplicates,
    formulas,
    generated,
    ids,
    incoming,
    keys,
    links,
    measurements,
    models,
    proceedings,
    public_lists,
    reading_lists,
    reference_lists,
    results,
    sources,
    summaries,
    texts,
    titles,
    venues,
    vocabulary,
    worked_examples,
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
    *formulas.CHECKS,
    *worked_examples.CHECKS,
    *ids.CHECKS,
    *incoming.CHECKS,
    *keys.CHECKS,
    *links.CHECKS,
    *measurements.CHECKS,
    *models.CHECKS,
    *author_spellings.CHECKS,
    *proceedings.CHECKS,
    *public_lists.CHECKS,
    *reading_lists.CHECKS,
    *citation_counts.CHECKS,
    *citations.CHECKS,
    *reference_lists.CHECKS,
    *results.CHECKS,
    *sources.CHECKS,
    *dates.CHECKS,
    *summaries.CHECKS,
    *texts.CHECKS,
    *titles.CHECKS,
    *venues.CHECKS,
    *vocabulary.CHECKS,
)

_RIGHT = "the last day on which all was right"
RULES: tuple[Rule, ...] = tuple(
    sorted({*shape.RULES, *generated.RULES, *(check.rule for check in CHECKS)}, key=lambda rule: rule.code)
)
"""Every rule that a record can break, in order of code."""


@no_garbage()
def check(checkout: Checkout, context: Context | None = None) -> list[Problem]:
    """Return everything that is wrong in a checkout, in order of file and line; `warnings` has what may be.

    All rules look at all records, so that one run tells everything; what could not be read is passed over, for
    `effllm.store.checkout.read` has reported it already. The form of a file is reported once all that it says is right.
    The cost is linear in the number of records.

    Args:
        checkout: the records.
        context: what the rules look things up in, where it was made already.
    """
    found = [*checkout.problems, *_run("error", context or Context(checkout))]
    wrong = {problem.path for problem in found if problem.code not in shape.FORM}
    return sorted(p for p in found if p.code != shape.NOT_CANONICAL.code or p.path not in wrong)


@no_garbage()
def warnings(checkout: Checkout, context: Context | None = None) -> list[Problem]:
    """Return what is probably wrong in a checkout, but may be right, in order of file and line; see `check`."""
    return sorted(_run("warning", context or Context(checkout)))


@no_garbage()
def check_all(checkout: Checkout) -> tuple[list[Problem], list[Problem]]:
    """Return what `check` finds and what `warnings` finds, and keep in the cache where nothing was found."""
    context = Context(checkout)
    errors, doubts = check(checkout, context), warnings(checkout, context)
    context.kept.save(CHECKS)
    looked = chain.from_iterable(map(context.unclean, checkout.entries))
    checkout.keep([*errors, *doubts], looked, context.day)
    if not errors:
        checkout.remember(_RIGHT, context.day.encode())
    return errors, doubts


def errors_in(checkout: Checkout) -> list[Problem]:
    """Return what `check` finds but for the form of files; of files that were right before, nothing is looked at."""
    context = Context(checkout)
    known = checkout.recall(_RIGHT)
    if known is not None and known.decode() <= context.day and not checkout.problems:
        return []
    errors = check(checkout, context)
    context.kept.save(CHECKS)
    checkout.save()
    if not errors:
        checkout.remember(_RIGHT, context.day.encode())
    return errors if not all(problem.code in shape.FORM for problem in errors) else []


def _run(severity: Severity, context: Context) -> Iterator[Problem]:
    yield from context.problems(check for check in CHECKS if check.rule.severity == severity)
