"""What changed lately, from the changelog."""

from __future__ import annotations

import re

PATH = "changes/index.md"
"""Where the changelog stands in the site."""

SHOWN = 4
"""How many changes the home page shows."""

_SECTION = re.compile(r"^## .*\n((?:(?!^## ).*\n?)*)", re.MULTILINE)
_ENTRY = re.compile(r"^- ((?:.*\n(?:  .*\n)*))", re.MULTILINE)


def newest(changelog: str) -> list[str]:
    """Return the entries of the changelog's newest section (Keep a Changelog form) as lines of text, in its order."""
    section = _SECTION.search(changelog + "\n")
    return [" ".join(entry.split()) for entry in _ENTRY.findall(section[1])] if section else []
