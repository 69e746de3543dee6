"""The records as a database, and the page that asks it in the reader's browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from effllm.export.example_queries import queries
from effllm.export.sqlite import columns_by_table, to_sqlite
from effllm.site.building.render import File, Later, overview
from effllm.store.snapshot import LICENSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.as_table import AsTable
    from effllm.kb import KnowledgeBase
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

DATABASE = "data/effllm.sqlite.gz"
"""Where the database is. Hosts of static files do not compress it on the way, so that it is compressed here."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the database, tables as Parquet, and the page, which says how large they are."""
    paths = [DATABASE, *map(_parquet_path, parquet_tables(view.kb)), here.path]
    yield Later(paths, view.kb.snapshot.sha256, lambda: _made(view, here))


def parquet_tables(kb: KnowledgeBase) -> dict[str, AsTable]:
    """Return the tables that are published as Parquet, by name."""
    return {
        "papers": kb.papers,
        "results": kb.results(),
        "cells": kb.compare(),
        "models": kb.models,
        "hardware": kb.hardware,
    }


def _parquet_path(name: str) -> str:
    return f"data/{name}.parquet"


def _made(view: View, here: Overview) -> list[Page | File]:
    about = {"effllm.sha256": view.kb.snapshot.sha256, "effllm.license": LICENSE}
    parquet = {_parquet_path(name): one.to_parquet(about=about) for name, one in parquet_tables(view.kb).items()}
    database = to_sqlite(view.kb)
    packed = gzip.compress(database, mtime=0)
    tables, views = columns_by_table(view.kb.vocabulary)
    page = overview(
        here,
        "data.html",
        {"description": "Ask the records in SQL, in the browser, and take them along in other formats"},
        queries=queries(),
        tables=tables,
        views=views,
        database=DATABASE,
        size=len(packed),
        unpacked=len(database),
        parquet={path: len(content) for path, content in parquet.items()},
    )
    return [File(DATABASE, packed), *(File(path, content) for path, content in parquet.items()), page]
