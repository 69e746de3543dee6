"""The questions that the page of the database offers, each asked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

import pytest

import effllm
from effllm.export.example_queries import queries
from effllm.export.sqlite import columns_by_table, to_sqlite
from tests.checkouts import BASE
from tests.factories import MEASURED, PAPERS, knowledge_base

QUERIES = {one.id: one for one in queries()}


@cache
def real() -> bytes:
    return to_sqlite(effllm.load(BASE.parents[2]))


@pytest.fixture
def database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(to_sqlite(knowledge_base(MEASURED, *PAPERS)))
    return connection


def test_there_are_twenty_with_titles_of_their_own() -> None:
    assert len(QUERIES) == len({one.title for one in queries()}) == 20


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_runs(name: str, database: sqlite3.Connection) -> None:
    with closing(database):
        names = [column[0] for column in database.execute(QUERIES[name].sql).description]
    assert len(names) == len(set(names)) > 1


@pytest.mark.corpus
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_finds_something_in_the_real_records(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(real())
        assert connection.execute(QUERIES[name].sql).fetchall()


def test_full_text_forgives_endings_and_accents(database: sqlite3.Connection) -> None:
    with closing(database):
        asked = "SELECT key FROM papers_fts WHERE papers_fts MATCH ?"
        assert ("berg2019prune",) in database.execute(asked, ["weight"]).fetchall()  # Weights
        assert ("author2022squeeze",) in database.execute(asked, ["authors: muller"]).fetchall()  # Müller-Nowak


def test_views_answer_from_several_tables(database: sqlite3.Connection) -> None:
    with closing(database):
        row = database.execute("SELECT authors, category, cites FROM paper_list WHERE key = 'author2022squeeze'")
        assert row.fetchone() == ("Ada Author; Łukasz Müller-Nowak; Marwa El Halabi", "weights", 1)
        under = database.execute("SELECT count(*) FROM papers_under WHERE category = 'quantization'").fetchone()
        assert under == (len(knowledge_base(MEASURED, *PAPERS).papers.filter(under="quantization")),)


def test_the_page_names_every_table_and_column(database: sqlite3.Connection) -> None:
    tables, views = columns_by_table(knowledge_base().vocabulary)
    with closing(database):
        there = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        assert {name for (name,) in there if not name.startswith("papers_fts")} == tables.keys()
        columns = [row[0] for row in database.execute("SELECT * FROM paper_list").description]
        assert columns == views["paper_list"]
