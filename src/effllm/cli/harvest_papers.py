"""`effllm harvest papers`: candidates from services, lists and files, into the queue."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli import files
from effllm.cli.adding import read_text
from effllm.cli.checkout_path import NO_CACHE, checkout_root
from effllm.cli.console import one_line, progress, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, Failed, WrongUsage
from effllm.cli.options import Json, Root, day
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from effllm.harvest.paper_listings import Listing
    from effllm.harvest.paper_queue import Queue
    from effllm.harvest.papers_run import Harvested
    from effllm.ingest.session import Session
    from effllm.sources import Client

SERVICES = ("arxiv", "openalex", "s2", "lists")
"""What is harvested beside files, in the order in which what they say of a paper counts."""
MOST = 100
"""How many candidates a harvest adds unless told otherwise."""
SLOWEST = 60.0
"""Longest time for a page, in seconds: services take their time to list a thousand papers."""


def papers(
    *,
    since: Annotated[date, typer.Option(metavar="DATE", parser=day, help="Papers of this day or later.")],
    sources: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="arxiv|openalex|s2|lists|FILE", help="Where to look; all four if not given."),
    ] = None,
    most: Annotated[int, typer.Option("--max", metavar="N", min=1, help="Add at most N, the strongest.")] = MOST,
    arxiv_category: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only papers in this category of arXiv, as cs.CL; may be repeated."),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            metavar="SOURCE", help="Where files are public: owner/repository:folder/{}@commit, {} their name."
        ),
    ] = "",
    json: Json = False,
    root: Root = None,
) -> None:
    """Look for new papers, and put candidates into papers/incoming.jsonl.

    A candidate has a strength of at least 0.5, or cites at least 6 records, or a public list names it; each line says
    why it is one. What is here, was left out or waits already is passed over; what was decided meanwhile is taken out.
    A run that was stopped is repeated: pages that were read are not asked for again.
    """
    from effllm.ingest.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need
    from effllm.records import Source  # noqa: PLC0415 - as above
    from effllm.store.cache import FOLDER  # noqa: PLC0415 - as above
    from effllm.store.layout import INCOMING_PATH  # noqa: PLC0415 - as above

    base = checkout_root(root)
    files.clean(base)
    named = list(dict.fromkeys(sources or SERVICES))
    paths = [Path(one) for one in named if one not in SERVICES]
    for path in paths:
        if wrong := files.no_file(path):
            raise WrongUsage(f"--from {one_line(wrong)}; it can be {', '.join(SERVICES)} or a file")
    if source and Source(source.replace("{}", "name")).kind != "file":
        raise WrongUsage(f"--source {one_line(source)}: it must be a place, as owner/repository:folder/{{}}@commit")
    before = files.text_of(base, INCOMING_PATH)
    session = Session(base)
    _refuse_broken(session)
    folder = base / FOLDER / "harvest"
    with progress("Harvest") as doing:
        asked, harvested = _from_services(session, since.isoformat(), named, arxiv_category, folder, doing)
        harvested += [_from_file(path, since.isoformat(), source) for path in paths]
        doing("the judge")
        queue = _queue(session, harvested, most)
    text = queue.text
    if before != (text or None) and not files.rewrite_or_create(base, INCOMING_PATH, before, text):
        raise typer.Exit(PROBLEMS_FOUND)
    _forget(asked, harvested, folder)
    if json:
        show_json(_plain(harvested, queue))
    _say(harvested, queue)
    if any(one.failed for one in harvested):
        raise typer.Exit(PROBLEMS_FOUND)


def _refuse_broken(session: "Session") -> None:
    """Leave a queue alone that could not be read whole: writing it anew would lose lines."""
    from effllm.problems import InvalidRecords  # noqa: PLC0415 - as above
    from effllm.store.layout import INCOMING_PATH  # noqa: PLC0415

    try:
        _ = session.incoming
    except InvalidRecords:
        said = f"{INCOMING_PATH} has problems, and is left alone; to see them: effllm validate {INCOMING_PATH}"
        raise Failed(said) from None


def _from_services(  # noqa: PLR0917 - all that was asked for
    session: "Session",
    since: str,
    named: "Sequence[str]",
    categories: "Sequence[str] | None",
    folder: Path,
    doing: "Callable[[str], None]",
) -> "tuple[list[Listing], list[Harvested]]":
    from effllm.harvest.papers_run import forget, read_listing  # noqa: PLC0415 - as above
    from effllm.sources import Client  # noqa: PLC0415

    if not any(one in SERVICES for one in named):
        return [], []
    with Client(deadline=SLOWEST) as client:
        asked = _listings(client, session, since, named, categories)
        for one in asked if NO_CACHE.get() else ():
            forget(one, folder)
        return asked, [read_listing(one, folder, doing) for one in asked]


def _listings(
    client: "Client", session: "Session", since: str, named: "Sequence[str]", categories: "Sequence[str] | None"
) -> "list[Listing]":
    from effllm.harvest import paper_listings as of  # noqa: PLC0415 - as above

    lists = [entry.record for entry in session.checkout.entries["public-list"]]
    every: dict[str, Callable[[], Listing]] = {
        "arxiv": lambda: of.OfArxiv(client, since, categories or of.ARXIV_CATEGORIES),
        "openalex": lambda: of.OfOpenAlex(client, since, session.papers),
        "s2": lambda: of.OfSemanticScholar(client, since),
        "lists": lambda: of.OfPublicLists(client, since, lists),
    }
    return [every[name]() for name in SERVICES if name in named]


def _from_file(path: Path, since: str, source: str) -> "Harvested":
    from effllm.harvest.paper_lines import read_lines  # noqa: PLC0415 - as above
    from effllm.harvest.papers_run import Harvested  # noqa: PLC0415

    done = Harvested(one_line(str(path)))
    done.take(read_lines(read_text(path), since, source.replace("{}", path.name)))
    return done


def _queue(session: "Session", harvested: "Sequence[Harvested]", most: int) -> "Queue":
    from effllm.harvest.found_paper import put_together  # noqa: PLC0415 - as above
    from effllm.harvest.judge import Judge  # noqa: PLC0415
    from effllm.harvest.paper_queue import queue_after  # noqa: PLC0415
    from effllm.store.layout import LEFT_OUT  # noqa: PLC0415

    found = put_together(paper for one in harvested for paper in one.found)
    left_out = [entry.record for entry in session.checkout.entries[LEFT_OUT.name]]
    judge = Judge(session.papers, left_out) if found else None
    return queue_after(session, found, judge, most)


def _forget(asked: "Sequence[Listing]", harvested: "Sequence[Harvested]", folder: Path) -> None:
    """Forget the pages of what was read to its end; the others go on from where they stopped."""
    from effllm.harvest.papers_run import forget  # noqa: PLC0415 - as above

    for listing, done in zip(asked, harvested, strict=False):
        if not done.failed:
            forget(listing, folder)


def _plain(harvested: "Sequence[Harvested]", queue: "Queue") -> dict[str, Any]:
    """Return the harvest as JSON has it; the fields are described in the reference."""
    return {
        "sources": [
            {
                "from": one.name,
                "pages": one.pages,
                "papers": len(one.found),
                "unreadable": one.bad,
                "failed": one.failed or None,
            }
            for one in harvested
        ],
        "new": len(queue.new),
        "waiting": len(queue.waiting),
        "decided": [one.place for one in queue.decided],
        "here": queue.here,
        "left_out": queue.left_out,
        "weak": queue.weak,
        "weaker_than_max": queue.over,
        "doubtful": queue.doubtful,
    }


def _say(harvested: "Sequence[Harvested]", queue: "Queue") -> None:
    for one in harvested:
        if one.failed:
            used = f"; what it gave before is used, {count(len(one.found), 'paper')}" if one.found else ""
            say(f"{one.name}: {one_line(one.failed)}{used}; to go on, run the command again")
        if one.bad:
            say(f"{one.name}: {count(one.bad, 'entry that is no paper', 'entries that are no papers')}, passed over")
    if queue.doubtful:
        say(f"may be here under another title, and not added: {'; '.join(map(one_line, queue.doubtful))}")
    found = Counter(one.name if one.name in SERVICES else "files" for one in harvested for _ in one.found)
    said = ", ".join(f"{number:,} in {name}" for name, number in found.items()) or "nothing"
    over = f", {queue.over:,} more are weaker than --max lets in" if queue.over else ""
    gone = f", {count(len(queue.decided), 'line')} of what was decided taken out" if queue.decided else ""
    say(
        f"found: {said}; {count(len(queue.new), 'new candidate')}{over}{gone}; "
        f"{count(len(queue.waiting), 'candidate')} {'waits' if len(queue.waiting) == 1 else 'wait'}"
    )
