"""BibTeX and LaTeX files: the entries of bibliographies as papers of a list, each text at its place in the source."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import year_of
from effllm.bibliography.latex import decode
from effllm.lint.paper_list import (
    Id,
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
from effllm.markup import plain
from effllm.names import family_key, given_first, split_authors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.bibliography.bibtex_reader import BibEntry

_TEXTS = ("journal", "booktitle", "note", "howpublished", "volume", "number", "pages", "annote", "archiveprefix")
_ID_FIELDS = ("eprint", "doi")
_VENUES = ("booktitle", "journal", "journaltitle")
_ADDRESS = re.compile(r"https?://(?:[^\s{}\"<>|\\]|\{?\\[_%#&~$]\}?)+")
_NOT_THE_PAPER = frozenset({"abstract", "title", "biburl", "bibsource"})
_ABBREVIATED_KEYS = ("eprinttype", "archiveprefix")
_GAP = "\x1f"
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_ITEM = re.compile(r"\\bibitem\b")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_HREF = re.compile(r"\\href\s*\{(?P<target>[^{}\s]+)\}\s*\{(?P<shown>[^{}]*)\}")
_URL = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(?P<target>[^{}\s]+)\}")
_ITEM_HEAD = re.compile(r"\\bibitem\s*+(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{[^{}]*\}")
_BARE = re.compile(r"(?P<target>https?://(?:[^\s{}\"<>|\\\x1f]|\\[_%#&~$])+)")
_GROUP = re.compile(r"(?:\\(?:emph|textit|textbf)\s*\{|\{\\(?:em|it|bf|sl)\b)(?P<shown>(?:[^{}]|\{[^{}]*\})*)\}")
_PART = re.compile(r"\\newblock\b|``|''|\x1f|\n[ \t]*\n")
_YEAR = re.compile(r"(?<![\d.:/])((?:19|20)\d\d)[a-z]?(?=[).,]|\s*$)")


def read_bib(path: str, text: str) -> ListDocument:
    """Return the papers of a BibTeX file, and what is wrong with the entries that cannot be read."""
    starts = line_starts(text)
    found, broken = read_bibtex(text)
    unread = [
        *(Malformed(starts[entry.line - 1], entry.message, entry.hint) for entry in broken),
        *_repeated(found, starts),
    ]
    return ListDocument(path, text, tuple(_entry(entry, text, starts) for entry in found), unread=tuple(unread))


def _repeated(entries: Iterable[BibEntry], starts: list[int]) -> Iterator[Malformed]:
    """Yield the keys and the fields that are repeated: LaTeX takes one of the two."""
    lines: dict[str, int] = {}
    for entry in entries:
        at, first = starts[entry.line - 1], lines.setdefault(entry.key, entry.line)
        if first != entry.line:
            yield Malformed(at, f'the key "{entry.key}" is in line {first} already', "give one of them another key")
        if entry.twice:
            fields = ", ".join(entry.twice)
            at = starts[entry.lines[entry.twice[0]] - 1]
            yield Malformed(at, f"a field is repeated in this entry: {fields}", "keep one of the two")


def _entry(entry: BibEntry, text: str, starts: list[int]) -> ListEntry:
    fields = {name: _part(name, value, text, starts[entry.lines[name] - 1]) for name, value in entry.fields.items()}
    links = [
        ListLink(name, unescaped(match[0].rstrip(".,;")), part.at + match.start())
        for name, part in fields.items()
        if name not in _NOT_THE_PAPER
        for match in _ADDRESS.finditer(part.text)
    ]
    texts = [part for name in _ID_FIELDS if (part := _prefixed(name, fields))]
    texts += [fields[name] for name in _TEXTS if name in fields]
    ids, malformed_ids = read_ids(links, texts)
    title = fields.get("title")
    return ListEntry(
        at=starts[entry.line - 1],
        text=plain(title.text) if title else "",
        titles=(TextPart(plain(title.text), title.at),) if title and title.text.strip() else (),
        links=tuple(links),
        ids=tuple(_with_field(one, fields) for one in ids),
        malformed_ids=malformed_ids,
        mentions=_mentions(fields, text, year_of(entry) or 0),
        cited=True,
        kind=entry.kind,
        first_author=_first_author(entry.fields.get("author", "")),
    )


def _part(name: str, value: str, text: str, line: int) -> TextPart:
    """Return a field's value at its place: where it starts in its line, else at the line's beginning."""
    match = re.compile(rf"[^\n]*?\b{re.escape(name)}\s*=\s*[{{\"]*", re.IGNORECASE).match(text, line)
    return TextPart(value, match.end() if match else line)


def _prefixed(name: str, fields: dict[str, TextPart]) -> TextPart | None:
    """Return the id of an id field with the prefix that tells its kind; None where the field is something else."""
    if name not in fields:
        return None
    text, at = fields[name]
    text = unescaped(text.strip())
    if "://" in text or ":" in text[:7]:
        return None if "://" in text else TextPart(text, at)
    kind = "".join(fields[key].text.lower() for key in _ABBREVIATED_KEYS if key in fields)
    if name == "eprint" and "arxiv" not in kind and not re.match(r"\d{4}\.\d{4,5}", text):
        return None
    prefix = "arXiv:" if name == "eprint" else "doi:"
    return TextPart(prefix + text, at - len(prefix))


def _with_field(one: Id, fields: dict[str, TextPart]) -> Id:
    """Return an id with the name of the field that it is in, if that holds ids and no addresses."""
    for name in _ID_FIELDS:
        if (
            name in fields
            and "://" not in (part := fields[name]).text
            and part.at <= one.at <= part.at + len(part.text)
        ):
            return one._replace(field=name)
    return one


def _first_author(names: str) -> str:
    """Return the key of the first author's family name; empty where there is none."""
    first = next(iter(split_authors(names)), "")
    return family_key(decode(given_first(first))) if first else ""


