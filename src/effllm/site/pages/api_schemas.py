"""JSON Schemas of the published JSON files, made from the record models and from what the files add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from effllm import records
from effllm.site.pages.json_fields import (
    BASE,
    INDEXED,
    OF_A_CATEGORY,
    OF_A_CITATION,
    OF_A_MODEL,
    OF_A_RESULT,
    OF_A_VENUE,
    OF_ONE_CATEGORY,
    OF_ONE_PAPER,
    OF_THE_SNAPSHOT,
    PAGE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.records.base import Record
    from effllm.site.pages.json_fields import Field

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = f"{BASE}/schema"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TYPES: dict[str, Schema] = {
    "text": _TEXT,
    "text or null": {"type": ["string", "null"]},
    "list of text": {"type": "array", "items": _TEXT},
    "list of object": {"type": "array", "items": {"type": "object"}},
    "object": {"type": "object"},
    "object or null": {"type": ["object", "null"]},
    "whole number": {"type": "integer"},
    "number or null": {"type": ["number", "null"]},
    "true or false": {"type": "boolean"},
}
"""Types as `Field` has them in words -> the same as a schema."""

_HEAD: dict[str, Schema] = {"generator": _TEXT, "license": {"const": "CC-BY-4.0"}}
"""How every list begins."""


def schemas(address: str) -> dict[str, Schema]:
    """Return the schemas by their path in the site.

    Args:
        address: public address of the site, of which each ``$id`` is made; without one it is a URN.
    """
    found = {**_of_lists(), **_of_single_records()}
    return {f"{FOLDER}/{name}.json": _named(name, schema, address) for name, schema in found.items()}


def _of_lists() -> dict[str, Schema]:
    named = {"type": "object", "additionalProperties": {"enum": ["none", "partial", "full"]}}
    return {
        "papers": _listed("papers", record_schema("Paper", PAGE)),
        "taxonomy": _listed("categories", record_schema("Category", *OF_A_CATEGORY)),
        "frameworks": _listed("frameworks", record_schema("Framework", PAGE), vocabulary=record_schema("Vocabulary")),
        "models": _listed("models", record_schema("PretrainedModel", *OF_A_MODEL)),
        "hardware": _listed("hardware", record_schema("Accelerator")),
        "results": _listed(
            "results",
            record_schema("Result", *OF_A_RESULT),
            metrics=_many(record_schema("Metric")),
            comparable=_many(_many({"type": "integer"})),
        ),
        "measurements": _listed("measurements", record_schema("Measurement")),
        "reading-lists": _listed("reading_lists", record_schema("ReadingList", PAGE)),
        "lists": _listed("lists", record_schema("PublicList", PAGE)),
        "formulas": _listed("formulas", record_schema("Formula", PAGE)),
        "venues": _listed("venues", record_schema("Venue", *OF_A_VENUE)),
        "citations": _listed("citations", _object(OF_A_CITATION), references=named),
        "find": _found(),
        "index": _listed("papers", _object(INDEXED), snapshot=_object(OF_THE_SNAPSHOT), files=_TYPES["list of text"]),
    }


def _of_single_records() -> dict[str, Schema]:
    return {
        "paper": record_schema("Paper", PAGE, *OF_ONE_PAPER),
        "framework": record_schema("Framework", PAGE),
        "model": record_schema("PretrainedModel", *OF_A_MODEL),
        "category": record_schema("Category", *OF_ONE_CATEGORY, without=("children",)),
    }


def record_schema(name: str, *added: Field, without: Iterable[str] = ()) -> Schema:
    """Return the schema of a record as it is published: every field is present, and a file may add some."""
    model: type[Record] = getattr(records, name)
    _, made = models_json_schema([(model, "serialization")], ref_template="#/$defs/{model}")
    definitions = {key: _open(one) for key, one in made["$defs"].items()}
    record = definitions[name]
    own = {key: one for key, one in record["properties"].items() if key not in without}
    properties = own | _properties(added)
    definitions[name] = {**record, "properties": properties, "required": list(properties)}
    return {"$ref": f"#/$defs/{name}", "$defs": definitions}


def _open(schema: Schema) -> Schema:
    """Return the schema of a record that later versions may add fields to."""
    if "properties" not in schema:
        return schema
    kept = {name: part for name, part in schema.items() if name not in {"additionalProperties", "title"}}
    return {**kept, "required": list(schema["properties"])}


def _properties(fields: Iterable[Field]) -> dict[str, Schema]:
    return {one.name: {**_TYPES[one.type], "description": one.description.replace("`", "")} for one in fields}


def _object(fields: Iterable[Field]) -> Schema:
    properties = _properties(fields)
    return {"type": "object", "properties": properties, "required": list(properties)}


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _listed(name: str, items: Schema, **besides: Schema) -> Schema:
    """Return the schema of a file with a list, the program that wrote it and the license."""
    properties = {**_HEAD, **besides, name: _many(items)}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _found() -> Schema:
    """Return the schema of the files in which a text is looked up."""
    properties = {**_HEAD, "keys": {"type": "object", "additionalProperties": _TYPES["list of text"]}}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _named(name: str, schema: Schema, address: str) -> Schema:
    """Return a schema of its own: with an id, and with all definitions in one place."""
    definitions: dict[str, Schema] = {}
    inner = _gathered(schema, definitions)
    identity = f"{address.rstrip('/')}/{FOLDER}/{name}.json" if address else f"urn:effllm:api:v1:{name}"
    return {"$schema": DRAFT, "$id": identity, "title": f"effllm API v1: {name}", **inner, "$defs": definitions}


def _gathered(schema: Any, definitions: dict[str, Schema]) -> Any:  # noqa: ANN401 - a schema or a part of one
    if isinstance(schema, list):
        return [_gathered(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    definitions.update(schema.get("$defs", {}))
    return {key: _gathered(one, definitions) for key, one in schema.items() if key != "$defs"}
