"""The commands that ask how papers are connected: `graph`, `related`, `path`, `lineage` and `reading-order`."""

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from effllm.cli.checkout_path import load
from effllm.cli.console import one_line, say, show, show_json, show_records, table
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Filters, Json, Root, filtered, with_cache, with_fields
from effllm.cli.show import find_paper
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.graph import CitationPath, Lineage, Lists, ReadingOrder
    from effllm.kb import KnowledgeBase, Node


graph = typer.Typer(add_completion=False)


@graph.callback(invoke_without_command=True)
def graph_(context: typer.Context) -> None:
    """Ask the citation graph as a whole."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@graph.command()
@with_cache
@with_fields
@filtered
def stats(*, filters: Filters, json: Json = False, root: Root = None) -> None:
    """Count papers and citations, and say how complete the reference lists are."""
    from effllm.graph import stats as count  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    counts = count(filters.citations(kb))
    if json:
        show_json(counts)
        return
    loops = counts.pop("loops")
    lists = counts.pop("references")
    counts |= {f"references {kind}": number for kind, number in lists.items()} | {"loops": len(loops)}
    counted = table("what", "how many")
    counted.columns[1].justify = "right"
    for name, number in counts.items():
        counted.add_row(name.replace("_", " "), f"{number:.3f}" if isinstance(number, float) else f"{number:,}")
    show(counted)
    for line in loop_lines(kb, loops):
        print(line)


KEY_HELP = "Key, id or name of a paper."
KEY = typer.Argument(metavar="KEY", help=KEY_HELP)


def brief(kb: "KnowledgeBase", key: str) -> dict[str, Any]:
    """Return what JSON says of a paper: its key, name, title and year."""
    paper = kb.papers[key]
    return {"key": key, "name": paper.name, "title": paper.title, "year": paper.year}


def named(kb: "KnowledgeBase", key: str, note: str = "") -> Text:
    """Return a paper as the lines of trees and lists show it."""
    paper = kb.papers[key]
    text = Text.assemble((paper.label, "bold"), "  ", (key, "cyan"), f"  {paper.year}")
    return text.append(f"  {note}", "dim") if note else text


def loop_lines(kb: "KnowledgeBase", loops: "Iterable[Iterable[str]]") -> list[str]:
    """Return a line for each group of papers that cite each other in a circle."""
    return [
        f"a loop (revised versions cite later work): {', '.join(one_line(kb.papers[key].label) for key in loop)}"
        for loop in loops
    ]


@filtered
def related(
    key: Annotated[str, KEY],
    *,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many papers.")] = 10,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print the papers nearest to a paper, and why."""
    kb = load(root)
    paper = find_paper(kb, key)
    passing = filters.papers(kb)
    looked_at = len(kb.papers) if filters.given else limit  # the reasons of each take a while to find
    found = [near for near in kb.related(paper.key, looked_at) if near.key in passing][:limit]
    if json:
        rows = [{**brief(kb, near.key), "score": near.score, "reasons": list(near.reasons)} for near in found]
        show_json({**brief(kb, paper.key), "references": paper.references, "related": rows})
        return
    listed = table("score", "key", "paper", "year", "why", whole=("score", "key", "year"))
    for near in found:
        other = kb.papers[near.key]
        listed.add_row(f"{near.score:.2f}", near.key, other.label, str(other.year), "; ".join(near.reasons))
    show_records(listed)
    if paper.references == "none":
        citing = count(kb.citations.in_degree(paper.key), "paper")
        say(f"the reference list of {paper.label} was not read, which makes scores lower; cited by {citing} here")


