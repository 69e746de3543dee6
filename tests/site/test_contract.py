"""The JSON files of the site keep to the schemas that are published with them."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import effllm
from effllm.site.pages import json_fields, papers
from effllm.site.pages.api_schemas import schemas
from effllm.site.view import View
from tests.checkouts import BASE
from tests.site.records import made

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase

ALONE = {"papers": "paper", "frameworks": "framework", "models": "model", "taxonomy": "category"}
"""The folders with a file for each record, and their schemas."""


def strict(schema: Any) -> Any:  # noqa: ANN401 - a schema or a part of one
    """Return a schema that allows no field that it does not name: what is published must be described."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        found.setdefault("additionalProperties", False)
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    schema = schemas("")[f"api/v1/schema/{name}.json"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(strict(schema))


def schema_of(path: str) -> str:
    """Return the name of the schema of a file, from its place below ``api/v1/``."""
    folder, _, _ = path.rpartition("/")
    if folder.startswith("find/"):
        return "find"
    return ALONE[folder] if folder else path.removesuffix(".json")


def faults(path: str, content: object) -> list[str]:
    found = validator(schema_of(path)).iter_errors(content)
    return [f"{path}: {'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in found]


def test_every_file_of_the_built_site_keeps_to_its_schema(built: Path) -> None:
    api = built / "api" / "v1"
    files = [path for path in sorted(api.rglob("*.json")) if path.parent.name != "schema"]
    named = {schema_of(str(path.relative_to(api))) for path in files}
    assert named == {path.stem for path in (api / "schema").iterdir()} >= {file.id for file in json_fields.files(None)}
    problems = [
        fault for path in files for fault in faults(str(path.relative_to(api)), json.loads(path.read_text("utf-8")))
    ]
    assert problems == []
    lines = [json.loads(line) for line in (api / "papers.ndjson").read_bytes().splitlines()]
    assert lines == json.loads((api / "papers.json").read_text("utf-8"))["papers"]


def test_the_index_names_every_list(built: Path) -> None:
    index = json.loads((built / "api" / "v1" / "index.json").read_text("utf-8"))
    assert all((built / path).is_file() for path in index["files"])
    lists = {path.name for path in (built / "api" / "v1").glob("*.json")}
    assert lists == {path.rpartition("/")[2] for path in index["files"]}
    assert re.fullmatch(r"[0-9a-f]{64}", index["snapshot"]["sha256"])


def test_the_version_of_the_data_stands_in_the_index_and_the_snapshot_only(built: Path) -> None:
    index, snapshot = (json.loads((built / path).read_text("utf-8")) for path in ("api/v1/index.json", "snapshot.json"))
    assert index["snapshot"]["version"] == snapshot["version"]
    assert (snapshot["license"], index["generator"]) == ("CC-BY-4.0", f"effllm {effllm.__version__}")
    assert "version" not in json.loads((built / "api/v1/papers.json").read_text("utf-8"))


def test_a_schema_has_an_id_with_and_without_an_address() -> None:
    path = "api/v1/schema/paper.json"
    assert schemas("")[path]["$id"] == "urn:effllm:api:v1:paper"
    assert schemas("https://example.org/effllm/")[path]["$id"] == f"https://example.org/effllm/{path}"


def test_a_wrong_file_is_noticed(kb: KnowledgeBase) -> None:
    right = json.loads(papers.json_of(next(iter(kb.papers.values()))))
    listed = {"generator": "effllm 1", "license": "CC-BY-4.0", "papers": [right]}
    assert faults("papers.json", listed) == []
    for change in ({"year": "2023"}, {"invented": 1}, {"venue": None}):
        assert faults("papers.json", {**listed, "papers": [right | change]})
    assert faults("papers.json", {**listed, "papers": [{k: v for k, v in right.items() if k != "doi"}]})


@pytest.mark.corpus
def test_the_real_files_keep_to_their_schemas_and_sizes() -> None:
    real = effllm.load(BASE.parents[2])
    view = View(real)
    found = made(view, "api/")
    small = [path for path in found if path.endswith(".json") and "/schema/" not in path]
    assert not [
        fault
        for path in small
        if path != "api/v1/papers.json"
        for fault in faults(path.removeprefix("api/v1/"), json.loads(found[path]))
    ]
    lines = found["api/v1/papers.ndjson"].rstrip("\n").split("\n")
    some = {"generator": "", "license": "CC-BY-4.0", "papers": [json.loads(line) for line in lines[::10]]}
    assert faults("papers.json", some) == []
    largest = max(len(text.encode()) for path, text in found.items() if path.startswith("api/v1/find/"))
    assert largest <= 60_000
    at_5000 = len(gzip.compress(found["api/v1/index.json"].encode(), 9)) * 5000 / len(real.papers)
    assert at_5000 <= 350_000
