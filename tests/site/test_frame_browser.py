"""What frames every page: six tabs that stay where they are, the pages of the open one, and the foot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PLACES = """() => [...document.querySelectorAll(".md-logo, .md-tabs__link, .ef-find, h1")].map((one) => {
  const { left, top } = one.getBoundingClientRect();
  return one.matches("h1") ? [left] : [left, top];
})"""
"""Where the parts of the header are, and the left edge of the page's text."""


def test_nothing_in_the_header_moves_from_page_to_page(visit: Callable[..., Page]) -> None:
    places = []
    for path in ("", "papers/", "taxonomy/", "frameworks/", "graph/", "guide/", "contribute/placing/"):
        page = visit(path)
        expect(page.get_by_role("navigation", name="Tabs").get_by_role("link")).to_have_text(
            ["Papers", "Topics", "Compare", "Map", "Learn", "Data"]
        )
        expect(page.get_by_role("button", name="Search the site")).to_be_visible()
        places.append(page.evaluate(PLACES))
    assert places == [places[0]] * len(places)


@pytest.mark.parametrize(
    ("path", "tab", "shown"),
    [
        ("papers/author2022squeeze/", "Papers", "All papers"),
        ("frameworks/trainer/", "Compare", "Frameworks"),
        ("hardware/", "Compare", "Hardware"),
        ("contribute/problems/y006/", "Data", "Problems and their codes"),
        ("guide/lint/", "Learn", "Check your own list"),
    ],
)
def test_a_page_is_below_its_tab(path: str, tab: str, shown: str, visit: Callable[..., Page]) -> None:
    page = visit(path)
    expect(page.locator(".md-tabs__item--active")).to_have_text(tab)
    expect(page.get_by_role("navigation", name=tab, exact=True).locator("[aria-current]")).to_have_text(shown)


def test_the_pages_of_a_tab_are_one_tap_away_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/", width=375)
    page.get_by_role("navigation", name="Compare").get_by_role("link", name="Results").click()
    expect(page).to_have_url(re.compile("/results/$"))


def test_the_foot_of_a_page_leads_out_of_it(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/")
    foot = page.get_by_role("navigation", name="About this site")
    expect(foot.get_by_role("link")).to_have_text(["About", "Data", "Feeds", "Cite", "Report an error"])
    for name in ("Feeds", "Cite", "Report an error"):
        address = foot.get_by_role("link", name=name).evaluate("link => link.href")
        there = visit(address.partition("/effllm/")[2])
        assert there.evaluate("document.querySelector(location.hash) !== null"), name
