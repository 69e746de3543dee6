"""Directory -> records and problems. One bad file never hides the rest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from effllm.problems import Problem
from effllm.records import Corpus, ReferenceListCounts, Vocabulary
from effllm.records.base import no_garbage
from effllm.store import file_rules, folders, layout
from effllm.store.cache import File, digest_of, digest_of_file, stamp_of
from effllm.store.entry import with_table
from effllm.store.facts import Facts
from effllm.store.misplaced import all_gone, all_misplaced, key_of, table_of
from effllm.store.record_file import (
    canonical,
    entries_of,
    kept_entries,
    not_canonical,
    parse,
    read_bytes,
    read_canonical,
    shaped,
    to_keep,
    unread,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from effllm.records import ReferenceList
    from effllm.store.cache import Cache
    from effllm.store.entry import Entry
    from effllm.store.layout import Kind


@dataclass(frozen=True)
class Checkout:
    """What a directory of records holds.

    Attributes:
        root: the directory.
        entries: every record by kind (the schema's name), in order of the files.
        stems: the names of all files by kind, readable or not; those that misplaced tables should have, too.
        elsewhere: keys of papers whose files are in a wrong place, and folders of papers that are links: what they
            hold is not read, but nothing that names it is wrong.
        problems: what kept files from being read, or from being records of the right shape.
        unformatted: text that each file should have, for those that are right but not in canonical form.
        files: what the cache keeps of each file, for those without problems of their own.
        digests: hash of each file that was read, its path and bytes.
        cache: what was kept; None where nothing is to be.
    """

    root: Path
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {kind.name: [] for kind in layout.KINDS})
    stems: dict[str, set[str]] = field(default_factory=lambda: {kind.name: set() for kind in layout.KINDS})
    elsewhere: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    unformatted: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    cache: Cache | None = None

    @cached_property
    def facts(self) -> Facts:
        """What functions found out about files."""
        return self.cache.facts if self.cache else Facts()

    @cached_property
    def digest(self) -> str:
        """A hash of all files that were read."""
        return digest_of(*(f"{path} {digest}".encode() for path, digest in sorted(self.digests.items())))

    @cached_property
    def lists_digest(self) -> str:
        """A hash of the lists that records take their words from; empty where one of them is not there, whole."""
        files = [self.files.get(path) for path in folders.LISTS]
        return digest_of(*(file.digest.encode() for file in files if file)) if all(files) else ""

    def is_clean(self, entry: Entry, day: str) -> bool:
        """Tell whether rules about one record alone found nothing in this one, on this day or before, with these lists.

        Days only make right what was wrong: what was in the future is so no more.
        """
        known, _, checked = (entry.files[0].clean if entry.files else "").rpartition(" ")
        return bool(known and self.lists_digest) and known == f"{self.lists_digest} {entry.digest}" and checked <= day

    def keep(self, problems: Iterable[Problem], looked: Iterable[Entry], day: str) -> None:
        """Keep in the cache what was read, and that no rule found anything in the other files than those of problems.

        Args:
            problems: all that every rule found.
            looked: the records that rules about one record looked at.
            day: the day on which the rules looked.
        """
        wrong = {problem.path for problem in problems}
        for entry in looked:
            if not (entry.files and self.lists_digest) or entry.at not in {(), (0,)}:
                continue  # the first of a list is for all of it
            if wrong.isdisjoint([entry.document.path, *(table.path for table in entry.tables.values())]):
                entry.files[0].clean, entry.files[0].changed = f"{self.lists_digest} {entry.digest} {day}", True
        self.save()

    def save(self) -> None:
        """Keep in the cache what was read."""
        if self.cache:
            self.cache.save(self.files)

    def recall(self, name: str) -> bytes | None:
        """Return what was made of these files before; None where it is not kept."""
        return self.cache.made(name, self.digest) if self.cache else None

    def remember(self, name: str, value: bytes) -> None:
        """Keep what was made of these files, by its name."""
        if self.cache:
            self.cache.keep(name, self.digest, value)

    def corpus(self, *, papers: bool = True) -> Corpus:
        """Return the records together. Only for a checkout without problems in the shape of its files.

        Args:
            papers: whether those of papers are needed, which are most.
        """
        left_out = {layout.REFERENCES.name, layout.RESULTS.name, *(() if papers else (layout.PAPER.name,))}
        found = {
            name: () if name in left_out else tuple(entry.record for entry in entries)
            for name, entries in self.entries.items()
        }
        branches = sorted(self.entries["category"], key=lambda e: folders.BRANCHES.index(Path(e.document.path).stem))
        parts: dict[str, Any] = {
            "papers": found["paper"],
            "branches": tuple(entry.record for entry in branches),
            "venues": found["venues"],
            "frameworks": found["framework"],
            "models": found["model"],
            "hardware": found["hardware"],
            "reading_lists": found["reading-list"],
            "lists": found["public-list"],
            "formulas": found["formula"],
            "measurements": found["measurement"],
            "reference_lists": tuple(ReferenceListCounts(**e.fact(_counts)) for e in self.entries["references"]),
            "citation_counts": found["cited"],
        }
        if found["vocabulary"]:
            parts["vocabulary"] = cast("Vocabulary", found["vocabulary"][0])
        return Corpus.model_construct(**{**Corpus().__dict__, **parts})


def _counts(kept: ReferenceList) -> dict[str, Any]:
    """Return what readers need of a reference list, which is not its entries: they are most of all records' text."""
    head = {name: getattr(kept, name) for name in ("key", "read", "complete")}
    return {**head, "source": str(kept.source), "entries": len(kept.list), "matched": kept.matched}


@no_garbage()
def read(root: Path, cache: Cache | None = None) -> Checkout:
    """Read every record below ``root``. The cost is linear in the number of files.

    Args:
        root: the checkout.
        cache: what was kept of it: files that have not changed since are not read. `Checkout.keep` adds to it.

    Raises:
        FileNotFoundError: ``root`` has no folder ``papers`` or ``taxonomy``.
        PermissionError: a folder may not be read; what is in it would be missed everywhere else.
    """
    if not any((root / folder).is_dir() for folder in folders.FOLDERS):
        missing = f"{root} is no checkout of the knowledge base: it has no folder papers or taxonomy"
        raise FileNotFoundError(missing)
    checkout = Checkout(root, cache=cache)
    others: list[str] = []
    for path, file in layout.files_below(root):
        kind = layout.kind_of(path)
        if kind or (file.is_symlink() and file.is_dir()):
            _read_file(checkout, kind, path, file)
        else:
            others.append(path)
    checkout.elsewhere.update(filter(None, map(key_of, others)))
    checkout.stems[layout.RESULTS.name].update(filter(None, map(table_of, others)))
    join_tables(checkout)
    for entry in checkout.entries[layout.REFERENCES.name]:
        path = entry.document.path
        _refuse_alone(checkout, path, layout.record_path(path), "references")
    checkout.problems.extend(all_misplaced(root, others))
    gone = all_gone(root)
    checkout.problems.extend(gone)
    checkout.elsewhere.update(problem.path for problem in gone)
    return checkout


def join_tables(checkout: Checkout) -> None:
    """Put the figures of every table into the record that it is beside."""
    field_name = "results"
    tables: dict[str, list[Entry]] = {}
    for row in checkout.entries[layout.RESULTS.name]:
        tables.setdefault(layout.record_path(row.document.path), []).append(row)
    for records in (checkout.entries[kind.name] for kind in layout.KINDS if field_name in kind.beside):
        for number, entry in enumerate(records):
            if rows := tables.pop(entry.document.path, None):
                records[number] = with_table(entry, field_name, rows)
            elif f"{entry.key}.{field_name}" in checkout.stems[layout.RESULTS.name]:  # a table that cannot be read
                records[number] = replace(entry, unread=(*entry.unread, (field_name,)))
    for path, rows in tables.items():
        _refuse_alone(checkout, rows[0].document.path, path, "figures")


def _refuse_alone(checkout: Checkout, path: str, record: str, what: str) -> None:
    """Say that a file is beside no record; one that cannot be read, or is elsewhere, is reported already."""
    if not (checkout.root / record).exists() and layout.stem_of(record) not in checkout.elsewhere:
        hint = f"give the file the name of its record, or write the record {record}"
        right = layout.paper_path(layout.stem_of(path))
        if (checkout.root / right).exists():
            hint = f"move it: git mv {path} {right.removesuffix('.yml')}.{path.split('.', 1)[1]}"
        message = f"{what} without the record {'of their paper' if layout.kind_of(record) is layout.PAPER else record}"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, hint))


