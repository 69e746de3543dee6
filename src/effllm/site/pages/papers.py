"""The list of papers and a page for each."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from effllm.ids import address
from effllm.records.base import other_facts
from effllm.site import filters, metadata, previews, text_lists, twins
from effllm.site.building.render import File, Later, environment, overview, page
from effllm.site.charts import lineage
from effllm.site.filters import web
from effllm.site.pages import home, reported_results
from effllm.site.view import read_in, timeline
from effllm.store.layout import paper_path
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from effllm.records import Paper, Venue
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import Related, View

NOT_SHOWN = {
    "authors_unknown": "the page says in words that no source names them",
    "former_keys": "their addresses lead to the page",
    "added": "feeds and lists of changes are in its order",
}
"""Fields of a paper that its page does not show, and why."""

_PLACED = frozenset(
    {"key", "title", "name", "aliases", "authors", "year", "venue", "arxiv", "doi"}
    | {"openreview", "acl", "url", "code", "categories", "summary", "setup", "equations", "results"}
    | {"cites", "references", "sources"}
)
"""Fields that have a place of their own on the page; all others follow the names."""

ID_NAMES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology"}

VENUES = 8
"""How many venues are before the fold."""

SHOWN = 50
"""How many papers the explorer shows before anything is asked: STEP in explorer.js."""


class Link(NamedTuple):
    """An address of a paper and what it is."""

    label: str
    address: str


def links(paper: Paper) -> list[Link]:
    """Return where a paper and its code are found, the paper itself first."""
    ids = {ID_NAMES[kind]: address(kind, value) for kind, value in paper.ids.items()}
    found = ids | {"Paper": paper.url, "PDF": paper.pdf, "Code": paper.code}
    order = ("arXiv", "ACL Anthology", "OpenReview", "Paper", "PDF", "DOI", "Code")
    return [Link(label, target) for label in order if (target := web(found.get(label)))]


def json_of(paper: Paper, **more: object) -> str:
    """Return a paper as the JSON files hold it: its record, its page, and what else a file has."""
    text = json.dumps({"page": f"papers/{paper.key}/", **more}, ensure_ascii=False, separators=(",", ":"))
    return f"{paper.model_dump_json()[:-1]},{text[1:]}"


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page of all papers, a form that a script brings to life and a list; see `one` for the others."""
    papers = count(len(view.newest), "paper")
    venues = [venue for venue, _ in Counter(paper.venue for paper in view.newest).most_common()]
    yield overview(
        here,
        "papers.html",
        {"description": f"{papers} on efficient language models, to search and filter"},
        view=view,
        venues=venues[:VENUES],
        more_venues=sorted(venues[VENUES:], key=str.casefold),
        shown=view.added[:SHOWN],
        **timeline(view.newest, view.years),
    )
    yield text_lists.latest(view)
    yield text_lists.most_cited(view)
    for paper in view.newest:
        yield Later(_paths(paper), _made_from(view, paper), partial(_all_of, view, paper))


def _all_of(view: View, paper: Paper) -> list[Page | File]:
    page, files = one(view, paper)
    return [page, *files]


def one(view: View, paper: Paper) -> tuple[Page, list[File]]:
    """Return a paper's page and its other files: BibTeX, JSON, and the way to it from keys it had before."""
    bibtex = view.bibtex[paper.key]
    found, related = links(paper), view.related(paper)
    text = _json(view, paper, bibtex, found, related)
    files = [twins.of_paper(view, paper)]
    for key in (paper.key, *paper.former_keys):
        files += [File(f"papers/{key}.bib", bibtex), File(f"api/v1/papers/{key}.json", text)]
    moved = environment().get_template("moved.html")
    files += [
        File(f"papers/{old}/index.html", moved.render(id=paper.key, title=paper.title)) for old in paper.former_keys
    ]
    return _page(view, paper, bibtex, found, related), files


def _paths(paper: Paper) -> list[str]:
    """Return the paths of all that `one` returns."""
    data = [
        path for key in (paper.key, *paper.former_keys) for path in (f"papers/{key}.bib", f"api/v1/papers/{key}.json")
    ]
    return [
        f"papers/{paper.key}.md",
        twins.path("papers", paper.key),
        *data,
        *(f"papers/{old}/index.html" for old in paper.former_keys),
    ]


def _made_from(view: View, paper: Paper) -> object:
    """Return all that a paper's page and files are made from, as plain values: see `one`, which shows no more."""
    listed = view.lines_of
    return (
        view.fingerprints[paper.key],
        view.shared_by_papers,
        f"{view.read} of {len(view.newest)}",
        view.venue_page(paper.venue, paper.year),
        *(person.page for name in paper.authors if (person := view.people.get(name))),
        "cites",
        *map(listed.__getitem__, (other.key for other in view.cites[paper.key])),
        "cited by",
        *map(listed.__getitem__, (other.key for other in view.cited_by.get(paper.key, ()))),
        str(view.kb.cited_in_literature(paper)),
        "related",
        "named by",
        *(f"{one.id} {one.repo} {one.commit}" for one in view.kb.lists.naming(paper.key)),
        *(text for other, reason in view.related(paper) for text in (listed[other.key], reason)),
    )


