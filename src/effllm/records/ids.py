"""The identifiers of papers: their forms, the addresses they stand for, and the year an arXiv id tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Not \d, which has the digits of every script: ids become addresses and paths.
ARXIV = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
DOI = r'10\.[0-9]{4,9}/[^\s"<>]+'  # not \": JSON Schema's regular expressions do not know it
OPENREVIEW = r"[A-Za-z0-9_-]{8,12}"
ACL = r"[0-9]{4}\.[a-z0-9_]+(?:-[a-z0-9]+)?\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4,5}"
ACL_DOI = "10.18653/v1/"  # the Anthology's own DOIs: its id follows
ARXIV_DOI = "10.48550/arXiv."  # those of arXiv, likewise
KEY = r"[a-z]+[0-9]{4}[a-z0-9]+"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"

PATTERNS = {"arxiv": ARXIV, "doi": DOI, "openreview": OPENREVIEW, "acl": ACL}
"""The form of each kind of identifier, as a regular expression for the whole text."""

ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
}
"""Where each kind of identifier leads."""

ID_NAMES = {"arxiv": "arXiv id", "doi": "DOI", "openreview": "OpenReview id", "acl": "Anthology id"}
"""What each kind of identifier is called."""

_ARXIV_FIRST_CENTURY_YEAR = 91
_IN_ADDRESS = {
    "arxiv": re.compile(
        rf"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|arxiv:\s*)({ARXIV})(?![0-9])", re.IGNORECASE
    ),
    "doi": re.compile(rf"(?:doi\.org/|doi:\s*)({DOI})", re.IGNORECASE),
    "openreview": re.compile(rf"openreview\.net/(?:forum|pdf)\?id=({OPENREVIEW})(?![\w-])"),
    "acl": re.compile(rf"aclanthology\.org/({ACL})"),
}
_SEVERAL = {
    "arxiv": re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])"),
    "doi": re.compile(r"(?<![\w.])10\.[0-9]{4,9}/[^\s,;<>()\[\]\"]+"),
    "openreview": re.compile(r"(?:(?<=id=)|(?:^|(?<=[\s,;])))[\w-]{8,12}(?=$|[\s,;)&])"),
    "acl": re.compile(r"(?<![\w.])[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+"),
}
_FIRST_ANTHOLOGY = 60
_ANTHOLOGY_YEAR = re.compile(r"([0-9]{4})\.|[A-Z]([0-9]{2})-")
_DOI_PAGE = re.compile(r"/(10\.[0-9]{4,9}/[^\s\"<>?#]+)")
_DOI_END = re.compile(r"(?:/full|/pdf|\.pdf)?[.,;:\]]{0,9}$")
_ARXIV_OF_DOI = re.compile(rf"{re.escape(ARXIV_DOI)}({ARXIV})(?:v[0-9]+)?", re.IGNORECASE)
_ACL_OF_DOI = re.compile(rf"{re.escape(ACL_DOI)}({ACL})", re.IGNORECASE)
_ARXIV_ALONE = re.compile(rf"(?:arxiv:\s*)?({ARXIV})(?:v[0-9]+)?(?:\.pdf)?", re.IGNORECASE)
_DOI_ALONE = re.compile(r"10\.[0-9]{4,9}/\S+")
_OTHER_ADDRESSES = (
    ("arxiv", re.compile(rf"alphaxiv\.org/(?:abs|pdf|overview)/({ARXIV})(?![0-9])", re.IGNORECASE)),
    ("acl", re.compile(rf"(?:aclweb\.org/anthology|aclanthology\.info/papers)/({ACL})")),
    ("openreview", re.compile(r"openreview\.net/(?:attachment|revisions|references)\?(?:\S*&)?id=([\w-]{8,12})")),
)
_NATURE = re.compile(r"nature\.com/articles/(s[0-9]{5}-[\w-]+|nature[0-9]+)", re.IGNORECASE)


def is_id(kind: str, text: str) -> bool:
    """Tell whether ``text`` has the form of an identifier of this ``kind`` (a key of `PATTERNS`)."""
    return re.fullmatch(PATTERNS[kind], text) is not None


def arxiv_of_doi(doi: str) -> str | None:
    """Return the arXiv id that a DataCite DOI (``10.48550/arXiv.*``) stands for; None for any other DOI."""
    match = _ARXIV_OF_DOI.fullmatch(doi)
    return match[1] if match else None


def find_id(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` of the first identifier in an address or a prefixed text; None where there is none.

    An arXiv id loses its version, a DOI of arXiv becomes the arXiv id.
    """
    for kind, pattern in _IN_ADDRESS.items():
        if match := pattern.search(text):
            arxiv = arxiv_of_doi(match[1]) if kind == "doi" else None
            return ("arxiv", arxiv) if arxiv else (kind, match[1])
    return None


