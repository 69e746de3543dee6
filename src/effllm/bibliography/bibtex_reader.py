"""BibTeX text -> entries, and what is wrong with the others. One broken entry never hides the rest."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bibtexparser.library import Library

# The parser also tells of broken entries in a log, which nobody here reads and which costs more time than the reading.
_LOG = logging.getLogger("bibtexparser")

USED = frozenset(
    """author title booktitle journal journaltitle eventtitle howpublished year date eprint eprinttype archiveprefix
    doi url crossref""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Fields that a record is made from; in the others two values do no harm."""

_HEAD = re.compile(r"@\s*(\w*)\s*[({]?\s*([^\s,={}]*)")
_UNCLOSED, _NO_EQUALS, _NO_KEY = "looking for", "Expected a `=`", "after entry key"
_INHERITED = {"title": "booktitle"}
_ITS_OWN = frozenset(("author", "crossref", "doi", "url", "eprint", "keywords", "abstract", "subtitle"))
"""Fields that are of a volume, not of the papers in it."""


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry.

    Attributes:
        line: line of its ``@``, from 1.
        kind: ``article``, ``inproceedings`` and so on, in lower case.
        key: its citation key.
        fields: values by their names in lower case; strings are filled in, LaTeX is left as it is.
        lines: the line, from 1, in which each field is; of what is left to another entry, that entry's.
        twice: names of fields that are repeated; the first of each is the one that counts.
    """

    line: int
    kind: str
    key: str
    fields: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry that could not be read.

    Attributes:
        line: line of its ``@``, from 1.
        key: its citation key, as far as it can be told.
        message: what is wrong with it.
        hint: what would be right.
        read: what could be read of it nevertheless.
    """

    line: int
    key: str
    message: str
    hint: str
    read: BibEntry | None = None


def read_bibtex(text: str) -> tuple[list[BibEntry], list[BrokenEntry]]:
    """Return the entries of a BibTeX file, and those that could not be read, both in the order of the file.

    Abbreviations (``@string``) are filled in and parts joined with ``#``; what an entry leaves to another one
    (``crossref``) is filled in too. Keys may be repeated: here they are only names.
    """
    library = _parsed(text.replace("\r\n", "\n").replace("\r", "\n"))
    strings = {string.key.lower(): _value(string.value, {}) for string in library.strings}
    entries: list[BibEntry] = []
    broken: list[BrokenEntry] = []
    for block in library.blocks:
        found: Entry | None = block if isinstance(block, Entry) else None
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry):
            found = block.ignore_error_block
        elif isinstance(block, DuplicateFieldKeyBlock):
            found = block.ignore_error_block if isinstance(block.ignore_error_block, Entry) else None
            if found and (twice := _twice(found)):
                message = f"{twice} is repeated with different values"
                read = _entry(found, line, strings)
                broken.append(BrokenEntry(line, found.key, message, "keep one of the two", read))
                continue
        elif isinstance(block, ParsingFailedBlock):
            broken.append(_broken(block, line))
        if found is not None:
            entries.append(_entry(found, line, strings))
    return list(_with_inherited(entries)), broken


def _parsed(text: str) -> Library:
    level = _LOG.level
    _LOG.setLevel(logging.CRITICAL)
    try:
        return parse_string(text, parse_stack=[])
    finally:
        _LOG.setLevel(level)


def _entry(found: Entry, line: int, strings: Mapping[str, str]) -> BibEntry:
    first = {one.key.lower(): one for one in reversed(found.fields)}
    fields = {name: _value(one.value, strings) for name, one in first.items()}
    lines = {name: (one.start_line or 0) + 1 for name, one in first.items()}
    counts = Counter(one.key.lower() for one in found.fields)
    twice = tuple(sorted(name for name, count in counts.items() if count > 1))
    return BibEntry(line, found.entry_type.lower(), found.key, fields, lines, twice)


def _twice(entry: Entry) -> str:
    """Return the name of a used field that has two different values; empty where there is none."""
    first: dict[str, str] = {}
    for one in entry.fields:
        name, value = one.key.lower(), str(one.value)
        if name in USED and first.setdefault(name, value) != value:
            return name
    return ""


def _broken(block: ParsingFailedBlock, line: int) -> BrokenEntry:
    """Say in plain words why an entry could not be read."""
    raw, reason = block.raw or "", str(getattr(block.error, "abort_reason", block.error))
    head = _HEAD.match(raw)
    key = head[2] if head else ""
    if _UNCLOSED in reason or "end of file" in reason:
        message = "the entry is not closed: a brace or a quote is missing"
        hint = "close what is opened, before the next entry begins"
    elif _NO_EQUALS in reason:
        message, hint = 'a field without "=", or a comma is missing before it', "write a field as name = {value},"
    elif _NO_KEY in reason:
        message, key = "a comma is missing behind the key, or the key itself", ""
        hint = "begin an entry with its kind and its key, as @article{key,"
    else:
        message = "not BibTeX: a brace, a quote or a comma is out of place"
        hint = "look for it in the entry, or just before it"
    return BrokenEntry(line, key, message, hint)


def _value(raw: object, strings: Mapping[str, str]) -> str:
    """Return a value without its braces or quotes, abbreviations filled in and parts joined."""
    text = str(raw)
    parts = _parts(text) if "#" in text else (text,)  # nearly always one part: signs are not looked at one by one
    return "".join(_part(part.strip(), strings) for part in parts)


def _parts(raw: str) -> Iterator[str]:
    """Yield the parts of a value between the signs ``#`` that are outside braces and quotes."""
    depth, quoted, start = 0, False, 0
    for place, sign in enumerate(raw):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
            yield raw[start:place]
            start = place + 1
    yield raw[start:]


def _part(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and part[0] + part[-1] in {"{}", '""'}:
        return part[1:-1]
    return strings.get(part.lower(), part)


def _with_inherited(entries: Iterable[BibEntry]) -> Iterator[BibEntry]:
    """Yield the entries, each with the fields that it leaves to the one it refers to."""
    entries = list(entries)
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        parent = by_key.get(entry.fields.get("crossref", "").strip().lower())
        if parent is None or parent is entry:
            yield entry
            continue
        names = _inherited(parent)
        fields = {name: parent.fields[there] for name, there in names.items()}
        lines = {name: parent.lines[there] for name, there in names.items()}
        yield replace(entry, fields={**fields, **entry.fields}, lines={**lines, **entry.lines})


def _inherited(parent: BibEntry) -> dict[str, str]:
    """Return the names of the fields that an entry leaves to those who refer to it, by their names there."""
    names = {_INHERITED.get(name, name): name for name in parent.fields if name not in _ITS_OWN}
    return names | ({"booktitle": "booktitle"} if "booktitle" in parent.fields else {})
