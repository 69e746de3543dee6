"""Figures that papers report: the questions they answer, and a page for each metric, ranked where they compare."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from effllm.site import results_twins, twins
from effllm.site.building.render import Later, overview, page
from effllm.site.charts.dot_plot import Dot, DotPlot, lay_out
from effllm.site.pages import measured_tasks, rankings, reported_results
from effllm.site.pages.questions import QUESTIONS
from effllm.text import title_key
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Reported, Results
    from effllm.records import Metric
    from effllm.records.taxonomy import Words
    from effllm.site.building.render import File, Made, Page
    from effllm.site.contents import Overview
    from effllm.site.pages.measured_tasks import MeasuredTask
    from effllm.site.pages.questions import Question
    from effllm.site.pages.rankings import Place, Ranking, Row
    from effllm.site.view import View

FIGURES, TABLES, DOTS = 1000, 100, 600
"""How many figures and how many rankings a page shows, and how many figures its charts show."""

_HOW = ("activation_bits", "kv_bits", "kv_budget", "sparsity", "batch", "temperature", "engine", "part")
"""What of a setting charts are filtered by, besides the dataset."""


class Answer(NamedTuple):
    """A question, and what answers it: rankings, what was measured outside of papers, and what else papers report.

    Attributes:
        reported: figures of papers, where none of them rank or the question has the page of their metric.
    """

    question: Question
    found: Sequence[Ranking]
    measured: Sequence[MeasuredTask]
    reported: Sequence[Reported]

    @property
    def of(self) -> str:
        """How much it is, in words: ``2 tables of 1 paper, 838 measured figures``."""
        papers = len({one.paper.key for ranking in self.found for group in ranking.groups for one in group})
        tables = f"{count(len(self.found), 'table')} of {count(papers, 'paper')}" if self.found else ""
        figures = sum(len(one.figures) for one in self.measured)
        return ", ".join(filter(None, [tables, count(figures, "measured figure") if figures else ""]))


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
    answers = [one for one in _answers(view, results, ranked) if one.found or one.measured]
    asked = {one.question.id for one in answers}
    pages_of = [one for one in by_metric if one.metric.id not in asked]  # a question has all figures of its metric
    paths = [f"results/{name}.md" for name in (*asked, *(one.metric.id for one in pages_of))]
    paths += [twins.path("results", name) for name in (*asked, *(one.metric.id for one in pages_of))]

    def make() -> Iterator[Page | File]:
        yield _overview(here, results, answers, by_metric)
        numbers = {id(one): number for number, one in enumerate(results)}
        words = view.kb.vocabulary.group("metrics")
        for answer in answers:
            shown = _shown(answer.found)
            yield _question(answer, shown, words, numbers)
            yield results_twins.of_question(answer, shown, words, len(reporting))
        for one in pages_of:
            yield _metric(one)
            yield results_twins.of_metric(one.metric, one.ranked, one.ranked[:TABLES], tuple(one.found))

    yield Later([here.path, *paths], (view.shared_by_papers, reporting), make)


def _answers(view: View, results: Results, ranked: Sequence[Sequence[Ranking]]) -> Iterator[Answer]:
    for question in QUESTIONS:
        found = tuple(question.answers(one for some in ranked for one in some))
        taken = tuple(measured_tasks.answering(question, view.kb.measurements.values())) if question.measured else ()
        every = not found or question.id in view.kb.vocabulary.group("metrics")
        reported = tuple(one for one in results if question.asks(one.result)) if every else ()
        yield Answer(question, found, taken, reported)


def _overview(
    here: Overview,
    results: Results,
    answers: Sequence[Answer],
    by_metric: Sequence[OfMetric],
) -> Page:
    return overview(
        here,
        "results.html",
        {"description": f"{count(len(results), 'figure')} that papers report, ranked only where they compare"},
        results=results,
        papers=len({one.paper.key for one in results}),
        answers=answers,
        by_metric=by_metric,
    )


def _shown(found: Sequence[Ranking]) -> list[Ranking]:
    """Return the rankings that a page shows: the model with most of them first."""
    by_model: dict[str, list[Ranking]] = {}
    for ranking in found:
        by_model.setdefault(title_key(ranking.groups[0].model), []).append(ranking)
    ordered = [
        ranking
        for some in sorted(by_model.values(), key=len, reverse=True)
        for ranking in sorted(some, key=lambda one: len(one.rows), reverse=True)
    ]
    so_far = accumulate(sum(len(group) for group in ranking.groups) for ranking in ordered)
    return [ranking for ranking, figures in zip(ordered, so_far, strict=True) if figures <= DOTS]


def _question(answer: Answer, rankings_shown: Sequence[Ranking], words: Words, numbers: dict[int, int]) -> Page:
    question = answer.question
    shown = [(ranking, list(_pictures(ranking, numbers))) for ranking in rankings_shown]
    return page(
        f"results/{question.id}.md",
        "results-question.html",
        question.title,
        {"description": question.about, "head": twins.LINK},
        question=question,
        measured=answer.measured,
        words=words,
        reported=answer.reported,
        models=[list(some) for _, some in groupby(shown, key=lambda one: title_key(one[0].groups[0].model))],
        more=len(answer.found) - len(shown),
        compressed=any(one for ranking, _ in shown for one in ranking.baselines),
        metrics=list(dict.fromkeys(ranking.groups[0].metric for ranking, _ in shown)),
        filters=_filters(
            [picture for one in answer.measured for picture in one.pictures]
            + [picture for _, pictures in shown for picture in pictures]
        ),
    )


def _pictures(ranking: Ranking, numbers: dict[int, int]) -> Iterator[DotPlot]:
    """Yield a chart for each column of a ranking, each with its best first."""
    columns = zip(ranking.columns, ranking.groups, ranking.baselines, ranking.scales, strict=True)
    for number, (title, group, baseline, scale) in enumerate(columns):
        rows = [(row, place) for row in (*ranking.rows, *ranking.unranked) if (place := row.places[number])]
        rows = [(row, place) for row, place in rows if place.one is not baseline]
        order = {id(one): place for place, one in enumerate(group)}
        rows.sort(key=lambda found: order.get(id(found[1].one), len(order)))
        unit = f" {group.unit}" if group.unit else ""
        base = _base(baseline) if baseline else ""
        dots = [
            Dot(
                name=place.one.result.method or place.one.paper.label,
                how=", ".join(filter(None, [row.how, place.how])),
                value=place.one.result.value,
                figure=place.figure.striptags(),
                kind="best" if place.rank == 1 else "other" if id(place.one) in order else "apart",
                said=_said(row, place, unit, base),
                link=f"papers/{place.one.paper.key}/#results",
                numbers=[numbers[id(place.one)]],
            )
            for row, place in rows
        ]
        first = group.results[0]
        setting = reported_results.setting(first.result)
        chart = lay_out(title, dots, scale, base)
        yield DotPlot(
            chart,
            f"{group.model} {group.size or ''}".strip(),
            setting.get("dataset", ""),
            ", ".join(setting[name] for name in _HOW if name in setting),
            first.paper.year,
        )


def _base(one: Reported) -> str:
    return f"{one.result.method} {reported_results.figure(one.result.value).striptags()}"


def _said(row: Row, place: Place, unit: str, base: str) -> str:
    """Return what a dot says: the method, its figure, that of the model before compression, and where it was read."""
    one = place.one
    name = ", ".join(filter(None, [one.result.method or one.paper.label, row.how, place.how]))
    rank = "; no method with as few bits is better" if place.rank == 1 else ""
    figure = f"{place.figure.striptags()}{unit}{rank}{f'; {base}' if base else ''}"
    return f"{name}: {figure} \N{MIDDLE DOT} {', '.join([one.paper.label, one.result.where, *map(str, one.sources)])}"


def _filters(pictures: Sequence[DotPlot]) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each filter as (value, label), what most charts have first; a single one is no choice."""
    choices: dict[str, list[tuple[str, str]]] = {}
    for name in ("model", "on", "how"):
        labels = [label for one in pictures if (label := getattr(one, name))]
        known: dict[str, str] = {}
        for label in labels:
            known.setdefault(title_key(label), label)
        times = Counter(map(title_key, labels))
        choices[name] = [(key, known[key]) for key, _ in times.most_common()] if len(times) > 1 else []
    years = sorted({one.year for one in pictures}, reverse=True)
    choices["since"] = [(str(year), str(year)) for year in years] if len(years) > 1 else []
    return choices


def _metric(one: OfMetric) -> Page:
    return page(
        f"results/{one.metric.id}.md",
        "results-metric.html",
        one.metric.name,
        {"description": f"{one.metric.name}: {count(len(one.found), 'figure')} that papers report", "head": twins.LINK},
        metric=one.metric,
        found=one.found,
        figures=one.found[:FIGURES],
        ranked=one.ranked,
        tables=one.ranked[:TABLES],
    )
