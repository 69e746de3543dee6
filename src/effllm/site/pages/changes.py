"""Which records came, changed and went, by day, and the same as a feed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from effllm.site.building.render import File, environment, overview
from effllm.store.days import by_added
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Node
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View
    from effllm.store.days import Day, What

DAYS = 60
"""How many days the page and the feed have, the newest."""

SHOWN = 100
"""How many records of a kind the page names for a day."""

_KINDS = {
    "paper": ("paper", "papers/"),
    "result": ("table of figures", "papers/"),
    "reference list": ("reference list", "papers/"),
    "framework": ("framework", "frameworks/"),
    "model": ("model", "models/"),
    "formula": ("formula", "formulas/"),
    "measurement": ("measured source", ""),
    "list": ("public list", "lists/"),
    "reading list": ("reading list", "reading-lists/"),
}
"""Kinds of records that have files of their own -> what they are called, and where their pages are."""

_LISTED = {
    "category": ("Categories", "taxonomy/"),
    "venue": ("Venues", "venues/"),
    "hardware": ("Accelerators", "hardware/"),
    "word": ("Words of the vocabulary", "frameworks/"),
}
"""Kinds whose records are in one file, of which only that is known -> what they are called, and where they are."""


class _Group(NamedTuple):
    """Records of one kind that became the same on a day: what is shown of them, how many there are, on which topics."""

    label: str
    what: str
    records: list[tuple[str, str]]
    number: int
    topics: tuple[tuple[Node, int], ...] = ()

    @property
    def many(self) -> str:
        """The label of several."""
        return "tables of figures" if self.label == "table of figures" else f"{self.label}s"


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page and the feed."""
    days = [(day.day, list(_groups(view, day))) for day in (view.days or by_added(view.kb.papers.values()))[:DAYS]]
    yield overview(
        here,
        "changes.html",
        {"description": "Which records of the knowledge base were added, changed and removed, by day"},
        days=days,
        shown=SHOWN,
        whole=bool(view.days),
        program=view.changelog,
    )
    entries = [
        {"day": day, "id": uuid5(NAMESPACE_URL, f"effllm:changes:{day}").urn, "said": _said(groups)}
        for day, groups in days
    ]
    address = view.address
    feed = (
        environment()
        .get_template("changes.xml")
        .render(
            id=uuid5(NAMESPACE_URL, "effllm:changes").urn,
            own=f"{address}changes/feed.xml" if address else "feed.xml",
            page=f"{address}changes/" if address else "./",
            entries=entries,
        )
    )
    yield File("changes/feed.xml", feed)


def _groups(view: View, day: Day) -> Iterator[_Group]:
    for kind, (label, folder) in _KINDS.items():
        for what, names in sorted(_told(view, kind, day).items()):
            records = [_shown(view, kind, folder, name) for name in names[:SHOWN]]
            yield _Group(label, what, records, len(names), _topics(view, names) if what == "added" else ())
    for kind in (kind for kind in _LISTED if kind in day.records):
        yield _Group("", "changed", [_LISTED[kind]], 1)


def _told(view: View, kind: str, day: Day) -> dict[What, list[str]]:
    """Return what became of the records of a kind; a paper came in on the day that its record says, and no other.

    A record that got another key or file is new to git only.
    """
    told = day.records.get(kind, {})
    if kind != "paper" or "added" not in told:
        return told
    known = view.kb.papers
    renamed = [name for name in told["added"] if name in known and known[name].added != day.day]
    if not renamed:
        return told
    corrected: dict[What, list[str]] = {**told, "changed": sorted({*told.get("changed", ()), *renamed})}
    corrected["added"] = [name for name in told["added"] if name not in renamed]
    given_up = {old for name in renamed for old in known[name].former_keys}
    corrected["removed"] = [name for name in told.get("removed", ()) if name not in given_up]
    return {what: names for what, names in corrected.items() if names}


def _topics(view: View, names: Sequence[str]) -> tuple[tuple[Node, int], ...]:
    """Return the topics of papers, the categories of the second level, each with how many are in it first of all."""
    papers = (view.kb.papers[name] for name in names if name in view.kb.papers)
    paths = (view.categories(paper)[0].path for paper in papers)
    return tuple(Counter(path[:2][-1] for path in paths).most_common())


def _shown(view: View, kind: str, folder: str, name: str) -> tuple[str, str]:
    """Return the words for a record and the address of its page, from the root; none where it is there no more."""
    kb = view.kb
    if folder == "papers/":
        paper = kb.papers.get(name)
        return (paper.label, f"papers/{paper.key}/") if paper else (name, "")
    collections: dict[str, Any] = {
        "framework": kb.frameworks,
        "model": kb.models,
        "formula": kb.formulas,
        "list": kb.lists,
        "reading list": kb.reading_lists,
    }
    record = collections[kind].get(name) if kind in collections else None
    if record is None:
        return name, ""
    words = getattr(record, "name", None) or getattr(record, "title", None) or name
    return str(words), f"{folder}{record.id}/"


def _said(groups: list[_Group]) -> str:
    said = (
        f"{count(one.number, one.label, one.many)} {one.what}" if one.label else f"{one.records[0][0]} {one.what}"
        for one in groups
    )
    return "; ".join(said)
