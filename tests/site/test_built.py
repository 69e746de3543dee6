"""What the built site owes its readers: links that lead somewhere, pages that are small, nothing from elsewhere."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser
from posixpath import normpath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase

LARGEST = 100_000
"""Bytes that a paper's page may weigh before the assets that all pages share."""

LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
SHOWN = {"icon", "stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}


class Built(HTMLParser):
    """The links, ids and loaded files of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag in LOADED and LOADED[tag] in given:
            self.loaded.add(given[LOADED[tag]])
        if tag == "link" and SHOWN & set(given["rel"].split()):
            self.loaded.add(given["href"])
        elif tag in {"a", "area", "link"} and "href" in given:
            self.links.add(given["href"])

    handle_startendtag = handle_starttag


@pytest.fixture(scope="module")
def html(built: Path) -> dict[str, Built]:
    """Return every page by its path; that of a former key only leads on."""
    texts = {path.relative_to(built).as_posix(): path.read_text(encoding="utf-8") for path in built.rglob("*.html")}
    return {path: Built(text) for path, text in texts.items()}


def test_every_link_of_the_built_site_leads_somewhere(built: Path, html: dict[str, Built]) -> None:
    broken = []
    for path, page in html.items():
        for link in page.links | page.loaded:
            target, _, fragment = link.partition("#")
            target = target.partition("?")[0]
            if target.startswith(("http://", "https://", "mailto:")):
                continue
            base = "" if target.startswith("/") else path.rpartition("/")[0]
            there = normpath(f"/{base}/{target}").strip("/") if target else path
            file = f"{there}/index.html".lstrip("/") if (built / there).is_dir() else there
            if not (built / file).is_file():
                broken.append(f"{path}: {link}")
            elif fragment and file in html and fragment not in html[file].ids | {"__top"}:
                broken.append(f"{path}: {link} (no such id)")
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(html: dict[str, Built]) -> None:
    foreign = {link for page in html.values() for link in page.loaded if "//" in link}
    assert foreign == set()


def test_paper_pages_stay_small(kb: KnowledgeBase, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [(built / "papers" / key / "index.html").read_bytes() for key in kb.papers]
    largest = max(texts, key=len)
    with capsys.disabled():
        print(  # noqa: T201 - the measured figures are part of the report
            f"\npaper pages: {min(map(len, texts)) / 1000:.1f} to {len(largest) / 1000:.1f} kB,"
            f" the largest {len(gzip.compress(largest)) / 1000:.1f} kB compressed (allowed: {LARGEST / 1000:.0f} kB)"
        )
    assert len(largest) <= LARGEST


def test_every_page_says_what_it_is_to_those_who_share_it(html: dict[str, Built], built: Path) -> None:
    for path in html:
        text = (built / path).read_text(encoding="utf-8")
        if path not in {"404.html", "offline.html"} and "http-equiv" not in text:
            assert '<meta property="og:title" content="' in text, path
            assert '<meta property="og:description" content="' in text, path


def test_every_category_has_its_feed(kb: KnowledgeBase, built: Path) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for node in kb.taxonomy.values():
        folder = built / "taxonomy" / node.id
        feed = ET.fromstring((folder / "feed.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
        links = [link.attrib["href"] for link in feed.findall("a:entry/a:link", atom)]
        assert bool(links) == bool(node.paper_keys)
        assert all((folder / link / "index.html").is_file() for link in links)
        assert f'href="../../taxonomy/{node.id}/feed.xml"' in (folder / "index.html").read_text(encoding="utf-8")
