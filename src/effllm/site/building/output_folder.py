"""Folders that a build may empty: those it made itself, and no other."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def empty(folder: Path) -> None:
    """Empty a folder that was written here before, or make it; the mark stays throughout."""
    mark(folder)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
