"""The identifiers of papers: which one a text or an address names, and the year that it tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from effllm.id_kinds import ACL, ACL_DOI, ARXIV, ARXIV_DOI, ARXIV_WORD, KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Found(NamedTuple):
    """What is in the place of an identifier.

    Attributes:
        kind: a key of `KINDS`.
        value: the id as records write it; where it has not the form of one (see `is_id`), what is there.
        start: where it starts in the text.
        version: the version that an arXiv id is pinned to, as ``v2``; empty without.
        rest: what follows the id in its place and is no part of it.
    """

    kind: str
    value: str
    start: int
    version: str = ""
    rest: str = ""


_ENDS = {"doi": r"[^\s\"'<>{}|\\,;?#]"}  # what a DOI is made of inside a text or a page's address
_FORMS = {kind: rf"10\.[0-9]{{4,9}}/{_ENDS[kind]}+" if kind in _ENDS else one.pattern for kind, one in KINDS.items()}
_WHOLE = {kind: re.compile(one.pattern) for kind, one in KINDS.items()}
_IN_ADDRESS = {
    kind: re.compile(
        rf"(?:{one.hosts})(?P<place>{one.place})|(?:{one.mirrors})(?P<id>{_FORMS[kind]})(?P<version>v[0-9]++)?(?![0-9])",
        re.IGNORECASE | re.ASCII,
    )
    for kind, one in KINDS.items()
}
_IN_TEXT = {
    kind: re.compile(
        rf"(?<![\w/.])(?:{one.prefixes})(?P<id>{_FORMS[kind]})(?P<version>v[0-9]++)?(?![0-9])",
        re.IGNORECASE | re.ASCII,
    )
    for kind, one in KINDS.items()
}
_ARXIV_SLIP = re.compile(rf"(?<![\w/.]){ARXIV_WORD}:\s*+\[?([0-9][\w./-]*)", re.IGNORECASE)  # arXiv:2312.038631
_ARXIV_START = re.compile(rf"({ARXIV})(?![0-9])(v[0-9]{{1,3}})?")
_SLIP = re.compile(r"([^v]*)(v[0-9]{1,3})?$")  # 2312.038631v2
_FILE_END = re.compile(r"(?:\.(?:pdf|full|bib|xml|endf))*/*$", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_PAGE_END = re.compile(r"\.html$|(?<=/)([^/]+)/\1\.pdf$")
_MOST_BRACKETS = 9  # closing ones behind a DOI that are taken off
_DOI_END = re.compile(r"(?:/full|/pdf|\.pdf)?[.,;:\]*]{0,9}$")
_ACL_VERSION = re.compile(r"(?<=[0-9])v[0-9]$")
_ACL_OF_DOI = re.compile(rf"{re.escape(ACL_DOI)}({ACL})", re.IGNORECASE)
_NATURE = re.compile(r"nature\.com/articles/(s[0-9]{5}-[\w-]+|nature[0-9]+)", re.IGNORECASE)
_ALONE = (
    ("arxiv", re.compile(rf"(?:arxiv:\s*)?({ARXIV}|[0-9]+\.[0-9]+)(?:v[0-9]+)?(?:\.pdf)?", re.IGNORECASE)),
    ("doi", re.compile(r"(?:doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)),
)
_SEVERAL = {
    "arxiv": re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])"),
    "doi": re.compile(r"(?<![\w.])10\.[0-9]{4,9}/[^\s,;<>()\[\]\"]+"),
    "openreview": re.compile(r"(?:(?<=id=)|(?:^|(?<=[\s,;])))[\w-]{8,12}(?=$|[\s,;)&])"),
    "acl": re.compile(r"(?<![\w.])[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+"),
}
_FIRST_ANTHOLOGY = 60
_ANTHOLOGY_YEAR = re.compile(r"([0-9]{4})\.|[A-Z]([0-9]{2})-")
_ARXIV_FIRST_CENTURY_YEAR = 91


def prefixed(kind: str, value: str) -> str:
    """Return an id with its kind, in the one form that records write: ``arXiv:2208.07339``."""
    return f"{PREFIXES[kind]}:{value}"


def is_id(kind: str, text: str) -> bool:
    """Tell whether ``text`` has the form of an identifier of this ``kind`` (a key of `KINDS`)."""
    return _WHOLE[kind].fullmatch(text) is not None


def address(kind: str, value: str) -> str:
    """Return the web address of an identifier of this ``kind``."""
    return KINDS[kind].url.format(value)


def in_addresses(text: str) -> Iterator[Found]:
    """Yield what is in the place of ids in the addresses of a text, in the order of `KINDS`.

    On an id's own site that is whatever follows ``abs/``, ``id=`` and the like; in other addresses only what has the
    form of an id. A DOI of arXiv gives the arXiv id.
    """
    for kind, pattern in _IN_ADDRESS.items():
        for match in pattern.finditer(text):
            place = "place" if match["place"] is not None else "id"
            yield _read(kind, match[place] + (match["version"] or ""), match.start(place))


def in_text(text: str) -> Iterator[Found]:
    """Yield the ids that a text names outside of addresses: ``arXiv:2312.03863v2``, ``CoRR abs/...``, a DOI.

    Behind ``arXiv:`` a number is taken that has not the form of an id, too: it is a slip.
    """
    slips = {match.start(1): match for match in _ARXIV_SLIP.finditer(text)}
    for kind, pattern in _IN_TEXT.items():
        for match in pattern.finditer(text):
            slips.pop(match.start("id"), None)
            yield _read(kind, match["id"] + (match["version"] or ""), match.start("id"))
    for start, match in slips.items():
        yield _read("arxiv", match[1], start)


def scan(text: str) -> Iterator[Found]:
    """Yield what is in the place of ids in a text and in the addresses in it; see `in_addresses` and `in_text`."""
    yield from in_addresses(text)
    yield from in_text(text)


def _read(kind: str, written: str, start: int) -> Found:
    """Return what is written in the place of an id without what belongs to the address or the sentence around it."""
    if kind == "doi":
        bare = bare_doi(written)
        if bare.lower().startswith(ARXIV_DOI.lower()):
            return _read("arxiv", bare[len(ARXIV_DOI) :], start)
        return Found("doi", bare.lower(), start)
    bare = _FILE_END.sub("", written.rstrip(".,:*_"))
    if kind == "acl":
        return Found("acl", _anthology(_ACL_VERSION.sub("", bare)), start)
    if kind == "openreview":
        return Found(kind, written, start)
    match = _ARXIV_START.match(bare) or _SLIP.match(bare)
    return Found("arxiv", match[1], start, match[2] or "", bare[match.end() :]) if match else Found(kind, bare, start)


def ids_in(text: str) -> dict[str, str]:
    """Return the ids in a text and in the addresses in it, by kind; of several of one kind the first."""
    found: dict[str, str] = {}
    for one in scan(text):
        if is_id(one.kind, one.value):
            found.setdefault(one.kind, one.value)
    return found


def find_in(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` of the id in an address or a text, the first kind of `KINDS` that it has; None without."""
    found = ids_in(text) or (ids_in(unquote(text)) if "%" in text else {})
    return next(((kind, found[kind]) for kind in KINDS if kind in found), None)


