"""`effllm import-jsonl`."""

import os
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
from effllm.store.layout import LEFT_OUT_PATH
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
    before = _left_out_before(base)
    session = Session(base)
    name = one_line(str(file))
    planned, left_out = plan_candidates(session, read_text(file))
    if not planned and not as_json:
        say(f"{name}: no candidate in it; docs/schema/candidate.json describes a line")
        raise typer.Exit(PROBLEMS_FOUND)
    planned = carry_out(base, session, name, planned, dry_run=dry_run, as_json=as_json)
    written = dry_run or not left_out or _append(base, before, left_out)
    new = [session.path_of(o.paper) for o in planned if o.status == "new" and o.paper]
    if new and not dry_run:
        say_next(new, root, label=count(len(new), "paper"), others=new)
    if failed := status(planned) or (0 if written else PROBLEMS_FOUND):
        raise typer.Exit(failed)


def _left_out_before(base: Path) -> str | None:
    """Return the text of the file of what was left out; None where there is none."""
    file = base / LEFT_OUT_PATH
    return files.as_read(file.read_bytes()) if os.path.lexists(file) else None


def _append(base: Path, before: str | None, left_out: "Sequence[LeftOut]") -> bool:
    """Write what is newly left out behind what was; tell whether nobody changed the file meanwhile."""
    from effllm.store.json_lines import to_lines  # noqa: PLC0415 - as above

    lines = to_lines(left_out)
    if before is not None:
        return files.rewrite(base, LEFT_OUT_PATH, before, before + lines)
    files.create(base / LEFT_OUT_PATH, lines.encode())
    return True
