"""Papers: a read-only mapping from key to paper that filters, sorts, searches and exports itself."""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from effllm.arguments import check_flag, check_limit, check_text
from effllm.kb.collection import Collection, data_frame
from effllm.nearest import UnknownPaper
from effllm.records import Paper
from effllm.records.base import no_garbage
from effllm.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from effllm.kb.knowledge_base import KnowledgeBase

SORT_FIELDS = ("year", "title", "name", "venue", "key", "authors", "arxiv")
"""What papers can be sorted by; a leading ``-`` turns the order around."""


class Papers(Collection[Paper]):
    """Papers by key, in an order; iteration yields keys. A former key finds its paper too.

    An unknown key raises `UnknownPaper`, which names the nearest known ones.
    """

    error = UnknownPaper

    def __init__(self, papers: Iterable[tuple[str, Paper]], kb: KnowledgeBase) -> None:
        """Take pairs of key and paper, in order."""
        super().__init__(dict(papers))
        self._kb = kb

    @cached_property
    def _former(self) -> dict[str, Paper]:
        return {old: paper for paper in self._items.values() for old in paper.former_keys}

    def __getitem__(self, key: str) -> Paper:
        """Return the paper with this key, or that had it once."""
        return self._items.get(key) or self._former.get(key) or super().__getitem__(key)

    def _select(self, papers: Iterable[tuple[str, Paper]]) -> Papers:
        return Papers(papers, self._kb)

    def filter(  # noqa: PLR0913 - one keyword a filter, as the command line has them
        self,
        *,
        under: str | None = None,
        since: int | None = None,
        until: int | None = None,
        venue: str | None = None,
        author: str | None = None,
        has_code: bool | None = None,
    ) -> Papers:
        """Return the papers that pass every filter given, in the same order.

        Args:
            under: id of a category; papers in it or anywhere below it.
            since: first year.
            until: last year.
            venue: id or alias of a venue.
            author: words of one author's name, in any order; capitals do not count, accents on Latin letters neither.
            has_code: whether a code repository is known.

        Raises:
            UnknownCategory: there is no category ``under``.
            UnknownVenue: there is no such ``venue``.
            ValueError: ``has_code`` is neither True, False nor None, or ``author`` has no letter.
        """
        check_flag("has_code", has_code)
        keys = self._kb.taxonomy[under].paper_keys if under is not None else None
        venue_id = self._kb.venues[venue].id if venue is not None else None
        wanted = frozenset(words(author)) if author is not None else frozenset()
        if author is not None and not wanted:
            raise ValueError(f"author is {author!r}; it must be a name or a part of one")
        return self._select(
            (key, paper)
            for key, paper in self._items.items()
            if (keys is None or key in keys)
            and (since is None or paper.year >= since)
            and (until is None or paper.year <= until)
            and (venue_id is None or paper.venue == venue_id)
            and (author is None or any(wanted.issubset(words(name)) for name in paper.authors))
            and (has_code is None or bool(paper.code) == has_code)
        )

    def pick(self, *keys: str) -> Papers:
        """Return the papers with these keys, in the order given.

        Raises:
            UnknownPaper: there is none with one of the keys.
        """
        return self._select((paper.key, paper) for paper in map(self.__getitem__, keys))

    @no_garbage()
    def sort(self, *fields: str) -> Papers:
        """Return the papers in another order: by the first field, then the next; ``-year`` is newest first.

        Texts sort without capitals and accents; papers without a value come last either way.

        Raises:
            ValueError: a field is not one of `SORT_FIELDS`.
        """
        pairs = list(self._items.items())
        for field in reversed(fields):
            name, backwards = field.removeprefix("-"), field.startswith("-")
            if name not in SORT_FIELDS:
                raise ValueError(f"cannot sort by {field!r}; the fields are {', '.join(SORT_FIELDS)}")
            with_value = [(_sortable(value), pair) for pair in pairs if (value := getattr(pair[1], name))]
            without = [pair for pair in pairs if not getattr(pair[1], name)] if len(with_value) < len(pairs) else []
            with_value.sort(key=itemgetter(0), reverse=backwards)
            pairs = [pair for _, pair in with_value] + without
        return self._select(pairs)

    def search(self, query: str, limit: int | None = None) -> Papers:
        """Return the papers that match the words of ``query``, best first, at most ``limit``.

        See `effllm.search.SearchIndex.search` for the ranking. A key, an id or a whole name finds its paper
        first; a query without Latin letters and digits can be nothing else.

        Raises:
            TypeError: ``query`` is no text.
            ValueError: ``limit`` is below 0.
        """
        check_text("query", query)
        check_limit(limit)
        meant = (paper.key for paper in self._kb.paper_index.meant(query))
        ranked = self._kb.search_index.search(query, meant)
        found = [(key, self._items[key]) for key, _ in ranked if key in self._items]
        return self._select(found[:limit])

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

    def to_csv(self) -> str:
        """Return the papers as CSV, a line each; a cell that a spreadsheet would run as a formula starts with ``'``."""
        from effllm import bibliography  # noqa: PLC0415 - BibTeX's parser takes a while to import

        return bibliography.to_csv(self._items.values())

    @no_garbage()
    def to_records(self) -> list[dict[str, Any]]:
        """Return the papers as plain dictionaries, every field present."""
        return [paper.to_dict() for paper in self._items.values()]

    def to_pandas(self) -> pd.DataFrame:
        """Return the papers as a data frame with the keys as index; a selection without papers has the columns, too.

        Raises:
            MissingExtra: pandas is not installed; the message says what installs it.
        """
        return data_frame(self.to_records(), Paper.model_fields).set_index("key")


def _sortable(value: str | int | tuple[str, ...]) -> Any:  # noqa: ANN401 - values of one field compare with each other
    if isinstance(value, tuple):
        return tuple(fold(name) for name in value)
    return fold(value) if isinstance(value, str) else value
