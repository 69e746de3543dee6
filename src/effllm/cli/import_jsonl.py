"""`effllm import-jsonl`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.adding import DryRun, read_text, say_next
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, say
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Json, Root
from effllm.cli.planned import carry_out, status
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import LeftOut


def import_jsonl(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines, a candidate each.")],
    *,
    dry_run: DryRun = False,
    as_json: Json = False,
    root: Root = None,
) -> None:
    """Add the papers of a file of candidates.

    A line is an object as docs/schema/candidate.json describes it: what is known of a paper, its categories and where
    that was read. Lines that cannot be added are reported, the others are added; a line with a reason to leave its
    paper out becomes one of papers/left-out.jsonl. What is here already is left alone, so a stopped run is repeated.
    """
    from effllm.ingest.candidates import plan_candidates  # noqa: PLC0415 - YAML and the rules
    from effllm.ingest.session import Session  # noqa: PLC0415 - as above

    base = checkout_root(root)
    files.clean(base)
    session = Session(base)
    name = one_line(str(file))
    planned, left_out = plan_candidates(session, read_text(file))
    if not planned and not as_json:
        say(f"{name}: no candidate in it; docs/schema/candidate.json describes a line")
        raise typer.Exit(PROBLEMS_FOUND)
    planned = carry_out(base, session, name, planned, dry_run=dry_run, as_json=as_json)
    if left_out and not dry_run:
        _append(base, left_out)
    new = [session.path_of(o.paper) for o in planned if o.status == "new" and o.paper]
    if new and not dry_run:
        say_next(new, root, label=count(len(new), "paper"), others=new)
    if failed := status(planned):
        raise typer.Exit(failed)


def _append(base: Path, left_out: "Sequence[LeftOut]") -> None:
    """Write what is newly left out behind what was."""
    from effllm.store.json_lines import to_lines  # noqa: PLC0415 - as above
    from effllm.store.layout import LEFT_OUT_PATH  # noqa: PLC0415 - as above

    file = base / LEFT_OUT_PATH
    before = file.read_bytes() if file.exists() else b""
    files.replace(file, before + to_lines(left_out).encode())
