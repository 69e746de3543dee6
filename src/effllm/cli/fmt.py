"""`effllm fmt`."""

import difflib
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from effllm.cli import files
from effllm.cli.checkout_path import Selection, checkout_root, read
from effllm.cli.console import is_terminal, one_line, say, show
from effllm.cli.failures import PROBLEMS_FOUND
from effllm.cli.options import Paths, Root
from effllm.cli.report import print_problems
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

DIFF_LINES = 20
"""How many lines of a file's diff ``--check`` prints."""

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def fmt(
    paths: Paths = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; show what would change.")] = False,
    root: Root = None,
) -> None:
    """Write records in their one canonical form.

    Only the form changes. A file with other problems is left alone and its problems are printed.
    """
    from effllm.store.file_rules import NOT_CANONICAL  # noqa: PLC0415 - YAML, which the reading commands may not need

    base = checkout_root(root)
    files.clean(base)
    selected = Selection(base, paths or ())
    found = read(base)
    found.save()
    wanted = {path: text for path, text in found.unformatted.items() if path in selected}
    documents = (entry.document for entries in found.entries.values() for entry in entries)
    texts = {document.path: document.text for document in documents if document.path in wanted}
    texts |= {path: files.as_read((base / path).read_bytes()) for path in wanted.keys() - texts.keys()}  # empty lists
    broken = sorted(p for p in found.problems if p.code != NOT_CANONICAL.code and p.path in selected)
    print_problems(base, broken)
    changed = list(wanted)
    if check:
        _show_changes(texts, wanted, {problem.path: problem.message for problem in found.problems})
    else:
        changed = [path for path, text in wanted.items() if files.rewrite(base, path, texts[path], text)]
        print(*changed, sep="\n", end="\n" if changed else "")
    files_read = count(sum(map(len, found.stems.values())), "file")
    done = "would change" if check else "rewritten"
    say(
        f"{count(len(changed), 'file')} {done} ({files_read} read)"
        if wanted
        else f"nothing to rewrite ({files_read} read)"
    )
    if broken:
        say(f"not formatted: {count(len({p.path for p in broken}), 'file')} with other problems")
    if check and wanted:
        say(f"to write them in canonical form: effllm fmt{f' --root {root}' if root else ''}")
    if broken or (wanted if check else len(changed) < len(wanted)):
        raise typer.Exit(PROBLEMS_FOUND)


def _show_changes(texts: dict[str, str], wanted: dict[str, str], said: dict[str, str]) -> None:
    """Print a diff of each file; of one whose bytes alone differ, what was said of it."""
    for path, text in wanted.items():
        for line in _diff(path, texts[path], text) if texts[path] != text else [f"{path}: {one_line(said[path])}"]:
            if is_terminal():
                show(Text(line, _COLOURS.get(line[:1], "")))
            else:
                print(line)


def _diff(path: str, before: str, after: str) -> "Iterator[str]":
    """Yield the lines of a unified diff, the first of them where it is long."""
    lines = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), path, f"{path} (canonical)", lineterm="", n=1)
    )
    yield from map(one_line, lines[:DIFF_LINES])
    if len(lines) > DIFF_LINES:
        yield f"... and {count(len(lines) - DIFF_LINES, 'line')} more"
