"""The words that tell what a paper is about."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from typing import TYPE_CHECKING

from effllm.search import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import Paper

KEPT = 12
"""How many words of a paper are compared with those of others."""

TITLE = 3.0
"""How much more a word counts in name or title than in the summary."""


def telling_words(papers: Sequence[Paper], common: int) -> list[dict[str, float]]:
    """Return for each paper its `KEPT` most telling words, each with its weight.

    A word weighs log(papers / papers that have it), `TITLE` times as much in name or title. Words of one paper only, or
    of more than ``common``, tell nothing. Cost: linear in the texts.
    """
    bags = [_words(paper) for paper in papers]
    having = Counter(word for bag in bags for word in bag)
    rarity = {word: math.log(len(papers) / count) for word, count in having.items() if 1 < count <= common}
    return [_heaviest({word: times * rarity[word] for word, times in bag.items() if word in rarity}) for bag in bags]


def _words(paper: Paper) -> dict[str, float]:
    """Return the words of a paper: those of name and title and those of the summary."""
    bag = dict.fromkeys(_joined(paper.summary or ""), 1.0)
    return bag | dict.fromkeys(_joined(f"{paper.name or ''} {paper.title}"), TITLE)


def _heaviest(weights: dict[str, float]) -> dict[str, float]:
    """Return the heaviest words; of equal weight, the first by the alphabet."""
    kept = heapq.nsmallest(KEPT, ((-weight, word) for word, weight in weights.items() if weight))
    return {word: -weight for weight, word in sorted(kept, key=lambda pair: pair[1])}


def _joined(text: str) -> Iterator[str]:
    """Yield the words of a text, ``2-bit`` as one; numbers and letters alone tell nothing."""
    before = ""
    for word in words_of(text, expand=False):
        if word == "bit" and before.isdigit():
            yield f"{before}-bit"
        elif len(word) > 1 and not word.isdigit():
            yield word
        before = word
