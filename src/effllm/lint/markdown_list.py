"""Markdown lists: bullets, table rows and paragraphs with links are entries, headings are sections.

markdown-it finds the blocks; links are looked up in the source itself, because only that has columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from effllm.extras import extra
from effllm.ids import in_addresses
from effllm.lint.paper_list import (
    NO_LIST,
    ListDocument,
    ListEntry,
    ListLink,
    Malformed,
    Span,
    TextPart,
    VenueMention,
    line_starts,
)
from effllm.lint.scanner import read_ids, titles, unescaped, venue_mentions

with extra("contribute", "reading a Markdown list"):
    from markdown_it import MarkdownIt
    from markdown_it.common.utils import normalizeReference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

_GAP = "\x1f"
"""Takes the place of markup, so that every character keeps its offset."""

# Lists come from strangers: a repetition that is never right any shorter is possessive (*+), so that none goes back.
_TARGET = r"\(\s*+<?((?:[^()\s<>]|\([^()\s]*+\))*+)>?(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\s*+\)"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\[//\]:\s*#[^\n|]*", re.DOTALL)
_CODE = re.compile(r"(?<![\\`])(`{1,9}+)(?!`)[^|]{1,1000}?(?<!`)\1(?!`)")
_MARKUP = re.compile(r"\]\s*\(|<(?:a|img)\s", re.IGNORECASE)
_IMAGE = re.compile(rf"!\[([^\[\]]*+)\]{_TARGET}")
_LINK = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\]{_TARGET}")
_BY_NAME = re.compile(r"(!?)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?")
_DEFINED = re.compile(r"\]:[\s>]*<?")
_ATTRIBUTE = r"(?>[^<>]*?{}\s*+=\s*+[\"']?([^\s\"'<>]++))[^<>]*+>"
_ANCHOR = re.compile(rf"<a\s{_ATTRIBUTE.format('href')}(.{{0,400}}?)</a\s*+>", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(rf"<img\s{_ATTRIBUTE.format('src')}", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z](?![\w+.-]*:)[^<>\n]*>")
_BARE = re.compile(r"https?://[^\s<>\[\]\"'|`\x1f]+")
_SEGMENT = re.compile(r"[^\x1f*|`\n\[\]\u201c\u201d]+")
_WORDS_SEGMENT = re.compile(r"[^\x1f*|`\n\[\](){}\u201c\u201d\"]+|(?<=[\w ])\([A-Za-z ]{3,12}\)")
_STARS = re.compile(r"img\.shields\.io/github/stars/([\w.-]+/[\w.-]+?)(?:\.svg)?(?:[?#]|$)", re.IGNORECASE)
_BADGE = re.compile(r"img\.shields\.io/badge/([^?#]+)", re.IGNORECASE)
_LINKED = re.compile(r"\s*(?:\]\(\s*<?http|</a)", re.IGNORECASE)  # behind a picture that is a link
_SPACED = re.compile(r"\[([^\[\]\n\x1f]{1,80})\]\s+\((https?://[^\s()]+)\)")
_NESTED = re.compile(rf"\]\((\[[^\[\]\n]*+\]{_TARGET})\)")  # [Paper]([https://a.b](https://a.b))
_UNCLOSED = re.compile(r"\]\((https?://[^\s()<>\[\]\x1f]+)(?=\s|$|\])")
_TWO_WORDS = re.compile(r"\]\((https?://[^\s()<>\x1f]++(?: ++[^\s()\"'<>\x1f]++)++ *+)\)")
_NEWS = re.compile(r"\b(?:news|updates?|changelog|announcements?|releases?|citation|cite)\b", re.IGNORECASE)
_ROW = re.compile(r"(?=<(?:tr|li)\b)|(?<=\n)(?=[ \t]*\|)", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    """Return a parser of blocks only; what is inside of them is not its work here."""
    return MarkdownIt("commonmark").enable("table").disable("inline")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one possible entry, ``[first, last)``, and the number of its heading."""

    first: int
    last: int
    section: int


def read(path: str, text: str) -> ListDocument:
    """Return the papers of a Markdown list. The cost is linear in its length."""
    starts = [*line_starts(text), len(text) + 1]
    entries, broken = [], []
    found: dict[str, Any] = {}
    blocks = list(_blocks(_parser().parse(text, found)))
    defined = _defined(text, found.get("references", {}), starts)
    for block in blocks:
        at, end = starts[block.first], starts[block.last] - 1
        for begin, stop in _pieces(text, at, end):
            entry, malformed = _entry(text[begin:stop], begin, block.section, defined)
            broken += malformed
            if entry is not None:
                entries.append(entry)
    return ListDocument(path, text, tuple(entries), tuple(broken))


