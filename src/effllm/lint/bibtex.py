"""BibTeX files, as bibtexparser reads them; it keeps lines, columns are looked up in the source."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock
from bibtexparser.model import Entry as Record

from effllm.lint import addresses
from effllm.lint.document import Document, Entry, Link, Odd, Part, Stamp, line_starts
from effllm.rules.markup import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bibtexparser.model import Block

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what cannot be read is a finding here

_TEXTS = ("journal", "booktitle", "note", "howpublished", "volume", "number", "pages", "annote", "archiveprefix")
_VENUES = ("booktitle", "journal", "journaltitle")
_ADDRESS = re.compile(r"https?://[^\s{}\"<>|\\]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ABBREVIATED_KEYS = ("eprinttype", "archiveprefix")


def read(path: str, text: str) -> Document:
    """Return the papers of a BibTeX file; what bibtexparser cannot read is told with its line."""
    starts = line_starts(text)
    library = parse_string(text)
    unread = []
    for block in library.failed_blocks:
        at = _at(block, starts)
        if isinstance(block, DuplicateBlockKeyBlock):
            first = starts[block.previous_block.start_line or 0]
            line = text.count("\n", 0, first) + 1
            unread.append(
                Odd(at, f'the key "{block.key}" stands in line {line} already', "give one of them another key")
            )
        elif isinstance(block, DuplicateFieldKeyBlock):
            fields = ", ".join(sorted(block.duplicate_keys))
            unread.append(Odd(at, f"a field stands twice in this entry: {fields}", "keep one of the two"))
        else:
            hint = "look for a brace, a quote or a comma that is missing in it or just before it"
            unread.append(Odd(at, "this entry cannot be read", hint))
    records = [*library.entries, *_inside(library.failed_blocks)]
    entries = [_entry(record, text, starts) for record in records]
    entries.sort(key=lambda entry: entry.at)
    return Document(path, text, tuple(entries), unread=tuple(unread))


def _at(block: Block, starts: list[int]) -> int:
    return starts[min(block.start_line or 0, len(starts) - 1)]


def _inside(failed: Sequence[Block]) -> list[Record]:
    """Return the entries whose key is taken: they are papers all the same."""
    inner = [block.ignore_error_block for block in failed if isinstance(block, DuplicateBlockKeyBlock)]
    return [block for block in inner if isinstance(block, Record)]


def _entry(record: Record, text: str, starts: list[int]) -> Entry:
    fields = {
        field.key.lower(): _value(field.key, str(field.value), field.start_line, text, starts)
        for field in record.fields
    }
    links = [
        Link(name, match[0].rstrip(".,;"), part.at + match.start())
        for name, part in fields.items()
        if name not in {"abstract", "title"}
        for match in _ADDRESS.finditer(part.text)
    ]
    texts = [fields[name] for name in _TEXTS if name in fields]
    texts += [part for name in ("eprint", "doi") if (part := _prefixed(name, fields))]
    ids, odd_ids = addresses.read(links, texts)
    title = fields.get("title")
    year = next(
        (match for name in ("year", "date") if name in fields and (match := _YEAR.search(fields[name].text))), None
    )
    return Entry(
        at=_at(record, starts),
        text=plain(title.text) if title else "",
        titles=(Part(plain(title.text), title.at),) if title and title.text.strip() else (),
        links=tuple(links),
        ids=ids,
        odd_ids=odd_ids,
        stamps=_stamps(fields, int(year[0]) if year else 0),
        cited=True,
    )


def _value(key: str, value: str, line: int | None, text: str, starts: list[int]) -> Part:
    """Return a field's value at its place: where it starts in its line, else at the line's beginning."""
    at = starts[min(line or 0, len(starts) - 1)]
    match = re.compile(rf"[^\n]*?\b{re.escape(key)}\s*=\s*[{{\"]*").match(text, at)
    return Part(value, match.end() if match else at)


def _prefixed(name: str, fields: dict[str, Part]) -> Part | None:
    """Return the id of an id field with the prefix that tells its kind; None where the field is something else."""
    if name not in fields:
        return None
    text, at = fields[name]
    text = text.strip()
    if "://" in text or ":" in text[:7]:
        return None if "://" in text else Part(text, at)
    kind = "".join(fields[key].text.lower() for key in _ABBREVIATED_KEYS if key in fields)
    if name == "eprint" and "arxiv" not in kind and not re.match(r"\d{4}\.\d{4,5}", text):
        return None
    prefix = "arXiv:" if name == "eprint" else "doi:"
    return Part(prefix + text, at - len(prefix))


def _stamps(fields: dict[str, Part], year: int) -> tuple[Stamp, ...]:
    """Return where and when the entry says that it appeared; an e-print without more is on arXiv."""
    for name in _VENUES:
        if name in fields and (text := plain(fields[name].text)):
            at = fields[name].at
            return (Stamp(text, year, at, at + len(text)),)
    place = fields.get("howpublished") or fields.get("publisher")
    if place and "arxiv" in place.text.lower():
        return (Stamp("arXiv", year, place.at, place.at),)
    if "eprint" in fields and "publisher" not in fields and "school" not in fields:
        return (Stamp("arXiv", year, fields["eprint"].at, fields["eprint"].at),)
    return (Stamp("", year, at := (fields.get("year") or fields["date"]).at, at),) if year else ()
