"""I: the identifiers of a paper, in the form that links and look-ups need."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.ids import (
    ARXIV_DOI,
    DOI_SIGNS,
    KINDS,
    anthology_year,
    arxiv_of_doi,
    arxiv_year,
    bare_doi,
    find_in,
    is_id,
    several_ids,
)
from effllm.records.paper import ID_FIELDS
from effllm.rules.context import each
from effllm.rules.texts import is_placeholder
from effllm.store.writer import line

if TYPE_CHECKING:
    from effllm.problems import Edit
    from effllm.records import Paper
    from effllm.rules.context import Context, Findings
    from effllm.store.document import Loc

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
    "An address stands only where there is no id",
    "Ids outlive addresses, and a paper with its id in the address would not be found as a duplicate.",
    "url: https://arxiv.org/abs/2312.03863",
    'arxiv: "2312.03863"',
    fix="The address becomes the id in it.",
)

_FIRST_ARXIV = 2007
_FIRST_LONG_ARXIV = 1501
_MONTHS = 12
_LONGEST = 500
_COPY = "copy it from the address of its page"
_EXAMPLES = {
    "arxiv": 'an arXiv id looks like "2312.03863"',
    "doi": "a DOI looks like 10.1145/3620665.3640411",
    "openreview": "an OpenReview id looks like tcbBPnfwxS, the part of the address after id=",
    "acl": "an Anthology id looks like 2023.acl-long.1, the last part of its address",
}
_DIGITS = re.compile(r"([0-9]+)\.([0-9]+)")
_VERSION = re.compile(r"(?:v\d{1,2})?(?:\.pdf)?/?(?:\[[\w.-]+\])?", re.ASCII)  # v2, v2.pdf, [cs.CL]
_INSIDE = {
    kind: re.compile(rf"(?<![\w.-])(?:{one.pattern})(?=\.pdf|v\d|{after}/?$)", re.ASCII)
    for kind, one in KINDS.items()
    for after in [{"arxiv": r"\s|[(\[,;]|", "openreview": r"[&#?]|"}.get(kind, "")]
}
"""An id that something stands behind: a file's ending, a version, a class of arXiv, the rest of an address."""

_SLIPS = str.maketrans("OoIl,\u00b7", "0011..")  # 24O2.90034, 2402,90034
_DOI_SLIP = re.compile(r"(10\.[0-9]{4,9}) ?[/_:-] ?(\S+)", re.ASCII)  # 10.1145 / 3620665, 10.1145-3620665
_BEFORE_OPENREVIEW = {"", "id=", "forum?id=", "pdf?id=", "/forum?id=", "?id="}
_NOT_IN_DOI = re.compile(rf"[^{DOI_SIGNS}]|(?<=/)\.{{1,2}}(?=/|$)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_DOI_INSIDE = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>?#]+")
_HOST = r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){0,3}"
_HOSTS = "|".join(kind.hosts for kind in KINDS.values())
_OWN_SITE = re.compile(rf"(?:{_HOST}(?:{_HOSTS})|(?:arxiv|doi):\s?)(?:{re.escape(ARXIV_DOI)})?", re.IGNORECASE)
_PAGE = re.compile("https?://")
_DOI_ADDRESS = re.compile(r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi\.org/|doi:\s*)?", re.IGNORECASE)


def _write(kind: str, value: str) -> str:
    return f"write: {line(kind, value)}"


def first_year(paper: Paper) -> int:
    """Return the year in which a paper first appeared, as its ids tell it, else as the record says.

    It is 0 where an id that tells a year has not the right form: nothing is known before that is mended.
    """
    if paper.arxiv:
        odd = not is_id("arxiv", paper.arxiv) or arxiv_digits(paper.arxiv, date.max)
        return 0 if odd else arxiv_year(paper.arxiv)
    found = _in_url(paper)
    arxiv = found[1] if found and found[0] == "arxiv" else arxiv_of_doi(paper.doi or "")
    if arxiv:
        return arxiv_year(arxiv)
    return (anthology_year(paper.acl) if paper.acl else 0) or paper.year


