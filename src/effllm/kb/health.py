"""How well the knowledge base is kept: what is fresh, what waits, what has to be looked at again."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from effllm.kb.counts import to_read_again, weak_by_record
from effllm.kb.papers import appeared
from effllm.records.framework import FRESH_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.kb.taxonomy import Node
    from effllm.records import Paper
    from effllm.store.upkeep import Upkeep

MONTHS = 12
"""A paper counts as recent for so many months."""


@dataclass(frozen=True)
class TopicHealth:
    """How fresh a category is.

    Attributes:
        category: its id.
        papers: how many papers it has.
        recent: how many of them appeared in the last 12 months; without an arXiv id, this year.
        newest: key of the one that appeared last.
        newest_month: when that was, as ``2026-04``; only the year where no arXiv id tells the month.
        last_added: day on which the last record came in.
        lists: ids of the public lists on the topic.
        listed_here: how many papers that they name are here.
        listed_elsewhere: how many papers of the field that they name are not here.
    """

    category: str
    papers: int
    recent: int
    newest: str
    newest_month: str
    last_added: str
    lists: tuple[str, ...]
    listed_here: int
    listed_elsewhere: int


@dataclass(frozen=True)
class Health:
    """How well the knowledge base is kept on a day.

    Attributes:
        day: the day.
        topics: each category that has papers and none below it, those with the smallest share of recent papers first.
        waiting: how many candidates wait for a decision.
        waiting_since: day on which the first of them was found; None where none waits.
        waiting_by_category: how many, by the category that is proposed first; those without one under an empty text.
        cells: how many cells of frameworks say something.
        cells_to_confirm: how many of them nobody read for 180 days, by framework.
        links_looked_at: day of the last look at links; None where no result of one is kept.
        links_asked: how many addresses were asked for then; None as above.
        links_told: how many of them gave an answer that tells something.
        dead_links: the addresses that are gone, each with ``url``, ``since`` and ``records``; None as above.
        weak_sources: how many sources only repeat what others say, by key or id of the record.
    """

    day: str
    topics: tuple[TopicHealth, ...]
    waiting: int
    waiting_since: str | None
    waiting_by_category: dict[str, int]
    cells: int
    cells_to_confirm: dict[str, int]
    links_looked_at: str | None
    links_asked: int | None
    links_told: int | None
    dead_links: tuple[dict[str, Any], ...] | None
    weak_sources: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as JSON has them."""
        return asdict(self)


def health(kb: KnowledgeBase, today: date, kept: Upkeep) -> Health:
    """Return how well a knowledge base is kept. Linear in the records, and in categories times public lists.

    Args:
        kb: the records.
        today: the day from which freshness is counted.
        kept: what is kept beside them.
    """
    since = (today - timedelta(days=FRESH_DAYS)).isoformat()
    old = {one.id: number for one in kb.frameworks.values() if (number := sum(1 for _ in to_read_again(one, since)))}
    found = [_topic(kb, node, today) for node in kb.taxonomy.leaves if node.paper_keys]
    waiting = Counter((one.proposed or one.categories or ("",))[0] for one in kept.waiting)
    links = kept.links
    return Health(
        day=today.isoformat(),
        topics=tuple(sorted(found, key=lambda one: (one.recent / one.papers, one.newest_month, one.category))),
        waiting=len(kept.waiting),
        waiting_since=min((one.found for one in kept.waiting), default=None),
        waiting_by_category=dict(waiting.most_common()),
        cells=sum(cell.value != "unknown" for one in kb.frameworks.values() for _, _, cell in one.cells()),
        cells_to_confirm=dict(sorted(old.items(), key=lambda pair: (-pair[1], pair[0]))),
        links_looked_at=links.day if links else None,
        links_asked=links.asked if links else None,
        links_told=links.told if links else None,
        dead_links=tuple(one._asdict() for one in links.dead) if links else None,
        weak_sources=weak_by_record(kb.corpus),
    )


def _topic(kb: KnowledgeBase, node: Node, today: date) -> TopicHealth:
    papers = [kb.papers[key] for key in node.paper_keys]
    newest = max(papers, key=lambda paper: (appeared(paper), paper.key))
    covered = kb.lists.coverage(node.id)
    return TopicHealth(
        category=node.id,
        papers=len(papers),
        recent=_recent(papers, today),
        newest=newest.key,
        newest_month="-".join(f"{part:02}" for part in appeared(newest)[:2] if part),
        last_added=max(paper.added for paper in papers),
        lists=tuple(one.id for one in covered.lists),
        listed_here=len(covered.here),
        listed_elsewhere=len(covered.elsewhere),
    )


def _recent(papers: Iterable[Paper], today: date) -> int:
    """Return how many papers appeared in the last months; of one without a month the year has to be this one."""
    now = today.year * 12 + today.month
    months = (appeared(paper)[:2] for paper in papers)
    return sum(now - year * 12 - month < MONTHS if month else year == today.year for year, month in months)
