"""`.effllm-cache/`: what was read of a checkout, so that a file that has not changed is not read and checked again.

It holds nothing but what was made from the bytes of files, under the hash of those bytes, so that it can be deleted at
any time and two commands can use it at once. A row has what is known of all files, one more each column of
`effllm.store.facts`, and one the records of each file, which are read only when somebody asks for them. Each row is
sealed with a secret of this user and with the version of the program: a cache that came with a pull request, from
another version, or damaged, is no cache, and is made anew.
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
import weakref
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import VERSION as PYDANTIC

from effllm.store.facts import Facts
from effllm.store.layout import files_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FOLDER = ".effllm-cache"
"""The folder in a checkout."""

VARIABLE = "EFFLLM_CACHE"
"""The environment variable that names another folder."""

NAME = "records.sqlite"
_TABLE = "CREATE TABLE kept (name TEXT PRIMARY KEY, digest TEXT, value BLOB, seal BLOB)"
_FILES = "files"
_WAIT = 2.0
"""Seconds to wait for another command that is writing."""

_TICK = 3_000_000_000
"""Nanoseconds in which a file system may give two edits one time: of a file this young only its bytes tell."""

_EMPTY_TEXT = re.compile(r'"(?:\s|\\[nrt])*"')  # note: " "


def digest_of(*parts: bytes) -> str:
    """Return a hash of some bytes."""
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def digest_of_file(path: str, raw: bytes) -> str:
    """Return a hash of a file's path, for its name tells a key, and of its bytes."""
    return digest_of(path.encode(errors="surrogateescape"), raw)


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
    said = []
    try:
        for path, file in files_below(root):
            if not (stamp := stamp_of(file.stat(follow_symlinks=False))):
                return ""
            said.append(f"{path} {stamp}")
    except FileNotFoundError:  # somebody deleted it meanwhile
        return ""
    return digest_of("\n".join(said).encode(errors="surrogateescape"))


@dataclass(slots=True, eq=False)
class File:
    """A file without problems of its own, as it was read.

    Attributes:
        facts: what functions found out about files.
        stamp: its size, times and number on the disk; see `stamp_of`.
        digest: hash of its path and bytes.
        number: how many records are in it.
        may_have_empty_text: whether a look at each text is worth while; without one, none is empty.
        clean: the hash of all that no problem was found in, its own and that of the tables beside it.
        changed: whether this is to be written.
        records: its records as JSON, to be written; empty where they are written already, or the file itself is as
            fast to read.
    """

    facts: Facts
    stamp: str
    digest: str
    number: int = 1
    may_have_empty_text: bool = True
    clean: str = ""
    changed: bool = False
    records: bytes = b""

    def describe(self, text: str, number: int) -> None:
        """Note how many records are in the file, whose text, in canonical form, this is; look for empty texts."""
        self.number = number
        self.may_have_empty_text = _EMPTY_TEXT.search(text) is not None


class Cache:
    """The cache of one checkout. Whatever is wrong with it, reading finds nothing and writing does nothing."""

    def __init__(self, root: Path) -> None:
        """Find what is kept; it is read when it is asked for.

        Args:
            root: the checkout.
        """
        moved = os.environ.get(VARIABLE)
        self._folder = Path(moved) if moved else root / FOLDER
        self._file = self._folder / NAME
        self._key = _key()
        link = not moved and (self._folder.is_symlink() or self._file.is_symlink())  # may lead out of the checkout
        self._usable = bool(self._key) and not link
        self._open: sqlite3.Connection | None = None
        self.facts = Facts(lambda name: self.made(_column(name), ""))

    @cached_property
    def files(self) -> dict[str, File]:
        """What is kept of each file, by its path."""
        kept = self.made(_FILES, "")
        rows: dict[str, tuple[str, str, int, bool, str]] = marshal.loads(kept) if kept else {}  # noqa: S302 - sealed
        return {path: File(self.facts, *row) for path, row in rows.items()}

    def save(self, files: dict[str, File]) -> None:
        """Keep what was read of these files, by path; what is kept of others goes."""
        gone = self.files.keys() - files.keys()
        rows = [(path, file.digest, file.records) for path, file in files.items() if file.records]
        columns = self.facts.to_keep({file.digest for file in files.values()})
        rows += [(_column(name), "", column) for name, column in columns]
        if gone or any(file.changed for file in files.values()):
            known = {path: (f.stamp, f.digest, f.number, f.may_have_empty_text, f.clean) for path, f in files.items()}
            rows.append((_FILES, "", marshal.dumps(known)))
        self._write(rows, gone)
        for file in files.values():
            file.changed, file.records = False, b""

    def made(self, name: str, digest: str) -> bytes | None:
        """Return what was made of files with this hash; None where it is not kept. A file's records have its path."""
        with contextlib.suppress(sqlite3.Error, OSError):
            select = "SELECT value, seal FROM kept WHERE name = ? AND digest = ?"
            for value, seal in self._reading().execute(select, (name, digest)).fetchall():
                if seal == self._seal(name, digest, value):
                    return bytes(value)
        return None

    def keep(self, name: str, digest: str, value: bytes) -> None:
        """Keep what was made of files with this hash, in place of what was made of others."""
        self._write([(name, digest, value)])

    def _write(self, rows: list[tuple[str, str, bytes]], gone: Iterable[str] = ()) -> None:
        """Write these rows, and delete others by their names, in one transaction."""
        if not (rows or gone) or not self._usable:
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            ignored = self._folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            with contextlib.closing(self._connect()) as database, database:
                database.execute(_TABLE.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
                database.executemany("DELETE FROM kept WHERE name = ?", ((name,) for name in gone))
                sealed = ((*row, self._seal(*row)) for row in rows)
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", sealed)

    def _reading(self) -> sqlite3.Connection:
        """Return the database to read from, one connection for all records."""
        if self._open is None:
            if not self._usable or not self._file.is_file():
                raise FileNotFoundError(self._file)
            self._open = self._connect()
            weakref.finalize(self, self._open.close)
        return self._open

    def _connect(self) -> sqlite3.Connection:
        """Return the database. One of another form, or that is damaged, is deleted, and an empty one made."""
        for _ in range(2):
            database = sqlite3.connect(self._file, timeout=_WAIT, check_same_thread=False)
            try:
                database.execute("PRAGMA trusted_schema = OFF")
                form = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
            except sqlite3.OperationalError:  # such as a lock
                database.close()
                raise
            except sqlite3.DatabaseError:
                form = {"damaged"}
            if form <= {_TABLE}:
                return database
            database.close()
            self._file.unlink(missing_ok=True)
        raise sqlite3.DatabaseError("of another form")

    def _seal(self, *parts: str | bytes) -> bytes:
        """Return a hash of a row that only this user and this version can make."""
        raw = [part.encode(errors="surrogateescape") if isinstance(part, str) else part for part in parts]
        return blake2b(b"\0".join(raw), key=self._key, digest_size=16).digest()  # zeros are in the last part alone


def _column(name: str) -> str:
    """Return the name of the row that holds a column of facts; no file has it."""
    return f"fact {name}"


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
