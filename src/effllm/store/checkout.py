"""Directory -> records and problems. One bad file never hides the rest."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from effllm.problems import Edit, Problem
from effllm.records import Corpus, ReferenceListCounts, Vocabulary
from effllm.store import file_rules, json_lines, layout, results_csv
from effllm.store.document import Document, Loc
from effllm.store.document import parse as parse_yaml
from effllm.store.misplaced import all_misplaced, key_of, table_of
from effllm.store.shape import build
from effllm.store.unreadable import get_back
from effllm.store.writer import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.checks import Rule
    from effllm.records import ReferenceList, Result
    from effllm.records.base import Record
    from effllm.store.layout import Kind


@dataclass(frozen=True)
class Entry:
    """One record and where it stands.

    Attributes:
        record: the record; with problems in its shape, what could be read of it.
        document: its file.
        at: its place in the file; empty where the file is the record.
        unread: the places in the record whose values are of the wrong shape, or that a misspelt field was meant for.
        tables: fields of the record that stand in a table beside its file.
    """

    record: Any
    document: Document
    at: Loc = ()
    unread: tuple[Loc, ...] = ()
    tables: dict[str, Document] = field(default_factory=dict)

    def problem(  # noqa: PLR0913 - a finding has that many parts
        self, rule: Rule, loc: Loc, message: str, hint: str = "", *, key: bool = False, fix: tuple[Edit, ...] = ()
    ) -> Problem:
        """Return a finding at a place in the record, in the file in which it stands; its fix is of the same file."""
        table = self.tables.get(str(loc[0])) if loc else None
        document, at = (table, loc[1:]) if table else (self.document, (*self.at, *loc))
        edits = tuple(Edit(e.loc[1:] if table else (*self.at, *e.loc), e.value) for e in fix)
        return document.problem(rule, at, message, hint, key=key, fix=edits)

    def has_read(self, fields: Iterable[str]) -> bool:
        """Tell whether all of these fields of the record could be read, whole."""
        return not any((name,) == bad[:1] for bad in self.unread for name in fields)

    def is_read(self, loc: Loc) -> bool:
        """Tell whether what stands at a place in the record could be read: in a list, the whole item."""
        return not any(loc[: len(bad)] == bad or (len(loc) > 1 and bad[: len(loc)] == loc) for bad in self.unread)


@dataclass(frozen=True)
class Checkout:
    """What a directory of records holds.

    Attributes:
        root: the directory.
        entries: every record by kind (the schema's name), in order of the files.
        stems: the names of all files by kind, readable or not; those that misplaced tables should have, too.
        elsewhere: keys of papers whose files stand in a wrong place, and folders of papers that are links: what they
            hold is not read, but nothing that names it is wrong.
        problems: what kept files from being read, or from being records of the right shape.
        unformatted: text that each file should have, for those that are right but not in canonical form.
    """

    root: Path
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {kind.name: [] for kind in layout.KINDS})
    stems: dict[str, set[str]] = field(default_factory=lambda: {kind.name: set() for kind in layout.KINDS})
    elsewhere: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    unformatted: dict[str, str] = field(default_factory=dict)

    def corpus(self) -> Corpus:
        """Return the records together. Only for a checkout without problems in the shape of its files."""
        found = {name: tuple(entry.record for entry in entries) for name, entries in self.entries.items()}
        branches = sorted(self.entries["category"], key=lambda e: layout.BRANCHES.index(Path(e.document.path).stem))
        parts: dict[str, Any] = {
            "papers": found["paper"],
            "branches": tuple(entry.record for entry in branches),
            "venues": found["venues"],
            "frameworks": found["framework"],
            "models": found["models"],
            "reading_lists": found["reading-list"],
            "reference_lists": tuple(map(_counts, found["references"])),
        }
        if found["vocabulary"]:
            parts["vocabulary"] = cast("Vocabulary", found["vocabulary"][0])
        return Corpus.model_construct(**{**Corpus().__dict__, **parts})


def _counts(kept: ReferenceList) -> ReferenceListCounts:
    """Return what readers need of a reference list, which is not its entries: they are most of all records' text."""
    head = {name: getattr(kept, name) for name in ("key", "source", "read", "complete")}
    return ReferenceListCounts(**head, entries=len(kept.list), matched=kept.matched)


def read(root: Path) -> Checkout:
    """Read every record below ``root``. The cost is linear in the number of files.

    Raises:
        FileNotFoundError: ``root`` has no folder ``papers`` or ``taxonomy``.
        PermissionError: a folder may not be read; what is in it would be missed everywhere else.
    """
    if not any((root / folder).is_dir() for folder in layout.FOLDERS):
        missing = f"{root} is no checkout of the knowledge base: it has no folder papers or taxonomy"
        raise FileNotFoundError(missing)
    checkout = Checkout(root)
    others: list[str] = []
    for path in _files(root):
        if layout.kind_of(path) or _is_linked_folder(root / path):
            _read_file(checkout, path)
        else:
            others.append(path)
    checkout.elsewhere.update(filter(None, map(key_of, others)))
    checkout.stems[layout.RESULTS.name].update(filter(None, map(table_of, others)))
    join_tables(checkout)
    for entry in checkout.entries[layout.REFERENCES.name]:
        path = entry.document.path
        _refuse_alone(checkout, path, layout.record_path(path), "references")
    checkout.problems.extend(all_misplaced(root, others))
    gone = _missing(root)
    checkout.problems.extend(gone)
    checkout.elsewhere.update(problem.path for problem in gone)
    return checkout


def join_tables(checkout: Checkout) -> None:
    """Put the figures of every table into the record that it stands beside."""
    field_name = "results"
    tables: dict[str, list[Entry]] = {}
    for row in checkout.entries[layout.RESULTS.name]:
        tables.setdefault(layout.record_path(row.document.path), []).append(row)
    for number, entry in enumerate(papers := checkout.entries[layout.PAPER.name]):
        if rows := tables.pop(entry.document.path, None):
            record = entry.record.model_copy(update={field_name: tuple(row.record for row in rows)})
            unread = tuple((field_name, n, *loc) for n, row in enumerate(rows) for loc in row.unread)
            together = {field_name: rows[0].document}
            papers[number] = replace(entry, record=record, unread=(*entry.unread, *unread), tables=together)
        elif f"{entry.record.key}.{field_name}" in checkout.stems[layout.RESULTS.name]:  # a table that cannot be read
            papers[number] = replace(entry, unread=(*entry.unread, (field_name,)))
    for path, rows in tables.items():
        _refuse_alone(checkout, rows[0].document.path, path, "figures")


def _refuse_alone(checkout: Checkout, path: str, record: str, what: str) -> None:
    """Say that a file stands beside no record; a record that cannot be read, or stands elsewhere, is told already."""
    if not (checkout.root / record).exists() and layout.stem_of(record) not in checkout.elsewhere:
        hint = f"give the file the name of its record, or write the record {record}"
        right = layout.paper_path(layout.stem_of(path))
        if (checkout.root / right).exists():
            hint = f"move it: git mv {path} {right.removesuffix('.yml')}.{path.split('.', 1)[1]}"
        message = f"{what} without the record of their paper"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, hint))


