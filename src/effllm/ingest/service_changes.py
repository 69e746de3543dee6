"""What services say of papers that are here, held against their records: what changes, and what a person has to decide.

A value counts as a person's where the record says that somebody judged it (``judged:DATE``), read it inside the paper
or on a page that is no service's, or does not say where it was read. Such a value is never changed, the difference is
only told. What was read at a service or in a file of a public repository may change: the service is nearer the paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from effllm.bibliography.entries import title_text
from effllm.ids import arxiv_year, read_id
from effllm.ingest.asking import ARXIV, CROSSREF, LINKS, OPENALEX, OPENREVIEW
from effllm.names import family_keys
from effllm.records import Source
from effllm.sources.client import HOSTS
from effllm.text import title_key, year_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.records import Paper, Venue
    from effllm.rules.context import Context

_SERVICES = frozenset(urlsplit(host).netloc for host in HOSTS.values())
_REPOSITORIES = frozenset({"github.com", "gitlab.com", "huggingface.co", "bitbucket.org"})
_ACCEPTED = re.compile(r"\b(?:accepted|published|to appear|appears? (?:in|at)|camera[- ]ready)\b", re.IGNORECASE)
_EARLIEST = 2
"""A paper may come to arXiv so many years after its venue, not later; see V002."""


class Differs(NamedTuple):
    """A field of a record of which a service says something else.

    Attributes:
        key: key of the paper.
        field: name of the field.
        old: its value; None where it has none.
        new: what the service says; None where that is no value of the field.
        source: where it says so, as records write sources.
        why: why it is left to a person; empty where the record can be changed.
    """

    key: str
    field: str
    old: Any
    new: Any
    source: str
    why: str = ""

    def __str__(self) -> str:
        """Return the difference in words: ``venue: arXiv here, ICLR at <source>; a person set it: judged:DATE``."""
        if self.new is None:
            return f"{self.field}: {self.why} ({self.source})"
        told = f"{self.field}: {self.old or 'nothing'} here, {self.new} at {self.source}"
        return f"{told}; {self.why}" if self.why else told


def is_persons(paper: Paper, field: str) -> bool:
    """Tell whether a person set the value of a field; see above."""
    given = paper.source(field)
    return not given or not all(_is_read_in_bulk(source, paper) for source in given)


def _is_read_in_bulk(source: Source, paper: Paper) -> bool:
    if source.kind == "address":
        return urlsplit(source).netloc in _SERVICES and " " not in source
    of_arxiv = source == f"{paper.place}, comments"  # what arXiv says of the paper, not the paper
    return source.kind in {"file", "repository", "id", "derived"} or of_arxiv


def changes(paper: Paper, said: Iterable[Reference], known: Context) -> Iterator[Differs]:
    """Yield what of a record differs from what services say of its paper.

    Args:
        paper: the record.
        said: what they say.
        known: the records it is among.
    """
    by_service = {one.service: one for one in said}
    if (link := by_service.pop(LINKS, None)) and link.code:
        yield from _moved(paper, link)
    others = [one for one in by_service.values() if not _is_of(paper, one)]
    for one in others:
        if one.service in (ARXIV, OPENREVIEW):  # of the others only the DOI is in question, and OpenAlex joins papers
            why = f'{one.service} has "{one.title}" by other authors under this id: is it the id of another paper?'
            yield Differs(paper.key, one.service.lower(), None, None, one.source, why)
        by_service.pop(one.service)
    yield from _retracted(paper, by_service.values())
    published = [*_published(paper, by_service, known)] if paper.venue in known.preprints else []
    yield from published
    appeared = paper.venue not in known.preprints or any(one.field == "venue" and not one.why for one in published)
    yield from _doi(paper, by_service, appeared=appeared)
    if arxiv := by_service.get(ARXIV):
        yield from _title(paper, arxiv, appeared=appeared)


def _is_of(paper: Paper, said: Reference) -> bool:
    """Tell whether a service speaks of the paper: one of its titles, or at least half of its authors."""
    if title_key(title_text(said.title)) in {title_key(title) for title in (paper.title, *paper.aliases)}:
        return True
    ours, theirs = family_keys(paper.authors), family_keys(said.authors)
    return bool(ours and theirs) and 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _moved(paper: Paper, link: Reference) -> Iterator[Differs]:
    """Compare the link to the code with where it leads now."""
    old, new = paper.code or "", link.code or ""
    if new.rstrip("/").casefold() == old.rstrip("/").casefold() or link.source != old:
        return
    before, after = urlsplit(old), urlsplit(new)
    new = new.rstrip("/")
    same_kind = before.netloc == after.netloc and after.netloc in _REPOSITORIES
    why = "" if same_kind and len(after.path.strip("/").split("/")) > 1 else "it leads to another site"
    yield Differs(paper.key, "code", old, new, old, why or _kept(paper, "code"))


def _kept(paper: Paper, *fields: str) -> str:
    """Say why fields are left to a person; empty where they are not."""
    if not any(is_persons(paper, field) for field in fields):
        return ""
    told = next((paper.source(field) for field in fields if is_persons(paper, field)), ())
    return f"a person set it: {', '.join(told)}" if told else "the record does not say where it was read"


def _retracted(paper: Paper, said: Iterable[Reference]) -> Iterator[Differs]:
    for one in said:
        if one.retracted:
            note = f': "{one.note}"' if one.note else ""
            yield Differs(paper.key, "retracted", None, None, one.source, f"{one.service} says it is retracted{note}")
            return


def _published(paper: Paper, said: dict[str, Reference], known: Context) -> Iterator[Differs]:
    """Compare a preprint with what is said of its publication, by the first service that names a venue of the list."""
    told: list[Differs] = []
    for service in (CROSSREF, OPENREVIEW, ARXIV):
        if (one := said.get(service)) is None:
            continue
        year = one.year if service != ARXIV else year_in(" ".join(one.venues))
        venue = next(filter(None, map(known.venue_index.find, one.venues)), None)
        if venue and year and venue.kind not in {"preprint", "web"} and _may_be(paper, year):
            why = _kept(paper, "venue", "year")
            yield Differs(paper.key, "venue", paper.venue, venue.id, one.source, why)
            if year != paper.year:
                yield Differs(paper.key, "year", paper.year, year, one.source, why)
            return
        told += (
            Differs(paper.key, "venue", paper.venue, None, one.source, why)
            for why in _hints(one, venue, year)
            if not any(source.judged for source in paper.source("venue"))  # somebody looked
        )
    yield from told


def _hints(said: Reference, venue: Venue | None, year: int | None) -> Iterator[str]:
    """Yield what a service says of a publication that is no venue of the list with a year."""
    if said.venues and said.service != OPENREVIEW and not (venue and venue.kind == "preprint"):
        what = "is not in taxonomy/venues.yml"
        if venue:
            what = f"is too early, {year}, for its arXiv id" if year else "has no year"
        yield f'{said.service} says "{said.venues[0]}", which {what}'
    elif said.note and _ACCEPTED.search(said.note):
        yield f'{said.service} notes "{said.note}"'


def _may_be(paper: Paper, year: int) -> bool:
    """Tell whether a paper can be published in a year."""
    return not paper.arxiv or year >= arxiv_year(paper.arxiv) - _EARLIEST


def _doi(paper: Paper, said: dict[str, Reference], *, appeared: bool) -> Iterator[Differs]:
    """Look for the DOI of the published version, which Crossref knows, or the Anthology id that it wraps."""
    doi = said[CROSSREF].doi if CROSSREF in said else None
    where = next((one.source for name in (ARXIV, OPENALEX) if (one := said.get(name)) and one.doi == doi), "")
    found = read_id(doi) if doi and where and not (paper.doi or paper.acl) else None
    if found:
        why = "" if appeared else "the venue of the record is arXiv"
        yield Differs(paper.key, found[0], None, found[1], where, why)


def _title(paper: Paper, arxiv: Reference, *, appeared: bool) -> Iterator[Differs]:
    """Compare the titles with that of arXiv's newest version: a published paper keeps its own and has another name."""
    new = title_text(arxiv.title)
    if not new or title_key(new) in {title_key(title) for title in (paper.title, *paper.aliases)}:
        return
    if appeared:
        yield Differs(paper.key, "aliases", None, new, arxiv.source)
    else:
        yield Differs(paper.key, "title", paper.title, new, arxiv.source, _kept(paper, "title"))


def renewed(paper: Paper, found: Sequence[Differs]) -> Paper:
    """Return the record with those changes that are not left to a person; an old title becomes an alias."""
    update: dict[str, Any] = {}
    sources = dict(paper.sources)
    aliases, read = [*paper.aliases], [*paper.source("aliases")]
    for one in found:
        if one.why:
            continue
        if one.field == "aliases":
            aliases.append(one.new)
            read.append(Source(one.source))
            continue
        if one.field == "title":
            aliases.append(one.old)
            read += paper.source("title")
        update[one.field], sources[one.field] = one.new, one.source
    if len(aliases) > len(paper.aliases):
        several = tuple(dict.fromkeys(map(str, read)))
        update["aliases"] = tuple(aliases)
        sources["aliases"] = several if len(several) > 1 else several[0]
    return paper.model_copy(update={**update, "sources": sources}) if update else paper
