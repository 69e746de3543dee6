"""BibTeX files: their entries as papers of a list, each text at its place in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import year_of
from effllm.bibliography.latex import decode
from effllm.lint import addresses
from effllm.lint.paper_list import Document, Entry, Id, Link, Odd, Part, Stamp, line_starts
from effllm.lint.texts import unescaped
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


def read(path: str, text: str) -> Document:
    """Return the papers of a BibTeX file, and what is wrong with the entries that cannot be read."""
    starts = line_starts(text)
    found, broken = read_bibtex(text)
    unread = [*(Odd(starts[entry.line - 1], entry.message, entry.hint) for entry in broken), *_repeated(found, starts)]
    return Document(path, text, tuple(_entry(entry, text, starts) for entry in found), unread=tuple(unread))


def _repeated(entries: Iterable[BibEntry], starts: list[int]) -> Iterator[Odd]:
    """Yield the keys and the fields that stand a second time: LaTeX takes one of the two."""
    lines: dict[str, int] = {}
    for entry in entries:
        at, first = starts[entry.line - 1], lines.setdefault(entry.key, entry.line)
        if first != entry.line:
            yield Odd(at, f'the key "{entry.key}" stands in line {first} already', "give one of them another key")
        if entry.twice:
            fields = ", ".join(entry.twice)
            at = starts[entry.lines[entry.twice[0]] - 1]
            yield Odd(at, f"a field stands twice in this entry: {fields}", "keep one of the two")


def _entry(entry: BibEntry, text: str, starts: list[int]) -> Entry:
    fields = {name: _part(name, value, text, starts[entry.lines[name] - 1]) for name, value in entry.fields.items()}
    links = [
        Link(name, unescaped(match[0].rstrip(".,;")), part.at + match.start())
        for name, part in fields.items()
        if name not in _NOT_THE_PAPER
        for match in _ADDRESS.finditer(part.text)
    ]
    texts = [part for name in _ID_FIELDS if (part := _prefixed(name, fields))]
    texts += [fields[name] for name in _TEXTS if name in fields]
    ids, odd_ids = addresses.read(links, texts)
    title = fields.get("title")
    return Entry(
        at=starts[entry.line - 1],
        text=plain(title.text) if title else "",
        titles=(Part(plain(title.text), title.at),) if title and title.text.strip() else (),
        links=tuple(links),
        ids=tuple(_with_field(one, fields) for one in ids),
        odd_ids=odd_ids,
        stamps=_stamps(fields, text, year_of(entry) or 0),
        cited=True,
        kind=entry.kind,
        first_author=_first_author(entry.fields.get("author", "")),
    )


def _part(name: str, value: str, text: str, line: int) -> Part:
    """Return a field's value at its place: where it starts in its line, else at the line's beginning."""
    match = re.compile(rf"[^\n]*?\b{re.escape(name)}\s*=\s*[{{\"]*", re.IGNORECASE).match(text, line)
    return Part(value, match.end() if match else line)


def _prefixed(name: str, fields: dict[str, Part]) -> Part | None:
    """Return the id of an id field with the prefix that tells its kind; None where the field is something else."""
    if name not in fields:
        return None
    text, at = fields[name]
    text = unescaped(text.strip())
    if "://" in text or ":" in text[:7]:
        return None if "://" in text else Part(text, at)
    kind = "".join(fields[key].text.lower() for key in _ABBREVIATED_KEYS if key in fields)
    if name == "eprint" and "arxiv" not in kind and not re.match(r"\d{4}\.\d{4,5}", text):
        return None
    prefix = "arXiv:" if name == "eprint" else "doi:"
    return Part(prefix + text, at - len(prefix))


def _with_field(one: Id, fields: dict[str, Part]) -> Id:
    """Return an id with the name of the field that it stands in, if that holds ids and no addresses."""
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


def _stamps(fields: dict[str, Part], text: str, year: int) -> tuple[Stamp, ...]:
    """Return where and when the entry says that it appeared; an e-print without more is on arXiv."""
    dated = _dated(fields, text, year)
    name, venue = _venue(fields)
    if not name:
        return (Stamp("", year, dated.at, dated.at, (dated.at, dated.at), dated),) if dated else ()
    value, at = fields[name]
    end = at + len(value) if text.startswith(value, at) else at  # it may be put together from several places
    return (Stamp(venue, year, at, end, (at, end), dated, name),)


def _venue(fields: dict[str, Part]) -> tuple[str, str]:
    """Return the field that tells where the paper appeared, and what it says; empty where none does."""
    for name in _VENUES:
        if name in fields and (venue := plain(fields[name].text)):
            return name, venue
    for name in ("howpublished", "publisher"):
        if name in fields and "arxiv" in fields[name].text.lower():
            return name, "arXiv"
    return ("eprint", "arXiv") if "eprint" in fields and not fields.keys() & {"publisher", "school"} else ("", "")


def _dated(fields: dict[str, Part], text: str, year: int) -> Part | None:
    """Return the year as the file has it; None where no field names one."""
    part = fields.get("year") or fields.get("date")
    if not year or part is None:
        return None
    at = text.find(str(year), part.at, part.at + len(part.text) + 1)
    return Part(str(year), at) if at >= 0 else Part("", part.at)
