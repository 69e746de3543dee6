"""What was found -> the queue of candidates: those that are new and strong enough, each with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from effllm.harvest.found_paper import FoundPaper, place_of
from effllm.harvest.paper_listings import PHRASES
from effllm.ingest.paper_files import reference_of
from effllm.ingest.plan import Item, known
from effllm.lookup.line_index import LineIndex
from effllm.records import Incoming
from effllm.store import json_lines, layout, record_file
from effllm.text import fold
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.harvest.judge import Judge, Verdict
    from effllm.ingest.session import Session

LEAST_STRENGTH = 0.5
"""How strong a candidate has to be that cites few papers here and is named by no list."""
LEAST_CITES = 6
"""How many papers here a candidate cites that need not be strong."""
PROPOSED = 3
"""How many categories are proposed."""


@dataclass
class Queue:
    """The queue after a harvest.

    Attributes:
        waiting: all candidates that wait, in order.
        new: those that this harvest added.
        decided: those that have a record or were left out meanwhile, and wait no more.
        weak: how many of the papers found are no candidates.
        here: how many of the others have a record.
        left_out: how many were left out.
        doubtful: titles of papers that may be here under another title, which nothing is done about.
        over: how many are, but weaker than as many as were asked for.
    """

    waiting: list[Incoming] = field(default_factory=list)
    new: list[Incoming] = field(default_factory=list)
    decided: list[Incoming] = field(default_factory=list)
    here: int = 0
    left_out: int = 0
    doubtful: list[str] = field(default_factory=list)
    weak: int = 0
    over: int = 0

    @property
    def text(self) -> str:
        """The file; empty where nothing waits."""
        return record_file.canonical(layout.INCOMING_PATH, layout.INCOMING, [*self.waiting])


def queue_after(session: Session, found: Sequence[FoundPaper], judge: Judge | None, most: int) -> Queue:
    """Return the queue after a harvest.

    Whoever harvests twice on a day gets the same: what was added today counts among the ``most`` that are added.

    Args:
        session: the records, with the queue as it is.
        found: the papers that were found, each once.
        judge: tells how strong they are; not asked where none was found.
        most: how many are added, the strongest first.
    """
    today = session.known.today.isoformat()
    queue = Queue()
    for one in session.incoming:
        (queue.decided if _outcome(session, one) in {"here", "rejected"} else queue.waiting).append(one)
    before: LineIndex[Incoming] = LineIndex(queue.waiting)
    asked: list[FoundPaper] = []
    for paper in found:
        waits = before.find(paper)
        if waits is None or waits.found == today:
            asked.append(paper)
    fit = []
    verdicts = judge.judge([one.reference for one in asked]) if judge and asked else []
    for paper, verdict in zip(asked, verdicts, strict=True):
        if verdict.strength < LEAST_STRENGTH and len(paper.cites) < LEAST_CITES and not paper.lists:
            queue.weak += 1
            continue
        status = _outcome(session, paper)
        if status == "here":
            queue.here += 1
        elif status == "rejected":
            queue.left_out += 1
        elif status == "doubtful":
            queue.doubtful.append(paper.title)
        else:
            fit.append((paper, verdict))
    fit.sort(key=lambda one: (-_worth(*one), place_of(one[0]), one[0].title))
    queue.over = max(0, len(fit) - most)
    made = [_incoming(session, *one) for one in fit[:most] if not before.find(one[0])]
    queue.new = [one for one in made if one]
    queue.waiting = sorted((*queue.waiting, *queue.new), key=lambda one: one.rank)
    return queue


def _worth(paper: FoundPaper, verdict: Verdict) -> float:
    """Return how strong a candidate is among others: six citations, or three lists, count as much as the judge."""
    return verdict.strength + len(paper.cites) / LEAST_CITES + len(paper.lists) / 3


def _outcome(session: Session, paper: FoundPaper | Incoming) -> str:
    """Say whether a paper is ``here``, ``doubtful``, or left out (``rejected``); empty for all others."""
    reference = paper.reference if isinstance(paper, FoundPaper) else reference_of(paper, "")
    outcome = known(session, Item(0, paper.title, reference))
    return outcome.status if outcome else ""


def _incoming(session: Session, paper: FoundPaper, verdict: Verdict) -> Incoming | None:
    """Return the line of a candidate; None for one that could not be read back."""
    reference = paper.reference
    ids: dict[str, Any] = dict(reference.ids)
    authors_from = reference.sources.get("authors", reference.source) if reference.authors else None
    made = Incoming(
        title=reference.title,
        title_from=reference.source or None,
        authors=reference.authors,
        authors_from=authors_from if authors_from != reference.source else None,
        year=None if reference.arxiv else reference.year,
        **ids,
        url=None if ids else reference.url,
        abstract_at=(reference.source or None) if reference.abstract else None,
        lists=paper.lists,
        cites=paper.cites,
        cites_from=paper.cites_from or None if paper.cites else None,
        because=_because(paper),
        found=session.known.today.isoformat(),
        strength=round(verdict.strength, 3),
        words=verdict.words,
        proposed=tuple(proposal.category for proposal in session.propose(reference, PROPOSED)),
    )
    line = record_file.canonical(layout.INCOMING_PATH, layout.INCOMING, [made])
    return made if json_lines.parse_list(layout.INCOMING_PATH, line.encode())[0] else None


def _because(paper: FoundPaper) -> tuple[str, ...]:
    """Say why a paper is a candidate."""
    words = f" {fold(paper.reference.title)} {fold(paper.reference.abstract)} "
    reasons = [f"cites {count(len(paper.cites), 'record')} here"] if paper.cites else []
    repositories = {one.partition(":")[0] for one in paper.lists}
    reasons += [f"named by {count(len(repositories), 'list')}"] if repositories else []
    reasons += [f"matches `{phrase}`" for phrase in PHRASES if any(f" {fold(phrase)}{s} " in words for s in ("", "s"))]
    reasons += [one for one in paper.said if not one.startswith(("cites ", "named by ", "matches "))]
    return tuple(reasons or ["its words are those of records here"])
