"""`effllm calc`: a formula is computed, and a wrong input is answered with a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from effllm.cli import calc as command
from tests.factories import knowledge_base

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load", lambda _: knowledge_base())


def test_without_a_formula_it_lists_all(run: Run) -> None:
    said = run("calc").stdout
    assert "Memory of weights\n" in said
    assert "thin-memory  Memory of <thin> weights  bytes" in said
    assert [one["id"] for one in json.loads(run("calc", "--json").stdout)] == ["thin-memory"]


def test_a_formula_alone_says_what_it_needs(run: Run) -> None:
    said = run("calc", "thin-memory").stdout
    assert "M = weights + sum(buffers) if parameters > 0 else 0" in said
    assert "bits        bits/weight  16       Bits a weight" in said
    assert "from author2022squeeze, Equation 1 (place not confirmed yet)" in said


def test_it_computes(run: Run) -> None:
    said = run("calc", "thin-memory", "parameters=7b", "bits=8", "buffers=1GB,24").stdout
    assert "weights = 7,000,000,000 bytes, 7.00 GB or 6.52 GiB" in said
    assert "M = 8,000,000,024 bytes, 8.00 GB or 7.45 GiB" in said
    assert "checked against 3 printed figures" in said


def test_json(run: Run) -> None:
    assert json.loads(run("calc", "thin-memory", "parameters=1e3", "--json").stdout) == {
        "formula": "thin-memory",
        "inputs": {"parameters": 1000.0, "bits": 16.0, "buffers": 0.0},
        "value": 2000.0,
        "unit": "bytes",
        "terms": {"weights": {"value": 2000.0, "unit": "bytes"}},
        "paper": "author2022squeeze",
        "where": "Equation 1",
        "source": None,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["thin-memry"], "no formula 'thin-memry'; did you mean thin-memory?"),
        (["thin-memory", "7b"], '"7b" is no input: write NAME=VALUE, as parameters=4096'),
        (["thin-memory", "N=7b"], "no input 'N'; did you mean parameters?"),
        (["thin-memory", "zzz=7b"], "no input 'zzz'; thin-memory takes parameters, bits, buffers"),
        (["thin-memory", "bits=4"], "thin-memory needs parameters"),
        (["thin-memory", "parameters=many"], 'parameters: "many" is no number'),
        (["thin-memory", "parameters=7", "bits=64"], "bits must be at least 1 and at most 32, not 64"),
        (["thin-memory", "parameters=7", "parameters=8"], "parameters is given twice"),
        (["thin-memory", "parameters=7GB"], "GB is no unit here; parameters"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, run: Run) -> None:
    result = run("calc", *arguments, status=2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr
