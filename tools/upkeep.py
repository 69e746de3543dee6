"""The weekly look at what no pull request changes: links that died, papers that appeared.

Usage: python -m tools.upkeep FOLDER [LAST]

Written to FOLDER: ``state.json``, what the next run has to know, and ``report.md``, the text of the issue; the report
is empty where there is nothing to do. LAST is the ``state.json`` of the run before. Fails if nothing could be checked:
a checker that checks nothing must not look as if all were well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import effllm
from effllm.sources import links
from effllm.sources.client import Client
from effllm.sources.links import LinkState
from tools import venues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.kb import KnowledgeBase
    from effllm.sources.links import Followed, Manners
    from tools.venues import Asked

ROOT = Path(__file__).parents[1]
SHOWN = 150
"""Lines of each list in the issue: GitHub takes 65,536 characters."""

_LONGEST = 200


class NothingChecked(RuntimeError):  # noqa: N818 - it reads well in an except clause
    """No address could be asked for."""


def read_state(file: Path) -> dict[str, date]:
    """Return what an earlier run left; nothing where it left nothing or what is not of its form."""
    try:
        given: Any = json.loads(file.read_text(encoding="utf-8"))["gone"]
        return {str(url): date.fromisoformat(day) for url, day in given.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def report(used: Mapping[str, list[str]], found: Mapping[str, Followed], dead: Mapping[str, date], asked: Asked) -> str:
    """Return the text of the issue; empty where there is nothing to do.

    Args:
        used: keys of the records that name each address.
        found: what became of each address.
        dead: addresses that are dead, with the day since which they are gone.
        asked: what arXiv says.
    """
    if not (dead or asked.found):
        return ""
    counts = Counter(finding.state for finding in found.values())
    summary = (
        f"{len(found):,} addresses were asked for: {counts[LinkState.ALIVE]:,} answered,"
        f" {counts[LinkState.GONE]:,} are gone, and {counts[LinkState.UNKNOWN]:,} could not be checked,"
        f" which proves nothing. arXiv was asked for {asked.asked + asked.failed:,} papers and answered for"
        f" {asked.asked:,}."
    )
    parts = [summary]
    if dead:
        rows = [f"- {code(url)} ({found[url].reason} since {day}): {_keys(used[url])}" for url, day in dead.items()]
        parts += ["## Dead links", "Found gone on two days at least.", _rows(rows)]
    if asked.found:
        rows = [f"- {code(key)}: {code(says)}" for key, says in asked.found]
        parts += ["## Maybe published", "The venue of these records is arXiv, and arXiv says more.", _rows(rows)]
    parts.append("This text is written anew every week; the issue is closed when nothing is left to do.")
    return "\n\n".join(parts) + "\n"


def _rows(rows: list[str]) -> str:
    more = [f"- ... and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return "\n".join([*rows[:SHOWN], *more])


def _keys(keys: list[str]) -> str:
    return ", ".join(map(code, keys[:5])) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")  # noqa: PLR2004 - as above


def code(text: str) -> str:
    """Return a text as code on one line of Markdown, which nothing in it can end."""
    shown = "".join(c if c.isprintable() and c != "`" else " " for c in text)
    return f"`{shown[:_LONGEST].strip() or ' '}`"


def run(kb: KnowledgeBase, folder: Path, last: Path | None, manners: Manners, today: date) -> str:
    """Check everything, write state and report, and return a line that says what was done.

    Raises:
        NothingChecked: no server gave an answer that tells anything.
    """
    used = links.addresses(kb)
    found = links.check(used, manners)
    told = sum(finding.state is not LinkState.UNKNOWN for finding in found.values())
    if not told:
        raise NothingChecked(f"none of {len(found)} addresses could be checked: no network, or turned away everywhere")
    gone = links.remember(read_state(last) if last else {}, found, today)
    dead = links.dead(gone, found, today)
    with Client() as client:
        asked = venues.ask(venues.waiting(kb, today.year), client)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "state.json").write_text(json.dumps({"gone": gone}, indent=1, default=date.isoformat), encoding="utf-8")
    (folder / "report.md").write_text(report(used, found, dead, asked), encoding="utf-8")
    return (
        f"{told} of {len(found)} addresses checked, {len(gone)} gone, {len(dead)} of them dead;"
        f" arXiv answered for {asked.asked} papers, {len(asked.found)} may have appeared"
    )


def main(folder: str, last: str = "") -> None:
    """Check the records of this checkout."""
    try:
        today = datetime.now(UTC).date()
        print(run(effllm.load(ROOT), Path(folder), Path(last) if last else None, links.Manners(), today))
    except NothingChecked as error:
        sys.exit(f"upkeep: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
