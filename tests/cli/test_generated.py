"""Files that are made from the records, and records that stand where nothing reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from effllm.rules import generated
from effllm.site.contents import MADE_FROM
from effllm.site.registry import all_pages
from effllm.store import checkout, layout
from effllm.store.schema import json_schemas
from tests.checkouts import VENUES, lay
from tests.factories import knowledge_base

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

RECORD = "title: A Title\n"


def put(root: Path, path: str, text: str = RECORD) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def write_schemas(root: Path) -> None:
    for path, text in json_schemas(checkout.read(root).corpus()).items():
        put(root, path, text)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/papers/frantar2022gptq.md", "F002 .*edit papers/2022/frantar2022gptq.yml"),
        ("docs/papers/index.md", "F002 .*edit papers/<year>/<key>.yml"),
        ("docs/taxonomy/quantization/index.md", "F002 .*edit taxonomy/model-centric.yml"),
        ("docs/frameworks/vllm.md", "F002 .*edit taxonomy/frameworks/<id>.yml"),
        ("docs/reading-lists/start-with-data/index.md", "F002 .*edit taxonomy/reading-lists/<id>.yml"),
        ("docs/results/index.md", "F002 .*edit results in papers/"),
        ("docs/graph/index.md", "F002 .*edit cites in papers/"),
        ("docs/index.md", "F002 this file is made when the site is built .*edit papers/ and taxonomy/"),
        ("docs/contribute/problems/i001.md", "F002 .*edit the rules in src/effllm/rules/"),
        ("frantar2022gptq.yml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("Frantar2022GPTQ.yaml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("2022/frantar2022gptq.yml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("papers/2022/Frantar2022GPTQ.yml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("papers/2022/frantar2022gptq.yaml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("papers/frantar2022gptq.yml", "Y012 .*move it: git mv .* papers/2022/frantar2022gptq.yml"),
        ("papers/2022/gptq.yml", "Y012 .*the name is family name, year and one word"),
        ("papers/2022/frantar2022gptq.html", 'Y012 .*choose "Raw"'),
        ("papers/2022/gptq.bib", "Y012 .*effllm import-bib"),
        ("taxonomy/frameworks/vLLM.yaml", "Y012 .*move it: git mv .* taxonomy/frameworks/vllm.yml"),
    ],
)
def test_a_file_in_the_wrong_place(path: str, said: str, records: Path, run: Run) -> None:
    """It is found in the whole checkout, and by its name."""
    put(records, path)
    for result in (run("validate", status=1), run("validate", path, status=1)):
        text = " ".join(result.stdout.split())
        assert text.startswith(f"{path}:1:1: ")
        assert re.search(said, text), text


def test_all_that_the_site_makes_is_told_where_to_edit() -> None:
    made = [f"docs/{path}" for path in all_pages(knowledge_base())]
    assert len(made) > 100
    assert [path for path in made if generated.where_to_edit(path, MADE_FROM) is None] == []


@pytest.mark.parametrize("path", ["site/papers/frantar2022gptq/index.html", "build/docs/index.md"])
def test_what_was_built_is_told_only_when_named(path: str, records: Path, run: Run) -> None:
    put(records, path)
    run("validate")
    assert "F002" in run("validate", path, status=1).stdout


@pytest.mark.parametrize("path", ["mkdocs.yml", "docs/guide/index.md", "docs/contribute/index.md", "papers/README.md"])
def test_files_that_are_written_by_hand(path: str, tmp_path: Path) -> None:
    put(lay(tmp_path), path)
    assert not checkout.read(tmp_path).problems
    assert not generated.check(checkout.read(tmp_path), MADE_FROM)


def test_schemas(records: Path, run: Run) -> None:
    write_schemas(records)
    assert run("validate").stderr.startswith("no problems")
    assert run("validate", "docs/schema/paper.json").stderr.startswith("no problems")
    paper = f"{layout.SCHEMAS}/paper.json"
    put(records, paper, (records / paper).read_text(encoding="utf-8").replace("arXiv id", "the id"))
    put(records, f"{layout.SCHEMAS}/other.json", "{}")
    said = run("validate", status=1).stdout
    assert f"{paper}:1:1: F002 {paper} is generated" in said
    assert "then run: effllm export jsonschema --output docs/schema" in said
    assert "other.json:1:1: F002 no kind of record has this schema" in said
    assert run("validate", paper, status=1).stdout.count(": F002 ") == 1
    run("export", "jsonschema", "--output", records / layout.SCHEMAS)  # stale schemas do not stop their own mending
    assert "paper.json" not in run("validate", status=1).stdout


def test_a_new_venue_makes_the_schemas_stale(records: Path, run: Run) -> None:
    write_schemas(records)
    venues = records / VENUES
    entry = "- id: ICML\n  name: Conference on Invented Machines\n  kind: conference\n"
    venues.write_text(venues.read_text(encoding="utf-8").replace("- id: NeurIPS", f"{entry}- id: NeurIPS"), "utf-8")
    assert run("validate", status=1).stdout.startswith("docs/schema/paper.json:1:1: F002 ")
    venues.write_text("- id: [\n", encoding="utf-8")
    assert "F002" not in run("validate", status=1).stdout