def _json(view: View, paper: Paper, bibtex: str, found: list[Link], related: list[Related]) -> str:
    counted = view.kb.cited_in_literature(paper)
    text = json_of(
        paper,
        links={link.label: link.address for link in found},
        cited_by=[other.key for other in view.cited_by.get(paper.key, ())],
        cited_in_literature=counted and counted.model_dump(exclude={"paper"}),
        related=[{"key": other.key, "reason": reason} for other, reason in related],
        lists=[one.id for one in view.kb.lists.naming(paper.key)],
        bibtex=bibtex,
    )
    return f"{text}\n"


def _page(view: View, paper: Paper, bibtex: str, found: list[Link], related: list[Related]) -> Page:
    venue = view.kb.venues[paper.venue]
    categories = view.categories(paper)
    cited_by = view.cited_by.get(paper.key, [])
    return page(
        f"papers/{paper.key}.md",
        "paper.html",
        _title(paper),
        {
            "description": _description(paper),
            "record": paper_path(paper.key),
            "card": previews.of_category(categories[0]),
            "head": metadata.paper_head(paper, venue, categories, "../../"),
        },
        paper=paper,
        venue=venue,
        venue_page=view.venue_page(paper.venue, paper.year),
        looked_for=_looked_for(paper, venue),
        people=view.people,
        categories=categories,
        branches=view.kb.taxonomy.branches,
        links=found,
        ids=[(ID_NAMES[kind], value) for kind, value in paper.ids.items()],
        lineage=lineage.picture(view, paper, "../../"),
        lists_read=filters.lists_read(view.read, len(view.newest)),
        cites=view.cites[paper.key],
        cites_words=filters.cites_words(paper),
        cited_by=cited_by,
        citing=_parted(view, paper, cited_by),
        cited_by_words=filters.cited_by_words(len(cited_by), view.read, len(view.newest)),
        in_literature=view.kb.cited_in_literature(paper),
        related=related,
        lists=view.kb.lists.naming(paper.key),
        survey=home.SURVEY,
        tables=reported_results.tables(view, paper),
        bibtex=bibtex.strip(),
        sources=read_in(paper.sources),
        others=other_facts(paper, _PLACED | NOT_SHOWN.keys()),
    )


def _parted(view: View, paper: Paper, citing: Sequence[Paper]) -> list[tuple[str, list[Paper]]]:
    """Return citing papers below headings that say what is known of them; one without heading where that parts nothing.

    What a citation is for is not recorded. Known is whether a paper here reports figures of a method of this name, and
    whether it is on the same topic, a category of the second level of the taxonomy.
    """
    names = [name.casefold() for name in (paper.name, *paper.aliases) if name]
    topics = {node.path[1] for node in view.categories(paper) if len(node.path) > 1}
    beside = [one for one in citing if any(_is_of(result.method, names) for result in one.results)]
    near = [one for one in citing if one not in beside and any(topics & {*n.path} for n in view.categories(one))]
    others = [one for one in citing if one not in beside and one not in near]
    on = " or ".join(node.name for node in sorted(topics, key=lambda node: node.name))
    found = [("Report figures of it", beside), (f"Also on {on}", near), ("On other topics", others)]
    groups = [(heading, papers) for heading, papers in found if papers]
    return groups if len(groups) > 1 else [("", list(citing))]


def _is_of(method: str | None, names: Sequence[str]) -> bool:
    """Tell whether a method in a table is one of these names, alone or with its setting: ``GPTQ (g128)``."""
    given = f"{(method or '').casefold()} "
    return any(given.startswith(name) and given[len(name)] in " ,(" for name in names)


def _looked_for(paper: Paper, venue: Venue) -> date | None:
    """Return the day on which a published version of a preprint was looked for and not found."""
    days = [day for source in paper.source("venue") if (day := source.judged)]
    return max(days, default=None) if venue.kind == "preprint" else None


def _title(paper: Paper) -> str:
    """Return the title for tabs, bookmarks and the search, which finds methods by their names."""
    if paper.name is None or paper.name.casefold() in paper.title.casefold():
        return paper.title
    return f"{paper.name}: {paper.title}"


def _description(paper: Paper) -> str:
    about = f"{filters.short_authors(paper.authors)}, {paper.venue} {paper.year}."
    return f"{about} {paper.summary}" if paper.summary else about
