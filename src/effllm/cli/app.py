"""The commands put together."""

import gc
import os
import sys
from importlib import import_module, resources
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

import effllm
from effllm.cli.failures import Commands
from effllm.store.folders import find_checkout

COMMANDS = {
    "Find and look up": {
        "search": "Find papers, the best match first; typos are forgiven.",
        "show": "Print all about a paper, a category, a framework or a model.",
        "tree": "Print the taxonomy and how many papers each category has.",
        "frameworks": "Find frameworks by what they can do.",
        "compare": "Set frameworks side by side, each cell with its source.",
        "models": "Print language models: size, training, weights.",
        "hardware": "Print accelerators: memory, bandwidth, speed, power, price.",
        "venues": "Print venues, and how many papers each has.",
        "authors": "Print authors, and how many papers each has.",
        "results": "Print figures that papers report, ranked where they compare.",
        "stats": "Count the records, and how complete they are.",
        "health": "Say how fresh the records are, and what waits to be done.",
    },
    "Follow citations and lists": {
        "related": "Print the papers nearest to a paper, and why.",
        "path": "Print a shortest way between two papers along citations.",
        "lineage": "Print what a paper builds on and what followed from it.",
        "reading-order": "Print in which order to read the papers of a category.",
        "reading-list": "Print what to read first, in order and with reasons.",
        "lists": "Print public lists of papers, what each has and lacks.",
        "graph": "Ask the citation graph as a whole.",
    },
    "Compute": {
        "plan": "Say whether a model fits, and how fast it can be at best.",
        "calc": "Compute a formula, and say where it is printed.",
    },
    "Take along, and check your own list": {
        "export": "Write the records in another format.",
        "diff": "Print which records were added, removed and changed.",
        "lint": "Check your list or bibliography against the records; mend it.",
        "mcp": "Answer agents over the Model Context Protocol.",
    },
    "Add and mend records, in a checkout": {
        "add": "Add papers: fetch what is known of them, write the records.",
        "import-bib": "Add the papers of a BibTeX file.",
        "import-jsonl": "Add the papers of a file of candidates.",
        "cite": "Add what a paper cites, from its reference list.",
        "triage": "Decide which candidates become records.",
        "harvest": "Find candidates, and who cites the papers here.",
        "refresh": "Ask services what changed: venue, title, code, retraction.",
        "stale": "List the cells of frameworks to read again.",
        "confirm": "Move a framework's cells to a newer commit, text unchanged.",
        "validate": "Check the records: what is wrong, where, what would be right.",
        "review": "Say what a maintainer asks of records before a merge.",
        "fmt": "Write records in their one canonical form.",
    },
    "Make the site, in a checkout": {
        "build": "Build the site from the records.",
        "serve": "Build the site and serve it on this machine, until Ctrl-C.",
    },
}
"""The commands below their headings, each with the first line of its help, which is that of its function, too."""

_TOGETHER = {
    "build": ("serve",),
    "frameworks": ("compare",),
    "graph": ("related", "path", "lineage", "reading-order"),
    "import_files": ("import-bib", "import-jsonl"),
    "lists": ("reading-list",),
    "models": ("hardware",),
    "people_and_venues": ("authors", "venues"),
    "show": ("tree",),
}
"""Modules that hold several commands of one idea; any other command is in the module of its name."""


class LazyCommands(Commands):
    """All commands, known by name and first line: only the one that is asked for is imported."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer's own types here are private
        """Return the name of the command that is asked for, the command, and what was said behind it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else command, rest


def load(name: str) -> Any:  # noqa: ANN401 - as above
    """Return the command of this name, a function or a group that is called so in its module."""
    from effllm.cli.options import with_cache, with_fields  # noqa: PLC0415 - the records, which help and version do not need

    called = name.replace("-", "_")
    place = next((module for module, names in _TOGETHER.items() if name in names), called)
    found = getattr(import_module(f"effllm.cli.{place}"), called)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(with_cache(with_fields(found)))
        found = alone
    return typer.main.get_command(found)


app = typer.Typer(
    cls=LazyCommands, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
)
for _heading, _commands in COMMANDS.items():
    for _name, _line in _commands.items():
        app.command(_name, help=_line, rich_help_panel=_heading)(lambda: None)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"effllm {effllm.__version__}\ndata {_data()}")
        raise typer.Exit


def _data() -> str:
    """Say which state of the data the commands read: that of the checkout around the current folder, or the packaged.

    No record is read for it.
    """
    from effllm.store import snapshot  # noqa: PLC0415 - which help does not need

    root = find_checkout()
    packaged = resources.files("effllm") / "data" / snapshot.NAME
    if root is None and packaged.is_file():
        found = snapshot.from_json(packaged.read_bytes())
        return f"{found.version}, {_commit(found.commit, found.date)}"
    root = root or Path(__file__).parents[3]  # an editable install reads the checkout it is in
    commit = snapshot.commit_of(root)
    if commit:
        return f"{snapshot.version_of(commit.day)}, {_commit(commit.id, commit.day)}"
    before = snapshot.last_commit(root)
    return f"changed since {_commit(before.id, before.day)}" if before else _commit(None, None)


def _commit(name: str | None, day: str | None) -> str:
    return f"commit {name} of {day}" if name else "from no commit"


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
    gc.set_threshold(
        1_000_000, 20, 20
    )  # records are kept to the end: looking for garbage as often as usual takes a fifth
    app(prog_name="effllm")
