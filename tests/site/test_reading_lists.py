"""The reading lists on the site: by branch, and on the page of their category."""

from __future__ import annotations

import pytest

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.site.view import View
from tests.factories import READING_LIST, knowledge_base, paper
from tests.site.records import made

TOPIC = READING_LIST.model_copy(update={"id": "pruning", "name": "Pruning, in order", "category": "pruning"})


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return KnowledgeBase(knowledge_base().corpus.model_copy(update={"reading_lists": (TOPIC, READING_LIST)}))


def test_lists_across_topics_come_first_then_those_of_each_branch(kb: KnowledgeBase) -> None:
    text = made(View(kb), "reading-lists/")["reading-lists/index.md"]
    order = ["<h2>Where to start</h2>", READING_LIST.name, "<h2>Compression</h2>", TOPIC.name]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_a_list_and_its_category_lead_to_each_other(kb: KnowledgeBase) -> None:
    pages = site.all_pages(kb)
    assert '<a href="../../taxonomy/pruning/">Pruning</a>' in pages["reading-lists/pruning.md"]
    assert (
        '<a href="../../reading-lists/pruning/">Pruning, in order</a>, 2 papers in order'
        in pages["taxonomy/pruning.md"]
    )
    assert "Where to begin" not in pages["taxonomy/quantization.md"]
    assert "All papers of the topic" not in pages["reading-lists/thin-first.md"]


def test_a_category_names_what_its_papers_build_on_most() -> None:
    later = [paper(f"later202{n}x", cites=("first2018idea",), references="full") for n in range(4)]
    pages = site.all_pages(knowledge_base(paper("first2018idea", title="The Idea", year=2018), *later))
    why = "cited by 4 of its papers, named by 0 lists"
    shown = f'<a href="../../papers/first2018idea/" title="{why}">The Idea</a> 2018'
    assert f"Most built on: {shown}." in pages["taxonomy/weights.md"]
    assert "Most built on" not in pages["taxonomy/pruning.md"]
