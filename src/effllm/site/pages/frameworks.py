"""The comparison of frameworks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.records.framework import GROUPS
from effllm.site.building.render import Later, overview
from effllm.site.pages.framework import OVER, SURVEY, TITLES, cells, framework_page, ticks, usual_date
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Framework, Word
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.pages.framework import Tick
    from effllm.site.view import View

OVERVIEW = {"supports": None, "hardware": 6, "quantization": 4, "features": 6}
"""How many words of a group the overview shows, those that most projects document; None for all."""


class Group(NamedTuple):
    """A table of the comparison: a group's words, and the frameworks of which something is known."""

    id: str
    title: str
    about: str
    words: list[Word]
    frameworks: list[Framework]
    silent: list[str]


class Part(NamedTuple):
    """Neighbouring columns of the overview."""

    group: str
    title: str
    words: list[Word]


class Surveyed(NamedTuple):
    """A row of the survey's own table."""

    framework: Framework
    ticks: list[Tick]

    @property
    def verdict(self) -> str:
        """``differs`` where one tick does, else ``open`` where one was not confirmed, else ``agrees``."""
        verdicts = {tick.verdict for tick in self.ticks}
        return next(one for one in ("differs", "open", "agrees") if one in verdicts)


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the comparison and the page of each framework."""
    frameworks = sorted(view.kb.frameworks.values(), key=lambda framework: framework.name.casefold())
    yield _comparison(view, here, frameworks)
    papers = [view.fingerprints.get(framework.paper or "") for framework in frameworks]
    paths = [f"frameworks/{framework.id}.md" for framework in frameworks]
    yield Later(
        paths, (view.around_papers, papers), lambda: (framework_page(view, framework) for framework in frameworks)
    )


def _comparison(view: View, here: Overview, frameworks: list[Framework]) -> Page:
    known = cells(view, frameworks)
    return overview(
        here,
        "frameworks.html",
        {
            "description": f"{count(len(frameworks), 'framework')} compared, every cell with its source",
        },
        view=view,
        frameworks=frameworks,
        dates={one.id: usual_date(view, one) for one in frameworks},
        states=view.kb.vocabulary.group("status"),
        over=OVER,
        known=len(known),
        stale=sum(view.stale(cell) for cell in known),
        choices=_choices(view, frameworks),
        overview=[part for group in OVERVIEW if (part := _part(view, frameworks, group)).words],
        groups=[group for name in GROUPS[1:] if (group := _group(view, frameworks, name)).words],
        **_survey(frameworks),
    )


def _survey(frameworks: list[Framework]) -> dict[str, Any]:
    """Return the survey's own table, the rows that differ first, and how often it and we agree."""
    rows = [Surveyed(one, ticks(one)) for one in frameworks if one.survey]
    order = ("differs", "open", "agrees")
    verdicts = Counter(tick.verdict for row in rows for tick in row.ticks)
    return {
        "uses": [title for _, _, title in SURVEY],
        "surveyed": sorted(rows, key=lambda row: order.index(row.verdict)),
        "verdicts": {one: verdicts[one] for one in order},
    }


def _choices(view: View, frameworks: list[Framework]) -> dict[str, Any]:
    """Return what the filters offer: the words that some framework has, the licenses and the states."""
    able = {group: [(word, _having(frameworks, group, word)) for word in _words(view, group)] for group in GROUPS}
    states = Counter(one.status.state for one in frameworks)
    return {
        "able": [
            (group, TITLES[group][0], [(word, number) for word, number in found if number])
            for group, found in able.items()
            if any(number for _, number in found)
        ],
        "licenses": Counter(one.license for one in frameworks if one.license).most_common(),
        "states": [(word, states[word.id]) for word in _words(view, "status") if states[word.id]],
    }


def _words(view: View, group: str) -> list[Word]:
    return list(view.kb.vocabulary.group(group).values())


def _having(frameworks: list[Framework], group: str, word: Word) -> int:
    return sum(one.cell(group, word.id).value == "yes" for one in frameworks)


def _group(view: View, frameworks: list[Framework], group: str) -> Group:
    vocabulary = _words(view, group)
    known = [one for one in frameworks if any(one.cell(group, word.id).value != "unknown" for word in vocabulary)]
    silent = [one.name for one in frameworks if one not in known]
    return Group(group, *TITLES[group], vocabulary, known, silent)


def _part(view: View, frameworks: list[Framework], group: str) -> Part:
    """Return the columns of a group in the overview, in the order of the vocabulary."""
    yes = Counter({word.id: _having(frameworks, group, word) for word in _words(view, group)})
    shown = {word for word, _ in yes.most_common(OVERVIEW[group])}
    return Part(group, TITLES[group][0], [word for word in _words(view, group) if word.id in shown])
