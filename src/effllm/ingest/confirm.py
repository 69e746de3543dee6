"""Cells of the framework comparison held against a newer commit of the files that they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from effllm.records import Source, Supports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Cell, Framework
    from effllm.store.clone import Clone, Commit

LINES = 5
"""How many lines of a changed text are shown."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A cell, and what became of the line that it cites.

    Attributes:
        group: one of `effllm.records.framework.GROUPS`.
        word: the capability.
        cell: the cell as it is.
        source: the same text at the newer commit; None where it was not found there.
        why: where it was not found, why.
        old: the text that was read, as far as it is known.
        new: what is at its place now; empty where there is nothing.
    """

    group: str
    word: str
    cell: Cell
    source: Source | None = None
    why: str = ""
    old: str = ""
    new: str = ""

    @property
    def place(self) -> str:
        """The cell as ``hardware.amd``."""
        return f"{self.group}.{self.word}"


def compared(framework: Framework, clone: Clone, commit: Commit, repository: str) -> list[Compared]:
    """Return every cell that cites a file of a repository, compared with a newer commit of it."""
    files = _Files(clone, commit)
    return [
        files.compared(group, word, cell, cell.source)
        for group, word, cell in framework.cells()
        if cell.source and (cell.source.repository or "").casefold() == repository.casefold()
    ]


def confirmed(framework: Framework, found: Sequence[Compared], commit: Commit) -> Framework:
    """Return the framework with the cells whose text is the same moved to a newer commit, with its day."""
    groups: dict[str, dict[str, Cell]] = {}
    for one in found:
        if one.source:
            new = one.cell.model_copy(update={"source": one.source, "ref": commit.ref, "checked": commit.day})
            groups.setdefault(one.group, {})[one.word] = new
    update = {}
    for group, cells in groups.items():
        before = getattr(framework, group)
        update[group] = before.model_copy(update=cells) if isinstance(before, Supports) else before | cells
    return framework.model_copy(update=update)


@dataclass
class _Files:
    """The files of a clone at old commits and at the newer one, each read and compared once."""

    clone: Clone
    commit: Commit
    _pairs: dict[tuple[str, str], _Pair | str] = field(default_factory=dict)
    _renamed: dict[str, dict[str, str]] = field(default_factory=dict)

    def compared(self, group: str, word: str, cell: Cell, source: Source) -> Compared:
        def changed(why: str, old: str = "", new: str = "") -> Compared:
            return Compared(group, word, cell, why=why, old=old, new=new)

        if (cell.checked or "") > self.commit.day:
            return changed("it was read later than that")
        pair = self._pair(source)
        if isinstance(pair, str):
            return changed(pair)
        line = source.line
        if line is None or cell.value == "unknown":
            what = "no line is cited" if line is None else "nothing was found in it"
            whole = Compared(group, word, cell, self._moved(pair, line))
            return whole if pair.same else changed(f"{what}, and the file changed")
        if line > len(pair.old) or not pair.old[line - 1]:
            return changed(f"nothing is in line {line}")
        now = pair.line(line)
        if now is None:
            return changed("the line changed", pair.old[line - 1], pair.instead(line))
        return Compared(group, word, cell, self._moved(pair, now))

    def _moved(self, pair: _Pair, line: int | None = None) -> Source:
        return Source(f"{pair.repository}:{pair.path}@{self.commit.id}{f'#L{line}' if line else ''}")

    def _pair(self, source: Source) -> _Pair | str:
        """Return the cited file at both commits, or why that cannot be."""
        path, commit = source.path or "", source.commit or ""
        if (path, commit) not in self._pairs:
            self._pairs[path, commit] = self._read(source, path, commit)
        return self._pairs[path, commit]

    def _read(self, source: Source, path: str, commit: str) -> _Pair | str:
        if not commit:
            return "no commit is named"
        if self.clone.commit(commit) is None:
            return f"the clone lacks commit {commit[:12]}"
        old = self.clone.lines(commit, path)
        if old is None:
            return f"there was no such file at {commit[:12]}"
        now = path
        new = self.clone.lines(self.commit.id, now)
        if new is None:
            now = self._new_path(path, commit)
            new = self.clone.lines(self.commit.id, now) if now else None
        return _Pair(source.repository or "", now, old, new) if new is not None else "the file is gone"

    def _new_path(self, path: str, commit: str) -> str:
        if commit not in self._renamed:
            self._renamed[commit] = self.clone.renamed(commit, self.commit.id)
        return self._renamed[commit].get(path, "")


@dataclass
class _Pair:
    """A file at two commits: its path at the newer one, and its lines at both."""

    repository: str
    path: str
    old: list[str]
    new: list[str]

    @property
    def same(self) -> bool:
        return self.old == self.new

    @cached_property
    def _edits(self) -> Sequence[tuple[str, int, int, int, int]]:
        return SequenceMatcher(None, self.old, self.new).get_opcodes()

    def line(self, number: int) -> int | None:
        """Return the line of the new file that has the text of an old one, both from 1; None where it changed.

        It is the line that a comparison of both files pairs with it, or the only one that has this text.
        """
        for kind, start, end, now, _ in self._edits:
            if start < number <= end and kind == "equal":
                return number - start + now
        text = self.old[number - 1]
        return self.new.index(text) + 1 if self.new.count(text) == 1 and self.old.count(text) == 1 else None

    def instead(self, number: int) -> str:
        """Return what is in place of an old line, the first lines of it."""
        _, _, _, start, end = next(edit for edit in self._edits if edit[1] < number <= edit[2])
        return "\n".join(self.new[start:end][:LINES])
