"""Candidates that wait for a decision, by category, with what is like them here."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, get_args

from effllm.ids import arxiv_year
from effllm.kb.category_proposals import Proposer
from effllm.lookup.paper_index import PaperIndex
from effllm.records import Source
from effllm.records.candidate import LATER_DAYS, Candidate, Reason
from effllm.site.building.render import File, Later, overview
from effllm.store.json_lines import to_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.records import Incoming, Paper
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

SHOWN = 300
"""So many candidates are on the page, the strongest; a page of more would be too heavy."""

NEAREST = 3
"""So many papers here are named beside each."""


class _Waiting(NamedTuple):
    """A candidate, what is known of it besides (0 for an unknown year), and the papers here that are like it."""

    one: Incoming
    address: str | None
    year: int
    proposed: tuple[Node, ...]
    nearest: tuple[Paper, ...]


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page, and what its script needs to write decisions down: comparing with all papers takes seconds."""
    queue = f"{here.address}queue.json"
    lines = [one.model_dump_json() for one in view.upkeep.waiting]
    made_from = (lines, view.today.isoformat(), view.shared_by_papers, sorted(view.fingerprints.values()))
    yield Later((here.path, queue), made_from, lambda: _made(view, here, queue))


def _made(view: View, here: Overview, queue: str) -> Iterator[Page | File]:
    index = PaperIndex(view.kb.papers.values())
    today = view.today.isoformat()
    due = sorted(
        (one for one in view.upkeep.waiting if one.is_due(today) and not index.same(one)),
        key=lambda one: one.asked_first,
    )
    shown = list(_waiting(view, due[:SHOWN]))
    groups: dict[Node | None, list[_Waiting]] = {node: [] for node in (*view.kb.taxonomy.values(), None)}
    for waiting in shown:
        groups[waiting.proposed[0] if waiting.proposed else None].append(waiting)
    yield overview(
        here,
        "incoming.html",
        {"description": "Papers that may belong here and wait for somebody to decide"},
        groups=[(node, group) for node, group in groups.items() if group],
        counts=Counter(node for waiting in shown for node in waiting.proposed),
        shown=len(shown),
        waiting=len(due),
        put_off=sum(not one.is_due(today) for one in view.upkeep.waiting),
    )
    yield File(queue, json.dumps(_for_script(view, shown), ensure_ascii=False))


def _waiting(view: View, due: list[Incoming]) -> Iterator[_Waiting]:
    if not due:
        return
    tree = view.kb.taxonomy
    proposer = Proposer(view.kb.papers.values(), [node.record for node in tree.values() if node.is_leaf])
    for one in due:
        year = one.year or (arxiv_year(one.arxiv) if one.arxiv else 0)
        proposed = tuple(tree[category] for category in one.proposed if category in tree)
        nearest = proposer.nearest(one.title, " ".join(one.words), limit=NEAREST)
        yield _Waiting(one, Source(one.place).url or one.url, year, proposed, tuple(nearest))


def _for_script(view: View, shown: list[_Waiting]) -> dict[str, object]:
    """Return the line of each candidate as a decision begins, by what the page calls it, and what can be chosen."""
    lines = [Candidate(**{name: getattr(w.one, name) for name in Candidate.model_fields}) for w in shown]
    return {
        "lines": {line.handle: json.loads(to_lines([line])) for line in lines},
        "categories": {node.id: node.name for node in view.kb.taxonomy.values() if node.is_leaf},
        "reasons": get_args(Reason),
        "later": LATER_DAYS,
    }
