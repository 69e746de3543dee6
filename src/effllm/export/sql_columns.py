"""Columns and tables made from the fields of records.

A plain field is a column, a record inside a record more columns, and a list a table of its own with a line an item. So
a new field of a record is in the database without a word here; the names below are those that are not made by rule.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.records.base import field_kinds
from effllm.records.framework import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from effllm.records import Corpus
    from effllm.records.base import FieldKind, Record

    Get = Callable[[Any], Any]

_TYPES: dict[type, str] = {bool: "INTEGER", int: "INTEGER", float: "REAL"}


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column of a table.

    Attributes:
        name: its name.
        get: its value, of what a line is made of.
        type: its type in SQL.
        optional: True where it may be empty.
        choices: the only values it takes; empty where it takes any.
        refers: the table that its values are keys of; empty where they are no keys.
    """

    name: str
    get: Get
    type: str = "TEXT"
    optional: bool = False
    choices: tuple[object, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table.

    Attributes:
        name: its name.
        columns: its columns in order.
        key: the columns of its primary key.
        lines: what its lines are made of.
        unique: columns of which no two lines have the same values, besides the key.
        refers: columns that are together the key of another table, and that table.
    """

    name: str
    columns: tuple[SqlColumn, ...]
    key: tuple[str, ...]
    lines: Callable[[Corpus], Iterable[Any]]
    unique: tuple[str, ...] = ()
    refers: tuple[tuple[str, ...], str] = ((), "")

    def rows(self, corpus: Corpus) -> Iterator[tuple[Any, ...]]:
        """Yield its lines as values of the columns; what names a paper that is not there is empty, or left out."""
        row_of = _row_of([column.get for column in self.columns])
        named = [(at, column.optional) for at, column in enumerate(self.columns) if column.refers == "papers"]
        if not named:
            yield from map(row_of, self.lines(corpus))
            return
        papers = frozenset(paper.key for paper in corpus.papers)
        for row in map(row_of, self.lines(corpus)):
            gone = [at for at, _ in named if row[at] not in papers]
            if all(optional for at, optional in named if at in gone):
                yield tuple(None if at in gone else value for at, value in enumerate(row)) if gone else row


def _row_of(gets: list[Get]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what makes a row of a line: one call for plain attributes or items, which is several times as fast."""
    for getter in (attrgetter, itemgetter):
        if all(isinstance(get, getter) for get in gets):
            return getter(*(get.__reduce__()[1][0] for get in gets))
    return lambda line: tuple(get(line) for get in gets)


class ListNames(NamedTuple):
    """How the table of a list is called, where not by rule.

    Attributes:
        table: its name.
        item: the column of a plain item.
        ordered: whether a column ``position`` holds the place in the list and is part of the key.
    """

    table: str
    item: str = "value"
    ordered: bool = True


_LISTS = {
    "venues.aliases": ListNames("venue_aliases", "alias", ordered=False),
    "categories.aliases": ListNames("category_aliases", "alias", ordered=False),
    "papers.aliases": ListNames("paper_aliases", "alias", ordered=False),
    "papers.former_keys": ListNames("former_keys", "former_key", ordered=False),
    "papers.authors": ListNames("authors", "name"),
    "papers.categories": ListNames("paper_categories", "category"),
    "papers.cites": ListNames("citations", "cited", ordered=False),
    "papers.setup": ListNames("setup"),
    "papers.equations": ListNames("equations"),
    "papers.results": ListNames("results"),
    "equations.constants": ListNames("constants"),
    "metrics.units": ListNames("metric_units", "unit"),
    "lists.scope": ListNames("list_scope", "category"),
    "lists.files": ListNames("list_files", "file"),
    "lists.elsewhere": ListNames("list_elsewhere"),
    "lists.papers": ListNames("list_papers", "paper", ordered=False),
    "models.aliases": ListNames("model_aliases", "alias", ordered=False),
    "models.organization": ListNames("model_organizations", "organization"),
    "hardware.aliases": ListNames("hardware_aliases", "alias", ordered=False),
    "measurements.results": ListNames("measurement_results"),
    "formulas.inputs": ListNames("formula_inputs"),
    "formulas.terms": ListNames("formula_terms"),
    "formulas.examples": ListNames("formula_examples"),
    "frameworks.languages": ListNames("framework_languages", "language"),
    "frameworks.survey.features": ListNames("framework_survey_features", "feature"),
}
_PREFIXES = {"frameworks.status": "", "results.setting": "", "measurement_results.setting": ""}
"""Records inside of records, whose columns have another prefix than the field's name."""

_NAMES = {f"{table}.baseline.what": "baseline" for table in ("results", "measurement_results")}
_OWNERS = {"categories": "category", "reading_lists": "list", "setup": "setup", "hardware": "accelerator"}
"""Tables -> the column in which their lists name the line they belong to; by rule the name without its last letter."""

_REFERS = {
    "papers.venue": "venues",
    "papers.cites": "papers",
    "papers.categories": "categories",
    "results.metric": "metrics",
    "measurement_results.metric": "metrics",
    "measurements.paper": "papers",
    "frameworks.paper": "papers",
    "models.paper": "papers",
    "formulas.paper": "papers",
    "formula_examples.paper": "papers",
    "reading_lists.category": "categories",
    "readings.paper": "papers",
    "lists.scope": "categories",
    "lists.papers": "papers",
    "reference_lists.key": "papers",
    "citation_counts.paper": "papers",
}
_COMPUTED = {
    "papers.url": SqlColumn("link", attrgetter("link"), optional=True),
    **dict.fromkeys(
        ("results.size", "measurement_results.size"),
        SqlColumn("parameters", attrgetter("parameters"), "REAL", optional=True),
    ),
    "cells.source": SqlColumn("url", lambda cell: cell.source and cell.source.url, optional=True),
}
"""Fields -> the column behind it that follows from them."""

_JOINED = frozenset({"models.doubtful"})
_ELSEWHERE = frozenset(
    {"categories.children", "reading_lists.sections", "section.papers", "metrics.name", "metrics.definition"}
    | {f"frameworks.{group}" for group in GROUPS}
)
"""Fields that have a table of another form; so have `sources`."""


def record_tables(
    name: str, model: type[Record], key: str, lines: Callable[[Corpus], Iterable[Any]]
) -> Iterator[SqlTable]:
    """Yield the table of a kind of record, and those of its lists."""
    columns, lists = columns_of(name, model)
    yield SqlTable(name, tuple(columns), (key,), lines)
    owner = SqlColumn(_OWNERS.get(name, name[:-1]), itemgetter(0), refers=name)
    for path, kind, get in lists:
        yield from list_tables(path, kind, [owner], owned(lines, attrgetter(key), get))


def owned(lines: Callable[[Corpus], Iterable[Any]], key: Get, get: Get) -> Callable[[Corpus], Iterator[Any]]:
    """Return what yields the items of a list, each behind the key of its record and its place."""
    return lambda corpus: ((key(one), at, item) for one in lines(corpus) for at, item in enumerate(get(one) or ()))


def list_tables(
    path: str, kind: FieldKind, owners: list[SqlColumn], lines: Callable[[Corpus], Iterator[tuple[Any, ...]]]
) -> Iterator[SqlTable]:
    """Yield the table of a list, and those of the lists inside its items; a line is owners, place and item."""
    names = _LISTS.get(path, ListNames(path.replace(".", "_").replace("papers_", "paper_", 1)))
    place, last = len(owners), itemgetter(len(owners) + 1)
    where = [*owners, SqlColumn("position", itemgetter(place), "INTEGER")] if names.ordered else owners
    refers = ((), "") if place == 1 else (tuple(one.name for one in owners), path.partition(".")[0])
    if place > 1:
        where = [replace(one, refers="") for one in where]
    if kind.record is None:
        item = SqlColumn(
            names.item, last, _TYPES.get(kind.holds, "TEXT"), choices=kind.choices, refers=_REFERS.get(path, "")
        )
        key = tuple(one.name for one in (where if names.ordered else [*where, item]))
        unique = (owners[0].name, item.name) if item.refers and names.ordered else ()
        yield SqlTable(names.table, (*where, item), key, lines, unique, refers)
        return
    columns, lists = columns_of(names.table, kind.record, last)
    yield SqlTable(names.table, (*where, *columns), tuple(one.name for one in where), lines, refers=refers)
    inner = [*owners, SqlColumn(_OWNERS.get(names.table, names.table[:-1]), itemgetter(place), "INTEGER")]
    for below, of, get in lists:
        yield from list_tables(below, of, inner, _inside(lines, get))


def _inside(lines: Callable[[Corpus], Iterator[tuple[Any, ...]]], get: Get) -> Callable[[Corpus], Iterator[Any]]:
    return lambda corpus: ((*line[:-1], at, item) for line in lines(corpus) for at, item in enumerate(get(line)))


def columns_of(
    path: str, model: type[Record], of: Get | None = None, prefix: str = "", *, optional: bool = False
) -> tuple[list[SqlColumn], list[tuple[str, FieldKind, Get]]]:  # fmt: skip
    """Return the columns of a record's fields, and its lists, which need tables of their own."""
    columns: list[SqlColumn] = []
    lists: list[tuple[str, FieldKind, Get]] = []
    for kind in field_kinds(model):
        where, get = f"{path}.{kind.name}", _getter(of, kind.name)
        if where in _ELSEWHERE or kind.name == "sources":
            continue
        column = SqlColumn(
            _NAMES.get(where, prefix + kind.name), get, _TYPES.get(kind.holds, "TEXT"), optional or kind.optional,
            (0, 1) if kind.holds is bool else kind.choices, _REFERS.get(where, ""),
        )  # fmt: skip
        if where in _JOINED:
            columns.append(replace(column, get=_joined(get), optional=True, choices=()))
        elif kind.many:
            lists.append((where, kind, get))
        elif kind.record:
            inner = _PREFIXES.get(where, f"{prefix}{kind.name}_")
            below, more = columns_of(where, kind.record, get, inner, optional=optional or kind.optional)
            columns += below
            lists += more
        else:
            columns.append(replace(column, get=_as_json(get)) if kind.holds is dict else column)
        if computed := _COMPUTED.get(where):
            columns.append(replace(computed, get=_then(of, computed.get)))
    return columns, lists


def _getter(of: Get | None, name: str) -> Get:
    """Return what gets a field of a record; None where there is no record."""
    get = attrgetter(name)
    return get if of is None else _then(of, get)


def _then(of: Get | None, get: Get) -> Get:
    if of is None:
        return get
    return lambda line: None if (record := of(line)) is None else get(record)


def _joined(get: Get) -> Get:
    return lambda record: ", ".join(get(record)) or None


def _as_json(get: Get) -> Get:
    return lambda record: json.dumps(get(record), ensure_ascii=False, default=str)
