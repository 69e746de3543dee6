"""The commands that print lists of papers: `lists`, those that others keep, and `reading-list`, those kept here."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_file, show_json, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Json, Root
from effllm.cli.record_view import print_record
from effllm.wording import count

if TYPE_CHECKING:
    from rich.table import Table

    from effllm.kb import KnowledgeBase
    from effllm.records import ReadingList


def lists(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Print this list: what it covers, its papers here, and those of its scope that it lacks."
        ),
    ] = None,
    *,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print public lists of papers, what each has and lacks.

    Without an id it prints which lists there are, when each was read, how many papers it has, and how many of them
    are here.
    """
    kb = load(root)
    if json:
        show_json(_data(kb, name) if name is not None else [_data(kb, known) for known in kb.lists])
    elif name is not None:
        print_record(kb, kb.lists[name])
    else:
        show(_overview(kb))


def _data(kb: "KnowledgeBase", name: str) -> dict[str, Any]:
    return kb.lists[name].to_dict() | {"lacking": [*kb.lists.lacking(name)]}


def _overview(kb: "KnowledgeBase") -> "Table":
    found = table("id", "list", "date", "entries", "here", whole=("id", "date", "entries", "here"))
    for column in found.columns[3:]:
        column.justify = "right"
    for one in kb.lists.values():
        found.add_row(one.id, one.title, one.date, f"{one.entries:,}", f"{len(kb.lists.named(one.id)):,}")
    return found


def reading_list(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Print this list: its papers in order, and why they are in it.")
    ] = None,
    *,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print the BibTeX entries of its papers.")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print what to read first, in order and with reasons.

    Without an id it prints which lists there are.
    """
    if bibtex and json:
        raise WrongUsage("--bibtex or --json, not both")
    if bibtex and name is None:
        raise WrongUsage("--bibtex needs the id of a list")
    kb = load(root)
    if name is None:
        _reading_lists(kb, json=json)
    elif bibtex:
        show_file(kb.papers.pick(*kb.reading_lists[name].keys).to_bibtex())
    elif json:
        show_json(kb.reading_lists[name].to_dict())
    else:
        _print(kb, kb.reading_lists[name])


def _reading_lists(kb: "KnowledgeBase", *, json: bool) -> None:
    if json:
        show_json([one.to_dict() for one in kb.reading_lists.values()])
        return
    lists = table("id", "list", "papers", whole=("id",))
    for one in kb.reading_lists.values():
        lists.add_row(one.id, one.name, str(len(one.keys)))
    show(lists)


def _print(kb: "KnowledgeBase", one: "ReadingList") -> None:
    show(Text(one.name, "bold"))
    show(Text.assemble((one.id, "cyan"), f"  {count(len(one.keys), 'paper')}"))
    for text in (one.summary, f"For {one.audience[:1].lower()}{one.audience[1:]}"):
        print()
        show(Text(text))
    number = 0
    for section in one.sections:
        print()
        show(Text(section.name, "bold"))
        for reading in section.papers:
            number += 1
            paper = kb.papers[reading.paper]
            show(Text.assemble(f"{number:2}. ", (paper.label, "bold"), "  ", (paper.key, "cyan"), f"  {paper.year}"))
            show(Text(f"    {reading.why}"))
