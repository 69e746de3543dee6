"""Folders that a build may empty: those it made itself, and no other."""

from __future__ import annotations

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
    """Note in a folder that all of it was generated."""
    if folder.is_dir() and any(folder.iterdir()):
        (folder / MARKER).write_text("All in this folder is generated and will be deleted.\n", encoding="utf-8")
