"""Count the words by which the judge of candidates knows papers of the field; the abstracts stay where they are.

Usage: .venv/bin/python -m tools.count_words DAILY [ABSTRACTS ...]

DAILY: folder of daily listings of arXiv, `2026-06-30.jsonl`, as in the branch `data` of
dw-dengwei/daily-arXiv-ai-enhanced. ABSTRACTS: more abstracts of papers that have a record here, a line each:
{"title": ..., "abstract": ...}.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import WordCounts, text_of
from effllm.store import checkout, layout
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from effllm.records import Category, Paper

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "effllm" / "harvest" / "words.tsv"
OTHERS = 9_000
"""How many papers without a record are drawn; nearly all are of other fields."""

Listed = dict[str, tuple[str, Reference]]
"""arXiv id -> day of its first listing, and the paper."""


def main(daily: Path, *more: Path) -> None:
    """Count, and write the file."""
    read = checkout.read(ROOT)
    papers = [entry.record for entry in read.entries[layout.PAPER.name]]
    words = count_words(listed(daily), papers, read.corpus(papers=False).branches, abstracts(more))
    words.add((), (entry.record.title for entry in read.entries[layout.LEFT_OUT.name]))
    words.day = datetime.now(UTC).date().isoformat()
    TARGET.write_text(str(words), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(str(words).splitlines()) - 1:,} words counted")


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


def abstracts(files: Sequence[Path]) -> dict[str, str]:
    """Return the abstracts of files by the key of their title."""
    rows = (json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return {title_key(row["title"]): row["abstract"] for row in rows}


def count_words(
    daily: Listed, papers: Sequence[Paper], branches: Sequence[Category], more: Mapping[str, str]
) -> WordCounts:
    """Return the words of papers that are here for more than what efficiency rests on, beside those of others.

    Args:
        daily: what arXiv listed; what has a record is ours, of the rest some are drawn by chance.
        papers: the records.
        branches: the taxonomy.
        more: abstracts by the key of their title.
    """
    words = WordCounts()
    around = {category.id for branch in branches for category in _around(branch, inside=False)}
    here = {paper.arxiv for paper in papers}
    known = {title_key(reference.title): reference.abstract for _, reference in daily.values()} | dict(more)
    field = [paper for paper in papers if not around.issuperset(paper.categories)]
    ours = [
        Reference(title=paper.title, abstract=abstract)
        for paper in field
        if (abstract := known.get(title_key(paper.title)))
    ]
    others = [reference for arxiv, (_, reference) in sorted(daily.items()) if arxiv not in here]
    chance = random.Random(3)  # noqa: S311 - no secret
    drawn = chance.sample(others, min(OTHERS, len(others)))
    words.add(map(text_of, ours), map(text_of, drawn))
    return words


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
