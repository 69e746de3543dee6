"""Pages that MkDocs would need minutes for: it renders an empty page of each kind, and each page is that one filled.

This happens after the rendering and reads only its result, so any renderer of the build folder will do.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from typing import TYPE_CHECKING

from effllm.site.building.output_folder import BuildError
from effllm.site.building.render import HIDE, Page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDERS = ("authors", "frameworks", "papers", "taxonomy", "venues")
"""Where such pages stand: those of authors by letter, frameworks, papers, categories and venues."""

_SLOT = re.compile("effllm-slot-(title|description|head|record|card|path|body)")
_NAME = "effllm-slot"
_EMPTY = re.compile(f"({'|'.join(FOLDERS)})/{_NAME}/")
_BODY = "<h1>effllm-slot-body</h1>"  # a heading, because the theme puts one over pages that have none
_META = {name: f"effllm-slot-{name}" for name in ("title", "description", "head", "record", "card")}
_PUBLIC = {"card"}  # shown only by a site with a public address
_OF_NO_RECORD = {"authors"}


def _shell(folder: str) -> Page:
    meta = {name: slot for name, slot in _META.items() if name != "record" or folder not in _OF_NO_RECORD}
    return Page(f"{folder}/{_NAME}.md", {**meta, "hide": HIDE}, _BODY)


SHELLS = {page.path: page for page in map(_shell, FOLDERS)}
"""The pages that MkDocs renders in place of them all; in their front matter stands what theirs have."""


def is_filled(path: str) -> bool:
    """Whether a page is one of those that are filled in after the rendering."""
    return path.endswith(".md") and path.partition("/")[0] in FOLDERS and not path.endswith("/index.md")


class Shell:
    """A rendered page with slots."""

    def __init__(self, html: str, page: Page) -> None:
        """Take the page apart that the theme made of an empty one.

        Raises:
            BuildError: a slot is missing: the theme does not show everything that a page has.
        """
        self._parts = _SLOT.split(_EMPTY.sub("effllm-slot-path/", html).replace(_BODY, "effllm-slot-body"))
        if missing := {*page.meta, "body"} - {"hide"} - _PUBLIC - set(self._parts[1::2]):
            raise BuildError(f"the theme leaves out of the page of a record: {', '.join(sorted(missing))}")

    def fill(self, page: Page) -> str:
        """Return a page as the theme would have rendered it."""
        values = {"head": "", **page.meta, "path": page.path.removesuffix(".md"), "body": page.body.strip()}
        parts = self._parts.copy()
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


def stamp(site: Path, pages: Iterable[Page]) -> None:
    """Write pages into a rendered site, and take the empty ones out of it.

    Raises:
        BuildError: an empty page has not all of its slots.
    """
    shells = {}
    for folder in FOLDERS:
        empty = site / folder / _NAME
        shells[folder] = Shell((empty / "index.html").read_text(encoding="utf-8"), SHELLS[f"{folder}/{_NAME}.md"])
        shutil.rmtree(empty)
    written = []
    for page in pages:
        folder, _, name = page.path.removesuffix(".md").partition("/")
        write(site, f"{folder}/{name}/index.html", shells[folder].fill(page))
        written.append(f"{folder}/{name}")
    _list(site, written)


def write(site: Path, path: str, content: str | bytes) -> None:
    """Write a file whose folder may be missing."""
    file = os.path.join(site, path)  # noqa: PTH118 - Path takes longer than the writing does
    try:
        made = open(file, "wb", buffering=0)  # noqa: PTH123, SIM115 - as above
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file))  # noqa: PTH103, PTH120 - as above
        made = open(file, "wb", buffering=0)  # noqa: PTH123, SIM115 - as above
    with made:
        made.write(content.encode() if isinstance(content, str) else content)


def _list(site: Path, paths: list[str]) -> None:
    """Put pages in the place of the empty ones in the sitemap, where it lists any: it takes a public address."""
    sitemap = site / "sitemap.xml"
    if not sitemap.is_file():
        return

    def fill(entry: re.Match[str]) -> str:
        empty = _EMPTY.search(entry[0])
        if not empty:
            return entry[0]
        mine = (path for path in paths if path.startswith(f"{empty[1]}/"))
        return "".join(entry[0].replace(empty[0], f"{path}/") for path in mine)

    text = re.sub(r"\s*<url>.*?</url>", fill, sitemap.read_text(encoding="utf-8"), flags=re.DOTALL)
    sitemap.write_text(text, encoding="utf-8")
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
