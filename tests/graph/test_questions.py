"""The questions asked of the graphs, against plain networkx on random ones, and by hand on a small one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import effllm
from effllm import graph
from tests.factories import READING_LIST, knowledge_base, paper
from tests.graph.drawn import knowledge_bases, with_papers

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm import KnowledgeBase

KB = knowledge_base(
    paper("doe2018old", year=2018, title="Old", references="full"),
    paper("doe2019mid", year=2019, title="Mid", cites=("doe2018old",), references="full"),
    paper("roe2020left", year=2020, title="Left", cites=("doe2019mid", "roe2020right"), references="partial"),
    paper("roe2020right", year=2020, title="Right", cites=("doe2018old", "roe2020left"), references="full"),
    paper("doe2022new", year=2022, title="New", cites=("roe2020left",), references="full", categories=("pruning",)),
    paper("poe2021alone", year=2021, title="Alone", categories=("pruning",)),
)
CITATIONS = KB.citations


@settings(deadline=None)
@given(with_papers(1), st.integers(1, 3))
def test_lineage_is_what_breadth_first_search_finds(drawn: tuple[KnowledgeBase, list[str]], depth: int) -> None:
    kb, (key,) = drawn
    plain: nx.DiGraph[str] = nx.DiGraph(kb.citations.edges)
    plain.add_nodes_from(kb.papers)
    found = graph.lineage(kb.citations, key, depth)
    for papers, edges, whole in (
        (found.ancestors, found.ancestor_edges, plain),
        (found.descendants, [edge[::-1] for edge in found.descendant_edges], plain.reverse()),
    ):
        assert {key: 0} | papers == dict(nx.single_source_shortest_path_length(whole, key, cutoff=depth))
        generations: nx.DiGraph[str] = nx.DiGraph(edges)
        generations.add_node(key)
        assert nx.is_directed_acyclic_graph(generations)
        assert nx.descendants(generations, key) == set(papers)
        assert all(whole.has_edge(*edge) for edge in edges)


def test_lineage_by_hand() -> None:
    found = graph.lineage(CITATIONS, "roe2020left")
    assert found.ancestors == {"doe2019mid": 1, "roe2020right": 1, "doe2018old": 2}
    assert found.descendants == {"roe2020right": 1, "doe2022new": 1}
    assert ("roe2020left", "doe2019mid") in found.ancestor_edges
    assert ("doe2022new", "roe2020left") in found.descendant_edges
    assert found.loops == (("roe2020left", "roe2020right"),)
    assert list(graph.lineage(CITATIONS, "doe2022new", depth=1).ancestors) == ["roe2020left"]


@settings(deadline=None)
@given(with_papers(2))
def test_paths_are_as_short_as_any(drawn: tuple[KnowledgeBase, list[str]]) -> None:
    kb, (start, end) = drawn
    found = graph.path(kb.citations, start, end)
    walked = {"cites": kb.citations, "cited by": kb.citations.reverse(), "either": kb.citations.to_undirected()}
    kind = next((kind for kind, way in walked.items() if nx.has_path(way, start, end)), None)
    if kind is None:
        assert found is None
        return
    assert found
    assert found.kind == kind
    assert len(found.keys) - 1 == nx.shortest_path_length(walked[kind], start, end)
    assert (found.keys[0], found.keys[-1]) == (start, end)
    assert all(kb.citations.has_edge(*edge) for edge in found.edges)
    assert [set(edge) for edge in found.edges] == [set(step) for step in pairwise(found.keys)]


def test_paths_by_hand() -> None:
    assert graph.path(CITATIONS, "doe2022new", "doe2019mid") == graph.CitationPath(
        ("doe2022new", "roe2020left", "doe2019mid"),
        "cites",
        (("doe2022new", "roe2020left"), ("roe2020left", "doe2019mid")),
    )
    back = graph.path(CITATIONS, "doe2018old", "doe2019mid")
    assert back
    assert (back.kind, back.edges) == ("cited by", (("doe2019mid", "doe2018old"),))
    fork = knowledge_base(
        paper("doe2020a", cites=("doe2019c",), references="full"),
        paper("doe2020b", cites=("doe2019c",), references="full"),
        paper("doe2019c"),
    )
    either = graph.path(fork.citations, "doe2020a", "doe2020b")
    assert either
    assert (either.kind, either.edges) == ("either", (("doe2020a", "doe2019c"), ("doe2020b", "doe2019c")))
    assert graph.path(CITATIONS, "doe2018old", "poe2021alone") is None


@settings(deadline=None)
@given(knowledge_bases())
def test_what_others_build_on_is_read_before(kb: KnowledgeBase) -> None:
    papers = list(kb.papers.filter(under="quantization"))
    found = graph.reading_order(kb.citations, papers)
    first = [one.key for one in found.foundations]
    assert sorted([*first, *(key for step in found.steps for key in step.papers)]) == sorted(papers)
    among = kb.citations.subgraph(set(papers) - set(first))
    step_of = {key: number for number, step in enumerate(found.steps) for key in step.papers}
    together = {frozenset(group) for group in nx.strongly_connected_components(among)}
    assert {frozenset(step.papers) for step in found.steps} == together
    assert all(step_of[cited] <= step_of[citing] for citing, cited in among.edges)
    for step in found.steps:
        cited = {cited for key in step.papers for cited in kb.citations[key] if cited in papers}
        assert set(step.after) == cited - set(step.papers)
    citing = {key: sum(kb.citations.has_edge(one, key) for one in papers) for key in papers}
    assert all(one.cited_by == citing[one.key] >= 3 for one in found.foundations)
    assert len(first) <= len(papers) // 4
    assert found.lists == graph.lists(kb.citations, papers)


def test_reading_order_by_hand() -> None:
    found = graph.reading_order(CITATIONS, KB.taxonomy["weights"].papers)
    assert [step.papers for step in found.steps] == [("doe2018old",), ("doe2019mid",), ("roe2020left", "roe2020right")]
    assert found.steps[2].after == ("doe2018old", "doe2019mid")
    assert found.loops == (("roe2020left", "roe2020right"),)
    assert found.lists == (0, 1, 3)
    by_year = graph.reading_order(CITATIONS, ["doe2022new", "poe2021alone"])
    assert [step.papers for step in by_year.steps] == [("poe2021alone",), ("doe2022new",)]


def test_foundations_are_papers_of_the_topic_that_the_others_cite_and_lists_name() -> None:
    papers = [
        paper("famous2017net", categories=("pruning",)),
        paper("first2018idea", year=2018),
        paper("second2019idea", year=2019, cites=("first2018idea", "famous2017net"), references="full"),
        *(
            paper(f"later202{n}x", year=2020 + n, cites=("second2019idea", "famous2017net"), references="full")
            for n in range(6)
        ),
    ]
    kb = knowledge_base(*papers)
    inside = kb.taxonomy["weights"].papers
    by_citations = graph.reading_order(kb.citations, inside)
    assert [one.key for one in by_citations.foundations] == ["second2019idea"]
    named = graph.reading_order(kb.citations, inside, named={"first2018idea": 4})
    assert named.foundations == (("first2018idea", 1, 4), ("second2019idea", 6, 0))
    assert named.steps[0].after == ("second2019idea",)
    central = graph.reading_order(kb.citations, inside, named={"first2018idea": 4}, central={"first2018idea"})
    assert [one.key for one in central.foundations] == ["first2018idea"]
    asked = kb.reading_order("weights")
    assert "famous2017net" not in [*(one.key for one in asked.foundations), *(k for s in asked.steps for k in s.papers)]


def test_a_reading_list_kept_here_counts_as_a_list() -> None:
    listed = READING_LIST.keys[0]
    later = [paper(f"later202{n}x", year=2030, cites=(listed,), references="full") for n in range(2)]
    kb = knowledge_base(paper(listed), *later, paper("other2019x"))
    assert kb.reading_order("weights").foundations == ((listed, 2, 1),)


@settings(deadline=None)
@given(knowledge_bases())
def test_loops_are_the_papers_on_circles(kb: KnowledgeBase) -> None:
    found = graph.loops(kb.citations)
    on_circles = {key for circle in nx.simple_cycles(kb.citations) for key in circle}
    assert {key for loop in found for key in loop} == on_circles
    assert all(nx.is_strongly_connected(kb.citations.subgraph(loop)) for loop in found)
    assert graph.loops(kb.citations, []) == []


def test_a_limit_below_0_is_refused() -> None:
    for ask in (lambda: KB.related("doe2018old", limit=-1), lambda: next(KB.relations.all(limit=-1))):
        with pytest.raises(ValueError, match="limit is -1; it must be 0 or more"):
            ask()


def test_lists_say_how_complete_they_are() -> None:
    assert str(graph.lists(CITATIONS)) == "reference lists read: 4 whole, 1 in part, 1 not (of 6 papers)"


@settings(deadline=None)
@given(knowledge_bases())
def test_stats_count(kb: KnowledgeBase) -> None:
    counts = graph.stats(kb.citations)
    undirected = kb.citations.to_undirected()
    assert counts["papers"] == len(kb.papers)
    assert counts["citations"] == sum(len(paper.cites) for paper in kb.papers.values())
    assert counts["largest_part"] == max(map(len, nx.connected_components(undirected)))
    assert counts["papers_with_references"] == sum(p.references != "none" for p in kb.papers.values())
    assert sum(counts["references"].values()) == counts["papers"]
    assert counts["share_with_source"] == (0.0 if counts["citations"] else 1.0)


def test_stats_tell_citations_with_a_source() -> None:
    counts = graph.stats(knowledge_base().citations)
    assert (counts["citations"], counts["citations_with_source"]) == (3, 1)
    assert graph.stats(nx.DiGraph())["share_with_source"] == 1.0


ASKED: dict[str, Callable[[str], object]] = {
    "lineage": lambda key: graph.lineage(CITATIONS, key),
    "path from": lambda key: graph.path(CITATIONS, key, "doe2018old"),
    "path to": lambda key: graph.path(CITATIONS, "doe2018old", key),
    "reading order": lambda key: graph.reading_order(CITATIONS, [key]),
    "lists": lambda key: graph.lists(CITATIONS, [key]),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_unknown_paper_names_the_nearest(name: str) -> None:
    with pytest.raises(effllm.UnknownPaper) as error:
        ASKED[name]("doe2018odl")
    assert error.value.suggestions[0] == "doe2018old"
