"""SQLite: every record in normalised tables, with foreign keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from effllm.export.tables import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.export.sql_columns import SqlColumn, SqlTable
    from effllm.kb import KnowledgeBase

_INDEXES = """
CREATE INDEX papers_year ON papers(year);
CREATE INDEX authors_name ON authors(name);
CREATE INDEX paper_categories_category ON paper_categories(category);
CREATE INDEX citations_cited ON citations(cited);
CREATE INDEX results_metric ON results(metric);
CREATE INDEX cells_word ON cells("group", word);
"""


def to_sqlite(kb: KnowledgeBase) -> bytes:
    """Return a database file, with what identifies the data in `meta`.

    References to papers that are not among the records are left out.

    The cost is linear in the records, which are right as they were read: nothing is checked anew while rows go in.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        with database:
            keys: dict[str, tuple[str, ...]] = {}
            for table in tables(kb.vocabulary):
                keys[table.name] = table.key
                database.execute(_create(table, keys))
                places = ", ".join("?" * len(table.columns))
                database.executemany(f"INSERT INTO {table.name} VALUES ({places})", table.rows(kb.corpus))  # noqa: S608 - only our own names
            database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")
            database.executemany("INSERT INTO meta VALUES (?, ?)", kb.snapshot.identity.items())
            database.execute(f"PRAGMA user_version = {kb.snapshot.number}")
        database.executescript(_INDEXES)
        return database.serialize()


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
