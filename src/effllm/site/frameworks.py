"""The comparison of frameworks and a page for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.records.framework import GROUPS
from effllm.site import words
from effllm.site.render import page
from effllm.site.view import read_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Cell, Framework, Word
    from effllm.site.view import View

TITLES = {
    "supports": ("Uses", "What a project documents itself to be for."),
    "parallelism": ("Parallelism", "Ways to spread a model over devices."),
    "quantization": ("Quantization", "Number formats and quantization methods a project reads, makes or runs."),
    "hardware": ("Hardware", "Devices a project runs on."),
    "features": ("Techniques", "What a project offers for serving and training."),
}
SURVEY = (
    ("training", "pretraining", "Training"),
    ("fine_tuning", "fine_tuning", "Fine-tuning"),
    ("inference", "inference", "Inference"),
)
"""The survey's columns, the word of `supports` that each stands for, and its title."""

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


class Tick(NamedTuple):
    """A tick of the survey beside our own cell."""

    title: str
    survey: str
    ours: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return self.ours not in {self.survey, "unknown"}


class Row(NamedTuple):
    """A capability of one framework."""

    word: Word
    cell: Cell


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the comparison and the page of each framework."""
    frameworks = sorted(view.kb.frameworks.values(), key=lambda framework: framework.name.casefold())
    yield _comparison(view, frameworks)
    for framework in frameworks:
        yield _framework(view, framework)


def ticks(framework: Framework) -> list[Tick]:
    """Return the survey's ticks of a framework beside ours; none where its table does not have it."""
    if framework.survey is None:
        return []
    return [
        Tick(title, getattr(framework.survey, column), framework.cell("supports", word).value)
        for column, word, title in SURVEY
    ]


def _comparison(view: View, frameworks: list[Framework]) -> tuple[str, str]:
    return page(
        "frameworks/index.md",
        "frameworks.html",
        "Frameworks",
        {"description": f"{words.count(len(frameworks), 'framework')} compared, every cell with its source"},
        frameworks=frameworks,
        states=view.kb.vocabulary.group("status"),
        overview=[part for group in OVERVIEW if (part := _part(view, frameworks, group)).words],
        groups=[group for name in GROUPS[1:] if (group := _group(view, frameworks, name)).words],
        uses=[title for _, _, title in SURVEY],
        surveyed=[{"framework": one, "ticks": ticks(one)} for one in frameworks if one.survey],
    )


def _group(view: View, frameworks: list[Framework], group: str) -> Group:
    vocabulary = list(view.kb.vocabulary.group(group).values())
    known = [one for one in frameworks if any(one.cell(group, word.id).value != "unknown" for word in vocabulary)]
    silent = [one.name for one in frameworks if one not in known]
    return Group(group, *TITLES[group], vocabulary, known, silent)


def _part(view: View, frameworks: list[Framework], group: str) -> Part:
    """Return the columns of a group in the overview, in the order of the vocabulary."""
    vocabulary = list(view.kb.vocabulary.group(group).values())
    yes = Counter({word.id: sum(one.cell(group, word.id).value == "yes" for one in frameworks) for word in vocabulary})
    shown = {word for word, _ in yes.most_common(OVERVIEW[group])}
    return Part(group, TITLES[group][0], [word for word in vocabulary if word.id in shown])


def _framework(view: View, framework: Framework) -> tuple[str, str]:
    return page(
        f"frameworks/{framework.id}.md",
        "framework.html",
        framework.name,
        {
            "description": framework.summary or f"{framework.name}: what it can do, with sources",
            "search": {"boost": 2},
            "record": f"taxonomy/frameworks/{framework.id}.yml",
        },
        framework=framework,
        paper=view.paper(framework.paper),
        states=view.kb.vocabulary.group("status"),
        facts=_facts(framework),
        groups=[_capabilities(view, framework, group) for group in GROUPS if view.kb.vocabulary.group(group)],
        ticks=ticks(framework),
        sources=read_in(framework.sources),
    )


def _facts(framework: Framework) -> list[tuple[str, str | int]]:
    facts = {
        "Run by": framework.organization,
        "License": framework.license,
        "Languages": ", ".join(framework.languages),
        "First release": framework.first_release,
    }
    return [(label, value) for label, value in facts.items() if value]


def _capabilities(view: View, framework: Framework, group: str) -> dict[str, Any]:
    """Return what is known of a group, and the names of the words looked for in vain, or not yet looked for."""
    rows = [Row(word, framework.cell(group, word.id)) for word in view.kb.vocabulary.group(group).values()]
    return {
        "id": group,
        "title": TITLES[group][0],
        "rows": [row for row in rows if row.cell.value != "unknown"],
        "in_vain": [row.word.name for row in rows if row.cell.value == "unknown" and row.cell.checked],
        "not_yet": [row.word.name for row in rows if row.cell.value == "unknown" and not row.cell.checked],
    }
