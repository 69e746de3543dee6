"""T: the authors of a paper."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.markup import find_markup
from effllm.names import person_key, split_people
from effllm.rules.context import each
from effllm.rules.texts import misread
from effllm.store.writer import inline, scalar
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Paper
    from effllm.rules.context import Context, Findings
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
    fix="`Author, Ada` becomes `Ada Author`.",
)
NO_AUTHORS = Rule(
    "T003",
    "No authors only where no source names them",
    "An empty list looks like a mistake, so the record says that it is not one.",
    "authors: []",
    "authors: []\nauthors_unknown: true",
    fix="`authors_unknown` is deleted where authors are named.",
)
AUTHOR_TWICE = Rule(
    "T004",
    "An author is listed once",
    "A list copied from two places repeats names. Two people of one name are fine, but rarely stand side by side.",
    "authors: [Ada Author, Ada Author]",
    "authors: [Ada Author, Ben Builder]",
    severity="warning",
)
NO_PERSON = Rule(
    "T006",
    "An author is a name and nothing else",
    "Footnote marks, numbers, e-mail addresses and affiliations make another person of the same one.",
    'authors: ["Ada Author*1"]',
    "authors: [Ada Author]",
    fix="Footnote marks behind a name are deleted.",
)
INITIALS = Rule(
    "T024",
    "Given names are written out",
    "A. Author is anybody; lists of references cut names down, the paper itself rarely does.",
    "authors: [A. Author, B. Builder]",
    "authors: [Ada Author, Ben Builder]",
    severity="warning",
)
_MANY_AUTHORS = 50
_LONGEST = 300
"""Longest name, in characters, in which something beside it is looked for."""

_ORCID = r"(?:(?:https?://)?orcid\W*(?:org/)?)?[0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9X]"
_PLACES = "Universi\\w+|Institut\\w*|College|School|Department|Labs?|Research|Inc|Corp|Google|Microsoft|Meta|NVIDIA"
_BESIDE = (
    ("an ORCID", re.compile(rf"\W*{_ORCID}\W*$", re.IGNORECASE)),
    ("an address", re.compile(r"[\s,(<]+\S+@\S+\.\S+$")),
    ("a title", re.compile(r"^(?:(?:Dr|Prof)\.? )+|,? \(?(?:Ph\.? ?D|M\.D|[BM]\.? ?Sc|MBA)\.?\)?$")),
    ("an affiliation", re.compile(rf", .*\b(?:{_PLACES})\b.*$")),
    ("a note", re.compile(r"\s*\([^()]*\)$")),
)
"""What is beside names, as in ``Ada Author 0000-0002-1825-0097``, ``Dr. Ada Author, PhD``, ``Ada Author (MIT)``."""

_LONG_CAPITALS = 5
_ET_AL = re.compile(
    r"\bet\.? ?al\b\.?|^(?:and )?(?:others|more|colleagues)\.?$|^(?:\.\.\.|…)$|not shown|\bmore authors\b",
    re.IGNORECASE,
)
_LAST_FIRST = re.compile(r"([^,]+),([^,]+)")
_ONE_PERSON = re.compile(r"[^\W\d_][\w'\u2019-]*, *[^\W\d_][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,2}")
_PERSON = r"(?:[A-Z][\w.'\u2019-]* ){1,2}[A-Z][\w'\u2019-]+"
_AND = re.compile(rf"{_PERSON}(?: (?:and|&) {_PERSON})+")
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.IGNORECASE)
_SIGNS = "\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001faff"  # stars, envelopes and other pictures
_MARKS = re.compile(
    r"[*†‡§¶#¹²³⁴⁵⁶⁷⁸⁹⁰]+[\d,*†‡§¶#¹²³⁴⁵⁶⁷⁸⁹⁰]*|[@:=<>{}\[\]|\\]|(?<=[a-z]{2})\d+\b|\b0\d{3}\b"
    rf"|[{_SIGNS}]"
)
_CUT_DOWN = re.compile(r"(?:[^\W\d_]\.[ -]?)+ ?[^\W\d_][\w'\u2019-]+(?: [\w'\u2019-]+)?")  # A. B. Author
_PROFILE = re.compile(r"~([\w-]+?)[0-9]*")  # ~Ada_Author1
_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:[\d,]*[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰\d])?$")


_PLAIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)*(?: [A-Z][a-z]+)+")  # Ada B. Author


def _odd_authors(paper: Paper) -> list[tuple[Loc, str]]:
    """Return the authors in whose names something may be wrong: most names are plain words."""
    return [(("authors", number), author) for number, author in enumerate(paper.authors) if not _is_plain(author)]


@lru_cache(maxsize=1 << 14)
def _is_plain(author: str) -> bool:
    """Tell whether a name is of words with one capital each and nothing else, no title and no "Et Al" among them."""
    return bool(_PLAIN_NAME.fullmatch(author)) and not (_beside(author)[1] or _ET_AL.search(author))


@each("paper", ET_AL)
def et_al(paper: Paper, _: Context) -> Findings:
    """Look for authors who are left out."""
    for loc, author in _odd_authors(paper):
        if _ET_AL.search(author):
            yield Finding(loc, f'"{author}" is no author', "name every author, in the order of the paper")


@each("paper", FAMILY_FIRST)
def family_first(paper: Paper, _: Context) -> Findings:
    """Look for "Last, First", also where the comma made two items of it, and for several people in one item."""
    if _split_names(paper.authors) and all(map(is_name, paper.authors)):
        people = zip(paper.authors[1::2], paper.authors[::2], strict=False)
        named = ", ".join(f"{given} {family}" for given, family in people)
        hint = f"write each name in one item, given name first: authors: [{named}]"
        yield Finding(("authors",), "every author is a single word, as of names split at their commas", hint)
    for loc, author in _odd_authors(paper):
        if find_markup(author) or _beside(author)[1] or misread(author):
            continue  # another rule reports it
        if _AND.fullmatch(author):
            several = split_people(author)
            many = "two" if len(several) == len("ab") else "several"
            yield Finding(loc, f'"{author}" are {many} authors in one item', f"write: {inline(several)}")
        elif match := _LAST_FIRST.fullmatch(author):
            family, given = match[1].strip(), match[2].strip()
            right = f"{family} {given}" if _SUFFIX.fullmatch(given) else f"{given} {family}"
            fix = put(right, *loc) if _ONE_PERSON.fullmatch(author) and not _SUFFIX.fullmatch(given) else ()
            yield Finding(loc, f'"{author}" has the family name first', f"write: {right}", fix=fix)
        elif "," in author or ";" in author:
            several = split_people(author)
            hint = f"write: {inline(several)}" if len(several) > 1 else "give each author an item of the list"
            yield Finding(loc, f'"{author}" are several authors in one item', hint)


def _split_names(authors: Sequence[str]) -> bool:
    """Tell whether names seem to be split at their commas; whole names of Chinese letters are one word."""
    single = len(authors) > 1 and all(len(author.split()) == 1 for author in authors)
    return single and all(author.lower() != author.upper() for author in authors)


@each("paper", NO_AUTHORS, needs=("authors", "authors_unknown"))
def no_authors(paper: Paper, _: Context) -> Findings:
    """Compare the list of authors with what the record says about it."""
    if not paper.authors and not paper.authors_unknown:
        hint = "name them, or add the line authors_unknown: true where no source does"
        yield Finding(("authors",), "no authors", hint)
    elif paper.authors and paper.authors_unknown:
        hint = "delete the line authors_unknown: true"
        message = "the authors are named, so they are not unknown"
        yield Finding(("authors_unknown",), message, hint, fix=put(None, "authors_unknown"))


@each("paper", AUTHOR_TWICE)
def author_twice(paper: Paper, _: Context) -> Findings:
    """Look for names that are repeated.

    People do share names: a single name that returns later in the list is taken for another person, and in
    lists as long as a village's nothing is.
    """
    folded = [person_key(author) for author in paper.authors]
    if len(folded) > _MANY_AUTHORS or len(set(folded)) == len(folded):
        return
    doubled = sum(times > 1 for name, times in Counter(folded).items() if name)
    first: dict[str, int] = {}
    for number, name in enumerate(folded):
        earlier = first.setdefault(name, number)
        if name and earlier != number and (doubled > 1 or folded[number - 1] == name):
            message = f'"{paper.authors[number]}" is repeated, after item {earlier + 1}'
            yield Finding(("authors", number), message, "delete one of the two")


@each("paper", NO_PERSON)
def no_person(paper: Paper, _: Context) -> Findings:
    """Look for marks, numbers, addresses and shouting in authors."""
    odd = _odd_authors(paper)
    small = len(odd) == len(paper.authors) and all(author.islower() for author in paper.authors)
    for loc, author in odd:
        if not misread(author) and (fault := _no_name(author, loc) or _odd_name(author, loc, small=small)):
            yield fault


def _no_name(author: str, loc: Loc) -> Finding[Loc] | None:
    """Say what is in the place of a name; None where it is a name."""
    if match := _PROFILE.fullmatch(author):
        right = match[1].replace("_", " ")
        return Finding(loc, f'"{author}" is an id of OpenReview, no name', f"write: {right}", fix=put(right, *loc))
    if _ADDRESS.search(author) and not _beside(author)[1]:
        return Finding(loc, f'"{author}" is an address, no name', "write the author's name")
    if author.strip() and not any(map(str.isalpha, author)):
        return Finding(loc, f'"{author}" is no name', "write the author's name, or delete the item")
    return None


def _odd_name(author: str, loc: Loc, *, small: bool) -> Finding[Loc] | None:
    """Say what is wrong with a name; None where nothing is, or another rule reports it."""
    name, beside = _beside(author)
    mark = _MARKS.search(author)
    if beside and name and not _MARKS.search(name):
        what, piece = beside[0]
        message = f'"{piece}" in "{author}" is {what}, no part of a name'
        return Finding(loc, message, f"write: {scalar(name)}", fix=put(name, *loc) if "," not in name else ())
    if "?" in author:
        return Finding(loc, f'"?" in "{author}" is no part of a name', "write the letter that belongs there")
    if mark and not find_markup(author):
        alone = " ".join(_FOOTNOTE.sub(" ", author).split())
        fix = put(alone, *loc) if alone and not _MARKS.search(alone) and "," not in alone else ()
        return Finding(loc, f'"{mark[0]}" in "{author}" is no part of a name', _name_alone(author), fix=fix)
    capitals = " " in author and author.isupper() and any(len(word) >= _LONG_CAPITALS for word in author.split())
    if capitals or (small and not mark):
        letters = "capitals" if capitals else "small letters"
        return Finding(loc, f'"{author}" is in {letters}', f"as the author writes it: {author.title()}")
    return None


@each("paper", INITIALS)
def initials(paper: Paper, _: Context) -> Findings:
    """Look for lists that are cut down to initials; single people do publish so."""
    cut_down = [author for author in paper.authors if _CUT_DOWN.fullmatch(author)]
    if len(cut_down) > 1 and 2 * len(cut_down) > len(paper.authors):
        message = f"{count(len(cut_down), 'author')} have initials for given names, as {cut_down[0]}"
        yield Finding(("authors",), message, "write the names as the paper has them")


def is_name(author: str) -> bool:
    """Tell whether an author is a name and nothing else, as far as another rule does not say more."""
    odd = not _is_plain(author) and (find_markup(author) or misread(author) or _MARKS.search(author))
    return not (odd or _beside(author)[1])


@lru_cache(maxsize=1 << 14)
def _beside(author: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a name alone, and what is beside it: what it is and its text."""
    found: list[tuple[str, str]] = []
    for what, pattern in _BESIDE if len(author) <= _LONGEST else ():
        if match := pattern.search(author):
            found.append((what, match[0].strip(" ,;")))
            author = pattern.sub("", author).strip(" ,")
    return author, found


def _name_alone(author: str) -> str:
    """Say how to write an author without what is no part of a name."""
    if "@" in author:
        return "write the name alone"
    group, colon, person = author.partition(":")
    if colon and person.strip():
        return f"two items: [{group.strip()}, {person.strip()}]"
    return f"write: {' '.join(_MARKS.sub(' ', author).split())}"


CHECKS = (et_al, family_first, no_authors, author_twice, no_person, initials)
