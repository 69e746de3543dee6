"""The search index: which paper has which words, made from the records or read from a file."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from effllm.search.table import Table
from effllm.search.words import has_digit, name_words, words_of
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.records import Corpus, Paper

WEIGHTS = {"summary": 1.0, "venue": 2.0, "categories": 2.0, "authors": 3.0, "aliases": 5.0, "title": 5.0, "name": 10.0}
"""How much a word counts in each field."""

_FIELDS = tuple(WEIGHTS.values())
_BITS = 3  # a posting is the number of a paper, shifted by so many bits, and the number of a field
_FIELD = (1 << _BITS) - 1
_REPEATED = frozenset({"venue", "categories"})
"""Fields whose texts many papers share."""

_FORMAT = 2
_PREFIX, _TYPO, _TWO_TYPOS = 0.7, 0.5, 0.3
_SHORT, _LONG, _LONGER = 3, 4, 8
MISSED, ALIKE, NAMED = 0.25, 10.0, 1e6
"""Factors of a score: for each word of average rarity that is missed, for a name with the same words; what a whole name
or title adds."""

KNOWN = 0.3
"""What each doubling of the number of papers here that cite a paper adds to the factor of its score."""


class SearchIndex:
    """An inverted index of papers. A query costs a pass over the distinct words and over the papers that match."""

    def __init__(self, keys: list[str], cited: list[int], words: Table, names: Table, spellings: Table) -> None:
        """Take the parts as they are; `build` makes them.

        Args:
            keys: keys of the papers; elsewhere a paper is its place in this list.
            cited: how many papers cite each of them.
            words: each word -> the papers that have it, each with the field in which it counts most.
            names: what all spellings of a name, title or alias have in common (`title_key`) -> its papers.
            spellings: the words of a name, title or alias -> its papers.
        """
        self._keys = keys
        self._cited = cited
        self._words = words
        self._names = names
        self._spellings = spellings

    @classmethod
    def build(cls, corpus: Corpus) -> SearchIndex:
        """Return the index of these records. Cost: linear in the texts of the papers."""
        category_names = {category.id: category.name for category in corpus.categories()}
        words: dict[str, list[int]] = defaultdict(list)
        names: dict[str, list[int]] = defaultdict(list)
        spellings: dict[str, list[int]] = defaultdict(list)
        for number, paper in enumerate(corpus.papers):
            called = [name for name in (paper.name, paper.title, *paper.aliases) if name]
            for key in {title_key(name) for name in called}:
                names[key].append(number)
            for spelling in {" ".join(name_words(name)) for name in called} - {""}:
                spellings[spelling].append(number)
            for word, field in _field_of_each_word(paper, category_names).items():
                words[word].append(number << _BITS | field)
        cited = Counter(key for paper in corpus.papers for key in set(paper.cites))
        keys = [paper.key for paper in corpus.papers]
        return cls(keys, [cited[key] for key in keys], *map(Table.of, (words, names, spellings)))

    def to_bytes(self, records: str) -> bytes:
        """Return the index as the content of a file.

        Args:
            records: what tells these records from any others, such as their hash; `from_bytes` asks for it.
        """
        tables = (table.sections() for table in self._tables)
        sections = ["\n".join(self._keys).encode(), *chain.from_iterable(tables)]
        lengths = [len(section) for section in sections]
        head = {"format": _FORMAT, "records": records, "cited": self._cited, "sections": lengths}
        return b"\n".join([json.dumps(head).encode(), b"".join(sections)])

    @classmethod
    def from_bytes(cls, content: bytes, records: str) -> SearchIndex | None:
        """Return the index that `to_bytes` wrote for these ``records``, and this version of the package; else None."""
        head, _, rest = content.partition(b"\n")
        try:
            said = json.loads(head)
            ends = [0, *accumulate(said["sections"])]
        except (ValueError, KeyError, TypeError):
            return None
        if (said.get("format"), said.get("records"), ends[-1]) != (_FORMAT, records, len(rest)):
            return None
        keys, *parts = (rest[start:end] for start, end in pairwise(ends))
        tables = (Table.read(*parts[at : at + 3]) for at in range(0, len(parts), 3))
        return cls(keys.decode().split("\n") if keys else [], said["cited"], *tables)

    @property
    def _tables(self) -> tuple[Table, Table, Table]:
        return self._words, self._names, self._spellings

    def search(self, query: str, meant: Iterable[str] = ()) -> list[tuple[str, float]]:
        """Return ``(key, score)`` of the papers that match, best first.

        A word counts by the field it is in (`WEIGHTS`) and by how rare it is (inverse document frequency);
        a prefix counts 0.7, a word one typo away 0.5, two typos 0.3 (optimal string alignment, so that swapped
        letters are one typo); two words may be written as one. What many papers here cite counts more
        (`KNOWN`). Papers that miss words of the query come after those that have all, the further the rarer the
        words that they miss are (`MISSED`); a paper whose whole name, alias or title is the query in any spelling
        comes first (its score is at least a million), and before it those that are ``meant`` (their score is
        infinite): the papers whose key or id the query is. Of equals the older record comes first. A query
        without Latin letters and digits can be nothing but a whole name or title.
        """
        words = name_words(query)
        scores: dict[int, float] = defaultdict(float)
        had: dict[int, float] = defaultdict(float)
        asked = 0.0
        for at, word in enumerate(words):
            matches = self._match(word, self._joined(words, at))
            rarity = math.log(1 + len(self._keys) / len(matches)) if matches else 0.0
            asked += rarity
            for paper, score in matches.items():
                scores[paper] += score
                had[paper] += rarity
        for paper in self._spellings.get(" ".join(words)):
            scores[paper] *= ALIKE
        for paper in scores:
            scores[paper] *= 1 + KNOWN * math.log2(1 + self._cited[paper])
        each = len(words) / (asked or 1.0)
        ranked = {paper: score * MISSED ** ((asked - had[paper]) * each) for paper, score in scores.items()}
        ranked |= {paper: NAMED + scores[paper] for paper in self._names.get(title_key(query))}
        found = dict.fromkeys(sorted(meant), math.inf)
        for paper in sorted(ranked, key=lambda paper: (-ranked[paper], paper)):
            found.setdefault(self._keys[paper], ranked[paper])
        return list(found.items())

    def _joined(self, words: list[str], at: int) -> list[str]:
        """Return indexed words that a word makes with its neighbor: "flash attention" is "FlashAttention"."""
        pairs = ("".join(words[max(at - 1, 0) : at + 1]), "".join(words[at : at + 2]))
        return [pair for pair in pairs if pair != words[at] and pair in self._words]

    def _match(self, word: str, joined: Iterable[str]) -> dict[int, float]:
        """Return the best score in each paper of one word, or of what it makes with its neighbors."""
        found: dict[int, float] = {}
        for term, quality in (self._terms(word) | dict.fromkeys(joined, 1.0)).items():
            postings = self._words.get(term)
            rarity = math.log(1 + len(self._keys) / len(postings))
            scores = [quality * weight * rarity for weight in _FIELDS]
            for posting in postings:
                score = scores[posting & _FIELD]
                if score > found.get(posting >> _BITS, 0.0):
                    found[posting >> _BITS] = score
        return found

    def _terms(self, word: str) -> dict[str, float]:
        """Return the indexed words that a word of a query may mean, and how well each fits."""
        # what has "attention2" has "attention", too, which is less rare and so counts for less
        counts = has_digit(word)
        longer = self._words.starting_with(word) if len(word) > 1 else ()
        terms = {term: _PREFIX for term in longer if counts or not has_digit(term)}
        if word in self._words:
            terms[word] = 1.0
        elif word[0].isdigit():  # 2bit is no slip for 3bit
            return terms
        elif len(word) == _SHORT:
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            terms |= {term: _TYPO for term in swapped if term in self._words}
        elif len(word) >= _LONG:
            from rapidfuzz import process  # noqa: PLC0415 - a word without a typo needs neither
            from rapidfuzz.distance import OSA  # noqa: PLC0415

            typos = 1 if len(word) < _LONGER else 2
            vocabulary = self._words.texts if counts else self._without_digits
            for term, distance, _ in process.extract(
                word, vocabulary, scorer=OSA.distance, score_cutoff=typos, limit=20
            ):
                terms.setdefault(term, _TYPO if distance <= 1 else _TWO_TYPOS)
        return terms

    @cached_property
    def _without_digits(self) -> list[str]:
        return [word for word in self._words.texts if not has_digit(word)]


def _field_of_each_word(paper: Paper, category_names: Mapping[str, str]) -> dict[str, int]:
    """Return the words of a paper, each with the number of the field in which it counts most."""
    fields: dict[str, int] = {}
    for number, (name, text) in enumerate(_texts(paper, category_names).items()):  # those that count most come last
        fields |= dict.fromkeys(_repeated(text) if name in _REPEATED else words_of(text, expand=True), number)
    return fields


def _texts(paper: Paper, category_names: Mapping[str, str]) -> dict[str, str]:
    """Return the searched texts of a paper, in the order of `WEIGHTS`."""
    return {
        "summary": paper.summary or "",
        "venue": f"{paper.venue} {paper.year}",
        "categories": " ".join(category_names.get(category, "") for category in paper.categories),
        "authors": " ".join(paper.authors),
        "aliases": " ".join(paper.aliases),
        "title": paper.title,
        "name": paper.name or "",
    }


@lru_cache(maxsize=1 << 12)
def _repeated(text: str) -> tuple[str, ...]:
    """Return the words of a text that many papers share."""
    return tuple(words_of(text, expand=True))
