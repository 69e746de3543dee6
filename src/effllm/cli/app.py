"""The commands put together."""

import gc
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

import effllm
from effllm.cli.add import add
from effllm.cli.build import build
from effllm.cli.cite import cite
from effllm.cli.compare import compare
from effllm.cli.export import export
from effllm.cli.failures import Commands
from effllm.cli.fmt import fmt
from effllm.cli.graph import commands as graph
from effllm.cli.import_bib import import_bib
from effllm.cli.import_jsonl import import_jsonl
from effllm.cli.lineage import lineage
from effllm.cli.lint import lint
from effllm.cli.path import path
from effllm.cli.reading_list import reading_list
from effllm.cli.reading_order import reading_order
from effllm.cli.related import related
from effllm.cli.search import search
from effllm.cli.serve import serve
from effllm.cli.show import show
from effllm.cli.stats import stats
from effllm.cli.tree import tree
from effllm.cli.validate import validate

app = typer.Typer(
    cls=Commands, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
)

_CITATIONS = "Follow citations and reading lists"
_GROUPS: dict[str, tuple[Callable[..., None], ...]] = {
    "Find and look up": (search, show, tree, compare, stats),
    _CITATIONS: (related, path, lineage, reading_order, reading_list),
    "Take along, and check your own list": (export, lint),
    "Add and mend records, in a checkout": (add, import_bib, import_jsonl, cite, validate, fmt),
    "Make the site, in a checkout": (build, serve),
}
for _heading, _commands in _GROUPS.items():
    for _command in _commands:
        app.command(rich_help_panel=_heading)(_command)
app.add_typer(graph, name="graph", rich_help_panel=_CITATIONS)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"effllm {effllm.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def effllm_(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Ask the knowledge base of efficient-LLM research: papers, taxonomy, frameworks.

    Inside a checkout the commands read its records, elsewhere those shipped with the package.
    Exit status: 0 done, 1 problems found, 2 wrong usage.
    """
    del version
    if context.invoked_subcommand is None:
        print(context.get_help())


def _open_what_is_closed() -> None:
    """Lead nowhere what the shell closed, as ``>&-`` does: Python has no stream there at all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8", errors="replace")  # noqa: SIM115 - open to the end
            setattr(sys, name, nowhere)


def run() -> None:
    """Run the command line and leave with its exit status."""
    _open_what_is_closed()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without some letters shows ? for them
    gc.set_threshold(50_000, 20, 20)  # records are kept to the end: to look for garbage as often as usual takes a fifth
    app(prog_name="effllm")
