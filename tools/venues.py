"""Papers whose venue is still arXiv, though arXiv names a place where they appeared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from effllm.sources.arxiv import ask_many
from effllm.sources.client import NoAnswer

if TYPE_CHECKING:
    from effllm.bibliography.reference import Reference
    from effllm.kb import KnowledgeBase
    from effllm.records import Paper
    from effllm.sources.client import Client

BATCH = 100
"""Papers asked for at once."""

_ACCEPTED = re.compile(r"\b(?:accepted|published|to appear|appears? (?:in|at)|camera[- ]ready)\b", re.IGNORECASE)


class Maybe(NamedTuple):
    """A paper that may have appeared somewhere.

    Attributes:
        key: key of the paper.
        says: what arXiv says of it, as written there.
    """

    key: str
    says: str


class Asked(NamedTuple):
    """What came of asking arXiv.

    Attributes:
        found: papers that may have appeared somewhere.
        asked: how many papers arXiv answered for.
        failed: how many it could not be asked for.
    """

    found: list[Maybe]
    asked: int
    failed: int


def waiting(kb: KnowledgeBase, year: int) -> list[Paper]:
    """Return the papers whose venue is arXiv, from years before ``year``: those of this year had no time to appear."""
    return [paper for paper in kb.papers.values() if paper.venue == "arXiv" and paper.arxiv and paper.year < year]


def ask(papers: list[Paper], client: Client) -> Asked:
    """Ask arXiv what it knows of the papers' publication."""
    keys = {paper.arxiv: paper.key for paper in papers}
    ids = list(filter(None, keys))
    found: list[Maybe] = []
    asked = failed = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        try:
            answers = ask_many(client, batch)
        except NoAnswer:
            failed += len(batch)
            continue
        asked += len(answers)
        found += [Maybe(keys[one.arxiv], says) for one in answers if one.arxiv in keys and (says := _says(one))]
    return Asked(sorted(found), asked, failed)


def _says(found: Reference) -> str:
    """Return what arXiv says of a publication; empty where it says nothing."""
    accepted = found.note if _ACCEPTED.search(found.note) else ""
    return "; ".join(filter(None, (*found.venues, found.doi, accepted)))
