"""JSON Schemas of the records, for editors: made from the pydantic models and the ids that exist."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from effllm.store import layout

if TYPE_CHECKING:
    from effllm.records import Corpus
    from effllm.store.layout import Kind


def json_schemas(corpus: Corpus) -> dict[str, str]:
    """Return ``{path: text}`` of every kind's JSON Schema, with the leaf categories and venues as enumerations."""
    return {
        f"{layout.SCHEMAS}/{kind.name}.json": json.dumps(_schema(kind, corpus), indent=2, ensure_ascii=False) + "\n"
        for kind in layout.KINDS
    }


def _schema(kind: Kind, corpus: Corpus) -> dict[str, Any]:
    _, top = models_json_schema([(kind.model, "validation")], title=kind.name)
    definitions: dict[str, Any] = top["$defs"]
    record = definitions[kind.model.__name__]
    if kind.stem:
        del record["properties"][kind.stem]
        record["required"].remove(kind.stem)
    if kind is layout.PAPER:
        leaves = sorted(category.id for category in corpus.categories() if not category.children)
        record["properties"]["venue"]["enum"] = [venue.id for venue in corpus.venues]
        record["properties"]["categories"]["items"] = {"type": "string", "enum": leaves}
    reference = {"$ref": f"#/$defs/{kind.model.__name__}"}
    content = {"type": "array", "items": reference} if kind.listed else reference
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"effllm {kind.name}",
        **content,
        "$defs": definitions,
    }
