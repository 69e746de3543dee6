"""The pages that people write, Markdown below `docs`, and what becomes of their links."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from effllm.site.building.render import to_root

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

# Code is matched first, so that what looks like a link in it stays as it is.
_LINK = re.compile(r"^```.*?^```|`[^`\n]*`|(?<!!)\[([^\]]+)\]\(([^)#\s:]+\.md)(#[^)\s]*)?\)", re.MULTILINE | re.DOTALL)


def files(docs: Path) -> dict[str, Path]:
    """Return the hand-written files by their path in the site."""
    found = sorted(file for file in docs.rglob("*") if file.is_file()) if docs.is_dir() else []
    return {file.relative_to(docs).as_posix(): file for file in found}


def texts(found: Mapping[str, Path]) -> dict[str, str]:
    """Return the Markdown of the pages among the files."""
    return {path: file.read_text(encoding="utf-8") for path, file in found.items() if path.endswith(".md")}


def linked(path: str, markdown: str, filled: Container[str]) -> str:
    """Return a page whose links to pages of records lead there.

    MkDocs never sees the pages that are ``filled`` in after the rendering, and would report the links as broken. As
    HTML it lets them pass; a link to any page that is not there it still reports.
    """

    def lead(match: re.Match[str]) -> str:
        text, target, fragment = match.groups()
        there = normpath(join(dirname(path), target)) if target else ""
        if there not in filled:
            return match[0]
        return f'<a href="{to_root(path)}{there.removesuffix(".md")}/{fragment or ""}">{text}</a>'

    return _LINK.sub(lead, markdown)
