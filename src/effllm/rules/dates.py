"""W, V: when facts were read, and when a record came in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule
from effllm.records.framework import DATE
from effllm.rules.context import each
from effllm.rules.vocabulary import cells
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import Framework, Paper
    from effllm.rules.context import Context, Findings
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

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")  # 29.11.2026
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")  # 2026/11/29
_WORDS = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3})[a-z]*\.?(?: ([0-9]{1,2}))?,? ([0-9]{4})")  # 29 Nov 2026
_DATE = re.compile(DATE, re.ASCII)


@each("framework", READ)
def checked(framework: Framework, context: Context) -> Findings:
    """Check the dates of the cells and of the status."""
    dates: list[tuple[Loc, str]] = [(("status", "as_of"), framework.status.as_of)]
    dates += [((*loc, "checked"), cell.checked) for loc, cell in cells(framework) if cell.checked]
    for loc, text in dates:
        if text and (fault := odd_date(text, _DATE, context.today)):
            meant = _meant_date(text)
            hint = f'write: "{meant}"' if meant else 'write a year, month or day: "2025", "2025-11", "2025-11-30"'
            yield Finding(loc, f'{loc[-1]}: "{text}" {fault}', hint)


@each("paper", ADDED)
def added(paper: Paper, context: Context) -> Findings:
    """Check the day on which a paper came in."""
    if paper.added and (fault := odd_date(paper.added, IS_DAY, context.today)):
        meant = _meant_date(paper.added)
        hint = f"write: added: {meant}" if IS_DAY.fullmatch(meant) else "write the day on which it came in: 2025-11-30"
        yield Finding(("added",), f'added: "{paper.added}" {fault}', hint)


def odd_date(text: str, form: re.Pattern[str], today: date) -> str:
    """Return what is wrong with a date of a form; an empty text where nothing is."""
    if not form.fullmatch(text):
        return "is no day" if form is IS_DAY else "is no date"
    numbers = [int(part) for part in text.split("-")]
    try:
        start = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return "is no day of the calendar"
    return "is in the future" if start > today + timedelta(days=1) else ""


def _meant_date(text: str) -> str:
    """Return the date that a text in another form means; empty where it may mean two, or none."""
    day = month = year = ""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _WORDS.fullmatch(text):
        day, year = match[1] or match[3] or "", match[4]
        month = str(_MONTHS.index(name) + 1) if (name := match[2].lower()) in _MONTHS else ""
    elif match := _NUMBERS.fullmatch(text):
        day, month, year = match.groups()
        if "." not in text and int(day) <= len(_MONTHS):
            if int(month) <= len(_MONTHS) and day != month:
                return ""  # 5/4/2026: May or April
            day, month = month, day
    meant = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return meant if month and meant != text and not odd_date(meant, _DATE, date.max - timedelta(days=2)) else ""


CHECKS = (checked, added)
