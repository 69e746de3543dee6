"""Files are written whole or not at all, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.cli import files
from tests.checkouts import SLIM, problems_in
from tests.cli.test_add import files as files_in

if TYPE_CHECKING:
    from tests.cli.conftest import Run

HELD = """
import os, signal, sys
from pathlib import Path
from effllm.cli import files

def stop(*_):
    print("written", flush=True)
    sys.stdin.read()

os.link = stop
files.create(Path(sys.argv[1]), b"title: new")
"""


@pytest.mark.parametrize(
    "command",
    [("validate",), ("fmt",), ("cite", "author2023slim", "--from", "x.bbl", "--dry-run"), ("import-bib", "x.bib")],
)
def test_the_next_command_cleans_up(command: tuple[str, ...], records: Path, run: Run) -> None:
    (records / "x.bbl").write_text("\\bibitem{a} A paper", encoding="utf-8")
    (records / "x.bib").write_text("@misc{a, title={Invented}, eprint={2311.00001}}", encoding="utf-8")
    before = files_in(records)
    for folder in ("papers/2023", "taxonomy", "taxonomy/frameworks"):
        (records / folder / ".effllm-0123456789abcdef.tmp").write_text("half a rec", encoding="utf-8")
    assert not problems_in(records)
    run(*command, status=None)
    assert files_in(records) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_is_killed_is_cleaned_up_and_what_runs_is_left_alone(records: Path) -> None:
    target = records / "papers/2023/doe2023new.yml"
    arguments = [sys.executable, "-c", HELD, str(target)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        assert command.stdout.readline() == "written\n"
        left = [*target.parent.glob(".effllm-*.tmp")]
        assert len(left) == 1
        files.clean(records)
        assert left[0].exists()
        command.send_signal(signal.SIGKILL)
        command.wait()
    files.clean(records)
    assert not left[0].exists()
    assert not target.exists()


def test_links_among_the_records_are_not_followed(records: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    kept = outside / ".effllm-0.tmp"
    kept.write_text("mine", encoding="utf-8")
    (records / "papers/linked").symlink_to(outside)
    link = records / "papers/2023/.effllm-1.tmp"
    link.symlink_to(kept)
    os.mkfifo(records / "papers/2023/.effllm-2.tmp")
    files.clean(records)
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not link.is_symlink()


def test_what_refuses_names_the_record(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file system that became read-only: the temporary file cannot be taken away, either."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", "papers/2023/.effllm-0.tmp")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match=r"Read-only file system: .*author2023slim\.yml"):
        files.replace(records / SLIM, b"title: new")


def test_git_ignores_them() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".effllm-*.tmp" in ignored
