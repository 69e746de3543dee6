"""Where and when a paper appeared."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from effllm.bibliography.bibtex_writer import ENTRY_TYPES, escape
from effllm.checks import Finding, Rule, check
from effllm.ids import arxiv_year
from effllm.lint import fixes
from effllm.lint.identity import has_wrong_id
from effllm.lint.paper_list import Span, TextPart, short
from effllm.text import fold

if TYPE_CHECKING:
    from effllm.lint.findings import Findings
    from effllm.lint.kb_index import Index, NamedVenue
    from effllm.lint.paper_list import Id, ListDocument, ListEntry, VenueMention
    from effllm.problems import Edit
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
_FINDINGS = "Findings of "
_LATE = 2
"""A paper may come to arXiv in the year after its conference, not later."""

_WORDS = frozenset(
    "arith cluster dai date fast micro middleware mm nature pact patterns science".split()  # noqa: SIM905 - reads best so
)
"""Venues whose names are words of titles, too: in other capitals they are no slip."""

_VENUE_FIELDS = frozenset({"journal", "journaltitle", "booktitle", "howpublished", "publisher", "eprint"})
_LONG_VENUE = 6
_GAP = 3
_SLACK = 200


def _claims(entry: ListEntry, index: Index) -> list[NamedVenue]:
    """Return the venues at which an entry says that it appeared: not the names of sites on its links, as ``arXiv``."""
    places = index.venues_in(entry)
    return [one for one in places if one.mention.place != "label" or one.mention.year or one.venue.kind in _PUBLISHED]


def _paper(entry: ListEntry, index: Index) -> Paper | None:
    """Return the one paper that an entry surely is; None where ids and title disagree or it names several."""
    papers = index.papers(entry)
    titled = index.titled(entry)
    if len(papers) == 1:
        sure = titled is papers[0] or (titled is None and index.speaks_of(entry, papers[0]))
        return papers[0] if sure else None
    others = entry.of_kind("arxiv")
    return titled if not papers and titled and not others and len(entry.title.split()) > 3 else None  # noqa: PLR2004


def _stale(entry: ListEntry, index: Index) -> tuple[NamedVenue, Paper] | None:
    """Return where an entry calls a published paper a preprint, and the paper; None where it does not."""
    claims = _claims(entry, index)
    if not claims or any(place.venue.kind != "preprint" for place in claims):
        return None
    paper = _paper(entry, index)
    if paper is None or index.kind(paper) not in _PUBLISHED:
        return None
    more = any(place.venue.kind in _PUBLISHED | {"workshop"} for place in index.venues_in(entry))  # a label, a badge
    if more or f" {fold(paper.venue)} " in f" {fold(entry.text)} ":
        return None
    return claims[0], paper


@check(MOVED_ON)
def moved_on(document: ListDocument, index: Index) -> Findings:
    """Look for preprints that have been published."""
    form: tuple[str, int] | None = None
    for entry in document.entries:
        if stale := _stale(entry, index):
            place, paper = stale
            message = f"{place.venue.id} here, published since: {paper.venue} {paper.year}"
            form = form or _year_form(document, index)
            fix: tuple[Edit, ...] = ()
            if entry.kind and (venue := index.venue(paper.venue)):
                fix = fixes.better_entry(document, entry, place.mention, paper, venue)
            elif not entry.cited:
                fix = fixes.published(document, place.mention, paper, form)
            hint = _right(entry, place.mention, paper, index)
            yield Finding(_span(document, place.mention), message, hint, fix)


def _year_form(document: ListDocument, index: Index) -> tuple[str, int]:
    """Return what most entries of a list have between venue and year, and the digits of the year; 0 without years."""
    forms: Counter[tuple[str, int]] = Counter()
    for entry in document.entries:
        for one in index.venues_in(entry):
            mention, end = one.mention, one.mention.at + len(one.mention.venue)
            if mention.place or one.venue.kind not in _PUBLISHED:
                continue
            if mention.dated is None:
                forms["", 0] += 1
            elif end <= mention.dated.at <= end + _GAP:
                forms[document.text[end : mention.dated.at], len(mention.dated.text)] += 1
    return max(forms, key=lambda form: forms[form], default=(" ", 4))


def _right(entry: ListEntry, mention: VenueMention, paper: Paper, index: Index) -> str:
    """Return what should be in the place of a wrong venue; in BibTeX it changes several fields, often the kind."""
    venue = index.venue(paper.venue)
    if not entry.kind or venue is None:
        return f"write: {paper.venue} {paper.year}"
    kind, field = ENTRY_TYPES[venue.kind]
    head = "" if entry.kind == kind else f"@{kind} with "
    year = "" if mention.year == paper.year else f" and year = {{{paper.year}}}"
    tail = f", without {mention.place}" if mention.place in _VENUE_FIELDS - {field, "eprint"} else ""
    return (
        f"write: {head}{field} = {{{escape(venue.name)}}}{year}{tail}\n"
        f"the whole entry: effllm show {paper.key} --bibtex"
    )


def _span(document: ListDocument, mention: VenueMention) -> Span:
    """Return where a venue and its year begin and end; the end is 0 where LaTeX between them hides it."""
    if mention.place in _VENUE_FIELDS or document.text.startswith(mention.venue, mention.at):
        return mention.span
    return Span(max(document.text.find(mention.venue, mention.at, mention.at + _SLACK), mention.at))


@check(BEFORE_PREPRINT)
def before_preprint(document: ListDocument, index: Index) -> Findings:
    """Compare the year with the arXiv id's."""
    for entry in document.entries:
        found = entry.of_kind("arxiv")
        if len(found) != 1 or has_wrong_id(entry, index):
            continue
        mention, preprint = _dated(entry, index)
        if mention is None or not _is_early(mention, found[0], preprint=preprint) or _stale(entry, index):
            continue
        paper, first = index.with_id("arxiv", found[0].value), arxiv_year(found[0].value)
        if paper and (paper.year == mention.year or (index.kind(paper) in _PUBLISHED and not preprint)):
            continue  # that the year is not the one of the proceedings is told as such
        written = mention.dated or TextPart("", mention.at)
        message = f"year {mention.year}, but {found[0].value} came to arXiv in {first}"
        right = str(first)[-len(written.text) :]
        hint = f"write: {right}, or look whether" if preprint else f"look whether the year is {right} or later, or"
        hint += " the id is another paper's"
        known = preprint and paper is not None and index.titled(entry) is paper
        fix = fixes.swap(document, written.span, written.text, right) if known else ()
        yield Finding(written.span, message, hint, fix, sure=preprint)


