"""BibTeX text -> entries, and what is wrong with the others. One broken entry never hides the rest."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The parser also tells of broken entries in a log, which nobody here reads: without a reader it would print them.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

USED = frozenset(
    """author title booktitle journal journaltitle eventtitle howpublished year date eprint eprinttype archiveprefix
    doi url crossref""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Fields that a record is made from; in the others two values do no harm."""

_HEAD = re.compile(r"@\s*(\w*)\s*[({]?\s*([^\s,={}]*)")
_UNCLOSED, _NO_EQUALS, _NO_KEY = "looking for", "Expected a `=`", "after entry key"
_INHERITED = {"title": "booktitle", "booktitle": "booktitle", "subtitle": ""}


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry.

    Attributes:
        line: line of its ``@``, from 1.
        kind: ``article``, ``inproceedings`` and so on, in lower case.
        key: its citation key.
        fields: values by their names in lower case; strings are filled in, LaTeX is left as it is.
    """

    line: int
    kind: str
    key: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry that could not be read.

    Attributes:
        line: line of its ``@``, from 1.
        key: its citation key, as far as it can be told.
        message: what is wrong with it.
    """

    line: int
    key: str
    message: str


def read_bibtex(text: str) -> tuple[list[BibEntry], list[BrokenEntry]]:
    """Return the entries of a BibTeX file, and those that could not be read, both in the order of the file.

    Abbreviations (``@string``) are filled in and parts joined with ``#``; what an entry leaves to another one
    (``crossref``) is filled in too. Keys may stand twice: here they are only names.
    """
    library = parse_string(text.replace("\r\n", "\n").replace("\r", "\n"), parse_stack=[])
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
                broken.append(BrokenEntry(line, found.key, f"{twice} stands twice with different values"))
                continue
        elif isinstance(block, ParsingFailedBlock):
            broken.append(_broken(block, line))
        if found is not None:
            fields = {field.key.lower(): _value(field.value, strings) for field in reversed(found.fields)}
            entries.append(BibEntry(line, found.entry_type.lower(), found.key, fields))
    return list(_with_inherited(entries)), broken


def _twice(entry: Entry) -> str:
    """Return the name of a used field that has two different values; empty where there is none."""
    first: dict[str, str] = {}
    for field in entry.fields:
        name, value = field.key.lower(), str(field.value)
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
    elif _NO_EQUALS in reason:
        message = 'a field without "=", or a comma is missing before it'
    elif _NO_KEY in reason:
        message, key = "a comma is missing behind the key, or the key itself", ""
    else:
        message = "not BibTeX: a brace, a quote or a comma is out of place"
    return BrokenEntry(line, key, message)


def _value(raw: object, strings: Mapping[str, str]) -> str:
    """Return a value without its braces or quotes, abbreviations filled in and parts joined."""
    return "".join(_part(part.strip(), strings) for part in _parts(str(raw)))


def _parts(raw: str) -> Iterator[str]:
    """Yield the parts of a value between the signs ``#`` that stand outside braces and quotes."""
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
        inherited = {_INHERITED.get(name, name): value for name, value in parent.fields.items()}
        for name in ("", "author", "crossref", "doi", "url", "eprint", "keywords", "abstract"):  # the volume's own
            inherited.pop(name, None)
        if "booktitle" in parent.fields:
            inherited["booktitle"] = parent.fields["booktitle"]
        yield BibEntry(entry.line, entry.kind, entry.key, {**inherited, **entry.fields})
