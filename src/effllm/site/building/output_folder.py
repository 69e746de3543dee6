"""Folders that a build may empty, those it made itself and no other, and which files in one need not be made again."""

from __future__ import annotations

import json
import os
import platform
import shutil
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path


MARKER = ".effllm-generated"
"""A file in every folder that is written here: only such a folder is ever emptied."""


class BuildError(Exception):
    """The site could not be built; the message says why."""


class ForeignFolder(BuildError):  # noqa: N818 - it is one of the build's errors
    """The place to build in holds something that was not generated."""


def check(folder: Path) -> None:
    """Make sure that a folder may be emptied: that it is not there, is empty, or was written here before.

    Raises:
        ForeignFolder: it may not.
    """
    if folder.exists() and not folder.is_dir():
        raise ForeignFolder(f"{folder} is a file; the site is a folder")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise ForeignFolder(f"{folder} holds files that were not generated; empty it or choose another folder")


def mark(folder: Path) -> None:
    """Note in a folder, made where there is none, that all in it is generated.

    It comes first, so that a build that is broken off leaves a folder that the next one may empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("All in this folder is generated and will be deleted.\n", encoding="utf-8")


class SiteFolder:
    """The folder of a built site, in which only what has changed since the last build is written.

    A note of that build says of each file what it was made from, its size and when it was written; a file that is no
    longer as it was written counts as changed.
    """

    def __init__(self, folder: Path, note: Path) -> None:
        """Open the folder.

        Args:
            folder: where the site is built.
            note: the file of notes; safe to delete.

        Raises:
            ForeignFolder: the folder holds something that was not generated.
        """
        check(folder)
        mark(folder)
        self.folder = folder
        self._note = note
        noted = self._read()
        self._before: dict[str, list[Any]] = noted.get("files", {})
        self.kept: dict[str, str] = noted.get("kept", {})
        """Texts that the last build kept for this one."""
        self._now: dict[str, list[Any]] = {}

    def keep(self, path: str, key: str) -> bool:
        """Whether a file is there already, made from what has this key; if so, it stays."""
        before = self._before.get(path)
        if before is None or before[0] != key:
            return False
        try:
            found = os.stat(os.path.join(self.folder, path))  # noqa: PTH116, PTH118 - Path takes several times as long
        except OSError:
            return False
        if before[1:] != [found.st_size, found.st_mtime_ns]:
            return False
        self._now[path] = before
        return True

    def write(self, path: str, content: str | bytes | Iterable[str], key: str = "") -> None:
        """Write a file.

        Args:
            path: its place in the site.
            content: its content; a long text may come in pieces.
            key: a digest of what it is made from; without one the content itself is looked at, and a file that has
                it already is left alone.
        """
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            if not key and self.keep(path, key := digest_of_file(content)):
                return
            pieces: Iterable[bytes] = (content,)
        else:
            pieces = (piece.encode() for piece in content)
        with _opened(os.path.join(self.folder, path)) as file:  # noqa: PTH118 - as above
            file.writelines(pieces)
            file.flush()
            found = os.fstat(file.fileno())
        self._now[path] = [key, found.st_size, found.st_mtime_ns]

    @property
    def sizes(self) -> dict[str, int]:
        """The bytes of each file that was written or kept so far."""
        return {path: noted[1] for path, noted in self._now.items()}

    def finish(self, keep: Mapping[str, str]) -> None:
        """Delete what the site no longer has; note what it has, and texts to keep for the next build."""
        for folder, folders, files in os.walk(self.folder, topdown=False):
            inside = os.path.relpath(folder, self.folder)
            for name in files:
                path = name if inside == "." else f"{inside}/{name}".replace(os.sep, "/")
                if path not in self._now and path != MARKER:
                    os.unlink(os.path.join(folder, name))  # noqa: PTH108, PTH118 - as above
            for name in folders:
                with suppress(OSError):  # it is not empty
                    os.rmdir(os.path.join(folder, name))  # noqa: PTH106, PTH118 - as above
        self._note.parent.mkdir(parents=True, exist_ok=True)
        noted = {"folder": self._name(), "files": self._now, "kept": keep}
        self._note.write_text(json.dumps(noted, ensure_ascii=False), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        """Return what the last build noted; nothing if it was of another program or folder, or the note is damaged."""
        try:
            noted: dict[str, Any] = json.loads(self._note.read_text(encoding="utf-8"))
            return noted if noted["folder"] == self._name() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _name(self) -> str:
        return f"{self.folder.resolve()} {packages()}"


def write(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file whose folder may be missing."""
    with _opened(os.path.join(folder, path)) as file:  # noqa: PTH118 - as above
        file.write(content.encode() if isinstance(content, str) else content)


def _opened(file: str) -> BinaryIO:
    """Open a file for writing, and make its folder if need be."""
    try:
        return open(file, "wb")  # noqa: PTH123 - as above
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file))  # noqa: PTH103, PTH120 - as above
        return open(file, "wb")  # noqa: PTH123 - as above


def empty(folder: Path) -> None:
    """Empty a folder that was written here before, or make it; the mark stays throughout."""
    mark(folder)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()


_SIZE = 16
_PACKAGES = (
    *("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "networkx", "numpy", "pillow", "pydantic"),
    *("pylatexenc", "pymdown-extensions", "rapidfuzz", "scipy"),
)
"""The packages whose versions show in the site's files."""


def digest(*values: object) -> str:
    """Return a digest of plain values: texts, bytes, numbers, and tuples and lists of them."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()


def digest_of_file(content: bytes) -> str:
    """Return a digest of a file's content."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


@cache
def packages() -> str:
    """Return a digest of the program: its own files, templates included, and the versions of what it builds on."""
    versions = [(name, _version(name)) for name in _PACKAGES]
    return digest(platform.python_version(), versions, sorted(_files(resources.files("effllm"), "")))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name not in {"__pycache__", "data"}:  # data: the records of a release
                yield from _files(entry, here)
        else:
            yield here, entry.read_bytes()
