"""A record and where it stands. One from the cache is made, and its file read, only when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from effllm.problems import Edit
from effllm.store.document import Document
from effllm.store.facts import Facts
from effllm.store.layout import stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from effllm.checks import Rule
    from effllm.problems import Problem
    from effllm.store.cache import File
    from effllm.store.document import Loc

T = TypeVar("T")


@dataclass(eq=False)  # a frozen one takes twice as long to make, which counts at ten thousand
class Entry:
    """One record and where it stands; it is not changed.

    Attributes:
        make: returns the record; with problems in its shape, what could be read of it.
        document: its file.
        at: its place in the file; empty where the file is the record.
        unread: the places in the record whose values are of the wrong shape, or that a misspelt field was meant for.
        tables: fields of the record that stand in a table beside its file.
        files: what the cache keeps of its file, and of the tables; empty where one of them has problems of its own.
    """

    make: Callable[[], Any]
    document: Document
    at: Loc = ()
    unread: tuple[Loc, ...] = ()
    tables: dict[str, Document] = field(default_factory=dict)
    files: tuple[File, ...] = ()

    @cached_property
    def record(self) -> Any:  # noqa: ANN401 - of the kind of the file
        """The record."""
        return self.make()

    def fact(self, work: Callable[[Any], T]) -> T:
        """Return what a function finds out about the record of a whole file; the cache keeps it.

        Args:
            work: a function of the record alone, but for the fields in tables, whose result is plain values: texts,
                numbers, lists.
        """
        facts, digest = self._facts
        name = _name_of(work)
        try:
            found: T = facts.column(name)[digest]
        except KeyError:
            found = work(self.record)
            facts.learn(name, digest, found)
        return found

    def had(self, work: Callable[[Any], object], digest: str) -> bool:
        """Tell whether this fact is known to be the same of what the file held before, which had this hash."""
        now, before = self.fact(work), self._facts[0].column(_name_of(work))
        return digest in before and before[digest] == now

    @cached_property
    def _facts(self) -> tuple[Facts, str]:
        """What is known about the records of whole files, and the hash under which this one is there."""
        return (self.files[0].facts, self.files[0].digest) if self.files and not self.at else (Facts(), "")

    def known(self, name: str) -> Any:  # noqa: ANN401 - as it was learned
        """Return what was learned about the record under a name; None for nothing."""
        facts, digest = self._facts
        return facts.column(name).get(digest)

    def learn(self, name: str, fact: Any) -> None:  # noqa: ANN401 - as JSON has it
        """Add what is known about the record of a whole file; the cache keeps it."""
        facts, digest = self._facts
        facts.learn(name, digest, fact)

    @cached_property
    def key(self) -> str:
        """What the name of its file says: a paper's key."""
        return stem_of(self.document.path)

    @property
    def digest(self) -> str:
        """The hashes of its file and of the tables beside it; empty where one of them has problems of its own."""
        return " ".join([file.digest for file in self.files])

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
        return not self.unread or not any((name,) == bad[:1] for bad in self.unread for name in fields)

    def is_read(self, loc: Loc) -> bool:
        """Tell whether what stands at a place in the record could be read: in a list, the whole item."""
        return not any(loc[: len(bad)] == bad or (len(loc) > 1 and bad[: len(loc)] == loc) for bad in self.unread)


@cache
def _name_of(work: Callable[[Any], object]) -> str:
    return f"{work.__module__}.{work.__qualname__}"


class UnreadDocument(Document):
    """A file whose records come from the cache; it is read when its text or a place in it is asked for."""

    def __init__(self, path: str, read: Callable[[], Document | None]) -> None:
        vars(self).update(path=path, _read=read)

    @cached_property
    def _document(self) -> Document:
        read: Callable[[], Document | None] = self.__dict__["_read"]
        # Somebody may have changed it since: then the place is its first line.
        nothing = yaml.MappingNode("tag:yaml.org,2002:map", [], *(yaml.Mark("", 0, 0, 0, None, 0),) * 2)
        return read() or Document(self.path, "", nothing, {})

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the file has it
        """Return text, node or values of the file."""
        if name in {"text", "node", "data"}:
            return getattr(self._document, name)
        raise AttributeError(name)

    def find(self, loc: Loc, *, key: bool = False) -> tuple[yaml.Node, Loc]:
        """Return the node at a place; see `Document.find`."""
        return self._document.find(loc, key=key)

    def problem(  # noqa: PLR0913 - a finding has that many parts
        self, rule: Rule, loc: Loc, message: str, hint: str = "", *, key: bool = False, fix: tuple[Edit, ...] = ()
    ) -> Problem:
        """Return a finding at the line and column of ``loc``."""
        return self._document.problem(rule, loc, message, hint, key=key, fix=fix)


def with_table(entry: Entry, name: str, rows: list[Entry]) -> Entry:
    """Return the entry of a record together with a field that stands in a table beside its file."""
    unread = tuple((name, number, *loc) for number, row in enumerate(rows) for loc in row.unread)
    files = (*entry.files, *rows[0].files[:1]) if entry.files and rows[0].files else ()
    make = partial(_joined, entry, name, rows)
    return Entry(make, entry.document, entry.at, (*entry.unread, *unread), {name: rows[0].document}, files)


def _joined(entry: Entry, name: str, rows: list[Entry]) -> Any:  # noqa: ANN401 - of the kind of the file
    return entry.record.model_copy(update={name: tuple(row.record for row in rows)})
