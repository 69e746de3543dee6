"""What the commands that add the papers of a file do with them: write the records, and say what became of each."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from effllm.cli.adding import Taken, cite_added, write_record
from effllm.cli.console import one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.ingest.plan import Outcome
    from effllm.ingest.session import Session

_HEADS = {"here": "already here", "doubtful": "doubtful", "rejected": "rejected", "left-out": "left out"}


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


def status(planned: "Sequence[Outcome]", *, strict: bool = False) -> int:
    """Return the exit status; with ``strict`` a paper that is here already counts as one that could not be added."""
    failed = {"rejected", "doubtful", *(["here"] if strict else [])}
    return PROBLEMS_FOUND if not planned or any(outcome.status in failed for outcome in planned) else 0


def _with_citing(session: "Session", planned: "Sequence[Outcome]") -> "list[Outcome]":
    """Return outcomes, those of new records with the papers whose kept lists name them among their notes."""
    from effllm.ingest.backlinks import citing  # noqa: PLC0415 - as above

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
