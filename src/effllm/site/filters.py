"""Small texts that several pages print: counts, shortened author lists, numbers, what was read of a reference list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from effllm.text import title_key
from effllm.wording import big, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Paper, Source

FILTERS = (
    "short_authors",
    "first_sentence",
    "big",
    "size",
    "power",
    "place",
    "md",
    "permalink",
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
    return Markup(re.sub(r"([\\`*_\[\]<>&])", r"\\\1", " ".join(text.split())))  # noqa: S704 - not HTML


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
    return f"{known}; the reference lists of {read:,} of {count(papers, 'paper')} were read, in part or in full."
