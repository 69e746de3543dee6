"""Papers whose venue is still arXiv, though arXiv names a place where they appeared."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import httpx

from tools.links import AGENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import KnowledgeBase
    from effllm.records import Paper
    from tools.links import Manners

BATCH = 100

_ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}
_ID = re.compile(r"/abs/(.+?)(?:v\d+)?$")
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


def ask(papers: list[Paper], manners: Manners) -> Asked:
    """Ask arXiv what it knows of the papers' publication."""
    keys = {paper.arxiv or "": paper.key for paper in papers}
    ids, found, asked, failed = list(keys), [], 0, 0
    with httpx.Client(headers={"User-Agent": AGENT}, timeout=manners.timeout, follow_redirects=True) as client:
        for start in range(0, len(ids), BATCH):
            if start:
                time.sleep(manners.pause)
            batch = ids[start : start + BATCH]
            try:
                answer = client.get(manners.arxiv, params={"id_list": ",".join(batch), "max_results": str(BATCH)})
                entries = list(_entries(answer.raise_for_status().text))
            except (httpx.HTTPError, ET.ParseError):
                failed += len(batch)
                continue
            asked += len(entries)
            found += [Maybe(keys[arxiv], says) for arxiv, says in entries if says and arxiv in keys]
    return Asked(sorted(found), asked, failed)


def _entries(feed: str) -> Iterator[tuple[str, str]]:
    """Yield the id of each entry of a feed with what it says of a publication; empty where it says nothing."""
    for entry in ET.fromstring(feed).iterfind("atom:entry", _ATOM):  # noqa: S314 - expat expands no bombs any more
        if match := _ID.search(_text(entry, "atom:id")):
            comment = _text(entry, "arxiv:comment")
            said = [_text(entry, "arxiv:journal_ref"), _text(entry, "arxiv:doi")]
            said += [comment] if _ACCEPTED.search(comment) else []
            yield match[1], "; ".join(filter(None, said))


def _text(entry: ET.Element, name: str) -> str:
    return " ".join((entry.findtext(name, "", _ATOM) or "").split())
