"""The records as JSON files. A paper's own file comes with its page."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import effllm
from effllm.site.building.render import File, Later, overview
from effllm.site.pages import find_files, papers
from effllm.site.pages.api_schemas import schemas
from effllm.site.pages.json_fields import BASE, files
from effllm.site.pages.models import as_json
from effllm.store.snapshot import LICENSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.kb import Node
    from effllm.records import Framework, Paper, ReadingList
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

_HEAD = {"generator": f"effllm {effllm.__version__}", "license": LICENSE}
"""How every list begins: the program that wrote it, and the license. The version of the data is in the index only."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the files and the page about them."""
    kb = view.kb
    in_order = list(kb.papers.values())
    shown = files(next(iter(kb.papers), None))
    yield _index(view, [file.path for file in shown if "<" not in file.path])
    yield from (_found(name, keys) for name, keys in find_files.found(in_order).items())
    yield _file("papers", "papers", map(papers.json_of, in_order))
    yield File(f"{BASE}/papers.ndjson", (f"{papers.json_of(paper)}\n" for paper in in_order))
    yield _file("taxonomy", categories=[_category(view, node) for node in kb.taxonomy.roots])
    yield from (_one("taxonomy", node.id, _one_category(node)) for node in kb.taxonomy.values())
    yield _file(
        "frameworks",
        vocabulary=kb.vocabulary.to_dict(),
        frameworks=[_framework(one) for one in kb.frameworks.values()],
    )
    yield from (_one("frameworks", one.id, _framework(one)) for one in kb.frameworks.values())
    yield _file("models", models=[as_json(model) for model in kb.models.values()])
    yield from (_one("models", one.id, as_json(one)) for one in kb.models.values())
    yield File(f"{BASE}/models.csv", kb.models.to_csv())
    yield _file("hardware", hardware=[one.to_dict() for one in kb.hardware.values()])
    yield File(f"{BASE}/hardware.csv", kb.hardware.to_csv())
    reporting = [view.fingerprints[paper.key] for paper in in_order if paper.results]
    yield Later(
        [f"{BASE}/results.json", f"{BASE}/results.csv"],
        (view.shared_by_papers, reporting),
        lambda: [_file("results", **_results(view)), File(f"{BASE}/results.csv", kb.results().to_csv())],
    )
    yield _file("measurements", measurements=[one.to_dict() for one in kb.measurements.values()])
    yield File(f"{BASE}/measurements.csv", kb.measurements.to_csv())
    yield _file("reading-lists", reading_lists=[_reading_list(one) for one in kb.reading_lists.values()])
    yield _file("venues", venues=_venues(view))
    yield _file("lists", lists=[one.to_dict() | {"page": f"lists/{one.id}/"} for one in kb.lists.values()])
    yield _file("formulas", formulas=[one.to_dict() | {"page": f"formulas/{one.id}/"} for one in kb.formulas.values()])
    citing = [(paper.key, paper.references, paper.cites, paper.source("cites")) for paper in in_order]
    yield Later([f"{BASE}/citations.json"], citing, lambda: [_citations(in_order)])
    yield File(f"{BASE}/papers.bib", "\n\n".join(view.bibtex.values()))
    yield File(f"{BASE}/papers.csv", kb.papers.to_csv())
    for path, schema in schemas(view.address).items():
        yield File(path, json.dumps(schema, indent=1, ensure_ascii=False) + "\n")
    about = {"description": "The JSON files of this site and what their fields mean"}
    yield overview(here, "api.html", about, files=shown)


def _index(view: View, paths: list[str]) -> File:
    """Return what there is: the lists, and every paper in short. It grows with the papers, so that it is terse."""
    found = (
        _json(
            {
                "key": paper.key,
                "title": paper.title,
                "year": paper.year,
                "venue": paper.venue,
                "category": paper.primary_category,
                "ids": {kind: value for kind, value in paper.ids.items() if kind != "url"},
            }
        )
        for paper in view.kb.papers.values()
    )
    snapshot = {name: value for name, value in view.kb.snapshot.identity.items() if name != "license"}
    return _file("index", "papers", found, snapshot=snapshot, files=paths)


def _found(name: str, keys: dict[str, list[str]]) -> File:
    """Return a file of what texts name, a line a text, for it is read by people and searched by line."""
    lines = ",\n".join(f"{_json(text)}:{_json(named)}" for text, named in keys.items())
    return File(f"{BASE}/{find_files.FOLDER}/{name}.json", f'{_json(_HEAD)[:-1]},"keys":{{\n{lines}\n}}}}\n')


def _one(folder: str, name: str, content: dict[str, Any]) -> File:
    return File(f"{BASE}/{folder}/{name}.json", f"{_json(content)}\n")


def _framework(one: Framework) -> dict[str, Any]:
    return one.to_dict() | {"page": f"frameworks/{one.id}/"}


def _venues(view: View) -> list[dict[str, Any]]:
    """Return the venues that papers name, each with how many do."""
    papers = Counter(paper.venue for paper in view.kb.papers.values())
    return [
        venue.to_dict() | {"page": f"venues/{view.slugs[venue.id]}/", "papers": papers[venue.id]}
        for venue in view.kb.venues.values()
        if venue.id in papers
    ]


def _citations(papers: Sequence[Paper]) -> File:
    found = (
        _json({"citing": paper.key, "cited": key, "sources": sources})
        for paper in papers
        for sources in [[str(source) for source in paper.source("cites")]]
        for key in paper.cites
    )
    return _file("citations", "citations", found, references={paper.key: paper.references for paper in papers})


def _file(name: str, listed: str = "", records: Iterable[str] = (), **content: object) -> File:
    """Return a file; a long list comes as JSON one by one, so that it is never in memory as a whole."""
    text = _json({**_HEAD, **content})
    return File(f"{BASE}/{name}.json", _pieces(text, listed, records) if listed else f"{text}\n")


def _pieces(text: str, listed: str, records: Iterable[str]) -> Iterator[str]:
    yield f'{text[:-1]},"{listed}":['
    between = ""
    for record in records:
        yield f"{between}{record}"
        between = ","
    yield "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _category(view: View, node: Node) -> dict[str, Any]:
    return {
        **node.record.model_dump(mode="json", exclude={"children"}),
        "around": node.around,
        "page": f"taxonomy/{node.id}/",
        "papers": view.kb.keys_by_category.get(node.id, []),
        "children": [_category(view, child) for child in node.children],
    }


def _one_category(node: Node) -> dict[str, Any]:
    """Return a category by itself: others and papers as ids, the papers below it among them."""
    return {
        **node.record.model_dump(mode="json", exclude={"children"}),
        "around": node.around,
        "page": f"taxonomy/{node.id}/",
        "parent": node.parent.id if node.parent else None,
        "path": [one.id for one in node.path],
        "children": [child.id for child in node.children],
        "papers": sorted(node.paper_keys),
    }


def _results(view: View) -> dict[str, Any]:
    """Return all figures, and the groups in which they may be ranked by their places in that list."""
    results = view.kb.results()
    places = {id(one.result): place for place, one in enumerate(results)}
    return {
        "metrics": [metric.to_dict() for metric in view.kb.vocabulary.metrics],
        "results": [
            {"paper": one.paper.key, **one.result.to_dict(), "sources": [str(source) for source in one.sources]}
            for one in results
        ],
        "comparable": [[places[id(one.result)] for one in group] for group in results.comparable()],
    }


def _reading_list(one: ReadingList) -> dict[str, Any]:
    return one.to_dict() | {"page": f"reading-lists/{one.id}/"}
