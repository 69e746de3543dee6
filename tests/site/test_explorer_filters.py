"""Finding papers in Chromium: the filters of the explorer and the address they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.exploring import hold, ready, results

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from tests.site.exploring import Visit

pytestmark = pytest.mark.browser


def test_a_filtered_view_is_a_link(visit: Visit) -> None:
    page = ready(visit("papers/"))
    page.get_by_role("button", name="Below Compression").click()
    page.get_by_role("radio", name=re.compile("^Quantization")).check()
    page.get_by_label("From year").select_option("2023")
    page.get_by_label("To year").select_option("2023")
    page.get_by_role("checkbox", name="Code").check()
    expect(page.locator("#count")).to_contain_text("2 of ")
    shown = results(page).all_inner_texts()
    assert "SQUEEZE: Accurate Two-Bit Weights for Large Language Models" in shown
    fields = page.url.partition("?")[2]
    assert fields == "in=quantization&from=2023&to=2023&code=1"
    again = ready(visit(f"papers/?{fields}"))
    expect(results(again)).to_have_text(shown)
    expect(again.get_by_role("checkbox", name="Code")).to_be_checked()
    expect(again.locator('[name="in"][value="quantization"]')).to_be_visible()
    expect(again.locator('[name="in"][value="quantization"]')).to_be_checked()


def test_back_undoes_one_step(visit: Visit) -> None:
    page = ready(visit("papers/"))
    everything = results(page).count()
    page.get_by_role("checkbox", name="Code").check()
    expect(page).to_have_url(re.compile("code=1"))
    narrowed = results(page).count()
    page.get_by_role("searchbox", name="Search papers", exact=True).press_sequentially("sque")
    expect(page).to_have_url(re.compile("q=sque"))
    expect(results(page)).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("searchbox", name="Search papers", exact=True)).to_have_value("")
    expect(results(page)).to_have_count(narrowed)
    page.go_back()
    expect(page.get_by_role("checkbox", name="Code")).not_to_be_checked()
    expect(results(page)).to_have_count(everything)
    page.go_forward()
    expect(page.get_by_role("checkbox", name="Code")).to_be_checked()


def test_counts_say_what_each_choice_would_leave(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/?in=quantization"))

    def number(selector: str) -> int:
        return int(page.locator(f"label:has({selector}) .ef-choice__count").inner_text())

    inside = kb.papers.filter(under="quantization")
    assert results(page).count() == len(inside)
    assert number('[name="code"]') == len(inside.filter(has_code=True))
    assert number('[name="venue"][value="CONF"]') == len(inside.filter(venue="CONF"))
    assert page.locator('label:has([name="in"][value="pruning"]) .ef-choice__count').text_content() == str(
        len(kb.papers.filter(under="pruning"))
    )
    expect(page.locator('[name="from"] option[value="2024"]')).to_have_text(
        f"2024 ({len(inside.filter(since=2024, until=2024))})"
    )


def test_an_author_can_be_asked_for_and_taken_away(visit: Visit, kb: KnowledgeBase) -> None:
    name = kb.papers["author2022squeeze"].authors[0]
    page = visit("authors/aut/")
    page.get_by_role("link", name=f"{name}: {len(kb.papers.filter(author=name))} papers").click()
    ready(page)
    shown = page.locator("#results a.ef-entry__title")
    expect(shown).to_have_count(len(kb.papers.filter(author=name)))
    chip = page.get_by_role("button", name=f"Remove filter: Author: {name}")
    chip.click()
    expect(page).to_have_url(re.compile("papers/$"))
    expect(chip).to_be_hidden()
    expect(shown.nth(8)).to_be_visible()
    page.go_back()
    expect(chip).to_be_visible()
    page.get_by_role("button", name="Clear all").click()
    expect(chip).to_be_hidden()


def test_an_author_without_a_letter_is_told_and_filters_nothing(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/?author=???"))
    expect(page.locator("#said")).to_have_text("Not known here: author “???”.")
    expect(page.locator("#count")).to_contain_text(f"{len(kb.papers)} papers")


@pytest.mark.parametrize("author", ["nowak", "Nowak Jan", "muller", "<b>", "Nobody At All"])
def test_the_author_filter_is_that_of_python(author: str, visit: Visit, kb: KnowledgeBase) -> None:
    page = visit(f"papers/?author={author}")
    found = len(kb.papers.filter(author=author))
    expect(page.locator("#count")).to_contain_text(f"{found} of " if found else "No papers match")


def test_the_papers_of_a_venue_can_be_searched(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("venues/conf/")
    page.get_by_role("link", name="search, filter and export").click()
    ready(page)
    expect(results(page)).to_have_count(len(kb.papers.filter(venue="CONF")))


def test_chosen_filters_stand_beside_the_search_and_can_be_taken_away(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/?in=quantization&from=2023&venue=CONF&code=1", width=375))
    expect(page.get_by_text("Filters (4)", exact=True)).to_be_visible()
    chips = page.get_by_role("group", name="Chosen filters").get_by_role("button")
    expect(chips).to_have_text(["Quantization", "from 2023", "has code", "CONF"])
    page.get_by_role("button", name="Remove filter: has code").press("Enter")
    expect(chips).to_have_text(["Quantization", "from 2023", "CONF"])
    expect(page).to_have_url(re.compile(r"\?in=quantization&from=2023&venue=CONF$"))
    expect(page.get_by_role("button", name="Remove filter: CONF")).to_be_focused()
    expect(results(page)).to_have_count(len(kb.papers.filter(under="quantization", since=2023, venue="CONF")))
    page.go_back()
    expect(chips).to_have_count(4)


def test_a_filter_reached_by_keyboard_stays_reached_when_the_authors_arrive(visit: Visit) -> None:
    page = visit("about/")
    held = hold(page, "**/library-more.json")
    with page.expect_request("**/library-more.json"):
        page.goto(page.url.replace("about/", "papers/?in=quantization&code=1"))
    chip = ready(page).get_by_role("button", name="Remove filter: has code")
    chip.focus()
    page.evaluate("document.querySelector('#results > *').id = 'drawn-before'")
    held[0].continue_()
    expect(page.locator("#drawn-before")).to_have_count(0)
    expect(chip).to_be_focused()


def test_where_no_paper_passes_the_page_says_what_would_find_some(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("papers/?q=squeeze&venue=JOUR")
    expect(page.locator("#count")).to_have_text("No papers match.")
    found = page.get_by_role("link", name="without “JOUR”")
    expect(found.locator("xpath=..")).to_have_text("without “JOUR” 1 paper")
    without = page.locator("#nothing li", has_text="without the words “squeeze”")
    expect(without).to_contain_text(f"{len(kb.papers.filter(venue='JOUR'))} paper")
    found.click()
    expect(results(page)).to_have_count(1)
    expect(page.locator("#nothing")).to_be_hidden()


def test_folds_open_and_close(visit: Visit) -> None:
    page = ready(visit("papers/"))
    fold = page.get_by_role("button", name="Below Compression")
    below = page.locator('[name="in"][value="pruning"]')
    expect(below).to_be_hidden()
    fold.press("Enter")
    expect(below).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.press("Enter")
    expect(below).to_be_hidden()


def test_filters_are_folded_away_on_phones(visit: Visit) -> None:
    page = ready(visit("papers/", width=375))
    code = page.get_by_role("checkbox", name="Code")
    expect(code).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    code.check()
    expect(page).to_have_url(re.compile("code=1"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_what_the_form_does_not_know_is_told(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/?in=nothing&venue=conf&venue=<b>&from=1066&code=1&utm_source=mail"))
    expect(page.locator("#said")).to_have_text("Not known here: in “nothing”, venue “<b>”, from “1066”.")
    expect(page.get_by_role("group", name="Chosen filters").get_by_role("button")).to_have_text(["has code", "CONF"])
    expect(results(page)).to_have_count(len(kb.papers.filter(venue="CONF", has_code=True)))
    page.get_by_role("button", name="Remove filter: CONF").click()
    expect(page.locator("#said")).to_be_empty()


def test_a_printed_list_says_what_was_asked_for(visit: Visit) -> None:
    page = ready(visit("papers/?q=squeeze&from=2019"))
    page.emulate_media(media="print")
    expect(page.get_by_role("searchbox", name="Search papers", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Remove filter: from 2019")).to_be_visible()
    expect(page.get_by_text("Category", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_hidden()
