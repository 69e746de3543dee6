"""The commands that add the papers of a file, `import-bib` and `import-jsonl`."""

import shlex
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.adding import (
    Categories,
    DryRun,
    Taken,
    checked_categories,
    cite_added,
    read_text,
    root_option,
    say_next,
    write_record,
)
from effllm.cli.checkout_path import cache_of, checkout_root
from effllm.cli.console import one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Json, Root
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.ingest.plan import Outcome
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
    done = import_file(base, session, file, chosen, source=source, dry_run=dry_run, as_json=as_json, root=root)
    written = [] if dry_run else [session.path_of(one.paper) for one in done if one.status == "new" and one.paper]
    if written:
        say_next(written, root, label=count(len(written), "paper"), others=written)
    if failed := status(done):
        raise typer.Exit(failed)


def import_file(
    base: Path,
    session: "Session",
    file: Path,
    categories: "Sequence[str]",
    *,
    source: str = "",
    dry_run: bool = False,
    as_json: bool = False,
    root: Path | None = None,
) -> "list[Outcome]":
    """Add the papers of a file; return what became of each."""
    from effllm.ingest.paper_files import plan_bib  # noqa: PLC0415

    name = one_line(str(file))
    planned = plan_bib(session, read_text(file), categories=categories, source=source)
    if not planned and not as_json:
        say(f"{name}: no BibTeX entry in it; one begins with its kind and its key, as @article{{key,")
        return []
    planned = carry_out(base, session, name, planned, dry_run=dry_run, as_json=as_json)
    if any(o.status == "new" for o in planned) and not source:
        say("the new records name no source: if the file is public, say where: --source owner/repository:path@commit")
    if lookups := [outcome.lookup for outcome in planned if outcome.lookup]:
        options = "".join(f" --category {category}" for category in categories) + root_option(root)
        what = count(len(lookups), "entry that lacks something has an id", "entries that lack something have an id")
        say(f"{what}; to look up what is missing: effllm add {shlex.join(lookups)}{options}")
    return planned


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
    What is decided by then leaves papers/incoming.jsonl.
    """
    done, written = import_candidates(checkout_root(root), file, dry_run=dry_run, as_json=as_json, root=root)
    if failed := status(done) or (0 if written else PROBLEMS_FOUND):
        raise typer.Exit(failed)


def import_candidates(
    base: Path, file: Path, *, dry_run: bool = False, as_json: bool = False, root: Path | None = None
) -> "tuple[list[Outcome], bool]":
    """Carry out what the lines of a file decide: records, what is left out, and the queue, which they leave last.

    A run that was stopped is repeated: what it did is there, and what waits still waits.

    Returns:
        What became of each line, and whether all could be written.
    """
    from effllm.ingest.paper_files import plan_candidates  # noqa: PLC0415 - YAML and the rules
    from effllm.ingest.session import Session  # noqa: PLC0415 - as above
    from effllm.store import layout, record_file  # noqa: PLC0415 - as above
    from effllm.store.json_lines import to_lines  # noqa: PLC0415 - as above

    files.clean(base)
    left_before, queue_before = files.text_of(base, layout.LEFT_OUT_PATH), files.text_of(base, layout.INCOMING_PATH)
    session = Session(base, cache_of(base))
    name = one_line(str(file))
    planned, left_out, waiting = plan_candidates(session, read_text(file))
    if not planned and not as_json:
        say(f"{name}: no candidate in it; docs/schema/candidate.json describes a line")
        return [], False
    done = carry_out(base, session, name, planned, dry_run=dry_run, as_json=as_json)
    added = [o.paper for o in done if o.status == "new" and o.paper]
    new = [session.path_of(paper) for paper in added]
    if dry_run:
        return done, True
    written = len(new) == sum(outcome.status == "new" for outcome in planned)
    if left_out:
        text = (left_before or "") + to_lines(left_out)
        written &= files.rewrite_or_create(base, layout.LEFT_OUT_PATH, left_before, text)
    if written and waiting != session.incoming:
        text = record_file.canonical(layout.INCOMING_PATH, layout.INCOMING, [*waiting]) if waiting else ""
        written = files.rewrite_or_create(base, layout.INCOMING_PATH, queue_before, text)
        left = len(session.incoming) - len(waiting)
        say(f"{layout.INCOMING_PATH}: {left:,} decided, {count(len(waiting), 'candidate')} left to decide")
    if new:
        described = all(paper.summary for paper in added)
        say_next(new, root, label=count(len(new), "paper"), others=new, described=described)
    return done, written


_HEADS = {
    "here": "already here",
    "doubtful": "doubtful",
    "rejected": "rejected",
    "left-out": "left out",
    "later": "put off",
}


def carry_out(
    base: Path, session: "Session", name: str, planned: "Sequence[Outcome]", *, dry_run: bool, as_json: bool
) -> "list[Outcome]":
    """Write what is new, say what became of each paper of a file called ``name``, and return that."""
    done: list[Outcome] = []
    planned = _with_citing(session, planned)
    try:
        for outcome in planned:
            done.append(outcome if dry_run else _written(base, session, outcome))
            if not as_json:
                _print(session, name, done[-1], dry_run=dry_run)
    finally:  # whatever stops it, everybody can see which records were written
        if as_json:
            show_json([_plain(session, outcome) for outcome in done])
        _say_counts(name, done, planned, dry_run=dry_run)
    cite_added(base, session, [o.paper for o in done if o.status == "new" and o.paper], dry_run=dry_run, quiet=as_json)
    return done


def status(planned: "Sequence[Outcome]") -> int:
    """Return the exit status."""
    failed = {"rejected", "doubtful"}
    return PROBLEMS_FOUND if not planned or any(outcome.status in failed for outcome in planned) else 0


def _with_citing(session: "Session", planned: "Sequence[Outcome]") -> "list[Outcome]":
    """Return outcomes, those of new records with the papers whose kept lists name them among their notes."""
    from effllm.ingest.kept_list import citing  # noqa: PLC0415 - as above

    by: dict[str, list[str]] = {}
    for one in citing(session, [o.paper for o in planned if o.status == "new" and o.paper]):
        for key in one.cited:
            by.setdefault(key, []).append(one.paper.key)
    return [
        replace(o, notes=(*o.notes, f"cited by {', '.join(by[o.paper.key])}"))
        if o.status == "new" and o.paper and o.paper.key in by
        else o
        for o in planned
    ]


def _written(base: Path, session: "Session", outcome: "Outcome") -> "Outcome":
    """Write the record of an entry that is new; return what became of it."""
    if outcome.status != "new" or not outcome.paper:
        return outcome
    try:
        write_record(base, session, outcome.paper)
    except Taken as error:
        path, text = session.path_of(outcome.paper), session.text_of(outcome.paper)
        if (base / path).is_file() and (base / path).read_bytes() == text.encode():
            return replace(outcome, status="here", reason=f"{path}, which another command wrote just now", notes=())
        return replace(outcome, status="doubtful", reason=str(error), notes=(), paper=None)
    return outcome


def _say_counts(name: str, done: "Sequence[Outcome]", planned: "Sequence[Outcome]", *, dry_run: bool) -> None:
    number = Counter(outcome.status for outcome in done)
    left = f", {number['left-out']:,} left out" if number["left-out"] else ""
    left += f", {number['later']:,} put off" if number["later"] else ""
    stopped = f" of {len(planned):,} entries; then it stopped" if len(done) < len(planned) else ""
    say(
        f"{name}: {number['new']:,} {'would be added' if dry_run else 'added'}, {number['here']:,} here already, "
        f"{number['doubtful']:,} doubtful, {number['rejected']:,} rejected{left}{stopped}"
    )


def _print(session: "Session", name: str, outcome: "Outcome", *, dry_run: bool) -> None:
    """Print what became of an entry at once: the file, its line, and what is new or wrong."""
    if outcome.status == "new" and outcome.paper:
        said = f"{'would be added as' if dry_run else 'added'} {session.path_of(outcome.paper)}"
    else:
        said = f"{_HEADS[outcome.status]}: {one_line(outcome.reason)}"
    lines = [f"{name}:{outcome.line}: {said}"]
    lines += [f"  look at: {one_line(note)}" for note in outcome.notes]
    lines += [f"  help: {one_line(hint)}" for hint in outcome.hint.splitlines()]
    print("\n".join(lines), flush=True)


def _plain(session: "Session", outcome: "Outcome") -> dict[str, object]:
    """Return an outcome as JSON has it; the fields are described in the reference."""
    return {
        "line": outcome.line,
        "entry": outcome.entry,
        "status": outcome.status,
        "path": session.path_of(outcome.paper) if outcome.paper else None,
        "reason": outcome.reason,
        "help": outcome.hint.splitlines(),
        "notes": list(outcome.notes),
        "lookup": outcome.lookup or None,
    }
