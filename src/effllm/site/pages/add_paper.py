"""The form that makes the record of a paper: its rules are those of the schema, the ids and the keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.id_kinds import ARXIV_DOI, KEY, KINDS
from effllm.rules.keys import COMMON_WORDS, FUNCTION_WORDS
from effllm.site.building.render import File, overview
from effllm.store import layout, schema, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

FIELDS = (
    "title", "name", "authors", "year", "venue", "arxiv", "doi", "openreview", "acl", "url", "code", "categories",
    "summary", "added",
)  # fmt: skip
"""The fields that the form fills in, in the order of a record."""


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page and its rules."""
    yield overview(
        here, "add-paper.html", {"description": "Make the record of a paper in the browser, checked as you type"}
    )
    yield File(f"{here.address}rules.json", json.dumps(rules(view), ensure_ascii=False, separators=(",", ":")))


def rules(view: View) -> dict[str, Any]:
    """Return what the form checks and writes by; regular expressions are those of JavaScript, for whole texts."""
    path = f"{layout.SCHEMAS}/{layout.PAPER.name}.json"
    made = json.loads(schema.json_schemas(view.kb.corpus)[path])
    record = made["definitions"]["Paper"]
    example = layout.paper_path("doe2024thin")
    return {
        "required": record["required"],
        "fields": {name: record["properties"][name] for name in FIELDS},
        "ids": {
            name: {"name": kind.name, "url": kind.url, "form": kind.pattern, "before": f"{kind.hosts}|{kind.mirrors}"}
            for name, kind in KINDS.items()
        },
        "arxiv_doi": ARXIV_DOI,
        "key": KEY,
        "passed_over": sorted(FUNCTION_WORDS),
        "common": sorted(COMMON_WORDS),
        "schema": layout.schema_of(example, layout.PAPER),
        "width": writer.WIDTH,
        "plain": writer.SURELY_PLAIN.pattern.replace("*+", "*"),
        "flow_unsafe": writer.FLOW_UNSAFE.pattern,
        "number": writer.NUMBER.pattern,
    }
