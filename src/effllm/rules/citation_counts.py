"""R, W: how often the whole literature cites the papers here, `papers/cited.jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.rules.citations import meant
from effllm.rules.context import each
from effllm.rules.dates import READ, odd_date
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import CitationCount
    from effllm.rules.context import Context, EntryFindings, Findings

OF_A_PAPER = Rule(
    "R015",
    "A count of citations is of one paper here, and its only one",
    "The page of a paper shows one count, with its day.",
    '{"paper":"doe2022slim","cited":7, ...}\n{"paper":"doe2022slim","cited":9, ...}',
    '{"paper":"doe2022slim","cited":9, ...}',
)


@check(OF_A_PAPER)
def of_a_paper(context: Context) -> EntryFindings:
    """Look up the papers that are counted."""
    counted: set[str] = set()
    for entry in context.entries("cited"):
        key = entry.record.paper
        if key in counted:
            yield entry, Finding(("paper",), f"{key} was counted in a line above", "keep the newest of the two lines")
        elif now := context.former_keys.get(key):
            yield entry, Finding(("paper",), f"{key} is now {now}", f"write: {now}")
        elif not context.has_paper(key):
            yield entry, Finding(("paper",), f'no paper "{key}"', meant(key, context))
        counted.add(key)


@each("cited", READ)
def counted_on(one: CitationCount, context: Context) -> Findings:
    """Check the day of a count."""
    if fault := odd_date(one.date, IS_DAY, context.today):
        yield Finding(("date",), f'date: "{one.date}" {fault}', "write the day of the snapshot: 2026-11-01")


CHECKS = (of_a_paper, counted_on)
