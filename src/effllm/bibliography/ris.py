"""RIS, which EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records import Paper, Venue

TYPES = {"conference": "CPAPER", "workshop": "CPAPER", "journal": "JOUR", "preprint": "UNPB", "web": "ELEC"}
"""RIS reference types by the venue's kind."""

VENUE_TAGS = {
    "conference": ("T2", "C3"),  # Zotero takes T2 for the name of a conference, and C3 for the title of its proceedings
    "workshop": ("T2", "C3"),
    "journal": ("JO",),
    "preprint": ("PB",),
    "web": ("M3",),
}
"""Tags of the venue, by its kind: where it appeared, who published it, or what sort of page it is."""


def to_ris(papers: Iterable[Paper], venues: Mapping[str, Venue]) -> str:
    """Return the papers as RIS records, each ended by ``ER``."""
    return "".join(
        f"{tag}  - {' '.join(value.split())}\n" for paper in papers for tag, value in _lines(paper, venues[paper.venue])
    )


def _lines(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[venue.kind]
    yield "ID", paper.key
    yield "TI", paper.title
    for name in paper.authors:
        yield "AU", split_name(name).inverted
    yield "PY", str(paper.year)
    for tag in VENUE_TAGS[venue.kind]:
        yield tag, venue.title_in(paper.year)
    if paper.doi:
        yield "DO", paper.doi
    if paper.link:
        yield "UR", paper.link
    if venue.kind == "web":
        yield "Y2", paper.added.replace("-", "/")
    if paper.arxiv:
        yield "N1", f"arXiv:{paper.arxiv}"
    yield "ER", ""
