"""What a rule of lists is in code: a small function that yields what it found, bound to the text that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from effllm.lint.document import Sure
from effllm.problems import Problem
from effllm.records.ids import ARXIV_DOI, address
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from effllm.lint.document import Document, Id
    from effllm.lint.known import Known
    from effllm.problems import Rule


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
    """

    at: int
    message: str
    hint: str = ""
    sure: Sure = Sure.CERTAIN


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that finds what breaks it."""

    rule: Rule
    find: Callable[[Document, Known], Iterator[Found]]

    def run(self, document: Document, known: Known) -> Iterator[Finding]:
        """Yield what breaks the rule, at its line and column."""
        for found in self.find(document, known):
            line, column = document.place(found.at)
            yield Finding(Problem(document.path, line, column, self.rule.code, found.message, found.hint), found.sure)


def check(rule: Rule) -> Callable[[Callable[[Document, Known], Iterator[Found]]], Check]:
    """Make a `Check` of a function that looks at a whole document."""
    return lambda find: Check(rule, find)


def as_there(place: Id, kind: str, value: str) -> str:
    """Return an id as it is written where another one stands: bare in a field of BibTeX, elsewhere as its address."""
    if kind == "arxiv" and place.field == "doi":
        return ARXIV_DOI + value
    return value if place.field else address(kind, value)


_SHOWN = 70


def short(text: str) -> str:
    """Return a title in quotes, cut where it is long."""
    return f'"{cut(text, _SHOWN)}"'
