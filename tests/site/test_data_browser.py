"""The page that asks the database in SQL, in Chromium."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from effllm.export.example_queries import queries
from tests.site.test_offline_browser import unplug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGE = "data/"
SLOW = 30_000
"""Milliseconds that loading SQLite may take on a busy machine."""


def test_nothing_is_loaded_before_a_query_and_nothing_is_missing_after_it(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, width=375)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [url for url in loaded if "sqlite" in url or "worker" in url]
    page.locator("#sql-run").click()
    expect(page.locator("#sql-said")).to_contain_text("row", timeout=SLOW)
    assert {url.rpartition("/")[2] for url in fetched} >= {"index.mjs", "sqlite3.wasm", "effllm.sqlite.gz"}
    asked = unplug(page)
    for name, first in (("years", "2019"), ("most-cited", "berg2019prune"), ("categories", "compression")):
        page.locator("#sql-example").select_option(name)
        page.locator("#sql-run").click()
        expect(page.locator("#sql-rows td").first).to_have_text(first)
    assert asked == []


def test_an_example_is_in_the_address_and_all_are_there(visit: Callable[..., Page]) -> None:
    page = visit(f"{PAGE}#years")
    expect(page.locator("#sql-text")).to_have_value(next(one.sql for one in queries() if one.id == "years"))
    expect(page.locator("#sql-example option")).to_have_count(20)
    expect(page.locator(".ef-query")).to_have_count(20)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "SELECT titel FROM papers",
            "There is no column “titel”: the names of all are below, under “Tables and views”.",
        ),
        ("SELECT * FROM paper", "There is no table “paper”: the names of all are below, under “Tables and views”."),
        ("SELEC key FROM papers", "The query is not right near “SELEC”."),
        ("SELECT key FROM", "The query is not complete."),
        ("  ", "Write a query, or choose an example."),
        ("DELETE FROM papers", "The query cannot be answered: attempt to write a readonly database."),
    ],
)
def test_what_is_wrong_with_a_query_is_a_sentence(sql: str, said: str, visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.locator("#sql-text").fill(sql)
    page.locator("#sql-run").click()
    expect(page.locator("#sql-said")).to_have_text(said, timeout=SLOW)
    expect(page.locator("#sql-rows")).to_be_hidden()


def test_the_answer_as_csv(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(PAGE)
    page.locator("#sql-text").fill("SELECT '2210.10000' AS arxiv, '=1+1' AS formula, 'a, \"b\"' AS text, NULL AS none")
    page.locator("#sql-text").press("Control+Enter")
    expect(page.locator("#sql-said")).to_have_text("1 row.", timeout=SLOW)
    with page.expect_download() as download:
        page.locator("#sql-csv").click()
    download.value.save_as(tmp_path / "answer.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "answer.csv").read_text(encoding="utf-8"))))
    assert rows == [["arxiv", "formula", "text", "none"], ["arXiv:2210.10000", "'=1+1", 'a, "b"', ""]]


def test_a_query_that_never_ends_can_be_stopped(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.locator("#sql-text").fill(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    page.locator("#sql-run").click()
    expect(page.locator("#sql-stop")).to_be_visible()
    page.locator("#sql-stop").click()
    expect(page.locator("#sql-said")).to_have_text("Stopped.")
    page.locator("#sql-text").fill("SELECT 1")
    page.locator("#sql-run").click()
    expect(page.locator("#sql-said")).to_have_text("1 row.", timeout=SLOW)
