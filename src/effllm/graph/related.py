"""Which papers are near a paper, and why."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from effllm.arguments import check_limit
from effllm.graph import measures
from effllm.graph.build import records_of
from effllm.graph.reasons import Reasons
from effllm.graph.taxonomy_similarity import SharedCategories
from effllm.graph.tfidf import telling_words
from effllm.nearest import UnknownPaper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np

    from effllm.graph.build import SomePapers
    from effllm.graph.measures import Matrix
    from effllm.records import Category

    Number = TypeVar("Number", bound=np.generic)
    Row = np.ndarray[tuple[int], np.dtype[Number]]

WEIGHTS = {"coupling": 0.35, "cocitation": 0.25, "words": 0.2, "categories": 0.2}
"""How much each measure counts; together 1, which no two papers reach."""

_BLOCK = 1024
_DIGITS = 9


class Related(NamedTuple):
    """A paper near another.

    Attributes:
        key: its key.
        score: how near, from 0 to 1.
        reasons: why, in words, the strongest kind of evidence first.
    """

    key: str
    score: float
    reasons: tuple[str, ...]


class Relations:
    """The papers near each paper.

    The score adds up, by `WEIGHTS`, four likenesses between 0 and 1: what both cite (bibliographic coupling, Kessler
    1963), what cites both (co-citation, Small 1973), the words of title and summary (TF-IDF, Spärck Jones 1972),
    and the smallest category both are in (Resnik 1995). See `effllm.graph.measures` and
    `effllm.graph.taxonomy_similarity` for each. A reference list that was not read counts as empty, so a score says
    less for such papers.

    Papers are compared that share a citation, a citing paper or a telling word; where these are fewer than asked for,
    those of the same primary category follow, the nearest in time first. All four are one product of sparse matrices,
    in blocks of rows. Cost for one paper: what its citations, citing papers and words have in common with others; for
    all papers: that many times papers, never their square.
    """

    def __init__(self, papers: SomePapers, branches: Iterable[Category]) -> None:
        """Take the papers and the roots of the taxonomy. Nothing is computed yet."""
        self._papers = records_of(papers)
        self._branches = tuple(branches)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {paper.key: row for row, paper in enumerate(self._papers)}

    @cached_property
    def _rows(self) -> tuple[Matrix, Matrix]:
        """What papers share, the three measures side by side, and the same transposed."""
        import scipy.sparse as sp  # noqa: PLC0415 - takes a while to import, and few questions need it

        cites = measures.cited(self._papers)
        parts = {
            "coupling": measures.coupling(cites),
            "cocitation": measures.cocitation(cites),
            "words": measures.wording(self._words),
        }
        rows = sp.hstack([part * WEIGHTS[name] ** 0.5 for name, part in parts.items()], format="csr")
        return rows, rows.T.tocsr()

    @cached_property
    def _shared(self) -> SharedCategories:
        return SharedCategories(self._papers, self._branches)

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self._papers, self._shared, self._words)

    @cached_property
    def _words(self) -> list[dict[str, float]]:
        return telling_words(self._papers, measures.COMMON)

    @cached_property
    def _by_category(self) -> dict[str, list[int]]:
        """The papers of each primary category, oldest first."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in sorted(range(len(self._papers)), key=lambda row: (self._papers[row].year, row)):
            found[self._papers[row].primary_category].append(row)
        return found

    @cached_property
    def _place(self) -> dict[int, int]:
        return {row: place for rows in self._by_category.values() for place, row in enumerate(rows)}

    def of(self, key: str, limit: int = 10) -> list[Related]:
        """Return the papers nearest to one, at most ``limit``, the nearest first.

        Raises:
            UnknownPaper: no paper has this key.
            ValueError: ``limit`` is below 0.
        """
        check_limit(limit)
        if key not in self._number:
            raise UnknownPaper(key, self._number)
        row = self._number[key]
        return self._found(row, next(self._scores([row], limit)), limit)

    def all(self, limit: int = 10, reasons: int = 4) -> Iterator[tuple[str, list[Related]]]:
        """Yield each paper's key with the papers nearest to it; many at once, so far cheaper than one by one.

        ``reasons`` is the most reasons that are given for each; there are up to four.

        Raises:
            ValueError: ``limit`` is below 0.
        """
        check_limit(limit)
        for start in range(0, len(self._papers), _BLOCK):
            block = range(start, min(start + _BLOCK, len(self._papers)))
            for row, scores in zip(block, self._scores(block, limit), strict=True):
                yield self._papers[row].key, self._found(row, scores, limit, reasons)

    def _scores(self, block: Sequence[int], limit: int) -> Iterator[list[tuple[int, float]]]:
        """Yield for each row of a block the rows nearest to it with their scores, the nearest first."""
        import numpy as np  # noqa: PLC0415 - as above

        rows, columns = self._rows
        numbers, sets = np.asarray(block), np.asarray(self._shared.numbers, np.int32)
        products = rows[numbers] @ columns
        others = products.indices
        found = np.diff(products.indptr)
        pairs = np.repeat(sets[numbers] * len(self._alike), found) + sets[others]
        scores = (products.data + self._alike.ravel().take(pairs) * WEIGHTS["categories"]).round(_DIGITS)
        scores[others == np.repeat(numbers, found)] = 0.0
        for start, end in pairwise(products.indptr.tolist()):
            yield _best(others[start:end], scores[start:end], limit)

    @cached_property
    def _alike(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        return self._shared.likeness()

    def _found(self, row: int, scores: list[tuple[int, float]], limit: int, reasons: int = 4) -> list[Related]:
        if len(scores) < limit:
            scores += self._fill(row, {row, *(other for other, _ in scores)}, limit - len(scores))
        return [Related(self._papers[other].key, score, self._reasons(row, other, reasons)) for other, score in scores]

    def _fill(self, row: int, known: set[int], wanted: int) -> Iterator[tuple[int, float]]:
        """Yield papers of the same primary category that are not known yet, the nearest in time first."""
        year, sets = self._papers[row].year, self._shared.numbers
        papers = self._by_category[self._papers[row].primary_category]
        at, reach = self._place[row], wanted + len(known)
        near = [other for other in papers[max(0, at - reach) : at + 1 + reach] if other not in known]
        near.sort(key=lambda other: (abs(self._papers[other].year - year), abs(self._place[other] - at), other))
        for other in near[:wanted]:
            yield other, round(float(self._alike[sets[row], sets[other]]) * WEIGHTS["categories"], _DIGITS)


def _best(others: Row[np.int32], scores: Row[np.float64], limit: int) -> list[tuple[int, float]]:
    """Return the rows with the highest scores, the highest first; of equal ones those that come first."""
    import numpy as np  # noqa: PLC0415 - as above

    if len(others) > limit + 1:
        kept = scores >= np.partition(scores, -limit)[-limit]
        others, scores = others[kept], scores[kept]
    order = np.lexsort((others, -scores))[:limit]
    return [
        (other, score) for other, score in zip(others[order].tolist(), scores[order].tolist(), strict=True) if score
    ]
