"""Ranked search over papers that forgives typos and knows the field's abbreviations."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from effllm.ids import comparable, ids_meant
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.records import Paper

WEIGHTS = {"name": 10.0, "title": 5.0, "aliases": 5.0, "authors": 3.0, "categories": 2.0, "venue": 2.0, "summary": 1.0}
"""How much a word counts in each field."""

ABBREVIATIONS = {
    "chain of thought": "cot",
    "chain of thoughts": "cot",
    "direct preference optimization": "dpo",
    "human feedback": "rlhf",
    "key value": "kv",
    "knowledge distillation": "kd",
    "large language model": "llm",
    "large language models": "llm",
    "low rank adaptation": "lora",
    "mixture of experts": "moe",
    "mixtures of experts": "moe",
    "parameter efficient fine tuning": "peft",
    "post training quantization": "ptq",
    "quantization aware training": "qat",
    "retrieval augmented generation": "rag",
    "state space model": "ssm",
    "state space models": "ssm",
}
"""Phrases and the abbreviation that stands for them, folded."""

_PHRASES = re.compile(rf"\b(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})\b")
_DIGIT = re.compile(r"\d")
_STICKY = re.compile(r"(?<=\d)(?=bits?\b)|(?<=[a-z]{2})(?=\d)")
_PREFIX, _TYPO, _TWO_TYPOS = 0.7, 0.5, 0.3
_SHORT, _LONG, _LONGER = 3, 4, 8
_MISSED = 0.25
_SAME, _ALIKE = 100.0, 10.0
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "is",
        "many",
        "much",
        "of",
        "on",
        "or",
        "the",
        "to",
        "via",
        "what",
        "when",
        "which",
        "why",
        "with",
    ]
)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


def words_of(text: str, *, expand: bool) -> list[str]:
    """Return the words of a text; a phrase with an abbreviation gives that, and its own words too with ``expand``."""
    folded = fold(text)
    if _DIGIT.search(folded):  # most texts have none
        folded = _STICKY.sub(" ", folded)  # gpt3 is GPT-3, 2bit is 2-bit
    short = _PHRASES.sub(lambda match: ABBREVIATIONS[match[0]], folded)
    words = short.split()
    if expand and short != folded:
        words += folded.split()
    return [_stem(word) if word[-1] == "s" else word for word in words if word not in _STOP_WORDS]


def _said(name: str) -> list[str]:
    """Return the words of a name without what does not count; all of them where nothing else is left."""
    return words_of(name, expand=False) or fold(name).split()


class SearchIndex:
    """An inverted index of papers.

    Building it is linear in their text; a query costs a pass over the distinct words.
    """

    def __init__(self, papers: Iterable[Paper], category_names: Mapping[str, str]) -> None:
        """Index the papers; ``category_names`` maps the categories' ids to their headings."""
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        self._whole: dict[str, dict[str, float]] = defaultdict(dict)
        self._by_id: dict[str, str] = {}
        self._count = 0
        for paper in papers:
            self._count += 1
            for one in (paper.key, *paper.former_keys, *(value for _, value in comparable(paper.ids))):
                self._by_id[one] = paper.key
            for name in filter(None, (paper.name, paper.title, *paper.aliases)):
                if said := _said(name):
                    self._whole[" ".join(said)].setdefault(paper.key, _ALIKE)
                self._whole[name.casefold()][paper.key] = _SAME
            for field, text in _fields(paper, category_names).items():
                for word in set(words_of(text, expand=True)):
                    postings = self._postings[word]
                    postings[paper.key] = max(postings.get(paper.key, 0.0), WEIGHTS[field])
        self._vocabulary = list(self._postings)

    def search(self, query: str) -> list[tuple[str, float]]:
        """Return ``(key, score)`` of the papers that match, best first.

        A word counts by the field it stands in (`WEIGHTS`) and by how rare it is (inverse document frequency); a prefix
        counts 0.7, a word one typo away 0.5, two typos 0.3 (optimal string alignment, so that swapped letters are one
        typo); two words may be written as one. Papers that miss words of the query come after those that have all; a
        paper whose whole name, alias or title is the query comes first, and before it the one whose key or id it is
        (its score is infinite). A query without Latin letters and digits matches nothing.
        """
        words = _said(query)
        scores: dict[str, float] = defaultdict(float)
        hits: dict[str, int] = defaultdict(int)
        for at, word in enumerate(words):
            for key, score in self._match(word, self._joined(words, at)).items():
                scores[key] += score
                hits[key] += 1
        asked = query.strip().casefold()
        for key, factor in (self._whole.get(asked) or self._whole.get(" ".join(words), {})).items():
            scores[key] *= factor
        if exact := self._of_id(query):
            scores[exact] = math.inf
        ranked = ((key, score * _MISSED ** (len(words) - hits[key])) for key, score in scores.items())
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def _of_id(self, query: str) -> str | None:
        """Return the key of the paper that has this key or id, bare, prefixed or in an address."""
        asked = (query.strip(), *(value for _, value in ids_meant(query)))
        known = (self._by_id.get(value) or self._by_id.get(value.lower()) for value in asked)
        return next(filter(None, known), None)

    def _joined(self, words: list[str], at: int) -> list[str]:
        """Return indexed words that a word makes with its neighbor: "flash attention" is "FlashAttention"."""
        pairs = ("".join(words[max(at - 1, 0) : at + 1]), "".join(words[at : at + 2]))
        return [pair for pair in pairs if pair != words[at] and pair in self._postings]

    def _match(self, word: str, joined: Iterable[str]) -> dict[str, float]:
        """Return the best score in each paper of one word, or of what it makes with its neighbors."""
        found: dict[str, float] = {}
        for term, quality in (self._terms(word) | dict.fromkeys(joined, 1.0)).items():
            postings = self._postings[term]
            rarity = math.log(1 + self._count / len(postings))
            for key, weight in postings.items():
                score = quality * weight * rarity
                if score > found.get(key, 0.0):
                    found[key] = score
        return found

    def _terms(self, word: str) -> dict[str, float]:
        """Return the indexed words that a word of a query may mean, and how well each fits."""
        terms = {term: _PREFIX for term in self._vocabulary if term.startswith(word) and len(word) > 1}
        if word in self._postings:
            terms[word] = 1.0
        elif len(word) == _SHORT and not word.isdigit():
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            terms |= {term: _TYPO for term in swapped if term in self._postings}
        elif len(word) >= _LONG and not word.isdigit():
            typos = 1 if len(word) < _LONGER else 2
            for term, distance, _ in process.extract(
                word, self._vocabulary, scorer=OSA.distance, score_cutoff=typos, limit=20
            ):
                terms.setdefault(term, _TYPO if distance <= 1 else _TWO_TYPOS)
        return terms


def _fields(paper: Paper, category_names: Mapping[str, str]) -> dict[str, str]:
    """Return the searched texts of a paper; its name counts before everything else."""
    return {
        "summary": paper.summary or "",
        "venue": f"{paper.venue} {paper.year}",
        "categories": " ".join(category_names.get(category, "") for category in paper.categories),
        "authors": " ".join(paper.authors),
        "aliases": " ".join(paper.aliases),
        "title": paper.title,
        "name": paper.name or "",
    }
