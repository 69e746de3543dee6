"""I: the identifiers of a paper, in the form that links and look-ups need."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.id_kinds import DOI_SIGNS, KINDS
from effllm.ids import anthology_year, arxiv_of_doi, arxiv_year, bare_doi, find_in, is_id, several_ids
from effllm.records.paper import ID_FIELDS
from effllm.rules.context import each
from effllm.rules.malformed_ids import COPY, OWN_SITE, arxiv_digits, is_nothing_else, malformed, move_id, write_id
from effllm.store.writer import line

if TYPE_CHECKING:
    from effllm.problems import Edit
    from effllm.records import Paper
    from effllm.rules.context import Context, Findings

ARXIV = Rule(
    "I001",
    "An arXiv id is four digits, a dot and five digits",
    "Link, year and the search for duplicates are made from it; without the version one paper has one id.",
    "arxiv: arXiv:2312.03863v2",
    'arxiv: "2312.03863"',
    fix="Address, prefix and version are deleted; the id of another kind moves to its own field.",
)
DOI = Rule(
    "I002",
    "A DOI is bare and in lower case",
    "Capitals and prefixes make two DOIs of one. A DOI of arXiv is the arXiv id in other words.",
    "doi: https://doi.org/10.1145/X1",
    "doi: 10.1145/x1",
    fix="Address, prefix and capitals go; a DOI of arXiv becomes the arXiv id.",
)
OPENREVIEW = Rule(
    "I003",
    "An OpenReview id is what follows id= in its address",
    "The link to the reviews is made from it.",
    "openreview: forum?id=Ab3dEf7hIj",
    "openreview: Ab3dEf7hIj",
    fix="The address becomes the id in it.",
)
ACL = Rule(
    "I004",
    "An ACL Anthology id is the last part of its address",
    "The links to page, PDF and citation are made from it.",
    "acl: aclanthology.org/2023.acl-long.1/",
    "acl: 2023.acl-long.1",
    fix="The address becomes the id in it.",
)
TWO_IDS = Rule(
    "I005",
    "One id in a field",
    "Two ids are two papers, or one of them is wrong; nobody can tell later which one was meant.",
    "arxiv: 2304.04487, 2406.18200",
    'arxiv: "2304.04487"',
)
NO_ID = Rule(
    "I006",
    "A paper has an id or an address",
    "A reader has to get to the paper itself.",
    "title: A Thin Model\nvenue: ICLR",
    "title: A Thin Model\nvenue: ICLR\nopenreview: Ab3dEf7hIj",
)
URL = Rule(
    "I007",
    "An address is given only where there is no id",
    "Ids outlive addresses, and a paper with its id in the address would not be found as a duplicate.",
    "url: https://arxiv.org/abs/2312.03863",
    'arxiv: "2312.03863"',
    fix="The address becomes the id in it.",
)

_NOT_IN_DOI = re.compile(rf"[^{DOI_SIGNS}]|(?<=/)\.{{1,2}}(?=/|$)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_DOI_INSIDE = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>?#]+")
_DOI_ADDRESS = re.compile(r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi\.org/|doi:\s*)?", re.IGNORECASE)


def first_year(paper: Paper) -> int:
    """Return the year in which a paper first appeared, as its ids tell it, else as the record says.

    It is 0 where an id that tells a year has not the right form: nothing is known before that is mended.
    """
    if paper.arxiv:
        fault = not is_id("arxiv", paper.arxiv) or arxiv_digits(paper.arxiv, date.max)
        return 0 if fault else arxiv_year(paper.arxiv)
    found = _in_url(paper)
    arxiv = found[1] if found and found[0] == "arxiv" else arxiv_of_doi(paper.doi or "")
    if arxiv:
        return arxiv_year(arxiv)
    return (anthology_year(paper.acl) if paper.acl else 0) or paper.year


@each("paper", ARXIV)
def arxiv_form(paper: Paper, context: Context) -> Findings:
    """Check form, number of digits and month."""
    value = paper.arxiv
    if not value or len(several_ids("arxiv", value)) > 1:
        return
    if fault := arxiv_digits(value, context.today):
        yield Finding(("arxiv",), *fault)
    elif not is_id("arxiv", value):
        yield malformed(paper, "arxiv", value)


@each("paper", DOI)
def doi_form(paper: Paper, _: Context) -> Findings:
    """Check form and capitals, and that it is not arXiv's."""
    value = paper.doi
    if not value or len(several_ids("doi", value)) > 1:
        return
    inside = _DOI_INSIDE.search(value)
    bare = bare_doi(inside[0]) if inside else ""
    if arxiv := arxiv_of_doi(bare):
        hint = f"delete the line and {write_id('arxiv', arxiv)}"
        fix = move_id(paper, "doi", "arxiv", arxiv) if _DOI_ADDRESS.fullmatch(value.removesuffix(bare)) else ()
        yield Finding(("doi",), "this DOI is arXiv's own", hint, fix=fix)
    elif not bare:
        yield malformed(paper, "doi", value)
    elif fault := _NOT_IN_DOI.search(bare):
        right = bare_doi(bare.translate(_DASHES)).lower()
        fits = is_id("doi", right)
        yield Finding(("doi",), f'"{fault[0]}" is no sign of a DOI', write_id("doi", right) if fits else COPY)
    elif bare.count("(") != bare.count(")"):
        yield Finding(("doi",), "a bracket of the DOI is not closed, or not opened", COPY)
    elif bare != value:
        fix = put(bare.lower(), "doi") if _DOI_ADDRESS.fullmatch(value.removesuffix(bare)) else ()
        yield Finding(("doi",), "doi holds the bare DOI, nothing else", write_id("doi", bare.lower()), fix=fix)
    elif value != value.lower():
        fix = put(value.lower(), "doi")
        yield Finding(("doi",), "a DOI is written in lower case", write_id("doi", value.lower()), fix=fix)


