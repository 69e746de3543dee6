"""Which papers are near a paper, and why."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from effllm.arguments import check_limit
from effllm.extras import extra
from effllm.graph import similarity
from effllm.graph.from_records import records_of
from effllm.graph.reasons import Reasons
from effllm.nearest import UnknownPaper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    import scipy.sparse as sp

    from effllm.graph.from_records import SomePapers
    from effllm.records import Category

Scores = list[tuple[int, float]]
"""Papers, by their place among all, with how near they are."""

WEIGHTS = {"coupling": 0.35, "cocitation": 0.25, "words": 0.2, "categories": 0.2}
"""How much each measure counts; together 1, which no two papers reach."""

_BLOCK = 1024
_DIGITS = 9
_ROUNDED = 10**-_DIGITS


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
    and the smallest category both are in (Resnik 1995). See `effllm.graph.similarity` for each. A reference list
    that was not read counts as empty, so a score says less for such papers.

    Papers are compared that share a citation, a citing paper or a telling word; where these are fewer than asked for,
    those of the same primary category follow, the nearest in time first. Cost: linear in the texts and citations of
    all papers for the first answer; then, for each paper, what its citations, citing papers and words have in common
    with others. `all` has sparse matrices do the same, in blocks of papers, several times as fast.
    """

    def __init__(self, papers: SomePapers, branches: Iterable[Category]) -> None:
        """Take the papers and the roots of the taxonomy. Nothing is computed yet."""
        self._papers = records_of(papers)
        self._branches = tuple(branches)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {paper.key: row for row, paper in enumerate(self._papers)}

    @cached_property
    def _rows(self) -> similarity.Rows:
        """What each paper may share with others: the three measures that are rows, side by side in one."""
        cites, cited_by = similarity.citations(self._papers)
        measures = {
            "coupling": similarity.coupling(cites, cited_by),
            "cocitation": similarity.cocitation(cites, cited_by),
            "words": similarity.wording(self._words),
        }
        found: similarity.Rows = [{} for _ in self._papers]
        for place, (name, rows) in enumerate(measures.items()):
            factor = WEIGHTS[name] ** 0.5
            for row, part in zip(found, rows, strict=True):
                row.update((column * len(measures) + place, factor * value) for column, value in part.items())
        return found

    @cached_property
    def _columns(self) -> dict[int, Scores]:
        """The papers that have a number in each column, with it."""
        columns: dict[int, Scores] = defaultdict(list)
        for paper, row in enumerate(self._rows):
            for column, value in row.items():
                columns[column].append((paper, value))
        return columns

    @cached_property
    def _shared(self) -> similarity.SharedCategories:
        return similarity.SharedCategories(self._papers, self._branches)

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self._papers, self._shared, self._words)

    @cached_property
    def _words(self) -> list[dict[str, float]]:
        return similarity.telling_words(self._papers)

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
        return self._found(row, self._scores(row, limit), limit)

    def all(self, limit: int = 10, reasons: int = 4) -> Iterator[tuple[str, list[Related]]]:
        """Yield each paper's key with the papers nearest to it; many at once, so several times as fast as one by one.

        ``reasons`` is the most reasons that are given for each; there are up to four.

        Raises:
            ValueError: ``limit`` is below 0.
            MissingExtra: numpy or scipy is not installed.
        """
        check_limit(limit)
        for start in range(0, len(self._papers), _BLOCK):
            block = range(start, min(start + _BLOCK, len(self._papers)))
            for row, scores in zip(block, self._scores_of_block(block, limit), strict=True):
                yield self._papers[row].key, self._found(row, scores, limit, reasons)

    def _scores(self, row: int, limit: int) -> Scores:
        """Return the papers nearest to one, the nearest first."""
        shared: dict[int, float] = defaultdict(float)
        for column, value in self._rows[row].items():
            for other, times in self._columns[column]:
                shared[other] += value * times
        shared.pop(row, None)
        alike, sets = self._shared.likeness(self._shared.numbers[row]), self._shared.numbers
        scores = ((other, score + alike[sets[other]] * WEIGHTS["categories"]) for other, score in shared.items())
        return _best(scores, limit)

    def _scores_of_block(self, block: range, limit: int) -> Iterator[Scores]:
        """Yield for each paper of a block what `_scores` returns."""
        rows, columns, alike = self._matrices
        import numpy as np  # noqa: PLC0415 - `_matrices` has imported it

        sets = np.asarray(self._shared.numbers, np.int32)
        products = rows[block.start : block.stop] @ columns
        others = products.indices
        found = np.diff(products.indptr)
        pairs = np.repeat(sets[block.start : block.stop] * len(alike), found) + sets[others]
        scores = products.data + alike.ravel().take(pairs) * WEIGHTS["categories"]
        scores[others == np.repeat(block, found)] = 0.0
        for start, end in pairwise(products.indptr.tolist()):
            near, best = others[start:end], scores[start:end]
            if len(near) > limit + 1:
                kept = best >= np.partition(best, -limit - 1)[-limit - 1] - _ROUNDED
                near, best = near[kept], best[kept]
            yield _best(zip(near.tolist(), best.tolist(), strict=True), limit)

    @cached_property
    def _matrices(self) -> tuple[sp.csr_array, sp.csr_array, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
        """The rows as a sparse matrix, the same transposed, and how alike the distinct sets of categories are."""
        with extra("graph", "relating all papers at once"):
            import numpy as np  # noqa: PLC0415 - an optional extra, slow to import
            import scipy.sparse as sp  # noqa: PLC0415 - as above

        ends = [0, *accumulate(map(len, self._rows))]
        places = np.fromiter(chain.from_iterable(self._rows), np.int32, ends[-1])
        values = np.fromiter(chain.from_iterable(row.values() for row in self._rows), float, ends[-1])
        width = int(places.max(initial=-1)) + 1
        rows = sp.csr_array((values, places, np.array(ends, np.int32)), shape=(len(self._rows), width))
        return rows, rows.T.tocsr(), np.array([self._shared.likeness(n) for n in range(max(self._shared.numbers) + 1)])

    def _found(self, row: int, scores: list[tuple[int, float]], limit: int, reasons: int = 4) -> list[Related]:
        if len(scores) < limit:
            scores += self._fill(row, {row, *(other for other, _ in scores)}, limit - len(scores))
        return [Related(self._papers[other].key, score, self._reasons(row, other, reasons)) for other, score in scores]

    def _fill(self, row: int, taken: set[int], wanted: int) -> Iterator[tuple[int, float]]:
        """Yield papers of the same primary category that are not taken yet, the nearest in time first."""
        year, sets = self._papers[row].year, self._shared.numbers
        alike = self._shared.likeness(sets[row])
        papers = self._by_category[self._papers[row].primary_category]
        at, reach = self._place[row], wanted + len(taken)
        near = [other for other in papers[max(0, at - reach) : at + 1 + reach] if other not in taken]
        near.sort(key=lambda other: (abs(self._papers[other].year - year), abs(self._place[other] - at), other))
        for other in near[:wanted]:
            yield other, round(alike[sets[other]] * WEIGHTS["categories"], _DIGITS)


def _best(scores: Iterable[tuple[int, float]], limit: int) -> Scores:
    """Return the papers with the highest scores, rounded, the highest first; of equal ones those that come first."""
    rounded = ((-round(score, _DIGITS), other) for other, score in scores)
    return [(other, -score) for score, other in nsmallest(limit, (pair for pair in rounded if pair[0]))]
