"""What readers do with the comparison of frameworks in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FAST = "https://github.com/example/fast/blob/0123456789ab/README.md#L4"
SIDE = "frameworks/?compare=engine,fast,trainer"


def overview(page: Page) -> list[str]:
    names = page.locator("#overview tbody tr:visible th a")
    return names.all_inner_texts()


def open_group(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).first.click()


def test_filters_by_hardware_and_technique_and_keeps_them_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    form = page.get_by_role("search", name="Filter frameworks")
    open_group(page, "Hardware")
    form.get_by_role("checkbox", name="AMD").check()
    expect(form.get_by_role("status")).to_have_text("2 of 4 frameworks")
    assert overview(page) == ["Engine_1 & <b>Co</b> | 100%", "Fast"]
    expect(page.locator("#overview th.c")).to_have_text("AMD")
    open_group(page, "Techniques")
    form.get_by_role("checkbox", name="Paged KV cache").check()
    expect(form.get_by_role("status")).to_have_text("1 of 4 frameworks")
    expect(page).to_have_url(re.compile(r"\?hardware=amd&features=paged-kv-cache$"))
    page.reload()
    assert overview(page) == ["Fast"]
    form.get_by_role("button", name="Clear filters").click()
    expect(form.get_by_role("status")).to_have_text("4 frameworks")
    expect(page).to_have_url(re.compile(r"frameworks/$"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=FAST", ["Fast"]),
        ("q=sons", ["Trainer <Pro>"]),
        ("license=MIT", ["Fast"]),
        ("status=archived", ["Slow", "Trainer <Pro>"]),
        ("active=1&license=Apache-2.0", ["Engine_1 & <b>Co</b> | 100%"]),
        ("supports=inference,serving", ["Engine_1 & <b>Co</b> | 100%"]),
        ("q=nothing+of+the+kind", []),
        ("license=nonsense&hardware=<b>", ["Engine_1 & <b>Co</b> | 100%", "Fast", "Slow", "Trainer <Pro>"]),
    ],
)
def test_a_filtered_address_shows_what_it_says(query: str, names: list[str], visit: Callable[..., Page]) -> None:
    assert overview(visit(f"frameworks/?{query}")) == names


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


def test_back_undoes_one_filter_and_keeps_what_is_picked(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    form = page.get_by_role("search", name="Filter frameworks")
    page.get_by_role("checkbox", name="Compare Fast").check()
    form.get_by_label("License").select_option("MIT")
    form.get_by_role("searchbox").press_sequentially("fa")
    expect(page).to_have_url(re.compile("q=fa&license=MIT$"))
    page.get_by_role("link", name="Fast", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fast")
    page.go_back()
    expect(page.get_by_role("checkbox", name="Compare Fast")).to_be_checked()
    assert overview(page) == ["Fast"]
    page.go_back()
    expect(form.get_by_role("searchbox")).to_have_value("")
    expect(form.get_by_label("License")).to_have_value("MIT")
    page.go_back()
    expect(form.get_by_label("License")).to_have_value("")
    expect(page.get_by_role("button", name="Compare Fast")).to_be_visible()


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
    assert r"AMD & yes & yes & no \\" in latex
    assert latex.count(r"\midrule") == 5
    assert copied("link") == page.url


def test_where_a_page_may_not_copy_the_text_is_shown(visit: Callable[..., Page]) -> None:
    page = visit(SIDE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
    page.get_by_role("button", name="Copy as LaTeX").click()
    expect(page.get_by_role("textbox", name="Text to copy")).to_have_value(re.compile(r"\\toprule"))


def test_a_source_is_read_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
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
    page = visit("frameworks/")
    page.locator("#hardware td a").first.hover()
    box = page.get_by_role("tooltip")
    box.hover()
    expect(box).to_contain_text("AMD, yes")
    page.get_by_role("heading", level=1).hover()
    expect(box).to_be_hidden()


def test_a_stale_cell_and_one_without_an_address_say_so(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    box = page.get_by_role("tooltip")
    page.locator("#overview td.s a").focus()
    expect(box).to_contain_text("stale: not confirmed since 2026-03-05")
    page.locator("td > [data-source]").focus()
    expect(box).to_contain_text("<i>words</i> & `more`")


def test_the_first_tap_shows_the_source(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}frameworks/#hardware")
    page.locator("#hardware td a").first.tap()
    box = page.get_by_role("tooltip")
    expect(box.get_by_role("link")).to_be_visible()
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 375
    assert page.url.startswith(address)
    page.get_by_role("heading", name="Hardware").tap()
    expect(box).to_be_hidden()
    context.close()


def test_a_cell_that_stands_there_twice_leads_to_the_source_both_times(visit: Callable[..., Page]) -> None:
    cell = "#overview tr[data-id=fast] td:last-child a"
    page = visit("frameworks/")
    expect(page.locator(cell)).to_have_attribute("href", FAST)
    plain = visit("frameworks/", javascript=False)
    expect(plain.get_by_role("search", name="Filter frameworks")).to_be_hidden()
    expect(plain.locator("#features td a").first).to_have_attribute("href", FAST)
    plain.locator(cell).click()
    expect(plain).to_have_url(re.compile("frameworks/fast/#features-paged-kv-cache$"))
    row = plain.get_by_role("row", name=re.compile("^Paged KV cache"))
    expect(row).to_contain_text("2026-08-22")


def test_header_and_first_column_of_the_comparison_stay(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/", width=375)
    box = page.get_by_role("region", name="Overview of all frameworks")
    row = box.get_by_role("rowheader", name="Trainer <Pro>")
    row.scroll_into_view_if_needed()
    corner = box.get_by_role("columnheader", name="Framework", exact=True)
    before = corner.bounding_box()
    box.evaluate("box => box.scrollTo(300, 0)")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert corner.bounding_box() == before
    expect(row).to_be_in_viewport()


def test_yes_no_and_unknown_differ_without_colour(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
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


def test_open_filters_picks_and_a_popover_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?hardware=amd", width=375)
    open_group(page, "Hardware")
    page.get_by_role("checkbox", name="Compare Fast").check()
    page.locator("#overview td.s a").focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert serious(page) == []


def test_a_phone_shows_source_and_date_of_a_cell_without_scrolling(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/engine/", width=375)
    region = page.get_by_role("region", name="Uses")
    assert region.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(region.get_by_role("columnheader", name="Date read")).to_be_in_viewport(ratio=1)
