"""T: summaries: one to three English sentences in our own words about this paper; of abstracts only hashes are kept."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING
from zlib import crc32

from effllm.checks import Finding, Rule, check
from effllm.markup import find_markup
from effllm.rules.context import cites, each
from effllm.rules.kept_findings import identity
from effllm.rules.texts import is_placeholder
from effllm.store.cache import digest_of
from effllm.text import fold, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.entry import Entry

FORM = Rule(
    "T008",
    "A summary is one to three sentences of plain text",
    "It is read in lists and on phones; links and details have fields of their own.",
    "summary: See https://example.org",
    "summary: Shrinks the cache by half.",
)
COPIED = Rule(
    "T012",
    "A summary is in our own words",
    "An abstract belongs to its authors. Nine words in a row that are in one are taken for copied.",
    "summary: >-\n  A framework that squeezes each weight\n  of an imaginary language model.",
    "summary: >-\n  SLIM stores weights of models that nobody has\n  in two bits.",
)
ALIKE = Rule(
    "T013",
    "A paper has a summary of its own",
    "A summary that fits two papers says of neither what is new in it.",
    "# doe2023thin.yml\nsummary: Prunes a model.\n# doe2024slim.yml\nsummary: Prunes a model.",
    "# doe2023thin.yml\nsummary: Prunes whole heads.\n# doe2024slim.yml\nsummary: Prunes single weights.",
)

LANGUAGE = Rule(
    "T022",
    "A summary is in English",
    "It is searched and read beside those of all other papers.",
    "summary: >-\n  Ce travail comprime chaque poids\n  sans perdre les réponses du modèle.",
    "summary: >-\n  Shrinks each weight\n  and keeps the answers of the model.",
    severity="warning",
)
PERSON = Rule(
    "T023",
    "A summary neither speaks as the authors nor praises",
    "It is ours about their paper; we and our come with copied sentences, and praise helps no reader.",
    "summary: We show a novel way to thin models.",
    "summary: Shows how to thin models.",
    severity="warning",
)
OTHER_PAPER = Rule(
    "T019",
    "A summary is about its own paper",
    "Text copied into the file beside is right in form and wrong in everything it says.",
    "# doe2023thin.yml\ntitle: Halving Caches\nsummary: SLIM stores weights in two bits.",
    "# doe2023thin.yml\ntitle: Halving Caches\nsummary: Halves caches that SLIM fills.",
    severity="warning",
)

WORDS = 8
"""How many words in a row are hashed together."""

HASHES = "abstracts.bin"
"""The hashes of the abstracts, beside this file, as `pack` writes them, little-endian; see `tools/hash-abstracts`."""

_STEP = 0xFFFF
_REST = 20
"""Bits of a hash behind the 12 by which it is looked up."""

_ENOUGH = 2
_HALF = 0.5
_ENOUGH_WORDS = 8
_ENGLISH = frozenset("and are by from into its than that the to which with without".split())  # noqa: SIM905
_FIRST_PERSON = re.compile(r"\b(?:we|our|ours)\b", re.IGNORECASE)
_PRAISE = re.compile(
    r"\b(?:novel|state[- ]of[- ]the[- ]art|sota|cutting[- ]edge|groundbreaking|unprecedented|remarkable|impressive"
    r"|outstanding)\b",
    re.IGNORECASE,
)
_TELLTALE = frozenset(
    "we our ours novel state sota cutting groundbreaking unprecedented remarkable impressive outstanding".split()  # noqa: SIM905
)
"""With what each text begins that the last two patterns match."""

_LONGEST = 600
_THREE_WORDS = re.compile(r"\W*\w+(?:\W+\w+){2}")
_LONG_WORD = _MOST_WORDS = 4
_WORD = re.compile(r"[\w+]+")  # "LoRA+"
_CAPITAL_OR_DIGIT = re.compile("[A-Z0-9]")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def shingles(text: str) -> list[int]:
    """Return a hash of 32 bits for each run of `WORDS` words, capitals, accents and punctuation apart."""
    words = fold(text).split()
    return [crc32(" ".join(words[start : start + WORDS]).encode()) for start in range(len(words) - WORDS + 1)]


def pack(hashes: Iterable[int]) -> bytes:
    """Return hashes as the file holds them: what each is more than the one before, in steps of at most `_STEP`."""
    packed, last = array("H"), 0
    for one in sorted(set(hashes)):
        steps, rest = divmod(one - last, _STEP)
        packed.extend([*[_STEP] * steps, rest])
        last = one
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(packed: bytes) -> array[int]:
    """Return the sorted hashes of a file; where two lie further apart than `_STEP`, what lies between counts too."""
    steps = array("H", packed)
    if sys.byteorder == "big":
        steps.byteswap()
    return array("I", accumulate(steps))


@cache
def _abstracts() -> tuple[array[int], list[int]]:
    """Return the hashes of the abstracts, and where those begin that start with each number of 12 bits."""
    numbers = unpack((resources.files("effllm.rules") / HASHES).read_bytes())
    return numbers, [bisect_left(numbers, start << _REST) for start in range((1 << 32 - _REST) + 1)]


def _is_in_an_abstract(one: int) -> bool:
    numbers, starts = _abstracts()
    start = one >> _REST
    at = bisect_left(numbers, one, starts[start], starts[start + 1])
    return at < len(numbers) and numbers[at] == one


@each("paper", FORM)
def form(paper: Paper, _: Context) -> Findings:
    """Check length, addresses and markup of the summary."""
    text = paper.summary or ""
    if text and not _THREE_WORDS.match(text) and re.search(r"\w", text) and not is_placeholder(text):
        yield Finding(("summary",), "the summary is no sentence", "say what the paper does, in one to three sentences")
    if len(text) > _LONGEST:
        message = f"the summary has {len(text)} characters, at most {_LONGEST} are shown"
        yield Finding(("summary",), message, "keep one to three sentences: problem, idea, result")
    if ("://" in text or "www" in text.lower()) and (match := _ADDRESS.search(text)):
        yield Finding(("summary",), f"the summary holds the address {match[0]}", "code, url and sources hold addresses")
    elif find_markup(text):
        yield Finding(
            ("summary",), f"{find_markup(text)} in the summary is markup, not text", "write it in plain words"
        )


@each("paper", COPIED)
def copied(paper: Paper, _: Context) -> Findings:
    """Look for runs of words that are in an abstract.

    One hash of 32 bits is met by chance about once in 2,500; two in a row, nine words, once in six million.
    """
    if not paper.summary:
        return
    marks = shingles(paper.summary)
    if not any(map(_is_in_an_abstract, marks[::2])):  # of two in a row one has an even place
        return
    hits = [*map(_is_in_an_abstract, marks)]
    for start, length in _runs(hits):
        words = fold(paper.summary).split()[start : start + length + WORDS - 1]
        message = f'{len(words)} words in a row are in an abstract: "{" ".join(words)}"'
        yield Finding(("summary",), message, "rewrite them in your own words")


def _runs(hits: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of at least `_ENOUGH` hits."""
    start = None
    for place, hit in enumerate([*hits, False]):
        if hit and start is None:
            start = place
        elif not hit and start is not None:
            if place - start >= _ENOUGH:
                yield start, place - start
            start = None


