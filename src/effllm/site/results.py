"""All figures that papers report, ranked where they may be compared."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from effllm.records.text import fold
from effllm.site import figures
from effllm.site.render import page
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from effllm.kb.results import Comparable, Reported
    from effllm.site.view import View


class Place(NamedTuple):
    """A figure in its ranking; equal figures share a rank, counted from 1."""

    rank: int
    figure: Markup


class Ranking(NamedTuple):
    """A table of rankings that differ by the size of the model alone, one in each column.

    Attributes:
        groups: the figures of each column, the best first.
        rows: for each method, or paper where no method is named, one of its figures and its place in each column;
            None where it has none. In the order of the first ranking, then of the others.
    """

    groups: Sequence[Comparable]
    rows: Sequence[tuple[Reported, list[Place | None]]]


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the page of all figures."""
    results = view.kb.results()
    by_metric = [(metric, view.kb.results(metric=metric.id)) for metric in view.kb.vocabulary.metrics]
    papers = len({one.paper.key for one in results})
    yield page(
        "results/index.md",
        "results.html",
        "Results",
        {
            "description": f"{count(len(results), 'figure')} that papers report, ranked only where they compare",
        },
        view=view,
        results=results,
        papers=papers,
        subjects=_by_subject(results.comparable()),
        by_metric=[(metric, found) for metric, found in by_metric if len(found)],
    )


def _by_subject(groups: Iterable[Comparable]) -> list[list[Ranking]]:
    """Return the rankings of each metric and model."""
    tables: dict[object, list[Comparable]] = {}
    for number, group in enumerate(groups):
        first = group.results[0]
        # What two papers report stands alone: side by side with other sizes it would seem to be of one experiment.
        alone = None if first.result.method else number
        same = (first.paper.key, first.result.where, group.unit, repr(group.setting), group.hardware, group.against)
        tables.setdefault((_subject(group), same, alone), []).append(group)
    ordered = sorted(tables.values(), key=lambda found: _subject(found[0]))  # stable: else in the order of the papers
    return [[_ranking(found) for found in same] for _, same in groupby(ordered, key=lambda found: _subject(found[0]))]


def _subject(group: Comparable) -> tuple[str, str]:
    return (group.metric.id, fold(group.model))


def _ranking(groups: Sequence[Comparable]) -> Ranking:
    rows: dict[str, tuple[Reported, list[Place | None]]] = {}
    for number, group in enumerate(groups):
        places = figures.places(one.result.value for one in group)
        values = [one.result.value for one in group]
        for one in group:
            of = one.result.method or f"{one.paper.key} {one.result.where}"
            row = rows.setdefault(of, (one, [None] * len(groups)))
            row[1][number] = Place(1 + values.index(one.result.value), figures.figure(one.result.value, places))
    return Ranking(groups, list(rows.values()))
