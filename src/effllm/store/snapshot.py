"""Which state of the data this is: its version by date, the commit it is from, a hash of its records.

Nothing here imports the record models, so that ``effllm --version`` stays cheap.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from effllm.store.clone import Clone, Commit, NoClone
from effllm.store.folders import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from effllm.records import Corpus

NAME = "snapshot.json"
"""The file of the package, and of the site, that holds it."""

LICENSE = "CC-BY-4.0"
"""The license of the data."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the data.

    Attributes:
        version: year, month and day of the commit, as ``2026.12.1``; outside of a commit those of the newest record.
        date: the day of the commit in UTC, as ``2026-12-01``; None outside of one: in a checkout whose records were
            changed, or that is no git repository, and in a package built from one.
        commit: its 40 hexadecimal digits; None outside of one.
        counts: how many records there are of each kind, by the names of ``kb.stats()``.
        sha256: hash of all records in their canonical form, which is that of the package's ``bundle.json``: the same
            in a checkout, a wheel and an sdist.
    """

    version: str
    date: str | None
    commit: str | None
    counts: Mapping[str, int]
    sha256: str

    @property
    def identity(self) -> dict[str, str | None]:
        """What the heads of exported files say: all but the counts, and the license."""
        head = {name: value for name, value in self.to_dict().items() if name != "counts"}
        return {**head, "license": LICENSE}

    @property
    def number(self) -> int:
        """The version as one number, which grows with it: 20261201."""
        year, month, day = map(int, self.version.split("."))
        return year * 10_000 + month * 100 + day

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    def to_json(self) -> str:
        """Return it as the text of a file, with the license."""
        return json.dumps({**self.to_dict(), "license": LICENSE}, indent=2) + "\n"


def snapshot_of(corpus: Corpus, commit: Commit | None = None) -> Snapshot:
    """Return what tells these records from others; linear in them, as they are written out for the hash.

    Args:
        corpus: the records.
        commit: where they are from.
    """
    from effllm.store import bundle  # noqa: PLC0415 - the record models

    day = commit.day if commit else max((paper.added for paper in corpus.papers), default="0000-00-00")
    date, known = (commit.day, commit.id) if commit else (None, None)
    return Snapshot(version_of(day), date, known, _counts(corpus), bundle.digest(bundle.dumps(corpus)))


def from_json(text: str | bytes) -> Snapshot:
    """Return the snapshot in the text of a file."""
    known = json.loads(text)
    return Snapshot(**{name: value for name, value in known.items() if name != "license"})


def version_of(day: str) -> str:
    """Return the version of the data of a day: ``2026.12.1`` of ``2026-12-01``."""
    return ".".join(str(int(part)) for part in day.split("-"))


def commit_of(root: Path) -> Commit | None:
    """Return the commit that a checkout's records are from; None where they were changed since, or are in none."""
    found = last_commit(root)
    return found if found and Clone(root).holds_unchanged(FOLDERS) else None


def last_commit(root: Path) -> Commit | None:
    """Return the commit that is checked out, even where the records were changed since; None where it has none."""
    try:
        clone = Clone(root)
    except NoClone:
        return None
    return clone.commit("HEAD") if clone.has(FOLDERS) else None


def _counts(corpus: Corpus) -> dict[str, int]:
    return {
        "papers": len(corpus.papers),
        "citations": sum(len(paper.cites) for paper in corpus.papers),
        "results": sum(len(paper.results) for paper in corpus.papers),
        "categories": sum(1 for _ in corpus.categories()),
        "venues": len(corpus.venues),
        "frameworks": len(corpus.frameworks),
        "models": len(corpus.models),
        "hardware": len(corpus.hardware),
        "reading_lists": len(corpus.reading_lists),
        "lists": len(corpus.lists),
        "formulas": len(corpus.formulas),
    }
