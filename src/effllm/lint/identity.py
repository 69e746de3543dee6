"""Which paper an entry is: its ids and its title agree, and it is there once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from effllm.checks import Finding, Rule, check
from effllm.id_kinds import KINDS
from effllm.ids import find_in
from effllm.lint import fixes
from effllm.lint.paper_list import NO_LIST, Id, Span, short
from effllm.text import fold, title_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.lint.findings import Findings
    from effllm.lint.kb_index import Index
    from effllm.lint.paper_list import ListDocument, ListEntry
    from effllm.records import Paper

OTHER_PAPER = Rule(
    "EL001",
    "A link leads to the paper that the entry names",
    "Readers who follow it read, and cite, another paper.",
    "- A Thin Model of Language [[Paper](https://arxiv.org/abs/2312.00002)]",
    "- A Thin Model of Language [[Paper](https://arxiv.org/abs/2312.00001)]",
)
OTHER_ID = Rule(
    "EL002",
    "A paper stands with its own id",
    "The id is not the one that the knowledge base has for a paper of exactly this title.",
    "- A Thin Model of Language [[Paper](https://arxiv.org/abs/2312.00010)]",
    "- A Thin Model of Language [[Paper](https://arxiv.org/abs/2312.00001)]",
)
TWICE = Rule(
    "EL003",
    "A paper is listed once in a section",
    "Two lines of one paper are corrected apart from each other, and counted twice.",
    "- A Thin Model [[Paper](https://arxiv.org/abs/2312.00001)]\n"
    "- A Thin Model [[PDF](https://arxiv.org/pdf/2312.00001)]",
    "- A Thin Model [[Paper](https://arxiv.org/abs/2312.00001)]",
)
TWO_IDS = Rule(
    "EL004",
    "One paper, one arXiv id",
    "Where the words name one id and the address another, one of the two is wrong.",
    "[arXiv:2312.00001](https://arxiv.org/abs/2312.00002)",
    "[arXiv:2312.00001](https://arxiv.org/abs/2312.00001)",
)

_LONG_TITLE = 4
_LIKELIEST = 3
_EDITIONS = 3
"""Books of one title so many years apart, or more, may be two editions."""
_SAME = 90.0
_OTHER = 50.0
_NAMED_ID = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d.]\d)")


def id_of_other_paper(entry: ListEntry, index: Index) -> Paper | None:
    """Return the paper that an entry's ids belong to, where its words cannot mean that paper; else None."""
    papers = index.papers(entry)
    if len(papers) != 1 or all(len(part.text.split()) < _LONG_TITLE for part in entry.titles):
        return None
    paper, title = papers[0], entry.title
    if titled := index.titled(entry):
        return None if titled is paper or paper.key in index.named_in(entry.text) else paper
    unclear = entry.section == NO_LIST or len(title.split()) < _LONG_TITLE or _is_prose(title)
    return None if unclear or index.speaks_of(entry, paper) else paper


def _is_prose(text: str) -> bool:
    """Tell whether a text says something, as "the rate of output tokens", instead of being a title."""
    return text.split(maxsplit=1)[0].isalpha() and text[:2].islower()


def title_with_other_id(entry: ListEntry, index: Index) -> Paper | None:
    """Return the paper of an entry's title, where its only arXiv id is another one that nobody knows; else None."""
    if len(entry.of_kind("arxiv")) != 1 or len(entry.title.split()) < _LONG_TITLE or index.papers(entry):
        return None
    paper = index.titled(entry)
    return paper if paper and paper.arxiv else None


def has_wrong_id(entry: ListEntry, index: Index) -> bool:
    """Tell whether the id of an entry is another paper's, so that nothing follows from it."""
    return bool(id_of_other_paper(entry, index) or title_with_other_id(entry, index) or [*_misnamed(entry, index)])


