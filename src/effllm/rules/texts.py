"""T: titles, names, authors and summaries."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from effllm.problems import Rule
from effllm.rules.checks import Finding, each, overall
from effllm.rules.fold import same_text
from effllm.rules.ids import line
from effllm.rules.markup import MARKUP, find_markup, plain
from effllm.store.writer import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.rules.known import Known
    from effllm.store.checkout import Entry
    from effllm.store.document import Loc

ET_AL = Rule(
    "T001",
    "Every author is named",
    "Whoever is left out is not found by name, and a citation made from the record would be wrong.",
    "authors: [Ada Author, et al.]",
    "authors: [Ada Author, Ben Builder]",
)
FAMILY_FIRST = Rule(
    "T002",
    "One author an item, given name first",
    "Search, keys and bibliographies take the last word as the family name.",
    'authors: ["Author, Ada"]',
    "authors: [Ada Author]",
)
NO_AUTHORS = Rule(
    "T003",
    "No authors only where no source names them",
    "An empty list looks like a mistake, so the record says that it is none.",
    "authors: []",
    "authors: []\nauthors_unknown: true",
)
AUTHOR_TWICE = Rule(
    "T004",
    "An author stands once",
    "A list copied from two places repeats names. Two people of one name are fine, but rarely stand side by side.",
    "authors: [Ada Author, Ada Author]",
    "authors: [Ada Author, Ben Builder]",
)
NO_MARKUP = Rule(
    "T005",
    "Titles and names are plain text",
    "They are shown as they stand, on pages, in search and in bibliographies.",
    "title: $S^3$ &amp; <b>More</b>",
    "title: S³ & More",
)
NO_PERSON = Rule(
    "T006",
    "An author is a name and nothing else",
    "Footnote marks, numbers, e-mail addresses and affiliations make another person of the same one.",
    'authors: ["Ada Author*1"]',
    "authors: [Ada Author]",
)
NAME_TWICE = Rule(
    "T007",
    "A name stands once",
    "The same words as title, name and alias tell nothing new.",
    "name: THIN\naliases: [Thin]",
    "name: THIN\naliases: [ThinNet]",
)
SUMMARY = Rule(
    "T008",
    "A summary is one to three sentences of plain text",
    "It is read in lists and on phones; links and details have fields of their own.",
    "summary: See https://example.org",
    "summary: Shrinks the cache by half.",
)
SPACES = Rule(
    "T009",
    "Single spaces, and none at the ends",
    "Spaces that nobody sees make two texts differ that look the same.",
    'title: "A  Thin Model "',
    "title: A Thin Model",
)
TITLE = Rule(
    "T010",
    "A title as published: own capitals, no full stop",
    "Readers recognise it, and bibliographies add the punctuation.",
    "title: A THIN MODEL OF LANGUAGE.",
    "title: A Thin Model of Language",
)
EMPTY = Rule(
    "T011",
    "No empty texts",
    "What is not known is left out; an empty text looks like a known one.",
    'name: ""',
    "# the line is left out",
)

_LONGEST_SUMMARY = 600
_MANY_AUTHORS = 50
_SHOUTING = 20
_LONG_CAPITALS = 5
_ET_AL = re.compile(
    r"\bet\.? ?al\b\.?|^(?:and )?(?:others|more|colleagues)\.?$|^\.\.\.$|^…$|not shown|\bmore authors\b", re.I
)
_LAST_FIRST = re.compile(r"([^,]+?), *([^,]+)")
_AND = re.compile(r"((?:[A-Z][\w.'’-]* ){1,2}[A-Z][\w'’-]+) (?:and|&) ((?:[A-Z][\w.'’-]* ){1,2}[A-Z][\w'’-]+)")
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.I)
_MARKS = re.compile(r"[*†‡§¶#@:=<>{}\[\]|\\¹²³⁴⁵⁶⁷⁸⁹⁰]|(?<=[a-z]{2})\d+\b|\b0\d{3}\b")
_ODD_SPACE = re.compile(r" {2,}|^\s|\s$|[^\S ]")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.I)
_FULL_STOP = re.compile(r"(?<![.…])[.,;:]$")
_ABBREVIATION = re.compile(r"\b(?:etc|inc|vs|al|jr)\.$", re.I)


def _named(paper: Paper) -> Iterator[tuple[Loc, str]]:
    """Yield title, name, aliases and authors with their places."""
    yield ("title",), paper.title
    if paper.name:
        yield ("name",), paper.name
    yield from ((("aliases", number), alias) for number, alias in enumerate(paper.aliases))
    yield from _authors(paper)


def _authors(paper: Paper) -> Iterator[tuple[Loc, str]]:
    yield from ((("authors", number), author) for number, author in enumerate(paper.authors))


def _shown(loc: Loc, text: str) -> str:
    """Return the line, or the list's item, that would be right."""
    return f"write: {line(str(loc[0]), text)}" if len(loc) == 1 else f"write: {scalar(text)}"


