"""Adding papers: a bibliography of 2,000 entries, and how often the right category is proposed."""

from __future__ import annotations

from pathlib import Path

from tests import bibtex_generator

from benchmarks.timing import cpu_ms, row
from effllm.bibliography.reference import Reference
from effllm.ingest.paper_files import plan_bib
from effllm.ingest.session import Session
from effllm.kb.category_proposals import Proposer
from effllm.store import checkout

ROOT = Path(__file__).parents[1]
ENTRIES = 2_000
SHOWN = (1, 3, 4)
FOLDS = 20


def main() -> None:
    """Print the tables."""
    text = bibtex_generator.make(ENTRIES).text
    taken = cpu_ms(lambda: plan_bib(Session(ROOT), text, categories=["weight-only-quantization"]), 3)
    print(row("import-bib --dry-run of a messy bibliography", ENTRIES, taken))
    _proposals()


def _proposals() -> None:
    """Propose categories for each paper by what others are in; print how often one of its own is among the first."""
    corpus = checkout.read(ROOT).corpus()
    leaves = [category for category in corpus.categories() if not category.children]
    for label, with_summary in (("title and summary", True), ("title alone", False)):
        ranks = []
        for fold in range(FOLDS):
            proposer = Proposer([p for number, p in enumerate(corpus.papers) if number % FOLDS != fold], leaves)
            for paper in corpus.papers[fold::FOLDS]:
                asked = Reference(title=paper.title, abstract=(paper.summary or "") if with_summary else "")
                hits = [proposal.category in paper.categories for proposal in proposer.propose(asked, max(SHOWN))]
                ranks.append(hits.index(True) if True in hits else max(SHOWN))
        share = ", ".join(f"{sum(rank < n for rank in ranks) / len(ranks):.1%} of the first {n}" for n in SHOWN)
        print(f"a right category by {label}, {len(ranks):,} papers: among {share}")


if __name__ == "__main__":
    main()