def _misnamed(entry: ListEntry, index: Index) -> Iterator[tuple[str, Paper, Id, Paper]]:
    """Yield the links that are called as one paper and lead to another, as ``[GPTQ](...)`` to AWQ: both, and the id."""
    for link in dict.fromkeys(entry.links):
        named, target = index.named(link.label) if link.label else [], find_in(link.target)
        paper = index.with_id(*target) if target else None
        if not (target and paper and len(named) == 1) or paper is named[0]:
            continue
        if paper.key not in index.named_in(entry.text):
            yield link.label, named[0], Id(*target, link.at), paper


@check(OTHER_PAPER)
def other_paper(document: ListDocument, index: Index) -> Findings:
    """Compare the title with that of the paper whose id is there."""
    for entry in document.entries:
        if (paper := id_of_other_paper(entry, index)) is None:
            for name, named, one, other in _misnamed(entry, index):
                hint = f"write: {_right(document, named, one)}, or another name"
                yield Finding(document.span_of(one), f'"{name}" leads to {short(other.title)}', hint, sure=False)
            continue
        meant = index.titled(entry)
        one = next(one for one in entry.ids if index.with_id(one.kind, one.value) is paper)
        message = f"{one.value} is {short(paper.title)}, not {short(meant.title if meant else entry.title)}"
        hint = f"write: {_right(document, meant, one)}" if meant else "look the id of this title up, or mend the title"
        yield Finding(document.span_of(one), message, hint, sure=meant is not None)


def _right(document: ListDocument, paper: Paper, wrong: Id) -> str:
    """Return what should be in the place of another paper's id: the paper's own of that kind, else its address."""
    value = getattr(paper, wrong.kind)
    return document.as_there(wrong, wrong.kind, value) if value else paper.link or ""


@check(OTHER_ID)
def other_id(document: ListDocument, index: Index) -> Findings:
    """Compare the arXiv id with that of the paper whose title is there."""
    for entry in document.entries:
        if paper := title_with_other_id(entry, index):
            one = entry.of_kind("arxiv")[0]
            message = f"{short(paper.title)} is {paper.arxiv} in the records, not {one.value}"
            hint = f"write: {document.as_there(one, 'arxiv', paper.arxiv or '')}, unless it came to arXiv twice"
            yield Finding(document.span_of(one), message, hint, sure=False)


@check(TWICE)
def twice(document: ListDocument, index: Index) -> Findings:
    """Look for an id or a title that was in the same section before, and for one id of two papers anywhere."""
    ids: dict[tuple[int, str, str], ListEntry] = {}
    titles: dict[tuple[int, str], ListEntry] = {}
    anywhere: dict[tuple[str, str], ListEntry] = {}
    for entry in document.entries:
        if entry.section == NO_LIST:
            continue
        one = _own_id(entry, index)
        title = _spelling(entry)
        first = ids.setdefault((entry.section, one.kind, one.value), entry) if one else entry
        elsewhere = anywhere.setdefault((one.kind, one.value), first) if one else entry
        if one and first is not entry:
            paper = None if id_of_other_paper(entry, index) else index.with_id(one.kind, one.value)
            yield from _same_id(document, entry, first, one, paper)
        elif title and (first := titles.setdefault((entry.section, title), entry)) is not entry:
            yield _same_title(document, entry, first)
        elif one and elsewhere is not entry and _are_different_papers(entry, elsewhere):
            yield _other_title(document, elsewhere, one)
        if title:
            titles.setdefault((entry.section, title), entry)


def _spelling(entry: ListEntry) -> str:
    """Return the title as titles are compared; a short one with first author and year, and empty without them."""
    if len(entry.title.split()) >= _LONG_TITLE:
        return title_key(entry.title)
    known = bool(entry.first_author and entry.title)
    return f"{title_key(entry.title)} {entry.first_author} {_year(entry)}" if known else ""


