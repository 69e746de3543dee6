"""Every page of the site as text: a pure function of the knowledge base."""

from __future__ import annotations

from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

from effllm.site import api, feed, frameworks, home, models, papers, problems, taxonomy
from effllm.site.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import KnowledgeBase


def pages(kb: KnowledgeBase) -> dict[str, str]:
    """Return ``{path: text}`` of everything the site shows but the hand-written pages. Linear in the records."""
    view = View(kb)
    generators = (home, papers, taxonomy, frameworks, models, feed, api)
    return dict(chain(*(generator.pages(view) for generator in generators), problems.pages(), _assets()))


def _assets() -> Iterator[tuple[str, str]]:
    """Yield the style sheet, whose parts stand in the order of their names, and the pictures."""
    folder = resources.files("effllm.site") / "assets"
    parts = sorted((folder / "css").iterdir(), key=lambda file: file.name)
    yield "assets/effllm.css", "\n".join(file.read_text(encoding="utf-8") for file in parts)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file():
            yield f"assets/{file.name}", file.read_text(encoding="utf-8")
