"""What readers do with single frameworks and cells in a browser: set them side by side, read their sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious
from tests.site.comparing import GROUPS, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FAST = "https://github.com/example/fast/blob/0123456789ab/README.md#L4"
SIDE = "frameworks/?compare=engine,fast,trainer"


def test_frameworks_are_picked_and_compared(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    page.get_by_role("checkbox", name="Compare Fast").check()
    expect(page.get_by_role("button", name="Compare Fast")).to_be_disabled()
    page.get_by_role("checkbox", name="Compare Trainer <Pro>").check()
    page.get_by_role("button", name="Compare Fast, Trainer <Pro>").click()
    expect(page.get_by_role("heading", name="Fast and Trainer <Pro>")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?compare=fast,trainer$"))
    expect(page.locator("#overview")).to_be_hidden()
    page.get_by_role("combobox", name="Add a framework").select_option("engine")
    expect(page).to_have_url(re.compile(r"compare=fast,trainer,engine$"))
    page.get_by_role("button", name="Remove Fast").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator("#overview")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Compare Fast")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Compare Trainer <Pro>")).to_be_checked()


def test_four_frameworks_fit_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?compare=engine,fast,slow,trainer", width=375)
    region = page.get_by_role("region", name="Side by side")
    expect(region.get_by_role("columnheader", name="Trainer <Pro>")).to_be_in_viewport(ratio=1)
    assert region.evaluate("box => box.scrollWidth <= box.clientWidth")
    cell = region.get_by_role("row", name=re.compile("^AMD")).get_by_role("link").first
    cell.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("README.md, line 4")


def test_a_cell_tells_its_note_and_what_was_read(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?columns=hardware")
    page.locator("#overview tr[data-id=engine] td.m a").focus()
    box = page.get_by_role("tooltip")
    expect(box).to_contain_text("Since 1.2 through a <plug-in>.")
    expect(box).to_contain_text("main branch")


def test_a_status_of_long_ago_stands_in_the_comparison_with_its_date(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?compare=slow,fast")
    status = page.get_by_role("row", name=re.compile("^Status")).get_by_role("cell")
    expect(status.first).to_have_text("Archived (2025)")


def test_a_comparison_stands_in_its_address(visit: Callable[..., Page]) -> None:
    page = visit(SIDE)
    row = page.get_by_role("row", name=re.compile("^Inference"))
    expect(row.get_by_role("link", name="README.md, line 4").first).to_have_attribute("href", FAST)
    expect(row).to_contain_text("2026-08-22")
    serving = page.get_by_role("row", name=re.compile("^Serving"))
    expect(serving).to_contain_text(re.compile("yes.*stale.*no.*unknown"))
    expect(page.get_by_role("row", name=re.compile("^Paged KV cache"))).to_be_visible()
    page.get_by_role("checkbox", name="Only rows that differ").check()
    expect(page).to_have_url(re.compile("differ=1$"))
    page.reload()
    expect(page.get_by_role("checkbox", name="Only rows that differ")).to_be_checked()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Fast and Trainer <Pro>")


def test_unknown_and_too_many_ids_are_said(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?compare=fast,%3Cb%3Enobody,slow,,fast")
    expect(page.get_by_text("Not known here: <b>nobody.")).to_be_visible()
    expect(page.get_by_role("heading", name="Fast and Slow")).to_be_visible()
    page = visit("frameworks/?compare=fast")
    expect(page.get_by_role("checkbox", name="Compare Fast")).to_be_checked()
    expect(page.locator("#overview")).to_be_visible()


def test_a_comparison_is_copied_as_markdown_latex_and_link(visit: Callable[..., Page]) -> None:
    page = visit(SIDE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def copied(what: str) -> str:
        page.get_by_role("button", name=f"Copy {what}").click()
        expect(page.get_by_text(f"Copied {what}")).to_be_visible()
        return str(page.evaluate("navigator.clipboard.readText()"))

    markdown = copied("as Markdown")
    assert markdown.startswith(r"|  | Engine\_1 \& \<b\>Co\</b\> \| 100% | Fast | Trainer \<Pro\> |")
    assert f"| AMD | [yes]({FAST}) 2026-08-22 | [yes]({FAST}) 2026-08-22 | [no](" in markdown
    assert r"docs/a%28b%29.md#L7)\* 2026 |" in markdown
    latex = copied("as LaTeX")
    assert r" & Engine\_1 \& \textless{}b\textgreater{}Co\textless{}/b\textgreater{} | 100\% & Fast & " in latex
    assert r"AMD & yes & yes & no\textsuperscript{*} \\" in latex
    assert latex.count(r"\midrule") == 5
    assert copied("link") == page.url


def test_where_a_page_may_not_copy_the_text_is_shown(visit: Callable[..., Page]) -> None:
    page = visit(SIDE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
    page.get_by_role("button", name="Copy as LaTeX").click()
    expect(page.get_by_role("textbox", name="Text to copy")).to_have_value(re.compile(r"\\toprule"))


def test_a_source_is_read_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    shown(page, "4 frameworks")
    cell = page.locator("#overview tr[data-id=fast] td a").first
    cell.focus()
    box = page.get_by_role("tooltip")
    expect(box).to_contain_text("Fast: Inference, yes")
    expect(box).to_contain_text("read 2026-08-22")
    expect(box).to_contain_text("commit 0123456789ab")
    expect(box.get_by_role("link", name="README.md, line 4")).to_have_attribute("href", FAST)
    expect(cell).to_have_accessible_description(re.compile("README.md, line 4"))
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(cell).to_be_focused()


def test_a_source_shows_under_the_pointer_and_stays_while_it_is_read(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?columns=hardware")
    page.locator("#overview td a").first.hover()
    box = page.get_by_role("tooltip")
    box.hover()
    expect(box).to_contain_text("AMD, yes")
    page.get_by_role("heading", level=1).hover()
    expect(box).to_be_hidden()


def test_a_stale_cell_and_one_without_an_address_say_so(visit: Callable[..., Page]) -> None:
    page = visit(f"frameworks/?{GROUPS}")
    box = page.get_by_role("tooltip")
    page.locator("#overview tr[data-id=engine] td.s a").first.focus()
    expect(box).to_contain_text("stale: the day is not noted")
    page.locator("td > [data-source]").focus()
    expect(box).to_contain_text("<i>words</i> & `more`")


def test_the_first_tap_shows_the_source(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}frameworks/?columns=hardware")
    page.locator("#overview td a").first.tap()
    box = page.get_by_role("tooltip")
    expect(box.get_by_role("link")).to_be_visible()
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 375
    assert page.url.startswith(address)
    page.get_by_role("heading", level=1).tap()
    expect(box).to_be_hidden()
    context.close()


def test_header_and_first_column_of_the_comparison_stay(visit: Callable[..., Page]) -> None:
    page = visit(f"frameworks/?{GROUPS}", width=375)
    box = page.get_by_role("region", name="Comparison")
    row = box.get_by_role("rowheader", name="Trainer <Pro>")
    row.scroll_into_view_if_needed()
    corner = box.get_by_role("columnheader", name="Framework", exact=True)
    before = corner.bounding_box()
    box.evaluate("box => box.scrollTo(300, 0)")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert corner.bounding_box() == before
    expect(row).to_be_in_viewport()


def test_yes_no_and_unknown_differ_without_colour(visit: Callable[..., Page]) -> None:
    page = visit(f"frameworks/?{GROUPS}")
    shown(page, "4 frameworks")
    signs = page.evaluate(
        "['td:not(.n, .s) > a', 'td.n > a', 'td.s > a'].map(one => {"
        " const style = getComputedStyle(document.querySelector('.ef-matrix ' + one), '::before');"
        " return style.content[1] + style.borderBottomStyle; })"
    )
    assert len(set(signs)) == 3
    unknown = page.locator("#overview tr[data-id=slow] td").last
    expect(unknown).to_have_text("unknown")
    expect(unknown).to_have_css("background-image", re.compile("radial-gradient"))
    expect(page.locator("#overview td.n").first).to_have_css("background-image", "none")


def test_a_page_says_where_the_survey_differs(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/trainer/")
    row = page.get_by_role("row", name=re.compile("^Fine-tuning"))
    expect(row.get_by_role("cell").last).to_have_text("differs")
    expect(row.get_by_role("cell").last).not_to_have_css("font-size", "0px")


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1440, "dark")])
def test_the_side_by_side_view_fits_and_is_accessible(width: int, scheme: str, visit: Callable[..., Page]) -> None:
    page = visit(SIDE, width=width, scheme=scheme)
    expect(page.get_by_role("region", name="Side by side")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []


def test_a_phone_shows_source_and_date_of_a_cell_without_scrolling(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/engine/", width=375)
    region = page.get_by_role("region", name="Uses")
    assert region.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(region.get_by_role("columnheader", name="Date read")).to_be_in_viewport(ratio=1)
