"""Which categories a paper may belong to: those of the papers here that are most like it, and why."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.search import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.bibliography.reference import Reference
    from effllm.records import Category, Paper

NEIGHBOURS = 20
"""How many of the papers most like a new one have a say."""
TITLE_WEIGHT = 2
"""How often a word of a title or of a category's heading counts."""
OWN_WEIGHT = 3.0
"""How much the likeness to a category's own heading and summary counts, beside that to a paper in it."""
WEAKEST = 0.25
"""A category with less than this share of the best one's score is not proposed."""
SHOWN_PAPERS, SHOWN_WORDS = 3, 4

_SHORTEST = 3
_ENDING = re.compile(
    r"(?:i[sz](?:ations?|ing|ers?|e[ds]?)|at(?:ions?|ing|ed|es?|ively|ive)|ions?|ings?|ers?|ed|es|ly|ity|e)$"
)
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that a paper may belong to.

    Attributes:
        category: its id.
        score: sum of the likenesses that speak for it; only the order means something.
        papers: labels of the papers in it that are most like the new one, the most alike first.
        words: words they share with it, the most telling first.
    """

    category: str
    score: float
    papers: tuple[str, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Return the category and the reasons on one line."""
        like = f"like {', '.join(self.papers)}" if self.papers else "by its heading"
        return f"{self.category}: {like} (shared words: {', '.join(self.words)})"


class Proposer:
    """Compares texts by the words they share: cosine of TF-IDF weights, words of titles counting twice.

    Words with the same stem are one word: "quantized" is "quantization". Building it is linear in the text of all
    papers; a proposal costs a pass over the papers that share a word.
    """

    def __init__(self, papers: Iterable[Paper], leaves: Iterable[Category]) -> None:
        self._papers = {paper.key: paper for paper in papers}
        self._leaves = {leaf.id: leaf for leaf in leaves}
        texts = {("paper", p.key): _counts(f"{p.name or ''} {p.title}", p.summary or "") for p in self._papers.values()}
        texts |= {("category", leaf.id): _counts(leaf.name, leaf.summary) for leaf in self._leaves.values()}
        frequency = Counter(word for counts in texts.values() for word in counts)
        self._rarity = {word: math.log(len(texts) / n) for word, n in frequency.items()}
        self._postings: dict[str, list[tuple[tuple[str, str], float]]] = defaultdict(list)
        for name, counts in texts.items():
            for word, weight in self._weigh(counts).items():
                self._postings[word].append((name, weight))

    def _weigh(self, counts: Counter[str]) -> dict[str, float]:
        """Return the weights of a text's words, scaled to length 1."""
        weights = {w: (1 + math.log(n)) * self._rarity[w] for w, n in counts.items() if self._rarity.get(w)}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def nearest(self, title: str, rest: str = "", *, without: str = "", limit: int = NEIGHBOURS) -> list[Paper]:
        """Return the papers whose words are most like a title and a text, the most alike first; one can be left out."""
        likeness = _likeness(self._shared(_counts(title, rest)))
        return [self._papers[name[1]] for name in _papers_of(likeness) if name[1] != without][:limit]

    def propose(self, reference: Reference, limit: int = 4, *, without: str = "") -> list[Proposal]:
        """Return the categories that a paper may belong to, the likeliest first.

        The papers most like it speak for their categories with their likeness, and so does each category's own text.
        One paper can be left out: that of the reference itself, where it is here.
        """
        shared = self._shared(_counts(reference.title, reference.abstract))
        shared.pop(("paper", without), None)
        likeness = _likeness(shared)
        papers = _papers_of(likeness)
        scores: dict[str, float] = defaultdict(float)
        voters: dict[str, list[str]] = defaultdict(list)
        for name in papers[:NEIGHBOURS]:
            for category in self._papers[name[1]].categories:
                scores[category] += likeness[name]
                voters[category].append(name[1])
        for leaf in self._leaves:
            scores[leaf] += OWN_WEIGHT * likeness.get(("category", leaf), 0.0)
        best = sorted((c for c in self._leaves if scores[c]), key=lambda c: (-scores[c], c))[:limit]
        spelled = dict(roots(f"{reference.abstract} {reference.title}"))
        return [
            Proposal(
                category,
                scores[category],
                tuple(self._papers[key].label for key in voters[category][:SHOWN_PAPERS]),
                tuple(spelled[word] for word in self._telling(category, voters[category], shared)),
            )
            for category in best
            if scores[category] >= WEAKEST * scores[best[0]]
        ]

    def _shared(self, counts: Counter[str]) -> dict[tuple[str, str], dict[str, float]]:
        """Return for each text that shares words how much each of them adds to the likeness."""
        shared: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for word, weight in self._weigh(counts).items():
            for name, other in self._postings.get(word, ()):
                shared[name][word] = weight * other
        return shared

    @staticmethod
    def _telling(
        category: str, voters: Iterable[str], shared: Mapping[tuple[str, str], Mapping[str, float]]
    ) -> list[str]:
        """Return the words that speak most for a category."""
        words: Counter[str] = Counter()
        for name in [("category", category), *(("paper", key) for key in voters)]:
            words.update(shared.get(name, {}))
        return [word for word, _ in words.most_common(SHOWN_WORDS)]


def _likeness(shared: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[tuple[str, str], float]:
    return {name: sum(words.values()) for name, words in shared.items()}


def _papers_of(likeness: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """Return the papers among the texts that are alike, the most alike first."""
    return sorted((name for name in likeness if name[0] == "paper"), key=lambda name: (-likeness[name], name))


def _counts(title: str, rest: str) -> Counter[str]:
    """Return how often each word counts in a text."""
    counts: Counter[str] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (rest, 1)):
        for root, _ in roots(text):
            counts[root] += weight
    return counts


def roots(text: str) -> list[tuple[str, str]]:
    """Return the words of a text in their order, each without its ending and with it; the shortest are passed over."""
    known = words_of(text, expand=False)
    return [(_root_of(word), word) for word in known if len(word) >= _SHORTEST or word.isdigit() or word == "kv"]


def _root_of(word: str) -> str:
    """Return a word without its ending, where enough of it is left to know it by: "quantized" is "quantization"."""
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word
