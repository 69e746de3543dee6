"""SQLite: every record in normalised tables, with foreign keys, views and a full-text index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

from effllm.export.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effllm.export.sql_columns import SqlColumn, SqlTable
    from effllm.kb import KnowledgeBase
    from effllm.records import Vocabulary

_INDEXES = """
CREATE INDEX papers_year ON papers(year);
CREATE INDEX authors_name ON authors(name);
CREATE INDEX paper_categories_category ON paper_categories(category);
CREATE INDEX citations_cited ON citations(cited);
CREATE INDEX results_metric ON results(metric);
CREATE INDEX cells_word ON cells("group", word);
"""

_FULL_TEXT = """
CREATE VIRTUAL TABLE papers_fts USING fts5(
  key UNINDEXED, title, name, aliases, authors, summary, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO papers_fts
SELECT
  key, title, name,
  (SELECT group_concat(alias, ' ') FROM paper_aliases WHERE paper = key),
  (SELECT group_concat(name, ' ') FROM authors WHERE paper = key),
  summary
FROM papers ORDER BY key;
INSERT INTO papers_fts(papers_fts) VALUES ('optimize');
"""
"""The index keeps its texts: the numbers of rows, by which it could find them in `papers`, may change."""


def to_sqlite(kb: KnowledgeBase) -> bytes:
    """Return a database file, with what identifies the data in `meta`.

    References to papers that are not among the records are left out.

    The cost is linear in the records, which are right as they were read: nothing is checked anew while rows go in.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        with database:
            for table in _create_all(database, kb.vocabulary):
                places = ", ".join("?" * len(table.columns))
                database.executemany(f"INSERT INTO {table.name} VALUES ({places})", table.rows(kb.corpus))  # noqa: S608 - only our own names
            database.executemany("INSERT INTO meta VALUES (?, ?)", kb.snapshot.identity.items())
            database.execute(f"PRAGMA user_version = {kb.snapshot.number}")
        database.executescript(_INDEXES + _FULL_TEXT)
        return database.serialize()


def columns_by_table(vocabulary: Vocabulary) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the columns of each table, and of each view."""
    with closing(sqlite3.connect(":memory:")) as database:
        for _ in _create_all(database, vocabulary):
            pass
        named = database.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
        columns = {
            (kind, name): [row[1] for row in database.execute(f"PRAGMA table_info({name})")] for kind, name in named
        }
    tables, views = ({name: found for (kind, name), found in columns.items() if kind == of} for of in ("table", "view"))
    return tables, views


def _create_all(database: sqlite3.Connection, vocabulary: Vocabulary) -> Iterator[SqlTable]:
    """Make all tables and views, and yield the tables that records fill."""
    keys: dict[str, tuple[str, ...]] = {}
    for table in tables(vocabulary):
        keys[table.name] = table.key
        database.execute(_create(table, keys))
        yield table
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")
    for statement in (files("effllm.export") / "views.sql").read_text(encoding="utf-8").split(";\n\n"):
        database.execute(statement)


def _create(table: SqlTable, keys: Mapping[str, tuple[str, ...]]) -> str:
    """Return the statement that makes a table; ``keys`` are those of the tables so far."""
    lines = [*(_column(column, keys) for column in table.columns), f"PRIMARY KEY ({_names(table.key)})"]
    if table.unique:
        lines.append(f"UNIQUE ({_names(table.unique)})")
    columns, other = table.refers
    if other:
        lines.append(f"FOREIGN KEY ({_names(columns)}) REFERENCES {other} ({_names(keys[other])})")
    # Lists need no second key of SQLite's own; records keep it, for full-text indexes that users add.
    without = " WITHOUT ROWID" if len(table.key) > 1 else ""
    return f"CREATE TABLE {table.name} ({', '.join(lines)}){without}"


def _column(column: SqlColumn, keys: Mapping[str, tuple[str, ...]]) -> str:
    parts = [f'"{column.name}" {column.type}']
    if not column.optional:
        parts.append("NOT NULL")
    if column.refers:
        parts.append(f"REFERENCES {column.refers} ({_names(keys[column.refers])})")
    if column.choices:
        parts.append(f'CHECK ("{column.name}" IN ({", ".join(map(repr, column.choices))}))')
    return " ".join(parts)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