def _mentions(fields: dict[str, TextPart], text: str, year: int) -> tuple[VenueMention, ...]:
    """Return where and when the entry says that it appeared; an e-print without more is on arXiv."""
    dated = _dated(fields, text, year)
    name, venue = _venue(fields)
    if not name:
        return (VenueMention("", year, dated.at, dated.at, Span(dated.at, dated.at), dated),) if dated else ()
    value, at = fields[name]
    end = at + len(value) if text.startswith(value, at) else at  # it may be put together from several places
    return (VenueMention(venue, year, at, end, Span(at, end), dated, name),)


def _venue(fields: dict[str, TextPart]) -> tuple[str, str]:
    """Return the field that tells where the paper appeared, and what it says; empty where none does."""
    for name in _VENUES:
        if name in fields and (venue := plain(fields[name].text)):
            return name, venue
    for name in ("howpublished", "publisher"):
        if name in fields and "arxiv" in fields[name].text.lower():
            return name, "arXiv"
    return ("eprint", "arXiv") if "eprint" in fields and not fields.keys() & {"publisher", "school"} else ("", "")


def _dated(fields: dict[str, TextPart], text: str, year: int) -> TextPart | None:
    """Return the year as the file has it; None where no field names one."""
    part = fields.get("year") or fields.get("date")
    if not year or part is None:
        return None
    at = text.find(str(year), part.at, part.at + len(part.text) + 1)
    return TextPart(str(year), at) if at >= 0 else TextPart("", part.at)


def read_tex(path: str, text: str) -> ListDocument:
    """Return the entries of the bibliography and the links outside of it, each an entry of its own."""
    clean = _COMMENT.sub(lambda match: _GAP * len(match[0]), text)
    marks = [match.start() for match in _ITEM.finditer(clean)]
    entries = []
    for at, after in pairwise([*marks, len(clean)]):
        end = _END.search(clean, at, after)
        entries.append(_item(clean[at : end.start() if end else after], at))
    outside = clean[: marks[0]] if marks else clean
    entries += [_link(match) for pattern in (_HREF, _URL) for match in pattern.finditer(outside)]
    return ListDocument(path, text, tuple(sorted(entries, key=lambda entry: entry.at)))


def _item(raw: str, at: int) -> ListEntry:
    """Return one entry of a bibliography."""
    links = []
    rest = _ITEM_HEAD.sub(_keep, raw, count=1)
    for pattern in (_HREF, _URL, _BARE):
        for match in pattern.finditer(rest):
            target = match["target"].replace("\\", "").rstrip(".,;)" if pattern is _BARE else "")
            links.append(ListLink(plain(match.groupdict().get("shown", "")), target, at + match.start("target")))
        rest = pattern.sub(_keep, rest)
    rest = _GROUP.sub(_keep, rest)
    parts = [TextPart(plain(text.replace("\n", " ").replace("~", " ")), at + start) for text, start in _split(rest)]
    ids, malformed_ids = read_ids(links, parts)
    found = tuple(venue_mentions(parts))
    years = [(match[1], match.start(1)) for match in _YEAR.finditer(rest)]
    if years and not any(mention.year for mention in found):
        found = tuple(mention._replace(year=int(years[-1][0]), dated=_last_year(years, at)) for mention in found)
    words = " ".join(part.text for part in parts)
    return ListEntry(
        at=at,
        text=words,
        titles=titles(parts),
        links=tuple(links),
        ids=ids,
        malformed_ids=malformed_ids,
        mentions=found
        or ((VenueMention("", int(years[-1][0]), at, at, Span(at, at), _last_year(years, at)),) if years else ()),
        cited=True,
    )


def _last_year(years: list[tuple[str, int]], at: int) -> TextPart:
    """Return the last year of an entry that starts at ``at``."""
    text, start = years[-1]
    return TextPart(text, at + start)


def _keep(match: re.Match[str]) -> str:
    """Return a text of the same length that has only what a reader sees of the match."""
    if "shown" not in match.re.groupindex:
        return _GAP * len(match[0])
    start, end = match.start("shown") - match.start(), match.end("shown") - match.start()
    return _GAP * start + match["shown"] + _GAP * (len(match[0]) - end)


def _split(rest: str) -> list[tuple[str, int]]:
    """Return the pieces between commands, each with its offset."""
    cuts = list(_PART.finditer(rest))
    begins = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(rest)]
    return [(rest[b:e], b) for b, e in zip(begins, ends, strict=True) if rest[b:e].strip(" \n.,")]


def _link(match: re.Match[str]) -> ListEntry:
    """Return a link in running text: only the link itself can be checked."""
    link = ListLink(plain(match.groupdict().get("shown", "")), match["target"].replace("\\", ""), match.start("target"))
    ids, malformed_ids = read_ids([link], ())
    return ListEntry(at=match.start(), text="", links=(link,), ids=ids, malformed_ids=malformed_ids, cited=True)
