"""The reading lists, and a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site import filters
from effllm.site.building.render import File, overview, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import ReadingList
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

# A template of a page that nothing else uses, and that fits a screen, is in its module.
OVERVIEW = """\
<div class="ef ef-readings" id="content">
<h1>Reading lists</h1>
<p class="ef-lead">What to read first, in order, and what each paper is read for.</p>
<ul class="ef-cards">
{% for one, papers in lists %}
<li class="ef-card"><h2><a href="{{ root }}reading-lists/{{ one.id }}/">{{ one.name }}</a> \
<span class="ef-count">{{ papers | count("paper") }}</span></h2>
<p>{{ one.summary }}</p>
<p>For {{ one.audience[:1] | lower }}{{ one.audience[1:] }}</p></li>
{% else %}
<li class="ef-card"><p>No lists yet.</p></li>
{% endfor %}
</ul>
</div>
"""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the overview, the page of each list, and its papers as BibTeX."""
    lists = view.kb.reading_lists
    yield overview(
        here,
        OVERVIEW,
        {"description": "What to read first about efficient language models, in order and with reasons"},
        lists=[(one, len(keys(view, one))) for one in lists.values()],
    )
    for one in lists.values():
        yield _page(view, one)
        yield File(f"reading-lists/{one.id}.bib", view.kb.papers.pick(*keys(view, one)).to_bibtex())


def keys(view: View, one: ReadingList) -> list[str]:
    """Return the keys of a list's papers that are records here."""
    return [key for key in one.keys if key in view.kb.papers]


def _page(view: View, one: ReadingList) -> Page:
    first = 1
    sections = []
    for section in one.sections:
        read = [(view.kb.papers[r.paper], r.why) for r in section.papers if r.paper in view.kb.papers]
        sections.append((section.name, first, read))
        first += len(read)
    return page(
        f"reading-lists/{one.id}.md",
        "reading-list.html",
        one.name,
        {"description": filters.first_sentence(one.summary), "record": f"taxonomy/reading-lists/{one.id}.yml"},
        one=one,
        sections=sections,
        papers=len(keys(view, one)),
    )
