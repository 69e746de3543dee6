"""`effllm lists`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json, table
from effllm.cli.options import Json, Root
from effllm.cli.record_view import list_card

if TYPE_CHECKING:
    from rich.table import Table

    from effllm.kb import KnowledgeBase


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
        list_card(kb, kb.lists[name])
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
