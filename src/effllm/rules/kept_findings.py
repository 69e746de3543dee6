"""What rules across records found: while what they look at stays the same, they need not look again."""

from __future__ import annotations

import pickle
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.store.cache import digest_of
from effllm.store.layout import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from effllm.checks import Check, Finding
    from effllm.records import Paper
    from effllm.store.checkout import Checkout
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

    Found: TypeAlias = tuple[Entry, Finding[Loc]]
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
        self._placed: dict[str, _Placed] = {}
        self._same: dict[Callable[[Any], Any], bool] = {}

    def found(self, check: Check[..., Found], look: Callable[[], list[Found]]) -> list[Found]:
        """Return what a rule finds: what it found before in all that it would look at now, or what it finds now."""
        if check.of is None or self._cache is None:
            return look()
        if not self._is_kept(check):
            found = look()
            self._placed[check.rule.code] = [(entry.document.path, entry.at, finding) for entry, finding in found]
            return found
        return [(self._entries[path, at], finding) for path, at, finding in self._kept[check.rule.code]]

    def save(self, checks: Iterable[Check[..., Found]]) -> None:
        """Keep what was found, and what others of these rules found before that is still so."""
        if self._cache and (self._placed or self._changed):
            known = {check.rule.code: self._kept[check.rule.code] for check in checks if self._is_kept(check)}
            self._cache.keep(_NAME, self._others, pickle.dumps((self._digests, known | self._placed)))

    def _is_kept(self, check: Check[..., Found]) -> bool:
        """Tell whether it is known what a rule finds: papers changed in nothing that it looks at."""
        same = [*map(self._is_same, check.of or ())]  # all are asked, so that the next command knows them
        return check.of is not None and check.rule.code in self._kept and all(same)

    def _is_same(self, fact: Callable[[Any], Any]) -> bool:
        """Tell whether a fact is the same of all papers as it was."""
        if fact not in self._same:
            same = [entry.had(fact, digest) for entry, digest in self._changed]
            self._same[fact] = all(same)
        return self._same[fact]

    @cached_property
    def _before(self) -> tuple[dict[str, str], dict[str, _Placed]]:
        """The hash of each paper's file when the rules looked, by path, and the code of each rule -> what it found."""
        kept = self._cache.made(_NAME, self._others) if self._cache else None
        before: tuple[dict[str, str], dict[str, _Placed]] = pickle.loads(kept) if kept else ({}, {})  # noqa: S301 - ours
        return before

    @property
    def _kept(self) -> dict[str, _Placed]:
        return self._before[1]

    @cached_property
    def _digests(self) -> dict[str, str]:
        """The hash of each paper's file now."""
        paths = (entry.document.path for entry in self._checkout.entries[PAPER.name])
        return {path: self._checkout.digests.get(path, "") for path in paths}  # a draft has no file yet

    @cached_property
    def _changed(self) -> list[tuple[Entry, str]]:
        """The papers whose files have changed since, each with the hash of what was there."""
        before, now = self._before[0], self._digests
        papers = ((entry, entry.document.path) for entry in self._checkout.entries[PAPER.name])
        return [(entry, before.get(path, "")) for entry, path in papers if before.get(path) != now[path]]

    @cached_property
    def _entries(self) -> dict[tuple[str, Loc], Entry]:
        """All records by file and place."""
        return {(e.document.path, e.at): e for e in chain.from_iterable(self._checkout.entries.values())}

    @cached_property
    def _others(self) -> str:
        """A hash of all but what is in papers: other files, names, and the day."""
        others = sorted((path, digest) for path, digest in self._checkout.digests.items() if path not in self._digests)
        names = [sorted(self._checkout.elsewhere), *map(sorted, self._checkout.stems.values())]
        return digest_of(self._day.encode(), *(repr(one).encode() for one in ([*self._digests], others, names)))
