"""Writing the pages to disk, and having MkDocs render them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from effllm.kb import load
from effllm.site.pages import pages

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase

MARKER = ".effllm-generated"
"""A file in every folder that is written here: only such a folder is ever emptied."""

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class BuildError(Exception):
    """The site could not be built; the message says why."""


def generate(kb: KnowledgeBase, root: Path, target: Path) -> None:
    """Write every page below ``target``, and beside them the hand-written ones of ``root/docs``.

    Raises:
        BuildError: ``target`` holds something that was not generated, or a page exists twice.
    """
    texts = pages(kb)
    handmade = _handmade(root / "docs")
    if twice := sorted(texts.keys() & handmade.keys()):
        raise BuildError(f"written by hand in {root / 'docs'}, but generated too: {', '.join(twice)}")
    _check(target)
    if target.exists():
        shutil.rmtree(target)
    for path, source in handmade.items():
        shutil.copyfile(source, _made(target, path))
    for path, text in texts.items():
        _made(target, path).write_text(text, encoding="utf-8", newline="\n")
    _mark(target)


def build(root: Path, output: Path, *, kb: KnowledgeBase | None = None) -> None:
    """Build the whole site of a checkout into ``output``.

    Raises:
        effllm.InvalidRecords: the checkout's records break a rule.
        BuildError: MkDocs found fault with a page, for instance a broken link, or ``output`` holds something else.
    """
    _check(output)
    generate(load(root) if kb is None else kb, root, root / "build" / "docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(output.resolve())]
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, env={**os.environ, **_QUIET}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    _mark(output)
    if done.returncode:
        raise BuildError(_relevant(done.stdout + done.stderr))


def _check(folder: Path) -> None:
    """Make sure that a folder may be emptied: that it is not there, is empty, or was written here before."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise BuildError(f"{folder} holds files that were not generated; empty it or choose another folder")


def _mark(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        (folder / MARKER).write_text("All in this folder is generated and will be deleted.\n", encoding="utf-8")


def _handmade(docs: Path) -> dict[str, Path]:
    """Return the hand-written files by their path in the site."""
    files = sorted(file for file in docs.rglob("*") if file.is_file()) if docs.is_dir() else []
    return {file.relative_to(docs).as_posix(): file for file in files}


def _made(target: Path, path: str) -> Path:
    file = target / path
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _relevant(output: str) -> str:
    """Return the lines of MkDocs's output that say what is wrong; all of it where none does."""
    lines = output.splitlines()
    wrong = [line for line in lines if line.startswith(("WARNING", "ERROR", "CRITICAL", "Error", "  "))]
    return "\n".join(wrong or lines)
