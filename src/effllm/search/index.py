"""The search index: which paper has which words, made from the records or read from a file."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from itertools import accumulate, chain, combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from effllm.search.table import Table
from effllm.search.words import asked_words, has_digit, name_words, stem, words_of
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from effllm.records import Corpus, Paper

WEIGHTS = {"summary": 2.0, "venue": 1.0, "categories": 3.0, "authors": 3.0, "aliases": 5.0, "title": 5.0, "name": 6.0}
"""How much a word counts in each field."""

_FIELDS = tuple(WEIGHTS.values())
_BITS = 3  # a posting is the number of a paper, shifted by so many bits, and the number of a field
_FIELD = (1 << _BITS) - 1
_PLACE_BITS = 12  # more than anybody lists authors
_REPEATED = frozenset({"venue", "categories"})
"""Fields whose texts many papers share."""
_SHARED = frozenset({*_REPEATED, "authors"})
SHARED_FIELDS = frozenset(at for at, name in enumerate(WEIGHTS) if name in _SHARED)
"""The numbers of the fields whose texts are lists, or are shared by many papers."""
AUTHORS = list(WEIGHTS).index("authors")
"""The number of the field of authors."""

_FORMAT = 4
FORM, PREFIX, TYPO, TWO_TYPOS = 0.8, 0.5, 0.5, 0.3
"""How well another form of a word fits, a longer word, and a word with one typo or two."""
_SHORT, _LONG, _LONGER = 3, 4, 8
NAME_PARTS = 4
MISSED, ALIKE, NAMED = 0.2, 10.0, 1e6
"""Factors of a score: for each word of average rarity that is missed, for a name with the same words, less where the
query has other words too; what a whole name or title adds."""

MOST = 0.33
"""How much of the rarity of the words a paper must have to be a hit; words that no paper has are of average rarity."""

TOPIC = 0.5
"""From which share of a query on a name in it is what is asked for, and the other words only say more of it."""

KNOWN = 0.6
"""What each doubling of how well a paper is known adds to the factor of its score."""

LISTED = 4
"""How many public lists that name a paper make it as well known as one citation here."""

NEAR = 5
"""How many papers are shown for a name that no paper has: those nearest to it."""


class SearchAnswer(NamedTuple):
    """What a search found.

    Attributes:
        hits: ``(key, score)`` of the papers, best first.
        lacks: whether the query is the name of a paper that is not here; the hits are then the nearest, a few at most.
        unknown: the words of the query that no paper has, in any spelling near to theirs.
    """

    hits: list[tuple[str, float]]
    lacks: bool
    unknown: list[str]


class SearchIndex:
    """An inverted index of papers. A query costs a pass over the distinct words and over the papers that match."""

    def __init__(self, keys: list[str], known: list[int], *tables: Table) -> None:
        """Take the parts as they are; `build` makes them.

        Args:
            keys: keys of the papers; elsewhere a paper is its place in this list.
            known: how well known each of them is, see `known_of`.
            tables: four of them. Words: each word -> the papers that have it, each with the field where it counts most.
                Names: what all spellings of a name, title or alias have in common (`title_key`) -> its papers.
                Spellings: the words of a name, title or alias -> its papers.
                People: each word of authors' names -> where it is, a paper and a place among its authors as one number.
        """
        self._keys = keys
        self._known = known
        self._words, self._names, self._spellings, self._people = tables

    @classmethod
    def build(cls, corpus: Corpus) -> SearchIndex:
        """Return the index of these records. Cost: linear in the texts of the papers."""
        category_names = {category.id: category.name for category in corpus.categories()}
        words: dict[str, list[int]] = defaultdict(list)
        names: dict[str, list[int]] = defaultdict(list)
        spellings: dict[str, list[int]] = defaultdict(list)
        people: dict[str, list[int]] = defaultdict(list)
        for number, paper in enumerate(corpus.papers):
            called = [name for name in (paper.name, paper.title, *paper.aliases) if name]
            for key in {title_key(name) for name in called}:
                names[key].append(number)
            for spelling in {" ".join(name_words(name)) for name in called} - {""}:
                spellings[spelling].append(number)
            for word, field in _field_of_each_word(paper, category_names).items():
                words[word].append(number << _BITS | field)
            for place, author in enumerate(paper.authors):
                for word in _words_of_person(author):
                    people[word].append(number << _PLACE_BITS | place)
        known = known_of(corpus)
        keys = [paper.key for paper in corpus.papers]
        return cls(keys, [known[key] for key in keys], *map(Table.of, (words, names, spellings, people)))

    def to_bytes(self, records: str) -> bytes:
        """Return the index as the content of a file.

        Args:
            records: what tells these records from any others, such as their hash; `from_bytes` asks for it.
        """
        tables = (table.sections() for table in self._tables)
        sections = ["\n".join(self._keys).encode(), *chain.from_iterable(tables)]
        lengths = [len(section) for section in sections]
        head = {"format": _FORMAT, "records": records, "known": self._known, "sections": lengths}
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
        return cls(keys.decode().split("\n") if keys else [], said["known"], *tables)

    def postings(self, places: Mapping[str, int]) -> Iterator[tuple[str, list[int]]]:
        """Yield each word, in order, with its papers and the field in which it counts most, as one number each.

        Args:
            places: key of a paper -> the number by which it goes in them.
        """
        moved = [places[key] << _BITS for key in self._keys]
        for word in self._words.texts:
            yield word, sorted(moved[number >> _BITS] | number & _FIELD for number in self._words.get(word))

    @property
    def _tables(self) -> tuple[Table, ...]:
        return self._words, self._names, self._spellings, self._people

    def search(self, query: str, meant: Iterable[str] = ()) -> list[tuple[str, float]]:
        """Return ``(key, score)`` of the papers that match, best first: the hits of `answer`."""
        return self.answer(query, meant).hits

    def answer(self, query: str, meant: Iterable[str] = ()) -> SearchAnswer:
        """Return the papers that match, best first, and whether the query names a paper that is not here.

        A word counts by the field it is in (`WEIGHTS`) and by how rare it is (inverse document frequency); a longer
        word counts `PREFIX`, a word one typo away `TYPO`, two typos `TWO_TYPOS` (optimal string alignment, so that
        swapped letters are one typo); two words may be written as one. Other spellings of a word count as no rarer than
        it. Words of one author's name count together or not at all. What is well known counts more (`KNOWN`), and so
        does a paper of which the query has the whole name beside other words, the more the rarer the name is (`ALIKE`).
        It does not miss the words that are another paper's name, as in "GPTQ vs AWQ", and misses others less where the
        name is most of the query (`TOPIC`).
        Papers that miss words of the query come after those that have all, the further the rarer the words that they
        miss are (`MISSED`), and those that miss most of them are no hits (`MOST`). A paper whose whole name, alias or
        title is the query in any spelling comes first (its score is at least a million), and before it those that
        are ``meant`` (their score is infinite): the papers whose key or id the query is. Of equals the older record
        comes first. A query without Latin letters and digits can be nothing but a whole name or title.
        """
        words = asked_words(query)
        wrote = self._authors(words)
        matches = [self._match(word, self._joined(words, at), wrote.get(word)) for at, word in enumerate(words)]
        rarities = [math.log(1 + len(self._keys) / len(found)) if found else 0.0 for found in matches]
        scores: dict[int, float] = defaultdict(float)
        had: dict[int, float] = defaultdict(float)
        for found, rarity in zip(matches, rarities, strict=True):
            for paper, score in found.items():
                scores[paper] += score
                had[paper] += rarity
        named = self._names.get(title_key(query))
        average = sum(rarities) / (sum(map(bool, rarities)) or 1) or 1
        asked = average * len(words)
        alike = self._spellings.get(" ".join(name_words(query)))
        called = self._called(words) | dict.fromkeys(alike, range(len(words)))
        names = {*called.values()}
        for paper, places in called.items():
            others = {at for other in names if not {*other} & {*places} for at in other}
            share = sum(rarities[at] for at in places) / (asked or 1)
            scores[paper] *= ALIKE**share
            had[paper] += sum(rarities[at] for at in others if paper not in matches[at])
            if share >= TOPIC:
                had[paper] += share * (asked - had[paper])
        ranked = {
            paper: scores[paper]
            * (1 + KNOWN * math.log2(1 + self._known[paper]))
            * MISSED ** ((asked - rarity) / average)
            for paper, rarity in had.items()
            if rarity >= MOST * asked
        }
        ranked |= {paper: NAMED + ranked.get(paper, 0.0) for paper in named}
        hits = dict.fromkeys(sorted(meant), math.inf)
        lacks = bool(words) and not hits and not named and _is_name(query) and not self._has(query, words)
        best = sorted(ranked, key=lambda paper: (-ranked[paper], paper))
        for paper in best[:NEAR] if lacks else best:
            hits.setdefault(self._keys[paper], ranked[paper])
        unknown = [word for word, rarity in zip(words, rarities, strict=True) if not rarity]
        return SearchAnswer(list(hits.items()), lacks, unknown)

    def _called(self, words: list[str]) -> dict[int, range]:
        """Return the papers of whose names one is words side by side, and which words of the longest these are."""
        called = {}
        for length in range(1, min(len(words), NAME_PARTS) + 1):
            for start in range(len(words) - length + 1):
                run = words[start : start + length]
                for paper in (*self._spellings.get(" ".join(run)), *self._names.get("".join(run))):
                    called[paper] = range(start, start + length)
        return called

    def _authors(self, words: list[str]) -> dict[str, set[int]]:
        """Return the words that are of one author's name, each with the papers of such authors."""
        places = {word: found for word in dict.fromkeys(words) if (found := {*self._people.get(word)})}
        wrote: dict[str, set[int]] = {}
        for one, other in combinations(places, 2):
            papers = {place >> _PLACE_BITS for place in places[one] & places[other]}
            for word in (one, other) if papers else ():
                wrote[word] = wrote.get(word, set()) | papers
        return wrote

    def _has(self, query: str, words: list[str]) -> bool:
        """Tell whether what is written as a name is in a name, a title or what papers share, as an author."""
        if len(words) == 1:
            mentioned = words[0] in self._words and query == query.lower()
            return mentioned or any(map(self._is_told, self._words.starting_with(words[0])))
        if title_key(query) in self._all_names or " ".join(name_words(query)) in self._all_spellings:
            return True
        shared = [self._papers_sharing(word) for word in words]
        return bool(set.intersection(*shared))

    def _is_told(self, term: str) -> bool:
        """Tell whether a word is in more than summaries."""
        return any(posting & _FIELD for posting in self._words.get(term))

    def _papers_sharing(self, word: str) -> set[int]:
        """Return the papers that have a word in what several papers have: an author, a category, a venue."""
        return {posting >> _BITS for posting in self._words.get(word) if posting & _FIELD in SHARED_FIELDS}

    @cached_property
    def _all_names(self) -> str:
        return "\n".join(self._names.texts)

    @cached_property
    def _all_spellings(self) -> str:
        return "\n".join(self._spellings.texts)

    def _joined(self, words: list[str], at: int) -> list[str]:
        """Return indexed words that a word makes with its neighbor: "flash attention" is "FlashAttention"."""
        pairs = ("".join(words[max(at - 1, 0) : at + 1]), "".join(words[at : at + 2]))
        return [pair for pair in pairs if pair != words[at] and pair in self._words]

    def _match(self, word: str, joined: Iterable[str], wrote: set[int] | None = None) -> dict[int, float]:
        """Return the best score in each paper of one word, or of what it makes with its neighbors.

        Args:
            word: the word.
            joined: what it makes with its neighbors.
            wrote: the only papers in which it counts as an author's name, where it is part of one.
        """
        found: dict[int, float] = {}
        own = len(self._words.get(word))
        terms = self._terms(word) if wrote is None else {word: 1.0}
        for term, quality in (terms | dict.fromkeys(joined, 1.0)).items():
            postings: Sequence[int] = self._words.get(term)
            rarity = math.log(1 + len(self._keys) / max(len(postings), own))
            scores = [quality * weight * rarity for weight in _FIELDS]
            if wrote is not None:
                postings = [one for one in postings if one & _FIELD != AUTHORS or one >> _BITS in wrote]
            for posting in postings:
                score = scores[posting & _FIELD]
                if score > found.get(posting >> _BITS, 0.0):
                    found[posting >> _BITS] = score
        return found

    def _terms(self, word: str) -> dict[str, float]:
        """Return the indexed words that a word of a query may mean, and how well each fits."""
        # what has "attention2" has "attention", too, which is less rare and so counts for less
        counts = has_digit(word)
        start = stem(word)
        terms = {}
        for term in self._words.starting_with(start) if len(word) > 1 else ():
            if has_digit(term) and not counts:
                continue
            if stem(term) == start:
                terms[term] = FORM
            elif term.startswith(word):
                terms[term] = PREFIX
        if word in self._words:
            terms[word] = 1.0
        elif terms or word[0].isdigit():  # 2bit is no slip for 3bit
            return terms
        elif len(word) == _SHORT:
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            terms |= {term: TYPO for term in swapped if term in self._words}
        elif len(word) >= _LONG:
            from rapidfuzz import process  # noqa: PLC0415 - a word without a typo needs neither
            from rapidfuzz.distance import OSA  # noqa: PLC0415

            typos = 1 if len(word) < _LONGER else 2
            vocabulary = self._words.texts if counts else self._without_digits
            for term, distance, _ in process.extract(
                word, vocabulary, scorer=OSA.distance, score_cutoff=typos, limit=20
            ):
                terms.setdefault(term, TYPO if distance <= 1 else TWO_TYPOS)
        return terms

    @cached_property
    def _without_digits(self) -> list[str]:
        return [word for word in self._words.texts if not has_digit(word)]


def known_of(corpus: Corpus) -> Counter[str]:
    """Return how well known each paper is: how many papers here cite it, and how many lists name it (`LISTED`)."""
    known = Counter(key for one in corpus.lists for key in one.papers)
    for key, lists in known.items():
        known[key] = lists // LISTED
    known.update(key for paper in corpus.papers for key in set(paper.cites))
    return known


def _is_name(query: str) -> bool:
    """Tell whether a query is written as names are: ``eagle``, ``Self-RAG``, ``Stable Diffusion``."""
    parts = query.split()
    return len(parts) == 1 or (len(parts) <= NAME_PARTS and all(not part[0].islower() for part in parts))


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


def _words_of_person(author: str) -> set[str]:
    """Return the words of an author's name as a query has them."""
    return {*words_of(author, expand=False)}


@lru_cache(maxsize=1 << 12)
def _repeated(text: str) -> tuple[str, ...]:
    """Return the words of a text that many papers share."""
    return tuple(words_of(text, expand=True))
