"""What somebody pasted -> the identifier of a paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from effllm.records.ids import ACL, ACL_DOI, ARXIV, ID_NAMES, arxiv_of_doi, find_id, find_in, is_id, several_ids
from effllm.rules.ids import arxiv_digits
from effllm.wording import cut

ACCEPTED = "an arXiv id (2210.17323), a DOI, an OpenReview id, an ACL Anthology id, their addresses, or a file .bib"
EMPTY = "form is empty: paste an arXiv id, DOI or BibTeX"

_SHOWN = 100
_ARXIV_ALONE = re.compile(rf"(?:arxiv:\s*)?({ARXIV})(?:v\d+)?(?:\.pdf)?", re.IGNORECASE)
_ARXIV_PATH = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([^\s?#]+)", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:arxiv:\s*)?(\d+\.\d+)(?:v\d+)?(?:\.pdf)?", re.IGNORECASE)
_DOI_ALONE = re.compile(r"10\.\d{4,9}/\S+")
_ACL_DOI = re.compile(rf"{re.escape(ACL_DOI)}({ACL})", re.IGNORECASE)
_OTHER_ADDRESSES = (
    ("arxiv", re.compile(rf"alphaxiv\.org/(?:abs|pdf|overview)/({ARXIV})(?!\d)", re.IGNORECASE)),
    ("acl", re.compile(rf"(?:aclweb\.org/anthology|aclanthology\.info/papers)/({ACL})")),
    ("openreview", re.compile(r"openreview\.net/(?:attachment|revisions|references)\?(?:\S*&)?id=([\w-]{8,12})")),
)
_NATURE = re.compile(r"nature\.com/articles/(s\d{5}-[\w-]+|nature\d+)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class NotAccepted(ValueError):  # noqa: N818 - what it says
    """A text that names no paper in an accepted way; the message says what would."""


def recognise(text: str) -> tuple[str, str]:
    """Return ``(kind, id)`` of the paper that a text names, as records write it.

    Raises:
        NotAccepted: it names none, or more than one.
    """
    bare = text.strip()
    if not bare:
        raise NotAccepted(EMPTY)
    shown = cut(bare, _SHOWN)
    if bare.startswith("@"):
        raise NotAccepted("this is BibTeX: save it as a file, paper.bib, and name the file")
    for kind in ("arxiv", "doi"):
        several = several_ids(kind, bare[:1000])
        if len(several) > 1:
            raise NotAccepted(f"two different {ID_NAMES[kind]}s in one: {several[0]} and {several[1]}; give them apart")
    found = _alone(bare) or _in_address(bare)
    if found is None:
        raise NotAccepted(_advice(bare, shown))
    kind, value = _standard(*found)
    odd = arxiv_digits(value, datetime.now(tz=UTC).date()) if kind == "arxiv" else None
    if odd or not is_id(kind, value):
        raise NotAccepted("; ".join(odd or (f"{shown} is no {ID_NAMES[kind]}", f"accepted: {ACCEPTED}")))
    return kind, value


def _alone(bare: str) -> tuple[str, str] | None:
    """Return the identifier that is the whole text."""
    if match := _ARXIV_ALONE.fullmatch(bare):
        return "arxiv", match[1]
    if match := _NUMBERS.fullmatch(bare):
        return "arxiv", match[1]
    if _DOI_ALONE.fullmatch(bare):
        return find_in(f"doi:{bare}")
    if is_id("acl", bare):
        return "acl", bare
    name, _, rest = bare.partition(":")
    if name.casefold() in {"openreview", "acl"}:
        return name.casefold(), rest.strip()
    return ("openreview", bare) if _looks_random(bare) else None


def _looks_random(word: str) -> bool:
    """Tell whether a word has the form of an OpenReview id and is no word of a language."""
    mixed = any(map(str.isdigit, word)) or (any(map(str.isupper, word[1:])) and not word.isupper())
    return is_id("openreview", word) and mixed and any(map(str.isalpha, word)) and not word.startswith(("-", "_"))


def _in_address(bare: str) -> tuple[str, str] | None:
    """Return the identifier inside an address or a text with a prefix."""
    for kind, pattern in _OTHER_ADDRESSES:
        if match := pattern.search(bare):
            return kind, match[1]
    if match := _NATURE.search(bare):
        return "doi", f"10.1038/{match[1].lower()}"
    if find_id(bare) is None and (match := _ARXIV_PATH.search(bare)):  # a slip in the number
        return "arxiv", re.sub(r"(?:v\d+)?(?:\.pdf)?/?$", "", match[1])
    return find_in(bare)


def _standard(kind: str, value: str) -> tuple[str, str]:
    """Return the identifier itself for a DOI that only wraps it."""
    if kind == "doi" and (arxiv := arxiv_of_doi(value)):
        return "arxiv", arxiv
    if kind == "doi" and (match := _ACL_DOI.fullmatch(value)):
        return "acl", match[1]
    return kind, value


def _advice(bare: str, shown: str) -> str:
    """Say what is accepted, and which identifier may be meant."""
    inside = several_ids("arxiv", bare) or several_ids("doi", bare)
    if inside:
        return f"identifier type not accepted: {shown}; did you mean {inside[0]}?"
    if bare.casefold().endswith(".bib"):
        return f"{shown}: no such file"
    if _ADDRESS.match(bare):
        hint = "the address holds no id, look on the page for the paper's arXiv id or DOI"
        return f"identifier type not accepted: {shown}; {hint}. Accepted: {ACCEPTED}"
    return f"identifier type not accepted: {shown}. Accepted: {ACCEPTED}"
