"""The records that the search and the explorer read in the browser, as small as they get."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from effllm.lookup.paper_index import identities
from effllm.markup import anchor
from effllm.rules import RULES
from effllm.search import known_of
from effllm.site import filters
from effllm.site.building.render import File
from effllm.site.contents import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from effllm.kb.taxonomy import Node
    from effllm.records import Framework, PretrainedModel, ReadingList
    from effllm.site.view import View

PATH = "assets/library.json"
MORE = "assets/library-more.json"
SEARCH = "assets/search/{}-{}.json"
_PART_SIZE, _NUMBER_SIZE = 30_000, 3
"""About how many bytes a part of the search index has, and how many a number."""

_HEADING = re.compile(r"^(#{1,3}) (.+?) *$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
Page = tuple[str, str, str, list[str], str, int]
"""Kind, title, address from the site's root, other names, text, and of a topic how many papers are in it."""


class _Numbers(dict[str, int]):
    """Numbers for names, in the order in which they are first asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def files(view: View, guides: Mapping[str, str]) -> Iterator[File]:
    """Yield the files in the order in which a browser fetches them.

    Args:
        view: the knowledge base.
        guides: the hand-written pages, Markdown by path.
    """
    yield File(PATH, text(view))
    yield File(MORE, more(view, guides))
    yield from search_files(view)


def text(view: View) -> str:
    """Return what the first answer on the page of papers needs, as small as it gets: it grows with the papers.

    The papers come as columns, which compress better than rows, with numbers for what many share. They are in the order
    in which they appeared, the latest first; ``added`` numbers the days on which they came in.
    """
    venues = _Numbers()
    categories = {category: number for number, category in enumerate(view.kb.taxonomy)}
    tree = [
        [node.id, node.name, categories[node.parent.id] if node.parent else -1] for node in view.kb.taxonomy.values()
    ]
    days = {day: number for number, day in enumerate(sorted({paper.added for paper in view.newest}))}
    frameworks = {framework.paper: framework.id for framework in view.kb.frameworks.values()}
    known = known_of(view.kb.corpus)
    columns = {
        "key": [paper.key for paper in view.newest],
        "title": [paper.title for paper in view.newest],
        "name": [paper.name or "" for paper in view.newest],
        "aliases": [paper.aliases for paper in view.newest],
        "year": [paper.year for paper in view.newest],
        "venue": [venues[paper.venue] for paper in view.newest],
        "categories": [[categories[category] for category in paper.categories] for paper in view.newest],
        "code": [int(bool(paper.code)) for paper in view.newest],
        "framework": [frameworks.get(paper.key, "") for paper in view.newest],
        "added": [days[paper.added] for paper in view.newest],
        "cited": [len(view.cited_by.get(paper.key, ())) for paper in view.newest],
        "known": [known[paper.key] for paper in view.newest],
    }
    parts = {kind: [texts[0] for texts, _ in parts] for kind, parts in search_parts(view).items()}
    return _json({"venues": list(venues), "categories": tree, "papers": columns, "parts": parts})


def more(view: View, guides: Mapping[str, str]) -> str:
    """Return what is fetched after the first answer: the rest of what is known of the papers, and all other pages."""
    authors = _Numbers()
    columns = {
        "authors": [[authors[name] for name in paper.authors] for paper in view.newest],
    }
    pages = [*_records(view), *_overviews(), *_checks(), *_guides(guides)]
    people: dict[str, list[tuple[int, int]]] = {}
    for person in {person.page: person for person in view.people.values()}.values():
        people.setdefault(person.group, []).append((authors[person.name], len(person.papers)))
    return _json({"authors": list(authors), "papers": columns, "pages": pages, "people": people})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


Part = tuple[list[str], list[list[int]]]
"""Texts in order, and the papers of each, as steps from one to the next."""


@lru_cache(maxsize=1)
def search_parts(view: View) -> dict[str, list[Part]]:
    """Return what a search looks up, in parts: words, and all that tells papers apart, as ids and addresses.

    The numbers of a word are those of `effllm.search.SearchIndex`, with the places of papers in the library.
    """
    places = {paper.key: place for place, paper in enumerate(view.newest)}
    ids: dict[str, list[int]] = {}
    for paper in view.newest:
        for text in identities(paper):
            ids.setdefault(text, []).append(places[paper.key])
    return {
        "words": list(_parts(view.kb.search_index.postings(places))),
        "ids": list(_parts(sorted(ids.items()))),
    }


def _parts(table: Iterable[tuple[str, list[int]]]) -> Iterator[Part]:
    """Yield a table in parts of about the same size."""
    texts: list[str] = []
    numbers: list[list[int]] = []
    size = 0
    for text, found in table:
        texts.append(text)
        numbers.append([number - before for before, number in pairwise([0, *found])])
        size += len(text) + _NUMBER_SIZE * len(found)
        if size >= _PART_SIZE:
            yield texts, numbers
            texts, numbers, size = [], [], 0
    if texts:
        yield texts, numbers


def search_paths(view: View) -> list[str]:
    """Return where the parts of what a search looks up are."""
    return [SEARCH.format(kind, number) for kind, parts in search_parts(view).items() for number in range(len(parts))]


def search_files(view: View) -> Iterator[File]:
    """Yield the parts of what a search looks up."""
    for kind, parts in search_parts(view).items():
        for number, (texts, numbers) in enumerate(parts):
            yield File(SEARCH.format(kind, number), _json({"texts": "\n".join(texts), "numbers": numbers}))


def _overviews() -> Iterator[Page]:
    return (("Page", page.title, page.address, list(page.words), page.about, 0) for page in CONTENTS if page.words)


def _records(view: View) -> Iterator[Page]:
    for node in view.kb.taxonomy.values():
        about = filters.first_sentence(node.summary)
        yield "Category", node.name, f"taxonomy/{node.id}/", [*node.aliases], about, len(node.paper_keys)
    for venue, papers in view.by_venue.items():
        names = [*view.kb.venues[venue].aliases[:1], *sorted({f"{venue} {paper.year}" for paper in papers})]
        yield "Venue", venue, f"venues/{view.slugs[venue]}/", names, view.kb.venues[venue].name, 0
    for framework in view.kb.frameworks.values():
        yield "Framework", framework.name, f"frameworks/{framework.id}/", _names(framework), framework.summary or "", 0
    for model in view.kb.models.values():
        yield "Model", model.name, f"models/{model.id}/", [*model.aliases], _known_of_model(model), 0

    for formula in view.kb.formulas.values():
        about = filters.first_sentence(formula.summary)
        yield "Formula", formula.name, f"formulas/{formula.id}/", [formula.id], about, 0
    topics = _topics_of_lists(view)
    for one in view.kb.reading_lists.values():
        names = [name for node in topics.get(one.id, ()) for name in (node.name, *node.aliases) if name != one.name]
        most = max((len(node.paper_keys) for node in topics.get(one.id, ())), default=0)
        yield "Reading list", one.name, f"reading-lists/{one.id}/", names, filters.first_sentence(one.summary), most


def _topics_of_lists(view: View) -> dict[str, list[Node]]:
    """Return the categories whose reading list each is: their own, else that of the largest category below."""
    own: dict[str, ReadingList] = {}
    for one in view.kb.reading_lists.values():
        if one.category and (one.category not in own or one.name == view.kb.taxonomy[one.category].name):
            own[one.category] = one
    nearest: dict[str, Node] = {}
    topics: dict[str, list[Node]] = {}
    for node in reversed([*view.kb.taxonomy.values()]):  # those below come first
        below = [nearest[child.id] for child in node.children if child.id in nearest]
        if node.id in own or below:
            nearest[node.id] = node if node.id in own else max(below, key=lambda one: len(one.paper_keys))
            topics.setdefault(own[nearest[node.id].id].id, []).append(node)
    return topics


def _known_of_model(model: PretrainedModel) -> str:
    """Return what the page of a model tells."""
    cost = model.cost_usd or model.accelerator_hours
    facts = {"parameters": model.parameters, "training tokens": model.tokens, "training cost": cost}
    return ", ".join(fact for fact, known in facts.items() if known)


def _names(framework: Framework) -> list[str]:
    """Return what people also call a framework: its id, and its repository with and without the owner."""
    names = [framework.id, framework.repo, framework.repo.rpartition("/")[2]]
    return [name for name in dict.fromkeys(names) if name != framework.name]


def _checks() -> Iterator[Page]:
    for rule in RULES:
        code = rule.code
        title = f"{code}: {rule.title.replace('`', '')}"
        yield "Check", title, f"contribute/problems/{code.lower()}/", [code], filters.first_sentence(rule.why), 0


def _guides(guides: Mapping[str, str]) -> Iterator[Page]:
    """Yield the hand-written pages and their sections."""
    for path, markdown in sorted(guides.items()):
        address = path.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
        title = ""
        for sign, found in _HEADING.findall(_FENCED.sub("", markdown)):
            heading = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", found)
            if sign == "#":
                title = heading
                yield "Guide", title, address, [], "", 0
            else:
                yield "Guide", heading, f"{address}#{anchor(heading)}", [], title, 0
