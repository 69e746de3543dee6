"""`effllm path`."""

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show, show_json
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.graph import KEY_HELP, brief, named
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.cli.show import find_paper

if TYPE_CHECKING:
    from effllm.graph import CitationPath
    from effllm.kb import KnowledgeBase


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
    from effllm import graph  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    ends = [find_paper(kb, key).key for key in (start, end)]
    citations = filters.citations(kb, keep=ends)
    found = graph.path(citations, *ends)
    read = graph.lists(citations)
    if json:
        show_json({"path": _plain(kb, found) if found else None, "references": read._asdict()})
    elif found:
        _print(kb, found)
    if found is None:
        say(f"nothing connects {ends[0]} and {ends[1]}; {read}")
        raise typer.Exit(PROBLEMS_FOUND)
    if found.kind == "either":
        say("no way keeps to one direction: the two are connected, but neither is known to stand on the other")


def _plain(kb: "KnowledgeBase", found: "CitationPath") -> dict[str, Any]:
    return {"kind": found.kind, "papers": [brief(kb, key) for key in found.keys], "edges": found.edges}


def _print(kb: "KnowledgeBase", found: "CitationPath") -> None:
    show(named(kb, found.keys[0]))
    for one, other in pairwise(found.keys):
        verb = "cites" if (one, other) in found.edges else "is cited by"
        show(Text.assemble((f"  {verb} ", "dim"), named(kb, other)))
