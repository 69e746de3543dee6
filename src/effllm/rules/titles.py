"""T: the title and the names of a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.rules.context import each
from effllm.rules.texts import is_placeholder
from effllm.store.writer import line
from effllm.text import title_key, words

if TYPE_CHECKING:
    from effllm.records import Paper
    from effllm.rules.context import Context, Findings

TITLE = Rule(
    "T010",
    "A title as published: own capitals, no full stop, no venue",
    "Readers recognise it, and bibliographies add the punctuation; venue and ids have fields of their own.",
    "title: A THIN MODEL OF LANGUAGE.",
    "title: A Thin Model of Language",
    fix="The full stop goes, and so do quotes around the title and a venue, an arXiv id or a site's name beside it.",
)
SMALL = Rule(
    "T021",
    "A title has a capital letter",
    "Titles are shown as published, and hardly any is in small letters alone.",
    "title: a thin model of language",
    "title: A Thin Model of Language",
    severity="warning",
)
NAME_TWICE = Rule(
    "T007",
    "A name is given once",
    "The same words as title, name and alias tell nothing new.",
    "name: THIN\naliases: [Thin]",
    "name: THIN\naliases: [ThinNet]",
    fix="An alias that repeats the title, the name or another alias to the letter is deleted.",
)
NAME = Rule(
    "T018",
    "A name is the one that the paper itself uses",
    "Whoever searches for the name finds this paper. It is in the title mostly, or in the summary.",
    "# doe2023thin.yml\ntitle: A Thin Model\nname: Grotto",
    "# doe2023thin.yml\ntitle: A Thin Model\nname: Grotto\nsummary: Grotto shrinks the cache by half.",
    severity="warning",
)

_LONG_WORD = 4
_STEM = 5
"""Letters that the forms of a word share: calibrate, calibration."""

_LONGEST = 300
"""Longest title, in characters, in which something is looked for."""

_FEW_WORDS = 3
_SHOUTING = 20
_FULL_STOP = re.compile(r"(?<![.…])[.,;:]$")
_ABBREVIATION = re.compile(r"\b(?:etc|inc|vs|al|jr)\.$", re.IGNORECASE)


_BEFORE_TITLE = re.compile(r"\[[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?\] |[(\[]?PDF[)\]:] ")
"""As a browser has it: ``[2402.90008] A Title``."""

_ID_BEHIND = re.compile(
    r"[ (\[]{0,3}(?:arXiv: ?)?[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?(?: \[[\w.-]+\])?[)\]]?$", re.IGNORECASE
)
"""As in ``A Title [2402.90008]``, ``A Title (arXiv:2402.90008v2)``."""

_SITE_BEHIND = re.compile(
    r" [|\u2013\u2014-] (?:OpenReview|arXiv|ACL Anthology|Papers With Code|Hugging Face|Semantic Scholar)$"
)
_VERSION_BEHIND = re.compile(r" *[(\[]v[0-9]{1,2}[)\]]$", re.IGNORECASE)
"""As in ``A Title (v2)``."""

_VENUE_BEHIND = re.compile(r" *[(\[]([^()\[\]]+?)[ ,'\u2019-]*(?:19|20)?[0-9]{2}[^()\[\]]*[)\]]$")
"""As in ``A Title (ICML 2024, oral)``."""

_IN_QUOTES = re.compile(r"[\"\u201c\u00ab]([^\"\u201c\u201d]+)[\"\u201d\u00bb]")


@each("paper", TITLE)
def title_form(paper: Paper, context: Context) -> Findings:
    """Check the title's end and its capitals."""
    title = paper.title.strip()
    letters = sum(map(str.isalpha, title))
    if title.isupper() and letters >= _SHOUTING:
        yield Finding(("title",), "the title is in capitals", f"in its own capitals, as: {title.title()}")
    elif before := _BEFORE_TITLE.match(title):
        right = title[before.end() :]
        message = f'"{before[0].strip()}" is no part of the title'
        yield Finding(("title",), message, f"write: {line('title', right)}", fix=put(right, "title") if right else ())
    elif quoted := _IN_QUOTES.fullmatch(title):
        message = "the title has quotes of its own"
        yield Finding(("title",), message, f"write: {line('title', quoted[1])}", fix=put(quoted[1], "title"))
    elif behind := _behind(title, context):
        right = title.removesuffix(behind).rstrip()
        message = f'"{behind.strip()}" is no part of the title'
        fix = put(right, "title") if right else ()
        yield Finding(("title",), message, f"write: {line('title', right)}" if right else "write the title", fix=fix)
    elif _FULL_STOP.search(title) and not _ABBREVIATION.search(title):
        right = title[:-1].rstrip()
        fix = put(right, "title") if title.endswith(".") and right else ()
        yield Finding(("title",), f'the title ends with "{title[-1]}"', f"write: {line('title', right)}", fix=fix)


