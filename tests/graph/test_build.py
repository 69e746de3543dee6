from __future__ import annotations

import networkx as nx
import pytest

from effllm.graph import Relations, category_graph, citation_graph
from tests.factories import knowledge_base

KB = knowledge_base()


def test_citations_point_from_a_paper_to_what_it_cites() -> None:
    graph = KB.citations
    assert set(graph.edges) == {
        ("author2022squeeze", "berg2019prune"),
        ("team2024cache", "author2022squeeze"),
        ("team2024cache", "berg2019prune"),
    }
    assert graph.edges["author2022squeeze", "berg2019prune"]["sources"] == ["example/squeeze:paper.bbl"]
    assert graph.nodes["team2024cache"]["references"] == "full"
    assert graph.nodes["berg2019prune"]["category"] == "pruning"


def test_categories_hold_their_children_and_papers() -> None:
    graph = KB.categories
    assert graph.nodes["quantization"] == {"kind": "category", "name": "Quantization", "survey": True, "around": False}
    assert graph.edges["compression", "quantization"]["kind"] == "child"
    assert graph.edges["kv-cache", "team2024cache"] == {"kind": "paper", "primary": True}
    assert graph.edges["weights", "team2024cache"] == {"kind": "paper", "primary": False}
    assert nx.is_directed_acyclic_graph(graph)


def test_any_selection_of_papers_makes_a_graph() -> None:
    some = KB.papers.filter(since=2023)
    graph = citation_graph(some)
    assert set(graph.edges) == set(KB.citations.edges)
    assert graph.nodes["team2024cache"]["year"] == 2024
    assert graph.nodes["berg2019prune"] == {}  # cited, not selected
    assert set(graph.edges) == set(citation_graph(some.values()).edges)
    assert "team2024cache" in category_graph(KB.corpus.branches, some)
    assert [key for key, _ in Relations(some, KB.corpus.branches).all()] == list(some)


def test_a_graph_cannot_be_changed_by_accident() -> None:
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        KB.citations.add_edge("a", "b")
    KB.citations.copy().add_edge("a", "b")
