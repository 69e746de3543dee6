"""The explorer as tests meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

Visit = Callable[..., "Page"]


def results(page: Page) -> Locator:
    return page.locator("#results .ef-entry__title")


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox", name="Search papers", exact=True).fill(query)


def ready(page: Page) -> Page:
    """Wait until the explorer has answered."""
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    return page


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep requests back; they are in the list that is returned once they are made, and go on by `continue_`."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks what it is given)
    return held
