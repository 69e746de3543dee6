"""Papers as lines in the form of a list that is there already, learned from the lines of papers that it has."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from effllm.export.awesome import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper

_SIGN = "\x1f"
_MARK = re.compile(rf"{_SIGN}(\w+){_SIGN}")
_GITHUB = "https://github.com/"
_WORDS = frozenset(("venue", "year", "short_year"))
_ANY_CAPITALS = frozenset(("badge", "title", "venue"))
_LEAST = 2
"""So many papers have to stand in one form: what one line says beside all facts is of that paper only."""


class ListForm:
    """The forms in which a list writes papers, the most frequent first."""

    def __init__(self, lines: Iterable[tuple[str, Paper]]) -> None:
        """Learn from lines and the papers in them; linear in their length."""
        found = Counter(form for line, paper in lines if (form := _form(line, paper)))
        self._forms = [form for form, number in found.most_common() if number >= _LEAST]

    def line(self, paper: Paper) -> str:
        """Return a paper as a line, in the first form for which all is known; else as `effllm export awesome` does."""
        facts = dict(_facts(paper))
        for form in self._forms:
            if all(name in facts for name in _MARK.findall(form)):
                return _MARK.sub(lambda match: facts[match[1]], form)
        return line_of(paper)


def _form(line: str, paper: Paper) -> str:
    """Return a line with marks in the place of the facts of its paper; empty where it has not its title."""
    line = line.strip()
    if _SIGN in line:
        return ""
    for name, fact in _facts(paper):
        there = re.escape(fact)
        whole = rf"(?<![\w/]){there}(?!\w)" if name in _WORDS else there
        line = re.sub(whole, f"{_SIGN}{name}{_SIGN}", line, flags=re.IGNORECASE if name in _ANY_CAPITALS else 0)
    return line if f"{_SIGN}title{_SIGN}" in line and re.search(rf"{_SIGN}(?:arxiv|link){_SIGN}", line) else ""


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield what lines say of a paper, the longer before what may be a part of it."""
    yield "title", paper.title
    yield "authors", ", ".join(paper.authors)
    if paper.code:
        yield "code", paper.code
        if paper.code.startswith(_GITHUB):
            yield "repository", paper.code.removeprefix(_GITHUB)
    if paper.arxiv:
        if re.match(r"\d{4}\.", paper.arxiv):
            year, month = f"20{paper.arxiv[:2]}", paper.arxiv[2:4]
            yield from ((f"month{number}", f"{year}{sign}{month}") for number, sign in enumerate("./-"))
        yield "arxiv", paper.arxiv
    if paper.link:
        yield "link", paper.link
    yield "badge", f"badge/{paper.venue.replace('-', '--').replace(' ', '_')}"
    yield "venue", paper.venue
    yield "year", str(paper.year)
    yield "short_year", str(paper.year)[2:]