def _is_early(mention: VenueMention, one: Id, *, preprint: bool) -> bool:
    """Tell whether a year is before that of an arXiv id; what was sent in on 31 December may have one of the next."""
    late = arxiv_year(one.value) - mention.year
    return late > bool(_NEW_YEAR.match(one.value)) if preprint else late >= _LATE


def _dated(entry: ListEntry, index: Index) -> tuple[VenueMention | None, bool]:
    """Return the one year that an entry gives for a venue, and whether that is a preprint's."""
    claims = [place for place in _claims(entry, index) if place.mention.year]
    if claims:
        years = {place.mention.year for place in claims}
        preprint = all(place.venue.kind == "preprint" for place in claims)
        return (claims[0].mention if len(years) == 1 else None), preprint
    mentions = [mention for mention in entry.mentions if entry.cited and mention.year and not _is_short(mention)]
    return (mentions[0] if mentions else None), False


def _is_short(mention: VenueMention) -> bool:
    """Tell whether a year has two digits: behind what is no known venue it may be any number, as in ``INT16``."""
    return mention.dated is not None and len(mention.dated.text) == len("24")


@check(OTHER_VENUE)
def other_venue(document: ListDocument, index: Index) -> Findings:
    """Compare the venue with the one that the knowledge base read in the proceedings."""
    for entry in document.entries:
        claims = [place for place in _claims(entry, index) if place.venue.kind in _PUBLISHED and place.mention.year]
        if len(claims) != 1 or (paper := _paper(entry, index)) is None or index.kind(paper) not in _PUBLISHED:
            continue
        venue, mention = claims[0].venue, claims[0].mention
        said, right = f"{venue.id} {mention.year}", f"{paper.venue} {paper.year}"
        span = _span(document, mention)
        if venue.id == paper.venue and mention.year != paper.year:
            of = "the proceedings are" if venue.kind == "conference" else "the volume is"
            hint = _right(entry, mention, paper, index)
            if entry.kind and mention.dated:
                span = mention.dated.span
                hint = f"write: year = {{{paper.year}}}"
            yield Finding(span, f"{said}, but {of} {right}", hint, _right_year(document, claims[0], paper), sure=False)
        elif _is_elsewhere(entry, claims[0], paper):
            message = f"{said}, but {short(paper.title)} is in {right}"
            yield Finding(span, message, _right(entry, mention, paper, index), sure=False)


def _right_year(document: ListDocument, place: NamedVenue, paper: Paper) -> tuple[Edit, ...]:
    """Return the edit of a conference's year; a journal may count in two ways, and the name of a book hold the year."""
    dated, title = place.mention.dated, place.mention.venue
    if dated is None or place.venue.kind != "conference" or dated.text in title:
        return ()
    return fixes.swap(document, dated.span, dated.text, str(paper.year)[-len(dated.text) :])


def _is_elsewhere(entry: ListEntry, place: NamedVenue, paper: Paper) -> bool:
    """Tell whether a venue is not that of the paper: Findings are not the main conference, a track of it is."""
    said, right = place.venue.id, paper.venue
    if _FINDINGS + said == right:
        return "findings" not in fold(entry.text)
    if said == _FINDINGS + right:
        return True
    return said not in right and right not in said and fold(right) not in fold(place.mention.venue)


@check(MISSPELT)
def misspelt(document: ListDocument, index: Index) -> Findings:
    """Look for venues in a spelling that is a slip."""
    seen: dict[str, tuple[Venue, bool] | None] = {}
    for entry in document.entries:
        for mention in entry.mentions:
            text = mention.venue
            if mention.place == "label" or (mention.place == "badge" and not mention.year):
                continue
            if text not in seen:
                other = " " in text or text.casefold() in _WORDS or bool(index.named(text))  # CoLM is a method, too
                seen[text] = None if other else index.venues.misspelt(text)
            if meant := seen[text]:
                venue, sure = meant
                plain = sure and (mention.year or venue.kind == "preprint" or len(text) >= _LONG_VENUE)
                span = _span(document, mention)
                if document.text.startswith(text, span.start):
                    span = TextPart(text, span.start).span
                message = f'the venue "{text}" is spelt {venue.id}'
                hint = f"write: {venue.id}"
                fix = fixes.swap(document, span, text, venue.id) if plain else ()
                yield Finding(span, message, hint, fix, sure=bool(plain), habit=text)


CHECKS = (moved_on, before_preprint, other_venue, misspelt)
