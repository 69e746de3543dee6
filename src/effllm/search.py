"""Ranked search over papers that forgives typos and knows the field's abbreviations."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.lookup.paper_index import PaperIndex
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
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "eight": "8", "sixteen": "16"}
_ONE = rf"\d+(?:\.\d+)?|(?:{'|'.join(_NUMBERS)})(?=\W)"
_MORE = r"(?:\d{1,2}(?:\.\d+)?(?:-?,?\s+(?:and|or|to)\s+|-?,\s*|\s?[/\u2010-\u2015-]\s?)){0,4}"
_BITS = re.compile(  # 3-bit, 3 bits, 3bit, three-bit, 1.58 bits; 2-, 3- and 4-bit; 3-4 bits
    rf"(?<![\w.])({_MORE}(?:{_ONE}))[\s\u2010-\u2015-]{{0,3}}bits?\b", re.IGNORECASE
)
_EACH = re.compile(_ONE, re.IGNORECASE)
_BIT = re.compile(r"\d+bit")
_VERSION = re.compile(r"\b([a-z]{2,}+) ?(\d{1,2}[a-z]?)\b")  # gpt3, and gpt 3 of GPT-3
_REPEATED = frozenset({"venue", "categories"})
"""Fields whose texts many papers share."""

_PREFIX, _TYPO, _TWO_TYPOS = 0.7, 0.5, 0.3
_SHORT, _LONG, _LONGER = 3, 4, 8
_MISSED = 0.25
_ALIKE = 10.0
_NAMED = 1e6
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
    """Return the words of a text: ``3-bit``, ``3 bits`` and ``three-bit`` are the word ``3bit``.

    A phrase with an abbreviation gives that. With ``expand``, as for the index, it gives its own words too, ``3bit``
    also ``bit``, ``GPT-3`` and ``gpt3`` both ``gpt`` and ``gpt3``.
    """
    folded = fold(text)
    if "bit" in folded:
        folded = fold(_BITS.sub(_bits, text))
    short = _PHRASES.sub(lambda match: ABBREVIATIONS[match[0]], folded)
    words = short.split()
    if expand:
        words += folded.split() if short != folded else ()
        words += _parts(folded) if _DIGIT.search(folded) else ()  # most texts have no digit
    return [_stem(word) if word[-1] == "s" else word for word in words if word not in _STOP_WORDS]


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text, expand=True))


def _bits(match: re.Match[str]) -> str:
    numbers = (number.lower().replace(".", "") for number in _EACH.findall(f"{match[1]} "))
    return " ".join(f"{_NUMBERS.get(number, number)}bit" for number in numbers)


def _parts(folded: str) -> list[str]:
    """Return the words that are parts of words with a number, or are made of a word and a number beside it."""
    versions = (
        part for name, number in _VERSION.findall(folded) if name not in _STOP_WORDS for part in (name, name + number)
    )
    return [*versions, *(["bit"] if _BIT.search(folded) else [])]


def _said(name: str) -> list[str]:
    """Return the words of a name without what does not count; all of them where nothing else is left."""
    return words_of(name, expand=False) or fold(name).split()


class SearchIndex:
    """An inverted index of papers.

    Building it is linear in their text; a query costs a pass over the distinct words.
    """

    def __init__(self, papers: Iterable[Paper], category_names: Mapping[str, str], known: PaperIndex) -> None:
        """Index the papers.

        Args:
            papers: the papers.
            category_names: headings of the categories by their ids.
            known: the same papers by id and name.
        """
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._known = known
        self._count = 0
        for paper in papers:
            self._count += 1
            for name in filter(None, (paper.name, paper.title, *paper.aliases)):
                if said := _said(name):
                    self._whole[" ".join(said)].add(paper.key)
            weights: dict[str, float] = {}
            for field, text in _fields(paper, category_names).items():  # the last field of a word counts most
                weights |= dict.fromkeys(
                    _words(text) if field in _REPEATED else words_of(text, expand=True), WEIGHTS[field]
                )
            for word, weight in weights.items():
                self._postings[word][paper.key] = weight
        self._vocabulary = list(self._postings)
        self._without_digits = [term for term in self._vocabulary if not _DIGIT.search(term)]

    def search(self, query: str) -> list[tuple[str, float]]:
        """Return ``(key, score)`` of the papers that match, best first.

        A word counts by the field it stands in (`WEIGHTS`) and by how rare it is (inverse document frequency); a prefix
        counts 0.7, a word one typo away 0.5, two typos 0.3 (optimal string alignment, so that swapped letters are one
        typo); two words may be written as one. Papers that miss words of the query come after those that have all; a
        paper whose whole name, alias or title is the query in any spelling comes first (its score is at least a
        million), and before it the one whose key or id it is (its score is infinite). A query without Latin letters and
        digits can be nothing but a whole name or title.
        """
        words = _said(query)
        scores: dict[str, float] = defaultdict(float)
        hits: dict[str, int] = defaultdict(int)
        for at, word in enumerate(words):
            for key, score in self._match(word, self._joined(words, at)).items():
                scores[key] += score
                hits[key] += 1
        for key in self._whole.get(" ".join(words), ()):
            scores[key] *= _ALIKE
        ranked = {key: score * _MISSED ** (len(words) - hits[key]) for key, score in scores.items()}
        ranked |= {paper.key: _NAMED + scores[paper.key] for paper in self._known.named(query)}
        ranked |= dict.fromkeys((paper.key for paper in self._known.meant(query)), math.inf)
        return sorted(ranked.items(), key=lambda pair: (-pair[1], pair[0]))

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
        # what has "attention2" has "attention", too, which is less rare and so counts for less
        vocabulary = self._vocabulary if _DIGIT.search(word) else self._without_digits
        terms = {term: _PREFIX for term in vocabulary if term.startswith(word) and len(word) > 1}
        if word in self._postings:
            terms[word] = 1.0
        elif word[0].isdigit():  # 2bit is no slip for 3bit
            return terms
        elif len(word) == _SHORT:
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            terms |= {term: _TYPO for term in swapped if term in self._postings}
        elif len(word) >= _LONG:
            typos = 1 if len(word) < _LONGER else 2
            for term, distance, _ in process.extract(
                word, vocabulary, scorer=OSA.distance, score_cutoff=typos, limit=20
            ):
                terms.setdefault(term, _TYPO if distance <= 1 else _TWO_TYPOS)
        return terms


def _fields(paper: Paper, category_names: Mapping[str, str]) -> dict[str, str]:
    """Return the searched texts of a paper, those that count most last."""
    return {
        "summary": paper.summary or "",
        "venue": f"{paper.venue} {paper.year}",
        "categories": " ".join(category_names.get(category, "") for category in paper.categories),
        "authors": " ".join(paper.authors),
        "aliases": " ".join(paper.aliases),
        "title": paper.title,
        "name": paper.name or "",
    }
