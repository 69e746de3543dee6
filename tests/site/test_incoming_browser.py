"""Deciding on candidates in Chromium, and what the command makes of the file that comes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from effllm.store.json_lines import to_lines
from tests.checkouts import problems_in
from tests.cli.conftest import records, run
from tests.site.axe import serious
from tests.site.records import WAITING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.cli.conftest import Run

__all__ = ["records", "run"]
pytestmark = pytest.mark.browser
PAGE = "incoming/"
WHY = "It is about boats."


def take(page: Page) -> None:
    page.get_by_role("button", name="Take: BRAID").click()
    page.get_by_label("Summary").fill("BRAID weaves the weights of a model that nobody has.")
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_three_decisions_on_a_phone(visit: Callable[..., Page], scheme: str) -> None:
    page = visit(PAGE, width=375, scheme=scheme)
    expect(page.get_by_role("button", name="Take: BRAID")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="Take: BRAID").click()
    expect(page.get_by_role("checkbox").first).to_be_focused()
    assert serious(page) == []
    href = page.get_by_role("link", name="Whole form").get_attribute("href") or ""
    assert href.startswith("../contribute/add/?arxiv=2402.00010&title=BRAID")
    take(page)
    page.get_by_role("button", name="Leave out: Thin Boats").click()
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Later: Rafts").click()
    expect(page.locator("#said")).to_have_text("1 taken, 1 left out, 1 put off.")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_file_is_what_the_command_takes(
    visit: Callable[..., Page], records: Path, run: Run, tmp_path: Path
) -> None:
    page = visit(PAGE)
    take(page)
    page.get_by_role("button", name="Leave out: Thin Boats").click()
    page.get_by_label("Why").fill(WHY)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Later: Rafts").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    assert saved.value.suggested_filename == "decisions.jsonl"
    file = tmp_path / "decisions.jsonl"
    saved.value.save_as(file)
    assert page.locator("#lines").text_content() == file.read_text("utf-8")
    (records / "papers/incoming.jsonl").write_text(to_lines(WAITING), "utf-8")
    said = run("triage", "--apply", file).stderr
    assert "1 added, 0 here already, 0 doubtful, 0 rejected, 1 left out, 1 put off" in said
    assert (records / "papers/2024/doe2024braid.yml").exists()
    assert json.loads((records / "papers/left-out.jsonl").read_text("utf-8"))["why"] == WHY
    assert json.loads((records / "papers/incoming.jsonl").read_text("utf-8"))["title"] == "Rafts of Long Caches"
    assert [problem for problem in problems_in(records) if problem.severity == "error"] == []


def test_decisions_stay_and_can_be_taken_back(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    take(page)
    expect(page.get_by_role("button", name="Leave out: Thin Boats")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Taken: pruning")).to_be_visible()
    page.get_by_role("button", name="Undo: BRAID").click()
    expect(page.get_by_role("button", name="Take: BRAID")).to_be_focused()
    expect(page.locator("#decided")).to_be_hidden()


def test_the_first_that_is_ticked_is_the_primary_category(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.get_by_role("button", name="Take: BRAID").click()
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).uncheck()
    boxes.nth(1).check()
    boxes.nth(0).check()
    page.get_by_label("Short name").fill("BRAID-2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Taken: kv-cache, pruning")).to_be_visible()
    assert json.loads(page.locator("#lines").text_content() or "")["name"] == "BRAID-2"


def test_a_sentence_of_before_is_offered_again(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    for title in ("Thin Boats", "Rafts"):
        page.get_by_role("button", name=f"Leave out: {title}").click()
        expect(page.get_by_label("Why")).to_be_focused()
        page.get_by_label("Why").fill(WHY)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Leave out: BRAID").click()
    assert page.locator("#whys option").evaluate_all("all => all.map((one) => one.value)") == [WHY]
    page.get_by_label("Reason").select_option("duplicate")
    assert page.locator("#whys option").count() == 0


def test_what_was_decided_stays_in_sight(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, width=375)
    page.get_by_role("button", name="Later: BRAID").click()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#said")).to_be_in_viewport()
    expect(page.locator("#lines")).to_be_hidden()
    page.get_by_text("What to do with them").click()
    expect(page.locator("#lines")).to_be_visible()


def test_with_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.get_by_role("button", name="Later: BRAID").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take: Thin Boats")).to_be_focused()


def test_what_is_wrong_is_said(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.get_by_role("button", name="Take: Thin Boats").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("choose a category")
    page.get_by_label("Category", exact=True).last.fill("boats")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("no category boats")


def test_a_category_is_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    page.locator("#in").select_option("pruning")
    expect(page.get_by_role("link", name="BRAID")).to_be_visible()
    expect(page.get_by_role("link", name="Thin Boats")).to_be_hidden()
    assert page.url.endswith("?in=pruning")
    page.reload()
    expect(page.get_by_role("link", name="Thin Boats")).to_be_hidden()
    assert page.locator("#in").input_value() == "pruning"


def test_without_scripts_it_can_be_read(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, javascript=False)
    expect(page.get_by_role("link", name="BRAID")).to_be_visible()
    expect(page.get_by_role("button", name="Take: BRAID")).to_have_count(0)
