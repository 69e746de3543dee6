"""The pictures of the home page: small ones of real data, one for each task, and two facts with their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.site.filters import permalink, web
from effllm.site.pages import frameworks, planner, questions, rankings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.kb import Reported
    from effllm.plan import Plan
    from effllm.records import Cell, Framework, ReadingList
    from effllm.records.taxonomy import Word
    from effllm.site.pages.rankings import Ranking, Row
    from effllm.site.view import View

ENGINES, DEVICES, METHODS, PLANS, STEPS = 5, 5, 5, 4, 5
"""How many of each a picture shows."""

METRIC = "perplexity"
"""What the ranking is of."""

BITS = ("weights-at-3-bits", "weights-at-4-bits")
"""The questions whose rankings may be the proof, the first that has an answer."""


class CellProof(NamedTuple):
    """A cell of the comparison of frameworks that was confirmed lately and names the line it was read in."""

    framework: Framework
    word: Word
    cell: Cell


class ServingStack(NamedTuple):
    """The serving engines of which most is known, and the devices that most of them run on."""

    kind: Word
    devices: Sequence[Word]
    engines: Sequence[Framework]


class BestMethods(NamedTuple):
    """A ranking of methods at a bit width: its best rows, and where it was read."""

    question: str
    ranking: Ranking
    rows: Sequence[Row]
    first: Reported


class PlanBar(NamedTuple):
    """Memory of a plan on each device, in per cent of the largest of all plans: weights, the rest, what there is."""

    plan: Plan
    query: str
    weights: float
    rest: float
    room: float


def stack(view: View) -> ServingStack | None:
    """Return what the tile of serving stacks shows; None where there is no such framework."""
    kinds = [kind for kind in frameworks.by_kind(view) if kind.active]
    if not kinds:
        return None
    kind = kinds[0]
    active = [one for one in kind.frameworks if one.status.state == "active"]
    engines = sorted(active, key=lambda one: -len(list(_yes(one))))[:ENGINES]
    words = list(view.kb.vocabulary.group("hardware").values())
    words.sort(key=lambda word: -sum(one.cell("hardware", word.id).value == "yes" for one in engines))
    return ServingStack(kind.word, words[:DEVICES], engines)


def proof(view: View) -> CellProof | None:
    """Return a feature with its line, the one in which the kind of its framework differs most."""
    best: list[CellProof] = []
    for framework in view.kb.frameworks.values():
        told = [
            CellProof(framework, known, cell)
            for group, word, cell in _yes(framework)
            if group == "features"
            and (known := view.kb.vocabulary.group(group).get(word))
            and cell.source
            and cell.source.line
            and web(permalink(cell.source))
            and not view.stale(cell)
        ]
        best = max(best, told, key=len)
    if not best:
        return None
    alike = [one for one in view.kb.frameworks.values() if one.kind == best[0].framework.kind]

    def from_half(told: CellProof) -> float:
        return abs(sum(one.cell("features", told.word.id).value == "yes" for one in alike) / len(alike) - 0.5)

    return min(best, key=lambda told: (from_half(told), told.word.id))


def _yes(framework: Framework) -> list[tuple[str, str, Cell]]:
    return [found for found in framework.cells() if found[2].value == "yes"]


def ranked(view: View) -> BestMethods | None:
    """Return the ranking with most methods on the first question of `BITS` that has one."""
    if METRIC not in view.kb.vocabulary.group("metrics"):
        return None
    found = [one for of_metric in rankings.by_metric(view.kb.results(metric=METRIC)) for one in of_metric]
    for question in questions.QUESTIONS:
        if question.id not in BITS:
            continue
        answers = [(one, [row for row in one.rows if row.places[0]]) for one in question.answers(found)]
        if answers:
            ranking, rows = max(answers, key=lambda answer: len(answer[1]))
            return BestMethods(question.id, ranking, rows[:METHODS], ranking.groups[0].results[0])
    return None


def plans(view: View) -> list[PlanBar]:
    """Return plans of the page of plans as bars."""
    plans = [case for case in planner.cases(view.kb, PLANS) if case.plan.spare is not None]
    most = max([max(one.plan.per_device, one.plan.per_device + (one.plan.spare or 0)) for one in plans], default=1)
    bars = []
    for plan, query in ((case.plan, case.query) for case in plans):
        parts = sum(part or 0 for part in plan.memory.values())
        weights = plan.per_device * (plan.memory["weights"] or 0) / parts if parts else 0
        room = plan.per_device + (plan.spare or 0)
        bars.append(PlanBar(plan, query, *(100 * part / most for part in (weights, plan.per_device - weights, room))))
    return bars


def reading(view: View) -> tuple[ReadingList, list[str]] | None:
    """Return a reading list, the one with most papers, and the first of its papers by name."""
    lists = sorted(view.kb.reading_lists.values(), key=lambda one: (-len(one.keys), one.id))
    if not lists:
        return None
    papers = [view.kb.papers[key] for key in lists[0].keys if key in view.kb.papers]
    return lists[0], [f"{paper.label}, {paper.year}" for paper in papers[:STEPS]]
