"""Cells of the comparison held against a newer commit of a clone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from effllm.store import checkout
from tests.checkouts import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

RECORD = "taxonomy/frameworks/engine.yml"
OLD = ["# Engine", "", "Answers questions.", "Runs on NVIDIA.", "Runs on AMD.", "Pages the cache.", "Twice.", "Twice."]
NEW = ["# Engine", "", "New.", "", "Answers questions.", "Runs on NVIDIA, newest only.", "Pages the cache.", "Twice."]


def commit(folder: Path, day: str, **texts: list[str]) -> str:
    """Commit files of these lines, ``readme`` and others, and return the commit."""
    for name, lines in texts.items():
        (folder / f"{name}.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change.", day=day)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


@pytest.fixture
def old(clone: Path) -> str:
    return commit(clone, "2026-01-02", readme=OLD, gone=["Says much."])


def cite(records: Path, **cells: str) -> str:
    """Give the engine features with these sources; return the text of its record."""
    record = records / RECORD
    head = record.read_text(encoding="utf-8").partition("supports:")[0]
    lines = [
        f'  {word}: {{value: "yes", source: {source}, ref: main, checked: "2026"}}' for word, source in cells.items()
    ]
    record.write_text("\n".join([f"{head}supports:", *lines, ""]), encoding="utf-8")
    return record.read_text(encoding="utf-8")


def said_of(records: Path) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Return source, ref and date of each cell of the engine."""
    (engine, _) = (entry.record for entry in checkout.read(records).entries["framework"])
    return {word: (cell.source, cell.ref, cell.checked) for _, word, cell in engine.cells() if cell.source}


def test_cells_whose_text_is_the_same_move_to_the_newer_commit(records: Path, clone: Path, old: str, run: Run) -> None:
    place = f"example/engine:readme.md@{old}"
    cite(records, inference=f"{place}#L3", serving=f"{place}#L4", compression=f"{place}#L5", pretraining=f"{place}#L6")
    new = commit(clone, "2026-08-20", readme=NEW)
    result = run("confirm", "engine", "--commit", "main", "--checkout", clone, status=1)
    assert result.stdout.splitlines() == [
        "same: supports.pretraining yes, readme.md line 6, now 7",
        "same: supports.inference yes, readme.md line 3, now 5",
        f"read again: supports.serving yes, {place}#L4: the line changed",
        "  - Runs on NVIDIA.",
        "  + Runs on NVIDIA, newest only.",
        f"read again: supports.compression yes, {place}#L5: the line changed",
        "  - Runs on AMD.",
        "  + Runs on NVIDIA, newest only.",
    ]
    assert result.stderr == f"{RECORD}: 2 cells moved to {new[:12]} (2026-08-20), 2 to read again\n"
    assert said_of(records) == {
        "inference": (f"example/engine:readme.md@{new}#L5", "main", "2026-08-20"),
        "serving": (f"{place}#L4", "main", "2026"),
        "compression": (f"{place}#L5", "main", "2026"),
        "pretraining": (f"example/engine:readme.md@{new}#L7", "main", "2026-08-20"),
    }
    run("validate", RECORD)
    run("fmt", "--check")


@pytest.mark.parametrize(
    "case",
    [
        ("example/engine:gone.md@{old}#L1", "the file is gone"),
        ("example/engine:gone.md@{old}", "the file is gone"),
        ("example/engine:readme.md@{old}", "no line is cited, and the file changed"),
        ("example/engine:readme.md@{old}#L2", "nothing is in line 2"),
        ("example/engine:readme.md@{old}#L99", "nothing is in line 99"),
        ("example/engine:readme.md@{old}#L8", "the line changed"),
        ("example/engine:other.md@{old}#L1", "there was no such file"),
        ("example/engine:readme.md@0123456789ab#L1", "the clone lacks commit 0123456789ab"),
        ("example/engine:readme.md#L1", "no commit is named"),
    ],
)
def test_what_cannot_be_told_stays(case: tuple[str, str], records: Path, clone: Path, old: str, run: Run) -> None:
    source, why = case
    before = cite(records, inference=source.format(old=old))
    (clone / "gone.md").unlink()
    commit(clone, "2026-08-20", readme=NEW)
    result = run("confirm", "engine", "--commit", "HEAD", "--checkout", clone, status=1)
    assert why in result.stdout
    assert (records / RECORD).read_text(encoding="utf-8") == before


