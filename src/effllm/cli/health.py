"""`effllm health`."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show, show_json, table
from effllm.cli.options import Json, Root
from effllm.store.folders import find_checkout
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from effllm.kb.health import Health


def health(*, json: Json = False, root: Root = None) -> None:
    """Say how fresh the records are, and what waits to be done.

    The page of the site and its health.json have the same figures.
    """
    from effllm.kb.health import health as measured  # noqa: PLC0415 - as the rest of this command
    from effllm.store.upkeep import NOTHING_KEPT, upkeep  # noqa: PLC0415

    kb = load(root)
    base = root or find_checkout()
    day = kb.snapshot.date
    today = date.fromisoformat(day) if day else datetime.now(tz=UTC).date()
    found = measured(kb, today, upkeep(base) if base else NOTHING_KEPT)
    if json:
        show_json(found.to_dict())
    else:
        _print(kb, found)


def _print(kb: "KnowledgeBase", found: "Health") -> None:
    topics = table("topic", "papers", "last 12 months", "newest", "last record", "on lists", "of them here")
    for column in (*topics.columns[1:3], *topics.columns[5:]):
        column.justify = "right"
    for one in found.topics:
        listed = (f"{one.listed_here + one.listed_elsewhere:,}", f"{one.listed_here:,}") if one.lists else ("", "")
        newest = f"{one.newest_month} {kb.papers[one.newest].label}"
        topics.add_row(one.category, f"{one.papers:,}", f"{one.recent:,}", newest, one.last_added, *listed)
    show(topics)
    since = f", the first since {found.waiting_since}" if found.waiting_since else ""
    say(f"{count(found.waiting, 'candidate')} waiting for a decision{since}")
    old = sum(found.cells_to_confirm.values())
    say(f"{count(old, 'cell')} of frameworks to confirm, of {found.cells:,}; effllm stale lists them")
    if found.dead_links is None:
        say("dead links: not looked at, no result of a look at the links is kept")
    else:
        said = f"{found.links_told:,} of {found.links_asked:,} servers answered on {found.links_looked_at}"
        say(f"{count(len(found.dead_links), 'dead link')}: {said}")
    say(f"{count(sum(found.weak_sources.values()), 'weak source')} in {count(len(found.weak_sources), 'record')}")
