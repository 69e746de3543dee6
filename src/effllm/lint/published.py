"""Where and when a paper appeared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.lint.document import Sure
from effllm.lint.finding import Found, check, short
from effllm.lint.identity import has_wrong_id
from effllm.problems import Rule
from effllm.records.ids import arxiv_year
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.lint.document import Document, Entry, Stamp
    from effllm.lint.known import Known, Place
    from effllm.records import Paper, Venue

MOVED_ON = Rule(
    "EL005",
    "A published paper stands with its venue",
    "Readers weigh a reviewed paper otherwise than a preprint, and cite it at its venue. The arXiv link may stay.",
    "- A Thin Model of Language, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
    "- A Thin Model of Language, <ins>ICLR, 2024</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
)
BEFORE_PREPRINT = Rule(
    "EL006",
    "The year is not before the preprint",
    "An arXiv id tells when the first version came: an earlier year, or the id, is wrong.",
    "- A Thin Model of Language, <ins>arXiv, 2022</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
    "- A Thin Model of Language, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
)
OTHER_VENUE = Rule(
    "EL007",
    "Venue and year are those of the proceedings",
    "Who looks for the paper in the proceedings of another year, or of another conference, does not find it.",
    "- A Thin Model of Language, <ins>ICLR, 2023</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
    "- A Thin Model of Language, <ins>ICLR, 2024</ins> [[Paper](https://arxiv.org/abs/2312.00001)]",
)
MISSPELT = Rule(
    "EL008",
    "A venue has its own spelling",
    "Searching and counting by venue misses the others.",
    "- A Thin Model of Language, <ins>NeurlPS, 2023</ins>",
    "- A Thin Model of Language, <ins>NeurIPS, 2023</ins>",
)

_NEW_YEAR = re.compile(r"\d\d01\.0?0\d{3}$")
_PUBLISHED = frozenset({"conference", "journal"})


def _claims(entry: Entry, known: Known) -> list[Place]:
    """Return the venues at which an entry says that it appeared: not the names of sites on its links."""
    places = known.places(entry)
    return [place for place in places if not (place.stamp.label and place.venue.kind not in _PUBLISHED)]


def _paper(entry: Entry, known: Known) -> Paper | None:
    """Return the one paper that an entry surely is; None where ids and title disagree or it names several."""
    papers = known.papers(entry)
    titled = known.titled(entry)
    if len(papers) == 1:
        sure = titled is papers[0] or (titled is None and known.speaks_of(entry, papers[0]))
        return papers[0] if sure else None
    others = entry.of_kind("arxiv")
    return titled if not papers and titled and not others and len(entry.title.split()) > 3 else None  # noqa: PLR2004


@check(MOVED_ON)
def moved_on(document: Document, known: Known) -> Iterator[Found]:
    """Look for preprints that have been published."""
    for entry in document.entries:
        claims = _claims(entry, known)
        if not claims or any(place.venue.kind != "preprint" for place in claims):
            continue
        paper = _paper(entry, known)
        if paper is None or known.kind(paper) not in _PUBLISHED:
            continue
        if f" {fold(paper.venue)} " in f" {fold(entry.text)} " or _says_more(entry, known):
            continue
        message = f"{claims[0].venue.id} here, published since: {paper.venue} {paper.year}"
        yield Found(claims[0].stamp.at, message, f"write: {paper.venue} {paper.year}")


def _says_more(entry: Entry, known: Known) -> bool:
    """Tell whether the label of a link, or a badge, names a venue after all."""
    return any(place.venue.kind in _PUBLISHED or place.venue.kind == "workshop" for place in known.places(entry))


@check(BEFORE_PREPRINT)
def before_preprint(document: Document, known: Known) -> Iterator[Found]:
    """Compare the year with the arXiv id's."""
    for entry in document.entries:
        found = entry.of_kind("arxiv")
        if len(found) != 1 or has_wrong_id(entry, known):
            continue
        stamp, preprint = _dated(entry, known)
        first = arxiv_year(found[0].value)
        if stamp is None or stamp.year >= first - _is_of_new_year(found[0].value):
            continue
        paper = known.with_id("arxiv", found[0].value)
        if paper and paper.year == stamp.year:
            continue
        message = f"year {stamp.year}, but {found[0].value} came to arXiv in {first}"
        hint = f"write: {first}, or look whether the id is another paper's"
        yield Found(stamp.at, message, hint, Sure.CERTAIN if preprint else Sure.LIKELY)


def _is_of_new_year(arxiv: str) -> bool:
    """Tell whether an arXiv id is one of the first of a year: what was sent in on 31 December may have it."""
    return bool(_NEW_YEAR.match(arxiv))


def _dated(entry: Entry, known: Known) -> tuple[Stamp | None, bool]:
    """Return the one year that an entry gives for a venue, and whether that is a preprint's."""
    claims = [place for place in _claims(entry, known) if place.stamp.year]
    if claims:
        years = {place.stamp.year for place in claims}
        preprint = all(place.venue.kind == "preprint" for place in claims)
        return (claims[0].stamp if len(years) == 1 else None), preprint
    stamps = [stamp for stamp in entry.stamps if entry.cited and stamp.year]
    return (stamps[0] if stamps else None), False


@check(OTHER_VENUE)
def other_venue(document: Document, known: Known) -> Iterator[Found]:
    """Compare the venue with the one that the knowledge base read in the proceedings."""
    for entry in document.entries:
        claims = [place for place in _claims(entry, known) if place.venue.kind == "conference" and place.stamp.year]
        if len(claims) != 1 or (paper := _paper(entry, known)) is None or known.kind(paper) != "conference":
            continue
        venue, stamp = claims[0].venue, claims[0].stamp
        if any(stamp.year < arxiv_year(one.value) for one in entry.of_kind("arxiv")):
            continue  # told as such
        right = f"{paper.venue} {paper.year}"
        if venue.id == paper.venue and stamp.year != paper.year:
            yield Found(
                stamp.at, f"{venue.id} {stamp.year}, but the proceedings are {right}", f"write: {right}", Sure.LIKELY
            )
        elif venue.id not in paper.venue and paper.venue not in venue.id and fold(paper.venue) not in fold(stamp.venue):
            message = f"{venue.id} {stamp.year}, but {short(paper.title)} stands in {right}"
            yield Found(stamp.at, message, f"write: {right}", Sure.LIKELY)


@check(MISSPELT)
def misspelt(document: Document, known: Known) -> Iterator[Found]:
    """Look for venues in a spelling that is a slip."""
    seen: dict[str, tuple[Venue, bool] | None] = {}
    for entry in document.entries:
        for stamp in entry.stamps:
            text = stamp.venue
            if stamp.label:
                continue
            if text not in seen:
                seen[text] = known.misspelt(text)
            if meant := seen[text]:
                venue, sure = meant
                message = f'the venue "{text}" is spelt {venue.id}'
                yield Found(stamp.at, message, f"write: {venue.id}", Sure.CERTAIN if sure else Sure.LIKELY)


CHECKS = (moved_on, before_preprint, other_venue, misspelt)
