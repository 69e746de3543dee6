"""What readers do with the comparison of frameworks in a browser: choose by need, kind and capability."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious
from tests.site.comparing import ALL, ENGINE, GROUPS, open_group, overview, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_need_chooses_kind_rows_and_columns_with_one_click(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    need = page.get_by_role("navigation", name="Choose by need").get_by_role("link", name="Serve on AMD")
    need.click()
    shown(page, "1 of 4 frameworks")
    expect(page).to_have_url(re.compile(r"\?kind=serving-engine&supports=serving&hardware=amd&active=1&columns="))
    expect(need).to_have_attribute("aria-current", "true")
    assert overview(page) == [ENGINE]
    expect(page.get_by_role("checkbox", name="Serving engine")).to_be_checked()
    expect(page.get_by_role("heading", level=2, name="Serving engine")).to_be_visible()
    expect(page.locator("#overview th.v")).to_have_text(["Serving", "Tensor", "AMD"])
    page.reload()
    shown(page, "1 of 4 frameworks")
    page.go_back()
    shown(page, "4 frameworks")
    expect(page.get_by_role("heading", name="By kind")).to_be_visible()


def test_why_a_framework_drops_out_is_said_with_its_source(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?supports=inference,serving&hardware=amd&active=1")
    expect(page.get_by_role("heading", name="Why 3 others drop out")).to_be_visible()
    reasons = page.locator(".ef-dropped li")
    assert reasons.all_inner_texts() == [
        "Fast: Serving no",
        "Slow: Inference unknown, Serving unknown, AMD unknown, Archived",
        "Trainer <Pro>: Inference no, Serving unknown, AMD no, Archived",
    ]
    source = reasons.first.get_by_role("link", name="Serving no")
    source.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("docs/serving.md")
    page.get_by_role("button", name="Serving: not needed").click()
    assert overview(page) == [ENGINE, "Fast"]


def test_where_nothing_passes_the_nearest_come_first(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?supports=serving&features=paged-kv-cache")
    expect(page.get_by_text("No framework is known to have all of this.")).to_be_visible()
    expect(page.locator(".ef-dropped li").first).to_have_text(f"{ENGINE}: Paged KV cache not found")


def test_a_kind_is_chosen_in_the_landscape(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    page.locator("#landscape").get_by_role("link", name="Trainer", exact=True).click()
    shown(page, "2 of 4 frameworks")
    assert overview(page) == ["Slow", "Trainer <Pro>"]
    expect(page.locator("#landscape")).to_be_hidden()


def test_columns_are_chosen_and_stand_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?hardware=amd")
    open_group(page, "Columns")
    form = page.get_by_role("search", name="Filter frameworks")
    expect(form.get_by_role("checkbox", name="AMD", exact=True)).to_be_disabled()
    form.get_by_role("checkbox", name="Serving", exact=True).check()
    expect(page.locator("#overview th.v").first).to_have_text("Serving")
    expect(page).to_have_url(re.compile("columns=.*supports.serving"))
    page = visit("frameworks/?columns=hardware")
    expect(page.locator("#overview th.v")).to_have_text(["AMD"])


def test_a_capability_a_license_or_a_name_is_typed(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    field = page.get_by_role("combobox", name="Must have")
    field.press_sequentially("paged")
    shown(page, "4 frameworks")
    field.press("Enter")
    shown(page, "1 of 4 frameworks")
    expect(field).to_have_value("")
    field.fill("AMD")  # as where it is taken from the list
    expect(page.get_by_role("button", name="AMD: not needed")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?features=paged-kv-cache&hardware=amd$"))
    field.fill("apache")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"license=Apache-2\.0"))
    page = visit("frameworks/")
    field = page.get_by_role("combobox", name="Must have")
    field.fill("fast")
    field.press("Enter")
    shown(page, "1 of 4 frameworks")
    assert overview(page) == ["Fast"]


def test_filters_by_hardware_and_technique_and_keeps_them_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    form = page.get_by_role("search", name="Filter frameworks")
    open_group(page, "Hardware")
    form.get_by_role("checkbox", name="AMD").check()
    shown(page, "2 of 4 frameworks")
    assert overview(page) == [ENGINE, "Fast"]
    expect(page.locator("#overview th.c")).to_have_text("AMD")
    open_group(page, "Techniques")
    form.get_by_role("checkbox", name="Paged KV cache").check()
    shown(page, "1 of 4 frameworks")
    expect(page).to_have_url(re.compile(r"\?hardware=amd&features=paged-kv-cache$"))
    page.reload()
    shown(page, "1 of 4 frameworks")
    assert overview(page) == ["Fast"]
    form.get_by_role("button", name="Clear all").click()
    shown(page, "4 frameworks")
    expect(page).to_have_url(re.compile(r"frameworks/$"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=FAST", ["Fast"]),
        ("q=sons", ["Trainer <Pro>"]),
        ("license=MIT", ["Fast"]),
        ("status=archived", ["Slow", "Trainer <Pro>"]),
        ("kind=trainer,serving-engine&active=1", [ENGINE, "Fast"]),
        ("active=1&license=Apache-2.0", [ENGINE]),
        ("supports=inference,serving", [ENGINE]),
        ("q=nothing+of+the+kind", []),
        ("license=nonsense&hardware=<b>", ALL),
    ],
)
def test_a_filtered_address_shows_what_it_says(query: str, names: list[str], visit: Callable[..., Page]) -> None:
    page = visit(f"frameworks/?{query}")
    shown(page, f"{len(names)} of 4 frameworks" if len(names) < len(ALL) else "4 frameworks")
    assert overview(page) == names


def test_a_word_of_an_address_that_is_not_known_is_said(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?kind=toaster&hardware=<b>")
    expect(page.get_by_text("Not known here: toaster, hardware.<b>.")).to_be_visible()


def test_back_undoes_one_filter_and_keeps_what_is_picked(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    form = page.get_by_role("search", name="Filter frameworks")
    page.get_by_role("checkbox", name="Compare Fast").check()
    open_group(page, "Name, license, status")
    form.get_by_label("License").select_option("MIT")
    form.get_by_role("searchbox").press_sequentially("fa")
    expect(page).to_have_url(re.compile("q=fa&license=MIT$"))
    page.get_by_role("link", name="Fast", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fast")
    page.go_back()
    expect(page.get_by_role("checkbox", name="Compare Fast")).to_be_checked()
    assert overview(page) == ["Fast"]
    page.go_back()
    open_group(page, "Name, license, status")
    expect(form.get_by_role("searchbox")).to_have_value("")
    expect(form.get_by_label("License")).to_have_value("MIT")
    page.go_back()
    expect(form.get_by_label("License")).to_have_value("")
    expect(page.get_by_role("button", name="Compare Fast")).to_be_visible()


def test_a_choice_is_made_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/")
    shown(page, "4 frameworks")
    page.get_by_role("link", name="Serve on AMD").focus()
    page.keyboard.press("Enter")
    shown(page, "1 of 4 frameworks")
    expect(page.get_by_role("region", name="Comparison")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name=f"Compare {ENGINE}")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_contain_text("Serving, yes")


def test_on_a_phone_the_filters_open_on_request(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?supports=serving", width=375)
    shown(page, "1 of 4 frameworks")
    box = page.get_by_role("checkbox", name="Serving engine")
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(box).to_be_visible()
    expect(page.get_by_role("button", name="Filters")).to_have_attribute("aria-expanded", "true")
    row = page.get_by_role("rowheader", name=ENGINE).bounding_box()
    assert row is not None


def test_without_the_cells_the_page_says_so_and_stays_readable(visit: Callable[..., Page]) -> None:
    plain = visit("frameworks/", javascript=False)
    expect(plain.get_by_role("search", name="Filter frameworks")).to_be_hidden()
    expect(plain.locator("#landscape").get_by_role("link", name="Fast")).to_be_visible()
    expect(plain.locator("#overview tbody td a").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1440, "light")])
@pytest.mark.parametrize("query", ["", "?supports=inference,serving&hardware=amd&active=1", f"?{GROUPS}"])
def test_each_state_fits_and_is_accessible(query: str, width: int, scheme: str, visit: Callable[..., Page]) -> None:
    page = visit(f"frameworks/{query}", width=width, scheme=scheme)
    expect(page.locator("#overview tbody tr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []


def test_open_filters_picks_and_a_popover_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("frameworks/?hardware=amd&columns=supports", width=375)
    page.get_by_role("button", name="Filters").click()
    open_group(page, "Hardware")
    page.get_by_role("checkbox", name="Compare Fast").check()
    page.locator("#overview td.s a").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert serious(page) == []
