"""The built site in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "papers": "papers/",
    "paper": "papers/author2022squeeze/",
    "hostile paper": "papers/mallory2024x1/",
    "taxonomy": "taxonomy/",
    "category": "taxonomy/quantization/",
    "leaf": "taxonomy/weights/",
    "frameworks": "frameworks/",
    "framework": "frameworks/trainer/",
    "models": "models/",
    "problems": "contribute/problems/",
    "problem": "contribute/problems/y006/",
    "api": "api/",
    "lost": "../404.html",
    "by hand": "guide/",
}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
Scheme = Literal["light", "dark"]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open pages; at the end none may have had an error or asked another host."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    host = address.removesuffix("effllm/")

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"{message.text} {message.location}")

    def request(made: Request) -> None:
        if not made.url.startswith((host, "data:")):
            faults.append(f"foreign: {made.url}")

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", console)
        page.on("request", request)

    def open_page(path: str, *, width: int = 1440, scheme: Scheme = "light", javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 375)])
@every_kind
def test_every_page_fits_and_axe_finds_nothing_serious(
    path: str, scheme: Scheme, width: int, visit: Callable[..., Page]
) -> None:
    page = visit(path, scheme=scheme, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    name = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], one["nodes"][0]["html"]) for one in serious] == []


@pytest.mark.parametrize("query", ["squeeze", "SQZ", "Müller", "two-bit weights"])
def test_search_finds_a_paper(query: str, visit: Callable[..., Page]) -> None:
    page = visit("")
    page.get_by_role("searchbox", name="Search papers, methods and authors").fill(query)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile("papers/"))
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE: Accurate Two-Bit Weights")


def test_search_shows_a_hostile_title_as_text(visit: Callable[..., Page]) -> None:
    page = visit("")
    box = page.get_by_role("textbox", name="Search", exact=True)
    box.click()
    expect(page.get_by_text("Type to start searching")).to_be_visible()
    box.press_sequentially("onerror")
    result = page.locator(".md-search-result__link").first
    expect(result).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".md-search-result img")).to_have_count(0)


def test_bibtex_can_be_copied(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#bibtex").get_by_role("button").click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{author2022squeeze,")


def test_reading_pages_work_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("", javascript=False)
    page.get_by_role("link", name="Taxonomy").first.click()
    page.get_by_role("link", name="Weight-Only Quantization").click()
    page.get_by_role("link", name=re.compile("^SQUEEZE")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE")
    page.get_by_text("Sources of this record").click()
    expect(page.get_by_role("link", name="example/list: README.md, line 3")).to_be_visible()


def test_search_without_javascript_leads_to_all_papers(visit: Callable[..., Page]) -> None:
    page = visit("", javascript=False)
    page.get_by_role("searchbox", name="Search papers, methods and authors").fill("squeeze")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Papers")


def test_header_and_first_column_of_the_comparison_stay(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/", width=375)
    box = page.get_by_role("region", name="Overview of all frameworks")
    corner = box.get_by_role("columnheader", name="Framework", exact=True)
    before = corner.bounding_box()
    box.evaluate("box => box.scrollTo(300, 0)")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert corner.bounding_box() == before
    expect(box.get_by_role("rowheader", name="Trainer <Pro>")).to_be_in_viewport()


def test_yes_and_no_differ_without_colour(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    signs = page.evaluate(
        "['td.y a', 'td.n a', 'td.u'].map(one =>"
        " getComputedStyle(document.querySelector('.ef-matrix ' + one), '::before').content[1])"
    )
    assert len(set(signs)) == 3
    expect(page.locator("td.y a").first).to_have_text("yes")


def test_keyboard_reaches_the_content_first(visit: Callable[..., Page]) -> None:
    page = visit("papers/author2022squeeze/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    skip.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))
