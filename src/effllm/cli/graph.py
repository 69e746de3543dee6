"""`effllm graph`, and what the commands that ask the citation graph have in common."""

from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from effllm.cli.checkout_path import load
from effllm.cli.console import one_line, show, show_json, table
from effllm.cli.options import Filters, Json, Root, filtered, with_cache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb import KnowledgeBase


graph = typer.Typer(add_completion=False)


@graph.callback(invoke_without_command=True)
def graph_(context: typer.Context) -> None:
    """Ask the citation graph as a whole."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@graph.command()
@with_cache
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