def _moved(paper: Paper, field: str, kind: str, value: str) -> tuple[Edit, ...]:
    """Return the fix that writes an id, found in another field, in its own; none where another id stands there."""
    if getattr(paper, kind) not in {None, value}:
        return ()
    edits = put(None, field)
    if getattr(paper, kind) is None:
        edits += put(value, kind)
    source = paper.sources.get(field)
    if source and kind not in paper.sources:
        return (*edits, *put(None, "sources", field), *put(_plain(source), "sources", kind))
    return (*edits, *put(None, "sources", field)) if source else edits


def _plain(source: str | tuple[str, ...]) -> str | list[str]:
    return source if isinstance(source, str) else list(source)


def _form(paper: Paper, kind: str, value: str) -> Finding[Loc]:  # noqa: PLR0911 - a table of cases
    """Say what is odd about a text that has not the form of an id, and which id is meant."""
    name, bare = KINDS[kind].name, value.strip()[:_LONGEST]
    found = find_in(bare)
    if found and is_id(*found):
        sure = _is_nothing_else(bare, found[1])
        if found[0] != kind:
            message = f"{kind} holds the {KINDS[found[0]].name} of a paper"
            fix = _moved(paper, kind, *found) if sure else ()
            return Finding((kind,), message, f"delete the line and {_write(*found)}", fix=fix)
        message = f"{kind} holds the bare {name}, without address or prefix"
        return Finding((kind,), message, _write(*found), fix=put(found[1], kind) if sure else ())
    if is_placeholder(bare):
        return Finding((kind,), f'"{value}" is no {name}', "delete the line: what is not known is left out")
    if is_id(kind, bare):
        return Finding((kind,), f"spaces around the {name}", _write(kind, bare), fix=put(bare, kind))
    if (inside := _INSIDE[kind].search(bare)) and (
        kind != "openreview" or bare[: inside.start()] in _BEFORE_OPENREVIEW
    ):
        rest = bare.replace(inside[0], "", 1).strip()
        fix = put(inside[0], kind) if _VERSION.fullmatch(rest) else ()
        return Finding((kind,), f'"{rest}" is no part of the {name}', _write(kind, inside[0]), fix=fix)
    if (meant := _slip(kind, bare)) and is_id(kind, meant):
        return Finding((kind,), f'"{value}" is no {name}', f"look whether this is meant: {line(kind, meant)}")
    other = next((k for k in ("arxiv", "doi", "acl", "openreview") if k != kind and is_id(k, bare)), None)
    if other:
        return Finding(
            (kind,), f'"{value}" is no {name}', f"it looks like the {KINDS[other].name}: {line(other, bare)}"
        )
    page = f"\nwhere the page names no {name}, the address goes into url" if _PAGE.match(bare) else ""
    return Finding((kind,), f'"{value}" is no {name}', _EXAMPLES[kind] + page)


def _slip(kind: str, text: str) -> str:
    """Return the arXiv id or the DOI that a text with a wrong sign in it may stand for; empty where none is near."""
    if kind == "arxiv":
        right = text.translate(_SLIPS).replace(" ", "")
        digits = re.fullmatch(r"([0-9]{4})[^0-9]?([0-9]{5})", right)
        return f"{digits[1]}.{digits[2]}" if digits else right if right != text else ""
    match = _DOI_SLIP.fullmatch(text) if kind == "doi" else None
    return f"{match[1]}/{match[2]}".lower() if match else ""


def _is_nothing_else(text: str, value: str) -> bool:
    """Tell whether a text is an id behind its own site's address or its prefix, so that the id is all it says.

    Other pages have ids in their addresses, too: ``https://example.org/?about=https://arxiv.org/abs/2401.00007``.
    """
    site = _OWN_SITE.match(text)
    rest = text[site.end() :] if site else ""
    return rest.lower().startswith(value.lower()) and len(rest.split()) == 1


def arxiv_digits(value: str, today: date) -> tuple[str, str] | None:
    """Say what is odd about the digits of an arXiv id; None where nothing is."""
    digits = _DIGITS.fullmatch(value.strip())
    if digits is None:
        return None
    needed = "4+5" if digits[1] >= str(_FIRST_LONG_ARXIV) or len(digits[1]) != 4 else "4+4"  # noqa: PLR2004 - 4+5
    got = f"{len(digits[1])}+{len(digits[2])}"
    if got != needed:
        lost = f"did a zero at its end get lost? {line('arxiv', value.strip() + '0')}"
        return f"arXiv id needs {needed} digits, got {got}", lost if got == "4+4" else _COPY
    month = int(digits[1][2:])
    if not 1 <= month <= _MONTHS:
        return f"arXiv id {value} says month {month}", _COPY
    year = arxiv_year(value)
    if year < _FIRST_ARXIV:
        return f"arXiv id {value} is of {year}, when ids had another form", 'older ids look like "cs/0701001"'
    if (year, month) > (today.year, today.month):
        return f"arXiv id {value} is of {year}-{month:02}, in the future", _COPY
    return None


