"""Reference -> record: the venue from the list, the year by the house's rule, a key, and a source for each fact.

Where nobody answers, or the answer is not enough: a record to be filled in by hand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from effllm.bibliography.entries import title_text
from effllm.ids import anthology_year, arxiv_year
from effllm.ingest.near_titles import NAME
from effllm.records import Paper
from effllm.records.paper import ID_FIELDS
from effllm.rules import keys
from effllm.rules.venues import anthology_venue
from effllm.store import layout
from effllm.store.characters import without_invisible
from effllm.store.writer import scalar
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.rules.context import Context


ARXIV, BLOG = "arXiv", "Blog"
_BLOG = re.compile(
    r"\b(?:blog|blogs|blogpost|weblog)\b|\b(?:medium|substack)\.com\b", re.IGNORECASE
)  # example.org/blog/x
_CAPITALS = 2
_BEHIND_GROUP = ":"
"""What arXiv lists as an author between a group and its members."""

_OTHER_SPACES = re.compile(r"\s+")


class Incomplete(ValueError):  # noqa: N818 - what it is
    """A record cannot be made of what is known; the text says what is missing, ``hint`` what to do.

    ``elsewhere`` tells that a service may know what is missing.
    """

    def __init__(self, message: str, hint: str = "", *, elsewhere: bool = False) -> None:
        super().__init__(message)
        self.hint, self.elsewhere = hint, elsewhere


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is not written yet.

    Attributes:
        paper: the record.
        notes: what a person should look at, a sentence each.
    """

    paper: Paper
    notes: tuple[str, ...]


def draft(
    reference: Reference,
    categories: Iterable[str],
    *,
    known: Context,
    taken: Collection[str],
) -> Draft:
    """Return the record of a paper.

    Args:
        reference: what is known of it.
        categories: ids of its categories.
        known: the records it will be among.
        taken: keys that it cannot have.

    Raises:
        Incomplete: title, authors, year, venue or every id is missing, or no key can be made.
    """
    title = title_text(_clean(reference.title))
    authors = tuple(name for name in map(_clean, reference.authors) if name != _BEHIND_GROUP)
    if not title:
        raise Incomplete("no title", elsewhere=True)
    if not authors and "authors" not in reference.sources:
        hint = "where no source names them, write the record by hand: authors_unknown: true"
        raise Incomplete("no authors", hint, elsewhere=True)
    if not reference.ids and not reference.url:
        raise Incomplete("no arXiv id, DOI, OpenReview id, Anthology id or address")
    venue, notes = _venue(reference, known)
    year, remark = _year(reference, venue, known)
    values: dict[str, Any] = {
        "title": title,
        "name": reference.name or _name(title),
        "aliases": reference.aliases or None,
        "authors": authors,
        "authors_unknown": not authors or None,
        "year": year,
        "venue": venue,
        **{kind: getattr(reference, kind) for kind in ID_FIELDS},
        "url": reference.url if not reference.ids else None,
        "code": reference.code,
        "categories": tuple(categories),
        "summary": reference.summary,
        "cites": tuple(sorted({known.former_keys.get(cited, cited) for cited in reference.cites})) or None,
        "references": "partial" if reference.cites else None,
    }
    values = {name: value for name, value in values.items() if value is not None}
    values["sources"] = _sources(reference, values)
    values["added"] = known.today.isoformat()
    key = keys.propose(Paper(key="", **values), taken)
    if not key:
        raise Incomplete("no key can be made of its first author, year and title", "write the record by hand")
    if "name" in values and not reference.name:
        notes = (*notes, f"name: {values['name']} is the word before the colon; delete the line if it is no name")
    return Draft(Paper(key=key, **values), tuple(filter(None, (*notes, remark))))


