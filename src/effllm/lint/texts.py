"""Titles, venues and years in the words of a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.lint.document import Part, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FEWEST_WORDS = 3
"""A title has at least so many words; what is shorter is taken for a label."""

_MOST_VENUE_WORDS = 9
_MOST_PIECES = 4
_LEAST_LETTERS = 12
_LONGEST_TITLE = 400
_PIECE = re.compile(r"[.;,]\s+|\s[-\u2013\u2014|:]\s+|\bIn:\s")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.?!]\s+|\s+[-\u2013\u2014|]\s+|\.{2,}\s")
_AWARD = re.compile(
    r"(?<![\s,;:/(-])[\s,;:/(-]*+\b(?:best|outstanding|oral|spotlights?|posters?|notable|top|highlights?|honou?rable|award|accepted|long|short|main)\b"
    r".{0,40}$",
    re.IGNORECASE,
)
_VENUE_YEAR = re.compile(
    r"([^\W\d_](?:[^\d]|\d(?!\d)){0,70}?)[\s,:_'\u2019\u2018.-]*((?:19|20)\d\d|(?<=['\u2019\u2018])\d\d)"
)
_YEAR_VENUE = re.compile(r"((?:19|20)\d\d)[\s,:_-]+([^\W\d_][^\d]{1,70})")
_BARE_VENUE = re.compile(r"[^\W\d_][\w .&/()-]{1,40}")
_TAIL = re.compile(r"\s*\([^()]{2,40}\)$")
_VENUE_BEHIND = re.compile(r",\s+[^,]{2,40}$")
_YEAR_BEHIND = re.compile(r",\s*(?:19|20)\d\d$")
_BETWEEN_NAMES = re.compile(r",|;|&|\band\b")
_PAIR = 2
_NAME_WORDS = (2, 3, 4)
_PARTICLES = frozenset(("al", "da", "de", "den", "der", "di", "du", "el", "la", "van", "von"))
_YEAR = re.compile(r"(?<![\d.:/])(?:19|20)\d\d(?![\d.])")
_PREPRINT = re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)
_EDGES = " \t\n\r,.;:-\u2013\u2014|/#*_`~'\"\u201c\u201d\u2018\u2019()\uff08\uff09"
_OPEN_EDGES = _EDGES.replace(")", "")
_LEAD = re.compile(
    r"(?:[\s*+>#|-]|\d{1,4}[.)]\s|\[[ xX]\]|\([^()]{2,40}\)|\[[^\[\]]{1,30}\]|[^\w\s$(\[<\"'\u201c\u2018]|"
    r"(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?[\s:,|]+)*"
)


def titles(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return what may be the title of an entry: whole pieces, then sentences inside them; no lists of names."""
    whole = [part for part in map(trim, parts) if is_titlelike(part.text)]
    inner = [sentence for part in whole for sentence in _sentences(part)]
    return tuple(part for part in dict.fromkeys([*whole, *inner]) if not _are_names(part.text))


def _are_names(text: str) -> bool:
    """Tell whether a text is a list of names: names between the commas, all but one where they are many."""
    pieces = [words for piece in _BETWEEN_NAMES.split(text) if (words := piece.split())]
    names = sum(map(_is_name, pieces))
    if ":" in text or len(pieces) < _PAIR:
        return False
    return names == len(pieces) if len(pieces) == _PAIR else names >= len(pieces) - 1  # "and others" is no name


def _is_name(words: list[str]) -> bool:
    proper = all(word[0].isupper() or word in _PARTICLES for word in words)
    return proper and len(words) in _NAME_WORDS


def _sentences(part: Part) -> Iterator[Part]:
    for behind in (_TAIL, _VENUE_BEHIND):
        without = behind.sub("", part.text)
        if is_titlelike(without):
            yield Part(without, part.at)
    at = 0
    cuts = list(_SENTENCE.finditer(part.text))
    for end, after in [*((cut.start(), cut.end()) for cut in cuts), (len(part.text), 0)] if cuts else ():
        sentence = trim(Part(part.text[at:end], part.at + at))
        if is_titlelike(sentence.text):
            yield sentence
        at = after


def is_titlelike(text: str) -> bool:
    """Tell whether a text is long enough to be a title."""
    if len(text) > _LONGEST_TITLE:
        return False
    letters = sum(map(str.isalpha, text))
    return len(text.split()) >= FEWEST_WORDS and letters >= _LEAST_LETTERS and not _PREPRINT.match(text)


def trim(part: Part) -> Part:
    """Return a piece of a line without bullets, dates, brackets and signs around the words."""
    lead = _LEAD.match(part.text)
    start = lead.end() if lead else 0
    text = _YEAR_BEHIND.sub("", part.text[start:].rstrip(_OPEN_EDGES))
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text.rstrip(_EDGES)
    return Part(text, part.at + start)


def stamps(parts: Iterable[Part], *, label: bool = False) -> Iterator[Stamp]:
    """Yield what may be a venue and its year: a whole piece, or the end of one."""
    for part in parts:
        yield from _stamps(part, label=label)


def _stamps(part: Part, *, label: bool) -> Iterator[Stamp]:
    start = len(part.text) - len(part.text.lstrip(_EDGES))
    text = part.text.strip(_EDGES)
    if not text or len(text) > 2000:  # noqa: PLR2004 - nobody writes a venue into a text of that length
        return
    begins = [0, *(cut.end() for cut in _PIECE.finditer(text))]
    for begin in begins[-_MOST_PIECES:]:  # "Authors. Venue: Part, 2023" may be cut in the middle of a venue
        if stamp := _stamp(text[begin:], part.at + start + begin, label=label):
            yield stamp


def _stamp(text: str, at: int, *, label: bool) -> Stamp | None:
    """Return the stamp that a text is as a whole."""
    clean = _AWARD.sub("", text).strip(_EDGES) or text
    at += len(text) - len(text.lstrip(_EDGES))
    end = at + len(text)
    if len(clean.split()) > _MOST_VENUE_WORDS:
        return None
    if match := _PREPRINT.match(clean):
        years = _YEAR.findall(clean)
        return Stamp(match[0], int(years[-1]) if years else 0, at, end, label)
    if match := _VENUE_YEAR.fullmatch(clean):
        return Stamp(match[1].rstrip(_EDGES), _year(match[2]), at, end, label)
    if match := _YEAR_VENUE.fullmatch(clean):
        return Stamp(match[2].strip(_EDGES), int(match[1]), at + match.start(2), end, label)
    if _BARE_VENUE.fullmatch(clean) and len(clean.split()) <= 4:  # noqa: PLR2004 - "Findings of the ACL"
        return Stamp(clean, 0, at, end, label)
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)  # noqa: PLR2004 - a whole year
