"""What the commands that ask the citation graph have in common."""

from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from effllm.cli.console import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb import KnowledgeBase

KEY_HELP = "Key, id or name of a paper."
KEY = typer.Argument(metavar="KEY", help=KEY_HELP)


def brief(kb: "KnowledgeBase", key: str) -> dict[str, Any]:
    """Return what JSON says of a paper: its key, name, title and year."""
    paper = kb.papers[key]
    return {"key": key, "name": paper.name, "title": paper.title, "year": paper.year}


def named(kb: "KnowledgeBase", key: str, note: str = "") -> Text:
    """Return a paper as the lines of trees and lists show it."""
    paper = kb.papers[key]
    text = Text.assemble((paper.label, "bold"), "  ", (key, "cyan"), f"  {paper.year}")
    return text.append(f"  {note}", "dim") if note else text


def loop_lines(kb: "KnowledgeBase", loops: "Iterable[Iterable[str]]") -> list[str]:
    """Return a line for each group of papers that cite each other in a circle."""
    return [
        f"a loop (revised versions cite later work): {', '.join(one_line(kb.papers[key].label) for key in loop)}"
        for loop in loops
    ]
