"""Papers: a read-only mapping from key to paper that filters, sorts, searches and exports itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, overload

from effllm.arguments import check_flag, check_limit, check_text, check_year, named_arguments
from effllm.as_table import TableColumn
from effllm.kb.authors import Author, authors_of
from effllm.kb.collection import MadeWhenAsked, RecordTable, columns_of, in_order, several, wanted_words
from effllm.nearest import UnknownPaper
from effllm.records import Paper
from effllm.records.base import no_garbage
from effllm.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb.collection import Wanted
    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.kb.taxonomy import Node
    from effllm.records import Venue
    from effllm.records.base import Record

SORT_FIELDS = ("year", "title", "name", "venue", "key", "authors", "arxiv", "added")
"""What papers can be sorted by; a leading ``-`` turns the order around."""

FOLLOWING = ("primary_category", "link")
"""Columns of tables that follow from the fields."""

LEFT_OUT = {
    "setup": "many facts, which other formats have as tables",
    "equations": "laws with constants, which other formats have as tables",
    "results": "a line each in results.csv",
    "sources": "as many as fields; in JSON and SQLite",
}
"""Fields of a paper that CSV lacks, and why."""


class Papers(RecordTable[Paper]):
    """Papers by key, in an order; iteration yields keys. A former key finds its paper too.

    An unknown key raises `UnknownPaper`, which names the nearest known ones.
    """

    error = UnknownPaper
    record: ClassVar[type[Record]] = Paper
    _index = "key"
    _brief = ("key", "title", "year", "venue")

    def __init__(self, papers: Iterable[tuple[str, Paper]] | MadeWhenAsked[Paper], kb: KnowledgeBase) -> None:
        """Take pairs of key and paper, in order, or papers that are made when they are asked for."""
        super().__init__(papers if isinstance(papers, MadeWhenAsked) else dict(papers))
        self._kb = kb

    @cached_property
    def _former(self) -> dict[str, Paper]:
        return {old: paper for paper in self._items.values() for old in paper.former_keys}

    def _by_name(self, name: str) -> Paper | None:
        return self._former.get(name)

    def _columns(self) -> list[TableColumn]:
        own = [column._replace(in_csv=column.name not in LEFT_OUT) for column in columns_of(Paper)]
        return [*own, *(TableColumn(name) for name in FOLLOWING)]

    def _rows(self) -> Iterator[list[Any]]:
        return (
            [*row, *(getattr(one, name) for name in FOLLOWING)]
            for row, one in zip(super()._rows(), self._items.values(), strict=True)
        )

    @overload
    def __getitem__(self, key: slice) -> Papers: ...
    @overload
    def __getitem__(self, key: str | Paper) -> Paper: ...
    def __getitem__(self, key: str | Paper | slice) -> Paper | Papers:
        """Return the paper with a key or a former key, or the papers of a slice, in order."""
        if isinstance(key, slice):
            return self._select((one, self._items[one]) for one in list(self._items)[key])
        return super().__getitem__(key)

    def __or__(self, other: Papers) -> Papers:
        """Return the papers that are in either, those of the first in front."""
        return self._select({**self._items, **other._items}.items())

    def __and__(self, other: Papers) -> Papers:
        """Return the papers that are in both, in the order of the first."""
        return self._select((key, paper) for key, paper in self._items.items() if key in other._items)

    def __sub__(self, other: Papers) -> Papers:
        """Return the papers that the other has not, in the same order."""
        return self._select((key, paper) for key, paper in self._items.items() if key not in other._items)

    def _select(self, papers: Iterable[tuple[str, Paper]]) -> Papers:
        return Papers(papers, self._kb)

    @named_arguments
    def filter(  # noqa: PLR0913 - one keyword a filter, as the command line has them
        self,
        *,
        under: str | Node | Iterable[str | Node] | None = None,
        since: int | None = None,
        until: int | None = None,
        venue: str | Venue | Iterable[str | Venue] | None = None,
        author: Wanted = None,
        has_code: bool | None = None,
    ) -> Papers:
        """Return the papers that pass every filter given, in the same order.

        Of several values of ``under``, ``venue`` or ``author`` a paper has to match one.

        Args:
            under: a category, or its id; papers in it or anywhere below it.
            since: first year.
            until: last year.
            venue: a venue, or its id or alias.
            author: words of one author's name, in any order; capitals do not count, accents on Latin letters neither.
            has_code: whether a code repository is known.

        Raises:
            UnknownCategory: there is no category ``under``.
            UnknownVenue: there is no such ``venue``.
            ValueError: ``since`` or ``until`` is no whole number, ``has_code`` is neither True, False nor None, or
                ``author`` has no letter.
            TypeError: ``author`` is no text.
        """
        check_flag("has_code", has_code)
        check_year("since", since)
        check_year("until", until)
        keys = None if under is None else self._kb.taxonomy.keys_under(under)
        venues = None if venue is None else {self._kb.venues[one].id for one in several(venue)}
        people = None if author is None else wanted_words("author", author)
        return self._select(
            (key, paper)
            for key, paper in self._items.items()
            if (keys is None or key in keys)
            and (since is None or paper.year >= since)
            and (until is None or paper.year <= until)
            and (venues is None or paper.venue in venues)
            and (people is None or any(who.issubset(words(name)) for name in paper.authors for who in people))
            and (has_code is None or bool(paper.code) == has_code)
        )

    def pick(self, *keys: str | Paper | Iterable[str | Paper]) -> Papers:
        """Return the papers with these keys, one by one or as lists, in the order given.

        Raises:
            UnknownPaper: there is none with one of the keys.
        """
        named = (self[key] for given in keys for key in several(given))
        return self._select((paper.key, paper) for paper in named)

    @no_garbage()
    def sort(self, *fields: str) -> Papers:
        """Return the papers in another order: by the first field, then the next; ``-year`` is newest first.

        Texts sort without capitals and accents; papers without a value come last either way.

        Raises:
            ValueError: a field is not one of `SORT_FIELDS`.
        """
        return self._select(
            in_order(self._items.items(), fields, SORT_FIELDS, lambda pair, name: getattr(pair[1], name))
        )

    def search(self, query: str, limit: int | None = None) -> Papers:
        """Return the papers that match the words of ``query``, best first, at most ``limit``.

        See `effllm.search.SearchIndex.answer` for the ranking. A key, an id, an address or a whole name finds its
        paper first; a query without Latin letters and digits can be nothing else. For the name of a paper that is not
        here there are a few with names near to it, for an id or an address none: `KnowledgeBase.ask` tells which it is.

        Raises:
            TypeError: ``query`` is no text.
            ValueError: ``limit`` is below 0.
        """
        check_text("query", query)
        check_limit(limit)
        ranked = self._kb.ask(query).hits
        found = [key for key, _ in ranked if key in self._items]
        return Papers(MadeWhenAsked(found[:limit], self._items.__getitem__), self._kb)

    def authors(self) -> list[Author]:
        """Return who wrote the papers, those of most papers first; spellings of one name are one author."""
        return authors_of(self._items.values())

    def to_bibtex(self) -> str:
        """Return BibTeX entries, one a paper, under the papers' own keys."""
        from effllm import bibliography  # noqa: PLC0415 - BibTeX's parser takes a while to import

        return bibliography.to_bibtex(self._items.values(), self._kb.venues)

    def to_csl_json(self) -> str:
        """Return the papers as CSL-JSON."""
        from effllm import bibliography  # noqa: PLC0415 - BibTeX's parser takes a while to import

        return bibliography.to_csl_json(self._items.values(), self._kb.venues)

    def to_ris(self) -> str:
        """Return the papers as RIS."""
        from effllm import bibliography  # noqa: PLC0415 - BibTeX's parser takes a while to import

        return bibliography.to_ris(self._items.values(), self._kb.venues)


def appeared(paper: Paper) -> tuple[int, int, int]:
    """Return when a paper first appeared, for sorting: year, month and number of its arXiv id, else only its year."""
    if paper.arxiv is None:
        return (paper.year, 0, 0)
    digits = paper.arxiv.rpartition("/")[2].replace(".", "")
    year = int(digits[:2])
    return (year + (1900 if year > 90 else 2000), int(digits[2:4]), int(digits[4:]))  # noqa: PLR2004 - arXiv began in 1991


def last_added(papers: Iterable[Paper]) -> list[Paper]:
    """Return papers by the day on which they came in, the last first; of one day those first that appeared last."""
    return sorted(papers, key=lambda paper: (paper.added, appeared(paper), paper.key), reverse=True)
