"""One file and its records: bytes -> document -> records and what is wrong, and back to the one canonical text."""

from __future__ import annotations

import contextlib
from codecs import BOM_UTF8
from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from pydantic_core import from_json

from effllm.problems import Problem
from effllm.store import canonical_reader, file_rules, json_lines, layout, results_csv
from effllm.store.cache import digest_of_file
from effllm.store.characters import MAX_BYTES, decode
from effllm.store.document import parse as parse_yaml
from effllm.store.entry import Entry, UnreadDocument
from effllm.store.shape import build
from effllm.store.writer import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from effllm.records import ReferenceList, Result
    from effllm.records.base import Record
    from effllm.store.cache import Cache, File
    from effllm.store.document import Document, Loc
    from effllm.store.layout import Kind


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file; `Path.read_bytes` takes twice as long, which counts at ten thousand."""
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return file.read()


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a file; return the document (None where it cannot be read) and what is wrong with it."""
    if path.endswith(".jsonl"):
        return (json_lines.parse_list if layout.kind_of(path) in layout.LINES else json_lines.parse)(path, raw)
    return (results_csv.parse if path.endswith(".csv") else parse_yaml)(path, raw)


_FAST = {
    layout.PAPER.name: (canonical_reader.guess, MAX_BYTES),
    layout.RESULTS.name: (results_csv.guess, MAX_BYTES),
    layout.REFERENCES.name: (json_lines.guess, json_lines.MAX_BYTES),
}
"""Kinds with many files or lines -> what guesses the values of a text in canonical form; the largest file."""


def read_canonical(path: str, kind: Kind, raw: bytes) -> list[Record]:
    """Return the records of a file in its canonical form, in which nothing is wrong; nothing of any other file.

    As the writer makes these very bytes of the records, they are what the bytes say: no place in the file is needed.
    """
    read, most = _FAST.get(kind.name, (None, 0))
    text, problems = decode(path, raw, most) if read else ("", [])
    if read is None or not text or problems or "\\" in text:  # behind an escape there may be what nobody sees
        return []
    told = {kind.stem: layout.stem_of(path)} if kind.stem else {}
    try:
        values: Any = read(text)
        records: list[Record] = [
            kind.model.model_validate({**value, **told}) for value in (values if kind.listed else [values])
        ]
    except (ValueError, TypeError, KeyError):  # not in its canonical form, or no record
        return []
    if kind is layout.REFERENCES:
        return records if text.encode() == raw and json_lines.is_canonical(text, values) else []
    return records if canonical(path, kind, records).encode() == raw else []


def shaped(kind: Kind, document: Document) -> tuple[list[Entry], list[Problem]]:
    """Return the document's records and what is wrong with their shape."""
    told = {kind.stem: layout.stem_of(document.path)} if kind.stem else {}
    places: list[tuple[Any, Loc]] = [(document.data, ())]
    if kind.listed:
        if not isinstance(document.data, list):
            hint = "start each entry with '- id: ...'"
            return [], [document.problem(file_rules.SHAPE, (), "expected a list of entries", hint)]
        places = [(item, (number,)) for number, item in enumerate(document.data)]
    entries: list[Entry] = []
    problems: list[Problem] = []
    for data, at in places:
        record, found, unread = build(kind.model, document, data, told, at)
        problems += found
        problems += _moved(kind, document, data)
        if record is not None:
            entries.append(Entry(partial(_same, record), document, at, tuple(unread)))
    return entries, problems


def _moved(kind: Kind, document: Document, data: Any) -> Iterator[Problem]:  # noqa: ANN401 - YAML holds anything
    """Yield a problem for each field that is in the record, but belongs into a table beside it."""
    for name in kind.beside if isinstance(data, dict) else ():
        if name in data:
            columns = ",".join(results_csv.NEEDED)
            hint = f"write them to {layout.table_path(document.path, name)}, a line each: {columns}, ..."
            yield document.problem(
                file_rules.UNKNOWN_FIELD, (name,), f"{name} are in a table beside the record", hint, key=True
            )


def not_canonical(document: Document, raw: bytes, wanted: str) -> Problem:
    """Return the problem of a file that is right but not written in the canonical form, which is ``wanted``."""
    if document.text == wanted:
        return _bytes(document.path, raw)
    lines, right = document.text.split("\n"), wanted.split("\n")
    last = min(len(lines), len(right)) - 1
    number = next((n for n, pair in enumerate(zip(lines, right, strict=False)) if pair[0] != pair[1]), last)
    column = next((n for n, (a, b) in enumerate(zip(lines[number], right[number], strict=False)) if a != b), 0)
    hint = f"run: effllm fmt {document.path}"
    if right[number] not in {"", lines[number]}:
        hint = f"should read: {right[number].strip()}\n{hint}"
    return Problem(
        document.path,
        number + 1,
        column + 1,
        file_rules.NOT_CANONICAL.code,
        "not in canonical form",
        hint,
        end_column=column + 2,
    )