def _defined(text: str, references: dict[str, Any], starts: list[int]) -> dict[str, TextPart]:
    """Return the addresses that the file defines once, as ``[name]: address``, by their names."""
    defined = {}
    for name, reference in references.items():
        match = _DEFINED.search(text, starts[reference["map"][0]])
        defined[name] = TextPart(reference["href"], match.end() if match else starts[reference["map"][0]])
    return defined


def _blocks(tokens: list[Token]) -> Iterator[_Block]:
    """Yield paragraphs, table rows and HTML; a bullet's paragraphs are one, without the bullets below it."""
    section = heading = 0
    waiting: _Block | None = None
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            heading += 1
            section = NO_LIST if _NEWS.search(tokens[number + 1].content) else heading
        if token.map is None or token.type not in {"paragraph_open", "tr_open", "html_block", "list_item_open"}:
            continue
        first, last = token.map
        if token.type == "list_item_open":
            if waiting:
                yield waiting
            waiting = _Block(first, first, section)
        elif waiting and token.type == "paragraph_open" and first <= waiting.last + 1 and token.level > 1:
            waiting = _Block(waiting.first, last, waiting.section)
        else:
            if waiting:
                yield waiting
                waiting = None
            text = tokens[number + 1].content if token.type == "paragraph_open" else ""
            cut = text.count("\n") == last - first - 1 and all(map(_is_entry, text.split("\n")))
            edges = range(first, last + 1) if cut else (first, last)
            yield from (_Block(*part, section) for part in pairwise(edges))
    if waiting:
        yield waiting


def _is_entry(line: str) -> bool:
    """Tell whether a line of a paragraph may be an entry of its own: it has the address of a paper, and whole links."""
    return line.count("[") == line.count("]") and next(in_addresses(line), None) is not None


