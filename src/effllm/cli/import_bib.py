"""`effllm import-bib`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.adding import (
    Categories,
    DryRun,
    checked_categories,
    read_text,
    root_option,
    say_next,
)
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, say
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Json, Root
from effllm.cli.planned import carry_out, status
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.ingest.session import Session


def import_bib(
    file: Annotated[Path, typer.Argument(metavar="FILE.bib", help="A BibTeX file.")],
    *,
    category: Categories = None,
    source: Annotated[
        str, typer.Option(metavar="SOURCE", help="Where the file is public, as owner/repository:path.")
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
    root: Root = None,
) -> None:
    """Add the papers of a BibTeX file.

    Entries that cannot be added are reported with their line, the others are added. Keys are made anew; a paper that is
    here already is left alone.
    """
    from effllm.ingest.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need

    base = checkout_root(root)
    files.clean(base)
    session = Session(base)
    chosen = checked_categories(session, category)
    status, written = import_file(
        base, session, file, chosen, source=source, dry_run=dry_run, as_json=as_json, root=root
    )
    if written:
        say_next(written, root, label=count(len(written), "paper"), others=written)
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
    as_json: bool = False,
    root: Path | None = None,
) -> tuple[int, list[str]]:
    """Add the papers of a file; return the exit status and the paths written.

    With ``strict`` a paper that is here already counts as one that could not be added.
    """
    from effllm.ingest.bib_file import plan_bib  # noqa: PLC0415

    name = one_line(str(file))
    planned = plan_bib(session, read_text(file), categories=categories, source=source)
    if not planned and not as_json:
        say(f"{name}: no BibTeX entry in it; one begins with its kind and its key, as @article{{key,")
        return PROBLEMS_FOUND, []
    planned = carry_out(base, session, name, planned, dry_run=dry_run, as_json=as_json)
    new = [o.paper for o in planned if o.status == "new" and o.paper]
    if new and not source:
        say("the new records name no source: if the file is public, say where: --source owner/repository:path@commit")
    if lookups := [outcome.lookup for outcome in planned if outcome.lookup]:
        options = "".join(f" --category {category}" for category in categories) + root_option(root)
        what = count(len(lookups), "entry that lacks something has an id", "entries that lack something have an id")
        say(f"{what}; to look up what is missing: effllm add {shlex.join(lookups)}{options}")
    return status(planned, strict=strict), [] if dry_run else [session.path_of(paper) for paper in new]
