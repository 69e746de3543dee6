"""What templates use as filters: small texts, and fragments of HTML that pages hold by the thousand.

As templates the fragments took several times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from effllm.markup import as_markdown
from effllm.records import Source
from effllm.text import title_key
from effllm.wording import big, count, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from effllm.kb import Node, Taxonomy
    from effllm.records import Paper
    from effllm.site.pages.authors import Person


FILTERS = (
    "short_authors",
    "first_sentence",
    "short",
    "big",
    "size",
    "power",
    "place",
    "md",
    "permalink",
    *("authors", "crumbs", "entries", "explored", "heading", "read_rows", "reasoned", "reference", "web"),
)
"""Functions that templates use as filters."""

_SENTENCE = re.compile(r"(?<=[\w)\]\"'])[.!?][\"')]?(?=\s+[A-Z\"(])")
_SHOWN_AUTHORS = 2


def share(part: int, whole: int) -> int:
    """Return a part in whole percent, 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def short_authors(authors: Sequence[str]) -> str:
    """Return the authors as a list of papers shows them: both of two, the first of more; the record keeps them all."""
    if not authors:
        return "authors not known"
    return " and ".join(authors) if len(authors) <= _SHOWN_AUTHORS else f"{authors[0]} et al."


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    match = _SENTENCE.search(text)
    return text[: match.end()] if match else text


def short(text: str, most: int) -> str:
    """Return a text cut to this many letters, with dots for the rest."""
    return cut(text, most, "\N{HORIZONTAL ELLIPSIS}")


def size(number: float | None) -> str:
    """Return a number of bytes in decimal units: ``825 GB``."""
    return f"{big(number).replace('B', 'G')}B" if number else ""


def power(number: float) -> Markup:
    """Return a number in powers of ten: 3.15 x 10<sup>23</sup>."""
    mantissa, _, exponent = f"{number:.2e}".partition("e")
    return Markup("{}\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10<sup>{}</sup>").format(
        mantissa, int(exponent)
    )


def parted(name: str | None, title: str) -> tuple[str, str]:
    """Return what is first and bold in a line about a paper, its name, and what the title says besides.

    The name takes along the colon that it has in the title, which may write it with other capitals and signs.
    """
    written, colon, _ = title.partition(":")
    lead = written + colon if name and colon and title_key(written) == title_key(name) else name or ""
    after = title.removeprefix(lead)
    return lead, title if after[:1].isalnum() else after.strip()


def place(source: Source, here: str | None = None) -> str:
    """Return a source in words: repository (unless it is the one ``here``), file and line.

    An address goes without its scheme; plain words stay as they are.
    """
    if source.judged:
        return f"decided here, {source.judged}"
    if source.repository is None:
        return re.sub(r"^https?://(?:www\.)?", "", source).rstrip("/")
    line = f", line {source.line}" if source.line else ""
    repository = "" if source.repository == here else f"{source.repository}: "
    return f"{repository}{source.path}{line}"


def permalink(source: Source | None) -> str | None:
    """Return the address of a source with its commit cut to twelve digits: hundreds of them stand on one page."""
    if source is None or source.url is None or source.commit is None:
        return source.url if source else None
    return source.url.replace(f"/blob/{source.commit}/", f"/blob/{source.commit[:12]}/", 1)


def md(text: str) -> Markup:
    """Return a text as one line of Markdown that shows it as it is."""
    return Markup(as_markdown(text))  # noqa: S704 - not HTML


def cites_words(paper: Paper) -> str:
    """Say how far the list of cited papers can be trusted."""
    if paper.references == "none":
        return "Its reference list has not been read yet, so what it cites is not known here."
    papers = count(len(paper.cites), "paper")
    if paper.references == "partial":
        return f"Part of its reference list was read: it cites at least {papers} of this knowledge base."
    return f"Its whole reference list was read: it cites {papers} of this knowledge base."


