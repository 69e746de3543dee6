"""On which day which records came, changed and went, from the history of a checkout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from effllm.store import layout
from effllm.store.clone import Clone, NoClone
from effllm.store.folders import FOLDERS
from effllm.store.history import kind_of_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from effllm.records import Paper

What = Literal["added", "changed", "removed"]
_LISTED = {layout.HARDWARE, layout.VENUES, layout.VOCABULARY, layout.BRANCH}
"""Files that hold many records: of these only the file is known to have changed."""


@dataclass(slots=True)
class Day:
    """What became of the records on a day.

    Attributes:
        day: the day in UTC, ``2026-12-01``.
        records: by kind, then by what became of them, their keys or ids; of kinds whose records are in one file the
            file's name.
    """

    day: str
    records: dict[str, dict[What, list[str]]] = field(default_factory=dict)

    def add(self, kind: str, what: What, name: str) -> None:
        """Take what became of a record."""
        self.records.setdefault(kind, {}).setdefault(what, []).append(name)


def by_commit(root: Path) -> list[Day]:
    """Return the days on which records changed, the newest first; none where the history is not there, whole.

    Linear in the files that commits changed; no file is read.
    """
    try:
        clone = Clone(root)
    except NoClone:
        return []
    if clone.is_shallow or not clone.has(FOLDERS):
        return []
    letters: dict[str, dict[str, str]] = {}
    for day, letter, path in clone.changed_files(FOLDERS):
        files = letters.setdefault(day, {})
        files[path] = letter + files.get(path, letter)[-1]  # the day's first letter and its last
    days = (_day(day, files) for day, files in sorted(letters.items(), reverse=True))
    return [one for one in days if one.records]


def by_added(papers: Iterable[Paper]) -> list[Day]:
    """Return the days on which papers came in, as their records say, the newest first."""
    days: dict[str, Day] = {}
    for paper in papers:
        days.setdefault(paper.added, Day(paper.added)).add("paper", "added", paper.key)
    return [days[day] for day in sorted(days, reverse=True)]


def _day(day: str, files: dict[str, str]) -> Day:
    found = Day(day)
    came = {layout.stem_of(path) for path, letters in files.items() if letters in {"AA", "AM"}}
    for path, letters in sorted(files.items()):
        kind, name = layout.kind_of(path), layout.stem_of(path)
        what = _what(letters)
        if kind is None or what is None or kind in layout.LINES:
            continue
        if kind in {layout.RESULTS, layout.REFERENCES}:
            if name not in came:
                found.add("reference list" if kind is layout.REFERENCES else "result", what, name)
        else:
            found.add(kind_of_record(path), "changed" if kind in _LISTED else what, name)
    return found


def _what(letters: str) -> What | None:
    """Return what became of a file on a day of these letters, the first and the last; None where it came and went."""
    if letters[-1] == "D":
        return None if letters[0] == "A" else "removed"
    return "added" if letters[0] == "A" else "changed"
