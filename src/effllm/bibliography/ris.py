"""RIS, which EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records import Paper, Venue

TYPES = {"conference": "CPAPER", "workshop": "CPAPER", "journal": "JOUR", "preprint": "UNPB", "web": "ELEC"}
"""RIS reference types by the venue's kind."""


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
    yield "JO" if venue.kind == "journal" else "T2", venue.name
    if paper.doi:
        yield "DO", paper.doi
    if paper.link:
        yield "UR", paper.link
    if paper.arxiv:
        yield "N1", f"arXiv:{paper.arxiv}"
    yield "ER", ""
