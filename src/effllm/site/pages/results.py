"""Figures that papers report: the questions they answer, and a page for each metric, ranked where they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.site.building.render import Later, overview, page
from effllm.site.pages import rankings
from effllm.site.pages.questions import QUESTIONS
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Results
    from effllm.records import Metric
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.pages.questions import Question
    from effllm.site.pages.rankings import Ranking
    from effllm.site.view import View

FIGURES, TABLES = 1000, 100
"""How many figures and how many rankings a page shows."""


class OfMetric(NamedTuple):
    """A metric, all its figures, and those of them that compare."""

    metric: Metric
    found: Results
    ranked: Sequence[Ranking]


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page of questions and metrics, and the page of each."""
    reporting = [view.fingerprints[paper.key] for paper in view.newest if paper.results]
    results = view.kb.results()
    ranked = rankings.by_metric(results) if reporting else []
    by_metric = [
        OfMetric(metric, found, next((some for some in ranked if some[0].groups[0].metric.id == metric.id), ()))
        for metric in view.kb.vocabulary.metrics
        if len(found := results.filter(metric=metric.id))
    ]
    answers = [(question, tuple(question.answers(one for some in ranked for one in some))) for question in QUESTIONS]
    answers = [(question, found) for question, found in answers if found]
    paths = [*(f"results/{one.id}.md" for one, _ in answers), *(f"results/{one.metric.id}.md" for one in by_metric)]

    def make() -> Iterator[Page]:
        yield _overview(here, results, answers, by_metric)
        for question, found in answers:
            yield _question(question, found)
        for one in by_metric:
            yield _metric(one)

    yield Later([here.path, *paths], (view.shared_by_papers, reporting), make)


def _overview(
    here: Overview,
    results: Results,
    answers: Sequence[tuple[Question, Sequence[Ranking]]],
    by_metric: Sequence[OfMetric],
) -> Page:
    return overview(
        here,
        "results.html",
        {"description": f"{count(len(results), 'figure')} that papers report, ranked only where they compare"},
        results=results,
        papers=len({one.paper.key for one in results}),
        answers=[(question, len(found), _papers(found)) for question, found in answers],
        by_metric=by_metric,
    )


def _question(question: Question, found: Sequence[Ranking]) -> Page:
    return page(
        f"results/{question.id}.md",
        "results-question.html",
        question.title,
        {"description": question.about},
        question=question,
        rankings=found,
    )


def _metric(one: OfMetric) -> Page:
    return page(
        f"results/{one.metric.id}.md",
        "results-metric.html",
        one.metric.name,
        {"description": f"{one.metric.name}: {count(len(one.found), 'figure')} that papers report"},
        metric=one.metric,
        found=one.found,
        figures=one.found[:FIGURES],
        ranked=one.ranked,
        tables=one.ranked[:TABLES],
    )


def _papers(found: Sequence[Ranking]) -> int:
    return len({one.paper.key for ranking in found for group in ranking.groups for one in group})
