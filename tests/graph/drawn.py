"""Random knowledge bases, drawn by hypothesis: papers that cite each other as they like, loops included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.factories import BRANCH, knowledge_base, paper

if TYPE_CHECKING:
    from effllm import KnowledgeBase

LEAVES = [category.id for category in BRANCH.walk() if not category.children]
WORDS = ["cache", "quantization", "2-bit", "sparse", "pruning", "of", "fast", "draft", "state", "space"]
MOST = 9


@st.composite
def knowledge_bases(draw: st.DrawFn) -> KnowledgeBase:
    """Draw a knowledge base of one to nine papers."""
    keys = [f"doe2020p{number}" for number in range(draw(st.integers(1, MOST)))]
    return knowledge_base(
        *(
            paper(
                key,
                title=" ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))),
                summary=draw(st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)),
                year=draw(st.integers(2018, 2024)),
                categories=tuple(draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=2, unique=True))),
                cites=tuple(sorted(draw(st.sets(st.sampled_from(keys), max_size=6)) - {key})),
                references=draw(st.sampled_from(["none", "partial", "full"])),
            )
            for key in keys
        )
    )


@st.composite
def with_papers(draw: st.DrawFn, count: int) -> tuple[KnowledgeBase, list[str]]:
    """Draw a knowledge base and some of its papers."""
    kb = draw(knowledge_bases())
    return kb, [draw(st.sampled_from(sorted(kb.papers))) for _ in range(count)]
