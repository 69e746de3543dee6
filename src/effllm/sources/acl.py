"""The ACL Anthology: the BibTeX entry of a paper, and the citation tags of its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.bibliography.reference import Reference
from effllm.ids import address, find_in
from effllm.sources.answers import read_tags
from effllm.sources.client import NoAnswer
from effllm.text import year_in

if TYPE_CHECKING:
    from effllm.sources.client import Client


def ask_bib(client: Client, acl: str) -> Reference:
    """Return what the BibTeX entry of a paper says."""
    entries, _ = read_bibtex(client.get("acl", f"/{acl}.bib"))
    read = read_entry(entries[0]) if len(entries) == 1 else None
    if read is None or not read.reference.title or not read.reference.authors or read.truncated:
        raise NoAnswer("malformed answer")
    return replace(
        read.reference, acl=acl, arxiv=None, openreview=None, url=None, source=address("acl", acl), service=_NAME
    )


def ask_page(client: Client, acl: str) -> Reference:
    """Return what the citation tags of a paper's page say."""
    tags = read_tags(client.get("acl", f"/{acl}/"))
    doi = find_in(f"doi:{tags.first('doi')}")
    venue = tags.first("conference_title", "journal_title", "inbook_title")
    return Reference(
        title=tags.title,
        authors=tags.authors,
        year=year_in(tags.first("publication_date", "date")),
        venues=(venue,) if venue else (),
        doi=doi[1] if doi and doi[0] == "doi" else None,
        acl=acl,
        source=address("acl", acl),
        service=_NAME,
    )


_NAME = "ACL Anthology"
