"""The pictures and the table of models in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

CONTRAST = """
boxes => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const fill = element => light(getComputedStyle(element).fill);
  return Math.min(...boxes.flatMap(box => [...box.querySelectorAll("text, .n")]
    .map(text => ratio(fill(text), fill(box.querySelector("rect"))))));
}
"""
HEIGHT = "box => Number(box.querySelector('rect').getAttribute('height'))"
BELOW_HEADER = """
() => document.getElementById("icicle-trail").getBoundingClientRect().top
  >= document.querySelector("header").getBoundingClientRect().bottom
"""


def box(page: Page, category: str) -> Locator:
    return page.locator(f"#icicle a[data-id={category}]")


def still(page: Page, path: str = "taxonomy/") -> Page:
    """Ask for reduced motion and load the page again."""
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(page.locator("#icicle-how")).to_be_visible()
    assert page.url.endswith(path)
    return page


def test_the_list_shows_only_the_headings_of_the_survey_if_asked(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/", javascript=False)
    added = page.locator(".ef-tree-branch").get_by_role("link", name="KV-Cache Quantization")
    expect(added).to_be_visible()
    page.get_by_label("headings of the survey").check()
    expect(added).to_be_hidden()
    expect(page.locator(".ef-tree-branch").get_by_role("link", name="Weight-Only Quantization")).to_be_visible()


def test_a_point_of_a_chart_of_models_tells_its_number_and_leads_to_its_page(visit: Callable[..., Page]) -> None:
    page = visit("models/")
    chart = page.get_by_role("img", name="Parameters over time")
    point = chart.locator("[data-m=giant]")
    point.hover()
    expect(page.get_by_role("tooltip")).to_have_text("Giant, 2021-05-03: 175\N{NO-BREAK SPACE}B")
    point.click()
    expect(page).to_have_url(re.compile("/models/giant/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Giant")


def test_the_filter_of_models_leaves_rows_and_points_and_stays_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("models/")
    rows = page.locator("#models-table tbody tr:visible")
    expect(page.get_by_role("status").filter(has_text="3 models")).to_be_visible()
    page.get_by_label("Weights").select_option("yes")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="1 model")).to_be_visible()
    expect(page.locator("circle[data-m=giant]").first).to_be_hidden()
    expect(page.locator("circle[data-m=giant-7b]").first).to_be_visible()
    assert page.url.endswith("?weights=yes")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of these").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["id", "giant-7b"]
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_label("Name, organization or license").fill("zzz")
    expect(page.get_by_role("status").filter(has_text="no models")).to_be_visible()


def test_rows_that_wait_are_shown_found_and_sorted(visit: Callable[..., Page]) -> None:
    page = visit("models/")
    rows = page.locator("#models-table tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Show 1 more of 1").press("Enter")
    expect(rows).to_have_count(3)
    expect(rows.last.get_by_role("link", name="Tiny")).to_be_focused()
    expect(page.locator("#models-more")).to_be_hidden()
    page.get_by_label("Name, organization or license").fill("tin")
    expect(rows).to_have_count(1)
    page.get_by_label("Name, organization or license").fill("")
    expect(rows).to_have_count(2)
    page.get_by_role("columnheader", name="Model").first.get_by_role("button").click()
    page.get_by_role("columnheader", name="Model").first.get_by_role("button").click()
    expect(rows.first).to_contain_text("Tiny")


def test_a_chart_of_models_is_saved(visit: Callable[..., Page]) -> None:
    page = visit("models/")
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG of Parameters over time").click()
    assert download.value.suggested_filename == "parameters-over-time.svg"
    text = download.value.path().read_text("utf-8")
    assert "Parameters over time of language models" in text
    assert "CC BY 4.0" in text


def test_the_models_read_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("models/", width=375, javascript=False)
    expect(page.get_by_role("search", name="Filter models")).to_be_hidden()
    expect(page.get_by_role("img", name="Training compute over time")).to_be_visible()
    expect(page.locator("#titan")).to_contain_text("8 A100")
    expect(page.get_by_role("region", name="Earlier models").get_by_role("rowheader")).to_have_text(["Tiny"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_category_opens_to_the_full_height_and_closes_by_keyboard(visit: Callable[..., Page]) -> None:
    page = still(visit("taxonomy/"))
    whole = box(page, "compression").evaluate(HEIGHT)
    box(page, "quantization").press("Enter")
    expect(box(page, "pruning")).to_be_hidden()
    assert box(page, "quantization").evaluate(HEIGHT) == pytest.approx(whole)
    expect(page.get_by_role("status").filter(has_text="Quantization opened, 2 sub-categories")).to_be_attached()
    trail = page.get_by_role("navigation", name="Opened in the picture")
    expect(trail.get_by_role("link")).to_have_attribute("href", re.compile("taxonomy/quantization/$"))
    expect(box(page, "quantization")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page, "pruning")).to_be_visible()
    expect(trail).to_have_text("All branches")
    expect(trail.get_by_role("button")).to_have_count(0)
    assert box(page, "compression").evaluate(HEIGHT) == pytest.approx(whole)


@pytest.mark.parametrize("width", [375, 1440])
def test_what_was_opened_and_the_way_back_come_into_view(width: int, visit: Callable[..., Page]) -> None:
    """Far down in a picture that is taller than the screen, as that of the real records is."""
    page = visit("taxonomy/", width=width)
    expect(page.locator("#icicle-how")).to_be_visible()
    page.add_style_tag(content=".ef-picture::before { content: ''; display: block; height: 60rem }")
    box(page, "quantization").scroll_into_view_if_needed()
    page.locator("#icicle-box").evaluate("part => scrollTo(0, part.getBoundingClientRect().bottom + scrollY - 100)")
    box(page, "quantization").press("Enter")
    trail = page.get_by_role("navigation", name="Opened in the picture")
    expect(trail.get_by_text("Quantization")).to_be_in_viewport(ratio=1)
    expect(box(page, "quantization").locator("text")).to_be_in_viewport(ratio=1)
    expect(box(page, "quantization")).to_be_focused()
    page.wait_for_function(BELOW_HEADER)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("Escape")
    expect(trail).not_to_contain_text("Quantization")
    page.wait_for_function(BELOW_HEADER)
    expect(trail).to_be_in_viewport(ratio=1)


def test_the_page_stays_where_it_is_if_nothing_is_out_of_view(visit: Callable[..., Page]) -> None:
    page = still(visit("taxonomy/"))
    page.add_style_tag(content=".ef-taxonomy { padding-bottom: 60rem }")
    page.evaluate("scrollTo(0, 10)")
    box(page, "quantization").press("Enter")
    expect(page.get_by_role("navigation", name="Opened in the picture").get_by_text("Quantization")).to_be_visible()
    assert page.evaluate("scrollY") == 10


def test_what_is_open_shares_the_height_by_papers(visit: Callable[..., Page]) -> None:
    """Enlarged as it stands, the least height of a box would make a few papers look like many."""
    page = visit("taxonomy/")
    heights = page.evaluate(
        """async () => {
          const { areas } = await import(new URL("../assets/js/icicle-layout.js", location.href).href);
          const box = (id, parent, count, y, h) => ({ id, parent, name: id, count: String(count), x: 0, y, w: 10, h });
          const boxes = [box("all", "", 37, 0, 45), box("in", "all", 36, 0, 30), box("few", "in", 2, 0, 15),
            box("many", "in", 35, 15, 15), box("one", "all", 1, 30, 15), box("other", "", 9, 45, 20)];
          const view = { x: 0, y: 0, w: 10, h: 45 };
          return areas({ boxes, view, width: 100, height: 745, at: boxes[0] }).map(({ y, h }) => [y, h]);
        }"""
    )
    assert heights[2:5] == [[0, 35], [35, 695], [730, 15]]
    assert heights[:2] == [[0, 745], [0, 730]]
    assert heights[5][0] >= 745


def test_a_phone_shows_two_levels_and_never_scrolls_sideways(visit: Callable[..., Page]) -> None:
    page = still(visit("taxonomy/", width=375))
    sideways = "box => box.scrollWidth > box.clientWidth || document.documentElement.scrollWidth > 375"
    expect(box(page, "quantization")).to_be_visible()
    expect(box(page, "weights")).to_be_hidden()
    assert not page.locator("#icicle-box").evaluate(sideways)
    box(page, "quantization").click()
    expect(box(page, "weights")).to_be_visible()
    expect(box(page, "compression")).to_be_hidden()
    assert not page.locator("#icicle-box").evaluate(sideways)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(box(page, "compression")).to_be_visible()


def test_a_step_of_the_trail_leads_back_and_keeps_the_focus_in_the_picture(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/")
    expect(page.locator("#icicle-how")).to_be_visible()
    box(page, "quantization").click()
    expect(box(page, "pruning")).to_be_hidden()
    page.get_by_role("button", name="All branches").click()
    expect(box(page, "pruning")).to_be_visible()
    expect(box(page, "quantization")).to_be_focused()


def test_what_is_open_stands_in_the_address(visit: Callable[..., Page]) -> None:
    page = still(visit("taxonomy/"))
    box(page, "compression").click()
    box(page, "quantization").click()
    expect(page).to_have_url(re.compile(r"taxonomy/\?open=quantization$"))
    seen = box(page, "quantization").evaluate(HEIGHT)
    page.go_back()
    expect(page).to_have_url(re.compile(r"taxonomy/\?open=compression$"))
    expect(box(page, "pruning")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"taxonomy/$"))
    expect(page.get_by_role("navigation", name="Opened in the picture")).to_have_text("All branches")
    page.go_forward()
    page.go_forward()
    expect(box(page, "pruning")).to_be_hidden()
    again = visit("taxonomy/?open=quantization")
    expect(box(again, "pruning")).to_be_hidden()
    assert box(again, "quantization").evaluate(HEIGHT) == pytest.approx(seen)
    again.get_by_role("button", name="All branches").click()
    expect(again).to_have_url(re.compile(r"taxonomy/$"))


@pytest.mark.parametrize("open_", ["nonsense", "pruning", "%3Cb%3E"])
def test_an_address_that_opens_nothing_shows_the_whole_picture(open_: str, visit: Callable[..., Page]) -> None:
    page = visit(f"taxonomy/?open={open_}")
    expect(page.locator("#icicle-how")).to_be_visible()
    expect(page.get_by_role("navigation", name="Opened in the picture")).to_have_text("All branches")


def test_arrow_keys_move_about_and_enter_opens_the_page_of_a_leaf(visit: Callable[..., Page]) -> None:
    page = still(visit("taxonomy/"))
    box(page, "compression").press("ArrowRight")
    expect(box(page, "quantization")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box(page, "pruning")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(box(page, "compression")).to_be_focused()
    box(page, "pruning").press("Enter")
    expect(page).to_have_url(re.compile("taxonomy/pruning/$"))


def test_the_picture_is_made_of_links_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/", javascript=False)
    page.get_by_role("link", name="KV-Cache Quantization: 1 paper").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("KV-Cache Quantization")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_the_picture_has_enough_contrast(scheme: str, visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/", scheme=scheme)
    page.evaluate(  # every hue with every shade, of which the invented records have few
        """() => {
          const box = document.querySelector("#icicle a");
          for (const hue of [0, 1, 2]) for (const shade of [0, 1, 2, 3, 4]) {
            const copy = box.cloneNode(true);
            copy.setAttribute("class", `b${hue} d${shade} copy`);
            box.after(copy);
          }
        }"""
    )
    assert page.locator("#icicle .copy").count() == 15
    assert page.locator("#icicle a").evaluate_all(CONTRAST) >= 4.5


def test_the_picture_can_be_downloaded(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the picture").click()
    assert started.value.suggested_filename == "efficient-llm-taxonomy.svg"
    assert "<svg" in started.value.path().read_text(encoding="utf-8")


def test_without_scripts_a_phone_scrolls_the_picture_not_the_page(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/", width=375, javascript=False)
    expect(box(page, "weights")).to_be_visible()
    assert page.locator("#icicle-box").evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_models_can_be_sorted_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("models/")
    table = page.get_by_role("region", name="Models", exact=True)
    page.get_by_role("button", name="Show 1 more").click()
    names = table.locator("tbody th > a")
    model = table.get_by_role("columnheader", name="Model")
    model.get_by_role("button").press("Enter")
    expect(model).to_have_attribute("aria-sort", "ascending")
    expect(names).to_have_text(["Giant", "Giant <7B>", "Tiny"])
    parameters = table.get_by_role("columnheader", name="Parameters", exact=True)
    parameters.get_by_role("button").press("Space")
    expect(names).to_have_text(["Giant", "Giant <7B>", "Tiny"])
    parameters.get_by_role("button").press("Space")
    expect(names).to_have_text(["Giant <7B>", "Giant", "Tiny"])
    expect(model).not_to_have_attribute("aria-sort", re.compile("."))


def test_numbers_of_the_charts_open_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("trends/", javascript=False)
    expect(page.get_by_role("group", name="Papers by year, stacked by branch")).to_be_visible()
    page.get_by_text("Papers with code in numbers").click()
    expect(page.get_by_role("columnheader", name="With code")).to_be_visible()


def test_the_key_of_a_chart_keeps_its_colors_where_colors_are_forced(visit: Callable[..., Page]) -> None:
    page = visit("trends/")
    color = "part => getComputedStyle(part).backgroundColor"
    swatch = page.locator(".ef-swatch").first
    before = swatch.evaluate(color)
    page.emulate_media(forced_colors="active")
    assert swatch.evaluate(color) == before


def test_the_list_keeps_each_count_beside_its_name(visit: Callable[..., Page]) -> None:
    page = visit("taxonomy/")
    lines = page.locator(".ef-tree > li").filter(has_text="Weight-Only Quantization")
    expect(lines).to_have_css("display", "list-item")
    assert lines.inner_text().startswith("Weight-Only Quantization ")
