"""What is told of a record whose shape is wrong deep inside: the rest is checked in the same run."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.checkouts import BASE, SLIM, lay, problems_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from effllm.store.document import Loc

RECORDS = (
    SLIM,
    "taxonomy/frameworks/engine.yml",
    "taxonomy/model-centric.yml",
    "taxonomy/models/slim-7b.yml",
    "taxonomy/hardware.yml",
)
NOT_READABLE: dict[str, Any] = {"neither": {"text": "nor number"}}


def leaves(value: Any, at: Loc = ()) -> Iterator[Loc]:  # noqa: ANN401 - YAML holds anything
    """Yield the place of each plain value."""
    if isinstance(value, dict | list):
        for part, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*at, part))
    else:
        yield at


def data_of(path: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return the plain values of an invented record."""
    return yaml.safe_load((BASE / path).read_text(encoding="utf-8"))


def spoiled(path: str, loc: Loc) -> str:
    """Return an invented record with something unreadable at a place."""
    data = deepcopy(data_of(path))
    holder = data
    for part in loc[:-1]:
        holder = holder[part]
    holder[loc[-1]] = NOT_READABLE
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize("path", RECORDS)
def test_one_value_that_cannot_be_read_is_one_problem(tmp_path: Path, path: str) -> None:
    file = lay(tmp_path) / path
    for loc in leaves(data_of(path)):
        file.write_text(spoiled(path, loc), encoding="utf-8")
        found = [problem for problem in problems_in(tmp_path) if problem.path == path]
        assert len({problem.line for problem in found}) == 1, (loc, *map(str, found))
        assert {problem.code[0] for problem in found} == {"S"}, (loc, *map(str, found))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "latency,20,ms,SLIM,",
            "latencey,fast,ms,SLIM,",
            {"[1].metric", "[1].value"},
        ),
        (
            "latency,20,ms,SLIM,1.3B,",
            "latency,20,msec,,3 billion,",
            {"[1].model", "[1].unit", "[1].size"},
        ),
        (
            "Invented text,2,64,",
            "Invented text,200,some,",
            {"[0].setting.weight_bits", "[0].setting.group_size"},
        ),
        (
            "Thin 1.3B,,Abstract",
            "Thin 1.3B,Thin 1.3B,the abstract",
            {"[2].baseline.value", "[2].where"},
        ),
    ],
)
def test_what_is_wrong_beside_it_is_told_in_the_same_run(
    tmp_path: Path, right: str, wrong: str, told: set[str]
) -> None:
    file = lay(tmp_path) / SLIM.replace(".yml", ".results.csv")
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert {problem.field for problem in problems_in(tmp_path)} == told


def test_a_record_is_checked_beside_a_table_with_problems(tmp_path: Path) -> None:
    file = lay(tmp_path) / SLIM
    table = file.with_name("author2023slim.results.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("where: Equation 1.1", "where: eq 1.1"), encoding="utf-8")
    table.write_text(table.read_text(encoding="utf-8").replace("perplexity,9.5,", "perplexity,nine,"), encoding="utf-8")
    assert {problem.field for problem in problems_in(tmp_path)} == {"equations[0].where", "[0].value"}


def test_a_framework_with_one_unreadable_cell_keeps_the_others(tmp_path: Path) -> None:
    file = lay(tmp_path) / "taxonomy/frameworks/engine.yml"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace("amd: {value: unknown", "amd: {value: maybe").replace("  nvidia: ", "  nvidai: ")
    file.write_text(wrong, encoding="utf-8")
    assert {problem.field for problem in problems_in(tmp_path)} == {"hardware.amd.value", "hardware.nvidai"}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "name: SLIM\naliases: [SlimNet]\nauthors: [Ada Author, Ben Builder]\n",
            "nam: SLIM\naliases: [SlimNet]\nauthors: []\n",
            {"nam", "authors"},
        ),
        ("year: 2024\nvenue: ICLR\n", "year: next\nvenue: ICRL\n", {"year", "venue"}),
        ("categories: [weight-only]\nsummary:", "categories: []\nsumary:", {"categories", "sumary"}),
        ("authors: [Ada Author, Ben Builder]\n", "autors: [Ada Author, Ben Builder]\n", {"autors"}),
        ("venue: ICLR\n", "venue: ICLR\nvenue: ICML\n", {"venue"}),
    ],
)
def test_a_field_in_the_wrong_shape_hides_no_other(tmp_path: Path, right: str, wrong: str, told: set[str]) -> None:
    file = lay(tmp_path) / SLIM
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert {problem.field or "venue" for problem in problems_in(tmp_path)} == told
