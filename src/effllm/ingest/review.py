"""What a maintainer wants to know of a record before it is merged: what is like it, where it belongs, its sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from effllm import rules
from effllm.bibliography.reference import Reference
from effllm.ids import arxiv_year
from effllm.ingest.near_titles import Doubts
from effllm.kb import KnowledgeBase
from effllm.kb.category_proposals import Proposer
from effllm.store import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb.category_proposals import Proposal
    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout

NEAREST = 4
"""So many papers that are most like one are named."""

_OWN = frozenset({"key", "authors_unknown", "sources", "added", "former_keys", "references", "cites", "results"})
"""Fields that need no source of their own here."""


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of one record.

    Attributes:
        path: its file.
        paper: the record; None where it has not the form of one.
        problems: what the rules say of its file, warnings too.
        doubles: papers here that may be the same.
        nearest: the papers here whose words are most like its own, the most alike first.
        proposals: the categories that it may belong to, the likeliest first, with reasons.
        lists: ids of the public lists that name it.
        cited_by: how many papers here cite it.
        venue: remarks on venue and year, a sentence each; empty where nothing is odd.
        unsourced: its fields for which no source is given.
    """

    path: str
    paper: Paper | None
    problems: tuple[Problem, ...]
    doubles: tuple[Paper, ...] = ()
    nearest: tuple[Paper, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    lists: tuple[str, ...] = ()
    cited_by: int = 0
    venue: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        paper = self.paper
        return {
            "path": self.path,
            "key": paper.key if paper else None,
            "title": paper.title if paper else None,
            "problems": [str(problem) for problem in self.problems],
            "doubles": [one.key for one in self.doubles],
            "nearest": [one.key for one in self.nearest],
            "categories": [*paper.categories] if paper else [],
            "proposed": [{"category": one.category, "why": str(one)} for one in self.proposals],
            "lists": [*self.lists],
            "cited_by": self.cited_by,
            "venue": [*self.venue],
            "sources": paper.to_dict()["sources"] if paper else {},
            "unsourced": [*self.unsourced],
        }


class Reviewer:
    """Reviews records among all others of a checkout, of which everything is worked out once."""

    def __init__(self, checkout: Checkout) -> None:
        self._checkout = checkout
        self._kb = KnowledgeBase(checkout.corpus())
        errors, doubts = rules.check_all(checkout)
        self._problems = [*errors, *doubts]

    @cached_property
    def _proposer(self) -> Proposer:
        leaves = [node.record for node in self._kb.taxonomy.values() if node.is_leaf]
        return Proposer(self._kb.papers.values(), leaves)

    def review(self, paths: Iterable[str]) -> list[Review]:
        """Return what is known of the records at these paths, relative to the checkout."""
        papers = {entry.document.path: entry.record for entry in self._checkout.entries[layout.PAPER.name]}
        return [self._one(path, papers.get(path)) for path in paths]

    def _one(self, path: str, paper: Paper | None) -> Review:
        problems = tuple(sorted(problem for problem in self._problems if problem.path == path))
        if paper is None or paper.key not in self._kb.papers:
            return Review(path, None, problems)
        summary = paper.summary or ""
        ids: dict[str, Any] = paper.ids
        described = Reference(title=paper.title, authors=paper.authors, abstract=summary, **ids)
        double = Doubts(one for one in self._kb.papers.values() if one.key != paper.key).of(described)
        return Review(
            path,
            paper,
            problems,
            doubles=(double,) if double else (),
            nearest=tuple(self._proposer.nearest(paper.title, summary, without=paper.key, limit=NEAREST)),
            proposals=tuple(self._proposer.propose(described, without=paper.key)),
            lists=tuple(one.id for one in self._kb.lists.naming(paper)),
            cited_by=len(self._kb.cited_by(paper)),
            venue=tuple(self._of_venue(paper)),
            unsourced=tuple(name for name in _stated(paper) if name not in paper.sources),
        )

    def _of_venue(self, paper: Paper) -> Iterator[str]:
        """Yield what is odd about venue and year; that arXiv is the venue may only be what is known so far."""
        kind = self._kb.venues[paper.venue].kind
        first = arxiv_year(paper.arxiv) if paper.arxiv else 0
        if kind == "preprint" and set(paper.ids) - {"arxiv"}:
            others = ", ".join(sorted(set(paper.ids) - {"arxiv"}))
            yield f"a preprint with {others}: it may be published there"
        if kind == "preprint" and first and self._checkout_year() > first + 1:
            yield f"a preprint since {first}: look whether it is published"
        if kind in {"conference", "journal"} and set(paper.ids) == {"arxiv"} and _is_arxiv(paper.sources.get("venue")):
            yield f"only arXiv says that it is in {paper.venue}: look at the proceedings"
        if kind == "conference" and first and not first - 1 <= paper.year <= first + 2:
            yield f"{paper.venue} {paper.year}, but it came to arXiv in {first}"

    def _checkout_year(self) -> int:
        return max((int(one.added[:4]) for one in self._kb.papers.values()), default=0)


def _stated(paper: Paper) -> list[str]:
    """Return the fields that a record fills in and that need a source."""
    return [name for name in paper.to_dict() if name not in _OWN and getattr(paper, name, None)]


def _is_arxiv(source: object) -> bool:
    texts = [source] if isinstance(source, str) else [*source] if isinstance(source, list | tuple) else []
    return bool(texts) and all("arxiv" in text.lower() for text in texts)
