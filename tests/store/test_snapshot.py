"""What identifies the data, in invented repositories."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.store import bundle, snapshot
from tests.checkouts import SLIM, commit_all, git, lay

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = ("2026.1.2", None, None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "records")


def said(root: Path) -> tuple[str, str | None, str | None]:
    found = effllm.load(root).snapshot
    return found.version, found.date, found.commit


def test_the_data_of_a_commit_has_its_date(root: Path) -> None:
    commit = commit_all(root, "2026-12-01")
    assert said(root) == ("2026.12.1", "2026-12-01", commit)
    found = effllm.load(root).snapshot
    assert (found.number, found.counts["papers"], found.counts["hardware"]) == (20261201, 4, 2)
    assert found.sha256 == bundle.digest(bundle.dumps(effllm.load(root).corpus))


def test_a_commit_of_something_else_changes_the_commit_alone(root: Path) -> None:
    commit_all(root, "2026-12-01")
    before = effllm.load(root).snapshot
    (root / "README.md").write_text("Read me.\n")
    after_editing = effllm.load(root).snapshot
    commit_all(root, "2026-12-03")
    after = effllm.load(root).snapshot
    assert before == after_editing
    assert (after.version, after.sha256) == ("2026.12.3", before.sha256)


def test_outside_of_a_commit_the_hash_still_holds(root: Path, tmp_path: Path) -> None:
    in_none = effllm.load(root).snapshot
    commit_all(root, "2026-12-01")
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git"))
    assert said(copy) == NOWHERE
    assert effllm.load(copy).snapshot == in_none
    assert in_none.sha256 == effllm.load(root).snapshot.sha256


def test_records_that_were_changed_are_in_no_commit(root: Path) -> None:
    commit_all(root, "2026-12-01")
    before = effllm.load(root).snapshot.sha256
    file = root / SLIM
    file.write_text(file.read_text(encoding="utf-8").replace("year: 2024", "year: 2025"), encoding="utf-8")
    assert said(root) == NOWHERE
    assert effllm.load(root).snapshot.sha256 != before
    git(root, "checkout", "-q", SLIM)
    (root / "papers/README.md").write_text("Read me.\n")
    assert said(root)[2] is None, "a new file is a change, too"


def test_a_copy_inside_of_an_unrelated_repository_is_in_no_commit(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("records\n")
    commit_all(tmp_path, "2026-12-01")
    assert said(root) == NOWHERE


def test_papers_that_were_picked_are_of_the_same_data(root: Path) -> None:
    from effllm.cli.options import Filters  # noqa: PLC0415 - it takes a while

    commit_all(root, "2026-12-01")
    kb = effllm.load(root)
    filters = Filters(under=None, since=2024, until=None, venue=None, author=None, has_code=None)
    assert filters.narrow(kb).snapshot is kb.snapshot


def test_exports_say_of_which_data_they_are(root: Path) -> None:
    from effllm.export import FORMATS, FileFormat  # noqa: PLC0415 - as above

    commit = commit_all(root, "2026-12-01")
    kb = effllm.load(root)
    made = {name: one.render(kb) for name in ("bibtex", "sqlite") if isinstance(one := FORMATS[name], FileFormat)}
    assert made["bibtex"].decode().splitlines()[:4] == [
        "% effllm",
        "% version: 2026.12.1",
        "% date: 2026-12-01",
        f"% commit: {commit}",
    ]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(made["sqlite"])
        assert database.execute("PRAGMA user_version").fetchall() == [(20261201,)]
        assert dict(database.execute("SELECT * FROM meta").fetchall()) == kb.snapshot.identity


def test_a_snapshot_is_read_back_from_its_file(root: Path) -> None:
    found = effllm.load(root).snapshot
    assert snapshot.from_json(found.to_json()) == found
