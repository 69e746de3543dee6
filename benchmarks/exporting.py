"""Exports and questions about all papers: the cost per record of 50,000 papers beside that of 1,000."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.made_up import REFERENCES, citing, papers
from benchmarks.timing import cpu_ms
from effllm.export.formats import FORMATS
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.store import checkout

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 50_000)


def main() -> None:
    """Print the table."""
    real = checkout.read(ROOT).corpus()
    costs = {size: _costs(real, size) for size in SIZES}
    print(f"{'microseconds a paper':<24}" + "".join(f"{size:>10,} papers" for size in SIZES) + f"{'ratio':>10}")
    for name in costs[SIZES[0]]:
        each = [costs[size][name] / size * 1000 for size in SIZES]
        print(f"{name:<24}" + "".join(f"{one:>17.1f}" for one in each) + f"{each[1] / each[0]:>10.2f}")


def _costs(real: Corpus, size: int) -> dict[str, float]:
    """Return the CPU time in milliseconds of each question and export."""
    made = citing(papers(real, size), REFERENCES)
    kb = KnowledgeBase(Corpus.model_construct(**{**vars(real), "papers": made}))
    author = made[0].authors[0]
    ways: dict[str, Callable[[], object]] = {
        "filter(since=)": lambda: kb.papers.filter(since=2023),
        "filter(author=)": lambda: kb.papers.filter(author=author),
        'sort("-year", "title")': lambda: kb.papers.sort("-year", "title"),
        "to_records": kb.papers.to_records,
        **{name: partial(FORMATS[name].render, kb) for name in ("sqlite", "gexf", "csv", "jsonl")},
    }
    return {name: cpu_ms(way, 3)[0] if size == SIZES[0] else _once(way) for name, way in ways.items()}


def _once(way: Callable[[], object]) -> float:
    start = time.process_time()
    way()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
