"""How well the knowledge base is kept, as a page and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effllm.kb.health import health
from effllm.site.building.render import File, Later, overview
from effllm.site.contents import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

DATA = "health.json"
"""Where the figures are as JSON."""

QUEUE = "incoming/"
"""Where candidates are listed."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page, and its figures as JSON."""
    made_from = (view.kb.snapshot.sha256, view.today.isoformat(), str(view.upkeep))
    yield Later([here.path, DATA], made_from, lambda: _made(view, here))


def _made(view: View, here: Overview) -> list[Page | File]:
    found = health(view.kb, view.today, view.upkeep)
    page = overview(
        here,
        "health.html",
        {"description": "How fresh each topic is, what waits for a decision, what has to be read again"},
        found=found,
        kb=view.kb,
        data=DATA,
        queue=QUEUE if any(one.address == QUEUE for one in CONTENTS) else "",
        address_of=lambda name: _address(view, name),
    )
    return [page, File(DATA, json.dumps(found.to_dict(), indent=1, ensure_ascii=False) + "\n")]


def _address(view: View, name: str) -> str:
    """Return where the page of a record is, from the site's root; empty where it has none of its own."""
    kb = view.kb
    folders: dict[str, Collection[str]] = {
        "papers": kb.papers,
        "frameworks": kb.frameworks,
        "models": kb.models,
        "formulas": kb.formulas,
    }
    folder = next((folder for folder, records in folders.items() if name in records), "")
    return f"{folder}/{name}/" if folder else "hardware/" if name in kb.hardware else ""
