"""`effllm review`."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from effllm.cli.checkout_path import checkout_root, read
from effllm.cli.console import card, one_line, show, show_file, show_json
from effllm.cli.failures import PROBLEMS_FOUND, WrongUsage
from effllm.cli.options import Json, Root
from effllm.wording import count, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.ingest.review import Review
    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout


class ReviewFormat(StrEnum):
    """How reviews are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"


Records = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Records of papers, in the checkout or as somebody sent them.")
]


def review(
    files: Records,
    *,
    format_: Annotated[
        ReviewFormat, typer.Option("--format", help="For people, or as Markdown for a pull request.")
    ] = ReviewFormat.TEXT,
    json: Json = False,
    root: Root = None,
) -> None:
    """Say what a maintainer asks of records before a merge.

    Of each: what the checks find, whether it may be here already, the papers nearest to it, the categories it may
    belong to, the public lists that name it, its venue and its sources. A file outside of the checkout, as somebody
    sent it, is looked at as if it were in its place. Nothing is changed. Exit status 1 where a check found an error.
    """
    from effllm.ingest.review import Reviewer  # noqa: PLC0415 - the rules, which other commands do not need

    base = checkout_root(root)
    checkout = read(base)
    paths = [_taken_in(checkout, file) for file in dict.fromkeys(files)]
    found = Reviewer(checkout).review(paths)
    if json:
        show_json([one.as_json() for one in found])
    elif format_ is ReviewFormat.MARKDOWN:
        show_file("\n".join(line for one in found for line in (*_markdown(one), "")))
    else:
        for number, one in enumerate(found):
            _print(one, behind_another=number > 0)
    if any(problem.severity == "error" for one in found for problem in one.problems):
        raise typer.Exit(PROBLEMS_FOUND)


def _taken_in(checkout: "Checkout", file: Path) -> str:
    """Return the path of a record in the checkout, into which one from elsewhere is taken for this command alone.

    Raises:
        WrongUsage: there is no such file, or it cannot be the record of a paper.
    """
    from effllm.cli.files import no_file  # noqa: PLC0415
    from effllm.store import layout  # noqa: PLC0415
    from effllm.store.checkout import include  # noqa: PLC0415

    place = file if os.path.lexists(file) else checkout.root / file
    if why := no_file(place):
        raise WrongUsage(why)
    try:
        inside = place.resolve().relative_to(checkout.root.resolve()).as_posix()
    except ValueError:
        inside = ""
    if layout.kind_of(inside) is layout.PAPER:
        return inside
    path = layout.paper_path(file.stem)
    if inside or layout.kind_of(path) is not layout.PAPER:
        raise WrongUsage(f"{one_line(str(file))}: no record of a paper; one is called as papers/2023/doe2023thin.yml")
    if file.stem in checkout.stems[layout.PAPER.name]:
        raise WrongUsage(f"{one_line(str(file))}: {path} is here already; compare the two: diff {path} {file}")
    try:
        include(checkout, path, place.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise WrongUsage(f"{one_line(str(file))}: not text in UTF-8") from None
    return path


def _print(one: "Review", *, behind_another: bool) -> None:
    if behind_another:
        print()
    if one.paper is None:
        show(Text(one_line(one.path), "bold"))
        for problem in one.problems:
            show(Text(_said(problem)))
        return
    card(one_line(one.paper.title), one.path, [(name, "\n".join(map(one_line, lines))) for name, lines in _facts(one)])


def _facts(one: "Review") -> "Iterator[tuple[str, list[str]]]":
    """Yield what is known of a record, each a name and lines."""
    paper = one.paper
    if paper is None:
        return
    yield "authors", [", ".join(paper.authors) or "not known"]
    yield "venue", [f"{paper.venue} {paper.year}", *one.venue]
    yield "links", [*filter(None, (paper.link, paper.code))]
    yield "checks", [_said(problem) for problem in one.problems] or ["nothing found"]
    yield "here already?", [named(double) for double in one.doubles] or ["no paper of nearly this title"]
    yield "nearest", [named(near) for near in one.nearest]
    yield "categories", [", ".join(paper.categories)]
    yield "proposed", [str(proposal) for proposal in one.proposals]
    yield (
        "lists",
        [
            f"{count(len(one.lists), 'public list')}: {', '.join(one.lists)}"
            if one.lists
            else "in none of those that were read"
        ],
    )
    yield "cited by", [count(one.cited_by, "paper") + " here"]
    yield "sources", _sources(one, paper)


def _sources(one: "Review", paper: "Paper") -> list[str]:
    """Return the sources, each with the fields that rest on it, and the fields without one."""
    fields: dict[str, list[str]] = {}
    for name, source in paper.to_dict()["sources"].items():
        for text in [source] if isinstance(source, str) else source:
            fields.setdefault(text, []).append(name)
    lines = [f"{text}: {', '.join(names)}" for text, names in fields.items()]
    return [*lines, *([f"none: {', '.join(one.unsourced)}"] if one.unsourced else [])]


def named(paper: "Paper") -> str:
    """Return key, title, venue and year of a paper that is like another one."""
    return f"{paper.key}: {paper.title} ({paper.venue} {paper.year})"


def _said(problem: "Problem") -> str:
    return f"{problem.line}:{problem.column}: {problem.code} {problem.message}" + (
        f"; {problem.hint.splitlines()[0]}" if problem.hint else ""
    )


def _markdown(one: "Review") -> "Iterator[str]":
    """Yield the lines of a comment. What strangers wrote is code: there nothing is a link, and nobody is mentioned."""
    yield f"### {_code(one.paper.title if one.paper else one.path)}"
    yield ""
    if one.paper:
        yield f"{_code(one.path)}"
        yield ""
    for name, lines in _facts(one) if one.paper else [("checks", [_said(problem) for problem in one.problems])]:
        yield f"- **{name}**: {_code(lines[0])}" if len(lines) == 1 else f"- **{name}**"
        yield from (f"  - {_code(line)}" for line in lines if len(lines) > 1)


def _code(text: str) -> str:
    """Return a text as code that nothing in it can end."""
    shown = visible(" ".join(text.split()))
    fence = "`" * (max((len(run) for run in _runs(shown)), default=0) + 1)
    space = " " if fence != "`" or not shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _runs(text: str) -> list[str]:
    return [run for run in "".join(sign if sign == "`" else " " for sign in text).split() if run]
