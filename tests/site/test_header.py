"""The search of the header, and the page for addresses that lead nowhere, in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.exploring import hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from effllm.kb import KnowledgeBase

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

LOST_TWICE = """() => {
  const Real = window.Worker;
  let lost = 2;
  window.Worker = function (...given) {
    if (lost-- <= 0) return new Real(...given);
    const made = new EventTarget();
    return Object.assign(made, { postMessage: () => made.dispatchEvent(new Event("error")), terminate: () => {} });
  };
}"""
"""The first two workers are as those whose script could not be loaded."""


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


def test_a_search_on_its_way_says_so_and_one_key_closes_it(visit: Visit) -> None:
    page = visit("about/")
    held = hold(page, "**/library.json")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search papers, categories, frameworks and guides")
    with page.expect_request("**/library.json"):
        box.fill("squeeze")
    expect(page.get_by_role("status").filter(has_text="Searching")).to_have_count(1)
    for route in held:
        route.continue_()
    expect(page.get_by_role("option").first).to_contain_text("SQUEEZE")
    expect(page.get_by_role("status").filter(has_text="Searching")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


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
    expect(page.get_by_text("“zzzzzz” is not here: add it, or run effllm add ID.")).to_be_visible()
    page.get_by_role("combobox").fill("zzzzzz yyyyyy")
    expect(page.get_by_text("No paper here has the words “zzzzzz”, “yyyyyy”.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_name_of_an_author_leads_to_their_papers(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("about/")
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox").fill("lukasz muller-nowak")
    written = len(kb.papers.filter(author="Łukasz Müller-Nowak"))
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Łukasz Müller-Nowak")
    expect(first).to_contain_text(f"Author {written} paper")
    first.click()
    expect(page.get_by_role("button", name="Remove filter: Author: Łukasz Müller-Nowak")).to_be_visible()
    expect(page.locator("#results .ef-entry__title")).to_have_count(written)


def test_a_part_of_the_name_of_an_author_of_several_papers_leads_to_them(visit: Visit) -> None:
    page = visit("about/")
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox").fill("ada")
    page.get_by_role("option", name=re.compile("^Ada Author Author")).click()
    expect(page).to_have_url(re.compile("/authors/aut/#ada-author$"))


def test_the_name_of_a_venue_leads_to_its_page(visit: Visit) -> None:
    page = visit("about/")
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox").fill("JOUR")
    page.get_by_role("option", name="JOUR Venue Journal of Invented Results").click()
    expect(page).to_have_url(re.compile("venues/jour/$"))


@pytest.mark.corpus
def test_a_name_with_letters_swapped_leads_to_its_paper(visit: Visit, real_address: str) -> None:
    page = visit("", site=real_address)
    page.keyboard.press("Control+k")
    page.keyboard.type("gtpq")
    expect(page.get_by_role("option").first).to_contain_text("GPTQ: Accurate Post-Training Quantization")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("papers/frantar2022gptq/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("GPTQ")


@pytest.mark.corpus
def test_papers_on_kv_caches_of_2024_with_code_are_a_link(visit: Visit, real_address: str) -> None:
    page = visit("papers/", site=real_address)
    page.get_by_role("searchbox", name="Search papers", exact=True).fill("kv cache")
    page.get_by_label("From year").select_option("2024")
    page.get_by_label("To year").select_option("2024")
    page.get_by_role("checkbox", name="Code").check()
    expect(page.locator("#count")).to_contain_text(" of ")
    expect(page).to_have_url(re.compile("q=kv\\+cache&from=2024&to=2024&code=1"))
    shown = page.locator("#results .ef-entry__title").all_inner_texts()
    assert shown
    again = visit(page.url.partition("/effllm/")[2], site=real_address)
    expect(again.locator("#results .ef-entry__title")).to_have_text(shown)


@pytest.mark.corpus
def test_a_source_of_a_real_comparison_can_be_opened(visit: Visit, real_address: str) -> None:
    page = visit("frameworks/?compare=vllm,sglang,tensorrt-llm", site=real_address)
    expect(page.get_by_role("heading", name="vLLM, SGLang and TensorRT-LLM")).to_be_visible()
    source = page.get_by_role("region", name="Side by side").get_by_role("cell").get_by_role("link").first
    expect(source).to_be_visible()
    expect(source).to_have_attribute("href", re.compile("^https://github.com/[^/]+/[^/]+/blob/[0-9a-f]{12}"))


def test_a_search_that_could_not_start_starts_with_the_next_letter(visit: Visit) -> None:
    page = visit("about/")
    page.evaluate(LOST_TWICE)
    page.get_by_role("button", name="Search the site").click()
    box = page.get_by_role("combobox")
    box.fill("sqeuez")
    expect(page.get_by_text("The search could not be loaded")).to_be_visible()
    box.fill("sqeueze")
    expect(page.get_by_role("option").first).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")


@pytest.mark.parametrize(
    "path", ["papers/squeeze/", "papers/author2020sqeueze/", "sqeueze.html", "papers/100%/squeeze/"]
)
def test_a_wrong_address_is_searched_for(path: str, visit: Visit, built: Path) -> None:
    page = visit("about/")
    page.route(f"**/{path}", lambda route: route.fulfill(path=built / "404.html"))
    page.goto(page.url.replace("about/", path))
    meant = page.get_by_role("link", name="SQUEEZE: Accurate Two-Bit Weights")
    expect(meant).to_be_visible()
    meant.click()
    expect(page).to_have_url(re.compile("papers/author2022squeeze/$"))


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit("about/", width=375)
    menu = page.get_by_role("link", name="Topics", exact=True).first
    expect(menu).to_be_hidden()
    button = page.get_by_role("button", name="Menu")
    button.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_letters_typed_outside_of_a_field_do_not_leave_the_page(visit: Visit) -> None:
    page = visit("graph/")
    address = page.url
    page.keyboard.type("np.,")
    page.wait_for_load_state()
    assert page.url == address