def _missing(root: Path) -> list[Problem]:
    """Return a problem for each list that is gone; a folder that never had any list is a collection of its own."""
    gone = [path for path in ("papers", *layout.LISTS) if not os.path.lexists(root / path)]
    if set(layout.LISTS) <= {*gone}:
        return []
    what = {path: "the folder is missing" if path == "papers" else "the file is missing" for path in gone}
    return [Problem(path, 1, 1, file_rules.LIST_GONE.code, what[path], get_back(path)) for path in gone]


def _files(root: Path) -> Iterator[str]:
    """Yield the path of every file below the folders of records, in order, and of links to folders."""
    for folder in layout.FOLDERS:
        for directory, folders, files in os.walk(root / folder, onerror=_refuse):
            folders.sort()
            relative = PurePosixPath(Path(directory).relative_to(root).as_posix())
            links = [name for name in folders if Path(directory, name).is_symlink()]  # which are not followed
            yield from (str(relative / name) for name in sorted([*files, *links]))


def _refuse(error: OSError) -> None:
    """Stop at a folder that may not be read; one that is gone by now has no records."""
    if isinstance(error, PermissionError):
        raise error


def _is_linked_folder(file: Path) -> bool:
    return file.is_symlink() and file.is_dir()


def _read_file(checkout: Checkout, path: str) -> None:
    kind = layout.kind_of(path)
    file = checkout.root / path
    if kind is None or _is_linked_folder(file):
        checkout.elsewhere.add(path)
        hint = "put the folder itself here, with its files"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, "a link, not a folder: not read", hint))
        return
    checkout.stems[kind.name].add(file.stem)
    if file.is_symlink() or not file.is_file():
        message = "a link, not a file" if file.is_symlink() else "not a file of text"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, "put the file itself here"))
        return
    try:
        raw = file.read_bytes()
    except OSError as error:
        hint = "check the rights of the file and of its folder"
        message = f"cannot be read: {error.strerror}"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, hint))
        return
    _include(checkout, kind, path, raw)


