"""What opens when the network goes away after a visit, and that nothing old is shown while it is there."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.conftest import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

KEPT = """async (path) => {
  await navigator.serviceWorker.ready;
  return Boolean(await caches.match(new URL(path, location).href));
}"""
ONLY_NEW = """async (path) => {
  const names = await caches.keys();
  if (!names.every((name) => name.endsWith("b".repeat(32)))) return false;
  return Boolean(await caches.match(new URL(path, location).href));
}"""
TITLE = "SQUEEZE: Accurate Two-Bit Weights"


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the site, to deploy another version over."""
    return shutil.copytree(built, tmp_path / "site")


@pytest.fixture
def page(browser: Browser, own: Path) -> Iterator[Page]:
    """A browser that keeps what it visits, on the home page of the copy, with all kept that the first visit keeps."""
    with serve(own) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("./")
        wait_for(page, "./")
        yield page
        context.close()


def wait_for(page: Page, path: str, holds: str = KEPT) -> None:
    """Wait for up to ten seconds until an asynchronous question about a page is answered with yes."""
    assert page.evaluate(
        f"""async (path) => {{
          const holds = {holds};
          for (let left = 500; left > 0; left -= 1) {{
            if (await holds(path)) return true;
            await new Promise((next) => setTimeout(next, 20));
          }}
          return false;
        }}""",
        path,
    )


def find(page: Page, query: str) -> None:
    page.get_by_role("button", name="Search the site").click()
    page.get_by_role("combobox", name="Search papers").fill(query)


def test_what_was_visited_opens_without_a_network_and_the_search_works(page: Page) -> None:
    page.goto("papers/author2022squeeze/")
    page.goto("taxonomy/")
    wait_for(page, ".")
    page.context.set_offline(offline=True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taxonomy")
    page.goto("papers/author2022squeeze/?from=elsewhere#bibtex")
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE")
    color = page.locator(".ef-entry__title").first.evaluate("link => getComputedStyle(link).display")
    assert color == "block", "the style sheet is kept, too"
    find(page, "sqeueze")
    expect(page.get_by_role("option").first).to_contain_text(TITLE)


def test_the_first_page_is_kept_with_the_first_visit_and_the_explorer_with_it(page: Page) -> None:
    page.context.set_offline(offline=True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("papers/?q=sqeueze")
    expect(page.locator("#results .ef-entry__title").first).to_contain_text("SQUEEZE")


def test_a_page_that_is_not_kept_says_so_and_lists_those_that_are(page: Page) -> None:
    page.goto("papers/author2022squeeze/")
    wait_for(page, ".")
    page.context.set_offline(offline=True)
    answer = page.goto("papers/berg2019prune/")
    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")
    page.locator("#kept").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SQUEEZE")
    page.go_back()
    page.context.set_offline(offline=False)
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(re.compile("papers/berg2019prune/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prune")


def test_with_a_network_a_new_page_and_new_data_come_at_once(page: Page, own: Path) -> None:
    page.goto("papers/author2022squeeze/")
    wait_for(page, ".")
    deploy(own, "SQUEEZE", "PRESSED", version="b" * 32)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PRESSED")
    find(page, "PRESSED")
    expect(page.get_by_role("option").first).to_contain_text("PRESSED")


def test_a_new_version_takes_the_place_of_what_was_kept(page: Page, own: Path) -> None:
    page.goto("papers/author2022squeeze/")
    wait_for(page, ".")
    deploy(own, "SQUEEZE", "PRESSED", version="b" * 32)
    page.goto("taxonomy/")
    wait_for(page, "../papers/author2022squeeze/", ONLY_NEW)
    page.context.set_offline(offline=True)
    page.goto("papers/author2022squeeze/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("PRESSED")
    find(page, "PRESSED")
    expect(page.get_by_role("option").first).to_contain_text("PRESSED")


def deploy(site: Path, word: str, other: str, *, version: str) -> None:
    """Put another version of the site in the place of the one that is there."""
    for name in ("papers/author2022squeeze/index.html", "assets/library.json", "assets/library-more.json"):
        file = site / name
        file.write_text(file.read_text(encoding="utf-8").replace(word, other), encoding="utf-8")
    worker = site / "service-worker.js"
    text = worker.read_text(encoding="utf-8")
    worker.write_text(re.sub(r'"version": "\w+"', f'"version": "{version}"', text, count=1), encoding="utf-8")
