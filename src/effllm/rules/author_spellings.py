"""T: authors compared with those of the other papers."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from effllm.checks import Finding, Rule, check
from effllm.names import ascii_words
from effllm.rules.context import people
from effllm.rules.kept_findings import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings
    from effllm.store.entry import Entry

SWAPPED = Rule(
    "T015",
    "Given name first, as in the person's other papers",
    "Lists from Chinese and Korean pages put the family name first, and so a person becomes two.",
    "# doe2023thin.yml\nauthors: [Dora Doe, Builder Ben, Cleo Coder]",
    "# doe2023thin.yml\nauthors: [Dora Doe, Ben Builder, Cleo Coder]",
    severity="warning",
)
TYPO = Rule(
    "T016",
    "A name is spelled as in the person's other papers",
    "One letter more or less makes another person, who is found under none of the right one's papers.",
    "# doe2024thin.yml\nauthors: [Dora Doe, Ben Builder]\n"
    "# doe2023thin.yml\nauthors: [Dora Doe, Ben Bulider, Cleo Coder]",
    "# doe2023thin.yml\nauthors: [Dora Doe, Ben Builder, Cleo Coder]",
    severity="warning",
)
SPELLING = Rule(
    "T017",
    "A person has one spelling",
    "Lists lose dots and accents, and readers of two lists take one person for two.",
    "# doe2022thin.yml\nauthors: [Dora M. Doe]\n# doe2023thin.yml\nauthors: [Dora M Doe]",
    "# doe2022thin.yml\nauthors: [Dora M. Doe]\n# doe2023thin.yml\nauthors: [Dora M. Doe]",
    severity="warning",
)

_MANY = 50
"""Authors of a paper, with more of whom it says little that two names share it."""

_KNOWN = 3
"""Papers that make a name a known one."""

_SHARED = 2
"""Co-authors that two spellings share, at least, for being taken as one person's."""

_LONG = 5
"""Shortest word of a name, in letters, in which one other letter is a slip: Wang and Yang are two people."""


def _beside(context: Context, key: str) -> set[str]:
    """Return the keys of the people who wrote papers with somebody, but for papers of very many authors."""
    groups = [entry.fact(people) for entry, _ in context.people[key]]
    return {person for group in groups if len(group) <= _MANY for person in group} - {key}


def _once(context: Context) -> Iterator[tuple[str, Entry, int]]:
    """Yield the names that are in one paper only."""
    for key, places in context.people.items():
        if len(places) == 1:
            yield key, *places[0]


def _spellings(places: Iterable[tuple[Entry, int]]) -> Counter[str]:
    return Counter(entry.fact(_authors)[number] for entry, number in places)


def _authors(paper: Paper) -> list[str]:
    return [*paper.authors]


def _spelled(context: Context, key: str) -> str:
    """Return the most frequent spelling of a person's name."""
    return _spellings(context.people[key]).most_common(1)[0][0]


@check(SWAPPED, of=(identity,))
def swapped(context: Context) -> EntryFindings:
    """Look for names of which the other order is known, and by a common co-author as this person's.

    Both orders may be names of people: Yang Liu and Liu Yang.
    """
    for key, entry, number in _once(context):
        other = " ".join(reversed(key.split(" ")))
        if other != key and len(context.people.get(other, ())) > 1 and _beside(context, key) & _beside(context, other):
            right = _spelled(context, other)
            message = f'"{entry.fact(_authors)[number]}" is {right} in {_papers(context, other)}'
            yield entry, Finding(("authors", number), message, f"given name first: {right}")


@check(TYPO, of=(identity,))
def typo(context: Context) -> EntryFindings:
    """Look for names that differ by one letter from a known one, with the same co-authors."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for key, places in context.people.items():
        if len(places) >= _KNOWN:
            for text in _shortened(key):
                near[text].add(key)
    for key, entry, number in _once(context):
        met = [near[text] for text in _shortened(key) if text in near]
        for other in sorted(set().union(*met)) if met else ():
            author, right = entry.fact(_authors)[number], _spelled(context, other)
            if _is_slip(author, right) and len(_beside(context, key) & _beside(context, other)) >= _SHARED:
                message = f'"{author}" is {right} in {_papers(context, other)} with the same co-authors'
                hint = f"a slip of the pen? write: {right}; leave it where the paper itself prints it so"
                yield entry, Finding(("authors", number), message, hint)
                break


def _shortened(text: str) -> list[str]:
    """Return a text and what is left of it without each of its letters: two texts at distance 1 share one of these."""
    return [text, *[text[:at] + text[at + 1 :] for at in range(len(text))]]


def _is_slip(name: str, usual: str) -> bool:
    """Tell whether two names differ by one letter of one long word; an initial more or less is no slip."""
    here, there = ascii_words(name), ascii_words(usual)
    if len(here) != len(there):
        return False
    fault = [(one, other) for one, other in zip(here, there, strict=True) if one != other]
    return len(fault) == 1 and max(map(len, fault[0])) >= _LONG and OSA.distance(*fault[0]) == 1


@check(SPELLING, of=(identity,))
def spelling(context: Context) -> EntryFindings:
    """Look for names without the dots and accents that they have elsewhere."""
    for places in context.people.values():
        if len(places) == 1 or len({entry.fact(_authors)[number] for entry, number in places}) == 1:
            continue
        spellings = _spellings(places)
        for entry, number in places:
            author = entry.fact(_authors)[number]
            if right := _better(author, spellings):
                message = f'"{author}" is {right} in {_count(spellings[right])}'
                yield entry, Finding(("authors", number), message, f"write: {right}")


def _better(author: str, spellings: Counter[str]) -> str:
    """Return the spelling that a name should have; empty where nothing is missing.

    Lists lose accents, but some people leave them out themselves: only what is so in a single paper is reported.
    """
    for other, count in spellings.most_common():
        if other.replace(".", "") == author.replace(".", ""):
            if other.count(".") > author.count("."):
                return other
        elif author.isascii() and _plain(other) == author.replace(".", "") and count > spellings[author] == 1:
            return other
    return ""


def _plain(name: str) -> str:
    """Return a name without dots and accents."""
    apart = unicodedata.normalize("NFKD", name.replace(".", ""))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _papers(context: Context, key: str) -> str:
    return _count(len(context.people[key]))


def _count(papers: int) -> str:
    return "another paper" if papers == 1 else f"{papers} other papers"


CHECKS = (swapped, typo, spelling)
