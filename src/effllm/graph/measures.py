"""How alike papers are, each measure as a sparse matrix whose rows' products are the likeness.

A row belongs to a paper, a column to what it may share with others. Columns count by how few papers have them, rows are
brought to a length of at most one, so that the product of two rows is a cosine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import scipy.sparse as sp

    from effllm.records import Paper

    Matrix = sp.csr_array[np.float64]

COMMON = 500
"""What more papers than this have in common says nothing about any two of them, and is passed over."""

FEW = 2.0
"""Added to the squared length of a row of citations: with one or two in it, sharing them all is no perfect likeness."""


def cited(papers: Sequence[Paper]) -> Matrix:
    """Return the matrix of papers and the papers they cite, 1 for each citation among them."""
    number = {paper.key: row for row, paper in enumerate(papers)}
    return matrix([{number[key]: 1.0 for key in paper.cites if key in number} for paper in papers], len(papers))


def coupling(cites: Matrix) -> Matrix:
    """Return the rows for bibliographic coupling: papers are alike that cite the same.

    Source: M. M. Kessler, Bibliographic coupling between scientific papers, American Documentation 14 (1963); the
    cosine is G. Salton's. Cost: linear in the citations.
    """
    return _cosine(_by_rarity(cites), FEW)


def cocitation(cites: Matrix) -> Matrix:
    """Return the rows for co-citation: papers are alike that the same papers cite.

    Source: H. Small, Co-citation in the scientific literature, Journal of the American Society for Information Science
    24 (1973). A short reference list counts more than a long one. Cost: linear in the citations.
    """
    return _cosine(_by_rarity(cites.T.tocsr()), FEW)


def wording(bags: Sequence[Mapping[str, float]]) -> Matrix:
    """Return the rows for likeness of words, of the words of each paper with their weights.

    See `effllm.graph.tfidf.telling_words` for both. Source: K. Spärck Jones, A statistical interpretation of term
    specificity, Journal of Documentation 28 (1972). Cost: linear in the words.
    """
    number: dict[str, int] = {}
    rows = [{number.setdefault(word, len(number)): weight for word, weight in bag.items()} for bag in bags]
    return _cosine(matrix(rows, len(number)), 0.0)


def matrix(rows: Iterable[Mapping[int, float]], columns: int) -> Matrix:
    """Return rows of column -> value as a sparse matrix."""
    import numpy as np  # noqa: PLC0415 - takes a while to import, and few questions need it
    import scipy.sparse as sp  # noqa: PLC0415 - as above

    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        indices += row.keys()
        values += row.values()
        ends.append(len(indices))
    shape = (len(ends) - 1, columns)
    return sp.csr_array((np.array(values, float), np.array(indices, np.int32), np.array(ends, np.int32)), shape=shape)


def _by_rarity(counts: Matrix) -> Matrix:
    """Return the matrix with each column as log(papers / papers that have it), 1 at most; common ones are left out."""
    import numpy as np  # noqa: PLC0415 - as above

    papers, columns = counts.shape
    having = np.bincount(counts.indices, minlength=columns).clip(1)
    weights = np.where(having <= COMMON, np.log(papers / having) / math.log(max(papers, 2)), 0.0)
    weighted = counts.copy()
    weighted.data = counts.data * weights[counts.indices]
    weighted.eliminate_zeros()
    return weighted


def _cosine(weighted: Matrix, added: float) -> Matrix:
    """Return the matrix with each row divided by its length, to whose square something may be added."""
    import numpy as np  # noqa: PLC0415 - as above

    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1) + added)
    scaled = weighted.copy()
    scaled.data = weighted.data / np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(weighted.indptr))
    return scaled
