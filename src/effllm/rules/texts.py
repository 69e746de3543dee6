"""T: texts of any kind: markup, spaces, length, letters, and texts that say nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from effllm.checks import Finding, Rule, check, put
from effllm.markup import find_markup, plain, without_html
from effllm.problems import field_path
from effllm.rules.context import each
from effllm.store.characters import LETTERS
from effllm.store.writer import line, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

NO_MARKUP = Rule(
    "T005",
    "Titles and names are plain text",
    "They are shown as they are, on pages, in search and in bibliographies.",
    "title: $S^3$ &amp; <b>More</b>",
    "title: S³ & More",
    fix="HTML tags and entities become plain text; LaTeX and Markdown are left to you.",
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
    "They are in tables, menus and file names; a sentence in their place is a slip.",
    "name: >-\n  A thin model that we made\n  for all who need one soon",
    "name: THIN",
)
LOOKALIKES = Rule(
    "T014",
    "Every letter is the one it looks like",
    "Ligatures, letters in two parts, look-alikes, letters of a wrong encoding: copies bring them, search misses them.",
    "title: E\ufb03cient Inference",
    "title: Efficient Inference",
    fix="Ligatures, letters of a wrong encoding and letters in two parts become the right ones.",
)
EMPTY = Rule(
    "T011",
    "No empty texts",
    "What is not known is left out; an empty text looks like a known one.",
    'name: ""',
    "# the line is left out",
    fix="An empty item, or an empty field that need not be there, is deleted.",
)

_LONGEST = {"title": 300, "name": 50, "aliases": 300, "authors": 100}
"""Most characters of a text in a field; of the papers here none has more than 169, 28, 127 and 35."""

_RAISED = re.compile(r"<sup>[^<>]*</sup>", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"n/?a|tb[ad]|todo|fixme|x{3,}|[?._-]{1,5}|none|null|unknown|coming soon|to be (?:added|announced)", re.IGNORECASE
)
_BROKEN_WORD = re.compile(r"\b\w*[a-z]- (?!(?:and|or|to)\b)[a-z]\w*")  # Train- ing; not "inter- and intra-"
_PIECES = re.compile("[\ufb00-\ufb06]|[^\\W\\d_][\u0300-\u036f]+")
_OF_WINDOWS = "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{_OF_WINDOWS}]{{1,3}}")  # the bytes of UTF-8, each as a letter
_LOST = "\ufffd"
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile(f"{_LATIN.pattern}+")
_CYRILLIC = "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
_SMALL_CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
_GREEK = "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
_ALIKE = str.maketrans(_CYRILLIC + _SMALL_CYRILLIC + _GREEK, "ABESIJKMHOPCTYX" + "aeopcyxsij" + "ABEZHIKMNOPTYXo")


@lru_cache(maxsize=1)  # all rules look at one paper before the next
def named(paper: Paper) -> list[tuple[Loc, str]]:
    """Return title, name, aliases and authors with their places."""
    found: list[tuple[Loc, str]] = [(("title",), paper.title)]
    if paper.name:
        found.append((("name",), paper.name))
    found += [(("aliases", number), alias) for number, alias in enumerate(paper.aliases)]
    found += [(("authors", number), author) for number, author in enumerate(paper.authors)]
    return found


def shown(loc: Loc, text: str) -> str:
    """Return the line, or the list's item, that would be right."""
    return f"write: {line(str(loc[0]), text)}" if len(loc) == 1 else f"write: {scalar(text)}"


@each("paper", NO_MARKUP)
def markup(paper: Paper, _: Context) -> Findings:
    """Look for markup in title, names and authors."""
    for loc, text in named(paper):
        if find_markup(text):
            without_marks = _RAISED.sub("", text) if loc[0] == "authors" else text
            right = without_html(without_marks)
            sure = right and not find_markup(right)
            hint = shown(loc, right if sure else plain(without_marks))
            yield Finding(loc, f"{find_markup(text)} is markup, not text", hint, fix=put(right, *loc) if sure else ())


