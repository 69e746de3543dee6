"""The built site in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.site.conftest import Scheme

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "papers": "papers/",
    "paper": "papers/author2022squeeze/",
    "hostile paper": "papers/mallory2024x1index/",
    "taxonomy": "taxonomy/",
    "category": "taxonomy/quantization/",
    "leaf": "taxonomy/weights/",
    "frameworks": "frameworks/",
    "framework": "frameworks/trainer/",
    "venues": "venues/",
    "venue": "venues/conf/",
    "authors": "authors/",
    "authors of a letter": "authors/a/",
    "authors of three letters": "authors/aut/",
    "models": "models/",
    "model": "models/giant/",
    "model with architecture": "models/giant-7b/",
    "hardware": "hardware/",
    "plan": "plan/",
    "paper with results": "papers/crowd2023many/",
    "results": "results/",
    "metric": "results/accuracy/",
    "question": "results/weights-at-3-bits/",
    "formulas": "formulas/",
    "formula": "formulas/thin-memory/",
    "reading lists": "reading-lists/",
    "reading list": "reading-lists/thin-first/",
    "public lists": "lists/",
    "public list": "lists/awesome-thin/",
    "trends": "trends/",
    "map": "graph/",
    "problems": "contribute/problems/",
    "problem": "contribute/problems/y006/",
    "api": "api/",
    "health": "health/",
    "lost": "../404.html",
    "by hand": "guide/",
}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 375)])
@every_kind
def test_every_page_fits_and_axe_finds_nothing_serious(
    path: str, scheme: Scheme, width: int, visit: Callable[..., Page]
) -> None:
    page = visit(path, scheme=scheme, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    name = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    assert serious(page) == []


def test_bibtex_can_be_copied(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#bibtex").get_by_role("button").click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{author2022squeeze,")


def test_reading_pages_work_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("", javascript=False)
    page.get_by_role("link", name="Topics").first.click()
    page.get_by_role("link", name="Weight-Only Quantization", exact=True).click()
    page.get_by_role("link", name=re.compile("^SQUEEZE:")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE")
    page.get_by_text("Sources of this record").click()
    expect(page.get_by_role("link", name="example/list: README.md, line 3")).to_be_visible()


def test_authors_and_venues_lead_to_their_papers_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/", javascript=False)
    page.get_by_role("link", name="Ada Author").click()
    person = page.locator("li:target")
    expect(person.get_by_role("heading")).to_contain_text("Ada Author")
    person.get_by_role("link", name="SQUEEZE").click()
    page.get_by_role("link", name="CONF 2023").click()
    expect(page).to_have_url(re.compile("venues/conf/#y2023$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("CONF")
    expect(page.locator("#y2023").get_by_role("link", name=re.compile("^SQUEEZE"))).to_be_visible()
    page.get_by_role("link", name="Venues", exact=True).first.click()
    expect(page.get_by_role("link", name="CONF 2023: ")).to_be_visible()


def test_a_printed_page_loses_nothing_beyond_its_edge(visit: Callable[..., Page]) -> None:
    for path in ("frameworks/", "models/", "venues/"):
        page = visit(path, width=800)
        page.emulate_media(media="print")
        table = page.locator(".ef-scroll > table").first
        assert table.evaluate("table => table.getBoundingClientRect().right <= innerWidth"), path
        assert table.evaluate("table => table.getBoundingClientRect().left >= 0"), path


def test_a_paper_page_says_at_its_head_what_it_holds(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/", width=375)
    parts = page.get_by_role("navigation", name="On this page")
    expect(parts.get_by_role("link", name="Cites 1")).to_be_visible()
    expect(parts.get_by_role("link", name="Cited by 1")).to_be_visible()
    parts.get_by_role("link", name="BibTeX").click()
    expect(page.locator("#bibtex pre")).to_be_in_viewport()


def test_keyboard_reaches_the_content_first(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    skip.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))