def read_id(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` of the paper that a text names, as records write it; None where it names none.

    It may be a bare arXiv id, DOI or Anthology id, any id with its prefix, or an address that holds one. A DOI that
    wraps the id of arXiv or of the Anthology gives that id. Whether the id has its form is for `is_id` to say: an arXiv
    id with a digit too many is given back as it is.
    """
    bare = text.strip()
    found = _alone(bare) or find_in(bare)
    if found is None:  # a slip in the place of an id; other pages of the Anthology have no id
        found = next(((one.kind, one.value) for one in scan(bare) if one.value and one.kind != "acl"), None)
    return _unwrapped(found[1]) if found and found[0] == "doi" else found


def _alone(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` where a text is nothing but an id, bare or behind its prefix."""
    name, _, rest = text.partition(":")
    if is_id("acl", spelled := _anthology(text)):
        return "acl", spelled
    if name.casefold() in {"openreview", "acl"}:
        return name.casefold(), _anthology(rest.strip()) if name.casefold() == "acl" else rest.strip()
    for kind, pattern in _ALONE:
        if match := pattern.fullmatch(text):
            return kind, bare_doi(match[1]).lower() if kind == "doi" else match[1]
    match = _NATURE.search(text)
    return ("doi", f"10.1038/{match[1].lower()}") if match else None


def _unwrapped(doi: str) -> tuple[str, str]:
    """Return the id that a DOI in lower case wraps; the DOI where it wraps none."""
    if arxiv := arxiv_of_doi(doi):
        return "arxiv", arxiv
    match = _ACL_OF_DOI.fullmatch(doi)
    return ("acl", _anthology(match[1])) if match else ("doi", doi)


def _anthology(text: str) -> str:
    """Return an Anthology id in its own spelling (only old ones have a capital, ``P19-1001``); other text as it is."""
    spelled = text.capitalize()
    return spelled if is_id("acl", spelled) else text


def ids_meant(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ids, spelled as by `comparable`, that a text may stand for: bare, with a prefix, or in an address.

    A bare text may have the form of several kinds: a word of eight letters could be an OpenReview id.
    """
    bare = text.strip()
    found = read_id(bare)
    return comparable({kind: bare for kind in KINDS if is_id(kind, bare)} | (dict([found]) if found else {}))


def arxiv_of_doi(doi: str) -> str | None:
    """Return the arXiv id that a DataCite DOI (``10.48550/arXiv.*``) stands for; None for any other DOI."""
    found = _read("doi", doi, 0)
    return found.value if found.kind == "arxiv" and is_id("arxiv", found.value) and not found.rest else None


def bare_doi(text: str) -> str:
    """Return a DOI without what follows it in an address or a sentence: ``(10.1145/1).`` ends with the 1."""
    for _ in range(_MOST_BRACKETS):
        text = _DOI_END.sub("", text)
        if not text.endswith(")") or text.count("(") >= text.count(")"):
            break
        text = text[:-1]
    return text


def several_ids(kind: str, value: str) -> list[str]:
    """Return the ids in a text, each once; several only where there are two papers."""
    return list(dict.fromkeys(_SEVERAL[kind].findall(value)))


def comparable(ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield identifiers, given by kind, in the spelling that is compared; an Anthology paper has its DOI too."""
    for kind, value in ids.items():
        yield kind, value.lower() if kind == "doi" else value
    if "acl" in ids:
        yield "doi", ACL_DOI + ids["acl"].lower()


def bare_address(url: str) -> str:
    """Return what addresses of one page have in common; empty where the text is no address.

    Scheme, ``www.``, slash at the end, capitals and ``.html`` do not count, nor does the file that has the name of its
    page: ``v97/gong19a/gong19a.pdf`` is ``v97/gong19a.html``.
    """
    bare = _SCHEME.sub("", url.strip()).rstrip("/").casefold()
    return _PAGE_END.sub(r"\1", bare) if "/" in bare or "://" in url else ""


def arxiv_year(arxiv: str) -> int:
    """Return the year of first submission that an arXiv id tells: its first two digits (after a slash in old ids)."""
    digits = int(arxiv.rpartition("/")[2][:2])
    return 1900 + digits if digits >= _ARXIV_FIRST_CENTURY_YEAR else 2000 + digits


def anthology_year(acl: str) -> int:
    """Return the year that an Anthology id tells; 0 where it has another form."""
    match = _ANTHOLOGY_YEAR.match(acl) if is_id("acl", acl) else None
    if match is None:
        return 0
    short = int(match[2] or 0)
    return int(match[1]) if match[1] else 1900 + short if short >= _FIRST_ANTHOLOGY else 2000 + short
