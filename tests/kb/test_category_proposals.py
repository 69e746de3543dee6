from __future__ import annotations

import pytest

import effllm
from effllm.bibliography.reference import Reference
from effllm.kb.category_proposals import Proposer
from tests.factories import BRANCH, PAPERS, paper

LEAVES = [category for category in BRANCH.walk() if not category.children]


def test_the_likest_papers_speak_for_their_categories() -> None:
    best, *others = Proposer(PAPERS, LEAVES).propose(Reference(title="Pruned: Keeping Few of the Weights"))
    assert str(best).startswith("pruning: like A Simple Way to Prune & Keep 50% of the Weights (shared words: ")
    assert {"few", "weight"} & set(best.words)
    assert all(other.score <= best.score for other in others)


def test_words_of_one_stem_are_one() -> None:
    papers = [paper("doe2024thing", title="Quantizing Caches", categories=("kv-cache",))]
    (best, *_) = Proposer(papers, LEAVES).propose(Reference(title="Cached Quantization"))
    assert best.category == "kv-cache"
    assert set(best.words) == {"cached", "quantization"}


def test_a_category_without_papers_can_be_proposed() -> None:
    (best, *_) = Proposer((), LEAVES).propose(Reference(title="A Study", abstract="We study pruning."))
    assert str(best) == "pruning: by its heading (shared words: pruning)"


def test_nothing_in_common() -> None:
    assert Proposer(PAPERS, LEAVES).propose(Reference(title="Zoology")) == []
    assert Proposer((), ()).propose(Reference(title="Zoology")) == []


@pytest.mark.corpus
def test_the_right_category_is_among_the_first_four() -> None:
    """Each hundredth paper is proposed categories for, by what the others are in."""
    kb = effllm.load()
    papers = list(kb.papers.values())
    leaves = [category for category in kb.corpus.categories() if not category.children]
    asked = papers[::100]
    hits = 0
    for one in asked:
        proposer = Proposer([other for other in papers if other is not one], leaves)
        found = proposer.propose(Reference(title=one.title, abstract=one.summary or ""))
        hits += any(proposal.category in one.categories for proposal in found)
    assert hits >= 0.5 * len(asked)  # many categories are new and have few papers to speak for them
