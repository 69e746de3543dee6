"""What a page costs a phone: nothing moves while it loads, and for how long it does not answer is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "papers/",
    "papers/author2022squeeze/",
    "taxonomy/",
    "taxonomy/quantization/",
    "frameworks/",
    "frameworks/?compare=trainer,engine",
    "frameworks/fast/",
    "models/",
    "results/",
    "plan/",
    "graph/",
    "data/",
    "contribute/problems/",
    "contribute/add/",
    "formulas/thin-memory/",
    "guide/",
)
SLOWER = 4
SHIFT = 0.05

WATCH = """
window.moved = 0;
window.blocked = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.blocked += entry.duration - 50;
}).observe({ type: "longtask", buffered: true });
"""


@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_moves_while_a_page_loads(width: int, browser: Browser, built: Path) -> None:
    moved: dict[str, float] = {}
    with serve(built) as address:
        for path in PAGES:
            context = browser.new_context(viewport={"width": width, "height": 850}, service_workers="block")
            page = context.new_page()
            page.add_init_script(WATCH)
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(address + path, wait_until="networkidle")
            moved[path or "home"] = round(page.evaluate("moved"), 3)
            blocked = page.evaluate("blocked")
            figures = f"{path or 'home':<36}{width:>5} px  shift {moved[path or 'home']:.3f}  blocked {blocked:,.0f} ms"
            print(figures)  # noqa: T201 - for whoever reads the log
            context.close()
    assert {path: shift for path, shift in moved.items() if shift > SHIFT} == {}
