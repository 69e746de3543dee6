"""What axe says of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from playwright.sync_api import Page


def serious(page: Page) -> list[tuple[str, str]]:
    """Return rule and place of what keeps people out of a page."""
    options = {"rules": {"target-size": {"enabled": True}}}  # of WCAG 2.2, which axe asks for only if it is told to
    violations = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in {"serious", "critical"}]