def _clean(text: str) -> str:
    """Return a text with single spaces, without characters that nobody sees, accents joined to their letters."""
    return without_invisible(_OTHER_SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()


def _name(title: str) -> str | None:
    """Return the method's name where the title starts with one: a word with two capitals before a colon."""
    match = NAME.match(title)
    return match[1] if match and sum(map(str.isupper, match[1])) >= _CAPITALS else None


def _venue(reference: Reference, known: Context) -> tuple[str, tuple[str, ...]]:
    """Return the venue's id, and what should be looked at."""
    if reference.acl and (volume := anthology_venue(reference.acl, known)):
        return volume, ()
    wordings = reference.venues
    found = next(filter(None, map(known.venue_index.find, wordings)), None)
    if found and found.id != ARXIV:
        return found.id, ()
    remark = (f'arXiv notes "{reference.note}": if it is published, write venue and year',) if reference.note else ()
    unknown = next((wording for wording in wordings if not found or known.venue_index.find(wording) != found), "")
    if found or reference.arxiv:
        if unknown:
            remark = (f'"{unknown}" is not in taxonomy/venues.yml, so the venue is arXiv', *remark)
        return ARXIV, remark
    if BLOG in known.venues and (_BLOG.search(unknown) or (not unknown and _BLOG.search(reference.url or ""))):
        return BLOG, (f"the venue is {BLOG} because of {unknown or reference.url}",)
    if not unknown:
        raise Incomplete("no venue: nothing says where it appeared", elsewhere=True)
    near = known.venue_index.nearest(unknown)
    meant = f"nearest: {', '.join(near)}\n" if near else ""
    hint = f"{meant}add it to taxonomy/venues.yml, as an entry or an alias of one, and try again"
    raise Incomplete(f'venue "{unknown}" is not in taxonomy/venues.yml', hint)


def _year(reference: Reference, venue: str, known: Context) -> tuple[int, str]:
    """Return the year of the venue, of a preprint that of its first version; and what is odd about it."""
    kind = known.venues[venue].kind if venue in known.venues else "preprint"
    year, told = reference.year, ""
    if reference.acl and (own := anthology_year(reference.acl)):
        year, told = own, f"its id {reference.acl}"
    elif reference.arxiv and (kind == "preprint" or year is None):
        year, told = arxiv_year(reference.arxiv), f"the first version, {reference.arxiv}"
    if year is None:
        raise Incomplete("no year: nothing says when it appeared", elsewhere=True)
    changed = reference.year is not None and reference.year != year
    return year, f"the year is {year}, that of {told}, not {reference.year}" if changed else ""


def _sources(reference: Reference, values: dict[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """Return where each field was read."""
    own = {name: source for name, source in reference.sources.items() if name in values}
    if not reference.source:
        return own
    read = [name for name in ("title", "authors", "year", "venue", *ID_FIELDS, "url") if name in values]
    sources: dict[str, str | tuple[str, ...]] = dict.fromkeys(read, reference.source)
    if reference.venue_source and values["venue"] != ARXIV:
        sources |= {"year": reference.venue_source, "venue": reference.venue_source}
    return sources | own


_LONGEST_WORD = 20


def skeleton(reference: Reference, categories: Sequence[str]) -> str:
    """Return the YAML of a record with what is known of a paper, its ids at least; the rest is empty.

    ``effllm validate`` names every line that is still empty.
    """
    year = reference.year or first_year(reference)
    ids = reference.ids.items() or ([("url", reference.url)] if reference.url else [])
    lines = [
        f"# yaml-language-server: $schema={layout.schema_of(layout.paper_path('key0000'), layout.PAPER)}",
        f"title: {scalar(reference.title)}",
        _list("authors", reference.authors),
        f"year: {year}" if year else "year:",
        f"venue: {scalar('arXiv' if reference.arxiv else '')}",
        *(f"{kind}: {scalar(value)}" for kind, value in ids),
        _list("categories", categories),
        f"added: {datetime.now(tz=UTC).date()}",
    ]
    return "\n".join([*lines, ""])


def _list(name: str, items: Iterable[str]) -> str:
    return f"{name}: [{', '.join(scalar(item, flow=True) for item in items)}]"


def first_year(reference: Reference) -> int:
    """Return the year that the ids of a paper tell; 0 where they tell none."""
    if reference.arxiv:
        return arxiv_year(reference.arxiv)
    return anthology_year(reference.acl) if reference.acl else 0


def path_to_fill(reference: Reference, taken: Collection[str]) -> str:
    """Return the path of such a record, under the right key as far as it can be told.

    What is not known is ``unknown``, this year, and the letters and digits of the id: once the record is filled in,
    ``effllm validate`` names the right path.
    """
    year = first_year(reference) or reference.year or datetime.now(tz=UTC).year
    identifier = next(reversed(list(reference.ids.values())), None) or reference.url or ""
    paper = Paper(
        key="",
        title=reference.title or title_key(identifier).replace(" ", "")[-_LONGEST_WORD:],
        authors=reference.authors,
        year=year,
        venue="",
        arxiv=reference.arxiv,
        categories=(),
        added="",
    )
    return layout.paper_path(keys.propose(paper, taken) or f"unknown{year}paper")
