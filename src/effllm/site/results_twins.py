"""Pages of questions that results answer, as Markdown: each ranking a table, with paper and place of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from effllm.markup import as_markdown
from effllm.site import twins
from effllm.site.pages import reported_results
from effllm.site.pages.reported_results import figure
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.kb import Reported
    from effllm.records import Metric
    from effllm.records.taxonomy import Words
    from effllm.site.building.render import File
    from effllm.site.pages.measured_tasks import MeasuredTask
    from effllm.site.pages.rankings import Place, Ranking
    from effllm.site.pages.results import Answer

_RANKS = "#1 where no method of the column with as few bits is better, #2 where one is, and so on; several can be #1"

_DATA = "[JSON](../../api/v1/results.json) and [CSV](../../api/v1/results.csv) of all figures"

_BAR = "\\|"
"""A bar in a cell, where a plain one would end it."""


def of_question(answer: Answer, shown: Sequence[Ranking], words: Words, papers: int) -> File:
    """Return the twin of a question's page.

    Args:
        answer: the question and what answers it.
        shown: those of its rankings that the page shows, in its order.
        words: the metrics by their ids.
        papers: how many papers have results at all.
    """
    question = answer.question
    groups = [group for ranking in answer.found for group in ranking.groups]
    figures = sum(map(len, groups))
    about = {
        "Id": f"`{question.id}`",
        "Found": answer.of,
        "Figures in the tables": f"{figures:,}" if figures else "",
        "Results so far": f"those of {count(papers, 'paper')}; most papers are not in yet",
        "Ranks": f"{_RANKS}; [how figures are ranked](../)" if any(any(group.ranks) for group in groups) else "",
        "Data": _DATA + ("; [JSON](../../api/v1/measurements.json) of the measured ones" if answer.measured else ""),
    }
    lines = [*twins.head(question.title, question.about, about)]
    for ranking in shown:
        lines += _ranking(ranking)
    if more := len(answer.found) - len(shown):
        lines += ["", f"And {count(more, 'more table')}, in the JSON."]
    for task in answer.measured:
        lines += _measured(task, words)
    if answer.reported:
        lines += _reported(answer.reported)
    return twins.file("results", question.id, lines)


def of_metric(metric: Metric, ranked: Sequence[Ranking], shown: Sequence[Ranking], found: Sequence[Reported]) -> File:
    """Return the twin of a metric's page: the rankings that it shows, and its first figures."""
    about = {
        "Id": f"`{metric.id}`",
        "Figures": f"{len(found):,}, in {count(len(ranked), 'ranking')}" if ranked else f"{len(found):,}, not ranked",
        "Ranks": f"{_RANKS}; [how figures are ranked](../)" if ranked and metric.better != "neither" else "",
        "Data": _DATA,
    }
    lines = [*twins.head(metric.name, metric.definition, about)]
    for ranking in shown:
        lines += _ranking(ranking)
    if more := len(ranked) - len(shown):
        lines += ["", f"And {count(more, 'more ranking')}, in the JSON."]
    return twins.file("results", metric.id, [*lines, *_reported(found)])


def _ranking(ranking: Ranking) -> Iterator[str]:
    group = ranking.groups[0]
    first = group.results[0]
    by = f"All run by {_paper(first)}" if first.result.method else "By several papers"
    unit = f", in {as_markdown(group.unit)}" if group.unit else ""
    better = "" if group.metric.better == "neither" else f"; {group.metric.better} is better"
    yield from ("", f"## {as_markdown(f'{group.metric.name}, {ranking.about}')}", "", f"{by}{unit}{better}.", "")
    columns = [as_markdown(column or group.metric.name) for column in ranking.columns]
    rows = [
        [
            as_markdown(row.one.result.method or "") or _paper(row.one),
            as_markdown(row.how),
            *(_place(place) for place in row.places),
        ]
        for row in (*ranking.unranked, *ranking.rows)
    ]
    yield from _table(["Method" if first.result.method else "Paper", "Setting", *columns], rows)


def _place(place: Place | None) -> str:
    """Return a figure with its rank: ``5.13 #1``."""
    if not place:
        return ""
    rank = f" #{place.rank}" if place.rank else ""
    return f"{_plain(place.figure)}{rank}{f' ({as_markdown(place.how)})' if place.how else ''}"


def _measured(task: MeasuredTask, words: Words) -> Iterator[str]:
    by = task.by
    title = f"Measured{f' by {by.owner}' if by.owner else ''}: {task.on}"
    said = ", ".join(filter(None, (words[task.metric].name, task.of, f"in {task.unit}" if task.unit else "")))
    read = ", ".join(f"<{address}>" if address else as_markdown(source) for source, address in task.sources.items())
    yield from ("", f"## {as_markdown(title)} ({count(len(task.figures), 'figure')})", "")
    yield f"{as_markdown(said)}. {as_markdown(by.note or '')} Source: {as_markdown(by.title)}, {read}, {by.date or ''}"
    yield ""
    rows = [
        [*map(as_markdown, (model, row.hardware, row.how, row.batches))] for model, some in task.models for row in some
    ]
    yield from _table(["Model", "Hardware", "Precision", "Figures, with their batch"], rows)


def _reported(found: Sequence[Reported]) -> Iterator[str]:
    cut = f": the first {twins.LISTED} of {len(found):,}" if len(found) > twins.LISTED else ""
    yield from ("", f"## What papers report, not ranked{cut}", "")
    rows = []
    for one in found[: twins.LISTED]:
        result = one.result
        baseline = result.baseline
        held = "" if not baseline else baseline.what
        if baseline and baseline.value is not None:
            held = f"{_plain(figure(baseline.value))} {held}"
        value = f"{_plain(figure(result.value))} {result.unit or ''}"
        setting = ", ".join(reported_results.setting(result).values())
        model = f"{result.model} {result.size or ''}".strip()
        rows.append([*map(as_markdown, (model, result.method or "", value, held, setting)), _paper(one)])
    yield from _table(["Model", "Method", "Figure", "Baseline", "Setting", "Paper and place"], rows)


def _paper(one: Reported) -> str:
    """Return the key of the paper that reports a figure, with a link, and the place in it."""
    key = one.paper.key
    return f"[{key}](../../{twins.path('papers', key)}), {as_markdown(one.result.where)}"


def _plain(number: Markup) -> str:
    """Return a figure as text, with a power of ten as ``10^13``."""
    return str(Markup(number.replace("<sup>", "^")).striptags())  # noqa: S704 - only read as text


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cell.strip().replace('|', _BAR) for cell in cells)} |"
