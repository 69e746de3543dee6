"""`effllm stale`."""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show_json
from effllm.cli.options import Json, Root, day
from effllm.kb.counts import to_read_again
from effllm.records import Source
from effllm.records.framework import FRESH_DAYS
from effllm.store.folders import find_checkout
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.records import Cell, Framework


class _Old(NamedTuple):
    """A cell that nobody read for long."""

    group: str
    word: str
    cell: "Cell"


class _Reading(NamedTuple):
    """A file or an address to open for a framework, and the cells that cite it."""

    framework: "Framework"
    source: "Source"
    cells: list[_Old]

    @property
    def place(self) -> str:
        """The file or the address, without the line."""
        return f"{self.source.repository}:{self.source.path}" if self.source.path else str(self.source)


def stale(
    frameworks: Annotated[
        list[str] | None, typer.Argument(metavar="FRAMEWORK", help="Ids or names; all where none is named.")
    ] = None,
    *,
    days: Annotated[int, typer.Option(metavar="N", min=0, help="How long a cell counts as confirmed.")] = FRESH_DAYS,
    today: Annotated[
        date | None,
        typer.Option(metavar="DATE", parser=day, help="Count back from this day, not from that of the newest commit."),
    ] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """List the cells of frameworks to read again.

    These are cells without a full date, and those that nobody read for long.

    Cells that cite one file are listed together, with the line last read: one reading confirms them all. Frameworks
    that are worked on come first, then files that many cells cite.
    """
    kb = load(root)
    end = today or _newest_commit(root)
    since = date.fromordinal(max(end.toordinal() - days, 1))
    chosen = [kb.frameworks[name] for name in frameworks] if frameworks else list(kb.frameworks.values())
    readings = _readings(chosen, since)
    number = sum(len(one.cells) for one in readings)
    if json:
        show_json([_plain(one) for one in readings])
    else:
        _print(readings)
    files = f" in {count(len(readings), 'file')}" if readings else ""
    say(f"{count(number, 'cell')}{files} not read since {since}, {days} days before {end}")


def _newest_commit(root: Path | None) -> date:
    """Return the day of the checkout's newest commit; today where the records are not in a git repository."""
    from effllm.store.clone import Clone, NoClone  # noqa: PLC0415 - as the rest of this command

    folder = root or find_checkout()
    try:
        newest = Clone(folder).commit("HEAD") if folder else None
    except NoClone:
        newest = None
    return date.fromisoformat(newest.day) if newest else datetime.now(UTC).date()


def _readings(frameworks: "list[Framework]", since: date) -> list[_Reading]:
    found: dict[tuple[str, str], _Reading] = {}
    for framework in frameworks:
        for group, word, cell in to_read_again(framework, since.isoformat()):
            reading = _Reading(framework, cell.source or Source(""), [])
            found.setdefault((framework.id, reading.place), reading).cells.append(_Old(group, word, cell))
    number: dict[str, int] = defaultdict(int)
    for reading in found.values():
        number[reading.framework.id] += len(reading.cells)

    def order(one: _Reading) -> tuple[Any, ...]:
        state = one.framework.status.state != "active"
        return (state, -number[one.framework.id], one.framework.id, -len(one.cells), one.place)

    return sorted(found.values(), key=order)


def _print(readings: list[_Reading]) -> None:
    """Print each file with its cells by line, so that who reads it can go from line to line."""
    for reading in readings:
        print(f"{reading.framework.id}: {reading.place}")
        by_line: dict[tuple[int, str], list[_Old]] = defaultdict(list)
        for old in reading.cells:
            source = old.cell.source
            by_line[(source and source.line) or 0, old.cell.checked or "never"].append(old)
        for (line, checked), cells in sorted(by_line.items(), key=lambda item: item[0]):
            words = ", ".join(f"{old.group}.{old.word} {old.cell.value}" for old in cells)
            print(f"  {f'line {line}, ' if line else ''}read {checked}: {words}")


def _plain(reading: _Reading) -> dict[str, Any]:
    return {
        "framework": reading.framework.id,
        "repository": reading.source.repository,
        "path": reading.source.path,
        "url": reading.source.url,
        "cells": [
            {
                "group": old.group,
                "word": old.word,
                "value": old.cell.value,
                "checked": old.cell.checked,
                "commit": old.cell.source.commit if old.cell.source else None,
                "line": old.cell.source.line if old.cell.source else None,
            }
            for old in reading.cells
        ],
    }