def cited_by_words(citing: int, read: int, papers: int) -> str:
    """Say how far the list of citing papers can be trusted: how many reference lists were read at all."""
    if read == 0:
        return "No reference list has been read yet, so who cites it is not known here."
    known = "No paper here is known to cite it" if citing == 0 else f"Cited by {count(citing, 'paper')} here"
    return f"{known}; {lists_read(read, papers)}."


def lists_read(read: int, papers: int) -> str:
    """Say of how many papers here it is known what they cite."""
    return f"the reference lists of {read:,} of {count(papers, 'paper')} were read, in part or in full"


def web(address: str | None) -> str | None:
    """Return an address that may become a link, None for any other."""
    return address if address and re.match(r"https?://[^\s]", address) else None


def entries(papers: Iterable[Paper], root: str, tree: Taxonomy | None = None, *, year: bool = True) -> Markup:
    """Return a line about each paper, as lists show it, with its primary category where a taxonomy is given.

    In a list of one year the year need not be said.
    """
    lines = [_entry(paper, root, _topic(paper, root, tree) if tree else "", year=year) for paper in papers]
    return Markup("".join(lines))  # noqa: S704 - every text in it is escaped


def explored(papers: Iterable[Paper], root: str, tree: Taxonomy, cited_by: Mapping[str, Sequence[Paper]]) -> Markup:
    """Return lines about papers as the explorer writes them (results.js)."""
    lines = []
    for paper in papers:
        cited = len(cited_by.get(paper.key, ()))
        more = "<span>code</span>" if paper.code else ""
        more += f"<span>cited by {cited} here</span>" if cited else ""
        lines.append(_entry(paper, root, _topic(paper, root, tree) + more))
    return Markup("".join(lines))  # noqa: S704 - as above


def reasoned(papers: Iterable[tuple[Paper, str]], root: str) -> Markup:
    """Return a line about each paper with what the list says of it besides, as why it is there."""
    lines = [
        _entry(paper, root, f'<span class="ef-reason">{escape(why)}</span>' if why else "") for paper, why in papers
    ]
    return Markup("".join(lines))  # noqa: S704 - as above


def _topic(paper: Paper, root: str, tree: Taxonomy) -> str:
    """Return a link to its primary category in the color of the branch."""
    node = tree[paper.primary_category]
    branch = tree.branches[node.path[0].id]
    return f'<a class="ef-topic b{branch}" href="{root}taxonomy/{node.id}/">{escape(node.name)}</a>'


def _entry(paper: Paper, root: str, more: str, *, year: bool = True) -> str:
    published = f"{paper.venue} {paper.year}" if year else paper.venue
    start = _start(f"{root}papers/{paper.key}/", paper.name, paper.title, paper.authors, published)
    return f"{start}{more}</span></li>\n"


@lru_cache(maxsize=1 << 14)
def _start(address: str, name: str | None, title: str, authors: tuple[str, ...], published: str) -> str:
    """Return what the line says of the paper itself: it stands on several pages."""
    link = f'<a class="ef-entry__title" href="{address}">{_heading(name, title)}</a>'
    facts = f'<span>{escape(short_authors(authors))}</span><span class="ef-venue">{escape(published)}</span>'
    return f'<li class="ef-entry">{link}\n<span class="ef-entry__facts">{facts}'


def heading(paper: Paper) -> Markup:
    """Return the title of a paper with its name in bold."""
    return Markup(_heading(paper.name, paper.title))  # noqa: S704 - as above


def _heading(name: str | None, title: str) -> str:
    lead, rest = parted(name, title)
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
    words = escape(place(source, here)).replace("/", Markup("/<wbr>"))
    target = web(source.url)
    return Markup('<a href="{}" rel="noopener">{}</a>').format(target, words) if target else words


def crumbs(path: Sequence[Node], root: str, branch: int = 0) -> Markup:
    """Return the way to a category as a list of links, the first in the color of its branch."""
    color = f' class="ef-topic b{branch}"'
    steps = [
        f'<li><a{"" if number else color} href="{root}taxonomy/{node.id}/">{escape(node.name)}</a></li>\n'
        for number, node in enumerate(path)
    ]
    return Markup(f"<ol>\n{''.join(steps)}</ol>\n")  # noqa: S704 - as above
