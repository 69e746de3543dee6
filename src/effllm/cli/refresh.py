"""`effllm refresh`."""

import difflib
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli import files
from effllm.cli.checkout_path import NO_CACHE, checkout_root, read
from effllm.cli.console import one_line, progress, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from effllm.ingest.kept_answers import KeptAnswers
    from effllm.ingest.refresh import Refreshed
    from effllm.records import Paper
    from effllm.store.checkout import Checkout

DAYS = 7
"""How many days an answer is used again, unless told otherwise."""


@filtered
def refresh(
    keys: Annotated[list[str] | None, typer.Argument(metavar="KEY", help="Papers; all where none is named.")] = None,
    *,
    filters: Filters,
    diff: Annotated[bool, typer.Option("--diff", help="Print what would change, as a patch. The default.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Differs the records.")] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="So many papers, those not asked about for longest.")
    ] = None,
    days: Annotated[
        int, typer.Option(metavar="N", min=0, help="Use answers that are younger than so many days.")
    ] = DAYS,
    json: Json = False,
    root: Root = None,
) -> None:
    """Ask services what changed: venue, title, code, retraction.

    What a person set is never changed, the difference is told; so are retractions. Answers are kept in .effllm-cache/,
    and a run that was stopped goes on where it was.
    Exit status 1 where something differs that was not written, and where a service gave no answer.
    """
    if diff and write:
        raise WrongUsage("--diff shows what --write would change: use one of them")
    from effllm.ingest.asking import Asker  # noqa: PLC0415 - YAML, the rules and the services
    from effllm.ingest.refresh import refresh as newest  # noqa: PLC0415
    from effllm.sources.client import Client  # noqa: PLC0415
    from effllm.sources.links import usual_manners  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    found = read(base)
    with Client() as client, progress("Refresh", how="asking ") as doing, _kept(base, days) as kept:
        papers = _chosen(found, keys or [], filters, limit, kept)
        done = newest(found, papers, Asker(client, usual_manners(), kept, doing))
    written = [
        one.path
        for one in done.renewed
        if write and one.after != one.before and files.rewrite(base, one.path, one.before, one.after)
    ]
    if json:
        show_json(_plain(done, written))
    else:
        _print(done, written, write=write)
    _say(done, written, len(papers))
    left = [one for one in done.renewed if one.path not in written or any(change.why for change in one.found)]
    if left or any(one.failed for one in done.asked):
        raise typer.Exit(PROBLEMS_FOUND)


def _kept(base: "Path", days: int) -> "KeptAnswers":
    from effllm.ingest.kept_answers import KeptAnswers, kept_file  # noqa: PLC0415 - as the rest of this command

    return KeptAnswers(None if NO_CACHE.get() else kept_file(base), datetime.now(tz=UTC).date(), days)


def _chosen(
    found: "Checkout", keys: list[str], filters: Filters, limit: int | None, kept: "KeptAnswers"
) -> "list[Paper]":
    """Return the papers to ask about, of a limited number those not asked about for longest."""
    from effllm.ingest.asking import last_asked  # noqa: PLC0415 - as above
    from effllm.kb import KnowledgeBase  # noqa: PLC0415

    kb = KnowledgeBase(found.corpus())
    wanted = filters.papers(kb)
    papers = [kb.papers[key] for key in dict.fromkeys(keys)] if keys else [*wanted.values()]
    papers = [paper for paper in papers if paper.key in wanted]
    if limit is not None:
        papers = sorted(papers, key=lambda paper: last_asked(paper, kept))[:limit]
    return papers


def _print(done: "Refreshed", written: "Sequence[str]", *, write: bool) -> None:
    """Print a patch, or the files that were written; then what is left to a person, with its source."""
    for one in done.renewed:
        if one.path in written:
            print(one.path)
        elif one.after != one.before and not write:
            lines = one.before.splitlines(), one.after.splitlines()
            for line in difflib.unified_diff(*lines, f"a/{one.path}", f"b/{one.path}", lineterm=""):
                print(one_line(line))
    for problem in done.problems:
        print(problem)
    for one in done.renewed:
        for change in one.found:
            if change.why:
                print(one_line(f"{one.path}: {change}"))


def _plain(done: "Refreshed", written: "Sequence[str]") -> dict[str, Any]:
    """Return what was found as JSON has it."""
    return {
        "changes": [
            {
                "key": change.key,
                "path": one.path,
                "field": change.field,
                "old": change.old,
                "new": change.new,
                "source": change.source,
                "state": "left" if change.why or one.after == one.before else _state(one.path, written),
                "why": change.why or None,
            }
            for one in done.renewed
            for change in one.found
        ],
        "problems": [str(problem) for problem in done.problems],
        "services": [asdict(one) for one in done.asked],
    }


def _state(path: str, written: "Sequence[str]") -> str:
    return "written" if path in written else "would change"


def _say(done: "Refreshed", written: "Sequence[str]", papers: int) -> None:
    """Say what came of asking each service, and how much differs."""
    for one in done.asked:
        if one.failed:
            say(f"{one.service}: no answer for {one.failed:,} ({one.reason}); run the command again later for these")
    answers, kept = sum(one.asked for one in done.asked), sum(one.kept for one in done.asked)
    differ = [one for one in done.renewed if one.after != one.before]
    left = sum(bool(change.why) for one in done.renewed for change in one.found)
    what = f"{count(len(written or differ), 'record')} {'changed' if written else 'would change'}"
    say(
        f"{count(papers, 'paper')}: {count(answers, 'new answer')}, {kept:,} kept; "
        f"{what if differ else 'nothing to change'}, {count(left, 'difference')} left to a person"
    )
    if differ and not written:
        say("to write them: add --write")
