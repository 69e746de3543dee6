"""How alike papers are: what both cite, what cites both, their telling words, the smallest category both are in.

The first three are rows of numbers: a row belongs to a paper, a column to what it may share with others. Columns count
by how few papers have them, rows are brought to a length of at most one, so that the product of two rows is a cosine.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from effllm.search import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from effllm.records import Category, Paper

Rows = list[dict[int, float]]
"""For each paper the columns where it has a number."""

COMMON = 500
"""What more papers than this have in common says nothing about any two of them, and is passed over."""

FEW = 2.0
"""Added to the squared length of a row of citations: with one or two in it, sharing them all is no perfect likeness."""

KEPT = 12
"""How many words of a paper are compared with those of others."""

TITLE = 3.0
"""How much more a word counts in name or title than in the summary."""


def citations(papers: Sequence[Paper]) -> tuple[list[list[int]], list[list[int]]]:
    """Return for each paper the papers it cites, and those that cite it, all by their place in the list."""
    number = {paper.key: row for row, paper in enumerate(papers)}
    cites = [[number[key] for key in paper.cites if key in number] for paper in papers]
    cited_by: list[list[int]] = [[] for _ in papers]
    for row, cited in enumerate(cites):
        for column in cited:
            cited_by[column].append(row)
    return cites, cited_by


def coupling(cites: Sequence[Sequence[int]], cited_by: Sequence[Sequence[int]]) -> Rows:
    """Return the rows for bibliographic coupling: papers are alike that cite the same.

    Source: M. M. Kessler, Bibliographic coupling between scientific papers, American Documentation 14 (1963); the
    cosine is G. Salton's. Cost: linear in the citations.
    """
    whole = math.log(max(len(cites), 2))
    weights = [
        math.log(len(cites) / max(len(papers), 1)) / whole if len(papers) <= COMMON else 0.0 for papers in cited_by
    ]
    return [_cosine({column: weights[column] for column in row}, FEW) for row in cites]


def cocitation(cites: Sequence[Sequence[int]], cited_by: Sequence[Sequence[int]]) -> Rows:
    """Return the rows for co-citation: papers are alike that the same papers cite.

    Source: H. Small, Co-citation in the scientific literature, Journal of the American Society for Information Science
    24 (1973). A short reference list counts more than a long one. Cost: linear in the citations.
    """
    return coupling(cited_by, cites)


def wording(bags: Iterable[Mapping[str, float]]) -> Rows:
    """Return the rows for likeness of words, of the words of each paper with their weights.

    See `telling_words` for both. Source: K. Spärck Jones, A statistical interpretation of term specificity, Journal of
    Documentation 28 (1972). Cost: linear in the words.
    """
    number: dict[str, int] = {}
    return [
        _cosine({number.setdefault(word, len(number)): weight for word, weight in bag.items()}, 0.0) for bag in bags
    ]


def _cosine(row: Mapping[int, float], added: float) -> dict[int, float]:
    """Return a row divided by its length, to whose square something is added; columns of weight 0 are left out."""
    length = math.sqrt(sum(weight * weight for weight in row.values()) + added)
    return {column: weight / length for column, weight in row.items() if weight}


def telling_words(papers: Sequence[Paper], common: int = COMMON) -> list[dict[str, float]]:
    """Return for each paper its `KEPT` most telling words, each with its weight.

    A word weighs log(papers / papers that have it), `TITLE` times as much in name or title. Words of one paper only, or
    of more than ``common``, tell nothing. Cost: linear in the texts.
    """
    bags = [_words(paper) for paper in papers]
    having = Counter(chain.from_iterable(bags))
    most = min(common, len(papers) - 1)
    rarity = {word: math.log(len(papers) / count) for word, count in having.items() if 1 < count <= most}
    return [_heaviest(bag, rarity) for bag in bags]


def _words(paper: Paper) -> dict[str, float]:
    """Return the words of a paper: those of name and title and those of the summary."""
    bag = dict.fromkeys(_joined(paper.summary or ""), 1.0)
    return bag | dict.fromkeys(_joined(f"{paper.name or ''} {paper.title}"), TITLE)


def _heaviest(bag: dict[str, float], rarity: dict[str, float]) -> dict[str, float]:
    """Return the heaviest words, the heaviest first; of equal weight, the first by the alphabet."""
    weighed = sorted([(-times * rarity[word], word) for word, times in bag.items() if word in rarity])
    return {word: -weight for weight, word in weighed[:KEPT]}


def _joined(text: str) -> Iterator[str]:
    """Yield the words of a text, ``2-bit`` as one; numbers and letters alone tell nothing."""
    before = ""
    for word in words_of(text, expand=False):
        if word == "bit" and before.isdigit():
            yield f"{before}-bit"
        elif len(word) > 1 and not word.isdigit():
            yield word
        before = word


class SharedCategories:
    """The smallest category that two papers are both in, or both below.

    What it says grows as it gets smaller: log(papers / papers in it) / log(papers), from 0 for a category of all papers
    to 1 for one with a single paper. Source: P. Resnik, Using information content to evaluate semantic similarity in a
    taxonomy, IJCAI 1995. Cost: papers, plus pairs of sets of categories that occur, times those in a set.
    """

    def __init__(self, papers: Sequence[Paper], branches: Iterable[Category]) -> None:
        self._above = dict(_lines(branches))
        self._names = {category.id: category.name for branch in branches for category in branch.walk()}
        self._said: dict[tuple[tuple[str, ...], tuple[str, ...]], str | None] = {}
        self._roots = {branch.id for branch in branches}
        sets = [frozenset(paper.categories) for paper in papers]
        counts = Counter(id_ for each in sets for id_ in self._places(each))
        whole = math.log(max(len(papers), 2))
        self._says = {id_: math.log(len(papers) / count) / whole for id_, count in counts.items()}
        self._distinct = list(dict.fromkeys(sets))
        number = {each: n for n, each in enumerate(self._distinct)}
        self._inside: dict[str, list[int]] = defaultdict(list)
        for n, each in enumerate(self._distinct):
            for place in self._places(each):
                self._inside[place].append(n)
        self.numbers = [number[each] for each in sets]

    def _places(self, categories: Iterable[str]) -> set[str]:
        """Return the categories and all above them."""
        return {place for id_ in categories for place in self._above.get(id_, (id_,))}

    def _smallest(self, one: Iterable[str], other: Iterable[str]) -> str | None:
        """Return the smallest category that two sets of categories are both in or below; None without one."""
        both = self._places(one) & self._places(other)
        return max(both, key=lambda id_: (self._says.get(id_, 0.0), len(self._above.get(id_, ())), id_), default=None)

    def name(self, one: Iterable[str], other: Iterable[str]) -> str | None:
        """Return the name of the smallest category they are both in; None where it is a whole branch, or none."""
        pair = (tuple(one), tuple(other))
        if pair not in self._said:
            found = self._smallest(*pair)
            self._said[pair] = None if found is None or found in self._roots else self._names.get(found, found)
        return self._said[pair]

    def likeness(self, number: int) -> list[float]:
        """Return how alike a distinct set of categories is to each; ``numbers`` has the set of each paper."""
        row = [0.0] * len(self._distinct)
        for place in sorted(self._places(self._distinct[number]), key=self._says.__getitem__):
            for other in self._inside[place]:  # a smaller category says more, and overwrites what a larger one said
                row[other] = self._says[place]
        return row


def _lines(branches: Iterable[Category], above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each category with the way to it from its root, itself included."""
    for category in branches:
        line = (*above, category.id)
        yield category.id, line
        yield from _lines(category.children, line)
