"""What pages hold by the thousand, in Python: as templates these took several times as long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from effllm.site import words

if TYPE_CHECKING:
    from effllm.kb import Node
    from effllm.records import Paper, Source


def web(address: str | None) -> str | None:
    """Return an address that may become a link, None for any other."""
    return address if address and re.match(r"https?://[^\s]", address) else None


def entry(paper: Paper, root: str, category: Node | None = None, reason: str = "", *, year: bool = True) -> Markup:
    """Return a line about a paper, as lists show it; in a list of one year the year need not be said."""
    name = f"<b>{escape(words.lead(paper))}</b> " if paper.name else ""
    link = f'<a class="ef-entry__title" href="{root}papers/{paper.key}/">{name}{escape(words.rest(paper))}</a>'
    authors = f"<span>{escape(words.short_authors(paper.authors))}</span>"
    venue = f'<span class="ef-venue">{escape(paper.venue)}{f" {paper.year}" if year else ""}</span>'
    where = f'<a href="{root}taxonomy/{category.id}/">{escape(category.name)}</a>' if category else ""
    why = f'<span class="ef-reason">{escape(reason)}</span>' if reason else ""
    facts = f'<span class="ef-entry__facts">{authors}{venue}{where}{why}</span>'
    return Markup(f'<li class="ef-entry">{link}\n{facts}</li>')  # noqa: S704 - every text in it is escaped


@lru_cache(maxsize=1 << 12)
def reference(source: Source, here: str | None = None) -> Markup:
    """Return where something was read: a link where it has an address; the repository ``here`` goes without saying.

    Many records were read in the same place.
    """
    place, target = words.place(source, here), web(source.url)
    return Markup('<a href="{}" rel="noopener">{}</a>').format(target, place) if target else escape(place)
