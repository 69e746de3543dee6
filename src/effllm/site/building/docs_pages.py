"""The pages that people write, Markdown below `docs` and the changelog, and what becomes of their links."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from effllm.site.building.output_folder import BuildError
from effllm.site.building.render import to_root
from effllm.site.building.shells import file_of, is_made
from effllm.site.contents import MADE_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANGELOG = "CHANGELOG.md"
"""The changelog of a checkout, a page of the site."""

CHANGES = "changelog/index.md"
"""Where the changelog is in the site."""

# Code is matched first, so that what looks like a link in it stays as it is.
_LINK = re.compile(r"^```.*?^```|`[^`\n]*`|(?<!!)\[([^\]]+)\]\(([^)#\s:]+\.md)(#[^)\s]*)?\)", re.MULTILINE | re.DOTALL)


class DocsPages:
    """The hand-written files of a checkout, by their path in the site."""

    def __init__(self, root: Path) -> None:
        """Look which there are below ``root``."""
        self.files = files_below(root / "docs")
        changelog = root / CHANGELOG
        self.has_changelog = changelog.is_file()
        self._all = self.files | ({CHANGES: changelog} if self.has_changelog else {})

    def texts(self) -> dict[str, str]:
        """Return the Markdown of the pages, but for the changelog."""
        return {path: file.read_text(encoding="utf-8") for path, file in self.files.items() if path.endswith(".md")}

    def contents(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield all files for MkDocs; links to pages that are made lead there.

        MkDocs sees these pages empty or not at all and would report the links as broken; as HTML it lets them pass.
        `check_links` looks at them once the pages are made.
        """
        for path, file in self._all.items():
            content = file.read_bytes()
            yield path, _linked(path, content.decode()) if path.endswith(".md") else content

    def check_places(self) -> None:
        """Make sure that no file has the place of something that the site makes.

        Raises:
            BuildError: some have.
        """
        wrong = [
            f"docs/{path} is made when the site is built: edit {source} instead"
            for path in self.files
            for made, source in MADE_FROM.items()
            if f"{path}/".startswith(f"{made}/")
        ]
        if wrong:
            raise BuildError("\n".join(wrong))

    def check_links(self, site: Path) -> None:
        """Make sure that links to pages that are made lead to one, and to a place on it.

        Raises:
            BuildError: one leads nowhere.
        """
        wrong = [
            f"docs/{path}: the link to {match[2]}{match[3] or ''} leads nowhere"
            for path, markdown in self.texts().items()
            for match in _LINK.finditer(markdown)
            if is_made(there := _target(path, match)) and not _found(site / file_of(there), match[3])
        ]
        if wrong:
            raise BuildError("\n".join(wrong))


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by their path in it."""
    found = sorted(file for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else []
    return {file.relative_to(folder).as_posix(): file for file in found}


def _linked(path: str, markdown: str) -> str:
    return _LINK.sub(lambda match: _lead(path, match) or match[0], markdown)


def _found(page: Path, fragment: str | None) -> bool:
    return page.is_file() and (not fragment or f' id="{fragment[1:]}"' in page.read_text(encoding="utf-8"))


def _lead(path: str, match: re.Match[str]) -> str:
    """Return a link as HTML if it leads to a page that is made."""
    text, _, fragment = match.groups()
    there = _target(path, match)
    if not is_made(there):
        return ""
    return f'<a href="{to_root(path)}{file_of(there).removesuffix("index.html")}{fragment or ""}">{text}</a>'


def _target(path: str, match: re.Match[str]) -> str:
    return normpath(join(dirname(path), match[2])) if match[2] else ""
