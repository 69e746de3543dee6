"""The search of the header, and the page for addresses that lead nowhere, in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def test_the_header_finds_papers_categories_frameworks_and_guides(visit: Visit) -> None:
    page = visit("about/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search papers, categories, frameworks and guides")
    expect(box).to_be_focused()
    for query, kind, title in (
        ("sqeueze", "Paper", "SQUEEZE: Accurate Two-Bit Weights"),
        ("pruning", "Category", "Pruning"),
        ("trainer", "Framework", "Trainer <Pro>"),
        ("training cost", "Page", "Models"),
        ("y001", "Check", "Y001"),
    ):
        box.fill(query)
        first = page.get_by_role("option").first
        expect(first).to_contain_text(kind)
        expect(first).to_contain_text(title)


def test_the_header_search_by_keyboard(visit: Visit) -> None:
    page = visit("papers/berg2019prune/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Search the site").press("Enter")
    page.keyboard.type("quantization")
    options = page.get_by_role("option")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_contain_text("Category")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("taxonomy/quantization/$"))


def test_the_header_says_when_nothing_is_found(visit: Visit) -> None:
    page = visit("about/", width=375)
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox").fill("zzzzzz")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("path", ["papers/squeeze/", "papers/author2020sqeueze/", "sqeueze.html"])
def test_a_wrong_address_is_searched_for(path: str, visit: Visit, built: Path) -> None:
    page = visit("about/")
    page.route(f"**/{path}", lambda route: route.fulfill(path=built / "404.html"))
    page.goto(page.url.replace("about/", path))
    meant = page.get_by_role("link", name="SQUEEZE: Accurate Two-Bit Weights")
    expect(meant).to_be_visible()
    meant.click()
    expect(page).to_have_url(re.compile("papers/author2022squeeze/$"))
