"""Records -> networkx graphs. Both are frozen: copy one to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

from effllm.as_table import AsTable, TableColumn
from effllm.records.base import no_garbage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Category, Paper

    Graph = nx.DiGraph[str]
else:
    Graph = nx.DiGraph

SomePapers = Iterable["Paper"] | Mapping[str, "Paper"]
"""Papers as a list or the like, or by their keys, as `effllm.Papers` has them."""


def records_of(papers: SomePapers) -> list[Paper]:
    """Return the papers themselves."""
    return list(papers.values()) if isinstance(papers, Mapping) else list(papers)


class CitationGraph(Graph, AsTable):
    """Papers and the papers they cite; as a table a row a citation, with where the reference list was read."""

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<{type(self).__name__}: {len(self)} papers, {self.number_of_edges()} citations>"

    def _columns(self) -> tuple[TableColumn, ...]:
        return (
            TableColumn("citing", optional=False),
            TableColumn("cited", optional=False),
            TableColumn("sources", many=True),
        )

    def _rows(self) -> Iterator[list[Any]]:
        return ([citing, cited, tuple(sources)] for citing, cited, sources in self.edges(data="sources", default=()))


@no_garbage()
def citation_graph(papers: SomePapers) -> CitationGraph:
    """Return the graph of papers, an edge from each to every paper it cites. Linear in papers and citations.

    Nodes carry ``title``, ``name``, ``year``, ``venue``, ``category`` (the primary one) and ``references`` (how much of
    the paper's reference list was read: no edge says nothing where that is ``none``). Edges carry ``sources``, a list.
    A cited paper that is not among them is a node that carries nothing.
    """
    graph = CitationGraph(name="citations")
    listed = records_of(papers)
    for paper in listed:
        graph.add_node(
            paper.key,
            title=paper.title,
            name=paper.name or "",
            year=paper.year,
            venue=paper.venue,
            category=paper.primary_category,
            references=paper.references,
        )
    for paper in listed:
        sources = [str(source) for source in paper.source("cites")]
        graph.add_edges_from((paper.key, cited, {"sources": sources}) for cited in paper.cites)
    nx.freeze(graph)
    return graph


def category_graph(branches: Iterable[Category], papers: SomePapers) -> nx.DiGraph[str]:
    """Return the graph of categories and papers, edges from a category to its sub-categories and its papers.

    Nodes carry ``kind`` (``category`` or ``paper``) and ``name``; categories also ``survey`` and ``around`` (which
    holds for all below), papers ``title`` and ``year``.
    Edges carry ``kind`` (``child`` or ``paper``), those to papers also ``primary``. Linear in categories and papers.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(name="categories")
    for branch in branches:
        around = {below.id for category in branch.walk() if category.around for below in category.walk()}
        for category in branch.walk():
            marks = {"survey": category.survey, "around": category.id in around}
            graph.add_node(category.id, kind="category", name=category.name, **marks)
            graph.add_edges_from((category.id, child.id, {"kind": "child"}) for child in category.children)
    for paper in records_of(papers):
        graph.add_node(paper.key, kind="paper", name=paper.label, title=paper.title, year=paper.year)
        for category_id in paper.categories:
            graph.add_edge(category_id, paper.key, kind="paper", primary=category_id == paper.primary_category)
    nx.freeze(graph)
    return graph
