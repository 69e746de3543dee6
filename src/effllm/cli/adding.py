"""What the commands that add papers share: checking categories, writing records, saying what is next."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.console import is_terminal, one_line, say
from effllm.cli.failures import Failed, WrongUsage
from effllm.store import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.ingest.session import Session
    from effllm.records import Paper

LARGEST = 50_000_000
"""Largest file of papers that is read, in bytes."""

Categories = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="ID", help="Category of the paper, several by repeating; the first is primary."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what would be written.")]


def is_interactive() -> bool:
    """Tell whether a person can be asked."""
    return is_terminal() and sys.stdin.isatty()


def checked_categories(session: "Session", categories: "Iterable[str] | None") -> list[str]:
    """Return the categories by their present ids, each once.

    Raises:
        WrongUsage: papers cannot be in one of them, or not in all together.
    """
    chosen = list(dict.fromkeys(session.known.category_aliases.get(name, name) for name in categories or ()))
    if wrong := [said for category in chosen if (said := session.unfit(category))]:
        raise WrongUsage("; ".join(wrong))
    if clash := session.clash(chosen):
        raise WrongUsage(clash)
    return chosen


def ask_categories(session: "Session", proposed: "Sequence[str]", *, default: str | None = None) -> list[str]:
    """Ask a person for categories, by their number among those proposed or by id, until they fit together."""
    while True:
        answer = typer.prompt("Categories, by number or id, the primary one first", default=default, err=True)
        words = answer.replace(",", " ").split()
        chosen = [proposed[int(w) - 1] if w.isdecimal() and 1 <= int(w) <= len(proposed) else w for w in words]
        wrong = [said for name in chosen if (said := session.unfit(name))] or [*filter(None, [session.clash(chosen)])]
        if chosen and not wrong:
            return list(dict.fromkeys(chosen))
        for said in wrong:
            say(one_line(said))


def read_text(path: Path) -> str:
    """Return the text of a bibliography or of another file of papers.

    Raises:
        WrongUsage: there is no such file, or it is a folder or far too large.
        Failed: it is not text in UTF-8.
    """
    if why := files.no_file(path):
        raise WrongUsage(why)
    if path.stat().st_size > LARGEST:
        raise WrongUsage(f"{path}: larger than {LARGEST:,} bytes; is it the right file?")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise files.not_text(path, error) from None


class Taken(Failed):
    """Another command has written a record to the same path in the meantime."""


def write_record(base: Path, session: "Session", paper: "Paper") -> str:
    """Write a new record and return its path relative to the checkout; see `create`."""
    path = layout.paper_path(paper.key)
    create(base, path, session.text_of(paper))
    return path


def create(base: Path, path: str, text: str) -> None:
    """Write a new record to a path relative to the checkout.

    Raises:
        Failed: no record belongs there.
        Taken: there is one already; it is left alone.
        OSError: the system refuses.
    """
    if layout.kind_of(path) is not layout.PAPER:
        raise Failed(f"{one_line(path)}: no record belongs there")
    try:
        files.create(base / path, text.encode())
    except FileExistsError:
        raise Taken(f"{path}: somebody wrote it in the meantime, left alone; run the command again") from None


def cite_added(
    base: Path, session: "Session", added: "Sequence[Paper]", *, dry_run: bool, quiet: bool = False
) -> list[str]:
    """Write new papers into the kept reference lists that name them, and into what their papers cite.

    With ``quiet`` standard output is left to others.

    Returns:
        The paths of the files that were written.
    """
    from effllm.ingest.kept_list import citing  # noqa: PLC0415 - as above

    written: list[str] = []
    for one in citing(session, added):
        would = "would be written into" if dry_run else "written into"
        say(f"{one.paper.key} cites {', '.join(one.cited)}: {would} its reference list and cites")
        changed = () if dry_run else one.files
        written += [file.path for file in changed if files.rewrite(base, file.path, file.read, file.text)]
    if written and not quiet:
        print(*written, sep="\n")
    return written


def say_existing(
    session: "Session", paper: "Paper", what: str, *, reference: "Reference | None" = None, wanted: "Sequence[str]"
) -> None:
    """Say that a paper is here already, and which lines of its record would hold what is new."""
    from effllm.store.writer import line  # noqa: PLC0415 - YAML and the rules, which other commands do not need

    path = session.path_of(paper)
    together = list(dict.fromkeys((*paper.categories, *wanted)))
    there = wanted and len(together) == len(paper.categories)
    advice = "" if there else " Add the category there instead."
    say(f"{one_line(what)} already exists as {path} ({one_line(paper.label)}).{advice}")
    entry = session.known.papers.get(paper.key)
    number = entry.document.find(("categories",))[0].start_mark.line + 1 if entry else 0
    place = f"{path}:{number}" if number else path
    if wanted and (clash := session.clash(together)):
        say(f"  help: {place}: {clash}")
    elif len(together) > len(paper.categories):
        say(f"  help: {place}: write: categories: [{', '.join(together)}]")
    elif there:
        say(f"  help: nothing to do, it is in {', '.join(wanted)}")
    else:
        say(f"  help: {place}: categories: [{', '.join(together)}]")
    for kind, value in reference.ids.items() if reference else ():
        if not getattr(paper, kind):
            say(f"  help: {path} lacks its id: add the line {line(kind, value)}")


def root_option(root: Path | None) -> str:
    """Return what a command has to be given to work on the same checkout."""
    return f" --root {shlex.quote(str(root))}" if root else ""


def say_next(
    paths: "Sequence[str]", root: Path | None, *, label: str, others: "Sequence[str]" = (), described: bool = False
) -> None:
    """Say what is to be done with new records; ``others`` are files that changed with them.

    ``described`` tells that all of them have a summary.
    """
    option = root_option(root)
    what = paths[0] if len(paths) == 1 and not others else "papers"
    into = "it" if len(paths) == 1 else "each that has none"
    branch = "add-papers" if len(paths) > 1 else Path(paths[0]).stem
    steps = (
        f"write a summary of one to three sentences into {into}: the problem, the idea, the result, in your own words",
        f"effllm validate {what}{option}",
        f"git switch -c {branch}; git add {what}; git commit -m {shlex.quote(f'Add {one_line(label)}')};",
    )
    say("next:")
    for number, step in enumerate(steps[described:], 1):
        say(f"  {number}. {step}")
    say(f"     git push -u origin {branch}; and open a pull request")
