"""The kinds of identifiers that papers have: their forms, their addresses and where they are in those of others."""

from __future__ import annotations

from typing import NamedTuple

# Not \d, which has the digits of every script: ids become addresses and paths.
ARXIV = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
DOI_SIGNS = "-._;()/:A-Za-z0-9+&~=,!*@$"  # for a set in a regular expression; in an address all are as they are
DOI = rf"10\.[0-9]{{4,9}}/(?!(?:.*/)?\.{{1,2}}(?:/|$))[{DOI_SIGNS}]+"
OPENREVIEW = r"[A-Za-z0-9_-]{8,12}"
ACL = r"[0-9]{4}\.[a-z0-9_]+(?:-[a-z0-9]+)?\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4,5}"
ACL_DOI = "10.18653/v1/"  # the Anthology's own DOIs: its id follows
ARXIV_DOI = "10.48550/arXiv."  # those of arXiv, likewise
KEY = r"[a-z]+[0-9]{4}[a-z0-9]+"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Kind(NamedTuple):
    """A kind of identifier. All but the name and the address are regular expressions.

    Attributes:
        name: what it is called.
        url: its address; the id takes the place of the braces.
        pattern: its form, for the whole text.
        hosts: beginnings of addresses; what follows is in the place of an id, whatever it is.
        place: the characters that may be there.
        mirrors: beginnings of other addresses in which an id may follow.
        prefixes: what comes before an id in a text.
    """

    name: str
    url: str
    pattern: str
    hosts: str
    place: str
    mirrors: str
    prefixes: str


ARXIV_WORD = r"arxiv(?:\s++preprint)?(?:\s++arxiv)?"  # arXiv preprint arXiv:2312.00001

KINDS = {
    "arxiv": Kind(
        name="arXiv id",
        url="https://arxiv.org/abs/{}",
        pattern=ARXIV,
        hosts=r"arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print|bibtex)/+(?:arxiv:)?",
        place=r"[^\s()\[\]<>{}\"'|,;?#\\]*",
        # alphaxiv.org/zh/overview/2312.00001, ar5iv.org/2312.00001, semanticscholar.org/arxiv/2312.00001
        mirrors=r"alphaxiv\.org/(?:[a-z]+/){1,2}|(?:huggingface|hf)\.co/papers/|ar5iv\.org/(?:abs/|html/)?|/arxiv[:/]",
        prefixes=rf"{ARXIV_WORD}(?:\s*+:\s*+\[?|[\s.]++)|abs/",  # CoRR abs/2312.00001
    ),
    "doi": Kind(
        name="DOI",
        url="https://doi.org/{}",
        pattern=DOI,
        hosts=r"doi\.org/",
        place=r"[^\s<>{}\"'|\\]*",
        mirrors=r"(?<=/)(?=10\.)",  # dl.acm.org/doi/abs/10.1145/3620665
        prefixes=r"(?:doi:\s*+)?",
    ),
    "openreview": Kind(
        name="OpenReview id",
        url="https://openreview.net/forum?id={}",
        pattern=OPENREVIEW,
        hosts=r"openreview\.net/(?:forum|pdf|attachment|revisions|references)\?(?:[^\s#]{0,99}&)?id=",
        place=r"[\w-]*",
        mirrors=r"(?!)",
        prefixes=r"openreview:\s*+",
    ),
    "acl": Kind(
        name="Anthology id",
        url="https://aclanthology.org/{}/",
        pattern=ACL,
        hosts=r"aclanthology\.org/",
        place=r"[A-Za-z0-9._-]+",
        mirrors=r"aclweb\.org/anthology/(?:[A-Z]/[A-Z][0-9]{2}/)?|aclanthology\.info/papers/",
        prefixes=r"acl:\s*+",
    ),
}
"""The kinds of identifiers, the one that most often is the right one first."""

PREFIXES = {"arxiv": "arXiv", "doi": "doi", "openreview": "openreview", "acl": "acl"}
"""What is before the colon of an id in one text, `prefixed`, by its kind."""
