"""What rules across records found: while what they look at stays the same, they need not look again."""

from __future__ import annotations

import marshal
import pickle
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.store.cache import digest_of
from effllm.store.layout import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from effllm.checks import Check, Finding
    from effllm.records import Paper
    from effllm.store.checkout import Checkout
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

    _Found: TypeAlias = list[tuple[Entry, Finding[Loc]]]
    _Placed: TypeAlias = list[tuple[str, Loc, Finding[Loc]]]

_NAME = "what rules across records found"


def identity(paper: Paper) -> str:
    """Return a hash of what tells a paper from another: how it is called, whose it is, where it appeared."""
    names = (paper.key, paper.former_keys, paper.title, paper.name, paper.aliases, paper.authors)
    places = (paper.year, paper.venue, paper.ids, paper.url, paper.code, paper.references)
    return digest_of(repr((names, places)).encode())


class KeptFindings:
    """What the rules of a checkout found that say what of a paper they look at (`Check.of`).

    Such a rule looks at these facts of papers and, besides, at nothing but other files, the names of all files and the
    day. Nothing is kept of a checkout with a file that could not be read, or without a cache.
    """

    def __init__(self, checkout: Checkout, day: str) -> None:
        self._checkout = checkout
        others = chain.from_iterable(entries for kind, entries in checkout.entries.items() if kind != PAPER.name)
        whole = not checkout.problems and all(entry.files for entry in others)
        self._cache = checkout.cache if whole else None
        self._day = day
        self._columns: dict[Callable[[Any], Any], str] = {}
        self._changed = False

    def found(self, check: Check[..., tuple[Entry, Finding[Loc]]], look: Callable[[], _Found]) -> _Found:
        """Return what a rule finds: what it found before in all that it would look at now, or what it finds now."""
        if check.of is None or self._cache is None:
            return look()
        seen = " ".join([self._others, *map(self._column, check.of)])
        known, placed = self._kept.get(check.rule.code, ("", []))
        if known == seen:
            return [(self._entries[path, at], finding) for path, at, finding in placed]
        found = look()
        self._kept[check.rule.code] = seen, [(entry.document.path, entry.at, finding) for entry, finding in found]
        self._changed = True
        return found

    def save(self) -> None:
        """Keep what was found."""
        if self._cache and self._changed:
            self._cache.keep(_NAME, "", pickle.dumps(self._kept))

    @cached_property
    def _kept(self) -> dict[str, tuple[str, _Placed]]:
        """The code of each rule -> a hash of what it looked at, and what it found there."""
        kept = self._cache.made(_NAME, "") if self._cache else None
        found: dict[str, tuple[str, _Placed]] = pickle.loads(kept) if kept else {}  # noqa: S301 - sealed: ours
        return found

    @cached_property
    def _entries(self) -> dict[tuple[str, Loc], Entry]:
        """All records by file and place."""
        return {(e.document.path, e.at): e for e in chain.from_iterable(self._checkout.entries.values())}

    @cached_property
    def _others(self) -> str:
        """A hash of all but what is in papers: other files, names, and the day."""
        papers = dict.fromkeys(entry.document.path for entry in self._checkout.entries[PAPER.name])
        others = sorted((path, digest) for path, digest in self._checkout.digests.items() if path not in papers)
        names = [sorted(self._checkout.elsewhere), *map(sorted, self._checkout.stems.values())]
        return digest_of(self._day.encode(), *(repr(one).encode() for one in ([*papers], others, names)))

    def _column(self, fact: Callable[[Any], Any]) -> str:
        """Return a hash of one fact of all papers."""
        if fact not in self._columns:
            facts = [entry.fact(fact) for entry in self._checkout.entries[PAPER.name]]
            self._columns[fact] = digest_of(marshal.dumps(facts, 0))  # its first form, that says nothing but values
        return self._columns[fact]
