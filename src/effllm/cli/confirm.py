"""`effllm confirm`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli import files
from effllm.cli.checkout_path import checkout_root, read
from effllm.cli.console import one_line, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, Failed, WrongUsage
from effllm.cli.options import Json, Root
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.ingest.confirm import Compared
    from effllm.records import Framework
    from effllm.store.checkout import Checkout
    from effllm.store.clone import Clone, Commit


def confirm(
    framework: Annotated[str, typer.Argument(metavar="FRAMEWORK", help="Id or name of the framework.")],
    *,
    commit: Annotated[str, typer.Option(metavar="SHA", help="The newer commit, a branch or a tag of the clone.")],
    checkout: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A git clone of the framework's repository.")
    ] = None,
    repository: Annotated[
        str, typer.Option(metavar="OWNER/NAME", help="What was cloned, if not the framework's own repository.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what would be written.")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Move a framework's cells to a newer commit, text unchanged.

    Commit, line, ref and date move where the cited line has the same text, wherever it is now; a cell without a line
    moves where the whole file is the same. All others are listed with both texts and stay as they are. Nothing is
    fetched.
    """
    from effllm.ingest.confirm import compared, confirmed  # noqa: PLC0415 - as the rest of this command
    from effllm.kb.frameworks import Frameworks  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    found = read(base)
    one = Frameworks(found.corpus().frameworks, found.corpus().vocabulary)[framework]
    clone, newer = _clone_at(one, checkout, commit)
    cells = compared(one, clone, newer, repository or one.repo)
    if not cells:
        cited = sorted({c.source.repository for _, _, c in one.cells() if c.source and c.source.repository})
        raise Failed(
            f"{one.id} cites no file of {repository or one.repo}, only of {', '.join(cited) or 'no repository'}"
        )
    kept = _write(found, one, confirmed(one, cells, newer), dry_run=dry_run)
    if json:
        show_json([_plain(cell) for cell in cells])
    else:
        _print(cells)
    left = sum(cell.source is None for cell in cells)
    moved = "would move" if dry_run else "moved"
    say(f"{kept}: {count(len(cells) - left, 'cell')} {moved} to {newer.id[:12]} ({newer.day}), {left} to read again")
    if left:
        raise typer.Exit(PROBLEMS_FOUND)


def _clone_at(framework: "Framework", folder: Path | None, name: str) -> "tuple[Clone, Commit]":
    """Return the clone and the commit in it."""
    from effllm.store.clone import Clone, NoClone  # noqa: PLC0415 - as above

    if folder is None:
        raise WrongUsage(f"name a clone: git clone {framework.url}, then --checkout DIR")
    if not folder.is_dir():
        raise WrongUsage(f"--checkout {folder}: no such folder")
    try:
        clone = Clone(folder)
    except NoClone as error:
        raise WrongUsage(f"--checkout: {error}") from None
    newer = clone.commit(name)
    if newer is None:
        raise WrongUsage(f"--commit {name}: no such commit in {folder}; git fetch brings newer ones")
    if newer.ref is None:
        raise WrongUsage(f"--commit {name}: neither on the main branch of {folder} nor a tagged release")
    return clone, newer


def _write(found: "Checkout", before: "Framework", after: "Framework", *, dry_run: bool) -> str:
    """Write the record unless nothing changed or it would be wrong; return its path."""
    from effllm.ingest import problems_of  # noqa: PLC0415 - as above
    from effllm.store import layout, record_file  # noqa: PLC0415

    entry = next(entry for entry in found.entries["framework"] if entry.record.id == before.id)
    path = entry.document.path
    if own := [problem for problem in found.problems if problem.path == path and path not in found.unformatted]:
        for problem in own:
            say(str(problem))
        raise Failed(f"{path}: left alone, it has {count(len(own), 'problem')}")
    if after == before:
        return path
    text = record_file.canonical(path, layout.FRAMEWORK, [after])
    if problems := problems_of(found, {path: text}):
        for problem in problems:
            say(str(problem))
        raise Failed(f"{path}: left alone, it would have {count(len(problems), 'problem')}")
    if not dry_run and not files.rewrite(found.root, path, entry.document.text, text):
        raise typer.Exit(PROBLEMS_FOUND)
    return path


def _print(cells: "Sequence[Compared]") -> None:
    """Print what became of each cell: those that moved in a line, the others with both texts."""
    for cell in cells:
        if cell.source:
            lines = [cell.cell.source.line if cell.cell.source else None, cell.source.line]
            moved = (
                f"line {lines[0]}, now {lines[1]}" if lines[0] != lines[1] else f"line {lines[1]}" if lines[1] else ""
            )
            print(f"same: {cell.place} {cell.cell.value}, {one_line(cell.source.path or '')} {moved}".rstrip())
    for cell in cells:
        if not cell.source:
            print(f"read again: {cell.place} {cell.cell.value}, {one_line(cell.cell.source or '')}: {cell.why}")
            for sign, text in (("-", cell.old), ("+", cell.new)):
                for line in text.splitlines():
                    print(f"  {sign} {one_line(line)}")


def _plain(cell: "Compared") -> dict[str, Any]:
    """Return a cell as JSON has it."""
    return {
        "cell": cell.place,
        "value": cell.cell.value,
        "same": cell.source is not None,
        "was": cell.cell.source,
        "now": cell.source,
        "why": cell.why or None,
        "old": cell.old or None,
        "new": cell.new or None,
    }
