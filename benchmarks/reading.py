"""Loading and searching: cost per record, beside bibtexparser 2 reading the same records as BibTeX."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

from benchmarks.made_up import papers
from benchmarks.timing import cpu_ms, row
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.search import SearchIndex
from effllm.store import bundle, checkout

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000)


def main() -> None:
    """Print the table."""
    found = checkout.read(ROOT)
    real = found.corpus()
    count = len(real.papers)
    _read("the real records", real, count)
    for size in SIZES:
        made = Corpus.model_construct(**{**real.__dict__, "papers": papers(real, size)})
        _read("made-up papers", made, size)
        kb = KnowledgeBase(made)
        print(row("  build the search index", size, cpu_ms(partial(SearchIndex.build, made), 3)))
        kept = kb.search_index.to_bytes("")
        print(row("  read it from its file", size, cpu_ms(partial(SearchIndex.from_bytes, kept, ""))))
        print(row("  one search with two typos", size, cpu_ms(partial(kb.papers.search, "quantizaton kv cahce"))))


def _read(label: str, corpus: Corpus, count: int) -> None:
    text, bibtex = bundle.dumps(corpus), KnowledgeBase(corpus).papers.to_bibtex()
    print(f"\n{label}: bundle {len(text):,} bytes, BibTeX {len(bibtex.encode()):,} bytes")
    ours = cpu_ms(lambda: KnowledgeBase(bundle.loads(text)))
    theirs = cpu_ms(lambda: parse_string(bibtex))
    print(row("  effllm.load() from the bundle", count, ours))
    print(row("  bibtexparser 2, the same papers as BibTeX", count, theirs))
    split = [SeparateCoAuthors(), SplitNameParts()]
    print(row("  bibtexparser 2, names split", count, cpu_ms(lambda: parse_string(bibtex, append_middleware=split))))
    print(f"  ratio to bibtexparser 2: {ours[0] / theirs[0]:.2f}")


if __name__ == "__main__":
    main()
