"""`effllm import-bib`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.adding import Categories, DryRun, checked_categories, read_bib, say_next, write_record
from effllm.cli.console import one_line, say, show, table
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Root
from effllm.cli.where import checkout_root
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.adding.bib import Outcome
    from effllm.adding.session import Session


def import_bib(
    file: Annotated[Path, typer.Argument(metavar="FILE.bib", help="A BibTeX file.")],
    *,
    category: Categories = None,
    source: Annotated[
        str, typer.Option(metavar="SOURCE", help="Where the file is public, as owner/repository:path.")
    ] = "",
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Add the papers of a BibTeX file.

    Entries that cannot be added are reported with their line, the others are added. Keys are made anew; a paper that is
    here already is left alone.
    """
    from effllm.adding.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need

    base = checkout_root(root)
    files.clean(base)
    session = Session(base)
    chosen = checked_categories(session, category)
    status, written = import_file(base, session, file, chosen, source=source, dry_run=dry_run)
    if written:
        say_next(written, root, label=count(len(written), "paper"))
    if status:
        raise typer.Exit(status)


def import_file(
    base: Path,
    session: "Session",
    file: Path,
    categories: "Sequence[str]",
    *,
    source: str = "",
    dry_run: bool = False,
    strict: bool = False,
) -> tuple[int, list[str]]:
    """Add the papers of a file; return the exit status and the paths written.

    With ``strict`` a paper that is here already counts as one that could not be added.
    """
    from effllm.adding.bib import plan  # noqa: PLC0415

    name = one_line(str(file))
    outcomes = plan(session, read_bib(file), name=one_line(file.name), categories=categories, source=source)
    if not outcomes:
        say(f"{name}: no BibTeX entry in it; one begins with its kind and its key, as @article{{key,")
        return PROBLEMS_FOUND, []
    written = [] if dry_run else _write(base, session, outcomes)
    if dry_run:
        _print_table(session, outcomes)
    else:
        for outcome in outcomes:
            _print(session, name, outcome)
    for warning in session.warnings(o.paper for o in outcomes if o.state == "new" and o.paper):
        say(str(warning))
    number = {state: sum(outcome.state == state for outcome in outcomes) for state in ("new", "here", "rejected")}
    done = "would be added" if dry_run else "added"
    say(f"{name}: {number['new']:,} {done}, {number['here']:,} here already, {number['rejected']:,} rejected")
    failed = number["rejected"] or (strict and number["here"])
    return PROBLEMS_FOUND if failed else 0, written


def _write(base: Path, session: "Session", outcomes: "Sequence[Outcome]") -> list[str]:
    return [write_record(base, session, o.paper) for o in outcomes if o.state == "new" and o.paper]


def _print(session: "Session", name: str, outcome: "Outcome") -> None:
    """Print what became of an entry: the file, its line, and what is new or wrong."""
    print(f"{name}:{outcome.line}: {_in_words(session, outcome)}")
    for hint in outcome.hint.splitlines():
        print(f"  help: {one_line(hint)}")


def _in_words(session: "Session", outcome: "Outcome") -> str:
    if outcome.state == "new" and outcome.paper:
        return f"added {session.path_of(outcome.paper)}"
    head = {"here": "already here", "rejected": "rejected"}[outcome.state]
    return f"{head}: {one_line(outcome.message)}"


def _print_table(session: "Session", outcomes: "Sequence[Outcome]") -> None:
    shown = table("line", "entry", "what", "", whole=("line", "what"))
    for outcome in outcomes:
        if outcome.state == "new" and outcome.paper:
            row = ("add", session.path_of(outcome.paper))
        else:
            row = ("skip" if outcome.state == "here" else "reject", one_line(outcome.message))
        shown.add_row(str(outcome.line), one_line(outcome.key), *row)
    show(shown)
