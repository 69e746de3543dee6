"""What functions found out about files alone, so that the records need not be made to know it."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator


class Facts:
    """For each function a column: what it found out about a file, by the file's hash.

    A column is read from what the cache keeps when somebody first asks for it; without a cache, all are empty.
    """

    def __init__(self, kept: Callable[[str], bytes | None] = lambda _: None) -> None:
        """Begin with what is kept.

        Args:
            kept: returns the column of a function by its name, as `to_keep` yields it.
        """
        self._kept = kept
        self._columns: dict[str, dict[str, Any]] = {}
        self._changed: set[str] = set()

    def column(self, name: str) -> dict[str, Any]:
        """Return what is known under a name, by the hash of the file."""
        if name not in self._columns:
            kept = self._kept(name)
            self._columns[name] = marshal.loads(kept) if kept else {}  # noqa: S302 - sealed: only this user wrote it
        return self._columns[name]

    def learn(self, name: str, digest: str, fact: Any) -> None:  # noqa: ANN401 - plain values
        """Add what is known about the file with this hash."""
        self.column(name)[digest] = fact
        self._changed.add(name)

    def to_keep(self, digests: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and column of each to which something was added.

        Args:
            digests: the hashes of the files that are there; of others what is known goes once it is half of a column.
        """
        for name in sorted(self._changed):
            column = self._columns[name]
            if len(column) > 2 * len(digests):
                column = {digest: fact for digest, fact in column.items() if digest in digests}
            yield name, marshal.dumps(column)
        self._changed.clear()
