"""Learn the weights of the words by which the judge of candidates knows papers of the field.

Usage: .venv/bin/python -m tools.weigh_words DAILY [ABSTRACTS ...]

DAILY: folder of daily listings of arXiv, `2026-06-30.jsonl`, as in the branch `data` of
dw-dengwei/daily-arXiv-ai-enhanced. ABSTRACTS: more abstracts of papers that have a record here, a line each:
{"title": ..., "abstract": ...}. The abstracts stay where they are.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import WordWeights, terms, text_of
from effllm.store import checkout, layout
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from effllm.records import Category, LeftOut, Paper

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "effllm" / "harvest" / "words.tsv"
READ = Path(__file__).with_name("read_abstracts.jsonl")
"""Papers of March to August 2025 without a record that a reader found in or out of the field by their abstract; most
were hard to tell: an earlier judge had them first. A line each: arXiv id and whether it belongs."""
ASKED = ("cs.CL", "cs.LG")
OTHERS = 11_000
"""How many papers of these categories without a record are drawn; about one in twenty would belong after all."""
READ_WEIGHT = 10
"""How often a paper that a person decided on counts, beside the others once: it is sure, and near the border."""
LEAST_PAPERS = 20
"""A word of fewer papers is not learned."""
PASSES, RATE, BIAS = 4, 0.1, -1.0
"""How often all papers are gone through, how far the first step moves a weight, and the sum for a paper without words.
Chosen by the odd ones of the twelve weeks that `benchmarks/judging.py` measures."""
KEPT = 6_000
"""How many words are kept, those with the largest weights."""

Listed = dict[str, tuple[str, Reference]]
"""arXiv id -> day of its first listing, and the paper."""


def main(daily: Path, *more: Path) -> None:
    """Learn, and write the file."""
    read = checkout.read(ROOT)
    papers = [entry.record for entry in read.entries[layout.PAPER.name]]
    left_out = [entry.record for entry in read.entries[layout.LEFT_OUT.name]]
    known = abstracts_of(listed(daily)) | abstracts(more)
    weights = weigh_words(listed(daily, ASKED), papers, read.corpus(papers=False).branches, known, left_out)
    words = WordWeights(datetime.now(UTC).date().isoformat(), weights)
    TARGET.write_text(str(words), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(words.weights):,} words weighed")


def listed(folder: Path, categories: Collection[str] = ()) -> Listed:
    """Return the papers in daily listings, those of some categories of arXiv or all."""
    found: Listed = {}
    for path in sorted(folder.glob("[0-9]*[0-9].jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not categories or not set(row["categories"]).isdisjoint(categories):
                reference = Reference(title=" ".join(row["title"].split()), abstract=row["summary"], arxiv=row["id"])
                found.setdefault(row["id"], (path.stem, reference))
    return found


def abstracts_of(daily: Listed) -> dict[str, str]:
    """Return the abstracts of listed papers by the key of their title."""
    return {title_key(reference.title): reference.abstract for _, reference in daily.values()}


def abstracts(files: Sequence[Path]) -> dict[str, str]:
    """Return the abstracts of files by the key of their title."""
    rows = (json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return {title_key(row["title"]): row["abstract"] for row in rows}


def weigh_words(
    others: Listed,
    papers: Sequence[Paper],
    branches: Sequence[Category],
    known: Mapping[str, str],
    left_out: Sequence[LeftOut] = (),
) -> dict[str, float]:
    """Return the weights of words: those of papers that are here for more than what efficiency rests on, beside others.

    Args:
        others: what arXiv listed; what was read is taken as its reader said, of the rest some are drawn by chance.
        papers: the records.
        branches: the taxonomy.
        known: abstracts by the key of their title.
        left_out: papers that were left out.
    """
    around = {category.id for branch in branches for category in _around(branch, inside=False)}
    here = {paper.arxiv for paper in papers}
    others = {arxiv: one for arxiv, one in sorted(others.items()) if arxiv not in here}
    was_read = {row["arxiv"]: row["belongs"] for row in map(json.loads, READ.read_text(encoding="utf-8").splitlines())}

    def known_of(papers: Iterable[Paper | LeftOut]) -> list[str]:
        pairs = ((paper.title, known.get(title_key(paper.title))) for paper in papers)
        return [text_of(Reference(title=title, abstract=abstract)) for title, abstract in pairs if abstract]

    decided = [(text_of(others[arxiv][1]), belongs) for arxiv, belongs in was_read.items() if arxiv in others]
    decided += [(text, False) for text in known_of(left_out)]
    rest = [text_of(reference) for arxiv, (_, reference) in others.items() if arxiv not in was_read]
    drawn = random.Random(3).sample(rest, min(OTHERS, len(rest)))  # noqa: S311 - no secret
    field = known_of(paper for paper in papers if not around.issuperset(paper.categories))
    texts = [*((text, True) for text in field), *((text, False) for text in drawn), *decided]
    return _fit([(terms(text), belongs) for text, belongs in texts], len(decided))


def _fit(texts: Sequence[tuple[set[str], bool]], decided: int) -> dict[str, float]:
    """Return the weights that tell texts that belong from the others: logistic regression, the last texts counted more.

    Each text moves the weights of its words by what it was misjudged by; the more a word was moved, the less it moves
    (AdaGrad: Duchi, Hazan and Singer 2011). Both sides have the same weight in all.
    """
    papers = Counter(word for words, _ in texts for word in words)
    asked = [(sorted(w for w in words if papers[w] >= LEAST_PAPERS), belongs) for words, belongs in texts]
    asked += asked[len(asked) - decided :] * (READ_WEIGHT - 1)
    ours = sum(belongs for _, belongs in asked)
    balance = (len(asked) - ours) / max(1, ours)
    weights: dict[str, float] = dict.fromkeys((word for words, _ in asked for word in words), 0.0)
    moved = dict.fromkeys(weights, 0.01)
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(PASSES):
        chance.shuffle(asked)
        for words, belongs in asked:
            share = 1 / math.sqrt(1 + len(words))
            total = BIAS + share * sum([weights[word] for word in words])
            step = share * (balance * _logistic(-total) if belongs else -_logistic(total))
            for word in words:
                moved[word] += step * step
                weights[word] += RATE * step / math.sqrt(moved[word])
    kept = sorted(weights, key=lambda word: (-abs(weights[word]), word))[:KEPT]
    return {word: weights[word] for word in sorted(kept)}


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _around(category: Category, *, inside: bool) -> Iterator[Category]:
    """Yield the categories of what efficiency rests on, at or below one."""
    inside = inside or category.around
    if inside:
        yield category
    for child in category.children:
        yield from _around(child, inside=inside)


if __name__ == "__main__":
    if len(sys.argv) < 2:  # noqa: PLR2004 - the script and its folder
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