@each("paper", ET_AL)
def et_al(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for authors who are left out."""
    for loc, author in _authors(paper):
        if _ET_AL.search(author):
            yield Finding(loc, f'"{author}" is no author', "name every author, in the order of the paper")


@each("paper", FAMILY_FIRST)
def family_first(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for "Last, First" and for several people in one item."""
    for loc, author in _authors(paper):
        if match := _AND.fullmatch(author):
            hint = f"write: [{match[1]}, {match[2]}]"
            yield Finding(loc, f'"{author}" are two authors in one item', hint)
        elif match := _LAST_FIRST.fullmatch(author):
            right = f"{match[1]} {match[2]}" if _SUFFIX.fullmatch(match[2]) else f"{match[2]} {match[1]}"
            yield Finding(loc, f'"{author}" has the family name first', f"write: {right}")
        elif "," in author or ";" in author:
            yield Finding(loc, f'"{author}" are several authors in one item', "give each author an item of the list")


@each("paper", NO_AUTHORS, whole=True)
def no_authors(paper: Paper, _: Known) -> Iterator[Finding]:
    """Compare the list of authors with what the record says about it."""
    if not paper.authors and not paper.authors_unknown:
        hint = "name them, or add the line authors_unknown: true where no source does"
        yield Finding(("authors",), "no authors", hint)
    elif paper.authors and paper.authors_unknown:
        hint = "delete the line authors_unknown: true"
        yield Finding(("authors_unknown",), "the authors are named, so they are not unknown", hint)


@each("paper", AUTHOR_TWICE)
def author_twice(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for names that stand twice.

    People do share names: a single name that returns later in the list is taken for another person, and in
    lists as long as a village's nothing is.
    """
    folded = [same_text(author) for author in paper.authors]
    if len(folded) > _MANY_AUTHORS or len(set(folded)) == len(folded):
        return
    doubled = sum(count > 1 for name, count in Counter(folded).items() if name)
    first: dict[str, int] = {}
    for number, name in enumerate(folded):
        earlier = first.setdefault(name, number)
        if name and earlier != number and (doubled > 1 or folded[number - 1] == name):
            message = f'"{paper.authors[number]}" stands a second time, after item {earlier + 1}'
            yield Finding(("authors", number), message, "delete one of the two")


@each("paper", NO_MARKUP)
def markup(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for markup in title, names and authors."""
    for loc, text in _named(paper):
        if MARKUP.search(text):
            yield Finding(loc, f"{find_markup(text)} is markup, not text", _shown(loc, plain(text)))


@each("paper", NO_PERSON)
def no_person(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for marks, numbers, addresses and shouting in authors."""
    for loc, author in _authors(paper):
        mark = _MARKS.search(author)
        if mark and not MARKUP.search(author):
            hint = "write the name alone" if "@" in author else f"write: {' '.join(_MARKS.sub(' ', author).split())}"
            yield Finding(loc, f'"{mark[0]}" in "{author}" is no part of a name', hint)
        elif not any(letter.isalpha() for letter in author) and author:
            yield Finding(loc, f'"{author}" is no name', "write the author's name, or delete the item")
        elif " " in author and author.isupper() and any(len(word) >= _LONG_CAPITALS for word in author.split()):
            yield Finding(loc, f'"{author}" is in capitals', f"write: {author.title()}")


@each("paper", NAME_TWICE)
def name_twice(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for a name that repeats the title, and for aliases that repeat either."""
    seen = {paper.title.casefold(): "title"}
    if paper.name and paper.name.casefold() in seen:
        yield Finding(
            ("name",), "the name is the whole title", "delete the line, or write the short name of the method"
        )
    elif paper.name:
        seen[paper.name.casefold()] = "name"
    for number, alias in enumerate(paper.aliases):
        place = seen.setdefault(alias.casefold(), "aliases")
        if alias and (place != "aliases" or alias.casefold() in map(str.casefold, paper.aliases[:number])):
            yield Finding(("aliases", number), f'"{alias}" stands in {place} already', "delete it here")


@each("paper", SUMMARY)
def summary(paper: Paper, _: Known) -> Iterator[Finding]:
    """Check length, addresses and markup of the summary."""
    text = paper.summary or ""
    if len(text) > _LONGEST_SUMMARY:
        message = f"the summary has {len(text)} characters, at most {_LONGEST_SUMMARY} are shown"
        yield Finding(("summary",), message, "keep one to three sentences: problem, idea, result")
    if match := _ADDRESS.search(text):
        yield Finding(("summary",), f"the summary holds the address {match[0]}", "code, url and sources hold addresses")
    elif MARKUP.search(text):
        yield Finding(
            ("summary",), f"{find_markup(text)} in the summary is markup, not text", "write it in plain words"
        )


@each("paper", SPACES)
def spaces(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for spaces that nobody sees."""
    for loc, text in _named(paper):
        if text.strip() and _ODD_SPACE.search(text):
            yield Finding(loc, "a space too many, or one of another kind", _shown(loc, " ".join(text.split())))


@each("paper", TITLE)
def title_form(paper: Paper, _: Known) -> Iterator[Finding]:
    """Check the title's end and its capitals."""
    title = paper.title.strip()
    letters = sum(map(str.isalpha, title))
    if title.isupper() and letters >= _SHOUTING:
        yield Finding(("title",), "the title is in capitals", f"in its own capitals, as: {title.title()}")
    elif _FULL_STOP.search(title) and not _ABBREVIATION.search(title):
        yield Finding(("title",), f'the title ends with "{title[-1]}"', f"write: {line('title', title[:-1].rstrip())}")


@overall(EMPTY)
def empty(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for empty texts anywhere in any record."""
    for entries in known.checkout.entries.values():
        for entry in entries:
            value = entry.document.data
            for part in entry.at:
                value = value[part]
            for loc in _empty_places(value, ()):
                name = next((part for part in reversed(loc) if isinstance(part, str)), "the item")
                yield entry, Finding(loc, f"{name} is empty", "fill it in, or delete it")


def _empty_places(value: Any, loc: Loc) -> Iterator[Loc]:  # noqa: ANN401 - YAML holds anything
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    elif isinstance(value, str) and not value.strip():
        yield loc
    for part, item in inner:
        if isinstance(item, dict | list) or item == "" or (isinstance(item, str) and item.isspace()):
            yield from _empty_places(item, (*loc, part))


CHECKS = (
    et_al,
    family_first,
    no_authors,
    author_twice,
    markup,
    no_person,
    name_twice,
    summary,
    spaces,
    title_form,
    empty,
)
