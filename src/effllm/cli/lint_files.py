"""What `effllm lint` reads beside the records: lists, settings, a baseline, and what a list was at a revision."""

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from effllm.cli.console import one_line
from effllm.cli.failures import WrongUsage
from effllm.cli.files import no_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.lint.scope import Scope, Settings

STDIN = Path("-")


@dataclass(frozen=True)
class ListFile:
    """A list that is checked.

    Attributes:
        file: its path as it was given; `STDIN` for standard input.
        raw: its content.
        ending: the ending that tells how it is read.
        key: its path below the folder of the baseline.
        scope: what is told of it.
    """

    file: Path
    raw: bytes
    ending: str
    key: str
    scope: "Scope"


def read_lists(files: "Iterable[Path]", kinds: "Sequence[str]", since: str | None, baseline: Path) -> list[ListFile]:
    """Return the lists with what is told of them; ``baseline`` is read where it is there.

    Raises:
        WrongUsage: something of it cannot be read.
    """
    from effllm.lint.scope import Scope  # noqa: PLC0415 - what the other commands do not need

    files = list(dict.fromkeys(files))
    if odd := list(filter(None, (_no_list(file, kinds) for file in files))):
        raise WrongUsage("; ".join(odd))
    folder, settings = _settings()
    known = _baseline(baseline) if baseline.is_file() else {}
    lists = []
    for file in files:
        raw = sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
        ending = _ending(raw) if file == STDIN else file.suffix.lower()
        key = _below(baseline.parent, file)
        scope = Scope(_below(folder, file), settings, _old_lines(file, since), known.get(key, Counter()))
        lists.append(ListFile(file, raw, ending, key, scope))
    return lists


def _no_list(file: Path, kinds: "Iterable[str]") -> str:
    """Say why a path is no list that can be read; empty where it is one."""
    if file == STDIN:
        return ""
    if file.is_dir() or file.suffix.lower() in kinds:
        return no_file(file)
    return f"{file}: a list ends in {', '.join(kinds)}"


def _ending(raw: bytes) -> str:
    """Return the ending that a list from standard input would have."""
    if b"\\bibitem" in raw or b"\\documentclass" in raw:
        return ".tex"
    return ".bib" if b"](" not in raw and re.search(rb"^\s*@\w+\s*[{(]", raw, re.MULTILINE) else ".md"


def _below(folder: Path, file: Path) -> str:
    """Return a path as it is below a folder, with forward slashes."""
    return file.as_posix() if file == STDIN else Path(os.path.relpath(file, folder)).as_posix()


def _settings() -> "tuple[Path, Settings]":
    """Return the nearest settings, in this folder or one above it, and their folder."""
    from effllm.lint import RULES  # noqa: PLC0415 - as above
    from effllm.lint.scope import Settings, read_settings  # noqa: PLC0415

    here = Path.cwd()
    for folder in (here, *here.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            try:
                settings = read_settings(file.read_text(encoding="utf-8"), [rule.code for rule in RULES])
            except ValueError as error:  # no TOML, no UTF-8, no settings
                raise WrongUsage(f"{os.path.relpath(file)}: {one_line(str(error))}") from None
            if settings:
                return folder, settings
    return here, Settings()


def _baseline(file: Path) -> dict[str, Counter[str]]:
    from effllm.lint.scope import read_baseline  # noqa: PLC0415 - as above

    try:
        return read_baseline(file.read_bytes())
    except ValueError as error:
        raise WrongUsage(f"{file}: {error}") from None


def _old_lines(file: Path, since: str | None) -> "Counter[str] | None":
    """Return the lines that a list had at a revision; None where all of it is checked."""
    from effllm.store.clone import Clone, NoClone  # noqa: PLC0415 - as above

    if since is None:
        return None
    if file == STDIN:
        raise WrongUsage("--since needs a file: standard input has no history")
    try:
        clone = Clone(file.parent)
    except NoClone as error:
        raise WrongUsage(f"--since: {error}") from None
    commit = clone.commit(since)
    if commit is None:
        raise WrongUsage(f"--since: no commit, branch or tag {one_line(since)}{clone.how_to_get_more}")
    return Counter(clone.lines(commit.id, f"./{file.name}"))
