"""`.effllm-cache/`: what was read of a checkout, so that a file that has not changed is not read and checked again.

It holds nothing but rows made from the bytes of files, each under the hash of those bytes, so that it can be deleted at
any time and two commands can use it at once. Each row is sealed with a secret of this user and with the version of the
program: a cache that came with a pull request, from another version, or damaged, is no cache, and is made anew.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import secrets
import sqlite3
import sys
import time
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import VERSION as PYDANTIC

from effllm.store.layout import files_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FOLDER = ".effllm-cache"
"""The folder in a checkout."""

VARIABLE = "EFFLLM_CACHE"
"""The environment variable that names another folder."""

NAME = "records.sqlite"
_COLUMNS = "path TEXT PRIMARY KEY, stamp TEXT, digest TEXT, clean TEXT, records BLOB, facts BLOB, seal BLOB"
_TABLES = (
    f"CREATE TABLE files ({_COLUMNS})",
    "CREATE TABLE made (name TEXT PRIMARY KEY, digest TEXT, value BLOB, seal BLOB)",
)
_WAIT = 2.0
"""Seconds to wait for another command that is writing."""

_TICK = 3_000_000_000
"""Nanoseconds in which a file system may give two edits one time: of a file this young only its bytes tell."""

_EMPTY = "may have an empty text"
_EMPTY_TEXT = re.compile(r'"(?:\s|\\[nrt])*"')  # note: " "


def digest_of(*parts: bytes) -> str:
    """Return a hash of some bytes."""
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def stamp_of(status: os.stat_result) -> str:
    """Return what tells without reading that a file is the one that was read; empty for one that was just written."""
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - _TICK:
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def state_of(root: Path) -> str:
    """Return what tells without reading that no file of a checkout has changed; empty where one was just written.

    Raises:
        PermissionError: a folder may not be read.
    """
    try:
        stamps = {path: stamp_of(file.stat(follow_symlinks=False)) for path, file in files_below(root)}
    except FileNotFoundError:  # somebody deleted it meanwhile
        return ""
    said = "\n".join(f"{path} {stamp}" for path, stamp in stamps.items())
    return digest_of(said.encode(errors="surrogateescape")) if all(stamps.values()) else ""


@dataclass(slots=True, eq=False)
class File:
    """A file without problems of its own, as it was read.

    Attributes:
        stamp: its size, times and number on the disk; see `stamp_of`.
        digest: hash of its bytes.
        records: its records as JSON; empty where the file itself is as fast to read.
        raw_facts: what rules worked out about it alone, by name, as `marshal` writes it; empty for nothing.
        clean: the hash of all that no problem was found in, its own and that of the tables beside it.
        changed: whether this is to be written.
    """

    stamp: str
    digest: str
    records: bytes = b""
    raw_facts: bytes = b""
    clean: str = ""
    changed: bool = False
    _facts: dict[str, Any] | None = None
    _known: int = 0

    @property
    def facts(self) -> dict[str, Any]:
        """What is known about the file; what is added is kept."""
        if self._facts is None:
            raw = self.raw_facts
            facts: dict[str, Any] = marshal.loads(raw) if raw else {}  # noqa: S302 - sealed: only this user wrote it
            self._facts, self._known = facts, len(facts)
        return self._facts

    def to_keep(self) -> tuple[str, str, str, bytes, bytes]:
        """Return what is to be written."""
        return self.stamp, self.digest, self.clean, self.records, marshal.dumps(self.facts)

    def look_for_empty_text(self, text: str) -> None:
        """Note whether there may be an empty text in the file, whose text, in canonical form, this is."""
        self.facts[_EMPTY] = _EMPTY_TEXT.search(text) is not None

    @property
    def may_have_empty_text(self) -> bool:
        """Whether a look at each text is worth while; without one, none is empty."""
        return bool(self.facts.get(_EMPTY, True))

    @property
    def is_new(self) -> bool:
        """Whether something is to be written."""
        return self.changed or (self._facts is not None and len(self._facts) > self._known)


class Cache:
    """The cache of one checkout. Whatever is wrong with it, reading finds nothing and writing does nothing."""

    def __init__(self, root: Path) -> None:
        """Find what is kept; it is read when it is asked for.

        Args:
            root: the checkout.
        """
        moved = os.environ.get(VARIABLE)
        self._folder = Path(moved) if moved else root / FOLDER
        self._key = _key()
        self._stored: set[str] = set()
        link = not moved and (self._folder.is_symlink() or self._file.is_symlink())  # may lead out of the checkout
        self._usable = bool(self._key) and not link

    @cached_property
    def files(self) -> dict[str, File]:
        """What is kept of each file, by its path."""
        files: dict[str, File] = {}
        if self._usable and self._file.is_file():
            with contextlib.suppress(sqlite3.Error, OSError), self._open() as database:
                rows = database.execute("SELECT path, stamp, digest, clean, records, facts, seal FROM files")
                for path, stamp, digest, clean, records, facts, seal in rows:
                    self._stored.add(path)
                    if seal == self._seal(path, stamp, digest, clean, records, facts):
                        files[path] = File(stamp, digest, records, facts, clean)
        return files

    @property
    def _file(self) -> Path:
        return self._folder / NAME

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Yield the database, in one transaction. One of another form, or that is damaged, is deleted."""
        with contextlib.closing(sqlite3.connect(self._file, timeout=_WAIT)) as database, database:
            try:
                database.execute("PRAGMA trusted_schema = OFF")
                tables = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
            except sqlite3.DatabaseError as error:
                if not isinstance(error, sqlite3.OperationalError):  # such as a lock
                    self._file.unlink(missing_ok=True)
                raise
            if tables and tables != set(_TABLES):
                self._file.unlink(missing_ok=True)
                raise sqlite3.DatabaseError("of another form")
            yield database

    def save(self, files: dict[str, File]) -> None:
        """Keep what was read of these files, by path; what is kept of others goes."""
        rows = [(path, *f.to_keep()) for path, f in files.items() if f.is_new or path not in self._stored]
        gone = [(path,) for path in self._stored - files.keys()]
        if not (rows or gone) or not self._usable:
            return
        with contextlib.suppress(sqlite3.Error, OSError), self._written() as database:
            database.executemany("DELETE FROM files WHERE path = ?", gone)
            sealed = ((*row, self._seal(*row)) for row in rows)
            database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", sealed)

    def made(self, name: str, digest: str) -> bytes | None:
        """Return what was made of files with this hash; None where it is not kept."""
        if not self._usable or not self._file.is_file():
            return None
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as database:
            rows = database.execute("SELECT value, seal FROM made WHERE name = ? AND digest = ?", (name, digest))
            for value, seal in rows:
                if seal == self._seal(name, digest, value):
                    return bytes(value)
        return None

    def keep(self, name: str, digest: str, value: bytes) -> None:
        """Keep what was made of files with this hash, in place of what was made of others."""
        if self._usable:
            with contextlib.suppress(sqlite3.Error, OSError), self._written() as database:
                row = (name, digest, value, self._seal(name, digest, value))
                database.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", row)

    @contextlib.contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """Yield the database with its tables; folder, database and tables are made where they are missing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        ignored = self._folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        try:
            with self._open():
                pass
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._stored.clear()  # it was deleted
        with self._open() as database:
            for table in _TABLES:
                database.execute(table.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
            yield database

    def _seal(self, *parts: str | bytes) -> bytes:
        """Return a hash of a row that only this user and this version can make."""
        raw = [part.encode(errors="surrogateescape") if isinstance(part, str) else part for part in parts]
        return blake2b(b"\0".join(raw), key=self._key, digest_size=16).digest()  # zeros are in the last part alone


def _key() -> bytes:
    """Return the key that seals rows: the user's secret and the version; empty where no secret can be kept."""
    try:
        secret = _secret(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "effllm" / "secret")
    except (OSError, RuntimeError):  # no home, or one that cannot be written
        return b""
    return blake2b(secret + _version().encode(), digest_size=32).digest()


def _secret(file: Path) -> bytes:
    """Return random bytes that nobody else knows; the first command writes them."""
    with contextlib.suppress(FileNotFoundError):
        if len(found := file.read_bytes()) == blake2b.MAX_KEY_SIZE:
            return found
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    temporary.touch(mode=0o600)
    temporary.write_bytes(secrets.token_bytes(blake2b.MAX_KEY_SIZE))
    temporary.replace(file)
    return file.read_bytes()  # of the last of several commands that wrote it at once


@cache
def _version() -> str:
    """Return what changes with every change of the program: size and time of its files, and Python's version."""
    package = Path(__file__).parents[1]
    names = ("records", "store", "rules", "lookup", "kb", "search")
    folders: Collection[Path] = (package, *(package / name for name in names))
    files = sorted(
        (entry.path, status.st_size, status.st_mtime_ns)
        for folder in folders
        for entry in os.scandir(folder)
        if entry.is_file() and not entry.name.endswith(".pyc")
        for status in [entry.stat()]
    )
    return f"{sys.version} {PYDANTIC} {files}"
