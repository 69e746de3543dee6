"""Every way a record goes wrong, and what the contributor is told.

A case is a folder of `tests/data/problems`, named after the rule: the files to lay over `tests/data/base`, and
`expected.txt`. Adding one needs no Python: make the folder, run `pytest --update-golden`, read what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.rules import CHECKS, RULES, check_all
from effllm.store import checkout
from effllm.store.cache import Cache
from tests.checkouts import BASE, DATA, UPDATE, lay, problems_in

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted(path for path in (DATA / "problems").iterdir() if path.is_dir())
MADE_BY_TESTS = {
    "Y001",  # tests/store/test_checkout.py: a file too large to keep
    "Y002",  # the same: bytes that editors would mend
    "Y013",  # the same: a file that is not there
    "F002",  # tests/cli/test_generated.py: files beyond the records
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = problems_in(lay(tmp_path, case))
    said = "".join(f"{problem}\n" for problem in found)
    expected = case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(said, encoding="utf-8")
    code = case.name.partition("-")[0]
    assert not code[1:].isdigit() or code in {problem.code for problem in found}, (
        f"{case.name} does not break {code}; it gives:\n{said}"
    )
    assert expected.is_file(), f"look at what it gives, then {UPDATE}\n{said}"
    assert said == expected.read_text(encoding="utf-8")


def test_the_base_is_right() -> None:
    assert not problems_in(BASE)


def test_every_rule_has_a_case() -> None:
    told = {case.name.partition("-")[0] for case in CASES} | MADE_BY_TESTS
    assert not {rule.code for rule in RULES} - told, "make a folder of tests/data/problems for each of these"


ACROSS = {check.rule.code for check in CHECKS if check.of is not None}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.partition("-")[0] in ACROSS], ids=lambda case: case.name
)
def test_a_rule_that_found_nothing_before_looks_again(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EFFLLM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    root = lay(tmp_path / "records")
    check_all(checkout.read(root, Cache(root)))
    expected = problems_in(lay(root, case))
    for _ in range(2):
        errors, doubts = check_all(checkout.read(root, Cache(root)))
        assert sorted([*errors, *doubts]) == expected
