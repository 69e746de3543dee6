"""The hand-written pages, and what of the code they have to agree with."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.cli.app import COMMANDS, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted([README, *DOCS.rglob("*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of a page in one language."""
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)


def code_of(page: Path) -> Iterator[str]:
    """Yield what a page shows as something to type: console blocks and words in backticks."""
    yield from blocks(page, "console")
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text(page))


GROUPS = {"graph", "harvest"}


def commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {name: load(name) for group in COMMANDS.values() for name in group}
    for name, group in list(found.items()):
        inner: dict[str, click.Command] = getattr(group, "commands", {})
        if inner:
            found |= {f"{name} {command}": inner[command] for command in inner}
            del found[name]
    return found


def options(command: click.Command) -> set[str]:
    """Return the long options of a command."""
    given = {name for param in command.params for name in [*param.opts, *param.secondary_opts]}
    return {name for name in given if name.startswith("--") and name != "--help"}
