"""Finding frameworks by what they can do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("records")


def ids(run: Run, *arguments: str) -> list[str]:
    return [one["id"] for one in json.loads(run("frameworks", "--json", *arguments).stdout)]


def test_it_lists_all_those_worked_on_first(run: Run) -> None:
    result = run("frameworks")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["id", "engine", "trainer"]
    assert result.stderr == "2 of 2 frameworks\n"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--hardware", "nvidia"], ["engine"]),
        (["--hardware", "NVIDIA GPU", "--supports", "inference"], ["engine"]),
        (["--hardware", "nvidia", "--hardware", "amd"], []),
        (["--supports", "pretraining", "--supports", "inference"], []),
        (["--kind", "trainer"], ["trainer"]),
        (["--kind", "trainer", "--kind", "serving-engine"], ["engine", "trainer"]),
        (["--license", "mit"], ["engine"]),
        (["--active"], ["engine"]),
        (["--not-active"], ["trainer"]),
    ],
)
def test_a_framework_passes_where_a_source_says_yes(arguments: list[str], found: list[str], run: Run) -> None:
    assert ids(run, *arguments) == found


def test_json_has_the_cells_that_were_asked_for(run: Run) -> None:
    (engine,) = json.loads(run("frameworks", "--hardware", "nvidia", "--json").stdout)
    assert engine["kind"] == "serving-engine"
    assert engine["cells"].keys() == {"hardware.nvidia"}
    assert engine["cells"]["hardware.nvidia"]["source"] == "example/engine:README.md#L2"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--hardware", "nvidea"], "no word in the vocabulary 'nvidea'; did you mean nvidia?"),
        (["--feature", "paged kv"], "no word in the vocabulary 'paged kv'; did you mean paged-kv-cache?"),
        (["--hardware", "ROCm"], "no word in the vocabulary 'ROCm'; there are nvidia, amd"),
        (["--kind", "trainers"], "no word in the vocabulary 'trainers'; did you mean trainer?"),
    ],
)
def test_a_misspelt_word_names_the_nearest(arguments: list[str], said: str, run: Run) -> None:
    assert run("frameworks", *arguments, status=2).stderr == f"effllm: {said}\n"