def _behind(title: str, context: Context) -> str:
    """Return an arXiv id, or a venue with its year, that follows a title; empty where none does."""
    if len(title) > _LONGEST:
        return ""
    if match := _SITE_BEHIND.search(title):
        return match[0]
    if title[-1:].isalpha():  # as most: a site alone ends so
        return ""
    if match := _ID_BEHIND.search(title) or _VERSION_BEHIND.search(title):
        return match[0]
    match = _VENUE_BEHIND.search(title)
    return match[0] if match and context.venue_index.named(match[1]) else ""


@each("paper", SMALL)
def small(paper: Paper, _: Context) -> Findings:
    """Look for titles without a capital."""
    title = paper.title
    if title == title.lower() and title != title.upper() and len(title.split()) > _FEW_WORDS:
        yield Finding(("title",), "the title has no capital letter", "write it as the paper does, in its own capitals")


@each("paper", NAME_TWICE)
def name_twice(paper: Paper, _: Context) -> Findings:
    """Look for a name that repeats the title, and for aliases that repeat either."""
    seen = {paper.title.casefold(): "title"}
    if paper.name and paper.name.casefold() in seen:
        hint = "delete the line, or write the short name of the method"
        yield Finding(("name",), "the name is the whole title", hint)
    elif paper.name:
        seen[paper.name.casefold()] = "name"
    for number, alias in enumerate(paper.aliases):
        if alias and (place := seen.get(alias.casefold())):
            fix = put(None, "aliases", number) if _same(paper, number) else ()
            yield Finding(("aliases", number), f'"{alias}" is already in {place}', "delete it here", fix=fix)
        seen.setdefault(alias.casefold(), "aliases")


def _same(paper: Paper, number: int) -> bool:
    """Tell whether an alias repeats what is before it to the letter, so that deleting it loses nothing."""
    return paper.aliases[number] in (paper.title, paper.name, *paper.aliases[:number])


@each("paper", NAME, needs=("title", "aliases", "summary", "code"))
def name_of_paper(paper: Paper, _: Context) -> Findings:
    """Look for a name that nothing else in the record speaks of, not even as the initials of its title."""
    if paper.name and paper.name in paper.title:  # as most
        return
    key = title_key(paper.name or "")
    texts = [paper.title, *paper.aliases, paper.summary or ""]
    text = "".join(title_key(part) for part in (*texts, paper.code or "", paper.key))
    if not paper.name or not paper.title or key in text or is_placeholder(paper.name):
        return
    if any(word[:_STEM] in text for word in words(paper.name) if len(word) >= _LONG_WORD):
        return
    initials = iter("".join(word[0] for word in words(paper.title)))
    if not all(letter in initials for letter in key):
        message = f'"{paper.name}" is in no title, alias or summary of this paper'
        yield Finding(("name",), message, "look whose name it is; if it is this paper's, say it in the summary")


CHECKS = (title_form, small, name_twice, name_of_paper)
