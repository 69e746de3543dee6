"""What pages hold by the thousand, in Python: as templates these took several times as long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from effllm.records import Source
from effllm.site import filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from effllm.kb import Node, Taxonomy
    from effllm.records import Paper
    from effllm.site.pages.authors import Person

FILTERS = ("authors", "crumbs", "entries", "heading", "read_rows", "reasoned", "reference", "web")
"""Functions that templates use as filters."""


def web(address: str | None) -> str | None:
    """Return an address that may become a link, None for any other."""
    return address if address and re.match(r"https?://[^\s]", address) else None


def entries(papers: Iterable[Paper], root: str, tree: Taxonomy | None = None, *, year: bool = True) -> Markup:
    """Return a line about each paper, as lists show it, with its primary category where a taxonomy is given.

    In a list of one year the year need not be said.
    """
    lines = [_entry(paper, root, tree[paper.primary_category] if tree else None, year=year) for paper in papers]
    return Markup("".join(lines))  # noqa: S704 - every text in it is escaped


def reasoned(papers: Iterable[tuple[Paper, str]], root: str) -> Markup:
    """Return a line about each paper with what the list says of it besides, as why it is there."""
    return Markup("".join([_entry(paper, root, reason=reason) for paper, reason in papers]))  # noqa: S704 - as above


def _entry(paper: Paper, root: str, category: Node | None = None, reason: str = "", *, year: bool = True) -> str:
    published = f"{paper.venue} {paper.year}" if year else paper.venue
    start = _start(f"{root}papers/{paper.key}/", paper.name, paper.title, paper.authors, published)
    where = f'<a href="{root}taxonomy/{category.id}/">{escape(category.name)}</a>' if category else ""
    why = f'<span class="ef-reason">{escape(reason)}</span>' if reason else ""
    return f"{start}{where}{why}</span></li>\n"


@lru_cache(maxsize=1 << 14)
def _start(address: str, name: str | None, title: str, authors: tuple[str, ...], published: str) -> str:
    """Return what the line says of the paper itself: it stands on several pages."""
    link = f'<a class="ef-entry__title" href="{address}">{_heading(name, title)}</a>'
    facts = f'<span>{escape(filters.short_authors(authors))}</span><span class="ef-venue">{escape(published)}</span>'
    return f'<li class="ef-entry">{link}\n<span class="ef-entry__facts">{facts}'


def heading(paper: Paper) -> Markup:
    """Return the title of a paper with its name in bold."""
    return Markup(_heading(paper.name, paper.title))  # noqa: S704 - as above


def _heading(name: str | None, title: str) -> str:
    lead, rest = filters.parted(name, title)
    return f"<b>{escape(lead)}</b> {escape(rest)}" if lead else str(escape(rest))


def authors(names: Sequence[str], people: Mapping[str, Person], root: str) -> Markup:
    """Return names with commas between them; that of somebody with other papers here leads to all of them."""
    return Markup(", ".join(_author(name, people.get(name), root) for name in names))  # noqa: S704 - as above


def _author(name: str, person: Person | None, root: str) -> str:
    return f'<a href="{root}{escape(person.page)}">{escape(name)}</a>' if person else str(escape(name))


def read_rows(rows: Iterable[tuple[str, Iterable[str]]]) -> Markup:
    """Return the rows of a table of sources: a field, and where it was read."""
    lines = [
        f'<tr><th scope="row"><code>{escape(field)}</code></th><td>{"<br>".join(map(reference, read))}</td></tr>\n'
        for field, read in rows
    ]
    return Markup("".join(lines))  # noqa: S704 - as above


@lru_cache(maxsize=1 << 14)
def reference(text: str, here: str | None = None) -> Markup:
    """Return where something was read: a link where it has an address; the repository ``here`` goes without saying.

    Many records were read in the same place.
    """
    source = Source(text)
    place = escape(filters.place(source, here)).replace("/", Markup("/<wbr>"))
    target = web(source.url)
    return Markup('<a href="{}" rel="noopener">{}</a>').format(target, place) if target else place


def crumbs(path: Iterable[Node], root: str) -> Markup:
    """Return the way to a category as a list of links."""
    steps = [f'<li><a href="{root}taxonomy/{node.id}/">{escape(node.name)}</a></li>\n' for node in path]
    return Markup(f"<ol>\n{''.join(steps)}</ol>\n")  # noqa: S704 - as above