@each("paper", ARXIV)
def arxiv_form(paper: Paper, context: Context) -> Findings:
    """Check form, number of digits and month."""
    value = paper.arxiv
    if not value or len(several_ids("arxiv", value)) > 1:
        return
    if odd := arxiv_digits(value, context.today):
        yield Finding(("arxiv",), *odd)
    elif not is_id("arxiv", value):
        yield _form(paper, "arxiv", value)


@each("paper", DOI)
def doi_form(paper: Paper, _: Context) -> Findings:
    """Check form and capitals, and that it is not arXiv's."""
    value = paper.doi
    if not value or len(several_ids("doi", value)) > 1:
        return
    inside = _DOI_INSIDE.search(value)
    bare = bare_doi(inside[0]) if inside else ""
    if arxiv := arxiv_of_doi(bare):
        hint = f"delete the line and {_write('arxiv', arxiv)}"
        fix = _moved(paper, "doi", "arxiv", arxiv) if _DOI_ADDRESS.fullmatch(value.removesuffix(bare)) else ()
        yield Finding(("doi",), "this DOI is arXiv's own", hint, fix=fix)
    elif not bare:
        yield _form(paper, "doi", value)
    elif odd := _NOT_IN_DOI.search(bare):
        right = bare_doi(bare.translate(_DASHES)).lower()
        fits = is_id("doi", right)
        yield Finding(("doi",), f'"{odd[0]}" is no sign of a DOI', _write("doi", right) if fits else _COPY)
    elif bare.count("(") != bare.count(")"):
        yield Finding(("doi",), "a bracket of the DOI is not closed, or not opened", _COPY)
    elif bare != value:
        fix = put(bare.lower(), "doi") if _DOI_ADDRESS.fullmatch(value.removesuffix(bare)) else ()
        yield Finding(("doi",), "doi holds the bare DOI, nothing else", _write("doi", bare.lower()), fix=fix)
    elif value != value.lower():
        fix = put(value.lower(), "doi")
        yield Finding(("doi",), "a DOI is written in lower case", _write("doi", value.lower()), fix=fix)


@each("paper", OPENREVIEW)
def openreview_form(paper: Paper, _: Context) -> Findings:
    """Check the form."""
    value = paper.openreview
    if value and not is_id("openreview", value) and len(several_ids("openreview", value)) <= 1:
        yield _form(paper, "openreview", value)


@each("paper", ACL)
def acl_form(paper: Paper, _: Context) -> Findings:
    """Check the form."""
    value = paper.acl
    if value and not is_id("acl", value) and len(several_ids("acl", value)) <= 1:
        yield _form(paper, "acl", value)


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
        yield Finding(("url",), message, f"instead of url {_write(*found)}", fix=_told(paper))
    elif paper.ids:
        kinds = [kind for kind in reversed(ID_FIELDS) if kind in paper.ids]
        message = f"url is not needed besides {' and '.join(kinds)}"
        yield Finding(("url",), message, "delete the line", fix=_told(paper))


def _in_url(paper: Paper) -> tuple[str, str] | None:
    """Return the id in the address of a paper; what the query of another site says is not the page itself."""
    url = (paper.url or "").strip()
    return find_in(url.partition("?")[0]) or (find_in(url) if _OWN_SITE.match(url) else None)


def _told(paper: Paper) -> tuple[Edit, ...]:
    """Return the fix for the address that an id stands for; none where a page is more than the id in its address."""
    found = _in_url(paper)
    sure = found and is_id(*found) and _is_nothing_else((paper.url or "").strip(), found[1])
    return _moved(paper, "url", *found) if found and sure else ()


CHECKS = (arxiv_form, doi_form, openreview_form, acl_form, two_ids, no_id, url_is_id)