def _pieces(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a block that are entries of their own: rows without a table, rows and items in HTML."""
    raw = text[at:end]
    cuts = [match.start() for match in _ROW.finditer(raw)]
    for begin, stop in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        if stop > begin:
            yield at + begin, at + stop


class _Line:
    """The source of one entry, in which what was understood is covered piece by piece."""

    def __init__(self, raw: str, at: int) -> None:
        self.rest = raw
        self.at = at
        self.links: list[ListLink] = []
        self.labels: list[TextPart] = []
        self.mentions: list[VenueMention] = []
        self.badges: list[TextPart] = []

    def cover_all(
        self, pattern: re.Pattern[str], wanted: Callable[[re.Match[str]], bool] = bool
    ) -> list[re.Match[str]]:
        """Cover every place that matches and is wanted, and return the matches."""
        found = list(filter(wanted, pattern.finditer(self.rest)))
        if found:
            pieces, last = [], 0
            for match in found:
                pieces += [self.rest[last : match.start()], _GAP * (match.end() - match.start())]
                last = match.end()
            self.rest = "".join([*pieces, self.rest[last:]])
        return found


def _entry(raw: str, at: int, section: int, defined: dict[str, TextPart]) -> tuple[ListEntry | None, list[Malformed]]:
    """Return the entry that a piece of source is, None where it links nothing, and what is wrong with its markup."""
    by_name = bool(defined) and "[" in raw
    if "http" not in raw and "](" not in raw and "arxiv:" not in raw.lower() and not by_name:
        return None, []
    line = _Line(raw, at)
    line.cover_all(_COMMENT)
    # What is shown literally is no link; an address alone is read, and so are the words of lists that set them so.
    line.cover_all(_CODE, lambda code: _MARKUP.search(code[0]) is not None)
    _read_pictures(line)
    broken = list(_read_nested(line))
    _read_links(line)
    if by_name:
        _read_links_by_name(line, defined)
    broken += _read_broken(line)
    line.cover_all(_TAG)
    for match in line.cover_all(_BARE):
        target = match[0].rstrip(".,;:*_)" if match[0].count("(") < match[0].count(")") else ".,;:*_")
        line.links.append(ListLink("", unescaped(target), at + match.start()))
    if not line.links and "arxiv:" not in raw.lower():
        return None, broken
    words = [TextPart(m[0], at + m.start()) for m in _SEGMENT.finditer(line.rest)]
    places = sorted([*words, *line.labels], key=lambda part: part.at)
    fine = [TextPart(m[0], at + m.start()) for m in _WORDS_SEGMENT.finditer(line.rest)]
    ids, malformed_ids = read_ids(line.links, places)
    entry = ListEntry(
        at=at + len(raw) - len(raw.lstrip("-*+> \t|")),
        text=" ".join(part.text for part in places),
        section=section,
        titles=titles(places),
        links=tuple(line.links),
        ids=ids,
        malformed_ids=malformed_ids,
        mentions=(*venue_mentions(fine), *venue_mentions(line.labels, "label"), *line.mentions),
        badges=tuple(line.badges),
    )
    return entry, broken


def _read_pictures(line: _Line) -> None:
    """Cover pictures; badges tell repositories, venues and years."""
    for pattern, group in ((_IMAGE, 2), (_PICTURE, 1)):
        for match in line.cover_all(pattern):
            source, at = match[group], match.start(group)
            if stars := _STARS.search(source):
                line.badges.append(TextPart(stars[1], line.at + at + stars.start(1)))
            elif badge := _BADGE.search(source):
                site = _LINKED.match(line.rest, match.end()) is not None
                words = TextPart(badge[1], line.at + at + badge.start(1))
                line.mentions += _badge_mentions(words, "label" if site else "badge")


def _badge_mentions(badge: TextPart, place: str) -> Iterator[VenueMention]:
    """Yield what a badge as ``Conference-ICLR'24-blue`` says; dashes divide its label, its message and its colour."""
    words = unquote(badge.text).replace("--", "\x00").replace("_", " ").split("-")[:-1]
    words = [word.replace("\x00", "-") for word in words if word.lower() not in {"conference", "venue", "paper"}]
    for mention in venue_mentions([TextPart(" ".join(words), 0)], place):
        start = badge.text.find(mention.venue)
        at, end = (badge.at + start, badge.at + start + len(mention.venue)) if start >= 0 else (badge.at, badge.end)
        year = badge.text.find(mention.dated.text, end - badge.at) if mention.dated else -1
        dated = TextPart(mention.dated.text, badge.at + year) if mention.dated and year >= 0 else None
        end = dated.end if dated else end
        yield mention._replace(at=at, end=end, span=Span(at, end), dated=dated)


def _read_nested(line: _Line) -> Iterator[Malformed]:
    """Cover links whose address is a link itself, keep the address that opens, and tell of them."""
    for match in line.cover_all(_NESTED):
        at, end = line.at + match.start(1), line.at + match.end(1)
        yield Malformed(at, "a link in the place of an address", f"write: {match[2]}", end)
        line.links.append(ListLink("", unescaped(match[2]), line.at + match.start(2)))


def _read_links(line: _Line) -> None:
    """Cover links and keep label and address of each."""
    for anchor in line.cover_all(_ANCHOR):
        label = _TAG.sub("", anchor[2])
        line.links.append(ListLink(label.strip(), anchor[1], line.at + anchor.start(1)))
        line.labels.append(TextPart(label, line.at + anchor.start(2)))
    for _ in range(2):  # a link inside the brackets of another
        for match in line.cover_all(_LINK):
            label = match[1].replace(_GAP, " ")
            line.links.append(ListLink(label.strip(" []"), unescaped(match[2]), line.at + match.start(2)))
            start = match.start(1) + len(label) - len(label.lstrip("[]"))
            line.labels.append(TextPart(label.strip("[]"), line.at + start))


def _read_links_by_name(line: _Line, defined: dict[str, TextPart]) -> None:
    """Cover links whose address the file defines elsewhere: ``[label][name]``, ``[name][]`` and ``[name]``."""
    for match in line.cover_all(_BY_NAME, lambda match: _name(match) in defined):
        if not match[1]:  # no picture
            target, at = defined[_name(match)]
            label = match[2].replace(_GAP, " ")
            line.links.append(ListLink(label.strip(), target, at))
            line.labels.append(TextPart(label, line.at + match.start(2)))


def _name(match: re.Match[str]) -> str:
    """Return the name that a link stands for, in the form in which names are compared."""
    return normalizeReference(match[3] or match[2])


def _read_broken(line: _Line) -> list[Malformed]:
    """Return the markup that was meant as a link and is not one, and keep its address."""
    malformed = []
    for match in line.cover_all(_SPACED):
        right = f"[{match[1]}]({match[2]})"
        end = line.at + match.end()
        malformed.append(
            Malformed(line.at + match.start(), "a space between ] and (: this is no link", f"write: {right}", end)
        )
        line.links.append(ListLink(match[1], match[2], line.at + match.start(2)))
    malformed += [
        Malformed(
            line.at + match.start(1),
            "a space inside the address: this is no link",
            "take the space out",
            line.at + match.end(1),
        )
        for match in line.cover_all(_TWO_WORDS)
    ]
    for match in line.cover_all(_UNCLOSED):
        at, end = line.at + match.start(1) - 1, line.at + match.end(1)
        malformed.append(Malformed(at, "the bracket of this link is not closed", f"write: ({match[1]})", end))
        line.links.append(ListLink("", match[1], line.at + match.start(1)))
    return malformed
