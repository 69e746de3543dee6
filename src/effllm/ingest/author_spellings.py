"""One person, one spelling: names as the records here write them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from effllm.names import person_key

if TYPE_CHECKING:
    from collections.abc import Iterable


class Spellings:
    """The names of the authors of some papers."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            self._known[person_key(name)][name] += 1

    def usual(self, name: str) -> str:
        """Return a name as most papers spell it: ``Quoc V Le`` is ``Quoc V. Le``; one they do not have as it is."""
        known = self._known.get(person_key(name))
        if not known or known[name] == max(known.values()):
            return name
        return known.most_common(1)[0][0]

    def usual_all(self, names: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
        """Return names as most papers spell them, and a sentence on those that came in another spelling."""
        names = tuple(names)
        usual = tuple(map(self.usual, names))
        changed = [f"{ours} (not {theirs})" for ours, theirs in zip(usual, names, strict=True) if ours != theirs]
        return usual, [f"authors spelt as in other records: {', '.join(changed)}"] if changed else []