def _bytes(path: str, raw: bytes) -> Problem:
    """Say what is odd about the bytes of a file whose text is in canonical form."""
    odd = ["a byte order mark at its start"] if raw.startswith(BOM_UTF8) else []
    hint = f"run: effllm fmt {path}"
    if b"\r\n" in raw:
        odd.append("the line ends of Windows")
        hint += "\nif git brings them back, .gitattributes needs the line: * text=auto eol=lf"
    if b"\r" in raw.replace(b"\r\n", b""):
        odd.append("the line ends of old Macs")
    message = f"not in canonical form: the file has {' and '.join(odd)}"
    return Problem(path, 1, 1, file_rules.NOT_CANONICAL.code, message, hint)


def canonical(path: str, kind: Kind, records: list[Record]) -> str:
    """Return the canonical text of the file at ``path`` that holds these records."""
    if kind is layout.RESULTS:
        return results_csv.to_csv(cast("list[Result]", records))
    if kind is layout.REFERENCES:
        return json_lines.to_jsonl(cast("ReferenceList", records[0]))
    if kind in {layout.INCOMING, layout.CITED}:
        return json_lines.to_lines(sorted(records, key=attrgetter("rank")))
    if kind in layout.LINES:
        return json_lines.to_lines(records)
    return to_yaml(records if kind.listed else records[0], layout.schema_of(path, kind), leave_out=kind.not_inside)


def to_keep(kind: Kind, records: Sequence[Record]) -> bytes:
    """Return the records of a file as JSON, a list of them where the file is one."""
    texts = [record.model_dump_json(exclude_unset=True) for record in records]
    return (f"[{','.join(texts)}]" if kind.listed else texts[0]).encode()


def entries_of(root: Path, path: str, kind: Kind, records: list[Record], file: File) -> list[Entry]:
    """Return the records of a file in which nothing is wrong."""
    document, files = unread(root, path, file.digest), (file,)
    places: list[Loc] = [(number,) for number in range(len(records))] if kind.listed else [()]
    made = zip(records, places, strict=True)
    return [Entry(partial(_same, record), document, at, files=files) for record, at in made]


def kept_entries(root: Path, path: str, kind: Kind, file: File, cache: Cache) -> list[Entry]:
    """Return the records of a file as the cache has them, without reading it."""
    document, files = unread(root, path, file.digest), (file,)
    if not kind.listed:
        return [Entry(partial(_kept_record, document, kind, file, cache), document, files=files)]
    items = _KeptList(document, kind, file, cache)
    return [Entry(partial(items.record, number), document, (number,), files=files) for number in range(file.number)]


def _kept_record(document: UnreadDocument, kind: Kind, file: File, cache: Cache) -> Record:
    """Return the record of a file as the cache has it, else as the file has it."""
    kept = cache.made(document.path, file.digest) if kind is not layout.REFERENCES else None
    return kind.model.model_validate_json(kept) if kept else _records_again(document, kind)[0]


class _KeptList:
    """The records of a file that is a list, as the cache has them; they are read when somebody asks for one."""

    def __init__(self, document: UnreadDocument, kind: Kind, file: File, cache: Cache) -> None:
        self._document = document
        self._kind = kind
        self._file = file
        self._cache = cache

    def record(self, number: int) -> Record:
        return self._records[number]

    @cached_property
    def _records(self) -> list[Record]:
        kept = self._cache.made(self._document.path, self._file.digest)
        if kept is None:
            return _records_again(self._document, self._kind)
        return [self._kind.model.model_validate(item) for item in from_json(kept)]


def unread(root: Path, path: str, digest: str) -> UnreadDocument:
    """Return a file whose text and places are read again where they are asked for, which is seldom."""
    return UnreadDocument(path, partial(_read_again, root, path, digest))


def _same(record: Record) -> Record:
    return record


def _read_again(root: Path, path: str, digest: str) -> Document | None:
    """Return a file as it was; None where it has changed since."""
    with contextlib.suppress(OSError):
        raw = read_bytes(f"{root}/{path}")
        return parse(path, raw)[0] if digest_of_file(path, raw) == digest else None
    return None


def _records_again(document: UnreadDocument, kind: Kind) -> list[Record]:
    """Return the records of a file.

    Raises:
        OSError: somebody changed the file since it was looked at.
    """
    entries = shaped(kind, document)[0]
    if not (document.text and entries):
        raise OSError(None, "changed while it was read; run the command again", document.path)
    return [entry.record for entry in entries]
