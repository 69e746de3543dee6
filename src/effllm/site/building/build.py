"""Writing the pages to disk, having MkDocs render them, and stamping those of the papers."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from itertools import chain
from typing import TYPE_CHECKING

from effllm.kb import load
from effllm.site import changelog, preview_pictures, preview_texts
from effllm.site.building import docs_pages, npm_assets, output_folder
from effllm.site.building.output_folder import BuildError
from effllm.site.building.render import Page
from effllm.site.building.shells import SHELLS, is_filled, stamp, write
from effllm.site.context import View
from effllm.site.pages import feed, papers
from effllm.site.registry import around

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from effllm.kb import KnowledgeBase

CHANGELOG = "CHANGELOG.md"
CONFIG = "mkdocs.yml"

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def generate(kb: KnowledgeBase, root: Path, target: Path) -> None:
    """Write what MkDocs renders below ``target``: the hand-written pages of ``root/docs``, overviews, empty pages.

    Raises:
        BuildError: ``target`` holds something that was not generated, a page exists twice, or parts are not installed.
    """
    _generate(_view(kb, root), root, target)


def build(root: Path, output: Path, *, kb: KnowledgeBase | None = None) -> None:
    """Build the whole site of a checkout into ``output``.

    Raises:
        effllm.InvalidRecords: the checkout's records break a rule.
        BuildError: MkDocs found fault with a page, for instance a broken link, ``output`` holds something else, or
            ``root`` has only the records.
    """
    output_folder.check(output)
    if not (root / CONFIG).is_file():
        raise BuildError(f"no {CONFIG} in {root}: the site is built in a checkout of the whole repository")
    view = _view(load(root) if kb is None else kb, root)
    others = _generate(view, root, root / "build" / "docs")
    render(root, output)
    stamp(output, chain(others, _papers(view, output)))
    if address := _address(output):
        for card in preview_texts.cards(view):
            write(output, f"{preview_texts.FOLDER}/{card.path}.png", preview_pictures.png(card, npm_assets.font(root)))
        for path, text in feed.pages(view, address):
            write(output, path, text)


def render(root: Path, output: Path) -> None:
    """Have MkDocs render ``build/docs`` of a checkout.

    Raises:
        BuildError: it found fault with a page.
    """
    output_folder.mark(output)  # MkDocs leaves it: it deletes no hidden file
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["--config-file", str(root / CONFIG), "--site-dir", str(output.resolve())]
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, env={**os.environ, **_QUIET}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise BuildError(_relevant(done.stdout + done.stderr))


def _generate(view: View, root: Path, target: Path) -> list[Page]:
    """Write what MkDocs renders, and return the pages that it does not, but for the papers'."""
    by_hand = docs_pages.files(root / "docs")
    guides = docs_pages.texts(by_hand)
    copied = by_hand | _parts(root)
    if view.changes:
        copied[changelog.PATH] = root / CHANGELOG
    output_folder.check(target)
    output_folder.empty(target)
    others = []
    generated = {f"papers/{paper.key}.md" for paper in view.newest}
    for path, text in around(view, guides):
        generated.add(path)
        if is_filled(path):
            others.append(Page.read(path, text))
        else:
            write(target, path, text)
    for path, shell in SHELLS.items():
        write(target, path, shell.text)
    if twice := sorted(generated & copied.keys()):
        raise BuildError(f"written by hand in {root / 'docs'}, but generated too: {', '.join(twice)}")
    filled = {path for path in generated if is_filled(path)}
    for path, source in copied.items():
        if path in guides:
            write(target, path, docs_pages.linked(path, guides[path], filled))
        else:
            shutil.copyfile(source, _made(target, path))
    return others


def _view(kb: KnowledgeBase, root: Path) -> View:
    file = root / CHANGELOG
    lately = changelog.newest(file.read_text(encoding="utf-8")) if file.is_file() else []
    return View(kb, changes=lately)


def _papers(view: View, output: Path) -> Iterator[Page]:
    """Yield the page of each paper, and write its other files."""
    for paper in view.newest:
        page, files = papers.one(view, paper)
        yield page
        for path, text in files.items():
            write(output, path, text)


def _address(site: Path) -> str:
    """Return the public address, which pictures for shared links and feeds need; empty where the site has none."""
    found = _CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    return html.unescape(found[1]) if found else ""


def _parts(root: Path) -> dict[str, Path]:
    try:
        return npm_assets.files(root)
    except FileNotFoundError as error:
        raise BuildError(str(error)) from error


def _made(target: Path, path: str) -> Path:
    file = target / path
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _relevant(output: str) -> str:
    """Return the lines of MkDocs's output that say what is wrong; all of it where none does."""
    lines = output.splitlines()
    wrong = [line for line in lines if line.startswith(("WARNING", "ERROR", "CRITICAL", "Error", "  "))]
    return "\n".join(wrong or lines)