def test_what_was_looked_for_in_vain_is_looked_for_again_in_a_file_that_changed(
    records: Path, clone: Path, old: str, run: Run
) -> None:
    cite(records, inference=f"example/engine:readme.md@{old}#L3", serving=f"example/engine:gone.md@{old}#L1")
    record = records / RECORD
    record.write_text(record.read_text(encoding="utf-8").replace('"yes"', "unknown"), encoding="utf-8")
    new = commit(clone, "2026-08-20", readme=NEW)
    result = run("confirm", "engine", "--commit", new, "--checkout", clone, status=1)
    assert "supports.inference unknown" in result.stdout
    assert "nothing was found in it, and the file changed" in result.stdout
    assert said_of(records)["serving"] == (f"example/engine:gone.md@{new}#L1", "main", "2026-08-20")


def test_a_file_that_moved_is_found(records: Path, clone: Path, old: str, run: Run) -> None:
    cite(records, inference=f"example/engine:readme.md@{old}#L3", serving=f"EXAMPLE/engine:gone.md@{old}")
    git(clone, "mv", "readme.md", "guide.md")
    new = commit(clone, "2026-08-20")
    run("confirm", "Engine", "--commit", new, "--checkout", clone)
    assert said_of(records)["inference"][0] == f"example/engine:guide.md@{new}#L3"
    assert said_of(records)["serving"] == (f"EXAMPLE/engine:gone.md@{new}", "main", "2026-08-20")


def test_a_dry_run_writes_nothing_and_json_says_the_same(records: Path, clone: Path, old: str, run: Run) -> None:
    before = cite(records, inference=f"example/engine:readme.md@{old}#L3")
    new = commit(clone, "2026-08-20", readme=NEW)
    result = run("confirm", "engine", "--commit", new, "--checkout", clone, "--dry-run", "--json")
    (cell,) = json.loads(result.stdout)
    assert (cell["cell"], cell["same"], cell["now"]) == (
        "supports.inference",
        True,
        f"example/engine:readme.md@{new}#L5",
    )
    assert "1 cell would move" in result.stderr
    assert (records / RECORD).read_text(encoding="utf-8") == before


def test_dates_do_not_go_back(records: Path, clone: Path, old: str, run: Run) -> None:
    new = commit(clone, "2026-08-20", readme=NEW)
    cite(records, inference=f"example/engine:readme.md@{new}#L5")
    run("confirm", "engine", "--commit", new, "--checkout", clone)
    result = run("confirm", "engine", "--commit", old, "--checkout", clone, status=1)
    assert "it was read later than that" in result.stdout
    assert said_of(records)["inference"] == (f"example/engine:readme.md@{new}#L5", "main", "2026-08-20")


def test_only_the_main_branch_and_releases_count(records: Path, clone: Path, old: str, run: Run) -> None:
    cite(records, inference=f"example/engine:readme.md@{old}#L3")
    git(clone, "switch", "-q", "-c", "side")
    side = commit(clone, "2026-08-20", readme=NEW)
    git(clone, "switch", "-q", "main")
    refused = run("confirm", "engine", "--commit", side, "--checkout", clone, status=2)
    assert f"neither on the main branch of {clone} nor a tagged release" in refused.stderr
    git(clone, "tag", "v2", side)
    run("confirm", "engine", "--commit", "v2", "--checkout", clone)
    assert said_of(records)["inference"] == (f"example/engine:readme.md@{side}#L5", "release", "2026-08-20")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["engin", "--commit", "HEAD", "--checkout", "{clone}"], "no framework 'engin'; did you mean engine?"),
        (
            ["engine", "--commit", "HEAD"],
            "name a clone: git clone https://github.com/example/engine, then --checkout DIR",
        ),
        (["engine", "--commit", "HEAD", "--checkout", "nowhere"], "--checkout nowhere: no such folder"),
        (["engine", "--commit", "HEAD", "--checkout", "papers"], "--checkout: papers is no git clone"),
        (
            ["engine", "--commit", "--help", "--checkout", "{clone}"],
            "--commit --help: no such commit in {clone}; git fetch brings newer ones",
        ),
        (
            ["engine", "--commit", "HEAD", "--checkout", "{clone}", "--repository", "example/docs"],
            "engine cites no file of example/docs, only of example/engine",
        ),
    ],
)
@pytest.mark.usefixtures("old")
def test_wrong_input(arguments: list[str], said: str, clone: Path, run: Run, records: Path) -> None:
    before = (records / RECORD).read_bytes()
    result = run("confirm", *(one.format(clone=clone) for one in arguments), status=None if "docs" in said else 2)
    assert result.stderr == f"effllm: {said.format(clone=clone)}\n"
    assert (records / RECORD).read_bytes() == before
