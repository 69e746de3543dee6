"""All figures that papers report, ranked where they may be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from effllm.site.building.render import Later, overview
from effllm.site.pages import rankings
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View


T = TypeVar("T")

FIGURES, TABLES = 1000, 100
"""How many figures and how many rankings the page shows, about; of more, each metric shows its share."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page of all figures."""
    reporting = [view.fingerprints[paper.key] for paper in view.newest if paper.results]
    yield Later([here.path], (view.shared_by_papers, reporting), lambda: [_page(view, here)])


def _share(of_metric: Iterable[T], every: int, most: int) -> list[T]:
    """Return what is shown of a metric: all of it while all metrics together have few, else its share, the first."""
    found = list(of_metric)
    return found if every <= most else found[: max(most * len(found) // every, 1)]


def _page(view: View, here: Overview) -> Page:
    results = view.kb.results()
    ranked = rankings.by_metric(results)
    by_metric = [(metric, view.kb.results(metric=metric.id)) for metric in view.kb.vocabulary.metrics]
    papers = len({one.paper.key for one in results})
    return overview(
        here,
        "results.html",
        {
            "description": f"{count(len(results), 'figure')} that papers report, ranked only where they compare",
        },
        view=view,
        results=results,
        papers=papers,
        rankings=[(of_metric, _share(of_metric, sum(map(len, ranked)), TABLES)) for of_metric in ranked],
        by_metric=[(metric, found, _share(found, len(results), FIGURES)) for metric, found in by_metric if len(found)],
    )
