"""T: titles, names and summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from effllm.problems import Rule, field_path
from effllm.rules.checks import Finding, each, overall, put
from effllm.rules.markup import MARKUP, find_markup, plain, without_html
from effllm.store.writer import line, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.rules.context import Known
    from effllm.store.checkout import Entry
    from effllm.store.document import Loc

NO_MARKUP = Rule(
    "T005",
    "Titles and names are plain text",
    "They are shown as they stand, on pages, in search and in bibliographies.",
    "title: $S^3$ &amp; <b>More</b>",
    "title: S³ & More",
    fix="HTML tags and entities become plain text; LaTeX and Markdown are left to you.",
)
NAME_TWICE = Rule(
    "T007",
    "A name stands once",
    "The same words as title, name and alias tell nothing new.",
    "name: THIN\naliases: [Thin]",
    "name: THIN\naliases: [ThinNet]",
    fix="An alias that repeats the title, the name or another alias to the letter is deleted.",
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
    fix="Spaces become single ones.",
)
LONG = Rule(
    "T020",
    "Names and titles are not longer than any is",
    "They stand in tables, menus and file names; a sentence in their place is a slip.",
    "name: >-\n  A thin model that we made\n  for all who need one soon",
    "name: THIN",
)
EMPTY = Rule(
    "T011",
    "No empty texts",
    "What is not known is left out; an empty text looks like a known one.",
    'name: ""',
    "# the line is left out",
    fix="An empty item, or an empty field that need not be there, is deleted.",
)

_LONGEST_SUMMARY = 600
_LONGEST = {"title": 300, "name": 50, "aliases": 300, "authors": 100}
"""Most characters of a text in a field; of the papers here none has more than 169, 28, 127 and 35."""

_FEW_WORDS = 3
_RAISED = re.compile(r"<sup>[^<>]*</sup>", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"n/?a|tb[ad]|todo|fixme|x{3,}|[?._-]{1,5}|none|null|unknown|coming soon|to be (?:added|announced)", re.IGNORECASE
)
_BROKEN_WORD = re.compile(r"\b\w*[a-z]- (?!(?:and|or|to)\b)[a-z]\w*")  # Train- ing; not "inter- and intra-"
_ODD_SPACE = re.compile(r" {2,}|^\s|\s$|[^\S ]")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)


def named(paper: Paper) -> Iterator[tuple[Loc, str]]:
    """Yield title, name, aliases and authors with their places."""
    yield ("title",), paper.title
    if paper.name:
        yield ("name",), paper.name
    yield from ((("aliases", number), alias) for number, alias in enumerate(paper.aliases))
    yield from ((("authors", number), author) for number, author in enumerate(paper.authors))


def shown(loc: Loc, text: str) -> str:
    """Return the line, or the list's item, that would be right."""
    return f"write: {line(str(loc[0]), text)}" if len(loc) == 1 else f"write: {scalar(text)}"


@each("paper", NO_MARKUP)
def markup(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for markup in title, names and authors."""
    for loc, text in named(paper):
        if MARKUP.search(text):
            without_marks = _RAISED.sub("", text) if loc[0] == "authors" else text
            right = without_html(without_marks)
            sure = right and not MARKUP.search(right)
            hint = shown(loc, right if sure else plain(without_marks))
            yield Finding(loc, f"{find_markup(text)} is markup, not text", hint, fix=put(right, *loc) if sure else ())


@each("paper", NAME_TWICE)
def name_twice(paper: Paper, _: Known) -> Iterator[Finding]:
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
            yield Finding(("aliases", number), f'"{alias}" stands in {place} already', "delete it here", fix=fix)
        seen.setdefault(alias.casefold(), "aliases")


def _same(paper: Paper, number: int) -> bool:
    """Tell whether an alias repeats what stands before it to the letter, so that deleting it loses nothing."""
    return paper.aliases[number] in (paper.title, paper.name, *paper.aliases[:number])


@each("paper", SUMMARY)
def summary(paper: Paper, _: Known) -> Iterator[Finding]:
    """Check length, addresses and markup of the summary."""
    text = paper.summary or ""
    if 0 < len(re.findall(r"\w+", text)) < _FEW_WORDS and not is_placeholder(text):
        yield Finding(("summary",), "the summary is no sentence", "say what the paper does, in one to three sentences")
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
    for loc, text in named(paper):
        if text.strip() and _ODD_SPACE.search(text):
            right = " ".join(text.split())
            fix = put(right, *loc)
            yield Finding(loc, "a space too many, or one of another kind", shown(loc, right), fix=fix)
        elif broken := _BROKEN_WORD.search(text):
            message = f'"{broken[0]}" is a word that was broken at the end of a line'
            yield Finding(loc, message, "write it in one piece")


@each("paper", LONG)
def long(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for names and titles that are longer than any."""
    for loc, text in named(paper):
        most = _LONGEST[str(loc[0])]
        if len(text) > most:
            message = f"{field_path(loc)} has {len(text)} characters, at most {most} are right"
            yield Finding(loc, message, "keep the name or title alone; the summary tells the rest")


@overall(EMPTY)
def empty(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for empty texts anywhere in any record, and for words that hold a place in papers."""
    yield from _placeholders(known)
    for entries in known.checkout.entries.values():
        for entry in entries:
            value = entry.document.data
            for part in entry.at:
                value = value[part]
            for loc in _empty_places(value, ()):
                optional = isinstance(loc[-1], int) or _may_be_left_out(entry, loc)
                fix = put(None, *loc) if loc and optional else ()
                yield entry, Finding(loc, f"{field_path(loc)} is empty", "fill it in, or delete it", fix=fix)


def is_placeholder(text: str) -> bool:
    """Tell whether a text only says that nothing is known yet: ``N/A``, ``TODO``."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def _placeholders(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Yield the words that hold a place in papers."""
    for entry in known.entries("paper"):
        for loc, text in [*named(entry.record), (("summary",), entry.record.summary or "")]:
            if is_placeholder(text):
                required = loc[0] in {"title", "authors"}
                hint = "fill it in" if required else "delete the line: what is not known is left out"
                yield entry, Finding(loc, f'{field_path(loc)} says only "{text}"', hint)


def _may_be_left_out(entry: Entry, loc: Loc) -> bool:
    """Tell whether an empty text is a field of a paper that it need not have."""
    field = type(entry.record).model_fields.get(str(loc[0])) if len(loc) == 1 else None
    return field is not None and not field.is_required()


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
    markup,
    name_twice,
    summary,
    spaces,
    long,
    empty,
)
