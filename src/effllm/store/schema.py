"""JSON Schemas of the records, for editors: made from the pydantic models and the ids that exist.

They are of draft 07, which is the newest that the YAML language server (the part of editors that reads them) promises
to support. There a reference has no neighbours: what is beside a ``$ref`` is passed over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from effllm.store import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Category, Corpus
    from effllm.store.layout import Kind

DRAFT = "http://json-schema.org/draft-07/schema#"


def json_schemas(corpus: Corpus) -> dict[str, str]:
    """Return ``{path: text}`` of every kind's JSON Schema, with the leaf categories and venues as enumerations."""
    return {
        f"{layout.SCHEMAS}/{kind.name}.json": json.dumps(_schema(kind, corpus), indent=2, ensure_ascii=False) + "\n"
        for kind in (*layout.KINDS, layout.CANDIDATE)
        if kind not in {layout.RESULTS, layout.REFERENCES, layout.LEFT_OUT}  # no YAML, so that no editor asks for them
    }


def _schema(kind: Kind, corpus: Corpus) -> dict[str, Any]:
    _, top = models_json_schema([(kind.model, "validation")], title=kind.name, ref_template="#/definitions/{model}")
    definitions: dict[str, Any] = {name: _plain(made) for name, made in top["$defs"].items()}
    record = definitions[kind.model.__name__]
    for name in kind.not_inside:
        del record["properties"][name]
    record["required"] = [name for name in record["required"] if name not in kind.not_inside]
    if kind is layout.PAPER:
        _enumerate(record["properties"], corpus)
    reference = {"$ref": f"#/definitions/{kind.model.__name__}"}
    content = (
        {"type": "array", "items": reference} if kind.listed and kind not in layout.LINES else {"allOf": [reference]}
    )
    return {"$schema": DRAFT, "title": f"effllm {kind.name}", **content, "definitions": _named(definitions, kind)}


def _named(definitions: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """Return the definitions that the record leads to; those of fields that are elsewhere go."""
    named, waiting = {kind.model.__name__}, [kind.model.__name__]
    while waiting:
        text = json.dumps(definitions[waiting.pop()])
        more = {name for name in definitions if f'"#/definitions/{name}"' in text} - named
        named |= more
        waiting += more
    return {name: definition for name, definition in definitions.items() if name in named}


def _enumerate(properties: dict[str, Any], corpus: Corpus) -> None:
    """Name the venues and categories that there are, each with what it is, which editors show beside it."""
    venue, categories = properties["venue"], properties["categories"]
    venue["enum"] = [known.id for known in corpus.venues]
    venue["enumDescriptions"] = [known.name for known in corpus.venues]
    leaves = dict(sorted((leaf.id, f"{heading}: {leaf.summary}") for leaf, heading in _leaves(corpus)))
    categories["items"] = {"type": "string", "enum": list(leaves), "enumDescriptions": list(leaves.values())}


def _leaves(corpus: Corpus) -> Iterator[tuple[Category, str]]:
    """Yield every category that holds papers, with the headings that lead to it."""
    waiting = [(branch, branch.name) for branch in corpus.branches]
    while waiting:
        category, heading = waiting.pop()
        if not category.children:
            yield category, heading
        waiting += [(child, f"{heading} > {child.name}") for child in category.children]


def _plain(made: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return pydantic's schema as an editor needs it.

    Titles that only repeat a field's name go, and so does null: a field of which nothing is known is left out.

    Args:
        made: the schema, or a part of it.
        names: whether the keys are names of fields, not words of the schema.
    """
    if isinstance(made, list):
        return [_plain(item) for item in made]
    if not isinstance(made, dict):
        return made
    parts = {name: _plain(part, names=name in {"properties", "$defs"} and not names) for name, part in made.items()}
    if names:
        return parts
    parts.pop("title", None)
    default = parts.get("default")
    if default is None:
        parts.pop("default", None)
    elif isinstance(default, dict):
        parts["default"] = {name: value for name, value in default.items() if value is not None}
    choices = [choice for choice in parts.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) > 1:
        parts["anyOf"] = choices
    if len(choices) == 1:
        del parts["anyOf"]
        parts = {**choices[0], **parts} if "$ref" not in choices[0] else {"allOf": choices, **parts}
    if "$ref" in parts and len(parts) > 1:
        parts = {"allOf": [{"$ref": parts.pop("$ref")}], **parts}
    return parts
