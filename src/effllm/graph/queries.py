"""The questions asked of the citation graph: paths, lineages, circles, reading orders, and how much of it was read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import networkx as nx

from effllm.nearest import UnknownPaper

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

FOUNDATION = 3
"""How many papers of a topic must cite a paper, or lists name it, for it to be read first."""

FOUNDATIONS = 8
"""How many papers are read first at most."""


class Lists(NamedTuple):
    """How many papers have had their reference list read not at all, in part, and whole."""

    none: int
    partial: int
    full: int

    @property
    def read(self) -> int:
        """How many lists were read, at least in part."""
        return self.partial + self.full

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return sum(self)

    def __str__(self) -> str:
        """Return it in words: ``reference lists read: 100 whole, 6 in part, 338 not (of 444 papers)``."""
        numbers = f"{self.full:,} whole, {self.partial:,} in part, {self.none:,} not"
        return f"reference lists read: {numbers} (of {self.papers:,} papers)"


def lists(graph: nx.DiGraph[str], papers: Iterable[str] | None = None) -> Lists:
    """Return how complete the reference lists of these papers are, of all without ``papers``. Linear in their number.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    keys = graph if papers is None else [_checked(graph, key) for key in papers]
    counts = Counter(graph.nodes[key].get("references", "none") for key in keys)
    return Lists(counts["none"], counts["partial"], counts["full"])


def _checked(graph: nx.DiGraph[str], key: str) -> str:
    """Return a key that is in the graph.

    Raises:
        UnknownPaper: it is not.
    """
    if key not in graph:
        raise UnknownPaper(key, graph)
    return key


def _age(graph: nx.DiGraph[str], key: str) -> tuple[int, str]:
    """Return what papers are put in order by: year, then key."""
    return graph.nodes[key].get("year", 0), key


def loops(graph: nx.DiGraph[str], papers: Iterable[str] | None = None) -> list[tuple[str, ...]]:
    """Return the groups of papers in which each leads to every other by citations, the oldest paper of a group first.

    Nobody can cite what does not exist yet, but a revised version cites what came after the first one, and papers of
    one time cite each other. So loops are facts, not faults. With ``papers`` only the groups that one of them is in.

    The groups are the strongly connected components with more than one paper. Source: R. Tarjan, Depth-first search and
    linear graph algorithms, SIAM Journal on Computing 1 (1972), as networkx has it. Cost: linear in papers and
    citations.
    """
    wanted = None if papers is None else set(papers)
    groups = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    met = [group for group in groups if wanted is None or not wanted.isdisjoint(group)]
    return sorted(tuple(sorted(group, key=lambda key: _age(graph, key))) for group in met)


@dataclass(frozen=True)
class Lineage:
    """A paper with its ancestors and descendants.

    Attributes:
        key: the paper.
        ancestors: what it builds on, by key: the fewest citations from it to each, nearest and oldest first.
        descendants: what followed, by key: the fewest citations from each to it, nearest and oldest first.
        ancestor_edges: (citing, cited) from each generation of ancestors to the next; no circle is among them, whatever
            the papers cite.
        descendant_edges: (citing, cited) between the generations of descendants, as above. In a loop a paper is both
            ancestor and descendant.
        loops: the groups of papers citing each other in a circle that one of these papers is in.
    """

    key: str
    ancestors: dict[str, int]
    descendants: dict[str, int]
    ancestor_edges: tuple[tuple[str, str], ...]
    descendant_edges: tuple[tuple[str, str], ...]
    loops: tuple[tuple[str, ...], ...]


def lineage(graph: nx.DiGraph[str], key: str, depth: int = 2) -> Lineage:
    """Return the papers that lie within ``depth`` citations of one, back and forth.

    Breadth-first search, so each paper is in its nearest generation and a loop ends where it began. Source: E. F.
    Moore, The shortest path through a maze (1959), as networkx has it. Cost: linear in the citations of the papers
    found; loops are looked for in the whole graph, linear in its citations.

    Raises:
        UnknownPaper: the paper is not in the graph.
    """
    _checked(graph, key)
    citing_first = graph.reverse(copy=False)
    back, forth = (_generations(graph, walked, key, depth) for walked in (graph, citing_first))
    back_edges = tuple(_edges(graph, back))
    forth_edges = tuple((citing, cited) for cited, citing in _edges(citing_first, forth))
    found = loops(graph, [*back, *forth])
    del back[key], forth[key]
    return Lineage(key, back, forth, back_edges, forth_edges, tuple(found))


