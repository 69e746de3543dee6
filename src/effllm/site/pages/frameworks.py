"""The comparison of frameworks: what is read without a script, and the file that its script reads the cells from."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.records.framework import GROUPS
from effllm.site import text_lists, twins
from effllm.site.building.render import File, Later, overview
from effllm.site.filters import permalink, web
from effllm.site.framework_twin import of_framework
from effllm.site.needs import needs
from effllm.site.pages.framework import OVER, SURVEY, TITLES, cells, framework_page, ticks
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import Cell, Framework, Word
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.pages.framework import Tick
    from effllm.site.view import View

DATA = "frameworks/cells.json"


class OfAKind(NamedTuple):
    """The frameworks of a kind, those that are worked on first."""

    word: Word
    frameworks: list[Framework]
    active: int


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
    """Yield the comparison with its data, and the page of each framework."""
    kinds = by_kind(view)
    frameworks = [one for kind in kinds for one in kind.frameworks]
    yield _comparison(view, here, kinds, frameworks)
    yield File(DATA, json.dumps(data(view, frameworks), ensure_ascii=False, separators=(",", ":")))
    yield text_lists.capabilities(view)
    papers = [view.fingerprints.get(framework.paper or "") for framework in frameworks]
    paths = [f"frameworks/{framework.id}.md" for framework in frameworks]
    paths += [twins.path("frameworks", framework.id) for framework in frameworks]
    yield Later(
        paths,
        (view.around_papers, papers),
        lambda: (make(view, framework) for framework in frameworks for make in (framework_page, of_framework)),
    )


def by_kind(view: View) -> list[OfAKind]:
    """Return the frameworks by kind, in the order of the vocabulary; in each those worked on first, then by name."""
    found = []
    for word in view.kb.vocabulary.group("kind").values():
        of_kind = [one for one in view.kb.frameworks.values() if one.kind == word.id]
        of_kind.sort(key=lambda one: (one.status.state != "active", one.status.state in OVER, one.name.casefold()))
        if of_kind:
            found.append(OfAKind(word, of_kind, sum(one.status.state == "active" for one in of_kind)))
    return found


def _comparison(view: View, here: Overview, kinds: list[OfAKind], frameworks: list[Framework]) -> Page:
    known = cells(view, frameworks)
    states = Counter(one.status.state for one in frameworks)
    return overview(
        here,
        "frameworks.html",
        {
            "description": f"{count(len(frameworks), 'framework')} compared, every cell with its source",
        },
        view=view,
        data=DATA,
        frameworks=frameworks,
        kinds=kinds,
        needs=needs(view.kb.vocabulary),
        titles=TITLES,
        groups={group: list(view.kb.vocabulary.group(group).values()) for group in GROUPS},
        states=view.kb.vocabulary.group("status"),
        over=OVER,
        known=len(known),
        stale=sum(map(view.stale, known)),
        licenses=Counter(one.license for one in frameworks if one.license).most_common(),
        state_choices=[
            (word, states[word.id]) for word in view.kb.vocabulary.group("status").values() if states[word.id]
        ],
        **_survey(frameworks),
    )


def _survey(frameworks: list[Framework]) -> dict[str, Any]:
    """Return the rows of the survey's own table that say something else than we do, and how often it and we agree."""
    rows = [Surveyed(one, ticks(one)) for one in frameworks if one.survey]
    order = ("differs", "open", "agrees")
    verdicts = Counter(tick.verdict for row in rows for tick in row.ticks)
    return {
        "uses": [title for _, _, title in SURVEY],
        "surveyed": sorted(rows, key=lambda row: order.index(row.verdict)),
        "verdicts": {one: verdicts[one] for one in order},
    }


def data(view: View, frameworks: Sequence[Framework]) -> dict[str, Any]:
    """Return all that the script shows, in the order in which it stands on the page."""
    vocabulary = view.kb.vocabulary
    return {
        "groups": {group: title for group, (title, _) in TITLES.items()},
        "kinds": {word.id: word.name for word in vocabulary.group("kind").values()},
        "states": {word.id: word.name for word in vocabulary.group("status").values()},
        "words": [
            {"key": f"{group}.{word.id}", "name": word.name, "definition": word.definition}
            for group in GROUPS
            for word in vocabulary.group(group).values()
        ],
        "frameworks": [_plain(one) for one in frameworks],
    }


def _plain(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "name": framework.name,
        "kind": framework.kind,
        "organization": framework.organization or "",
        "repo": framework.repo,
        "license": framework.license or "",
        "state": framework.status.state,
        "asOf": framework.status.as_of,
        "since": str(framework.first_release or ""),
        "cells": {
            f"{group}.{word}": _cell(cell)
            for group, word, cell in framework.cells()
            if cell.value != "unknown" or cell.looked_for
        },
    }


def _cell(cell: Cell) -> dict[str, str]:
    """Return a cell with what is known of it: an address where its source has one, else the source as it is written."""
    address = web(permalink(cell.source))
    told = {
        "value": cell.value,
        "href": address or "",
        "source": "" if address else str(cell.source or ""),
        "ref": cell.ref or "",
        "date": cell.checked or "",
        "note": cell.note or "",
    }
    return {name: text for name, text in told.items() if text}