def _read_file(checkout: Checkout, kind: Kind | None, path: str, file: os.DirEntry[str]) -> None:
    """Take a file into the checkout, from the cache where it has not changed."""
    if kind is None or (file.is_symlink() and file.is_dir()):
        checkout.elsewhere.add(path)
        hint = "put the folder itself here, with its files"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, "a link, not a folder: not read", hint))
        return
    checkout.stems[kind.name].add(file.name.rpartition(".")[0])
    if not file.is_file(follow_symlinks=False):
        message = "a link, not a file" if file.is_symlink() else "not a file of text"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, "put the file itself here"))
        return
    kept = checkout.cache.files.get(path) if checkout.cache else None
    try:
        stamp = stamp_of(file.stat(follow_symlinks=False)) if checkout.cache else ""
        same = kept is not None and bool(stamp) and kept.stamp == stamp
        raw = b"" if same else read_bytes(file.path)
    except OSError as error:
        hint = "check the rights of the file and of its folder"
        message = f"cannot be read: {error.strerror}"
        checkout.problems.append(Problem(path, 1, 1, file_rules.PLACE.code, message, hint))
        return
    digest = kept.digest if kept and same else digest_of_file(path, raw)
    if kept and checkout.cache and digest == kept.digest:
        if not same:
            kept.stamp, kept.changed = stamp, True
        checkout.files[path], checkout.digests[path] = kept, kept.digest
        checkout.entries[kind.name].extend(kept_entries(checkout.root, path, kind, kept, checkout.cache))
    else:
        _include(checkout, kind, path, raw, File(checkout.facts, stamp, digest, changed=True))