@filtered
def path(
    start: Annotated[str, typer.Argument(metavar="FROM", help=KEY_HELP)],
    end: Annotated[str, typer.Argument(metavar="TO", help=KEY_HELP)],
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print a shortest way between two papers along citations.

    Exit status 1 where nothing connects them.
    """
    from effllm import graph as graphs  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    ends = [find_paper(kb, key).key for key in (start, end)]
    citations = filters.citations(kb, keep=ends)
    found = graphs.path(citations, *ends)
    read = graphs.lists(citations)
    if json:
        show_json({"path": _path_data(kb, found) if found else None, "references": read._asdict()})
    elif found:
        _print_path(kb, found)
    if found is None:
        say(f"nothing connects {ends[0]} and {ends[1]}; {read}")
        raise typer.Exit(PROBLEMS_FOUND)
    if found.kind == "either":
        say("no way keeps to one direction: the two are connected, but neither is known to stand on the other")


def _path_data(kb: "KnowledgeBase", found: "CitationPath") -> dict[str, Any]:
    return {"kind": found.kind, "papers": [brief(kb, key) for key in found.keys], "edges": found.edges}


def _print_path(kb: "KnowledgeBase", found: "CitationPath") -> None:
    show(named(kb, found.keys[0]))
    for one, other in pairwise(found.keys):
        verb = "cites" if (one, other) in found.edges else "is cited by"
        show(Text.assemble((f"  {verb} ", "dim"), named(kb, other)))


_READ = {
    "none": "its reference list was not read",
    "partial": "part of its reference list was read",
    "full": "its whole reference list was read",
}


@filtered
def lineage(
    key: Annotated[str, KEY],
    *,
    depth: Annotated[int, typer.Option(metavar="N", min=1, help="Follow at most so many citations.")] = 2,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print what a paper builds on and what followed from it."""
    from effllm import graph as graphs  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    paper = find_paper(kb, key)
    citations = filters.citations(kb, keep=[paper.key])
    found = graphs.lineage(citations, paper.key, depth)
    read = graphs.lists(citations)
    if json:
        show_json(_lineage_data(kb, found, read, paper.references))
        return
    up = f"stands on {count(len(found.ancestors), 'paper')}; {_READ[paper.references]}"
    down = f"{count(len(found.descendants), 'paper')} followed; {read}"
    show(_lineage_tree(kb, found.key, up, found.ancestors, found.ancestor_edges))
    show(
        _lineage_tree(
            kb, found.key, down, found.descendants, [(cited, citing) for citing, cited in found.descendant_edges]
        )
    )
    for line in loop_lines(kb, found.loops):
        print(line)


def _lineage_tree(
    kb: "KnowledgeBase", key: str, note: str, distances: "Mapping[str, int]", edges: "Iterable[tuple[str, str]]"
) -> Tree:
    """Return a tree in which every paper is shown once, below the first paper of the generation before its own."""
    above: dict[str, str] = {}
    for one, other in edges:
        above.setdefault(other, one)
    trees = {key: Tree(named(kb, key, note))}
    for other in distances:
        trees[other] = trees[above[other]].add(named(kb, other))
    return trees[key]


def _lineage_data(kb: "KnowledgeBase", found: "Lineage", read: "Lists", references: str) -> dict[str, Any]:
    generations = {
        name: [{**brief(kb, key), "distance": distance} for key, distance in papers.items()]
        for name, papers in (("ancestors", found.ancestors), ("descendants", found.descendants))
    }
    return {
        **brief(kb, found.key),
        "references": references,
        **generations,
        "ancestor_edges": found.ancestor_edges,
        "descendant_edges": found.descendant_edges,
        "loops": found.loops,
        "all_references": read._asdict(),
    }


@filtered
def reading_order(
    category: Annotated[str, typer.Argument(metavar="CATEGORY", help="Id of a category.")],
    *,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many papers.")] = 30,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print in which order to read the papers of a category.

    Its foundations come first: what its other papers cite most and lists name most, public ones and reading lists.
    """
    kb = load(root)
    node = kb.taxonomy[category]
    found = kb.reading_order(node.id, filters.papers(kb))
    if json:
        show_json(_order_data(kb, node, found))
        return
    for one in (one for one in kb.reading_lists.values() if one.category == node.id):
        print(f"chosen by hand, with reasons: effllm reading-list {one.id}")
    _print_order(kb, found, limit)
    for line in loop_lines(kb, found.loops):
        print(line)
    print(f"{node.name}: {found.lists}; without a list a paper stands by its year alone")


def _print_order(kb: "KnowledgeBase", found: "ReadingOrder", limit: int) -> None:
    listed = table("step", "key", "paper", "year", "why here", whole=("step", "key", "year"))
    listed.columns[0].justify = "right"
    rows = [
        ("first", one.key, f"cited by {one.cited_by} of these, on {one.named_by} lists") for one in found.foundations
    ]
    for number, step in enumerate(found.steps, 1):
        after = ", ".join(kb.papers[key].label for key in step.after)
        rows += [(str(number), key, f"builds on {after}" if after else "") for key in step.papers]
    for step_, key, why in rows[:limit]:
        paper = kb.papers[key]
        listed.add_row(step_, key, paper.label, str(paper.year), why)
    show_records(listed)
    if len(rows) > limit:
        say(f"and {len(rows) - limit:,} more; --limit {len(rows)} prints all")


def _order_data(kb: "KnowledgeBase", node: "Node", found: "ReadingOrder") -> dict[str, Any]:
    return {
        "category": node.id,
        "foundations": [
            {**brief(kb, one.key), "cited_by": one.cited_by, "named_by": one.named_by} for one in found.foundations
        ],
        "steps": [
            {"papers": [brief(kb, key) for key in step.papers], "loop": step.is_loop, "after": step.after}
            for step in found.steps
        ],
        "references": found.lists._asdict(),
    }
