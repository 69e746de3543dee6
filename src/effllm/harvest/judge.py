"""Whether a paper is of the field, with the words that decided.

A count of words: how often each stands in titles and abstracts of papers of the field, and how often in those of other
papers of arXiv (`words.tsv`, counts only). The titles of what was taken or left out since then are counted on top, so
each decision is learned from. It proposes; people decide.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.category_proposals import roots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.records import LeftOut, Paper

WORDS = "words.tsv"
"""A line each: a word or two without endings, how many papers of the field have it, how many others have it, with tabs
between. The first line has the day of the count in place of a word, and how many words there were in all. Made by
`python -m tools.count_words`."""

LEAST_PAPERS = 20
"""A word of fewer papers is not kept."""
LEAST_WEIGHT = 1.0
"""Nor is one that speaks less clearly, for or against; as a logarithm to the base e."""
SLOPE, SHIFT = 0.55, -1.2
"""What makes a sum of weights a strength: of papers of cs.CL and cs.LG with the strength 0.7 about 70 % belong here, by
600 that were drawn by chance and labelled (`benchmarks/judged.jsonl`)."""
SHOWN_WORDS = 4


class Verdict(NamedTuple):
    """What the judge says of a paper.

    Attributes:
        strength: from 0 to 1, how sure it is that the paper is of the field.
        words: the words that speak most for the paper, the most telling first.
        against: those that speak most against it.
    """

    strength: float
    words: tuple[str, ...]
    against: tuple[str, ...]

    def __str__(self) -> str:
        """Return both on a line: ``0.97, by kv cache, quantization; against: survey``."""
        said = f"{self.strength:.2f}" + (f", by {', '.join(self.words)}" if self.words else "")
        return said + (f"; against: {', '.join(self.against)}" if self.against else "")


class WordCounts:
    """How many papers of the field have each word, and how many others have it.

    Attributes:
        day: when the papers were counted; empty where that is not known.
        totals: how many words of papers of the field and of others were counted.
        counts: how many of the papers have each word; the field's first.
    """

    def __init__(self, day: str = "") -> None:
        self.day = day
        self.totals = [0, 0]
        self.counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())

    def add(self, inside: Iterable[str], outside: Iterable[str]) -> None:
        """Count the words of texts, a paper each."""
        for side, texts in enumerate((inside, outside)):
            for text in texts:
                words = set(_terms(text))
                self.totals[side] += len(words)
                self.counts[side].update(words)

    def weights(self) -> dict[str, float]:
        """Return for each telling word how much more often the field has it: above 0 speaks for a paper.

        The logarithm (base e) of the ratio of its shares among all words, one added to each count: naive Bayes.
        """
        ours, others = self.counts
        base = math.log((self.totals[1] + 1) / (self.totals[0] + 1))
        weights = {word: math.log((ours[word] + 1) / (others[word] + 1)) + base for word in self._common()}
        return {word: weight for word, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}

    def _common(self) -> list[str]:
        ours, others = self.counts
        return sorted(word for word in ours.keys() | others.keys() if ours[word] + others[word] >= LEAST_PAPERS)

    def __str__(self) -> str:
        """Return the words of enough papers as the lines of `WORDS`."""
        rows = [(self.day, *self.totals), *((word, *(side[word] for side in self.counts)) for word in self._common())]
        return "".join(f"{word}\t{ours}\t{others}\n" for word, ours, others in rows)


def counted() -> WordCounts:
    """Return the words that come with the package."""
    first, *lines = resources.files("effllm.harvest").joinpath(WORDS).read_text(encoding="utf-8").splitlines()
    day, *totals = first.split("\t")
    words = WordCounts(day)
    words.totals = [int(number) for number in totals]
    for line in lines:
        word, *papers = line.split("\t")
        for side, number in zip(words.counts, papers, strict=True):
            side[word] = int(number)
    return words


class Judge:
    """Tells papers of the field from others."""

    def __init__(self, taken: Iterable[Paper], left_out: Iterable[LeftOut], words: WordCounts | None = None) -> None:
        """Learn from decisions.

        Args:
            taken: records; those that came in after the words were counted are learned from.
            left_out: papers that were left out; learned from likewise.
            words: counted before; without it those that come with the package.
        """
        words = words or counted()
        words.add(
            (paper.title for paper in taken if paper.added > words.day),
            (one.title for one in left_out if one.date > words.day),
        )
        self._weights = words.weights()

    def judge(self, references: Iterable[Reference]) -> list[Verdict]:
        """Return a verdict on each paper, in their order; without an abstract the title decides alone."""
        return [self._verdict(reference) for reference in references]

    def _verdict(self, reference: Reference) -> Verdict:
        said = {word: weight for word in set(_terms(text_of(reference))) if (weight := self._weights.get(word))}
        # The root keeps a long abstract from being surer than a short one that says the same.
        total = sum(said.values()) / math.sqrt(1 + len(said))
        order = sorted(said, key=lambda word: (-said[word], word))
        spelled = dict(reversed(roots(text_of(reference))))
        return Verdict(
            1 / (1 + math.exp(-(SLOPE * total + SHIFT))),
            _telling([word for word in order if said[word] > 0], spelled),
            _telling([word for word in reversed(order) if said[word] < 0], spelled),
        )


def text_of(reference: Reference) -> str:
    """Return what is counted of a paper: its title and its abstract."""
    return f"{reference.title} . {reference.abstract}"


def _telling(order: Sequence[str], spelled: dict[str, str]) -> tuple[str, ...]:
    """Return the first few words as the paper spells them; one whose pair is there is not said again."""
    found: list[str] = []
    for words in order:
        text = " ".join(spelled[word] for word in words.split())
        if not any(text in other for other in found):
            found = [other for other in found if other not in text] + [text]
        if len(found) == SHOWN_WORDS:
            break
    return tuple(found)


def _terms(text: str) -> list[str]:
    """Return the words of a text without their endings, and each two that follow each other."""
    words = [root for root, _ in roots(text)]
    return words + [f"{one} {next_one}" for one, next_one in itertools.pairwise(words)]
