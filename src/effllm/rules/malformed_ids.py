"""What is wrong with a text that has not the form of an id, and which id is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, put
from effllm.id_kinds import ARXIV_DOI, KINDS
from effllm.ids import arxiv_year, find_in, is_id
from effllm.rules.texts import is_placeholder
from effllm.store.writer import line

if TYPE_CHECKING:
    from datetime import date

    from effllm.problems import Edit
    from effllm.records import Paper
    from effllm.store.document import Loc

_FIRST_ARXIV = 2007
_FIRST_LONG_ARXIV = 1501
_MONTHS = 12
_LONGEST = 500
COPY = "copy it from the address of its page"
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
"""An id with something behind it: a file's ending, a version, a class of arXiv, the rest of an address."""

_SLIPS = str.maketrans("OoIl,\u00b7", "0011..")  # 24O2.90034, 2402,90034
_DOI_SLIP = re.compile(r"(10\.[0-9]{4,9}) ?[/_:-] ?(\S+)", re.ASCII)  # 10.1145 / 3620665, 10.1145-3620665
_BEFORE_OPENREVIEW = {"", "id=", "forum?id=", "pdf?id=", "/forum?id=", "?id="}
_HOST = r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){0,3}"
_HOSTS = "|".join(kind.hosts for kind in KINDS.values())
OWN_SITE = re.compile(rf"(?:{_HOST}(?:{_HOSTS})|(?:arxiv|doi):\s?)(?:{re.escape(ARXIV_DOI)})?", re.IGNORECASE)
_PAGE = re.compile("https?://")


def write_id(kind: str, value: str) -> str:
    """Return the hint that shows the right line of an id."""
    return f"write: {line(kind, value)}"


def malformed(paper: Paper, kind: str, value: str) -> Finding[Loc]:  # noqa: PLR0911 - a table of cases
    """Say what is wrong with a text that has not the form of an id, and which id is meant."""
    name, bare = KINDS[kind].name, value.strip()[:_LONGEST]
    found = find_in(bare)
    if found and is_id(*found):
        sure = is_nothing_else(bare, found[1])
        if found[0] != kind:
            message = f"{kind} holds the {KINDS[found[0]].name} of a paper"
            fix = move_id(paper, kind, *found) if sure else ()
            return Finding((kind,), message, f"delete the line and {write_id(*found)}", fix=fix)
        message = f"{kind} holds the bare {name}, without address or prefix"
        return Finding((kind,), message, write_id(*found), fix=put(found[1], kind) if sure else ())
    if is_placeholder(bare):
        return Finding((kind,), f'"{value}" is no {name}', "delete the line: what is not known is left out")
    if is_id(kind, bare):
        return Finding((kind,), f"spaces around the {name}", write_id(kind, bare), fix=put(bare, kind))
    if (inside := _INSIDE[kind].search(bare)) and (
        kind != "openreview" or bare[: inside.start()] in _BEFORE_OPENREVIEW
    ):
        rest = bare.replace(inside[0], "", 1).strip()
        fix = put(inside[0], kind) if _VERSION.fullmatch(rest) else ()
        return Finding((kind,), f'"{rest}" is no part of the {name}', write_id(kind, inside[0]), fix=fix)
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


def is_nothing_else(text: str, value: str) -> bool:
    """Tell whether a text is an id behind its own site's address or its prefix, so that the id is all it says.

    Other pages have ids in their addresses, too: ``https://example.org/?about=https://arxiv.org/abs/2401.00007``.
    """
    site = OWN_SITE.match(text)
    rest = text[site.end() :] if site else ""
    return rest.lower().startswith(value.lower()) and len(rest.split()) == 1


def arxiv_digits(value: str, today: date) -> tuple[str, str] | None:
    """Say what is wrong with the digits of an arXiv id; None where nothing is."""
    digits = _DIGITS.fullmatch(value.strip())
    if digits is None:
        return None
    needed = "4+5" if digits[1] >= str(_FIRST_LONG_ARXIV) or len(digits[1]) != 4 else "4+4"  # noqa: PLR2004 - 4+5
    got = f"{len(digits[1])}+{len(digits[2])}"
    if got != needed:
        lost = f"did a zero at its end get lost? {line('arxiv', value.strip() + '0')}"
        return f"arXiv id needs {needed} digits, got {got}", lost if got == "4+4" else COPY
    month = int(digits[1][2:])
    if not 1 <= month <= _MONTHS:
        return f"arXiv id {value} says month {month}", COPY
    year = arxiv_year(value)
    if year < _FIRST_ARXIV:
        return f"arXiv id {value} is of {year}, when ids had another form", 'older ids look like "cs/0701001"'
    if (year, month) > (today.year, today.month):
        return f"arXiv id {value} is of {year}-{month:02}, in the future", COPY
    return None


def move_id(paper: Paper, field: str, kind: str, value: str) -> tuple[Edit, ...]:
    """Return the fix that writes an id, found in another field, in its own; none where another id is there."""
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