def include(checkout: Checkout, path: str, text: str) -> None:
    """Take the text of a file into the checkout as if it were at ``path``, behind the files that were read.

    Raises:
        ValueError: no record belongs at ``path``.
    """
    kind = layout.kind_of(path)
    if kind is None:
        raise ValueError(f"no record belongs at {path}")
    checkout.stems[kind.name].add(PurePosixPath(path).stem)
    _include(checkout, kind, path, text.encode())


def _include(checkout: Checkout, kind: Kind, path: str, raw: bytes, file: File | None = None) -> None:
    """Take a file into the checkout; where it is without problems, with what the cache will keep of it."""
    if file:
        checkout.digests[path] = file.digest
        if records := read_canonical(path, kind, raw):
            checkout.files[path] = file
            file.describe(raw.decode(), len(records))
            entries = entries_of(checkout.root, path, kind, records, file)
            checkout.entries[kind.name].extend(entries)
            if checkout.cache and kind is layout.REFERENCES:  # whose lines are JSON already; readers need the counts
                entries[0].fact(_counts)
            elif checkout.cache:
                file.records = to_keep(kind, records)
            return
    document, problems = parse(path, raw)
    if document is not None:
        entries, wrong = shaped(kind, document)
        problems += wrong
        if not problems and raw != (wanted := canonical(path, kind, [e.record for e in entries])).encode():
            checkout.unformatted[path] = wanted
            problems.append(not_canonical(document, raw, wanted))
        if file and not problems:
            checkout.files[path] = file
            file.describe(document.text, len(entries))
            if checkout.cache and kind is not layout.REFERENCES:  # whose lines are JSON already
                file.records = to_keep(kind, [entry.record for entry in entries])
            later = unread(checkout.root, path, file.digest)  # its nodes are most of what a checkout holds
            entries = [replace(entry, document=later, files=(file,)) for entry in entries]
        checkout.entries[kind.name].extend(entries)
    checkout.problems.extend(problems)