def _marks(paper: Paper) -> list[int]:
    """Return the hashes of a summary, each once, of a short one that of the whole; none where there is no summary."""
    return [*dict.fromkeys(shingles(paper.summary) or [crc32(fold(paper.summary).encode())])] if paper.summary else []


@check(ALIKE, of=(_marks,))
def alike(context: Context) -> EntryFindings:
    """Look for summaries of which half is in another one."""
    first: dict[int, Entry] = {}
    seen, shared_by_two = set[int](), set[int]()
    of_each = [(entry, entry.fact(_marks)) for entry in context.entries("paper")]
    for _, marks in of_each:
        shared_by_two.update(seen.intersection(marks))
        seen.update(marks)
    for entry, marks in of_each:
        if shared_by_two.isdisjoint(marks):
            continue
        met = Counter(first[mark].document.path for mark in marks if mark in first)
        for mark in shared_by_two.intersection(marks):
            first.setdefault(mark, entry)
        path, shared = met.most_common(1)[0] if met else ("", 0)
        if met and shared >= _HALF * len(marks) and not path.endswith(f"/{entry.key}.yml"):
            yield entry, Finding(("summary",), f"much of it is in {path}", "say what is particular to this paper")


@each("paper", LANGUAGE)
def language(paper: Paper, _: Context) -> Findings:
    """Look for summaries without any of the words that English sentences are made with."""
    words = (paper.summary or "").lower().split()
    if len(words) >= _ENOUGH_WORDS and _ENGLISH.isdisjoint(word.strip(",.;:()") for word in words):
        yield Finding(("summary",), "the summary seems not to be in English", "write it in English, in your own words")


