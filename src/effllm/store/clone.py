"""A git clone on this machine: commits, files at a commit. Nothing here talks to a network or changes the clone."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class NoClone(Exception):  # noqa: N818 - not an error of the program
    """A folder is no git clone, or git is not there; the text says which."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit.

    Attributes:
        id: its 40 hexadecimal digits.
        day: the day on which it was committed, in UTC, as ``2026-08-20``.
        ref: ``main`` where it is part of the main branch, else ``release`` where it has a tag, else None.
    """

    id: str
    day: str
    ref: Literal["main", "release"] | None


class Clone:
    """A git clone in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take a folder.

        Raises:
            NoClone: it is no git clone, or git is not installed.
        """
        self._folder = folder
        try:
            if self._ask("rev-parse", "--git-dir") is None:
                raise NoClone(f"{folder} is no git clone")
        except FileNotFoundError:
            raise NoClone("git is not installed") from None

    def commit(self, name: str) -> Commit | None:
        """Return the commit of this hash, branch or tag; None where the clone has none."""
        found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            return None
        commit = found.decode().strip()
        seconds = self._ask("show", "--no-patch", "--format=%ct", commit)
        return Commit(commit, f"{datetime.fromtimestamp(int(seconds or 0), UTC):%Y-%m-%d}", self._ref(commit))

    def _ref(self, commit: str) -> Literal["main", "release"] | None:
        main = "origin/HEAD" if self._ask("rev-parse", "--verify", "--quiet", "origin/HEAD") else "HEAD"
        if self._ask("merge-base", "--is-ancestor", commit, main) is not None:
            return "main"
        return "release" if self._ask("tag", "--points-at", commit) else None

    def lines(self, commit: str, path: str) -> list[str] | None:
        """Return the lines of a file at a commit, without spaces at their ends; None where there is no such file."""
        found = self._ask("cat-file", "blob", f"{commit}:{path}")
        return None if found is None else [line.rstrip() for line in found.decode(errors="replace").split("\n")]

    def renamed(self, older: str, newer: str) -> dict[str, str]:
        """Return the new paths of files that moved between two commits, by their old paths."""
        found = self._ask("diff", "--name-status", "--find-renames", "--diff-filter=R", "-z", older, newer) or b""
        fields = found.decode(errors="replace").split("\0")  # R100, old path, new path, and again
        return dict(zip(fields[1::3], fields[2::3], strict=False))

    def holds_unchanged(self, folders: Iterable[str]) -> bool:
        """Tell whether all that is in these folders is as it is at the commit that is checked out."""
        return self._ask("status", "--porcelain", "--untracked-files=all", "--", *folders) == b""

    def changed_files(self, folders: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield day (in UTC), letter (A added, M changed, D deleted) and path of each change, the newest commit first.

        One pass over the history; what a merge brings has the day on which it was committed.
        """
        wanted = ("--format=%x01%ct", "--name-status", "--no-renames", "--relative", "-z", "--", *folders)
        day = letter = ""
        # \x01 and the second, then letter and path of each file, all with a zero byte behind them
        for field in (self._ask("log", *wanted) or b"").decode(errors="surrogateescape").split("\0"):
            said = field.strip("\n")
            if said.startswith("\x01"):
                day, letter = f"{datetime.fromtimestamp(int(said[1:]), UTC):%Y-%m-%d}", ""
            elif letter:
                yield day, letter, said
                letter = ""
            else:
                letter = said

    @property
    def is_shallow(self) -> bool:
        """Whether it has only the newest commits."""
        return self._ask("rev-parse", "--is-shallow-repository") == b"true\n"

    @property
    def how_to_get_more(self) -> str:
        """How to get the commits that it lacks, to be put behind a message; empty where it has the whole history."""
        return "; the clone is shallow: git fetch --unshallow gets the others" if self.is_shallow else ""

    def has(self, folders: Iterable[str]) -> bool:
        """Tell whether the commit that is checked out has all of these: an unrelated repository around has not."""
        return self._ask("rev-parse", *(f"HEAD:./{folder}" for folder in folders)) is not None

    def files(self, commit: str, folders: Iterable[str]) -> dict[str, str]:
        """Return the hash of the content of each file below these folders at a commit, by its path in the folder."""
        found = self._ask("ls-tree", "-r", "-z", commit, "--", *folders) or b""
        entries = (entry.split("\t", 1) for entry in found.decode(errors="surrogateescape").split("\0") if entry)
        # 100644 blob 0123abc; a link has another mode and is no file of records
        return {path: about.split()[2] for about, path in entries if about.startswith("100")}

    def contents(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """Return contents by their hashes, all read by one process of git."""
        wanted = list(dict.fromkeys(hashes))
        found = self._ask("cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode()) or b""
        contents, at = {}, 0
        for one in wanted:
            start = found.index(b"\n", at) + 1  # 0123abc blob 812, then as many bytes and a line end
            size = found[at:start].split()[-1]
            if not size.isdigit():  # 0123abc missing
                at = start
                continue
            at = start + int(size) + 1
            contents[one] = found[start : at - 1]
        return contents

    def _ask(self, *arguments: str, given: bytes | None = None) -> bytes | None:
        """Return what git prints; None where it fails."""
        command = ["git", "-C", str(self._folder), *arguments]
        done = subprocess.run(command, capture_output=True, input=given or b"", check=False)  # noqa: S603 - no shell
        return done.stdout if done.returncode == 0 else None
