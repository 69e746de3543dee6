"""Which categories a paper may belong to: those of the papers here that are most like it, and why."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.search import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.bibliography.reference import Reference
    from effllm.records import Category, Paper

NEIGHBOURS = 12
"""How many of the papers most like a new one have a say."""
TITLE_WEIGHT = 3
"""How often a word of a title or of a category's heading counts."""
OWN_WEIGHT = 0.5
"""How much the likeness to a category's own heading and summary counts, beside that to a paper in it."""
SHOWN_PAPERS, SHOWN_WORDS = 3, 4

_TOO_COMMON = 0.2
_SHORTEST = 3


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
    """Compares texts by the words they share: cosine of TF-IDF weights, words of titles counting more.

    Building it is linear in the text of all papers; a proposal costs a pass over the papers that share a word.
    """

    def __init__(self, papers: Iterable[Paper], leaves: Iterable[Category]) -> None:
        self._papers = {paper.key: paper for paper in papers}
        self._leaves = {leaf.id: leaf for leaf in leaves}
        texts = {f"paper {p.key}": _counts(f"{p.name or ''} {p.title}", p.summary or "") for p in self._papers.values()}
        texts |= {f"category {leaf.id}": _counts(leaf.name, leaf.summary) for leaf in self._leaves.values()}
        frequency = Counter(word for counts in texts.values() for word in counts)
        limit = max(2, _TOO_COMMON * len(texts))
        self._rarity = {word: math.log(len(texts) / n) for word, n in frequency.items() if n <= limit}
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name, counts in texts.items():
            for word, weight in self._weigh(counts).items():
                self._postings[word].append((name, weight))

    def _weigh(self, counts: Counter[str]) -> dict[str, float]:
        """Return the weights of a text's words, scaled to length 1."""
        weights = {w: (1 + math.log(n)) * self._rarity[w] for w, n in counts.items() if self._rarity.get(w)}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def propose(self, reference: Reference, limit: int = 4) -> list[Proposal]:
        """Return the categories that a paper may belong to, the likeliest first."""
        shared: dict[str, dict[str, float]] = defaultdict(dict)
        for word, weight in self._weigh(_counts(reference.title, reference.abstract)).items():
            for name, other in self._postings.get(word, ()):
                shared[name][word] = weight * other
        likeness = {name: sum(words.values()) for name, words in shared.items()}
        nearest = sorted((n for n in likeness if n.startswith("paper ")), key=lambda n: (-likeness[n], n))[:NEIGHBOURS]
        scores: dict[str, float] = defaultdict(float)
        voters: dict[str, list[str]] = defaultdict(list)
        for name in nearest:
            for category in self._papers[name.removeprefix("paper ")].categories:
                scores[category] += likeness[name]
                voters[category].append(name)
        for leaf in self._leaves:
            if own := likeness.get(f"category {leaf}"):
                scores[leaf] += OWN_WEIGHT * own
        best = sorted((c for c in scores if c in self._leaves), key=lambda c: (-scores[c], c))[:limit]
        return [self._explain(category, scores[category], voters[category], shared) for category in best]

    def _explain(self, category: str, score: float, voters: list[str], shared: dict[str, dict[str, float]]) -> Proposal:
        words: Counter[str] = Counter()
        for name in voters or [f"category {category}"]:
            words.update(shared[name])
        labels = (self._papers[name.removeprefix("paper ")].label for name in voters[:SHOWN_PAPERS])
        telling = (word for word, _ in words.most_common(SHOWN_WORDS))
        return Proposal(category, score, tuple(labels), tuple(telling))


def _counts(title: str, rest: str) -> Counter[str]:
    """Return how often each word counts in a text."""
    counts: Counter[str] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (rest, 1)):
        for word in words_of(text, expand=False):
            if len(word) >= _SHORTEST or word.isdigit() or word == "kv":
                counts[word] += weight
    return counts