@each("paper", OPENREVIEW)
def openreview_form(paper: Paper, _: Context) -> Findings:
    """Check the form."""
    value = paper.openreview
    if value and not is_id("openreview", value) and len(several_ids("openreview", value)) <= 1:
        yield malformed(paper, "openreview", value)


@each("paper", ACL)
def acl_form(paper: Paper, _: Context) -> Findings:
    """Check the form."""
    value = paper.acl
    if value and not is_id("acl", value) and len(several_ids("acl", value)) <= 1:
        yield malformed(paper, "acl", value)


@each("paper", TWO_IDS)
def two_ids(paper: Paper, _: Context) -> Findings:
    """Look for two ids in one field."""
    for kind, value in paper.ids.items():
        several = several_ids(kind, value)
        if len(several) > 1:
            message = f"two different {KINDS[kind].name}s in one field: {' and '.join(several[:2])}"
            yield Finding((kind,), message, "keep the one that leads to this title")


@each("paper", NO_ID, needs=("arxiv", "doi", "openreview", "acl", "url"))
def no_id(paper: Paper, _: Context) -> Findings:
    """Look for a paper without id and address."""
    if not paper.ids and not paper.url:
        hint = f"add one of them, arxiv where there is one: {line('arxiv', '2312.03863')}"
        yield Finding((), "no arxiv, doi, openreview, acl or url", hint)


@each("paper", URL)
def url_is_id(paper: Paper, _: Context) -> Findings:
    """Look for an address that an id makes needless."""
    if not paper.url:
        return
    found = _in_url(paper)
    if found and is_id(*found) and not getattr(paper, found[0]):
        message = f"url is the address of the {KINDS[found[0]].name}"
        yield Finding(("url",), message, f"instead of url {write_id(*found)}", fix=_url_fix(paper))
    elif paper.ids:
        kinds = [kind for kind in reversed(ID_FIELDS) if kind in paper.ids]
        message = f"url is not needed besides {' and '.join(kinds)}"
        yield Finding(("url",), message, "delete the line", fix=_url_fix(paper))


def _in_url(paper: Paper) -> tuple[str, str] | None:
    """Return the id in the address of a paper; what the query of another site says is not the page itself."""
    url = (paper.url or "").strip()
    return find_in(url.partition("?")[0]) or (find_in(url) if OWN_SITE.match(url) else None)


def _url_fix(paper: Paper) -> tuple[Edit, ...]:
    """Return the fix for the address that an id stands for; none where a page is more than the id in its address."""
    found = _in_url(paper)
    sure = found and is_id(*found) and is_nothing_else((paper.url or "").strip(), found[1])
    return move_id(paper, "url", *found) if found and sure else ()


CHECKS = (arxiv_form, doi_form, openreview_form, acl_form, two_ids, no_id, url_is_id)
