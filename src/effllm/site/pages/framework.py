"""The page of one framework, and what it shares with the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.records.framework import GROUPS
from effllm.site import previews, twins
from effllm.site.building.render import page
from effllm.site.view import read_in
from effllm.text import title_key
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.records import Cell, Framework, Word
    from effllm.site.building.render import Page
    from effllm.site.view import View

TITLES = {
    "supports": ("Uses", "What a project documents itself to be for."),
    "parallelism": ("Parallelism", "Ways to spread a model over devices."),
    "quantization": ("Quantization", "Number formats and quantization methods a project reads, makes or runs."),
    "hardware": ("Hardware", "Devices a project runs on."),
    "features": ("Techniques", "What a project offers for serving and training."),
    "platform": ("Platforms", "Operating systems and hosts a project runs on."),
}
SURVEY = (
    ("training", "pretraining", "Training"),
    ("fine_tuning", "fine_tuning", "Fine-tuning"),
    ("inference", "inference", "Inference"),
)
"""The survey's columns, the word of `supports` that each stands for, and its title."""

OVER = frozenset({"archived", "unmaintained", "superseded"})
"""States of a project that nobody works on any more; they are marked wherever its name heads a row."""

REFS = {"main": "main branch", "docs": "documentation", "release": "a release"}
"""What was read, in words; frameworks-popover.js has the same."""

SIMILAR = 5
"""How many similar frameworks a page shows."""


class Tick(NamedTuple):
    """A tick of the survey beside our own cell."""

    title: str
    word: str
    survey: str
    cell: Cell

    @property
    def verdict(self) -> str:
        """``agrees``, ``differs``, or ``open`` where no source was found to say it."""
        if self.cell.value == "unknown":
            return "open"
        return "agrees" if self.cell.value == self.survey else "differs"


class Named(NamedTuple):
    """A feature that the survey names, and our own cell where a word of the vocabulary has this name."""

    name: str
    place: str
    cell: Cell | None


class Row(NamedTuple):
    """A capability of one framework."""

    word: Word
    cell: Cell


class Similar(NamedTuple):
    """Another framework and the capabilities that both have."""

    framework: Framework
    shared: list[str]


def framework_page(view: View, framework: Framework) -> Page:
    """Return the page of a framework."""
    able = view.capabilities[framework.id]
    return page(
        f"frameworks/{framework.id}.md",
        "framework.html",
        framework.name,
        {
            "description": framework.summary or f"{framework.name}: what it can do, with sources",
            "record": f"taxonomy/frameworks/{framework.id}.yml",
            "card": previews.of_framework(framework),
            "head": twins.LINK,
        },
        view=view,
        framework=framework,
        paper=view.paper(framework.paper),
        kind=_name(view.kb.vocabulary.group("kind"), framework.kind),
        states=view.kb.vocabulary.group("status"),
        successor=view.kb.frameworks.get(framework.status.successor or ""),
        refs=REFS,
        over=OVER,
        facts=_facts(framework),
        groups=[_group(view, framework, group) for group in GROUPS if view.kb.vocabulary.group(group)],
        stale=sum(view.stale(cell) for cell in cells(view, [framework])),
        able=len(able),
        similar=similar(view, framework),
        ticks=ticks(framework),
        named=named(view, framework),
        sources=read_in(framework.sources),
    )


def ticks(framework: Framework) -> list[Tick]:
    """Return the survey's ticks of a framework beside ours; none where its table does not have it."""
    if framework.survey is None:
        return []
    return [
        Tick(title, word, getattr(framework.survey, column), framework.cell("supports", word))
        for column, word, title in SURVEY
    ]


def named(view: View, framework: Framework) -> list[Named]:
    """Return the features that the survey names, each beside our own cell: Flash Attention is FlashAttention."""
    words = {
        title_key(word.name): (group, word.id) for group in GROUPS for word in view.kb.vocabulary.group(group).values()
    }
    found = []
    for name in framework.survey.features if framework.survey else ():
        group, word = words.get(title_key(name), ("", ""))
        found.append(Named(name, f"{group}-{word}", framework.cell(group, word)) if group else Named(name, "", None))
    return found


def cells(view: View, frameworks: Iterable[Framework]) -> list[Cell]:
    """Return every cell that says yes or no."""
    every = (
        one.cell(group, word) for one in frameworks for group in GROUPS for word in view.kb.vocabulary.group(group)
    )
    return [cell for cell in every if cell.value != "unknown"]


def similar(view: View, framework: Framework) -> list[Similar]:
    """Return the frameworks that share most capabilities; of those that share as many, the ones with fewest besides."""
    mine = view.capabilities[framework.id]
    ranked = []
    for other in view.kb.frameworks.values():
        theirs = view.capabilities[other.id]
        shared = [name for key, name in mine.items() if key in theirs]
        if shared and other.id != framework.id:
            ranked.append((-len(shared), len(theirs), other.name.casefold(), Similar(other, shared)))
    return [one for *_, one in sorted(ranked, key=lambda entry: entry[:3])[:SIMILAR]]


def _name(words: Mapping[str, Word], word: str) -> str:
    return words[word].name if word in words else word


def _facts(framework: Framework) -> list[tuple[str, str | int]]:
    facts = {
        "Run by": framework.organization,
        "License": framework.license,
        "Languages": ", ".join(framework.languages),
        "First release": framework.first_release,
    }
    return [(label, value) for label, value in facts.items() if value]


def _group(view: View, framework: Framework, group: str) -> dict[str, Any]:
    """Return what is known of a group, and the names of the words looked for in vain, or not yet looked for."""
    rows = [Row(word, framework.cell(group, word.id)) for word in view.kb.vocabulary.group(group).values()]
    known = [row for row in rows if row.cell.value != "unknown"]
    told: list[Row] = []
    silent: list[Row] = []
    for row in rows:
        (told if row.cell.value != "unknown" or row.cell.source or row.cell.note else silent).append(row)
    return {
        "id": group,
        "title": TITLES[group][0],
        "known": f"{len(known)} of {count(len(rows), 'capability', 'capabilities')} known",
        "rows": told,
        "in_vain": [row.word.name for row in silent if row.cell.looked_for],
        "not_yet": [row.word.name for row in silent if not row.cell.looked_for],
    }
