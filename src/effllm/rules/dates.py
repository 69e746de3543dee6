"""Dates: when a fact was read, when a record came in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from effllm.problems import Rule
from effllm.records.base import DAY
from effllm.records.framework import DATE
from effllm.rules.checks import Finding, each
from effllm.rules.words import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Framework, Paper
    from effllm.rules.known import Known
    from effllm.store.document import Loc

READ = Rule(
    "W003",
    "A date is a year, a month or a day, and not to come",
    "Cells grow old; their age is counted from it.",
    "checked: 11/2025",
    'checked: "2025-11"',
)
ADDED = Rule(
    "V006",
    "A record says on which day it came in",
    "Feeds and lists of changes put the newest records first.",
    "added: 11/2025",
    "added: 2025-11-30",
)

_DATE = re.compile(DATE, re.ASCII)
_DAY = re.compile(DAY, re.ASCII)


@each("framework", READ)
def read(framework: Framework, known: Known) -> Iterator[Finding]:
    """Check the dates of the cells and of the status."""
    dates: list[tuple[Loc, str]] = [(("status", "as_of"), framework.status.as_of)]
    dates += [((*loc, "checked"), cell.checked) for loc, cell in cells(framework) if cell.checked]
    for loc, text in dates:
        if text and (odd := _odd(text, _DATE, known.today)):
            hint = 'write a year, month or day: "2025", "2025-11", "2025-11-30"'
            yield Finding(loc, f'{loc[-1]}: "{text}" {odd}', hint)


@each("paper", ADDED)
def added(paper: Paper, known: Known) -> Iterator[Finding]:
    """Check the day on which a paper came in."""
    if paper.added and (odd := _odd(paper.added, _DAY, known.today)):
        yield Finding(("added",), f'added: "{paper.added}" {odd}', "write the day on which it came in: 2025-11-30")


def _odd(text: str, form: re.Pattern[str], today: date) -> str:
    """Return what is wrong with a date of a form; an empty text where nothing is."""
    if not form.fullmatch(text):
        return "is no day" if form is _DAY else "is no date"
    numbers = [int(part) for part in text.split("-")]
    try:
        start = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return "is no day of the calendar"
    return "is in the future" if start > today + timedelta(days=1) else ""


CHECKS = (read, added)
