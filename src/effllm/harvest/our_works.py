"""Which works of a snapshot are papers here: SQL finds those that may be, `find_cited` says which are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.bibliography.reference import Reference
from effllm.harvest.rough_title import rough
from effllm.ids import arxiv_of_doi, comparable, is_id
from effllm.lookup.cited_paper import find_cited
from effllm.lookup.paper_index import PaperIndex
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper


class Work(NamedTuple):
    """A work as the SQL gives it; what is not known is None."""

    work: str
    file: str
    doi: str | None
    arxiv: str | None
    title: str | None
    authors: list[str | None] | None
    year: int | None
    stated: int | None = None

    @property
    def reference(self) -> Reference:
        """What it says of the paper."""
        arxiv, doi = self.arxiv, self.doi
        if doi and (wrapped := arxiv_of_doi(doi)):
            arxiv, doi = wrapped, None
        return Reference(
            title=" ".join((self.title or "").split()),
            authors=tuple(filter(None, (" ".join((name or "").split()) for name in self.authors or ()))),
            year=self.year,
            arxiv=arxiv if arxiv and is_id("arxiv", arxiv) else None,
            doi=doi if doi and is_id("doi", doi) else None,
        )


def newest(rows: Iterable[tuple[Any, ...]]) -> Iterator[Work]:
    """Yield each work once, as the newest of its files has it; the rows are sorted by work and file."""
    last: Work | None = None
    for row in rows:
        found = Work(*row)
        if last and last.work != found.work:
            yield last
        last = found
    if last:
        yield last


def known(papers: Iterable[Paper]) -> Iterator[tuple[str, str]]:
    """Yield by what papers are looked for: kind and value of ids, and rough titles."""
    for paper in papers:
        yield from ((kind, value) for kind, value in comparable(paper.ids) if kind in {"doi", "arxiv"})
        titles = {title_key(text): text for text in (paper.title, *paper.aliases)}
        yield from (("title", key) for key in sorted({rough(text) for text in titles.values()}) if key)


class Matches:
    """Works that are papers here.

    Attributes:
        paper_of: work -> key.
        works_of: key -> its works.
        by: how many were found by what.
        doubtful: works that share an id or title with a paper and are not it, with the reason.
    """

    def __init__(self, papers: Iterable[Paper], works: Iterable[Work]) -> None:
        """Look every work up."""
        index = PaperIndex(papers)
        self.paper_of: dict[str, str] = {}
        self.works_of: dict[str, list[Work]] = {}
        self.by: dict[str, int] = {}
        self.doubtful: list[tuple[str, str]] = []
        for work in works:
            paper, how = find_cited(index, work.reference)
            if paper:
                self.paper_of[work.work] = paper.key
                self.works_of.setdefault(paper.key, []).append(work)
                self.by[how] = self.by.get(how, 0) + 1
            elif how:
                self.doubtful.append((work.work, how))
