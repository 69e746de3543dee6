"""What somebody pasted -> the identifier of a paper."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from effllm.id_kinds import KINDS
from effllm.ids import is_id, read_id, several_ids
from effllm.lookup.paper_index import is_telling
from effllm.rules.malformed_ids import arxiv_digits
from effllm.wording import cut

ACCEPTED = (
    "an arXiv id (2210.17323), a DOI, an OpenReview id, an ACL Anthology id, their addresses, a title, or a file .bib"
)
EMPTY = "form is empty: paste an arXiv id, DOI or BibTeX"

_SHOWN = 100
_CATEGORY = re.compile(r"\s*\[[a-z.-]+\]$", re.IGNORECASE)  # 2311.00001 [cs.CL]
_AROUND = "[](){}<>.,;'\" "
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class NotAccepted(ValueError):  # noqa: N818 - what it says
    """A text that names no paper in an accepted way; the message says what would."""


def recognise(text: str) -> tuple[str, str]:
    """Return ``(kind, id)`` of the paper that a text names, as records write it.

    Raises:
        NotAccepted: it names none, or more than one.
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if not bare:
        raise NotAccepted(EMPTY)
    shown = cut(bare, _SHOWN)
    if bare.startswith("@"):
        raise NotAccepted("this is BibTeX: save it as a file, paper.bib, and name the file")
    for kind in ("arxiv", "doi"):
        several = several_ids(kind, bare[:1000])
        if len(several) > 1:
            raise NotAccepted(
                f"two different {KINDS[kind].name}s in one: {several[0]} and {several[1]}; give them apart"
            )
    found = (
        read_id(bare)
        or read_id(_CATEGORY.sub("", bare).strip(_AROUND))
        or (("openreview", bare) if _looks_random(bare) else None)
    )
    if found is None:
        raise NotAccepted(_advice(bare, shown))
    kind, value = found
    odd = arxiv_digits(value, datetime.now(tz=UTC).date()) if kind == "arxiv" else None
    if odd or not is_id(kind, value):
        raise NotAccepted("; ".join(odd or (f"{shown} is no {KINDS[kind].name}", f"accepted: {ACCEPTED}")))
    return kind, value


def is_title(text: str) -> bool:
    """Tell whether a text that names no paper by an id may be a title: three words or more, and no address."""
    bare = unicodedata.normalize("NFKC", text).strip()
    several = [one for kind in ("arxiv", "doi") for one in several_ids(kind, bare[:1000])]
    other = bare.startswith(("@", "-")) or bare.casefold().endswith(".bib") or _ADDRESS.search(bare)
    return is_telling(bare) and not several and not other


def _looks_random(word: str) -> bool:
    """Tell whether a word has the form of an OpenReview id and is no word of a language."""
    mixed = any(map(str.isdigit, word)) or (any(map(str.isupper, word[1:])) and not word.isupper())
    return is_id("openreview", word) and mixed and any(map(str.isalpha, word)) and not word.startswith(("-", "_"))


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
