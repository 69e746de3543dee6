"""The records as a database, and the page that asks it in the reader's browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from effllm.export.example_queries import queries
from effllm.export.sqlite import columns_by_table, to_sqlite
from effllm.site.building.render import File, Later, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

DATABASE = "data/effllm.sqlite.gz"
"""Where the database is. Hosts of static files do not compress it on the way, so that it is compressed here."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the database and the page, which says how large it is."""
    yield Later([DATABASE, here.path], view.kb.snapshot.sha256, lambda: _made(view, here))


def _made(view: View, here: Overview) -> list[Page | File]:
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
    )
    return [File(DATABASE, packed), page]
