"""Finding papers in Chromium: the explorer."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from effllm.site import library
from effllm.site.view import View
from tests.invented import knowledge_base, paper
from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from effllm.kb import KnowledgeBase
    from tests.site.conftest import Scheme

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def results(page: Page) -> Locator:
    return page.locator("#results .ef-entry__title")


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox", name="Search papers", exact=True).fill(query)


def ready(page: Page) -> Page:
    """Wait until the explorer has answered."""
    expect(page.get_by_role("list", name="Papers found")).to_be_visible()
    return page


@pytest.mark.parametrize("query", ["squeeze", "sqeueze", "SQZ", "Müller", "two-bit weights"])
def test_search_on_the_first_page_finds_a_paper(query: str, visit: Visit) -> None:
    page = visit("")
    page.get_by_role("searchbox", name="Search papers, methods and authors").fill(query)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"papers/\?q="))
    expect(results(page).first).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")
    results(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")


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
    page = visit("authors/a/")
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


@pytest.mark.parametrize("author", ["nowak", "Nowak Jan", "muller", "<b>", "Nobody At All"])
def test_the_author_filter_is_that_of_python(author: str, visit: Visit, kb: KnowledgeBase) -> None:
    page = visit(f"papers/?author={author}")
    found = len(kb.papers.filter(author=author))
    expect(page.locator("#count")).to_contain_text(f"{found} of " if found else "No paper passes")


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


def test_where_no_paper_passes_the_page_says_what_would_find_some(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("papers/?q=squeeze&venue=JOUR")
    expect(page.locator("#count")).to_have_text("No paper passes.")
    found = page.get_by_role("link", name="without “JOUR”")
    expect(found.locator("xpath=..")).to_have_text("without “JOUR” 1 paper")
    without = page.locator("#nothing li", has_text="without the words “squeeze”")
    expect(without).to_contain_text(f"{len(kb.papers.filter(venue='JOUR'))} paper")
    found.click()
    expect(results(page)).to_have_count(1)
    expect(page.locator("#nothing")).to_be_hidden()


def test_unknown_words_are_said_to_be_unknown(visit: Visit) -> None:
    page = visit("papers/?q=<zzzqqq>")
    expect(page.locator("#nothing")).to_contain_text("No paper here has a word like “<zzzqqq>”")
    expect(page.locator("#nothing").get_by_role("link", name="added in five minutes")).to_be_visible()


def test_a_bar_of_a_chart_leads_to_the_papers_of_its_year(visit: Visit, kb: KnowledgeBase) -> None:
    expected = len(kb.papers.filter(since=2023, until=2023))
    page = visit("")
    page.get_by_role("link", name=f"2023: {expected} papers").press("Enter")
    expect(page).to_have_url(re.compile(r"papers/\?from=2023&to=2023"))
    expect(results(ready(page))).to_have_count(expected)
    page = visit("taxonomy/compression/")
    page.get_by_role("group", name="Papers by year, stacked").get_by_role("link", name=re.compile("^2019: ")).press(
        "Enter"
    )
    expect(page).to_have_url(re.compile("#y2019$"))


def test_a_name_is_not_said_twice_in_other_capitals(visit: Visit) -> None:
    data = json.loads(
        library.text(View(knowledge_base(paper("a2024b", title="QUEST: Asking", name="Quest"))), {}, set())
    )
    page = visit("about/")
    page.route("**/library.json", lambda route: route.fulfill(json=data))
    page.goto(page.url.replace("about/", "papers/?q=quest"))
    expect(results(page).first).to_have_text("QUEST: Asking")


def test_the_most_cited_come_first_if_asked_for(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/"))
    page.get_by_label("Sort").select_option("most cited here")
    expect(page).to_have_url(re.compile(r"\?sort=cited$"))
    expect(results(page).first).to_have_text(kb.papers["berg2019prune"].title)
    expect(page.locator("#results .ef-entry").first).to_contain_text("cited by 2 here")
    expect(results(page).nth(1)).to_contain_text("SQUEEZE")


def test_sorting_and_clearing(visit: Visit) -> None:
    page = ready(visit("papers/"))
    page.get_by_label("Sort").select_option("oldest")
    expect(results(page).first).to_contain_text("A Simple Way to Prune & Keep 50% of the Weights")
    search(page, "nothing like this at all zzz")
    expect(page.locator("#count")).to_contain_text("No paper passes")
    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(re.compile("papers/$"))
    assert results(page).count() > 10


def test_what_is_shown_can_be_taken_away(visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/?code=1&q=squeeze"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_text("BibTeX copied")).to_be_visible()
    squeeze = kb.papers.filter(has_code=True).search("squeeze")
    assert page.evaluate("navigator.clipboard.readText()") == squeeze.to_bibtex()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("kind", ["BibTeX", "CSV"])
def test_all_papers_can_be_downloaded(kind: str, visit: Visit, kb: KnowledgeBase) -> None:
    page = ready(visit("papers/"))
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {kind}").click()
    text = download.value.path().read_text(encoding="utf-8")
    if kind == "BibTeX":
        assert sorted(re.split(r"\n+(?=@)", text.strip())) == sorted(
            re.split(r"\n+(?=@)", kb.papers.to_bibtex().strip())
        )
    else:
        rows = list(csv.reader(io.StringIO(text)))
        assert sorted(rows[1:]) == sorted(list(csv.reader(io.StringIO(kb.papers.to_csv())))[1:])
        assert rows[0][0] == "key"


def test_the_explorer_by_keyboard(visit: Visit) -> None:
    page = ready(visit("papers/"))
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search papers", exact=True)
    expect(box).to_be_focused()
    page.keyboard.type("weights")
    expect(results(page).first).to_be_visible()
    expect(page).to_have_url(re.compile("q=weights"))
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"papers/\w+/$"))


def test_long_lists_come_in_parts(visit: Visit) -> None:
    many = knowledge_base(*(paper(f"author2024n{number:03}", title=f"Paper {number:03}") for number in range(120)))
    page = visit("about/")
    page.route("**/library.json", lambda route: route.fulfill(json=json.loads(library.text(View(many), {}, set()))))
    page.goto(page.url.replace("about/", "papers/?sort=title"))
    ready(page)
    expect(results(page)).to_have_count(50)
    page.get_by_role("button", name="Show 50 more").press("Enter")
    expect(results(page)).to_have_count(100)
    expect(results(page).nth(50)).to_be_focused()
    page.get_by_role("button", name="Show 20 more").click()
    expect(results(page).last).to_have_text("Paper 119")
    expect(page.get_by_role("button", name=re.compile("^Show .* more$"))).to_be_hidden()


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


def test_hostile_titles_stay_text_in_the_results(visit: Visit) -> None:
    page = ready(visit("papers/?q=onerror"))
    expect(results(page).first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#results img")).to_have_count(0)


def test_without_javascript_all_papers_are_listed_by_year(visit: Visit, kb: KnowledgeBase) -> None:
    page = visit("papers/", javascript=False)
    expect(page.locator("#all .ef-entry")).to_have_count(len(kb.papers))
    expect(page.get_by_role("heading", name=re.compile("^2019"))).to_be_visible()
    expect(page.locator("#explorer")).to_be_hidden()


def test_search_without_javascript_leads_to_all_papers(visit: Visit) -> None:
    page = visit("", javascript=False)
    page.get_by_role("searchbox", name="Search papers, methods and authors").fill("squeeze")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Papers")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 375)])
def test_axe_finds_nothing_serious_in_the_searches(scheme: Scheme, width: int, visit: Visit) -> None:
    page = ready(visit("papers/?code=1&in=weights", scheme=scheme, width=width))
    page.locator(".ef-facets").evaluate("facets => facets.open = true")
    assert serious(page) == []
    page.get_by_role("button", name="Search the site").click()
    page.locator(".ef-dialog").get_by_role("combobox").fill("quantization")
    expect(page.locator(".ef-dialog").get_by_role("option").first).to_be_visible()
    assert serious(page) == []
