"""Helpers for tests of the comparison of frameworks in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENGINE = "Engine_1 & <b>Co</b> | 100%"
ALL = [ENGINE, "Fast", "Slow", "Trainer <Pro>"]
GROUPS = "columns=supports,parallelism,hardware,features"


def overview(page: Page) -> list[str]:
    names = page.locator("#overview tbody tr:visible th a")
    return names.all_inner_texts()


def shown(page: Page, number: str) -> None:
    """Wait until the form says so, which it does when the table is there."""
    expect(page.get_by_role("search", name="Filter frameworks").get_by_role("status")).to_have_text(number)


def open_group(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).first.click()