@each("paper", PERSON)
def person(paper: Paper, _: Context) -> Findings:
    """Look for the first person and for praise."""
    if _TELLTALE.isdisjoint(words(paper.summary or "")):
        return
    found = [f'"{match[0]}"' for form in (_FIRST_PERSON, _PRAISE) if (match := form.search(paper.summary or ""))]
    if found:
        message = f"the summary says {' and '.join(found)}"
        yield Finding(("summary",), message, "say what the paper does, in our words: GPTQ quantizes ...")


def _summary(paper: Paper) -> str:
    """Return a hash of the summary."""
    return digest_of((paper.summary or "").encode())


@check(OTHER_PAPER, of=(identity, cites, _summary))
def other_paper(context: Context) -> EntryFindings:
    """Look for summaries that name the method of one other paper, and not their own.

    Many summaries name well-known models. So the other name is in no third summary, the paper does not cite the
    other one, and its summary has no more words of its own title than of the other's.
    """
    names = [(entry.fact(_method), entry) for entry in context.entries("paper")]
    shared = Counter(name for name, _ in names)
    owners = {name: entry for name, entry in names if name and shared[name] == 1}
    speaking: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in context.entries("paper"):
        for key in owners.keys() & set(entry.fact(_may_be_names)):
            speaking[key].append(entry)
    for key, entries in speaking.items():
        owner, others = owners[key], [entry for entry in entries if entry is not owners[key]]
        if len(others) == 1 and _is_of(owner.record, others[0].record):
            message = f"it names {owner.record.name} ({owner.document.path}), and not this paper's own method"
            yield others[0], Finding(("summary",), message, "look whose summary it is; if it is right, name the method")


def _method(paper: Paper) -> str:
    """Return the key of a paper's name; empty where that is a plain word."""
    return title_key(paper.name) if paper.name and _is_distinct(paper.name) else ""


def _may_be_names(paper: Paper) -> list[str]:
    """Return the keys of what in a summary may be a name: up to four words with two capitals or digits."""
    spoken = _WORD.findall(paper.summary or "")
    marks = [len(_CAPITAL_OR_DIGIT.findall(word)) for word in spoken]
    starts = [start for start, number in enumerate(marks) if number]
    spans = [(start, start + length) for start in starts for length in range(1, 1 + _MOST_WORDS)]
    return [*{title_key(" ".join(spoken[start:end])) for start, end in spans if sum(marks[start:end]) > 1}]


def _is_distinct(text: str) -> bool:
    """Tell whether a name is no plain word: it has two capitals or a digit, as LoRA and H2O."""
    return len(_CAPITAL_OR_DIGIT.findall(text)) > 1 and len(title_key(text)) > len("ab")


def _is_of(owner: Paper, paper: Paper) -> bool:
    """Tell whether a paper's summary, which names another's method, may be the other's."""
    name, text = owner.name or "", paper.summary or ""
    own = (paper.title, paper.name or "", *paper.aliases)
    if name not in text or owner.key in paper.cites or any(title_key(name) in title_key(part) for part in own):
        return False  # "minima" is not the name MiniMA
    if paper.name and title_key(paper.name) in title_key(text):
        return False
    said = set(words(text))
    return _share(paper.title, said) <= _share(owner.title, said)


def _share(title: str, said: set[str]) -> float:
    long = {word for word in words(title) if len(word) >= _LONG_WORD}
    return len(long & said) / max(1, len(long))


CHECKS = (form, copied, alike, language, person, other_paper)
