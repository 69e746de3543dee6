"""Titles, ids, venues and years in the words and links of a line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from effllm import ids
from effllm.lint.paper_list import Id, Malformed, Span, TextPart, VenueMention
from effllm.rules.malformed_ids import arxiv_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from effllm.lint.paper_list import ListLink

FEWEST_WORDS = 3
"""A title has at least so many words; what is shorter is taken for a label."""

_MOST_VENUE_WORDS = 9
_MOST_PIECES = 4
_LEAST_LETTERS = 12
_LONGEST_TITLE = 400
_MOST_VENUE_LIKE = 5
_PIECE = re.compile(r"[.;,]_?\s+|_\s+|\s[-\u2013\u2014|:]\s+|\bIn:\s")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.?!]\s+|\s+[-\u2013\u2014|]\s+|\.{2,}\s")
_HONOUR = (
    r"(?:best|outstanding|distinguished|oral|spotlight|poster|notable|top|highlight|honou?rable|award|accepted|long|short"
    r"|main)s?\b"
)
# Behind a venue, as " 2024 (Oral, top 1.8%)" and " Best Paper Runner-up"; "Fast Best-of-N Decoding" is a title.
_AWARD = re.compile(
    rf"(?<![\s,;:/(-])[\s,;:/(-]*+\b{_HONOUR}"
    rf"(?:[\W_]+(?:{_HONOUR}|(?:papers?|mentions?|runner|up|conference|track|presentations?|candidate|nominee|finalist"
    r"|student|\d[\d.]*)\b)){0,6}[\W_]*$",
    re.IGNORECASE,
)
_SHORT_YEAR = r"(?:1[5-9]|2\d)"
# "ICLR, 2024", "ICLR'24", "SOSP' 24", "ICLR24", "ICML-24", "MLSys24"
_VENUE_YEAR = re.compile(
    r"(?P<venue>[^\W\d_](?:[^\d]|\d(?!\d)){0,70}?)[\s,:_'\u2019\u2018.-]*"
    r"(?P<year>(?:19|20)\d\d|(?<=['\u2019\u2018])\d\d|(?<=['\u2019\u2018]\s)\d\d"
    rf"|(?:(?<=[A-Z]{{3}})|(?<=[A-Z]{{3}}[\s-])|(?<=[A-Z][a-z]{{2}})){_SHORT_YEAR})"
)
# As "EMNLP 2024 Findings" and "ACL'23 (Findings)".
_PART_BEHIND = re.compile(
    r"(?P<venue>[^\W\d_][^\d]{1,40}?)[\s,'\u2019\u2018-]*(?P<year>(?:19|20)\d\d|\d\d)"
    r"[\s,_:(-]+(?P<part>Findings|Demo|Industry|Workshop)s?"
)
_YEAR_VENUE = re.compile(r"(?P<year>(?:19|20)\d\d)[\s,:_-]+(?P<venue>[^\W\d_][^\d]{1,70})")
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
_PREPRINT_BEHIND = re.compile(
    r"\D{2,80}[._]\s+(?=(?:arxiv|corr)\b)", re.IGNORECASE
)  # behind "_Ada Author, Ben Builder._ "
_ESCAPE = re.compile(r"\{\\([_%#&~$])\}|\\([_%#&~$*()\[\]])")
_EDGES = " \t\n\r,.;:-\u2013\u2014|/#*_`~'\"\u201c\u201d\u2018\u2019()\uff08\uff09"
_OPEN_EDGES = _EDGES.replace(")", "")
_LEAD = re.compile(
    r"(?:[\s*+>#|-]|\d{1,4}[.)]\s|\[[ xX]\]|\([^()]{2,40}\)|\[[^\[\]]{1,30}\]|[^\w\s$(\[<\"'\u201c\u2018]|"
    r"(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?[\s:,|]+)*"
)
_SHORT_DOI = re.compile(r"10?/?[a-z0-9]{3,8}", re.IGNORECASE)  # doi.org/bfd3, or 10/bfd3
_SOMETHING_LIKE_IT = re.compile(r"\d{3,6}\.?\d*")  # not arxiv.org/abs/list


def unescaped(address: str) -> str:
    r"""Return an address without the backslashes that Markdown and LaTeX ask for: ``?id=BJ\_wN`` and ``BJ{\_}wN``."""
    return _ESCAPE.sub(lambda match: match[1] or match[2], address)


def titles(parts: Iterable[TextPart]) -> tuple[TextPart, ...]:
    """Return what may be the title of an entry: whole pieces, then sentences inside them; no lists of names."""
    whole = [part for part in map(trim, parts) if is_titlelike(part.text)]
    inner = [sentence for part in whole for sentence in _sentences(part)]
    found = [part for part in dict.fromkeys([*whole, *inner]) if not _are_names(part.text)]
    return tuple(sorted(found, key=lambda part: _is_venue_like(part.text)))


def _is_venue_like(text: str) -> bool:
    """Tell whether a text is rather a venue than a title, as ``EMNLP 2024 Findings``."""
    return len(text.split()) <= _MOST_VENUE_LIKE and _YEAR.search(text) is not None


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


def _sentences(part: TextPart) -> Iterator[TextPart]:
    for behind in (_TAIL, _VENUE_BEHIND):
        without = behind.sub("", part.text)
        if is_titlelike(without):
            yield TextPart(without, part.at)
    at = 0
    cuts = list(_SENTENCE.finditer(part.text))
    for end, after in [*((cut.start(), cut.end()) for cut in cuts), (len(part.text), 0)] if cuts else ():
        sentence = trim(TextPart(part.text[at:end], part.at + at))
        if is_titlelike(sentence.text):
            yield sentence
        at = after


def is_titlelike(text: str) -> bool:
    """Tell whether a text is long enough to be a title."""
    if len(text) > _LONGEST_TITLE:
        return False
    letters = sum(map(str.isalpha, text))
    return len(text.split()) >= FEWEST_WORDS and letters >= _LEAST_LETTERS and not _PREPRINT.match(text)


def trim(part: TextPart) -> TextPart:
    """Return a piece of a line without bullets, dates, brackets and signs around the words."""
    lead = _LEAD.match(part.text)
    start = lead.end() if lead else 0
    text = _YEAR_BEHIND.sub("", part.text[start:].rstrip(_OPEN_EDGES))
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text.rstrip(_EDGES)
    return TextPart(text, part.at + start)


def venue_mentions(parts: Iterable[TextPart], place: str = "") -> Iterator[VenueMention]:
    """Yield what may be a venue and its year: a whole piece, or the end of one; ``place`` is that of `VenueMention`."""
    for part in parts:
        start = len(part.text) - len(part.text.lstrip(_EDGES))
        text = part.text.strip(_EDGES)
        if not text or len(text) > 2000:  # noqa: PLR2004 - nobody writes a venue into a text of that length
            continue
        begins = [0, *(cut.end() for cut in _PIECE.finditer(text))]
        for begin in begins[-_MOST_PIECES:]:  # "Authors. Venue: TextPart, 2023" may be cut in the middle of a venue
            if mention := _mention(text[begin:], part.at + start + begin, place):
                yield mention


def _mention(text: str, at: int, place: str) -> VenueMention | None:
    """Return the mention that a text is as a whole."""
    end = at + len(text)
    if names := _PREPRINT_BEHIND.match(text):
        text, at = text[names.end() :], at + names.end()
    at += len(text) - len(text.lstrip(_EDGES))
    clean = _AWARD.sub("", text).strip(_EDGES) or text.strip(_EDGES)
    span = Span(at, at + len(clean))
    if len(clean.split()) > _MOST_VENUE_WORDS:
        return None
    if match := _PREPRINT.match(clean):
        years = list(_YEAR.finditer(clean))
        dated = TextPart(years[-1][0], at + years[-1].start()) if years else None
        span = Span(at, dated.end if dated else span.end)
        return VenueMention(match[0], int(dated.text) if dated else 0, at, end, span, dated, place)
    for pattern in (_VENUE_YEAR, _PART_BEHIND, _YEAR_VENUE):
        if match := pattern.fullmatch(clean):
            named = match.groupdict()
            venue = f"{named['venue'].strip(_EDGES)} {named.get('part', '')}".rstrip()
            dated = TextPart(named["year"], at + match.start("year"))
            return VenueMention(venue, _year(dated.text), at + match.start("venue"), end, span, dated, place)
    if _BARE_VENUE.fullmatch(clean) and len(clean.split()) <= 4:  # noqa: PLR2004 - "Findings of the ACL"
        return VenueMention(clean, 0, at, end, span, None, place)
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)  # noqa: PLR2004 - a whole year


def read_ids(
    links: Iterable[ListLink], texts: Iterable[tuple[str, int]]
) -> tuple[tuple[Id, ...], tuple[Malformed, ...]]:
    """Return the ids in links and in texts (each with its offset), and what only looks like one; each once."""
    found: dict[tuple[str, str, str], Id] = {}
    malformed: dict[str, Malformed] = {}
    for item in [*_of_links(links), *_of_texts(texts)]:
        if isinstance(item, Malformed):
            malformed.setdefault(item.message, item)
        else:
            found.setdefault((item.kind, item.value, item.version and f"{item.version} {item.at}"), item)
    return tuple(found.values()), tuple(malformed.values())


def _of_links(links: Iterable[ListLink]) -> Iterator[Id | Malformed]:
    """Yield the first id of each address: it may hold another one in its query."""
    for link in links:
        if one := next(ids.in_addresses(unquote(link.target)), None):
            yield from _judged(one, link.at)


def _of_texts(texts: Iterable[tuple[str, int]]) -> Iterator[Id | Malformed]:
    for text, at in texts:
        for one in ids.in_text(text):
            yield from _judged(one, at + one.start)


def _judged(one: ids.Found, at: int) -> Iterator[Id | Malformed]:
    """Yield what is in the place of an id as one, or say what is wrong with it."""
    if one.kind == "arxiv" and (slip := arxiv_digits(one.value, today())):
        yield Malformed(at, *slip)
    elif ids.is_id(one.kind, one.value) and not one.rest:
        yield Id(one.kind, one.value, at, one.version)
    elif said := _MALFORMED[one.kind](one.value + one.rest):
        yield Malformed(at, *said)


def _malformed_arxiv(written: str) -> tuple[str, str] | None:
    if written and not _SOMETHING_LIKE_IT.match(written):
        return None
    said = f'"{written}" is no arXiv id' if written else "an address of arXiv without an id"
    return said, "an arXiv id looks like 2312.03863; copy it from the address of its page"


def _malformed_doi(written: str) -> tuple[str, str] | None:
    known = _SHORT_DOI.fullmatch(written)
    return None if known else (f'"{written}" is no DOI', "a DOI looks like 10.1145/3620665.3640411")


def _malformed_openreview(written: str) -> tuple[str, str]:
    said = f'"{written}" is no OpenReview id' if written else "an address of OpenReview without an id"
    return said, "copy the part after id= from the address of its page"


def _other_page(_: str) -> None:
    """Say nothing: the Anthology has pages of authors and events beside those of papers."""


_MALFORMED = {"arxiv": _malformed_arxiv, "doi": _malformed_doi, "openreview": _malformed_openreview, "acl": _other_page}


def today() -> date:
    """Return the day on which an arXiv id of next month is one of the future."""
    return datetime.now(tz=UTC).date()
