"""Search: making the index and answering, beside SQLite's FTS5 and bm25s over the same texts.

The peers rank words as they are; ours also forgives typos, completes words and knows names, so it answers the last
questions and they do not.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s  # type: ignore[import-untyped]

from benchmarks.made_up import papers
from benchmarks.timing import cpu_ms
from effllm.records import Corpus
from effllm.search import SearchIndex
from effllm.store import checkout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from effllm.records import Paper

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000)
LIMIT = 10

QUESTIONS = (
    "low-rank quantization of outlier tokens",
    "speculative decoding with a draft model",
    "cache compression",
    "expert routing",
    "pruning and distillation",
    "efficient attention kernel",
    "scaling training in parallel",
    "memory",
)
TYPOS = ("quantizaton of the kv cahce", "speculatve decodng", "prunning", "distilation of expets")


def main() -> None:
    """Print the table."""
    real = checkout.read(ROOT).corpus()
    print("\nSearch over made-up papers: the index, then the mean of the questions")
    print(f"{'papers':>8}  {'':<34}{'index':>12}{'a question':>14}{'with typos':>14}")
    for size in SIZES:
        corpus = Corpus.model_construct(**{**real.__dict__, "papers": papers(real, size)})
        build = partial(SearchIndex.build, corpus)
        costs = {
            "effllm": _cost(build, lambda index, question: index.search(question)[:LIMIT], typos=True),
            "SQLite FTS5": _cost(partial(_fts5, corpus.papers), _ask_fts5),
            "bm25s": _cost(partial(_bm25s, corpus.papers), _ask_bm25s),
        }
        for name, cost in costs.items():
            print(f"{size:>8,}  {name:<34}" + "".join(f"{one:>9.1f} ms  " if one else f"{'-':>9}" for one in cost))
        ratios = [ours / theirs for ours, theirs in zip(costs["effllm"], costs["SQLite FTS5"], strict=True) if theirs]
        print(f"{'':>10}{'effllm : SQLite FTS5':<34}" + "".join(f"{ratio:>9.1f}     " for ratio in ratios))


def _cost(
    build: Callable[[], Any], ask: Callable[[Any, str], object], *, typos: bool = False
) -> tuple[float, float, float]:
    """Return the CPU time in milliseconds of making an index, of a question, and of one with typos (0: not asked)."""
    index = build()

    def each(questions: Sequence[str]) -> float:
        return cpu_ms(lambda: [ask(index, question) for question in questions])[0] / len(questions)

    return cpu_ms(build, 3)[0], each(QUESTIONS), each(TYPOS) if typos else 0.0


def _texts(paper: Paper) -> tuple[str, str, str, str]:
    return paper.name or "", paper.title, " ".join(paper.authors), paper.summary or ""


def _fts5(made: Sequence[Paper]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE papers USING fts5(name, title, authors, summary)")
    database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?)", map(_texts, made))
    return database


def _ask_fts5(database: sqlite3.Connection, question: str) -> list[Any]:
    words = " OR ".join(f'"{word}"' for word in question.split())
    asked = "SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY bm25(papers, 10, 5, 3, 1) LIMIT ?"
    return database.execute(asked, (words, LIMIT)).fetchall()


def _bm25s(made: Sequence[Paper]) -> bm25s.BM25:
    index = bm25s.BM25()
    index.index(bm25s.tokenize([" ".join(_texts(paper)) for paper in made], show_progress=False), show_progress=False)
    return index


def _ask_bm25s(index: bm25s.BM25, question: str) -> object:
    return index.retrieve(bm25s.tokenize(question, show_progress=False), k=LIMIT, show_progress=False)


if __name__ == "__main__":
    main()
