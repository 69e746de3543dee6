"""What a rule of lists is in code: a small function that yields what it found, bound to the text that explains it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from effllm.ids import ARXIV_DOI, address
from effllm.lint.paper_list import Sure
from effllm.problems import Problem
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from effllm.checks import Rule
    from effllm.lint.index import Known
    from effllm.lint.paper_list import Document, Id


class Finding(NamedTuple):
    """A problem of a list, and how sure it is."""

    problem: Problem
    sure: Sure


class Found(NamedTuple):
    """What a rule found.

    Attributes:
        at: where, in characters from the beginning of the file.
        message: what is wrong.
        hint: what would be right; empty where nothing can be said.
        sure: how sure it is.
        end: where it ends; 0 for a whole entry.
        habit: what a list may do everywhere, as writing a venue in one way; empty for a single slip.
    """

    at: int
    message: str
    hint: str = ""
    sure: Sure = Sure.CERTAIN
    end: int = 0
    habit: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that finds what breaks it."""

    rule: Rule
    find: Callable[[Document, Known], Iterator[Found]]


def check(rule: Rule) -> Callable[[Callable[[Document, Known], Iterator[Found]]], Check]:
    """Make a `Check` of a function that looks at a whole document."""
    return lambda find: Check(rule, find)


HABIT = 10
"""So many findings of one habit, and more, are told once."""

_LINES_NAMED = 100


def findings(document: Document, known: Known, checks: Iterable[Check]) -> Iterator[Finding]:
    """Yield what breaks the rules: at one place the advice of the earliest check, of a habit one with the count."""
    alike: dict[tuple[str, str], list[tuple[Rule, Found]]] = defaultdict(list)
    taken: set[int] = set()
    for check in checks:
        places: set[int] = set()
        for number, found in enumerate(dict.fromkeys(check.find(document, known))):
            place = range(found.at, max(found.end, found.at + 1))
            if taken.isdisjoint(place):
                places.update(place)
                alike[check.rule.code, found.habit or str(number)].append((check.rule, found))
        taken |= places
    for same in alike.values():
        if len(same) < HABIT:
            yield from (_finding(document, rule, found) for rule, found in same)
        else:
            yield _habit(document, *min(same, key=lambda one: one[1].at), [found for _rule, found in same])


def _finding(document: Document, rule: Rule, found: Found) -> Finding:
    line, column = document.place(found.at)
    last, end = document.place(found.end)
    end = end if found.end and last == line else 0
    problem = Problem(document.path, line, column, rule.code, found.message, found.hint, end_column=end)
    return Finding(problem, found.sure)


def _habit(document: Document, rule: Rule, first: Found, same: Iterable[Found]) -> Finding:
    """Return the first finding of a habit, with the number of the others and their lines."""
    others = sorted(document.line(found.at) for found in same if found is not first)
    lines = [*map(str, dict.fromkeys(others))]
    more = f" and {len(lines) - _LINES_NAMED:,} more" if len(lines) > _LINES_NAMED else ""
    message = f"{first.message} (first of {len(others) + 1:,} places)"
    hint = f"{first.hint}\nthe others: lines {', '.join(lines[:_LINES_NAMED])}{more}"
    return _finding(document, rule, first._replace(message=message, hint=hint))


def as_there(document: Document, place: Id, kind: str, value: str) -> str:
    """Return an id as it is written where another one stands: in a link as an address, bare in words and in fields."""
    if kind == "arxiv" and place.field == "doi":
        return ARXIV_DOI + value
    return address(kind, value) if document.is_linked(place) else value


_SHOWN = 70


def short(text: str) -> str:
    """Return a title in quotes, cut where it is long."""
    return f'"{cut(text, _SHOWN)}"'
