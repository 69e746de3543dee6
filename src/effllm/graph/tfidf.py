"""The words that tell what a paper is about."""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain
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
