"""When which records came, changed and went, in an invented repository."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.store.days import Day, by_added, by_commit
from tests.checkouts import SLIM, commit_all, git, lay

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = lay(tmp_path / "records")
    commit_all(root, "2026-12-01")
    return root


def change(root: Path, path: str, day: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    commit_all(root, day)


def test_days_from_the_newest(root: Path) -> None:
    change(root, SLIM, "2026-12-02")
    change(root, "taxonomy/venues.yml", "2026-12-02")
    (root / "papers/2021/unknown2021wide.yml").unlink()
    commit_all(root, "2026-12-03")
    last, second, first = by_commit(root)
    assert last == Day("2026-12-03", {"paper": {"removed": ["unknown2021wide"]}})
    assert second.records == {"paper": {"changed": ["author2023slim"]}, "venue": {"changed": ["venues"]}}
    assert len(first.records["paper"]["added"]) == 4
    assert "result" not in first.records, "the figures of a paper that came on the day came with it"


def test_what_came_and_went_on_a_day_is_not_told(root: Path) -> None:
    new = root / "papers/2023/doe2023new.yml"
    shutil.copy(root / SLIM, new)
    commit_all(root, "2026-12-02")
    new.unlink()
    commit_all(root, "2026-12-02")
    assert [day.day for day in by_commit(root)] == ["2026-12-01"]


def test_figures_of_a_paper_that_was_there(root: Path) -> None:
    change(root, SLIM.replace(".yml", ".results.csv"), "2026-12-02")
    assert by_commit(root)[0] == Day("2026-12-02", {"result": {"changed": ["author2023slim"]}})


def test_without_the_whole_history(root: Path, tmp_path: Path) -> None:
    change(root, SLIM, "2026-12-02")
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "shallow")
    shutil.rmtree(root / ".git")
    assert by_commit(root) == by_commit(tmp_path / "shallow") == []


def test_by_the_days_in_the_records(root: Path) -> None:
    days = by_added(effllm.load(root).papers.values())
    assert [day.day for day in days] == sorted({day.day for day in days}, reverse=True)
    assert sum(len(day.records["paper"]["added"]) for day in days) == 4
