"""Is it here already? The papers of a knowledge base by everything that tells one from another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from effllm.rules.fold import name_words, same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper

_WORDS_OF_A_TITLE = 4
_ACL_DOI = "10.18653/v1/"


class Existing:
    """Papers by id, by address and by title; more can be added."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_id: dict[tuple[str, str], Paper] = {}
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Take in a paper; one that is here already stays the first."""
        for identifier in _same_ids(paper.ids):
            self._by_id.setdefault(identifier, paper)
        if paper.url:
            self._by_id.setdefault(("url", _bare(paper.url)), paper)
        titles = [paper.title, *(alias for alias in paper.aliases if len(alias.split()) >= _WORDS_OF_A_TITLE)]
        for title in titles:
            self._by_title[same_text(title)].append(paper)

    def by_ids(self, ids: Iterable[tuple[str, str]], url: str | None = None) -> Paper | None:
        """Return the paper that has one of these ``(kind, id)`` or this address."""
        wanted = [*_same_ids(dict(ids)), *([("url", _bare(url))] if url else [])]
        return next((self._by_id[identifier] for identifier in wanted if identifier in self._by_id), None)

    def of(self, reference: Reference) -> Paper | None:
        """Return the paper that a reference describes: by an id, else by its title and an author."""
        if found := self.by_ids(reference.ids.items(), reference.url):
            return found
        families = _families(reference.authors)
        alike = self._by_title.get(same_text(reference.title), []) if reference.title else []
        return next((p for p in alike if not families or not p.authors or families & _families(p.authors)), None)


def _same_ids(ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield identifiers in the spelling that is compared; an Anthology paper has its DOI too."""
    for kind, value in ids.items():
        yield kind, value.lower() if kind == "doi" else value
    if "acl" in ids:
        yield "doi", _ACL_DOI + ids["acl"].lower()


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/").casefold()


def _families(authors: Iterable[str]) -> set[str]:
    """Return the last word of each name."""
    return {words[-1] for author in authors if (words := name_words(author))}
