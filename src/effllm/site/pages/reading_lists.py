"""The reading lists, and a page for each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from effllm.site import filters, twins
from effllm.site.building.render import File, overview, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.kb import Node
    from effllm.records import Paper, ReadingList
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

    Section = tuple[str, int, list[tuple[Paper, str]]]
    """The name, the number of the first paper, and each paper with what it is read for."""

# A template of a page that nothing else uses, and that fits a screen, is in its module.
OVERVIEW = """\
<div class="ef ef-readings" id="content">
<h1>Reading lists</h1>
<p class="ef-lead">What to read first, in order, and what each paper is read for. What is chosen is our judgement.</p>
{% for heading, id, lists in groups %}
<section{% if id %} id="{{ id }}"{% endif %}>
<h2>{{ heading }}</h2>
<ul class="ef-cards">
{% for one, papers in lists %}
<li class="ef-card"><h3><a href="{{ root }}reading-lists/{{ one.id }}/">{{ one.name }}</a> \
<span class="ef-count">{{ papers | count("paper") }}</span></h3>
<p>{{ one.summary }}</p>
<p>For {{ one.audience[:1] | lower }}{{ one.audience[1:] }}</p></li>
{% endfor %}
</ul>
</section>
{% else %}
<p>No lists yet.</p>
{% endfor %}
</div>
"""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the overview, the page of each list, and its papers as BibTeX."""
    lists = view.kb.reading_lists
    places = {category: place for place, category in enumerate(view.kb.taxonomy)}
    by_topic = sorted(lists.values(), key=lambda one: places.get(one.category or "", -1))
    yield overview(
        here,
        OVERVIEW,
        {"description": "What to read first about efficient language models, in order and with reasons"},
        groups=[
            (heading, branch, [(one, len(keys(view, one))) for one in group])
            for (heading, branch), group in groupby(by_topic, key=lambda one: _heading(view, one))
        ],
    )
    for one in lists.values():
        sections = _sections(view, one)
        yield _page(view, one, sections)
        yield twins.of_reading_list(view, one, sections)
        yield File(f"reading-lists/{one.id}.bib", view.kb.papers.pick(*keys(view, one)).to_bibtex())


def _category(view: View, one: ReadingList) -> Node | None:
    """Return the category that a list leads into."""
    return view.kb.taxonomy.get(one.category or "")


def _heading(view: View, one: ReadingList) -> tuple[str, str]:
    """Return the heading that a list is under, and the id of its branch."""
    node = _category(view, one)
    return (node.path[0].name, node.path[0].id) if node else ("Where to start", "")


def keys(view: View, one: ReadingList) -> list[str]:
    """Return the keys of a list's papers that are records here."""
    return [key for key in one.keys if key in view.kb.papers]


def _sections(view: View, one: ReadingList) -> list[Section]:
    first = 1
    sections: list[Section] = []
    for section in one.sections:
        read = [(view.kb.papers[r.paper], r.why) for r in section.papers if r.paper in view.kb.papers]
        sections.append((section.name, first, read))
        first += len(read)
    return sections


def _page(view: View, one: ReadingList, sections: Sequence[Section]) -> Page:
    return page(
        f"reading-lists/{one.id}.md",
        "reading-list.html",
        one.name,
        {
            "description": filters.first_sentence(one.summary),
            "record": f"taxonomy/reading-lists/{one.id}.yml",
            "head": twins.LINK,
        },
        one=one,
        category=_category(view, one),
        sections=sections,
        papers=len(keys(view, one)),
    )
