"""What to read again of the comparison of frameworks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

ENGINE = "taxonomy/frameworks/engine.yml"


@pytest.fixture
def aged(records: Path) -> Path:
    """Give the engine cells of several files and days."""
    record = records / ENGINE
    head = record.read_text(encoding="utf-8").partition("supports:")[0]
    record.write_text(
        f"""{head}supports:
  inference: {{value: "yes", source: example/engine:README.md@0123456789ab#L3, ref: main, checked: 2025-06}}
  serving: {{value: "yes", source: example/engine:README.md@0123456789ab#L3, ref: main, checked: 2025-06}}
  compression: {{value: unknown, checked: "2024"}}
quantization:
  int8: {{value: "no", source: https://engine.example.org/int8, ref: docs, checked: "2026-03-04"}}
hardware:
  amd: {{value: "yes", source: example/engine:README.md@ba9876543210#L9, ref: main, checked: "2026-08-30"}}
  nvidia: {{value: "yes", source: example/engine:README.md@0123456789ab#L1, ref: main, checked: "2025-12-31"}}
""",
        encoding="utf-8",
    )
    return records


@pytest.mark.usefixtures("aged")
def test_cells_of_one_file_are_one_reading(run: Run) -> None:
    result = run("stale", "--today", "2026-09-01")
    assert result.stdout.splitlines() == [
        "engine: example/engine:README.md",
        "  line 1, read 2025-12-31: hardware.nvidia yes",
        "  line 3, read 2025-06: supports.inference yes, supports.serving yes",
        "engine: https://engine.example.org/int8",
        "  read 2026-03-04: quantization.int8 no",
        "trainer: example/trainer:README.md",
        "  read 2024-12: supports.pretraining yes",
    ]
    assert result.stderr == "5 cells in 3 files not read since 2026-03-05, 180 days before 2026-09-01\n"


@pytest.mark.usefixtures("aged")
def test_days_and_frameworks_narrow_it(run: Run) -> None:
    result = run("stale", "Engine", "--today", "2026-09-01", "--days", "200", "--json")
    (readme,) = json.loads(result.stdout)
    assert (readme["framework"], readme["repository"], readme["path"]) == ("engine", "example/engine", "README.md")
    assert readme["url"] == "https://github.com/example/engine/blob/0123456789ab/README.md#L3"
    assert [(cell["word"], cell["line"], cell["checked"]) for cell in readme["cells"]] == [
        ("inference", 3, "2025-06"),
        ("serving", 3, "2025-06"),
        ("nvidia", 1, "2025-12-31"),
    ]


def test_it_counts_back_from_the_newest_commit(aged: Path, run: Run) -> None:
    git(aged, "init", "-q")
    git(aged, "add", "-A")
    git(aged, "commit", "-q", "-m", "Records.", day="2026-08-31")
    assert "not read since 2026-03-04, 180 days before 2026-08-31" in run("stale").stderr


def test_where_all_was_read_it_says_so(records: Path, run: Run) -> None:
    (records / ENGINE).unlink()
    (records / "taxonomy/frameworks/trainer.yml").unlink()
    result = run("stale", "--today", "2026-09-01", "--json")
    assert json.loads(result.stdout) == []
    assert result.stderr == "0 cells not read since 2026-03-05, 180 days before 2026-09-01\n"


@pytest.mark.usefixtures("records")
def test_no_number_of_days_is_too_large(run: Run) -> None:
    assert "0001-01-01" in run("stale", "--days", "999999999999").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["engin"], "no framework 'engin'; did you mean engine?"),
        (["--today", "yesterday"], "it must be a day, such as 2026-11-30"),
        (["--today", "2026-13-01"], "it must be a day, such as 2026-11-30"),
        (["--days", "-1"], "Invalid value for '--days'"),
    ],
)
@pytest.mark.usefixtures("records")
def test_wrong_input(arguments: list[str], said: str, run: Run) -> None:
    assert said in run("stale", *arguments, status=2).stderr
