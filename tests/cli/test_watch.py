from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.cli import validate
from tests.checkouts import SLIM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def changes(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Play somebody who breaks a record, deletes all of them, puts it back, and presses Ctrl-C."""
    slim = records / SLIM
    text = slim.read_text(encoding="utf-8")

    def play(_: Path) -> Iterator[object]:
        slim.write_text(text.replace("year: 2024", "year: soon"), encoding="utf-8")
        yield {"year"}
        (records / "papers").rename(records / "away")
        (records / "taxonomy").rename(records / "gone")
        yield {"folders"}
        (records / "away").rename(records / "papers")
        (records / "gone").rename(records / "taxonomy")
        slim.write_text(text, encoding="utf-8")
        yield {"right again"}
        raise KeyboardInterrupt

    monkeypatch.setattr(validate, "_on_disk", play)


@pytest.mark.usefixtures("changes")
def test_every_change_is_checked(run: Run) -> None:
    result = run("validate", "--watch")
    checks = result.stdout.split("effllm validate --watch  (Ctrl-C ends)\n")[1:]
    assert len(checks) == 4
    assert f"{SLIM}:6:7: S003 year must be a whole number" in checks[1]
    assert [number for number, said in enumerate(checks) if "S003" in said] == [1]
    said = result.stderr.splitlines()
    assert said[0] == said[-1] == "no problems (15 files read)"
    assert said[1].startswith("1 problem in 1 file")
    assert "has no folder papers or taxonomy" in said[2]


def test_the_status_is_that_of_the_last_check(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def play(_: Path) -> Iterator[object]:
        (records / SLIM).write_text("title: a\n", encoding="utf-8")
        yield {SLIM}

    monkeypatch.setattr(validate, "_on_disk", play)
    run("validate", "--watch", status=1)


def test_ctrl_c_during_a_check(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("effllm.store.checkout.read", interrupted)
    monkeypatch.setattr(validate, "_on_disk", lambda _: iter(()))
    result = run("validate", "--watch", "--root", records, status=1)
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("other", [["--fix"], ["--format", "json"]])
def test_goes_with_nothing_else(other: list[str], run: Run) -> None:
    assert "effllm: --watch goes with no --fix" in run("validate", "--watch", *other, status=2).stderr


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("papers/2023/a.yml", True),
        ("papers/2023", True),
        ("papers/2023/.effllm-0.tmp", False),
        ("papers/2023/.a.yml.swp", False),
        ("papers/2023/a.yml~", False),
        ("papers/2023/#a.yml#", False),
    ],
)
def test_what_counts_as_a_change(name: str, counts: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert validate.is_record(name) is counts


def test_only_the_folders_of_records_are_watched(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def changes(*folders: Path, watch_filter: Callable[[object, str], bool]) -> Iterator[object]:
        asked.extend(folders)
        yield from (path for path in ("a.yml", ".a.yml.swp") if watch_filter(None, path))

    monkeypatch.setattr("watchfiles.watch", changes)
    assert list(validate._on_disk(records)) == ["a.yml"]
    assert asked == [records / "papers", records / "taxonomy"]
