"""What pages cost a phone: how long its processor is kept busy, and what moves, on a built site.

`python -m benchmarks.weighing FOLDER [ADDRESS ...]` measures a built site, `python -m benchmarks weighing` the one in
`site/`. Time is that of the page's main thread on the processor, four times over as a phone would need it,
so other work on the machine hardly shows; of each task what is above 50 ms counts as blocking. The least of three runs.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = Path(__file__).parents[1] / "site"
PAGES = (
    *("", "papers/", "taxonomy/", "taxonomy/model-centric/", "frameworks/", "frameworks/vllm/", "results/"),
    *("results/accuracy/", "models/", "plan/", "graph/", "data/", "guide/"),
)
WIDTHS = (375, 1440)
RUNS = 3
SLOWER, LONG = 4, 50.0
_EVENTS = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "loading"]
_WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


class Cost(NamedTuple):
    """What a page costs: milliseconds of blocking and of all work, what moves, elements."""

    blocking: float
    work: float
    shift: float
    elements: int


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""


def main() -> None:
    """Print the table of the built site."""
    if not (SITE / "index.html").is_file():
        sys.exit("no built site: run effllm build")
    table(SITE, PAGES)


def table(folder: Path, pages: tuple[str, ...]) -> None:
    """Print what each page costs."""
    print(f"{'page':<28}{'width':>7}{'blocking':>11}{'work':>10}{'shift':>8}{'elements':>10}")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page in pages:
            for width in WIDTHS:
                costs = [_cost(browser, f"http://127.0.0.1:{server.server_port}/{page}", width) for _ in range(RUNS)]
                least = min(costs)
                shift = max(cost.shift for cost in costs)
                figures = f"{least.blocking:>8,.0f} ms{least.work:>7,.0f} ms{shift:>8.3f}{least.elements:>10,}"
                print(f"{page or 'home':<28}{width:>7}{figures}")
        server.shutdown()


def _cost(browser: Browser, address: str, width: int) -> Cost:
    context = browser.new_context(viewport={"width": width, "height": 850}, service_workers="block")
    page = context.new_page()
    page.add_init_script(_WATCH)
    browser.start_tracing(page=page, categories=_EVENTS)
    page.goto(address, wait_until="networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    shift, elements = page.evaluate("[moved, document.getElementsByTagName('*').length]")
    context.close()
    parsed: Counter[tuple[int, int]] = Counter()
    for event in events:
        if event["name"] == "ParseHTML":
            parsed[event["pid"], event["tid"]] += event.get("dur", 0)
    thread = parsed.most_common(1)[0][0]
    tasks = [
        SLOWER * event.get("tdur", 0) / 1000
        for event in events
        if "RunTask" in event["name"] and (event["pid"], event["tid"]) == thread
    ]
    return Cost(sum(max(0, task - LONG) for task in tasks), sum(tasks) / SLOWER, shift, elements)


if __name__ == "__main__":
    table(Path(sys.argv[1]), tuple(sys.argv[2:]) or PAGES)
