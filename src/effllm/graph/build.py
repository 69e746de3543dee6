"""Records -> networkx graphs. Both are frozen: copy one to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.records import Category, Paper


def citation_graph(papers: Iterable[Paper]) -> nx.DiGraph[str]:
    """Return the graph of papers, an edge from each to every paper it cites. Linear in papers and citations.

    Nodes carry ``title``, ``name``, ``year``, ``venue``, ``category`` (the primary one) and ``references`` (how much of
    the paper's reference list was read: no edge says nothing where that is ``none``). Edges carry ``sources``, a list.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(name="citations")
    papers = list(papers)
    for paper in papers:
        graph.add_node(
            paper.key,
            title=paper.title,
            name=paper.name or "",
            year=paper.year,
            venue=paper.venue,
            category=paper.primary_category,
            references=paper.references,
        )
    for paper in papers:
        sources = [str(source) for source in paper.source("cites")]
        graph.add_edges_from((paper.key, cited, {"sources": sources}) for cited in paper.cites)
    nx.freeze(graph)
    return graph


def category_graph(branches: Iterable[Category], papers: Iterable[Paper]) -> nx.DiGraph[str]:
    """Return the graph of categories and papers, edges from a category to its sub-categories and its papers.

    Nodes carry ``kind`` (``category`` or ``paper``) and ``name``; categories also ``survey``, papers ``title`` and
    ``year``.
    Edges carry ``kind`` (``child`` or ``paper``), those to papers also ``primary``. Linear in categories and papers.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(name="categories")
    for branch in branches:
        for category in branch.walk():
            graph.add_node(category.id, kind="category", name=category.name, survey=category.survey)
            graph.add_edges_from((category.id, child.id, {"kind": "child"}) for child in category.children)
    for paper in papers:
        graph.add_node(paper.key, kind="paper", name=paper.label, title=paper.title, year=paper.year)
        for category_id in paper.categories:
            graph.add_edge(category_id, paper.key, kind="paper", primary=category_id == paper.primary_category)
    nx.freeze(graph)
    return graph