def _only_id(entry: ListEntry) -> Id | None:
    """Return the id of an entry that has one paper only, the arXiv id before others."""
    for kind in ("arxiv", "acl", "openreview", "doi"):
        found = entry.of_kind(kind)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _own_id(entry: ListEntry, index: Index) -> Id | None:
    """Return the only id of an entry; None where it is known to be another paper's, which another rule tells."""
    one = _only_id(entry)
    paper = index.with_id(one.kind, one.value) if one else None
    return one if paper is None or index.speaks_of(entry, paper) else None


def _same_id(document: ListDocument, entry: ListEntry, first: ListEntry, one: Id, paper: Paper | None) -> Findings:
    if not entry.title or not first.title:
        return
    pairs = (entry, first), (first, entry)
    alike = _alike(entry, first) >= _SAME or any(fold(a.title) in fold(b.text) for a, b in pairs)
    if alike or paper:  # the words of both speak of a paper that is known
        title, line = short(paper.title if paper else entry.title), document.line(first.at)
        message = f"{title} is in line {line} already: {KINDS[one.kind].name} {one.value}"
        fix = fixes.without_line(document, entry, first) if alike else ()
        yield Finding(Span(entry.at), message, "keep one of the two", fix, sure=alike)
    elif not _is_prose(entry.title):
        yield _other_title(document, first, one)


def _other_title(document: ListDocument, first: ListEntry, one: Id) -> Finding[Span]:
    message = f"{one.value} is in line {document.line(first.at)} already, under another title: {short(first.title)}"
    hint = "one of the two has the wrong id, or an earlier title of the same paper"
    return Finding(document.span_of(one), message, hint, sure=False)


def _alike(entry: ListEntry, other: ListEntry) -> float:
    """Return how much the titles of two entries are alike, up to 100; the likeliest texts of each count."""
    pairs = ((fold(a.text), fold(b.text)) for a in entry.titles[:_LIKELIEST] for b in other.titles[:_LIKELIEST])
    return max((fuzz.token_set_ratio(a, b) for a, b in pairs), default=0.0)


def _are_different_papers(entry: ListEntry, other: ListEntry) -> bool:
    """Tell whether two entries are of different papers: both titles are long and have little in common."""
    shortest = min(len(entry.title.split()), len(other.title.split()))
    return shortest >= _LONG_TITLE and _alike(entry, other) < _OTHER


def _same_title(document: ListDocument, entry: ListEntry, first: ListEntry) -> Finding[Span]:
    line = document.line(first.at)
    here, there = _only_id(entry), _only_id(first)
    differ = here and there and here.kind == there.kind
    message = f"{short(entry.title)} is in line {line} already" + (
        f", with another {KINDS[here.kind].name}" if here and differ else ""
    )
    hint = "keep one of the two, with the right id" if differ else "keep one of the two"
    years = _year(entry), _year(first)
    doubtful = differ or (all(years) and abs(years[0] - years[1]) >= _EDITIONS)
    fix = () if doubtful else fixes.without_line(document, entry, first)
    return Finding(Span(entry.at), message, hint, fix, sure=not doubtful)


def _year(entry: ListEntry) -> int:
    """Return the first year that an entry gives; 0 where it gives none."""
    return next((mention.year for mention in entry.mentions if mention.year), 0)


@check(TWO_IDS)
def two_ids(document: ListDocument, index: Index) -> Findings:
    """Compare the id in the words of a link with that of its address, and those of a bibliography's entry."""
    for entry in document.entries:
        for link in entry.links:
            target = find_in(link.target)
            named = _NAMED_ID.search(link.label)
            if target and target[0] == "arxiv" and named and named[1] != target[1]:
                message = f"the link says {named[1]} and leads to {target[1]}"
                yield Finding(link.span, message, "one of the two is wrong")
        found = entry.of_kind("arxiv")
        if entry.cited and len(found) > 1 and entry.titles:
            message = f"two different arXiv ids in one entry: {found[0].value} and {found[1].value}"
            sure = len(index.papers(entry)) > 1
            hint = "keep the one that leads to this title"
            yield Finding(document.span_of(found[1]), message, hint, sure=sure)


CHECKS = (other_paper, other_id, twice, two_ids)
