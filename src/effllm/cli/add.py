"""`effllm add`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.add_looked_up import TITLE, Adding, Row
from effllm.cli.adding import Categories, DryRun, checked_categories, cite_added, say_existing, say_next
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, say, say_table, table
from effllm.cli.failures import PROBLEMS_FOUND, WRONG_USAGE, WrongUsage
from effllm.cli.import_files import import_file
from effllm.cli.options import Root
from effllm.wording import count, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.ingest.plan import Outcome
    from effllm.ingest.session import Session
    from effllm.records import Paper

_WIDEST = 60
"""Characters of a cell of the table at the end."""

What = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|URL|TITLE|FILE.bib",
        help="arXiv id, DOI, OpenReview or ACL Anthology id, address, title, or BibTeX file.",
    ),
]


Skeleton = Annotated[
    bool, typer.Option("--skeleton", help="Where nobody knows enough, write the record for you to fill in.")
]


def add(
    what: What,
    *,
    category: Categories = None,
    skeleton: Skeleton = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Add papers: fetch what is known of them, write the records.

    Each paper stands for itself: what cannot be added is reported, nothing of it is written, and the others are added.
    Of several a table at the end says what was found, what is doubtful and what was decided.
    """
    from effllm.ingest.pasted_id import is_title  # noqa: PLC0415 - as below
    from effllm.ingest.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need
    from effllm.sources import Client  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    targets, refused = _targets(what)
    session = Session(base)
    here = {text: session.existing.find_all(text) for text in refused}  # a title, a name or an address without an id
    targets |= {text: (TITLE, text) for text in refused if not here[text] and is_title(text)}
    if wrong := [why for text, why in refused.items() if not here[text] and text not in targets]:
        raise WrongUsage("; ".join(wrong))
    chosen = checked_categories(session, category)
    for text, papers in here.items():
        for paper in papers:
            say_existing(session, paper, text, wanted=chosen)
    rows = [Row(text, "here", papers[0].title, paper=papers[0]) for text, papers in here.items() if papers]
    looked_up: list[Row] = []
    with Client() as client:
        adding = Adding(base, root, session, client, chosen, dry_run=dry_run, skeleton=skeleton)
        for text, target in targets.items():
            if isinstance(target, Path):
                outcomes = import_file(base, session, target, chosen, dry_run=dry_run, root=root)
                rows += map(_row, outcomes) if outcomes else [Row(text, "rejected", doubtful="no BibTeX entry in it")]
            else:
                looked_up.append(adding.add(text, *target))
    rows += looked_up
    others = cite_added(base, session, _added(looked_up), dry_run=dry_run)
    added = _added(rows)
    if added and not dry_run:
        label = added[0].label if len(added) == 1 else count(len(added), "paper")
        say_next([session.path_of(paper) for paper in added], root, label=label, others=others)
    _end(rows, session, dry_run=dry_run)


def _added(rows: "Sequence[Row]") -> "list[Paper]":
    return [row.paper for row in rows if row.status == "new" and row.paper]


def _row(outcome: "Outcome") -> Row:
    """Return what became of an entry of a file."""
    found = outcome.paper.title if outcome.paper else ""
    doubtful = "; ".join(filter(None, (outcome.reason, *outcome.notes)))
    return Row(outcome.entry, outcome.status, found, doubtful, outcome.paper)


def _end(rows: "Sequence[Row]", session: "Session", *, dry_run: bool) -> None:
    """Say of several papers what was found, what is doubtful and what was decided; fail where one is not added."""
    if len(rows) > 1:
        listed = table("given", "found", "doubtful", "decided")
        for row in rows:
            texts = (cut(one_line(text), _WIDEST) for text in (row.what, row.found, row.doubtful))
            listed.add_row(*texts, _decided(row, session, dry_run=dry_run))
        say_table(listed)
        say(f"{sum(row.status == 'new' for row in rows)} of {len(rows)} added")
    failed = {row.status for row in rows} - {"new"}
    if failed or not rows:
        raise typer.Exit(WRONG_USAGE if failed == {"open"} else PROBLEMS_FOUND)


def _decided(row: Row, session: "Session", *, dry_run: bool) -> str:
    if row.paper and row.status == "new":
        return f"{'would be added' if dry_run else 'added'} as {session.path_of(row.paper)}"
    if row.paper and row.status == "here":
        return f"here already: {session.path_of(row.paper)}"
    return {"open": "not added: say --category", "doubtful": "not added: yours to say"}.get(row.status, "not added")


def _targets(what: list[str]) -> "tuple[dict[str, tuple[str, str] | Path], dict[str, str]]":
    """Return what each argument names, a BibTeX file that is there or an identifier; and why others name neither."""
    from effllm.ingest.pasted_id import NotAccepted, recognise  # noqa: PLC0415

    found: dict[str, tuple[str, str] | Path] = {}
    refused: dict[str, str] = {}
    for text in dict.fromkeys(what):
        if text.casefold().endswith(".bib") and "\0" not in text and Path(text).is_file():
            found[text] = Path(text)
            continue
        try:
            found[text] = recognise(text)
        except NotAccepted as error:
            refused[text] = str(error)
    return found, refused
