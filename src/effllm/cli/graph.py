"""`effllm graph`."""

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json, table
from effllm.cli.graphs import loop_lines
from effllm.cli.options import Filters, Json, Root, filtered, with_cache

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
