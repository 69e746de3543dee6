"""BibTeX entries that need no mending: the published venue first, the eprint kept, capitals safe."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.names import split_name
from effllm.records.ids import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.records import Paper, Venue

ENTRY_TYPES = {
    "conference": ("inproceedings", "booktitle"),
    "workshop": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "preprint": ("misc", ""),
    "web": ("misc", "howpublished"),
}
"""Entry type and the field for the venue, by the venue's kind."""

PROPER_NOUNS = frozenset(
    """Alpaca Bayes Bayesian Bernoulli Carlo Chebyshev Fisher Fourier Gaussian Hadamard Hessian Hopfield Huffman
    Jacobian Kronecker Kullback Leibler Llama Mamba Markov Mistral Mixtral Monte Newton Nyström Python Sinkhorn Taylor
    Viterbi""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of titles that keep their capital though only their first letter is one."""

_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: "\\" + sign for sign in "&%$#_"}
)
_IN_ADDRESS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\"@'})
_PIECES = re.compile(r"(\w+)")


def to_bibtex(papers: Iterable[Paper], venues: Mapping[str, Venue]) -> str:
    """Return one BibTeX entry a paper, under its key; accents as UTF-8 (biber, or BibTeX with inputenc)."""
    return "\n\n".join(_entry(paper, venues[paper.venue]) for paper in papers)


def _entry(paper: Paper, venue: Venue) -> str:
    entry_type, venue_field = ENTRY_TYPES[venue.kind]
    values = ((name, " ".join(value.split())) for name, value in _fields(paper, venue, venue_field))
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in values if value)
    return f"@{entry_type}{{{paper.key},\n{fields}}}\n"


def _fields(paper: Paper, venue: Venue, venue_field: str) -> Iterator[tuple[str, str]]:
    yield "title", protect(paper.title)
    yield "author", " and ".join(_author(name) for name in paper.authors)
    if venue_field:
        yield venue_field, escape(venue.name)
    yield "year", str(paper.year)
    if paper.arxiv:
        yield "eprint", _verbatim(paper.arxiv)
        yield "archiveprefix", "arXiv"
    if paper.doi:
        yield "doi", _verbatim(paper.doi)
    yield "url", _verbatim(paper.link or "")
    if paper.openreview and paper.acl:  # the address above is the Anthology's
        yield "ee", _verbatim(address("openreview", paper.openreview))


def _verbatim(text: str) -> str:
    """Return an id or address, which LaTeX takes as it stands, without what would end the field or start another."""
    return text.translate(_IN_ADDRESS)


def _author(name: str) -> str:
    """Return ``Family, Suffix, Given``; an organisation in braces, so that BibTeX does not take it apart."""
    parts = split_name(name)
    if parts.is_organisation:
        return f"{{{escape(parts.inverted)}}}"
    return escape(", ".join(filter(None, (parts.family, parts.suffix, parts.given))))


def escape(text: str) -> str:
    """Return the text with the characters that LaTeX takes for commands escaped."""
    return text.translate(_SPECIAL)


def protect(title: str) -> str:
    """Return a title in which names and acronyms, and only they, stand in braces: ``{GPTQ}: Accurate {LLM} ...``.

    A word is one of them where a capital follows its first letter or where it is
    among `PROPER_NOUNS`.
    """
    return "".join(map(_protected, _PIECES.split(title)))


@lru_cache(maxsize=1 << 14)
def _protected(piece: str) -> str:
    """Return a word, or what stands between two, as it stands in a title."""
    keeps_capitals = any(letter.isupper() for letter in piece[1:]) or piece in PROPER_NOUNS
    return f"{{{escape(piece)}}}" if keeps_capitals else escape(piece)
