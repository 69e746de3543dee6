"""The questions asked of the graphs, against plain networkx on random ones, and by hand on a small one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import effllm
from effllm import graph
from tests.factories import knowledge_base, paper
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
    among = kb.citations.subgraph(papers)
    found = graph.reading_order(kb.citations, papers)
    assert sorted(key for step in found.steps for key in step.papers) == sorted(papers)
    step_of = {key: number for number, step in enumerate(found.steps) for key in step.papers}
    together = {frozenset(group) for group in nx.strongly_connected_components(among)}
    assert {frozenset(step.papers) for step in found.steps} == together
    assert all(step_of[cited] <= step_of[citing] for citing, cited in among.edges)
    for step in found.steps:
        cited = {cited for key in step.papers for cited in among[key]}
        assert set(step.after) == cited - set(step.papers)
    outside = {key: sum(kb.citations.has_edge(one, key) for one in papers) for key in kb.papers if key not in papers}
    assert dict(found.foundations) == {key: count for key, count in outside.items() if count >= 3}
    assert found.lists == graph.lists(kb.citations, papers)


def test_reading_order_by_hand() -> None:
    found = graph.reading_order(CITATIONS, KB.taxonomy["weights"].papers)
    assert [step.papers for step in found.steps] == [("doe2018old",), ("doe2019mid",), ("roe2020left", "roe2020right")]
    assert found.steps[2].after == ("doe2018old", "doe2019mid")
    assert found.loops == (("roe2020left", "roe2020right"),)
    assert found.lists == (0, 1, 3)
    by_year = graph.reading_order(CITATIONS, ["doe2022new", "poe2021alone"])
    assert [step.papers for step in by_year.steps] == [("poe2021alone",), ("doe2022new",)]


@settings(deadline=None)
@given(knowledge_bases())
def test_loops_are_the_papers_on_circles(kb: KnowledgeBase) -> None:
    found = graph.loops(kb.citations)
    on_circles = {key for circle in nx.simple_cycles(kb.citations) for key in circle}
    assert {key for loop in found for key in loop} == on_circles
    assert all(nx.is_strongly_connected(kb.citations.subgraph(loop)) for loop in found)
    assert graph.loops(kb.citations, []) == []


@settings(deadline=None)
@given(knowledge_bases())
def test_most_cited_counts_every_citation(kb: KnowledgeBase) -> None:
    chosen = kb.papers.filter(under="quantization", since=2020, until=2021)
    found = graph.most_cited(kb.citations, chosen, limit=20)
    assert dict(found.papers) == {key: count for key, count in kb.citations.in_degree(list(chosen)) if count}
    assert [count for _, count in found.papers] == sorted((count for _, count in found.papers), reverse=True)
    assert found.lists == graph.lists(kb.citations)


def test_most_cited_by_hand() -> None:
    assert graph.most_cited(CITATIONS, limit=2).papers == (("doe2018old", 2), ("roe2020left", 2))
    assert str(graph.most_cited(CITATIONS).lists) == "reference lists read: 4 whole, 1 in part, 1 not (of 6 papers)"


@settings(deadline=None)
@given(knowledge_bases(), st.sampled_from([0.5, 0.85]))
def test_pagerank_is_networkx_s(kb: KnowledgeBase, alpha: float) -> None:
    expected = nx.pagerank(kb.citations, alpha=alpha, tol=1e-10, max_iter=500)
    assert graph.pagerank(kb.citations, alpha, tolerance=1e-10) == pytest.approx(expected, abs=1e-7)


def test_an_argument_out_of_its_range_is_an_error_not_an_odd_answer() -> None:
    with pytest.raises(ValueError, match="alpha is 2; it must be a probability, from 0 to 1"):
        graph.pagerank(CITATIONS, alpha=2)
    with pytest.raises(ValueError, match="limit is -1; it must be 0 or more"):
        graph.most_cited(CITATIONS, limit=-1)
    with pytest.raises(ValueError, match="limit is -1; it must be 0 or more"):
        next(KB.relations.all(limit=-1))


def test_pagerank_of_nothing() -> None:
    assert graph.pagerank(nx.DiGraph()) == {}


@settings(deadline=None)
@given(knowledge_bases(), st.integers(0, 3))
def test_communities_are_networkx_s_with_a_name_each(kb: KnowledgeBase, seed: int) -> None:
    found = graph.communities(kb.citations, kb.categories, seed)
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(kb.papers)
    plain.add_edges_from(kb.citations.edges)
    expected = {frozenset(group) for group in nx.community.louvain_communities(plain, seed=seed) if len(group) >= 3}
    assert {frozenset(one.papers) for one in found} == expected
    names = [one.category for one in found if one.category]
    assert len(names) == len(set(names))
    for one in found:
        if one.category:
            inside = kb.taxonomy[one.category].paper_keys & set(one.papers)
            assert one.share == len(inside) / len(one.papers)


def test_a_community_bears_the_category_that_fits_it() -> None:
    def clique(keys: list[str], category: str) -> list[effllm.Paper]:
        return [
            paper(key, categories=(category,), cites=tuple(keys[:number]), references="full" if number else "none")
            for number, key in enumerate(keys)
        ]

    kb = knowledge_base(
        *clique(["doe2020a", "doe2020b", "doe2020c", "doe2020d"], "pruning"),
        *clique(["roe2020a", "roe2020b", "roe2020c"], "kv-cache"),
    )
    found = graph.communities(kb.citations, kb.categories)
    assert [(one.category, one.share, len(one.papers)) for one in found] == [("pruning", 1.0, 4), ("kv-cache", 1.0, 3)]


@settings(deadline=None)
@given(knowledge_bases(), st.none() | st.integers(2019, 2025))
def test_emerging_follows_its_formula(kb: KnowledgeBase, until: int | None) -> None:
    last = until or max(paper.year for paper in kb.papers.values())
    recent_all = len(kb.papers.filter(since=last - 1, until=last))
    before_all = len(kb.papers.filter(since=last - 3, until=last - 2))
    expected: dict[str, Any] = {}
    for node in kb.taxonomy.values():
        recent = len(kb.papers.filter(under=node.id, since=last - 1, until=last))
        before = len(kb.papers.filter(under=node.id, since=last - 3, until=last - 2))
        growth = (recent + 1) / (before + 1) * (before_all + 1) / (recent_all + 1)
        if node.parent and recent >= 3 and growth > 1 + 1e-9:
            expected[node.id] = (recent, before, pytest.approx(growth))
    found = {topic.category: topic[1:] for topic in graph.emerging(kb.categories, until) if topic.growth > 1 + 1e-9}
    assert found == expected


@settings(deadline=None)
@given(knowledge_bases(), st.integers(0, 2))
def test_bridges_are_counted_edge_by_edge(kb: KnowledgeBase, depth: int) -> None:
    def branch(key: str) -> str:
        way = kb.taxonomy[kb.papers[key].primary_category].path
        return way[min(depth, len(way) - 1)].id

    branches = graph.branches_of(kb.categories, depth)
    assert branches == {key: branch(key) for key in kb.papers}
    found = {bridge.key: bridge for bridge in graph.bridges(kb.citations, kb.categories, depth)}
    for key in kb.papers:
        others = [end for edge in kb.citations.edges if key in edge for end in edge if end != key]
        crossing = [end for end in others if branch(end) != branch(key)]
        assert (found[key].crossing if key in found else 0) == len(crossing)
        if crossing:
            shares = [sum(branch(end) == one for end in others) / len(others) for one in set(map(branch, others))]
            assert found[key].spread == pytest.approx(1 - sum(share**2 for share in shares))
            assert sum(found[key].branches.values()) == len(others)


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
    "most cited": lambda key: graph.most_cited(CITATIONS, [key]),
    "lists": lambda key: graph.lists(CITATIONS, [key]),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_unknown_paper_names_the_nearest(name: str) -> None:
    with pytest.raises(effllm.UnknownPaper) as error:
        ASKED[name]("doe2018odl")
    assert error.value.suggestions[0] == "doe2018old"
