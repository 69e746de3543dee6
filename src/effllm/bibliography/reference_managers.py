"""Papers as reference managers read them: CSL-JSON for Zotero, pandoc and citeproc, RIS for EndNote and Mendeley."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records import Paper, Venue


CSL_TYPES = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "web": "webpage",
}
"""CSL item types by the venue's kind."""


def to_csl_json(papers: Iterable[Paper], venues: Mapping[str, Venue]) -> str:
    """Return the papers as a CSL-JSON list, under their keys."""
    items = [_csl_item(paper, venues[paper.venue]) for paper in papers]
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"


def _csl_item(paper: Paper, venue: Venue) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": paper.key,
        "type": CSL_TYPES[venue.kind],
        "title": paper.title,
        "author": [_csl_name(name) for name in paper.authors],
        "issued": _csl_year(paper.year),
        **_published(paper, venue),
        "DOI": paper.doi,
        "URL": paper.link,
    }
    return {name: value for name, value in item.items() if value}


def _published(paper: Paper, venue: Venue) -> dict[str, Any]:
    """Return where it appeared.

    Styles print a number as that of an article or a report: only preprints have their arXiv id there. An article in a
    journal with a DOI and neither volume nor pages, which records do not have, is yet to appear to Chicago ("ahead of
    print"), and one that could be read before is "accepted 2022": that it is published has to be said.
    """
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else None
    if venue.kind == "preprint":
        return {"publisher": venue.name, "number": arxiv}
    if venue.kind == "web":
        read = {"date-parts": [[int(part) for part in paper.added.split("-")]]}
        return {"genre": None if venue.name == "Web page" else venue.name, "accessed": read}  # the type says it is one
    status = "Published" if venue.kind == "journal" and paper.doi else None
    return {"container-title": venue.title_in(paper.year), "status": status, "note": arxiv}


def _csl_year(year: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[year]]}


def _csl_name(name: str) -> dict[str, str]:
    parts = split_name(name)
    if parts.is_organisation:
        return {"literal": parts.family}
    return {"family": parts.family, "given": parts.given} | ({"suffix": parts.suffix} if parts.suffix else {})


RIS_TYPES = {"conference": "CPAPER", "workshop": "CPAPER", "journal": "JOUR", "preprint": "UNPB", "web": "ELEC"}
"""RIS reference types by the venue's kind."""

RIS_VENUE_TAGS = {
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
        f"{tag}  - {' '.join(value.split())}\n"
        for paper in papers
        for tag, value in _ris_lines(paper, venues[paper.venue])
    )


def _ris_lines(paper: Paper, venue: Venue) -> Iterator[tuple[str, str]]:
    yield "TY", RIS_TYPES[venue.kind]
    yield "ID", paper.key
    yield "TI", paper.title
    for name in paper.authors:
        yield "AU", split_name(name).inverted
    yield "PY", str(paper.year)
    for tag in RIS_VENUE_TAGS[venue.kind]:
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
