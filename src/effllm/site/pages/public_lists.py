"""The public lists of papers, and a page for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from effllm.site.building.render import Later, overview, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper, PublicList
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

SHOWN = 20
"""How many of the papers that a list lacks its page shows, those that are cited most here."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the table of all lists, and the page of each."""
    lists = view.kb.lists
    rows = [(one, len(lists.named(one.id)), lists.lacking(one.id)) for one in lists.values()]
    yield overview(
        here,
        "lists.html",
        {"description": "Public lists of papers on efficient language models: what each has, and what it lacks"},
        rows=[(one, named, len(lacking)) for one, named, lacking in sorted(rows, key=lambda row: (-row[1], row[0].id))],
        named=sum(bool(lists.naming(key)) for key in view.kb.papers),
        papers=len(view.kb.papers),
    )
    for one, _, lacking in rows:
        yield Later(
            [f"lists/{one.id}.md"],
            (
                one.model_dump_json(),
                view.shared_by_papers,
                len(lists.elsewhere(one.id)),
                [view.lines_of[key] for key in (*lists.named(one.id), *lacking)],
            ),
            partial(_page, view, one),
        )


def _page(view: View, one: PublicList) -> Iterator[Page]:
    lacking = sorted(view.kb.lists.lacking(one.id).values(), key=lambda paper: _cited_most(view, paper))
    yield page(
        f"lists/{one.id}.md",
        "list.html",
        one.title,
        {"description": one.about, "record": f"taxonomy/lists/{one.id}.yml"},
        view=view,
        one=one,
        scope=[view.kb.taxonomy[category] for category in one.scope],
        named=[view.kb.papers[key] for key in view.kb.lists.named(one.id)],
        lacking=lacking,
        elsewhere=view.kb.lists.elsewhere(one.id),
        shown=SHOWN,
    )


def _cited_most(view: View, paper: Paper) -> tuple[int, str]:
    return -len(view.cited_by.get(paper.key, ())), paper.key
