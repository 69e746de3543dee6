from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

import effllm
from effllm.graph import Relations
from effllm.graph.related import WEIGHTS
from effllm.graph.similarity import FEW, KEPT, TITLE
from effllm.search import words_of
from tests.checkouts import BASE
from tests.factories import knowledge_base, paper
from tests.graph.drawn import knowledge_bases

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm import KnowledgeBase, Paper


def cosine(one: dict[str, float], other: dict[str, float], added: float) -> float:
    lengths = [math.sqrt(sum(weight**2 for weight in row.values()) + added) for row in (one, other)]
    product = sum(one[name] * other[name] for name in one.keys() & other.keys())
    return product / (lengths[0] * lengths[1]) if product else 0.0


def plain_words(text: str) -> set[str]:
    found, before = set(), ""
    for word in words_of(text, expand=False):
        if word == "bit" and before.isdigit():
            found.add(f"{before}-bit")
        elif len(word) > 1 and not word.isdigit():
            found.add(word)
        before = word
    return found


def bag(paper: Paper, having: Counter[str], count: int) -> dict[str, float]:
    title = plain_words(f"{paper.name or ''} {paper.title}")
    words = title | plain_words(paper.summary or "")
    weights = {
        word: math.log(count / having[word]) * (TITLE if word in title else 1.0)
        for word in words
        if 1 < having[word] < count
    }
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT])


def brute_force(kb: KnowledgeBase) -> dict[tuple[str, str], float]:
    """Work out the scores of all pairs that share a citation, a citing paper or a word, on the graphs."""
    graph, count = kb.citations, len(kb.papers)
    whole = math.log(max(count, 2))
    papers = list(kb.papers.values())
    having = Counter(
        word for p in papers for word in plain_words(f"{p.name or ''} {p.title}") | plain_words(p.summary or "")
    )
    rows: dict[str, tuple[Callable[[str], dict[str, float]], float]] = {
        "coupling": (lambda key: {c: math.log(count / graph.in_degree(c)) / whole for c in graph.successors(key)}, FEW),
        "cocitation": (
            lambda key: {c: math.log(count / graph.out_degree(c)) / whole for c in graph.predecessors(key)},
            FEW,
        ),
        "words": (lambda key: bag(kb.papers[key], having, count), 0.0),
    }
    scores: dict[tuple[str, str], float] = {}
    for one, other in combinations(kb.papers, 2):
        parts = {name: cosine(row(one), row(other), added) for name, (row, added) in rows.items()}
        nodes = [[kb.taxonomy[id_] for id_ in kb.papers[key].categories] for key in (one, other)]
        places = [{place.id for node in both for place in node.path} for both in nodes]
        says = [math.log(count / len(kb.taxonomy[id_].paper_keys)) / whole for id_ in places[0] & places[1]]
        parts["categories"] = max(says, default=0.0)
        if any(parts[name] for name in rows):
            scores[one, other] = scores[other, one] = sum(WEIGHTS[name] * part for name, part in parts.items())
    return scores


@settings(deadline=None)
@given(knowledge_bases())
def test_scores_are_those_of_plain_graphs(kb: KnowledgeBase) -> None:
    expected = brute_force(kb)
    for key, found in kb.relations.all(len(kb.papers)):
        shared = {other: score for (one, other), score in expected.items() if one == key}
        assert {near.key for near in found} >= shared.keys()
        assert [near.score for near in found[: len(shared)]] == pytest.approx(sorted(shared.values(), reverse=True))
        assert {near.key: near.score for near in found[: len(shared)]} == pytest.approx(shared)


@settings(deadline=None)
@given(knowledge_bases())
def test_one_by_one_as_all_together(kb: KnowledgeBase) -> None:
    for key, found in kb.relations.all(3):
        assert kb.related(key, 3) == found == kb.related(key, 20)[:3]
        assert key not in {near.key for near in found}


CITING = paper("doe2024survey", cites=("doe2020a", "doe2020b"), references="full", categories=("pruning",), title="All")
QUANTIZERS = (
    paper("doe2020a", name="Alpha", title="Two-Bit Cache", cites=("doe2019x", "doe2019y", "doe2019z", "doe2019v")),
    paper("doe2020b", name="Beta", title="Four", cites=("doe2019x", "doe2019y", "doe2019z", "doe2019v"), year=2021),
    *(paper(f"doe2019{c}", name=c.upper(), title=c, year=2019, categories=("pruning",)) for c in "vxyz"),
)


def test_reasons_in_words() -> None:
    kb = knowledge_base(*QUANTIZERS, CITING)
    (first, *_) = kb.related("doe2020a")
    key, score, reasons = first
    assert key == "doe2020b"
    assert 0 < score < 1
    assert reasons == (
        "both cite V, X and 2 more",
        "cited together by All",
        "both in Weight-Only Quantization",
    )
    many = CITING.model_copy(update={"key": "doe2024more", "title": "More"})
    assert "cited together by 2 papers" in knowledge_base(*QUANTIZERS, CITING, many).related("doe2020a")[0].reasons


def test_words_are_a_reason_from_two_on() -> None:
    kb = knowledge_base(
        paper("doe2020a", title="2-bit quantization of the key-value cache", categories=("kv-cache",)),
        paper("doe2020b", title="A 2 bit KV cache", categories=("kv-cache",)),
        paper("doe2020c", title="Draft", categories=("pruning",)),
    )
    (near,) = kb.related("doe2020a")
    assert near.reasons == ("both in KV-Cache Quantization", "alike in words: 2-bit, cache, kv")


def test_a_single_word_is_a_reason_where_there_is_no_other() -> None:
    papers = (paper("doe2020a", title="Draft Trees"), paper("doe2020b", title="Draft", categories=("pruning",)))
    kb = knowledge_base(*papers, paper("doe2020c", title="Other", categories=("kv-cache",)))
    assert [(near.key, near.reasons) for near in kb.related("doe2020b")] == [("doe2020a", ("alike in words: draft",))]


def test_what_is_only_of_one_category_comes_last_the_nearest_in_time_first() -> None:
    papers = [paper(f"doe{year}x", title=f"T{year}", year=year) for year in range(2010, 2020)]
    kb = knowledge_base(*papers, paper("doe2012other", title="Other", year=2012, categories=("pruning",)))
    assert [near.key for near in kb.related("doe2012x", 4)] == ["doe2011x", "doe2013x", "doe2010x", "doe2014x"]
    assert kb.related("doe2012other") == []


def test_a_former_key_is_enough_and_an_unknown_one_names_the_nearest() -> None:
    kb = knowledge_base()
    assert kb.related("author2022two") == kb.related("author2022squeeze")
    with pytest.raises(effllm.UnknownPaper) as error:
        kb.related("author2022sqeeze")
    assert error.value.suggestions[0] == "author2022squeeze"
    with pytest.raises(effllm.UnknownPaper):
        Relations(kb.papers.values(), kb.corpus.branches).of("author2022sqeeze")


def test_no_papers() -> None:
    assert dict(Relations([], []).all()) == {}


def test_citations_of_papers_that_are_not_here_are_passed_over() -> None:
    kb = knowledge_base(*(p for p in knowledge_base().papers.values() if p.key == "team2024cache"))
    assert kb.related("team2024cache") == []


def test_the_package_loads_without_numbers() -> None:
    late = ("scipy", "numpy", "networkx")
    code = f"import sys, effllm; effllm.load({str(BASE)!r}); print([name for name in {late} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
