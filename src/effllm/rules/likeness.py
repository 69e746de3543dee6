"""T: summaries in our own English words: measured against abstracts, of which only hashes are kept, and each other."""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from zlib import crc32

from effllm.problems import Rule
from effllm.rules.checks import Finding, each, overall
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper
    from effllm.rules.context import Known
    from effllm.store.checkout import Entry

COPIED = Rule(
    "T012",
    "A summary is in our own words",
    "An abstract belongs to its authors. Nine words in a row that stand in one are taken for copied.",
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
WORDS = 8
"""How many words in a row are hashed together."""

HASHES = "abstracts.bin"
"""The hashes of the abstracts, beside this file: sorted, four bytes each, little-endian; see `tools/hash-abstracts`."""

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


def shingles(text: str) -> list[int]:
    """Return a hash of 32 bits for each run of `WORDS` words, capitals, accents and punctuation apart."""
    words = fold(text).split()
    return [crc32(" ".join(words[start : start + WORDS]).encode()) for start in range(len(words) - WORDS + 1)]


def pack(hashes: Iterable[int]) -> bytes:
    """Return hashes as the file holds them."""
    packed = array("I", sorted(set(hashes)))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


@cache
def _abstracts() -> frozenset[int]:
    packed = array("I", (resources.files("effllm.rules") / HASHES).read_bytes())
    if sys.byteorder == "big":
        packed.byteswap()
    return frozenset(packed)


@each("paper", COPIED)
def copied(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for runs of words that stand in an abstract.

    One hash of 32 bits is met by chance about once in 50,000; two in a row, nine words, hardly ever.
    """
    if not paper.summary:
        return
    known = _abstracts()
    hits = [mark in known for mark in shingles(paper.summary)]
    for start, length in _runs(hits):
        words = fold(paper.summary).split()[start : start + length + WORDS - 1]
        message = f'{len(words)} words in a row stand in an abstract: "{" ".join(words)}"'
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


@overall(ALIKE)
def alike(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for summaries of which half stands in another one."""
    first: dict[int, Entry] = {}
    for entry in known.entries("paper"):
        marks = set(shingles(entry.record.summary or "")) or {crc32(fold(entry.record.summary or "").encode())}
        if not entry.record.summary:
            continue
        met = Counter(first[mark].document.path for mark in marks if mark in first)
        for mark in marks:
            first.setdefault(mark, entry)
        path, shared = met.most_common(1)[0] if met else ("", 0)
        if shared >= _HALF * len(marks) and not path.endswith(f"/{entry.record.key}.yml"):
            yield entry, Finding(("summary",), f"much of it stands in {path}", "say what is particular to this paper")


@each("paper", LANGUAGE)
def language(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for summaries without any of the words that English sentences are made with."""
    words = (paper.summary or "").lower().split()
    if len(words) >= _ENOUGH_WORDS and not _ENGLISH & {word.strip(",.;:()") for word in words}:
        yield Finding(("summary",), "the summary seems not to be in English", "write it in English, in your own words")


@each("paper", PERSON)
def person(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for the first person and for praise."""
    found = [f'"{match[0]}"' for form in (_FIRST_PERSON, _PRAISE) if (match := form.search(paper.summary or ""))]
    if found:
        message = f"the summary says {' and '.join(found)}"
        yield Finding(("summary",), message, "say what the paper does, in our words: GPTQ quantizes ...")


CHECKS = (copied, alike, language, person)
