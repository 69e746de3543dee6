"""Pages that MkDocs would need minutes for: it renders an empty page of each kind, and each page is that one filled.

This happens after the rendering and reads only its result, so any renderer of the build folder will do.
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from markupsafe import escape

from effllm.site.building.output_folder import BuildError
from effllm.site.building.render import HIDE, Page
from effllm.site.contents import CONTENTS, HOME_CARD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from effllm.site.contents import Overview

FOLDERS = tuple(page.address for page in CONTENTS if page.below)
"""Where pages of single records and the like are: ``papers/`` and others."""

TWINNED = ("papers/", "taxonomy/", "frameworks/", "models/", "formulas/", "reading-lists/", "results/")
"""Where pages of single records, and of questions, have a twin in Markdown."""

_SLOT = re.compile("effllm-slot-(title|description|head|record|card|path|body)")
_EMPTY = re.compile(rf"({'|'.join(FOLDERS)})effllm-shell(-record)?/")  # papers/effllm-shell/
_BODY = "<h1>effllm-slot-body</h1>"  # a heading, because the theme puts one over pages that have none
_PUBLIC = {"card"}  # shown only by a site with a public address


def _overview(page: Overview) -> Page:
    """Return the empty page of one in the navigation: what never changes of it is there already."""
    meta = {"title": str(escape(page.title)), "hide": HIDE, **_slots("description", "head")}
    fixed = {"record": page.record, "card": page.card_name}
    return Page(page.path, meta | {name: text for name, text in fixed.items() if text}, _BODY)


def _below(folder: str, *more: str) -> Page:
    """Return the empty page of those in a folder."""
    name = "-".join(("effllm-shell", *more))
    return Page(f"{folder}{name}.md", {**_slots("title", "description", "head", "card", *more), "hide": HIDE}, _BODY)


def _slots(*names: str) -> dict[str, str]:
    return {name: f"effllm-slot-{name}" for name in names}


def _key(page: Page) -> tuple[str, bool]:
    """Return which empty page is filled: that of its folder, or its own; and whether it names a record."""
    folder = f"{page.path.rpartition('/')[0]}/"
    return page.path if is_index(page.path) else folder, "record" in page.meta


SHELLS = [
    *map(_overview, CONTENTS),
    *(_below(folder) for folder in FOLDERS),
    *(_below(folder, "record") for folder in FOLDERS),
]
"""The pages that MkDocs renders in place of them all; in their front matter is what theirs have."""


def is_made(path: str) -> bool:
    """Whether a page is made from records, one of the navigation or below it: MkDocs sees it empty or not at all."""
    below = path.endswith(".md") and f"{path.rpartition('/')[0]}/" in FOLDERS
    return below or any(path == page.path for page in CONTENTS)


class Shell:
    """A rendered page with slots."""

    def __init__(self, html: str, page: Page) -> None:
        """Take the page apart that the theme made of an empty one.

        Raises:
            BuildError: a slot is missing: the theme does not show everything that a page has.
        """
        empty = f"{page.path.removesuffix('.md')}/"
        html = html if is_index(page.path) else html.replace(empty, "effllm-slot-path/")
        self._parts = _SLOT.split(html.replace(_BODY, "effllm-slot-body"))
        wanted = {name for name, text in page.meta.items() if text == f"effllm-slot-{name}"} | {"body"}
        if missing := wanted - _PUBLIC - set(self._parts[1::2]):
            raise BuildError(f"the theme leaves out of {page.path}: {', '.join(sorted(missing))}")

    def fill(self, page: Page) -> str:
        """Return a page as the theme would have rendered it."""
        values = {"head": "", "card": HOME_CARD, **page.meta}
        values |= {"path": page.path.removesuffix(".md"), "body": page.body.strip()}
        parts = self._parts.copy()
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


class Shells:
    """All empty pages of a rendered site."""

    def __init__(self, rendered: Path) -> None:
        """Read them.

        Raises:
            BuildError: an empty page lacks one of its slots.
        """
        self._rendered = rendered
        self.files = frozenset(file_of(page.path) for page in SHELLS)
        """Where they are in the rendered site."""
        self._shells = {
            _key(page): Shell((rendered / file_of(page.path)).read_text(encoding="utf-8"), page) for page in SHELLS
        }

    def fill(self, page: Page) -> str:
        """Return a page as the theme would have rendered it."""
        return self._shells[_key(page)].fill(page)

    def sitemap(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the map of the site with these pages in the place of the empty ones.

        It is empty where a site has no public address.
        """
        file = self._rendered / "sitemap.xml"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if "<url>" not in text:
            return {}
        folders: dict[str, list[str]] = {}
        for path in sorted(path for path in paths if not is_index(path)):  # what was kept comes in another order
            folders.setdefault(f"{path.rpartition('/')[0]}/", []).append(f"{path.removesuffix('.md')}/")

        def fill(entry: re.Match[str]) -> str:
            empty = _EMPTY.search(entry[0])
            if not empty:
                return entry[0]
            pages = () if empty[2] else folders.get(empty[1], ())
            return "".join(entry[0].replace(empty[0], page) for page in pages)

        text = re.sub(r"\s*<url>.*?</url>", fill, text, flags=re.DOTALL)
        return {"sitemap.xml": text.encode(), "sitemap.xml.gz": gzip.compress(text.encode(), mtime=0)}


def is_index(path: str) -> bool:
    """Whether a page is the one of its folder; the key of a paper may end with index, too."""
    return path.rpartition("/")[2] == "index.md"


def is_twin(path: str) -> bool:
    """Whether a file is a page's twin in Markdown, ``papers/x/index.md``, and so no page itself."""
    return path.endswith("/index.md") and path.count("/") > 1 and f"{path.partition('/')[0]}/" in TWINNED


def file_of(path: str) -> str:
    """Return where a page is in the site: ``papers/x.md`` is ``papers/x/index.html``; other files are as they are."""
    if not path.endswith(".md") or is_twin(path):
        return path
    clean = path.removesuffix(".md")
    return f"{clean}.html" if clean == "index" or clean.endswith("/index") else f"{clean}/index.html"
