"""Checking somebody else's list: cost per entry, Markdown and BibTeX, against the real records."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import effllm
from benchmarks.made_up import papers
from benchmarks.timing import cpu_ms, row
from effllm.kb import KnowledgeBase
from effllm.lint import Index, check

if TYPE_CHECKING:
    from effllm import Paper

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 30_000)


def main() -> None:
    """Print the table."""
    kb = effllm.load(ROOT)
    known = Index(kb)
    print(row("index the records", len(kb.papers), cpu_ms(partial(Index, kb))))
    for size in SIZES:
        made = papers(kb.corpus, size)
        lists = {
            "made-up.md": "".join(map(_bullet, range(size), made)),
            "made-up.bib": KnowledgeBase(
                kb.corpus.model_construct(**{**kb.corpus.__dict__, "papers": made})
            ).papers.to_bibtex(),
        }
        for name, text in lists.items():
            print(
                row(
                    f"check {name}, {text.count(chr(10)):,} lines",
                    size,
                    cpu_ms(partial(check, name, text.encode(), known), 3),
                )
            )


def _bullet(number: int, paper: Paper) -> str:
    heading = f"\n## Part {number // 20}\n\n" if number % 20 == 0 else ""
    links = f"[[Paper]({paper.link})] [[Code](https://github.com/example/{paper.key})]"
    return f"{heading}- {paper.title}, <ins>{paper.venue}, {paper.year}</ins> {links}\n"


if __name__ == "__main__":
    main()
