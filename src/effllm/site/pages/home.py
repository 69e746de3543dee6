"""The first page, and the way around for language models."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from effllm.ids import address
from effllm.site import home_pictures, metadata, text_lists, twins
from effllm.site.building.render import File, environment, overview
from effllm.site.pages.find_files import FOLDER
from effllm.site.pages.json_fields import BASE
from effllm.site.pages.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View
    from effllm.store.snapshot import Snapshot

SURVEY = "2312.03863"
"""arXiv id of the survey that the taxonomy comes from."""

GPTQ = "2210.17323"
"""arXiv id of the paper that llms.txt takes as an example."""

ADDED = 12
"""How many of the papers that came in last the page shows."""

EXAMPLE = """\

kb = effllm.load()
papers = kb.papers.search("2 bit kv cache")
print(papers.to_bibtex())"""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the home page, and what language models read of each category, framework and list."""
    record = next((paper for paper in view.newest if paper.arxiv == SURVEY), None)
    about = "An open knowledge base of research on efficient language models"
    figures = view.kb.results()
    around = len(view.newest) - len(view.field)
    yield overview(
        here,
        "home.html",
        {"description": about, "head": metadata.dataset(about, view.kb.snapshot)},
        view=view,
        example=EXAMPLE,
        bibtex=_bibtex(view.kb.snapshot),
        survey=f"papers/{record.key}/" if record else address("arxiv", SURVEY),
        around=around,
        added=view.of_field(view.added)[:ADDED],
        proof=home_pictures.proof(view),
        ranked=home_pictures.ranked(view),
        stack=home_pictures.stack(view),
        plans=home_pictures.plans(view),
        reading=home_pictures.reading(view),
        figures=figures,
        reporting=len({figure.paper.key for figure in figures}),
        citations=sum(len(paper.cites) for paper in view.newest),
    )
    yield File("llms-full.txt", environment().get_template("llms-full.txt").render(view=view))


def llms(view: View, sizes: Mapping[str, int]) -> File:
    """Return the way around for language models.

    Args:
        view: the knowledge base.
        sizes: how many bytes each file of the site has.
    """
    around = len(view.newest) - len(view.field)
    example = next((paper for paper in view.newest if paper.arxiv == GPTQ), view.newest[0] if view.newest else None)
    found = [size for path, size in sizes.items() if path.startswith(f"{BASE}/{FOLDER}/")]
    categories = [sizes.get(twins.path("taxonomy", node), 0) for node in view.kb.taxonomy]
    text = (
        environment()
        .get_template("llms.txt")
        .render(
            view=view,
            around=around,
            sizes=sizes,
            example=example,
            largest=math.ceil(max(found, default=0) / 1000),
            category=math.ceil(max(categories, default=0) / 1000),
            listed=twins.LISTED,
            latest=text_lists.LISTED,
            questions=[(one, path) for one in QUESTIONS if (path := twins.path("results", one.id)) in sizes],
        )
    )
    return File("llms.txt", text)


def _bibtex(snapshot: Snapshot) -> str:
    """Return the entry with which to cite the data as it is on the page; `cite.js` adds address and day."""
    of_day = f" of {snapshot.date}" if snapshot.date else ""
    fields = {
        "title": "effllm: an open knowledge base of efficient-{LLM} research",
        "author": "{the effllm contributors}",
        "year": snapshot.date[:4] if snapshot.date else "",
        "howpublished": f"effllm, version {snapshot.version}{of_day}",
        "note": f"Commit {snapshot.commit}" if snapshot.commit else "",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{effllm-{snapshot.version},\n{''.join(lines)}}}"
