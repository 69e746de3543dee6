"""What the pictures say that networks show beside a link to a page.

A card costs about 10 ms and 25 KB, which papers by the thousand would make minutes and hundreds of megabytes:
a paper's page has the card of its primary category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.site.charts.bars import bars
from effllm.site.charts.icicle import BRANCHES
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb import Node
    from effllm.records import Framework, Paper
    from effllm.site.charts.bars import Bar
    from effllm.site.context import View

FOLDER = "assets/cards"
HOME = "home"
"""The card of pages that have none of their own."""


class Card(NamedTuple):
    """What a picture shows: words, a hue by the number of its branch, and papers by year."""

    path: str
    kind: str
    title: str
    facts: list[str]
    hue: int = 0
    bars: list[Bar] = []  # noqa: RUF012 - never changed


def of_category(node: Node) -> str:
    """Return the name of a category's card."""
    return f"taxonomy/{node.id}"


def of_framework(framework: Framework) -> str:
    """Return the name of a framework's card."""
    return f"frameworks/{framework.id}"


def cards(view: View) -> Iterator[Card]:
    """Yield the card of the first page, of each overview, category and framework."""
    every = view.newest
    papers, drawn = count(len(every), "paper"), bars(every, view.years)
    tools = count(len(view.kb.frameworks), "framework")
    nodes = count(len(view.kb.taxonomy), "category", "categories")
    models = count(len(view.kb.models), "model")
    yield Card(HOME, "", "Research on efficient language models", [papers, nodes, tools], bars=drawn)
    yield Card("papers", "", "All papers", [papers, _span(every), "search, filter, cite"], bars=drawn)
    yield Card("taxonomy", "", "Taxonomy", [papers, nodes], bars=drawn)
    yield Card("frameworks", "", "Frameworks compared", [tools, "every cell with its source"])
    yield Card("models", "", "What pre-training costs", [models, "as printed, and in numbers one can compute with"])
    yield Card("trends", "", "How the field moved", [papers, _span(every)], bars=drawn)
    for number, branch in enumerate(view.kb.taxonomy.roots):
        for node in (branch, *branch.descendants):
            yield _category(view, node, number % BRANCHES)
    for framework in view.kb.frameworks.values():
        yield _framework(view, framework)


def _category(view: View, node: Node, hue: int) -> Card:
    papers = view.under(node)
    above = node.parent.name if node.parent else "Branch of the taxonomy"
    facts = [count(len(papers), "paper"), _span(papers)]
    return Card(of_category(node), above, node.name, facts, hue, bars(papers, view.years) if papers else [])


def _framework(view: View, framework: Framework) -> Card:
    known = count(len(view.capabilities[framework.id]), "known capability", "known capabilities")
    since = f"since {framework.first_release}" if framework.first_release else ""
    facts = [framework.license or "", since, known]
    return Card(of_framework(framework), "Framework", framework.name, facts)


def _span(papers: Iterable[Paper]) -> str:
    """Return the years from the first paper to the last."""
    years = sorted({paper.year for paper in papers})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
