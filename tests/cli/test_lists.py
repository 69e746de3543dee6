from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

LIST = """\
# yaml-language-server: $schema=../../docs/schema/public-list.json
repo: example/awesome-thin
title: Awesome Thin Models
owner: Ada Author
about: Invented papers on making weights smaller.
scope: [quantization, pruning]
commit: 0123456789abcdef0123456789abcdef01234567
date: "2024-05-06"
license: MIT
files: [README.md]
entries: 1200
papers: [author2023slim]
"""


@pytest.fixture(autouse=True)
def _awesome_thin(records: Path) -> None:
    folder = records / "taxonomy" / "lists"
    folder.mkdir()
    (folder / "awesome-thin.yml").write_text(LIST, encoding="utf-8")


@pytest.mark.parametrize(("name", "arguments"), [("lists", []), ("list", ["awesome-thin"])])
def test_expected_texts(name: str, arguments: list[str], run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("lists", *arguments)
    golden(f"{name}.txt", result.stdout)
    assert result.stderr == ""


def test_as_data(run: Run) -> None:
    (one,) = json.loads(run("lists", "--json").stdout)
    assert one == json.loads(run("lists", "awesome-thin", "--json").stdout)
    assert one["papers"] == ["author2023slim"]
    assert "builder2022thin" in one["lacking"]
    assert "author2023slim" not in one["lacking"]


def test_a_paper_says_which_lists_name_it(run: Run) -> None:
    address = "https://github.com/example/awesome-thin/tree/0123456789abcdef0123456789abcdef01234567"
    said = run("show", "author2023slim").stdout
    assert "1 public list\n" in said
    assert address in said
    assert "public list" not in run("show", "builder2022thin").stdout


def test_a_list_that_is_not_there(run: Run) -> None:
    result = run("lists", "zzz", status=2)
    assert (result.stdout, result.stderr) == ("", "effllm: no public list 'zzz'; effllm lists shows all\n")
    assert "did you mean awesome-thin?" in run("lists", "awsome-thin", status=2).stderr
