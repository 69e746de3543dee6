"""What still works when the network goes away after a page has come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from effllm.kb import KnowledgeBase

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

FETCHED = "part => performance.getEntriesByType('resource').some(one => one.name.endsWith(part) && one.responseEnd > 0)"


def unplug(page: Page) -> list[str]:
    """Switch the network off, and return the list in which every later request of the page will stand.

    Chromium asks for the icon of a page again whenever the address changes; it gets the one it has.
    """
    page.wait_for_load_state("networkidle")
    page.route("**/logo.svg", lambda route: route.fulfill(body="<svg xmlns='http://www.w3.org/2000/svg'/>"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.set_offline(offline=True)
    asked: list[str] = []
    page.on("request", lambda request: None if request.url.endswith("/logo.svg") else asked.append(request.url))
    return asked


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_explorer_searches_filters_sorts_and_copies(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("papers/")
    expect(page.get_by_role("list", name="Papers found")).to_be_visible()
    page.wait_for_function(FETCHED, arg="papers.bib")
    asked = unplug(page)
    titles = page.locator("#results .ef-entry__title")
    page.get_by_role("searchbox", name="Search papers", exact=True).fill("sqeueze")
    expect(titles.first).to_contain_text("SQUEEZE")
    page.get_by_role("checkbox", name="Code").check()
    expect(page.locator("#count")).to_contain_text(" of ")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_text("BibTeX copied")).to_be_visible()
    assert copied(page) == kb.papers.filter(has_code=True).search("sqeueze").to_bibtex()
    page.get_by_role("button", name="Clear all").click()
    page.get_by_label("Sort").select_option("oldest")
    expect(titles.first).to_contain_text("A Simple Way to Prune")
    assert asked == []


def test_the_search_of_the_header(visit: Visit) -> None:
    page = visit("papers/berg2019prune/")
    page.get_by_role("button", name="Search the site").click()
    box = page.get_by_role("combobox", name="Search papers, categories, frameworks and guides")
    box.fill("weights")
    expect(page.get_by_role("option").first).to_be_visible()
    asked = unplug(page)
    box.fill("sqeueze")
    expect(page.get_by_role("option").first).to_contain_text("SQUEEZE")
    assert asked == []


def test_frameworks_are_filtered_compared_and_copied(visit: Visit) -> None:
    page = visit("frameworks/")
    page.locator("summary", has_text="Name, license, status").click()
    asked = unplug(page)
    page.get_by_role("search", name="Filter frameworks").get_by_role("searchbox").fill("fast")
    expect(page.get_by_role("search", name="Filter frameworks").get_by_role("status")).to_contain_text("1 of 4")
    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("checkbox", name="Compare Fast").check()
    page.get_by_role("checkbox", name="Compare Trainer <Pro>").check()
    page.get_by_role("button", name="Compare Fast, Trainer <Pro>").click()
    expect(page.get_by_role("heading", name="Fast and Trainer <Pro>")).to_be_visible()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied as Markdown")).to_be_visible()
    assert copied(page).startswith("|")
    assert asked == []


def test_the_taxonomy_opens_and_the_models_sort(visit: Visit) -> None:
    page = visit("taxonomy/")
    asked = unplug(page)
    page.locator("#icicle a[data-id=quantization]").click()
    expect(page.locator("#icicle a[data-id=pruning]")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"open=quantization$"))
    assert asked == []
    page = visit("models/")
    asked = unplug(page)
    model = page.get_by_role("columnheader", name="Model").first
    model.get_by_role("button").click()
    expect(model).to_have_attribute("aria-sort", "ascending")
    assert asked == []


def test_the_entry_of_a_paper_is_copied(visit: Visit) -> None:
    page = visit("papers/author2022squeeze/")
    asked = unplug(page)
    page.locator("#bibtex").get_by_role("button").click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert copied(page).startswith("@inproceedings{author2022squeeze,")
    assert asked == []
