"""`effllm review`: what a maintainer is told of a record, in the checkout or as somebody sent it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import SLIM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

NEW = """title: "SLIM: A Slim Model of Invented Languages"
name: SLIM
authors: [Ada Author]
year: 2023
venue: arXiv
arxiv: "2311.00009"
doi: 10.1145/7
categories: [pruning]
sources:
  title: arXiv:2311.00009
added: 2026-01-10
"""


def test_a_record_on_one_screen(records: Path, run: Run) -> None:
    said = run("review", SLIM).stdout
    lines = said.splitlines()
    assert lines[1] == SLIM
    assert any(line.startswith("checks ") and line.endswith("nothing found") for line in lines)
    for fact in ("nearest ", "proposed ", "lists ", "cited by ", "sources "):
        assert any(line.startswith(fact) for line in lines), fact
    assert len(lines) < 40
    assert (records / SLIM).is_file()


def test_json_has_what_programs_ask_for(run: Run, records: Path) -> None:
    (found,) = json.loads(run("review", str(records / SLIM), "--json").stdout)
    assert found["key"] == "author2023slim"
    assert "author2023slim" not in found["nearest"]
    assert found["problems"] == found["doubles"] == []
    assert json.loads(run("review", SLIM, "--fields", "key,lists").stdout) == [{"key": "author2023slim", "lists": []}]


def test_a_file_that_somebody_sent(records: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("sent") / "author2023slimmer.yml"
    file.write_text(NEW, encoding="utf-8")
    before = sorted(records.rglob("*.yml"))
    (found,) = json.loads(run("review", str(file), "--json", status=1).stdout)
    assert found["path"] == "papers/2023/author2023slimmer.yml"
    assert any(": K002 " in problem for problem in found["problems"])
    assert "a preprint with doi: it may be published there" in found["venue"]
    assert {"name", "authors", "venue", "categories"} <= set(found["unsourced"])
    assert sorted(records.rglob("*.yml")) == before


def test_nothing_of_a_stranger_works_in_a_comment(records: Path, run: Run) -> None:
    path = "papers/2023/author2023slimmer.yml"
    hostile = NEW.replace("A Slim Model", "``` @everyone [x](https://example.org)").replace("SLIM:", "Slimmer:")
    (records / path).write_text(hostile, encoding="utf-8")
    said = run("review", path, "--format", "markdown", status=1).stdout
    assert "### ```` Slimmer: ``` @everyone [x](https://example.org) of Invented Languages ````" in said
    outside = [line for line in said.splitlines() if "@everyone" in line and "`" not in line.partition("@everyone")[0]]
    assert outside == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("nothere.yml", "nothere.yml: no such file"),
        ("taxonomy/venues.yml", "taxonomy/venues.yml: no record of a paper; one is called as papers/2023/"),
    ],
)
@pytest.mark.usefixtures("records")
def test_what_is_no_record(file: str, said: str, run: Run) -> None:
    assert said in run("review", file, status=2).stderr


def test_what_cannot_be_read_is_told(records: Path, run: Run) -> None:
    (records / SLIM).write_bytes(b"title: [\xff")
    said = run("review", SLIM, status=1).stdout
    assert said.startswith(f"{SLIM}\n1:")
