"""The files of a release of invented data."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

import effllm
from tests.checkouts import SLIM, commit_all, git, lay
from tools import release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit; no wheel is built of it, which has no code."""
    root = lay(tmp_path / "records")
    commit_all(root, "2026-12-01")
    run = release._run
    monkeypatch.setattr(release, "_run", lambda root, *said: "" if said[0] == "build" else run(root, *said))
    return root


def test_the_first_release(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "release"
    assert release.main([str(folder)], root) == 0
    assert capsys.readouterr().out == "data-2026.12.1\n"
    snapshot = effllm.load(root).snapshot
    assert json.loads((folder / "snapshot.json").read_text()) == {**snapshot.to_dict(), "license": "CC-BY-4.0"}
    assert {f"effllm-2026.12.1.{end}" for end in ("bib", "json", "db", "csv", "csl.json")} <= {
        file.name for file in folder.iterdir()
    }
    notes = (folder / "NOTES.md").read_text()
    assert f"Data of 2026-12-01, commit {snapshot.commit}: 4 papers, " in notes
    assert notes.endswith("The first release of the data.\n")
    lines = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    sums = {name: said for said, name in lines}
    assert sums.keys() == {file.name for file in folder.iterdir()} - {"NOTES.md", "SHA256SUMS"}
    assert all(sha256((folder / name).read_bytes()).hexdigest() == said for name, said in sums.items())


def test_the_notes_say_what_changed_since_the_last(root: Path) -> None:
    git(root, "tag", "data-2026.12.1")
    file = root / SLIM
    file.write_text(file.read_text(encoding="utf-8").replace("year: 2024", "year: 2025"), encoding="utf-8")
    commit_all(root, "2026-12-08")
    notes = release.notes(effllm.load(root), root)
    assert "## What changed since data-2026.12.1\n\n### Papers changed\n\n- author2023slim " in notes
    assert "year: 2024 -> 2025" in notes


def test_what_is_not_committed_or_was_released_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "tag", "data-2026.12.1")
    assert release.main([str(tmp_path / "release")], root) == 1
    assert "data-2026.12.1 is there already" in capsys.readouterr().err
    (root / "papers/README.md").write_text("Read me.\n")
    assert release.main([str(tmp_path / "release")], root) == 1
    assert "commit or undo what was changed" in capsys.readouterr().err
    assert release.main([], root) == 2
