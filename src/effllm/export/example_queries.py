"""Questions to the database, as examples: the page `/data/` offers them."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import NamedTuple

_BEGIN = re.compile(r"^-- ([a-z0-9-]+): (.+)\n", re.MULTILINE)  # -- words: Papers that match words


class Query(NamedTuple):
    """A question.

    Attributes:
        id: its name in the address of the page.
        title: what it asks.
        sql: how it asks.
    """

    id: str
    title: str
    sql: str


def queries() -> list[Query]:
    """Return the questions in the order of `example_queries.sql`."""
    _, *parts = _BEGIN.split((files("effllm.export") / "example_queries.sql").read_text(encoding="utf-8"))
    return [Query(*one) for one in zip(parts[::3], parts[1::3], map(str.strip, parts[2::3]), strict=True)]
