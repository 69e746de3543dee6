"""The charts of questions in Chromium: what a reader points at, filters and takes along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "results/weights-at-3-bits/"
SIGNED = b"\x89PNG\r\n"


def test_a_dot_says_what_it_is_and_where_it_was_read(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    chart = page.get_by_role("group", name="7B").first
    dot = chart.get_by_role("link", name=re.compile("^Squeeze & fill, groups of 64: 69 %; no method with as few bits"))
    dot.locator("circle").hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("FP16 79")
    expect(tip).to_contain_text("Table 3, arXiv:2501.00001")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    chart.get_by_role("link", name=re.compile("^RTN: 49 %")).focus()
    expect(tip).to_contain_text("RTN: 49 %")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("papers/crowd2023many/#results$"))


def test_who_is_best_is_a_matter_of_bits(visit: Callable[..., Page]) -> None:
    chart = visit(PAGE).get_by_role("group", name="13B").first
    assert chart.locator("a.best text:first-child").all_text_contents() == ["Squeeze & fillgroups of 64", "Squeeze"]
    expect(chart.locator("a.other")).to_contain_text("RTN")


def test_the_filter_leaves_charts_and_stays_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    charts = page.locator("svg.ef-dots:visible")
    expect(charts).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="4 charts")).to_be_visible()
    page.get_by_role("combobox", name="Model").select_option("Thick 13B")
    expect(charts).to_have_count(1)
    expect(page.get_by_role("heading", name="Thin <i>", exact=True)).to_be_hidden()
    assert page.url.endswith("?model=thick13b")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of these").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert lines[0].startswith("paper,metric,value,unit,model,size,method")
    assert [line.split(",")[2:7] for line in lines[1:]] == [
        ["70.0", "%", "Thick", "13B", "Squeeze & fill"],
        ["60.0", "%", "Thick", "13B", "Squeeze"],
        ["50.0", "%", "Thick", "13B", "RTN"],
    ]
    page.reload()
    expect(charts).to_have_count(1)
    page.goto(f"{page.url.partition('?')[0]}?model=nobody&on=nothing")
    expect(page.get_by_role("status").filter(has_text="4 charts")).to_be_visible()


def test_charts_are_saved_with_their_colours_title_and_place(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^SVG of Accuracy, T")).first.click()
    assert download.value.suggested_filename == "weights-at-3-bits-1.svg"
    text = download.value.path().read_text("utf-8")
    assert "All run by" in text
    assert "Table 3, in %; higher is better." in text
    assert not re.search(r"href=|class=|var\(", text)
    assert (
        page.evaluate(
            "text => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('svg svg').length", text
        )
        == 2
    )
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^PNG of Accuracy, T")).first.click()
    assert download.value.path().read_bytes().startswith(SIGNED)


def test_the_charts_read_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, width=375, javascript=False)
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.locator("svg.ef-dots").first).to_be_visible()
    page.get_by_text("Thin <i>", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Accuracy, Thin <i>"))).to_be_visible()
    page.locator("details[open] details").get_by_text("Table", exact=True).first.click()
    expect(page.get_by_role("table").first).to_contain_text("baseline, not ranked")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_open_charts_and_their_tip_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, scheme="dark")
    page.locator("details").evaluate_all("folds => folds.forEach(fold => { fold.open = true })")
    page.get_by_role("link", name=re.compile("^RTN")).first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert serious(page) == []


def test_measured_energy_says_its_batches_and_is_taken_along_from_the_file_of_measured_figures(
    visit: Callable[..., Page],
) -> None:
    page = visit("results/energy/", width=375)
    row = page.get_by_role("link", name=re.compile("^1 Card, bf16, J by batch: 10 at 8; 1 at 64")).first
    row.locator("circle").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Watt Lab, Table 1")
    page.get_by_role("combobox", name="Model").select_option("Wide")
    expect(page.locator("svg.ef-dots:visible")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of these").click()
    assert download.value.suggested_filename == "energy-measured.csv"
    lines = download.value.path().read_text("utf-8").splitlines()
    assert [line.split(",")[:5] for line in lines] == [
        ["measurement", "metric", "value", "unit", "model"],
        ["watts", "energy", "2.0", "J", "Wide"],
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert serious(page) == []
