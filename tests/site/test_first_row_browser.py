"""Data before explanations: how far down the first row of a page's data is, on a screen and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.test_browser import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NO_ROWS = {"home", "lost", "by hand", "api", "problem", "hostile paper", "formula"}
"""The home page, pages of words, one whose title alone fills a screen, and one that begins with its equation."""

BESIDE = {
    "changes": "changes/",
    "side by side": "frameworks/?compare=trainer,engine",
    "side by side with one that is not here": "frameworks/?compare=trainer,server",
}
"""Addresses with rows that are no kind of page of their own."""

LIMITS = {1440: 420, 375: 640}
"""The first row is at most so many pixels from the top, by the width of the window."""

ROWS = """tbody tr, dl > *, svg.ef-plot, svg.ef-icicle, .ef-chart svg, .ef-map__picture, .ef-choose,
  .ef-summary, .ef-authors, [id^="d2"] li,
  :is(.ef-entries, .ef-cards, .ef-questions, .ef-people,
  .ef-groups, .ef-formula-list, .ef-ranked, .ef-reading, .ef-tiles) > li"""
"""What counts as a row: of a table or a list, a picture of data, a form that computes, the text of a paper."""

FIRST = """rows => {
  for (const row of document.querySelectorAll(rows)) {
    const { top, height } = row.getBoundingClientRect();
    if (height && row.checkVisibility() && row.closest("#content")) return Math.round(top + scrollY);
  }
  return null;
}"""


@pytest.mark.parametrize("width", LIMITS)
@pytest.mark.parametrize("kind", [*(kind for kind in KINDS if kind not in NO_ROWS), *BESIDE])
def test_the_first_row_is_near_the_top(kind: str, width: int, visit: Callable[..., Page]) -> None:
    page = visit((KINDS | BESIDE)[kind], width=width)
    page.wait_for_load_state("networkidle")
    first = page.evaluate(FIRST, ROWS)
    assert first is not None
    assert first <= LIMITS[width]