@each("paper", SPACES)
def spaces(paper: Paper, _: Context) -> Findings:
    """Look for spaces that nobody sees."""
    for loc, text in named(paper):
        right = " ".join(text.split())
        if right and right != text:
            fix = put(right, *loc)
            yield Finding(loc, "a space too many, or one of another kind", shown(loc, right), fix=fix)
        elif "- " in text and (broken := _BROKEN_WORD.search(text)):
            message = f'"{broken[0]}" is a word that was broken at the end of a line'
            yield Finding(loc, message, "write it in one piece")


@each("paper", LONG)
def long(paper: Paper, _: Context) -> Findings:
    """Look for names and titles that are longer than any."""
    for loc, text in named(paper):
        most = _LONGEST[str(loc[0])]
        if len(text) > most:
            message = f"{field_path(loc)} has {len(text)} characters, at most {most} are right"
            yield Finding(loc, message, "keep the name or title alone; the summary tells the rest")


def _whole(piece: re.Match[str]) -> str:
    """Return a ligature as its letters, a letter with its accents as one character where there is one."""
    return unicodedata.normalize("NFKC", piece[0])


def _odd_word(text: str) -> str:
    """Return the first word that has letters of its own alphabet and look-alikes of another; empty if none has."""
    words = LETTERS.findall(text) if not text.isascii() else []
    return next((word for word in words if _LATIN.search(word) and word.translate(_ALIKE) != word), "")


def misread(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252, as it was: ``JÃ¶rg`` is ``Jörg``; empty where it was not."""
    right = _MISREAD.sub(_read_again, text) if not text.isascii() else text
    return right if right != text else ""


def _read_again(piece: re.Match[str]) -> str:
    raw = b"".join(sign.encode("latin-1" if sign < "\u0100" else "cp1252") for sign in piece[0])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return piece[0]


@each("paper", LOOKALIKES)
def letters(paper: Paper, _: Context) -> Findings:
    """Look for ligatures, letters in two parts and look-alikes in title, names and authors."""
    for loc, text in named(paper):
        if text.isascii():
            continue
        if again := misread(text):
            fault = next(piece[0] for piece in _MISREAD.finditer(text) if _read_again(piece) != piece[0])
            message = f'"{fault}" is "{misread(fault)}", saved with another encoding'
            yield Finding(loc, message, shown(loc, again), fix=put(again, *loc))
            continue
        if _LOST in text:
            message = f"{_LOST} is what is left of a letter that was read with another encoding"
            yield Finding(loc, message, "write the letter that belongs there")
            continue
        right = _PIECES.sub(_whole, text)
        if right != text:
            fault = next(piece[0] for piece in _PIECES.finditer(text) if _whole(piece) != piece[0])
            what = "a letter and an accent apart" if len(fault) > 1 else "one character for several letters"
            message = f'"{fault}" is {what}'
            yield Finding(loc, message, shown(loc, right), fix=put(right, *loc))
        elif word := _odd_word(text):
            latin = word.translate(_ALIKE)
            alike = text.replace(word, latin) if _LATIN_WORD.fullmatch(latin) else ""
            sign = next(sign for sign in word if sign.translate(_ALIKE) != sign)
            message = f'"{word}" mixes alphabets: {sign} is {unicodedata.name(sign).capitalize()}'
            yield Finding(loc, message, shown(loc, alike) if alike else "write the word in one alphabet")


@check(EMPTY)
def empty(context: Context) -> EntryFindings:
    """Look for empty texts anywhere in any record, and for words that hold a place in papers."""
    yield from _placeholders(context)
    for kind in context.checkout.entries:
        for entry in context.unclean(kind):
            if entry.files and not entry.files[0].may_have_empty_text:
                continue
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


def _placeholders(context: Context) -> EntryFindings:
    """Yield the words that hold a place in papers."""
    for entry in context.unclean("paper"):
        for loc, text in [*named(entry.record), (("summary",), entry.record.summary or "")]:
            if is_placeholder(text) and not entry.record.title.startswith(f"{text}: "):  # TBA: Training by Accident
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


CHECKS = (markup, spaces, long, letters, empty)
