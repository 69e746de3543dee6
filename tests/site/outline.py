"""What a test wants to know of a page: its links, ids and texts, and whether every element is closed."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from posixpath import normpath

from effllm.site.building.shells import is_twin

BY_HAND = {"guide/", "guide/promises/", "contribute/", "contribute/triage/", "python/", "python/reference/", "about/"}
NO_TEXT = {"data/effllm.sqlite.gz", "croissant.json"} | {
    f"data/{name}.parquet" for name in ("papers", "results", "cells", "models", "hardware")
}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Outline(HTMLParser):
    """A page taken apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.metas: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = defaultdict(list)
        self.handlers: list[str] = []
        self.unbalanced: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.handlers += [name for name in given if name.startswith("on")]
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"a", "link"} and "href" in given:
            self.links.append(given["href"])
        if tag == "meta" and "name" in given:
            self.metas.append((given["name"], given["content"]))
        if tag not in VOID:
            self._open.append(tag)
            self.texts[tag].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data


def body(text: str) -> str:
    """Return a page without its front matter."""
    return text.partition("\n---\n\n")[2] if text.startswith("---\n") else text


def url(path: str) -> str:
    """Return the address of a page below the root."""
    if not path.endswith((".md", ".html")) or is_twin(path):
        return path
    clean = path.removesuffix(".md").removesuffix(".html")
    return "" if clean == "index" else f"{clean.removesuffix('/index')}/"


def html(pages: dict[str, str]) -> dict[str, str]:
    return {path: body(text) for path, text in pages.items() if url(path) != path}


def broken_links(pages: dict[str, str]) -> list[str]:
    """Return the links inside the site that lead to no page, or to no id on it."""
    outlines = {url(path): Outline(text) for path, text in html(pages).items()}
    known = {url(path) for path in pages} | BY_HAND | NO_TEXT
    broken = []
    for here, outline in outlines.items():
        for link in outline.links:
            target, _, fragment = link.partition("#")
            target = target.partition("?")[0]
            there = normpath(f"/{here}{target}").lstrip("/") + ("/" if target.endswith("/") or not target else "")
            there = there.lstrip("/")
            found = there in known and (not fragment or fragment in outlines[there].ids)
            if not found and not link.startswith(("http://", "https://")):
                broken.append(f"{here}: {link}")
    return broken


def faulty_pages(pages: dict[str, str]) -> list[str]:
    """Return the pages with an element left open, a handler in an attribute, an id twice, or not one heading."""
    outlines = {path: Outline(text) for path, text in html(pages).items()}
    return [
        path
        for path, outline in outlines.items()
        if outline.unbalanced
        or outline.handlers
        or len(outline.ids) != len(set(outline.ids))
        or len(outline.texts["h1"]) != (0 if path.endswith(".html") else 1)
    ]
