"""The table of problems in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from effllm.rules import RULES
from effllm.site.pages.problems import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PROBLEMS = "contribute/problems/"


def shown(page: Page) -> list[str]:
    """Return the codes whose rows are to be seen."""
    return page.locator(".ef-rules tbody tr:visible th").all_inner_texts()


def test_a_code_or_words_of_a_message_narrow_the_table(visit: Callable[..., Page]) -> None:
    page = visit(PROBLEMS)
    assert shown(page) == [rule.code for rule in sorted(RULES, key=lambda rule: list(FAMILIES).index(rule.code[0]))]
    box = page.get_by_label("Find a code")
    box.fill("i001")
    assert shown(page) == ["I001"]
    expect(page.get_by_role("status")).to_have_text("1 code")
    box.fill("VENUE list")
    assert "V001" in shown(page)
    box.fill("no such thing")
    assert shown(page) == []
    expect(page.get_by_role("status")).to_have_text("no codes")
    box.fill("")
    assert len(shown(page)) == len(RULES)


def test_enter_opens_the_only_one_left(visit: Callable[..., Page]) -> None:
    page = visit(PROBLEMS)
    page.get_by_label("Find a code").fill("I001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contribute/problems/i001/")
    page.get_by_role("link", name="I002").click()
    page.wait_for_url("**/contribute/problems/i002/")


def test_every_code_has_an_anchor_and_reads_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(f"{PROBLEMS}#v001", javascript=False)
    expect(page.locator("#v001")).to_be_in_viewport()
    expect(page.locator("#find")).to_be_hidden()
    assert len(shown(page)) == len(RULES)
