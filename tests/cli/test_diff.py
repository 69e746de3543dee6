"""`effllm diff` on an invented repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import SLIM, commit_all, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def edited(records: Path) -> Path:
    """Change a paper, a cell and a category since the last commit."""
    commit_all(records, "2026-12-01")
    for path, old, new in (
        (SLIM, "year: 2024", "year: 2025"),
        ("taxonomy/frameworks/engine.yml", 'value: "yes"', 'value: "no"'),
        ("taxonomy/model-centric.yml", "name: Pruning", "name: Pruning *all*"),
    ):
        file = records / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (records / "papers/2021/unknown2021wide.yml").unlink()
    return records


@pytest.mark.usefixtures("edited")
def test_text(run: Run) -> None:
    said = run("diff", "HEAD").stdout
    assert said.splitlines()[:3] == [
        "papers           0 added       1 removed       1 changed",
        "categories       0 added       0 removed       1 changed",
        "frameworks       0 added       0 removed       1 changed",
    ]
    assert "  - unknown2021wide  " in said
    assert "      year: 2024 -> 2025\n" in said
    assert "      name: Pruning -> Pruning *all*\n" in said
    assert ": yes -> no\n" in said


@pytest.mark.usefixtures("edited")
def test_json(run: Run) -> None:
    found = json.loads(run("diff", "HEAD", "--json", "--kind", "paper").stdout)
    assert (found["old"], found["new"], found["unread"]) == ("HEAD", None, [])
    assert found["counts"] == {"paper": {"added": 0, "removed": 1, "changed": 1}}
    assert [one["id"] for one in found["changes"]] == ["unknown2021wide", "author2023slim"]


@pytest.mark.usefixtures("edited")
def test_markdown(run: Run) -> None:
    said = run("diff", "HEAD", "--markdown", "--kind", "category").stdout
    assert said == "### Categories changed\n\n- pruning Pruning \\*all\\*; name: Pruning -> Pruning \\*all\\*\n"
    both = run("diff", "HEAD", "--markdown", "--json", status=2)
    assert both.stderr == "effllm: --json or --markdown, not both\n"


def test_between_two_commits(edited: Path, run: Run) -> None:
    commit_all(edited, "2026-12-02")
    git(edited, "tag", "data-2026.12.2")
    assert "1 removed" in run("diff", "HEAD~1", "data-2026.12.2").stdout
    nothing = run("diff", "HEAD")
    assert (nothing.stdout, nothing.stderr) == ("", "no record changed\n")
    assert git(edited, "status", "--porcelain") == "", "the tree of the user stays as it is"


def test_no_more_than_asked_for(edited: Path, run: Run) -> None:
    commit_all(edited, "2026-12-02")
    for file in (edited / "papers").rglob("*.yml"):
        file.unlink()
    said = run("diff", "HEAD", "--kind", "paper", "--limit", "1").stdout
    assert "  - and 2 more\n" in said


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["nosuch"],
            "effllm: nosuch: no commit, branch or tag of the repository, no folder of records and no bundle\n",
        ),
        (["HEAD", "nosuch"], "effllm: nosuch: no commit, "),
        (["HEAD", "--kind", "papers"], "effllm: --kind is 'papers'; did you mean paper?\n"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, run: Run) -> None:
    assert run("diff", *arguments, status=2).stderr.startswith(said)


def test_a_record_that_cannot_be_read(edited: Path, run: Run) -> None:
    (edited / SLIM).write_text("title: [", encoding="utf-8")
    result = run("diff", "HEAD", "--kind", "paper")
    assert f"{SLIM} could not be read; nothing is said of its records\n" in result.stderr
