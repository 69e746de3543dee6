"""The map of citations in Chromium."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

    from effllm.kb import KnowledgeBase

pytestmark = pytest.mark.browser

NO_WEBGL = "HTMLCanvasElement.prototype.getContext = (get => function (kind, ...rest) { \
return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); })(HTMLCanvasElement.prototype.getContext)"

FRAMES = """
key => new Promise(done => {
  const stage = document.getElementById("map-stage");
  const times = [];
  let before = performance.now();
  const end = before + 3000;
  const step = now => {
    times.push(now - before);
    before = now;
    if (key) stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    if (times.length <= 40 && now < end) requestAnimationFrame(step);
    else done(times.slice(1).sort((a, b) => a - b));
  };
  requestAnimationFrame(step);
})
"""


def ready(page: Page) -> Page:
    expect(page.locator("#map-box[data-ready]")).to_be_attached()
    return page


def still(page: Page) -> Page:
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    return ready(page)


def chosen(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Chosen paper")


def find(page: Page, words: str) -> None:
    field = page.get_by_role("combobox", name="Find a paper on the map")
    field.fill(words)
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Enter")


def test_a_search_chooses_a_paper_and_shows_both_directions(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/"))
    find(page, "sqeeze")
    expect(chosen(page).get_by_role("heading", level=2)).to_contain_text("SQUEEZE")
    expect(chosen(page)).to_contain_text("Cites 1 paper here; part of its reference list was read.")
    expect(chosen(page)).to_contain_text("Cited by 1 paper here.")
    assert page.url.partition("?")[2].startswith("paper=author2022squeeze")
    chosen(page).get_by_role("button", name="A Simple Way to Prune").click()
    expect(chosen(page)).to_contain_text("Its reference list has not been read, so what it cites is not known.")
    expect(chosen(page)).not_to_contain_text("Cites 0")
    expect(chosen(page).get_by_role("heading", level=2)).to_be_focused()
    page.go_back()
    expect(chosen(page).get_by_role("heading", level=2)).to_contain_text("SQUEEZE")
    chosen(page).get_by_role("button", name="Close").click()
    expect(chosen(page).get_by_role("heading", level=2)).to_have_text("Where to begin")


def test_a_link_restores_what_was_shown(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/?in=pruning&from=2019&to=2020&paper=berg2019prune&at=2500,1200,3.00"))
    with page.context.expect_page() as opened:
        page.evaluate("open(location.href)")
    other = ready(opened.value)
    expect(chosen(other).get_by_role("heading", level=2)).to_contain_text("A Simple Way to Prune")
    expect(other.get_by_label("Category")).to_have_value("pruning")
    expect(other.get_by_label("From")).to_have_value("2019")
    expect(other.locator("#map-list li")).to_have_count(1)
    assert other.url == page.url


def test_a_link_that_names_nothing_known_shows_the_whole_map(visit: Callable[..., Page], kb: KnowledgeBase) -> None:
    page = ready(visit("graph/?paper=nobody&in=nothing&from=x&at=a,b,c"))
    expect(page.locator("#map-count")).to_have_text(f"{len(kb.papers)} papers, most cited first")


def test_a_filter_leaves_the_same_papers_on_the_map_and_in_the_list(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/"))
    page.get_by_label("Category").select_option("kv-cache")
    expect(page.locator("#map-count")).to_contain_text("1 of ")
    expect(page.locator("#map-list li")).to_have_count(1)
    expect(page.locator("#map-list")).to_contain_text("cites 2, cited by 0 here")
    assert "in=kv-cache" in page.url
    page.locator("select[name=from]").select_option("2019")
    page.locator("select[name=to]").select_option("2019")
    expect(page.locator("#map-count")).to_have_text("No papers match.")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#map-count")).not_to_contain_text("of")


def test_a_row_of_the_list_counts_citations_once_and_only_those_that_were_read(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/"))
    facts = page.locator("#map-list li").filter(has_text="A Simple Way to Prune").locator(".ef-entry__facts")
    expect(facts).to_contain_text("cited by")
    assert facts.inner_text().count("cited by") == 1
    assert "cites 0" not in facts.inner_text()


def test_years_in_the_wrong_order_change_places(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/"))
    first, last = page.locator("select[name=from]"), page.locator("select[name=to]")
    last.select_option("2019")
    first.select_option("2024")
    expect(first).to_have_value("2019")
    expect(last).to_have_value("2024")
    expect(page.locator("#map-count")).not_to_have_text("No papers match.")
    expect(page).to_have_url(re.compile("from=2019&to=2024"))
    again = still(visit("graph/?from=2024&to=2019"))
    expect(again.locator("select[name=from]")).to_have_value("2019")


def test_the_list_works_by_keyboard(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/"))
    page.get_by_role("button", name="Show on the map: SQUEEZE").press("Enter")
    expect(chosen(page).get_by_role("heading", level=2)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/papers/author2022squeeze/$"))


def test_a_click_and_the_keys_choose_on_the_map_itself(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/?paper=berg2019prune"))
    stage = page.get_by_role("application", name="Map of papers and citations")
    find(page, "A Note on Caches")  # nothing is tied to it, so that it is in the middle
    stage.focus()
    box = stage.bounding_box()
    assert box
    page.keyboard.press("Escape")
    expect(chosen(page).get_by_role("heading", level=2)).to_have_text("Where to begin")
    page.keyboard.press("Enter")
    expect(chosen(page).get_by_role("heading", level=2)).to_have_text("A Note on Caches")
    page.keyboard.press("Escape")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chosen(page).get_by_role("heading", level=2)).to_have_text("A Note on Caches")
    page.keyboard.press("0")
    expect(page).not_to_have_url(re.compile("at="))
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("at="))


def test_two_fingers_come_closer_and_one_moves(visit: Callable[..., Page]) -> None:
    page = still(visit("graph/", width=375))
    stage = page.locator("#map-stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        given = [{"x": x + across, "y": y + down, "id": number} for number, (across, down) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", (-20, 0), (20, 0))
    for far in (30, 45, 60):
        touch("touchMove", (-far, 0), (far, 0))
    touch("touchEnd")
    expect(page).to_have_url(re.compile(r"at=\d+,\d+,3\.00"))
    before = page.url
    touch("touchStart", (0, 0))
    for far in (10, 20, 30):
        touch("touchMove", (far, 0))
    touch("touchEnd")
    expect(page).not_to_have_url(before)
    expect(page).to_have_url(re.compile(r"at=\d+,\d+,3\.00"))


def test_without_webgl_there_is_a_picture_and_everything_else_works(visit: Callable[..., Page]) -> None:
    page = visit("graph/")
    page.add_init_script(NO_WEBGL)
    still(page)
    expect(page.get_by_text("This browser does not support WebGL")).to_be_visible()
    expect(page.get_by_role("group", name="The map as a picture")).to_be_visible()
    find(page, "squeeze")
    expect(chosen(page).get_by_role("heading", level=2)).to_contain_text("SQUEEZE")


def test_without_scripts_the_picture_leads_to_categories_and_the_list_to_papers(visit: Callable[..., Page]) -> None:
    page = visit("graph/", javascript=False)
    picture = page.get_by_role("group", name="The map as a picture")
    expect(picture.get_by_role("link", name="Pruning: ")).to_have_attribute("href", "../taxonomy/pruning/")
    expect(page.get_by_text("cites 1, cited by 1 here")).to_be_visible()
    page.get_by_role("link", name=re.compile("^SQUEEZE")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE")


def test_frame_times_with_10000_papers_and_100000_citations(
    browser: Browser, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas, library = made_up(10_000, 100_000)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.route("**/assets/map.json", lambda route: route.fulfill(body=atlas, content_type="application/json"))
    page.route("**/assets/library.json", lambda route: route.fulfill(body=library, content_type="application/json"))
    page.goto(f"{address}graph/")
    ready(page)
    loaded = page.evaluate("performance.now()")
    moving = {key: page.evaluate(FRAMES, key) for key in ("", "ArrowRight", "+")}
    expect(page.locator("#map-count")).to_have_text("10,000 papers, most cited first")
    expect(page).to_have_url(re.compile("at="))
    context.close()
    with capsys.disabled():
        print(f"\nmap of 10,000 papers and 100,000 citations: ready after {loaded:.0f} ms")  # noqa: T201
        for key, times in moving.items():
            most = times[len(times) * 19 // 20]
            print(f"  {key or 'at rest'}: a frame takes {times[len(times) // 2]:.0f} ms, 19 of 20 {most:.0f} ms")  # noqa: T201


def made_up(papers: int, citations: int) -> tuple[str, str]:
    """Return the two files of a map with one category."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    cites: list[list[int]] = [[] for _ in range(papers)]
    for _ in range(citations):
        cites[chance.randrange(papers)].append(chance.randrange(papers))
    atlas: dict[str, Any] = {
        "width": 4000,
        "height": 3000,
        "room": 30,
        "territories": [[number % 3, 1, square(number)] for number in range(12)],
        "x": [chance.randrange(4000) for _ in range(papers)],
        "y": [chance.randrange(3000) for _ in range(papers)],
        "read": "f" * papers,
        "cites": cites,
    }
    columns = {
        "key": [f"k{n}" for n in range(papers)],
        "title": [f"Title of Paper {n}" for n in range(papers)],
        "name": [f"P{n}" for n in range(papers)],
        "aliases": [[]] * papers,
        "year": [2024] * papers,
        "venue": [0] * papers,
        "categories": [[n % 12] for n in range(papers)],
        "code": [0] * papers,
        "framework": [""] * papers,
        "cited": [0] * papers,
        "added": [0] * papers,
        "known": [0] * papers,
    }
    library = {
        "venues": ["CONF"],
        "categories": [[f"c{number}", f"Category {number}", -1] for number in range(12)],
        "papers": columns,
        "parts": {"words": [""], "ids": [""]},
    }
    return json.dumps(atlas), json.dumps(library)


def square(number: int) -> list[int]:
    x, y = number % 4 * 1000, number // 4 * 1000
    return [x, y, x + 980, y, x + 980, y + 980, x, y + 980]