def find_in(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` of the id inside an address or a prefixed text, as records write it; None without one."""
    found = find_id(text)
    if found is None and (match := _DOI_PAGE.search(text)):
        found = ("doi", match[1])
    if found and found[0] == "doi":
        return "doi", bare_doi(found[1]).lower()
    return found


def read_id(text: str) -> tuple[str, str] | None:
    """Return ``(kind, id)`` of the paper that a text names, as records write it; None where it names none.

    It may be a bare arXiv id, DOI or Anthology id, any id with its prefix, or an address that holds one. A DOI that
    wraps the id of arXiv or of the Anthology gives that id. Whether the id has its form is for `is_id` to say.
    """
    bare = text.strip()
    if match := _ARXIV_ALONE.fullmatch(bare):
        return "arxiv", match[1]
    if is_id("acl", bare):
        return "acl", bare
    name, _, rest = bare.partition(":")
    if name.casefold() in {"openreview", "acl"}:
        return name.casefold(), rest.strip()
    for kind, pattern in _OTHER_ADDRESSES:
        if match := pattern.search(bare):
            return kind, match[1]
    if match := _NATURE.search(bare):
        return "doi", f"10.1038/{match[1].lower()}"
    found = find_in(f"doi:{bare}" if _DOI_ALONE.fullmatch(bare) else bare)
    return _unwrapped(found[1]) if found and found[0] == "doi" else found


def _unwrapped(doi: str) -> tuple[str, str]:
    """Return the id that a DOI in lower case wraps; the DOI where it wraps none."""
    if arxiv := arxiv_of_doi(doi):
        return "arxiv", arxiv
    match = _ACL_OF_DOI.fullmatch(doi)
    return ("acl", match[1].capitalize()) if match else ("doi", doi)  # P19-1001: the old ids begin with a capital


def ids_meant(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ids, spelled as by `comparable`, that a text may stand for: bare, with a prefix, or in an address.

    A bare text may have the form of several kinds: a word of eight letters could be an OpenReview id.
    """
    bare = text.strip()
    found = read_id(bare)
    return comparable({kind: bare for kind in PATTERNS if is_id(kind, bare)} | (dict([found]) if found else {}))


def bare_doi(text: str) -> str:
    """Return a DOI without what stands behind it in an address or a sentence."""
    outside = text.endswith(")") and text.count("(") < text.count(")")
    return _DOI_END.sub("", text[:-1] if outside else text)


def arxiv_year(arxiv: str) -> int:
    """Return the year of first submission that an arXiv id tells: its first two digits (after a slash in old ids)."""
    digits = int(arxiv.rpartition("/")[2][:2])
    return 1900 + digits if digits >= _ARXIV_FIRST_CENTURY_YEAR else 2000 + digits


def several_ids(kind: str, value: str) -> list[str]:
    """Return the ids in a text, each once; several only where there are two papers."""
    return list(dict.fromkeys(_SEVERAL[kind].findall(value)))


def anthology_year(acl: str) -> int:
    """Return the year that an Anthology id tells; 0 where it has another form."""
    match = _ANTHOLOGY_YEAR.match(acl) if is_id("acl", acl) else None
    if match is None:
        return 0
    short = int(match[2] or 0)
    return int(match[1]) if match[1] else 1900 + short if short >= _FIRST_ANTHOLOGY else 2000 + short


def comparable(ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield identifiers, given by kind, in the spelling that is compared; an Anthology paper has its DOI too."""
    for kind, value in ids.items():
        yield kind, value.lower() if kind == "doi" else value
    if "acl" in ids:
        yield "doi", ACL_DOI + ids["acl"].lower()


def address(kind: str, value: str) -> str:
    """Return the web address of an identifier of this ``kind``."""
    return ADDRESSES[kind].format(value)


def bare_address(url: str) -> str:
    """Return what addresses of one page have in common: no scheme, no ``www.``, no slash at the end, no capitals."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").casefold()
