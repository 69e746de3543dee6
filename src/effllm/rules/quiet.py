"""Rules across records that found nothing: while what they look at stays the same, they need not look again."""

from __future__ import annotations

import marshal
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.store.cache import digest_of
from effllm.store.layout import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.checks import Check
    from effllm.records import Paper
    from effllm.store.checkout import Checkout

_NAME = "rules that found nothing"


def identity(paper: Paper) -> str:
    """Return a hash of what tells a paper from another: how it is called, whose it is, where it appeared."""
    names = (paper.key, paper.former_keys, paper.title, paper.name, paper.aliases, paper.authors)
    places = (paper.year, paper.venue, paper.ids, paper.url, paper.code, paper.references)
    return digest_of(repr((names, places)).encode())


class Quiet:
    """The rules of a checkout that say what of a paper they look at (`Check.of`), and found nothing.

    Such a rule looks at these facts of papers and, besides, at nothing but other files, the names of all files and the
    day. Nothing is known of a checkout with a file that could not be read, or without a cache.
    """

    def __init__(self, checkout: Checkout, day: str) -> None:
        self._checkout = checkout
        others = chain.from_iterable(entries for kind, entries in checkout.entries.items() if kind != PAPER.name)
        whole = not checkout.problems and all(entry.files for entry in others)
        self._cache = checkout.cache if whole else None
        self._day = day
        self._columns: dict[Callable[[Any], Any], str] = {}
        self._changed = False

    @cached_property
    def _kept(self) -> dict[str, str]:
        """What each rule looked at when it found nothing, as a hash, by its code."""
        kept = self._cache.made(_NAME, "") if self._cache else None
        found: dict[str, str] = marshal.loads(kept) if kept else {}  # noqa: S302 - sealed: only this user wrote it
        return found

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

    def _seen(self, check: Check[..., Any]) -> str:
        return " ".join([self._others, *map(self._column, check.of)])

    def knows(self, check: Check[..., Any]) -> bool:
        """Tell whether a rule found nothing in what it would look at now."""
        known = self._kept.get(check.rule.code) if check.of else None
        return known is not None and known == self._seen(check)

    def learn(self, check: Check[..., Any], *, nothing: bool) -> None:
        """Note whether a rule found nothing."""
        if check.of and nothing and self._cache:
            self._kept[check.rule.code] = self._seen(check)
            self._changed = True

    def save(self) -> None:
        """Keep what was noted."""
        if self._cache and self._changed:
            self._cache.keep(_NAME, "", marshal.dumps(self._kept))
