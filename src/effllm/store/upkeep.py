"""What is kept beside the records: candidates that wait for a decision, and what the last look at links found."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.store import layout, record_file
from effllm.store.cache import FOLDER, VARIABLE

if TYPE_CHECKING:
    from effllm.records import Incoming

LINKS = "links.json"
"""What the weekly look at links leaves, in the folder of what is kept."""


class DeadLink(NamedTuple):
    """An address that is gone.

    Attributes:
        url: the address.
        since: day on which it was first found gone.
        records: keys and ids of the records that name it.
    """

    url: str
    since: str
    records: tuple[str, ...]


class LinkCheck(NamedTuple):
    """What the last look at links found.

    Attributes:
        day: when it was.
        asked: how many addresses were asked for.
        told: how many servers gave an answer that tells something.
        dead: the addresses that are gone.
    """

    day: str
    asked: int
    told: int
    dead: tuple[DeadLink, ...]


class Upkeep(NamedTuple):
    """What is kept beside the records of a checkout.

    Attributes:
        waiting: candidates that wait for a decision.
        links: what the last look at links found; None where no result of one is kept.
    """

    waiting: tuple[Incoming, ...] = ()
    links: LinkCheck | None = None


NOTHING_KEPT = Upkeep()


def kept_folder(root: Path) -> Path:
    """Return the folder in which commands keep what they worked out of a checkout."""
    return Path(os.environ.get(VARIABLE) or root / FOLDER)


def upkeep(root: Path) -> Upkeep:
    """Return what is kept beside the records of a checkout; what cannot be read is passed over."""
    return Upkeep(_waiting(root), _links(kept_folder(root) / LINKS))


def _waiting(root: Path) -> tuple[Incoming, ...]:
    try:
        raw = record_file.read_bytes(f"{root}/{layout.INCOMING_PATH}")
    except OSError:
        return ()
    document, _ = record_file.parse(layout.INCOMING_PATH, raw)
    entries = record_file.shaped(layout.INCOMING, document)[0] if document else []
    return tuple(record for entry in entries if (record := entry.record).title and record.found)


def _links(file: Path) -> LinkCheck | None:
    try:
        found: Any = json.loads(file.read_bytes())
        dead = [
            DeadLink(str(url), date.fromisoformat(one["since"]).isoformat(), tuple(map(str, one["records"])))
            for url, one in found["dead"].items()
        ]
        day = date.fromisoformat(found["day"]).isoformat()
        return LinkCheck(day, int(found["asked"]), int(found["told"]), tuple(dead))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
