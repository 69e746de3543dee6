"""The invented site: as text, built, and in a browser."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import sync_playwright

import effllm
from effllm import site
from effllm.store.json_lines import to_lines
from effllm.store.layout import INCOMING_PATH
from tests.site.records import PROJECT, WAITING, checkout, invented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    from effllm.kb import KnowledgeBase

TODAY = "1788220800"
"""1 September 2026, the day on which the invented site is built."""

Scheme = Literal["light", "dark"]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session", autouse=True)
def today() -> Iterator[None]:
    """Stop the clock of builds: what is out of date depends on the day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", TODAY)
        yield


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return invented()


@pytest.fixture(scope="session")
def pages(kb: KnowledgeBase) -> dict[str, str]:
    return site.all_pages(kb)


@pytest.fixture(scope="session")
def built(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site; building it in strict mode is a test of its own."""
    root = checkout(tmp_path_factory.mktemp("site"))
    (root / "papers").mkdir()
    (root / INCOMING_PATH).write_text(to_lines(sorted(WAITING, key=attrgetter("rank"))), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("effllm.site.pages.models.ROWS", 2)  # of three: the last waits for a script, or for none
        site.build(root, root / "site", kb=kb)
    return root / "site"


class _Handler(SimpleHTTPRequestHandler):
    """The site below a path, as a project page has it, and at the root."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/effllm"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet where a page was left before all of it had come; any other fault shows in the page."""


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Serve the built site of the invented records."""
    with serve(built) as found:
        yield found


@pytest.fixture(scope="session")
def real_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site of the real records, and serve it."""
    root = checkout(tmp_path_factory.mktemp("real"))
    site.build(root, root / "site", kb=effllm.load(PROJECT))
    with serve(root / "site") as found:
        yield found


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; a path below it, because links must not count on the root."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/effllm/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open pages; at the end none may have had an error or asked another host."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    hosts: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # Where WebGL is drawn by software, Chromium warns that this is slow; Playwright tells of the worker it blocks.
        usual = ("GL Driver Message", "Service Worker registration blocked")
        if message.type in {"error", "warning"} and not any(words in message.text for words in usual):
            faults.append(f"{message.text} {message.location}")

    def request(made: Request) -> None:
        if not made.url.startswith((*hosts, "data:", "blob:")):
            faults.append(f"foreign: {made.url}")

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", console)
        page.on("request", request)

    def open_page(  # noqa: PLR0913 - what may differ between visits
        path: str,
        *,
        width: int = 1440,
        scheme: Scheme = "light",
        javascript: bool = True,
        site: str = address,
        keeps: bool = False,
    ) -> Page:
        hosts.append(site.removesuffix("effllm/"))
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
            service_workers="allow" if keeps else "block",  # what a service worker asks for cannot be routed
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
