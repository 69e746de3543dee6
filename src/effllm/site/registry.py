"""Every page of the site as text: a pure function of the knowledge base."""

from __future__ import annotations

from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

from effllm.site import library
from effllm.site.context import View
from effllm.site.pages import (
    api,
    authors,
    citation_map,
    feed,
    frameworks,
    home,
    models,
    papers,
    problems,
    reading_lists,
    results,
    taxonomy,
    trends,
    venues,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effllm.kb import KnowledgeBase


def all_pages(kb: KnowledgeBase, guides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return ``{path: text}`` of everything the site shows but the hand-written pages. Linear in the records.

    The search finds the hand-written pages too: ``guides`` holds their Markdown by path.
    """
    view = View(kb)
    texts = dict(around(view, guides))
    for paper in view.newest:
        page, files = papers.one(view, paper)
        texts |= {page.path: page.text, **files}
    return texts


def around(view: View, guides: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield the same without the papers' own pages and files, of which there are thousands."""
    overviews = set()
    generators = (
        home,
        papers,
        venues,
        authors,
        taxonomy,
        frameworks,
        models,
        results,
        reading_lists,
        trends,
        citation_map,
        feed,
        api,
    )
    for path, text in chain(*(generator.pages(view) for generator in generators), problems.pages(), _assets()):
        yield path, text
        if path.endswith("/index.md"):
            overviews.add(path.removesuffix("index.md"))
    yield library.PATH, library.text(view, guides or {}, overviews)
    yield library.SUMMARIES, library.summaries(view)


def _assets() -> Iterator[tuple[str, str]]:
    """Yield the style sheet, whose parts stand in the order of their names, the scripts and the pictures."""
    folder = resources.files("effllm.site") / "assets"
    parts = sorted((folder / "css").iterdir(), key=lambda file: file.name)
    yield "assets/effllm.css", "\n".join(file.read_text(encoding="utf-8") for file in parts)
    for script in sorted((folder / "js").iterdir(), key=lambda file: file.name):
        if script.name.endswith(".js"):
            yield f"assets/js/{script.name}", script.read_text(encoding="utf-8")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file():
            yield f"assets/{file.name}", file.read_text(encoding="utf-8")
