"""Proof beside the fact: marks that open a source, and what to send about an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAPER = "papers/author2022squeeze/"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_mark_opens_the_source_of_a_fact_by_keyboard(javascript: bool, visit: Callable[..., Page]) -> None:  # noqa: FBT001 - a parameter
    page = visit(PAPER, javascript=javascript)
    page.get_by_role("button", name="Source of the authors").press("Enter")
    opened = page.get_by_role("dialog", name="Source of the authors")
    expect(opened).to_be_visible()
    expect(opened.get_by_role("link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()


def test_a_report_says_record_page_field_and_value(visit: Callable[..., Page]) -> None:
    page = visit(PAPER)
    page.get_by_role("button", name="Source of the authors").click()
    page.get_by_role("dialog", name="Source of the authors").get_by_role("button", name="Report an error here").click()
    report = page.get_by_role("dialog", name="Report an error", exact=True)
    expect(report.locator("code").first).to_contain_text("Record: papers/2022/author2022squeeze.yml")
    expect(report.locator("code").first).to_contain_text(f"Page: {PAPER}")
    expect(report.locator("code").first).to_contain_text("Field: authors\nIt says now: Ada Author")


@pytest.mark.parametrize("path", [PAPER, "frameworks/trainer/", "models/giant/", "taxonomy/quantization/"])
def test_report_and_edit_are_at_the_top_and_say_what_to_send(path: str, visit: Callable[..., Page]) -> None:
    page = visit(path, width=375)
    for name in ("Report an error", "Edit"):
        button = page.get_by_role("button", name=name, exact=True)
        assert (button.bounding_box() or {"y": 900})["y"] < 200
        button.click()
        opened = page.get_by_role("dialog", name=name, exact=True)
        expect(opened).to_be_visible()
        expect(opened.locator("pre code").first).to_contain_text(".yml")
        assert serious(page) == []
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
