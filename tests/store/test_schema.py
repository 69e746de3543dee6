"""The JSON Schemas as editors use them: a YAML language server reads draft 07, completes, and shows descriptions."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from effllm.store import checkout, layout
from effllm.store.document import parse
from effllm.store.schema import json_schemas
from tests.checkouts import BASE, DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NEWER = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "dependentSchemas", "minContains"}
CASES = sorted(path for path in (DATA / "problems").iterdir() if path.is_dir())


@cache
def schemas() -> dict[str, Any]:
    """Return the schemas of the invented checkout by path."""
    return {path: json.loads(text) for path, text in json_schemas(checkout.read(BASE).corpus()).items()}


def parts(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield every mapping inside a schema, itself too."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


KINDS = [
    kind for kind in layout.KINDS if kind not in {layout.RESULTS, layout.REFERENCES, layout.LEFT_OUT}
]  # editors read YAML
each_schema = pytest.mark.parametrize("path", [f"{layout.SCHEMAS}/{kind.name}.json" for kind in KINDS])


@each_schema
def test_draft_07_and_nothing_newer(path: str) -> None:
    schema = schemas()[path]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    for part in parts(schema):
        assert not NEWER & part.keys()
        assert "$ref" not in part or len(part) == 1  # neighbours of a reference count for nothing


@each_schema
def test_every_field_has_a_description(path: str) -> None:
    for name, made in schemas()[path]["definitions"].items():
        for field, part in made.get("properties", {}).items():
            assert part.get("description", "").strip(), f"{name}.{field}"


@each_schema
def test_nothing_proposes_null(path: str) -> None:
    for part in parts(schemas()[path]):
        assert part.get("type") != "null"
        assert None not in part.values()


def test_venues_and_categories_are_proposed_with_what_they_are() -> None:
    fields = schemas()[f"{layout.SCHEMAS}/paper.json"]["definitions"]["Paper"]["properties"]
    for part in (fields["venue"], fields["categories"]["items"]):
        assert len(part["enum"]) == len(part["enumDescriptions"]) > 1
    shown = dict(
        zip(fields["categories"]["items"]["enum"], fields["categories"]["items"]["enumDescriptions"], strict=True)
    )
    assert "quantization" not in shown  # it has sub-categories
    assert " > Weight-Only Quantization: " in shown["weight-only"]


def test_the_first_line_of_every_record_leads_to_its_schema() -> None:
    for kind in KINDS:
        for entry in checkout.read(BASE).entries[kind.name]:
            path = entry.document.path
            first = (BASE / path).read_text(encoding="utf-8").split("\n")[0]
            target = (ROOT / path).parent / first.removeprefix("# yaml-language-server: $schema=")
            assert target.resolve() == ROOT / layout.SCHEMAS / f"{kind.name}.json"
            assert target.resolve().is_file()


def found_by_schema(path: str, raw: bytes) -> bool:
    """Tell whether a language server finds fault with a record."""
    kind = layout.kind_of(path)
    if kind is None:
        return False
    document, _ = parse(path, raw)
    try:
        data = document.data if document else json.loads(json.dumps(yaml.safe_load(raw), default=str))
    except (UnicodeDecodeError, yaml.YAMLError):
        return True  # it cannot be read
    return not Draft7Validator(schemas()[f"{layout.SCHEMAS}/{kind.name}.json"]).is_valid(data)


def test_right_records_are_right_in_an_editor() -> None:
    for file in BASE.rglob("*.yml"):
        assert not found_by_schema(file.relative_to(BASE).as_posix(), file.read_bytes()), file


def test_what_an_editor_finds(request: pytest.FixtureRequest) -> None:
    """Which golden cases an editor underlines while the record is typed; ``effllm validate`` finds all of them."""
    found = [
        case.name
        for case in CASES
        if any(found_by_schema(file.relative_to(case).as_posix(), file.read_bytes()) for file in case.rglob("*.yml"))
    ]
    expected = DATA / "found-by-schema.txt"
    said = "".join(f"{name}\n" for name in found)
    if request.config.getoption("--update-golden"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.corpus
def test_the_real_records_are_right_in_an_editor() -> None:
    found = checkout.read(ROOT)
    for kind in KINDS:
        schema = json.loads((ROOT / layout.SCHEMAS / f"{kind.name}.json").read_text(encoding="utf-8"))
        validator = Draft7Validator(schema)
        documents = {entry.document.path: entry.document for entry in found.entries[kind.name]}
        wrong = [
            path
            for path, document in documents.items()
            for one in (document.data if kind in layout.LINES else [document.data])
            if not validator.is_valid(one)
        ]
        assert not wrong
