from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

LIST = """\
# yaml-language-server: $schema=../../docs/schema/reading-list.json
name: Thin models first
summary: Two invented papers on models that never were, the older one first.
audience: Readers of tests.
sections:
  - name: Required
    papers:
      - paper: builder2022thin
        why: It comes first in time.
  - name: Further
    papers:
      - paper: author2023slim
        why: It does the same with two bits.
"""


@pytest.fixture(autouse=True)
def _thin_first(records: Path) -> None:
    folder = records / "taxonomy" / "reading-lists"
    folder.mkdir()
    (folder / "thin-first.yml").write_text(LIST, encoding="utf-8")


@pytest.mark.parametrize(("name", "arguments"), [("reading-lists", []), ("reading-list", ["thin-first"])])
def test_expected_texts(name: str, arguments: list[str], run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("reading-list", *arguments)
    golden(f"{name}.txt", result.stdout)
    assert result.stderr == ""


def test_as_data(run: Run) -> None:
    (one,) = json.loads(run("reading-list", "--json").stdout)
    assert one == json.loads(run("reading-list", "thin-first", "--json").stdout)
    assert [part["papers"][0]["paper"] for part in one["sections"]] == ["builder2022thin", "author2023slim"]


def test_bibtex_in_the_order_of_the_list(run: Run) -> None:
    said = run("reading-list", "thin-first", "--bibtex").stdout
    assert 0 < said.index("{builder2022thin,") < said.index("{author2023slim,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzz"], "effllm: no reading list 'zzz'; effllm reading-list shows all\n"),
        (["thin-frist"], "effllm: no reading list 'thin-frist'; did you mean thin-first?\n"),
        (["--bibtex"], "effllm: --bibtex needs the id of a list\n"),
        (["thin-first", "--bibtex", "--json"], "effllm: --bibtex or --json, not both\n"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, run: Run) -> None:
    result = run("reading-list", *arguments, status=2)
    assert (result.stdout, result.stderr) == ("", said)
