"""BibTeX entries that need no mending: the published venue first, the eprint kept, capitals safe."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.ids import address
from effllm.names import split_name

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
    """Adam Africa African Alpaca Amdahl America American Ampere Android Arabic Babel Banach Bayes Bayesian Bernoulli
    Blackwell Boltzmann Bregman Carlo Cauchy Cayley Cerebras Chebyshev China Chinchilla Chinese Cholesky Claude
    Dirichlet Docker English Euclidean Europe European Falcon Fibonacci Fisher Fourier French Frobenius Galois Gaudi
    Gaussian Gemini Gemma German Germany Gibbs Givens Google Gopher Grassmann Gumbel Hadamard Hamiltonian Harry
    Hebbian Hermitian Hessian Hilbert Hopfield Huffman India Indic Indonesian Jacobian Japan Japanese Java Jensen
    Julia Kaplan Kolmogorov Korean Kronecker Krylov Kubernetes Kullback Kunpeng Lagrangian Languini Laplace
    Laplacian Legendre Leibler Linux Lipschitz Llama Lyapunov Mamba Markov Megatron Microsoft Mistral Mixtral Monte
    Moore Muon Nash Nesterov Newton Nvidia Nyström Occam Pareto Penrose Poisson Portuguese Potter Pythagorean Pythia
    Python Qwen Rademacher Reddit Renyi Riemannian Russian Rényi Shannon Shapley Sinkhorn Snapdragon Sobolev
    Socratic Spanish Stiefel Sudoku Swedish Taylor Toeplitz Turing Twitter Ukraine Vicuna Vietnamese Viterbi
    Volterra Walsh Wasserstein Wikipedia Winograd Wolfe Xeon Zipf""".split()  # noqa: SIM905 - a list of words reads best as words
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
        yield venue_field, escape(venue.title_in(paper.year))
    yield "year", str(paper.year)
    if venue.kind == "preprint":
        yield "publisher", escape(venue.name)
    if paper.arxiv:
        yield "eprint", _verbatim(paper.arxiv)
        yield "archiveprefix", "arXiv"
    if paper.doi:
        yield "doi", _verbatim(paper.doi)
    yield "url", _verbatim(paper.link or "")
    if venue.kind == "web":
        yield "urldate", paper.added
    if paper.openreview and paper.acl:  # the address above is the Anthology's
        yield "ee", _verbatim(address("openreview", paper.openreview))


def _verbatim(text: str) -> str:
    """Return an id or address, which LaTeX takes as it is, without what would end the field or start another."""
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
    """Return a title in which names and acronyms, and only they, are in braces: ``{GPTQ}: Accurate {LLM} ...``.

    A word is one of them where it is among `PROPER_NOUNS`, where a capital follows its first letter, or where its first
    letter is one and a digit follows, or nothing (``V3``, ``Z-loss``), but for the word ``A``.
    """
    return "".join(map(_protected, _PIECES.split(title)))


@lru_cache(maxsize=1 << 14)
def _protected(piece: str) -> str:
    """Return a word, or what is between two, as it is in a title."""
    sign = piece[:1].isupper() and piece != "A" and (len(piece) == 1 or any(map(str.isdigit, piece)))
    keeps_capitals = sign or any(letter.isupper() for letter in piece[1:]) or piece in PROPER_NOUNS
    return f"{{{escape(piece)}}}" if keeps_capitals else escape(piece)
