"""Is it here already? The papers of a knowledge base by everything that tells one from another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from effllm.ids import bare_address, comparable
from effllm.names import family_keys
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper

_WORDS_OF_A_TITLE = 4


class Existing:
    """Papers by id, by address and by title; more can be added."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_id: dict[tuple[str, str], Paper] = {}
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Take in a paper; one that is here already stays the first."""
        for identifier in comparable(paper.ids):
            self._by_id.setdefault(identifier, paper)
        if paper.url:
            self._by_id.setdefault(("url", bare_address(paper.url)), paper)
        titles = [paper.title, *(alias for alias in paper.aliases if len(alias.split()) >= _WORDS_OF_A_TITLE)]
        for title in titles:
            self._by_title[title_key(title)].append(paper)

    def remove(self, keys: Container[str]) -> None:
        """Take papers out again."""
        self._by_id = {identifier: paper for identifier, paper in self._by_id.items() if paper.key not in keys}
        for alike in self._by_title.values():
            alike[:] = [paper for paper in alike if paper.key not in keys]

    def by_ids(self, ids: Iterable[tuple[str, str]], url: str | None = None) -> Paper | None:
        """Return the paper that has one of these ``(kind, id)`` or this address."""
        wanted = [*comparable(dict(ids)), *([("url", bare_address(url))] if url else [])]
        return next((self._by_id[identifier] for identifier in wanted if identifier in self._by_id), None)

    def of(self, reference: Reference) -> Paper | None:
        """Return the paper that a reference describes: by an id, else by its title and an author."""
        if found := self.by_ids(reference.ids.items(), reference.url):
            return found
        families = family_keys(reference.authors)
        alike = self._by_title.get(title_key(reference.title), []) if reference.title else []
        return next((p for p in alike if not families or not p.authors or families & family_keys(p.authors)), None)
