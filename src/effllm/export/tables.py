"""The tables of the database: of each kind of record, and those of another form than the records have."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from effllm.export.sql_columns import SqlColumn, SqlTable, columns_of, list_tables, owned, record_tables
from effllm.records import (
    Accelerator,
    Category,
    Cell,
    CitationCount,
    Formula,
    Framework,
    Measurement,
    Metric,
    Paper,
    PretrainedModel,
    PublicList,
    Reading,
    ReadingList,
    ReferenceListCounts,
    Section,
    Venue,
    Word,
)
from effllm.records.base import field_kinds
from effllm.records.framework import GROUPS
from effllm.records.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records import Corpus, Vocabulary

    _Read = tuple[str, str, str, int, str, str | None]


def tables(vocabulary: Vocabulary) -> Iterator[SqlTable]:
    """Yield the tables, each behind those that it refers to. The words of a group are those of the vocabulary."""
    yield from record_tables("venues", Venue, "id", attrgetter("venues"))
    yield from _categories()
    yield from record_tables("metrics", Metric, "id", attrgetter("vocabulary.metrics"))
    yield from record_tables("papers", Paper, "key", attrgetter("papers"))
    yield from record_tables("reference_lists", ReferenceListCounts, "key", attrgetter("reference_lists"))
    yield from record_tables("citation_counts", CitationCount, "paper", attrgetter("citation_counts"))
    yield from record_tables("reading_lists", ReadingList, "id", attrgetter("reading_lists"))
    yield _readings()
    yield from record_tables("lists", PublicList, "id", attrgetter("lists"))
    yield from record_tables("formulas", Formula, "id", attrgetter("formulas"))
    yield _words()
    yield from record_tables("frameworks", Framework, "id", attrgetter("frameworks"))
    yield _cells(vocabulary)
    yield from record_tables("models", PretrainedModel, "id", attrgetter("models"))
    yield from record_tables("hardware", Accelerator, "id", attrgetter("hardware"))
    yield from record_tables("measurements", Measurement, "id", attrgetter("measurements"))
    yield _sources()


class _InTree(NamedTuple):
    """A category, the id of the one above it, and its place below that; ``around`` holds for all below, too."""

    category: Category
    parent: str | None
    position: int


def _categories() -> Iterator[SqlTable]:
    """Yield the tables of the tree, parents before children."""
    columns, lists = columns_of("categories", Category, attrgetter("category"))
    placed = [
        SqlColumn("parent", attrgetter("parent"), optional=True, refers="categories"),
        SqlColumn("position", attrgetter("position"), "INTEGER"),
    ]
    yield SqlTable("categories", (columns[0], *placed, *columns[1:]), ("id",), _walk)
    owner = SqlColumn("category", itemgetter(0), refers="categories")
    for path, kind, get in lists:
        yield from list_tables(path, kind, [owner], owned(_walk, attrgetter("category.id"), get))


def _walk(corpus: Corpus) -> Iterator[_InTree]:
    waiting = [_InTree(branch, None, at) for at, branch in enumerate(corpus.branches)][::-1]
    while waiting:
        one = waiting.pop()
        yield one
        inherited = {"around": True} if one.category.around else {}
        children = (child.model_copy(update=inherited) for child in one.category.children)
        below = [_InTree(child, one.category.id, at) for at, child in enumerate(children)]
        waiting += below[::-1]


def _readings() -> SqlTable:
    """Return the table of the papers of reading lists, each with the section it is in."""

    def lines(corpus: Corpus) -> Iterator[tuple[str, int, Section, Reading]]:
        for one in corpus.reading_lists:
            readings = ((section, reading) for section in one.sections for reading in section.papers)
            for at, (section, reading) in enumerate(readings):
                yield one.id, at, section, reading

    section, _ = columns_of("section", Section, itemgetter(2), "section_")
    reading, _ = columns_of("readings", Reading, itemgetter(3))
    where = (SqlColumn("list", itemgetter(0), refers="reading_lists"), SqlColumn("position", itemgetter(1), "INTEGER"))
    named = [replace(one, name="section") if one.name == "section_name" else one for one in section]
    return SqlTable("readings", (*where, *named, *reading), ("list", "position"), lines, ("list", "paper"))


def _words() -> SqlTable:
    """Return the table of the controlled words."""

    def lines(corpus: Corpus) -> Iterator[tuple[str, int, Word]]:
        for kind in field_kinds(type(corpus.vocabulary)):
            yield from ((kind.name, at, word) for at, word in enumerate(getattr(corpus.vocabulary, kind.name)))

    columns, _ = columns_of("words", Word, itemgetter(2))
    group, position = SqlColumn("group", itemgetter(0)), SqlColumn("position", itemgetter(1), "INTEGER")
    return SqlTable("words", (group, columns[0], position, *columns[1:]), ("group", "id"), lines)


def _cells(vocabulary: Vocabulary) -> SqlTable:
    """Return the table of the cells of the comparison that somebody looked for."""

    def lines(corpus: Corpus) -> Iterator[tuple[str, str, str, Cell]]:
        for framework in corpus.frameworks:
            for group, word in words:
                if (cell := framework.cell(group, word)).checked:
                    yield framework.id, group, word, cell

    words = [(group, word) for group in GROUPS for word in vocabulary.group(group)]
    where = (SqlColumn("framework", itemgetter(0), refers="frameworks"), SqlColumn("group", itemgetter(1)))
    columns, _ = columns_of("cells", Cell, itemgetter(3))
    key = ("framework", "group", "word")
    return SqlTable(
        "cells", (*where, SqlColumn("word", itemgetter(2)), *columns), key, lines, refers=(key[1:], "words")
    )


def _sources() -> SqlTable:
    """Return the table of the sources of all records."""

    def lines(corpus: Corpus) -> Iterator[_Read]:
        yield from _read_in("paper", ((one.key, one.sources) for one in corpus.papers))
        yield from _read_in("framework", ((one.id, one.sources) for one in corpus.frameworks))
        yield from _read_in("model", ((one.id, one.sources) for one in corpus.models))
        yield from _read_in("hardware", ((one.id, one.sources) for one in corpus.hardware))
        yield from _read_in("measurement", ((one.id, one.sources) for one in corpus.measurements))

    columns = (
        SqlColumn("kind", itemgetter(0), choices=("paper", "framework", "model", "hardware", "measurement")),
        SqlColumn("record", itemgetter(1)),
        SqlColumn("field", itemgetter(2)),
        SqlColumn("position", itemgetter(3), "INTEGER"),
        SqlColumn("source", itemgetter(4)),
        SqlColumn("url", itemgetter(5), optional=True),
    )
    return SqlTable("sources", columns, ("kind", "record", "field", "position"), lines)


@lru_cache(maxsize=10_000)  # most fields of a record were read in one place
def _url(source: str) -> str | None:
    return Source(source).url


def _read_in(kind: str, records: Iterable[tuple[str, Mapping[str, str | tuple[str, ...]]]]) -> Iterator[_Read]:
    for record, sources in records:
        for field, given in sources.items():
            for at, source in enumerate((given,) if isinstance(given, str) else given):
                yield kind, record, field, at, source, _url(source)
