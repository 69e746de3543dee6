"""Whether a paper is of the field, with the words that decided.

A sum of weights, one for each word and each pair of words: above 0 speaks for a paper, below 0 against it. They were
learned from abstracts of papers with a record and of others, some of which a person had read (`words.tsv`, weights
only). The titles of what was taken or left out since then move them further. It proposes; people decide.
"""

from __future__ import annotations

import itertools
import math
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.category_proposals import roots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.records import LeftOut, Paper

WORDS = "words.tsv"
"""A line each: a word or two without endings and, after a tab, its weight. The first line has the day when the weights
were learned, and how many words follow. Made by `python -m tools.weigh_words`."""

SHIFT = -1.5
"""What makes a sum of weights a strength: of papers of cs.CL and cs.LG with the strength 0.7 about 70 % belong here, by
600 that were drawn by chance and labelled (`benchmarks/judged.jsonl`)."""
RATE = 0.4
"""How far one decision moves the weights of its words: a title of eight words that was wholly misjudged by 0.1 each."""
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


class WordWeights(NamedTuple):
    """How much each word speaks for a paper.

    Attributes:
        day: when the weights were learned.
        weights: of each telling word, or two that follow each other, without endings.
    """

    day: str
    weights: Mapping[str, float]

    def __str__(self) -> str:
        """Return the lines of `WORDS`."""
        rows = [f"{self.day}\t{len(self.weights)}", *(f"{word}\t{w:.2f}" for word, w in sorted(self.weights.items()))]
        return "".join(f"{row}\n" for row in rows)


def learned() -> WordWeights:
    """Return the weights that come with the package."""
    text = resources.files("effllm.harvest").joinpath(WORDS).read_text(encoding="utf-8")
    (day, _), *rows = (line.split("\t") for line in text.splitlines())
    return WordWeights(day, {word: float(weight) for word, weight in rows})


class Judge:
    """Tells papers of the field from others."""

    def __init__(self, taken: Iterable[Paper], left_out: Iterable[LeftOut], words: WordWeights | None = None) -> None:
        """Learn from decisions.

        Args:
            taken: records; those that came in after the weights were learned are learned from.
            left_out: papers that were left out; learned from likewise.
            words: weights to begin with; without them those that come with the package.
        """
        day, weights = words or learned()
        self._weights = dict(weights)
        decisions = [(paper.added, paper.title, 1) for paper in taken] + [(one.date, one.title, 0) for one in left_out]
        for date, title, belongs in sorted(decisions):
            if date > day:
                self._learn(title, belongs)

    def _learn(self, text: str, belongs: int) -> None:
        """Move the weights of a text's words to where it would have been judged better: a step of logistic regression.

        Jurafsky and Martin, Speech and Language Processing, third edition, section 5.6 (stochastic gradient descent).
        """
        words = terms(text)
        step = RATE * (belongs - self._strength(words)) / math.sqrt(1 + len(words))
        for word in words:
            self._weights[word] = self._weights.get(word, 0.0) + step

    def _strength(self, words: Collection[str]) -> float:
        said = [weight for word in words if (weight := self._weights.get(word))]
        # The root keeps a long abstract from being surer than a short one that says the same.
        return 1 / (1 + math.exp(-(math.fsum(said) / math.sqrt(1 + len(said)) + SHIFT)))

    def judge(self, references: Iterable[Reference]) -> list[Verdict]:
        """Return a verdict on each paper, in their order; without an abstract the title decides alone."""
        return [self._verdict(text_of(reference)) for reference in references]

    def _verdict(self, text: str) -> Verdict:
        words = terms(text)
        weights = {word: self._weights.get(word, 0.0) for word in words}
        order = sorted(words, key=lambda word: (-weights[word], word))
        spelled = dict(reversed(roots(text)))
        return Verdict(
            self._strength(words),
            _telling([word for word in order if weights[word] > 0], spelled),
            _telling([word for word in reversed(order) if weights[word] < 0], spelled),
        )


def text_of(reference: Reference) -> str:
    """Return what is judged of a paper: its title and its abstract."""
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


def terms(text: str) -> set[str]:
    """Return the words of a text without their endings, and each two that follow each other."""
    words = [root for root, _ in roots(text)]
    return {*words, *(f"{one} {next_one}" for one, next_one in itertools.pairwise(words))}