def _generations(graph: nx.DiGraph[str], walked: nx.DiGraph[str], key: str, depth: int) -> dict[str, int]:
    """Return the papers found by walking edges, each with its distance, in order."""
    distances = nx.single_source_shortest_path_length(walked, key, cutoff=depth)
    return dict(sorted(distances.items(), key=lambda item: (item[1], _age(graph, item[0]))))


def _edges(walked: nx.DiGraph[str], distances: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the edges from each generation to the next."""
    for key, distance in distances.items():
        yield from ((key, other) for other in walked[key] if distances.get(other) == distance + 1)


@dataclass(frozen=True)
class CitationPath:
    """A way from one paper to another along citations.

    Attributes:
        keys: the papers on the way, both ends included.
        kind: ``cites`` where each cites the next; ``cited by`` where each is cited by the next; ``either`` where no way
            keeps to one direction, so that it says that the two are connected, not that one builds on the other.
        edges: (citing, cited) of each step.
    """

    keys: tuple[str, ...]
    kind: Literal["cites", "cited by", "either"]
    edges: tuple[tuple[str, str], ...]


def path(graph: nx.DiGraph[str], start: str, end: str) -> CitationPath | None:
    """Return a shortest way from one paper to another, None where nothing connects them.

    Citations are followed forward, then, where that leads nowhere, backward, then either way. Two searches meet in the
    middle. Source: I. Pohl, Bi-directional search, Machine Intelligence 6 (1971), as networkx has it. Cost: linear in
    papers and citations at worst.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    _checked(graph, start)
    _checked(graph, end)
    ways: tuple[tuple[Literal["cites", "cited by", "either"], nx.Graph[str]], ...] = (
        ("cites", graph),
        ("cited by", graph.reverse(copy=False)),
        ("either", graph.to_undirected(as_view=True)),
    )
    for kind, walked in ways:
        try:
            keys = nx.bidirectional_shortest_path(walked, start, end)
        except nx.NetworkXNoPath:
            continue
        return CitationPath(tuple(keys), kind, tuple(_steps(graph, keys, kind)))
    return None


def _steps(graph: nx.DiGraph[str], keys: list[str], kind: str) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(keys):
        forward = kind == "cites" or (kind == "either" and graph.has_edge(one, other))
        yield (one, other) if forward else (other, one)


class Step(NamedTuple):
    """What to read next.

    Attributes:
        papers: one paper, or several that cite each other in a circle and have no order among them, oldest first.
        after: the papers of earlier steps that they cite.
    """

    papers: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_loop(self) -> bool:
        """Whether these papers cite each other in a circle."""
        return len(self.papers) > 1


class Foundation(NamedTuple):
    """A paper to begin with.

    Attributes:
        key: the paper.
        cited_by: how many of the papers asked about cite it.
        named_by: how many lists name it, as far as that was told.
    """

    key: str
    cited_by: int
    named_by: int


@dataclass(frozen=True)
class ReadingOrder:
    """Papers in an order in which to read them.

    Attributes:
        foundations: what to begin with: papers that the others cite most and lists name most, each after those
            of them that it cites.
        steps: all others, in order.
        lists: how complete their reference lists are: a paper whose list was not read stands by its year alone.
    """

    foundations: tuple[Foundation, ...]
    steps: tuple[Step, ...]
    lists: Lists

    @property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """The groups of papers that cite each other in a circle."""
        return tuple(step.papers for step in self.steps if step.is_loop)


def reading_order(
    graph: nx.DiGraph[str],
    papers: Iterable[str],
    *,
    named: Mapping[str, int] | None = None,
    central: Container[str] | None = None,
) -> ReadingOrder:
    """Return papers in an order to read them: the foundations first, then each after all others of them that it cites.

    Nothing is in it but the papers themselves. Foundations have at least `FOUNDATION` citations by the others and
    lists that name them together; the `FOUNDATIONS` with the most are taken, and no more than every fourth
    paper. Where citations say nothing, year, then key decide. Papers that cite each other in a circle are one step
    (strongly connected components, Tarjan 1972); the steps are put in order topologically. Source: A. B. Kahn,
    Topological sorting of large networks, Communications of the ACM 5 (1962); both as networkx has them. Cost: n log n
    in the papers, linear in the citations among them.

    Args:
        graph: the citations.
        papers: the papers.
        named: how many lists name each; without it only citations count.
        central: the papers that may be foundations; without it all.

    Raises:
        UnknownPaper: one of the papers is not in the graph.
    """
    keys = dict.fromkeys(_checked(graph, key) for key in papers)
    among: nx.DiGraph[str] = nx.DiGraph()
    among.add_nodes_from(keys)
    among.add_edges_from((key, cited) for key in keys for cited in graph[key] if cited in keys)
    may = [key for key in keys if central is None or key in central]
    found = {one.key: one for one in _foundations(graph, among, may, named or {})}
    first = [key for group in _in_order(graph, among.subgraph(found)) for key in group]
    placed = set(first)
    steps = []
    for group in _in_order(graph, among.subgraph(keys.keys() - placed)):
        cited = {key for paper in group for key in among[paper]} & placed
        steps.append(Step(group, tuple(sorted(cited, key=lambda key: _age(graph, key)))))
        placed.update(group)
    return ReadingOrder(tuple(map(found.__getitem__, first)), tuple(steps), lists(graph, keys))


def _foundations(
    graph: nx.DiGraph[str], among: nx.DiGraph[str], may: Iterable[str], named: Mapping[str, int]
) -> list[Foundation]:
    """Return the papers that are cited and named most."""
    counted = (Foundation(key, among.in_degree(key), named.get(key, 0)) for key in may)
    enough = [one for one in counted if one.cited_by + one.named_by >= FOUNDATION]
    enough.sort(key=lambda one: (-one.cited_by - one.named_by, _age(graph, one.key)))
    return enough[: min(FOUNDATIONS, len(among) // 4)]


def _in_order(graph: nx.DiGraph[str], among: nx.DiGraph[str]) -> list[tuple[str, ...]]:
    """Return papers one by one, those in a circle together, each after all that it cites; else the oldest first."""
    steps = nx.condensation(among)
    members = {
        step: tuple(sorted(group, key=lambda key: _age(graph, key))) for step, group in steps.nodes(data="members")
    }
    ordered = nx.lexicographical_topological_sort(
        steps.reverse(copy=False), key=lambda step: _age(graph, members[step][-1])
    )
    return [members[step] for step in ordered]


def stats(graph: nx.DiGraph[str]) -> dict[str, Any]:
    """Return counts of papers and citations, and how far to trust them. Cost: linear in papers and citations.

    ``papers``; ``references``: how many lists were read not at all, in part, and whole; ``papers_with_references``: the
    latter two; ``citations``; ``citations_with_source`` and their share (1.0 where there are none); ``cited_papers``;
    ``largest_part``: papers in the largest part that citations, in either direction, connect; ``unconnected_papers``:
    those without any citation; ``loops``: the groups that cite each other in a circle.
    """
    read = lists(graph)
    edges = graph.number_of_edges()
    sourced = sum(bool(citation.get("sources")) for _, _, citation in graph.edges(data=True))
    return {
        "papers": len(graph),
        "references": read._asdict(),
        "papers_with_references": read.read,
        "citations": edges,
        "citations_with_source": sourced,
        "share_with_source": sourced / edges if edges else 1.0,
        "cited_papers": sum(count > 0 for _, count in graph.in_degree()),
        "largest_part": max(map(len, nx.weakly_connected_components(graph)), default=0),
        "unconnected_papers": nx.number_of_isolates(graph),
        "loops": [list(group) for group in loops(graph)],
    }
