"""Finding papers in Chromium: the list of the explorer."""

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
from tests.factories import knowledge_base, paper
from tests.site.axe import serious
from tests.site.exploring import hold, ready, results, search

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from effllm.kb import KnowledgeBase
    from tests.site.conftest import Scheme
    from tests.site.exploring import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("query", ["squeeze", "sqeueze", "SQZ", "Müller", "two-bit weights"])
def test_search_on_the_first_page_finds_a_paper(query: str, visit: Visit) -> None:
    page = visit("")
    page.get_by_role("searchbox", name="Search papers, methods and authors").fill(query)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"papers/\?q="))
    expect(results(page).first).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")
    results(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")


def test_unknown_words_are_said_to_be_unknown(visit: Visit) -> None:
    page = visit("papers/?q=<zzzqqq> squeeze")
    expect(page.locator("#nothing")).to_have_text("No paper here has the word “zzzqqq”; these have the others.")
    expect(results(page).first).to_contain_text("SQUEEZE")
    page = visit("papers/?q=%E9%87%8F%E5%8C%96")
    expect(page.locator("#nothing")).to_contain_text("Titles and summaries here are in English")
    expect(page.locator("#nothing").get_by_role("link", name="added in five minutes")).to_be_visible()


def test_what_is_not_here_is_said_with_the_way_to_add_it(visit: Visit) -> None:
    page = visit("papers/?q=https://arxiv.org/abs/2401.99999")
    told = page.locator("#nothing p").first
    expect(told).to_contain_text(
        "https://arxiv.org/abs/2401.99999 is not here: add it, or run effllm add https://arxiv.org/abs/2401.99999."
    )
    expect(told.get_by_role("link", name="add it")).to_have_attribute("href", re.compile("contribute/#add-a-paper$"))
    expect(results(page)).to_have_count(0)
    page = visit("about/")
    page.route("**/papers/?q=Squeezer", _with_repository)
    page.goto(page.url.replace("about/", "papers/?q=Squeezer"))
    told = page.locator("#nothing")
    expect(told).to_contain_text("“Squeezer” is not here")
    expect(told).to_contain_text("Nearest to it:")
    expect(results(page).first).to_contain_text("SQUEEZE")
    form = "https://github.com/a/b/issues/new?template=add-paper.yml&title=Add+a+paper&paper=Squeezer"
    expect(told.get_by_role("link", name="add it")).to_have_attribute("href", form)


def _with_repository(route: Route) -> None:
    """Answer with the page of a site whose repository is known."""
    answer = route.fetch()
    meta = '<meta name="effllm:repository" content="https://github.com/a/b/"></head>'
    route.fulfill(response=answer, body=answer.text().replace("</head>", meta, 1))


@pytest.mark.parametrize(
    "pasted",
    [
        "2210.00001v3",
        "https://huggingface.co/papers/2210.00001",
        "https://doi.org/10.48550/arXiv.2210.00001",
        "author2022squeeze",
    ],
)
def test_an_id_or_an_address_opens_its_paper(visit: Visit, pasted: str) -> None:
    page = ready(visit("papers/"))
    page.get_by_role("searchbox", name="Search papers", exact=True).fill(pasted)
    expect(page).to_have_url(re.compile("/papers/author2022squeeze/$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/papers/$"))
    page = visit("")
    page.locator("main input[name=q]").fill(pasted)
    page.locator("main input[name=q]").press("Enter")
    expect(page).to_have_url(re.compile("/papers/author2022squeeze/$"))
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox").fill(
        pasted.replace("2210.00001", "2401.00002").replace("author2022squeeze", "team2024cache")
    )
    expect(page).to_have_url(re.compile("/papers/team2024cache/$"))


def test_an_answer_does_not_change_when_the_rest_arrives(visit: Visit) -> None:
    page = visit("about/")
    held = hold(page, "**/library-more.json")
    with page.expect_request("**/library-more.json"):
        page.goto(page.url.replace("about/", "papers/?q=weights"))
    expect(results(page).first).to_be_visible()
    before = results(page).all_inner_texts()
    page.evaluate("document.querySelector('#results > *').id = 'drawn-before'")
    held[0].continue_()
    expect(page.locator("#drawn-before")).to_have_count(0)
    assert results(page).all_inner_texts() == before


def test_a_bar_of_a_chart_leads_to_the_papers_of_its_year(visit: Visit, kb: KnowledgeBase) -> None:
    expected = len(kb.papers.filter(since=2023, until=2023))
    page = visit("papers/")
    page.locator(".ef-chart a[href*='from=2023']").first.press("Enter")
    expect(page).to_have_url(re.compile(r"papers/\?from=2023&to=2023"))
    expect(results(ready(page))).to_have_count(expected)
    page = visit("taxonomy/compression/")
    page.get_by_role("group", name="Papers by year, stacked").get_by_role("link", name=re.compile("^2019: ")).press(
        "Enter"
    )
    expect(page).to_have_url(re.compile("#y2019$"))


def test_a_search_on_its_way_says_so(visit: Visit) -> None:
    page = visit("about/")
    held = hold(page, "**/library.json")
    with page.expect_request("**/library.json"):
        page.goto(page.url.replace("about/", "papers/?q=squeeze"))
    shown = page.get_by_role("status").filter(has_text="Searching")
    expect(shown).to_be_visible()
    for route in held:
        route.continue_()
    expect(shown).to_be_hidden()


def test_a_name_is_not_said_twice_in_other_capitals(visit: Visit) -> None:
    data = json.loads(library.text(View(knowledge_base(paper("a2024b", title="QUEST: Asking", name="Quest")))))
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


def test_newest_means_added_last_and_latest_means_published_last(visit: Visit) -> None:
    late = paper("old2019late", title="Old, came late", year=2019, added="2026-12-03")
    early = paper("late2026early", title="Young, came early", year=2026, added="2026-11-21")
    page = visit("about/")
    page.route(
        "**/library.json", lambda route: route.fulfill(json=json.loads(library.text(View(knowledge_base(late, early)))))
    )
    page.goto(page.url.replace("about/", "papers/"))
    expect(results(ready(page))).to_have_text(["Old, came late", "Young, came early"])
    page.get_by_label("Sort").select_option("latest year first")
    expect(page).to_have_url(re.compile(r"\?sort=latest$"))
    expect(results(page)).to_have_text(["Young, came early", "Old, came late"])


def test_sorting_and_clearing(visit: Visit) -> None:
    page = ready(visit("papers/"))
    page.get_by_label("Sort").select_option("oldest")
    expect(results(page).first).to_contain_text("A Simple Way to Prune & Keep 50% of the Weights")
    search(page, "nothing like this at all zzz")
    expect(page.locator("#count")).to_contain_text("No papers match")
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
    page.route("**/library.json", lambda route: route.fulfill(json=json.loads(library.text(View(many)))))
    page.goto(page.url.replace("about/", "papers/?sort=title"))
    ready(page)
    expect(results(page)).to_have_count(50)
    page.get_by_role("button", name="Show 50 more").press("Enter")
    expect(results(page)).to_have_count(100)
    expect(results(page).nth(50)).to_be_focused()
    expect(page.locator("#count")).to_have_attribute("data-printed", "; the first 100 are printed")
    page.get_by_role("button", name="Show 20 more").click()
    expect(results(page).last).to_have_text("Paper 119")
    expect(page.get_by_role("button", name=re.compile("^Show .* more$"))).to_be_hidden()


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
