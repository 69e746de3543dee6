"""The weekly look at what no pull request changes: links that died, and what services say otherwise.

Usage: python -m tools.upkeep FOLDER [LAST]

Written to FOLDER: ``state.json``, what the next run and the page of health have to know, and ``report.md``, the text of
the issue; the report is empty where there is nothing to do. LAST is the ``state.json`` of the run before. Fails if
nothing could be checked: a checker that checks nothing must not look as if all were well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effllm.ingest.asking import Asker
from effllm.ingest.kept_answers import KeptAnswers
from effllm.ingest.refresh import refresh
from effllm.kb import KnowledgeBase
from effllm.sources import links
from effllm.sources.client import Client
from effllm.sources.links import LinkState
from effllm.store import checkout, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from effllm.ingest.refresh import Refreshed
    from effllm.sources.links import Followed, Manners
    from effllm.store.checkout import Checkout

    Heard: TypeAlias = Mapping[str, Followed]

ROOT = Path(__file__).parents[1]
SHOWN = 75
"""Lines of each list in the issue: GitHub takes 65,536 characters."""

_LONGEST = 200
_SECTIONS = (
    ("## To write", "`effllm refresh --write` changes these records, each with its source.", True),
    ("## To decide", "What a person set is left alone, and so is what is no value yet.", False),
)


class NothingChecked(RuntimeError):  # noqa: N818 - it reads well in an except clause
    """No address could be asked for."""


def read_state(file: Path) -> dict[str, date]:
    """Return what an earlier run left; nothing where it left nothing or what is not of its form."""
    try:
        given: Any = json.loads(file.read_text(encoding="utf-8"))["gone"]
        return {str(url): date.fromisoformat(day) for url, day in given.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def report(
    used: Mapping[str, list[str]], found: Mapping[str, Followed], dead: Mapping[str, date], newest: Refreshed
) -> str:
    """Return the text of the issue; empty where there is nothing to do.

    Args:
        used: keys of the records that name each address.
        found: what became of each address.
        dead: addresses that are dead, with the day since which they are gone.
        newest: what services say of the records.
    """
    differs = [(change, one.after != one.before) for one in newest.renewed for change in one.found]
    if not (dead or differs):
        return ""
    counts = Counter(finding.state for finding in found.values())
    summary = (
        f"{len(found):,} addresses were asked for: {counts[LinkState.ALIVE]:,} answered,"
        f" {counts[LinkState.GONE]:,} are gone, and {counts[LinkState.UNKNOWN]:,} could not be checked,"
        f" which proves nothing."
    )
    silent = [f"{one.service} gave no answer for {one.failed:,} papers." for one in newest.asked if one.failed]
    parts = [" ".join([summary, *silent])]
    if dead:
        rows = [f"- {code(url)} ({found[url].reason} since {day}): {_keys(used[url])}" for url, day in dead.items()]
        parts += ["## Dead links", "Found gone on two days at least.", _rows(rows)]
    for heading, text, ours in _SECTIONS:
        if some := [change for change, written in differs if (written and not change.why) == ours]:
            parts += [heading, text, _rows([f"- {code(change.key)}: {code(str(change))}" for change in some])]
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


def run(  # noqa: PLR0913 - what was asked, and where it goes
    kb: KnowledgeBase,
    folder: Path,
    last: Path | None,
    *,
    manners: Manners,
    today: date,
    ask: Callable[[Heard], Refreshed],
) -> str:
    """Check everything, write state and report, and return a line that says what was done.

    Args:
        kb: the records.
        folder: where state and report are written.
        last: the state of the run before.
        manners: how servers are asked.
        today: day of this run.
        ask: asks the services about the records; it is given what became of each address.

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
    newest = ask(found)
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "day": today,
        "asked": len(found),
        "told": told,
        "gone": gone,
        "dead": {url: {"since": day, "records": used[url]} for url, day in dead.items()},
    }
    (folder / "state.json").write_text(json.dumps(state, indent=1, default=date.isoformat), encoding="utf-8")
    (folder / "report.md").write_text(report(used, found, dead, newest), encoding="utf-8")
    differs = sum(len(one.found) for one in newest.renewed)
    return (
        f"{told} of {len(found)} addresses checked, {len(gone)} gone, {len(dead)} of them dead;"
        f" services say {differs} times something else"
    )


def _ask(found: Checkout, client: Client, manners: Manners, today: date, followed: Heard) -> Refreshed:
    """Ask the services about all papers of a checkout; its links were followed already."""
    with KeptAnswers(None, today, 1) as kept:
        asker = Asker(client, manners, kept)
        for url, one in followed.items():
            asker.heard(url, one)
        return refresh(found, [entry.record for entry in found.entries[layout.PAPER.name]], asker)


def main(folder: str, last: str = "") -> None:
    """Check the records of this checkout."""
    today, manners, found = datetime.now(UTC).date(), links.usual_manners(), checkout.read(ROOT)
    try:
        with Client() as client:
            ask = partial(_ask, found, client, manners, today)
            kb, before = KnowledgeBase(found.corpus()), Path(last) if last else None
            print(run(kb, Path(folder), before, manners=manners, today=today, ask=ask))
    except NothingChecked as error:
        sys.exit(f"upkeep: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