def include(checkout: Checkout, path: str, text: str) -> None:
    """Take the text of a file into the checkout as if it stood at ``path``, behind the files that were read.

    Raises:
        ValueError: no record belongs at ``path``.
    """
    kind = layout.kind_of(path)
    if kind is None:
        raise ValueError(f"no record belongs at {path}")
    checkout.stems[kind.name].add(PurePosixPath(path).stem)
    _include(checkout, kind, path, text.encode())


def _include(checkout: Checkout, kind: Kind, path: str, raw: bytes) -> None:
    document, problems = parse(path, raw)
    checkout.problems.extend(problems)
    if document is not None:
        entries, shaped = _shape(kind, document)
        checkout.entries[kind.name].extend(entries)
        checkout.problems.extend(shaped)
        if not (problems or shaped):
            checkout.problems.extend(_form(checkout, kind, document, raw, [entry.record for entry in entries]))


def parse(path: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a file; return the document (None where it cannot be read) and what is wrong with it."""
    if path.endswith(".jsonl"):
        return (json_lines.parse_list if layout.LEFT_OUT.pattern.fullmatch(path) else json_lines.parse)(path, raw)
    return (results_csv.parse if path.endswith(".csv") else parse_yaml)(path, raw)


def _shape(kind: Kind, document: Document) -> tuple[list[Entry], list[Problem]]:
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
            entries.append(Entry(record, document, at, tuple(unread)))
    return entries, problems


def _moved(kind: Kind, document: Document, data: Any) -> Iterator[Problem]:  # noqa: ANN401 - YAML holds anything
    """Yield a problem for each field that stands in the record, but belongs into a table beside it."""
    for name in kind.beside if isinstance(data, dict) else ():
        if name in data:
            columns = ",".join(results_csv.NEEDED)
            hint = f"write them to {layout.table_path(document.path, name)}, a line each: {columns}, ..."
            yield document.problem(
                file_rules.UNKNOWN_FIELD, (name,), f"{name} stand in a table beside the record", hint, key=True
            )


def _form(checkout: Checkout, kind: Kind, document: Document, raw: bytes, records: list[Record]) -> Iterator[Problem]:
    """Yield a problem where the file is right but not written in the canonical form."""
    wanted = canonical(document.path, kind, records)
    if raw == wanted.encode():
        return
    checkout.unformatted[document.path] = wanted
    if document.text == wanted:
        yield _bytes(document.path, raw)
        return
    lines, right = document.text.split("\n"), wanted.split("\n")
    last = min(len(lines), len(right)) - 1
    number = next((n for n, pair in enumerate(zip(lines, right, strict=False)) if pair[0] != pair[1]), last)
    column = next((n for n, (a, b) in enumerate(zip(lines[number], right[number], strict=False)) if a != b), 0)
    hint = f"run: effllm fmt {document.path}"
    if right[number] not in {"", lines[number]}:
        hint = f"should read: {right[number].strip()}\n{hint}"
    yield Problem(
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
    if kind is layout.LEFT_OUT:
        return json_lines.to_lines(records)
    return to_yaml(records if kind.listed else records[0], layout.schema_of(path, kind), leave_out=kind.not_inside)
