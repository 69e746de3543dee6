from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.cli import files
from effllm.store import document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

SLIM = Path("papers/2023/author2023slim.yml")


def unformat(path: Path = SLIM) -> str:
    """Make a file differ from the canonical form, and return its canonical text."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("venue: ", "venue:   "), encoding="utf-8")
    return text


@pytest.mark.usefixtures("records")
def test_nothing_to_do(run: Run) -> None:
    result = run("fmt")
    assert (result.stdout, result.stderr) == ("", "nothing to rewrite (15 files read)\n")
    assert run("fmt", "--check").stderr == result.stderr


@pytest.mark.usefixtures("records")
def test_rewrites_in_place(run: Run) -> None:
    text = unformat()
    SLIM.chmod(0o640)
    result = run("fmt")
    assert (result.stdout, result.stderr) == (f"{SLIM}\n", "1 file rewritten (15 files read)\n")
    assert SLIM.read_text(encoding="utf-8") == text
    assert stat.S_IMODE(SLIM.stat().st_mode) == 0o640
    assert sorted(path.name for path in SLIM.parent.glob("*.yml")) == ["author2023slim.yml", "coder2023brief.yml"]


@pytest.mark.usefixtures("records")
def test_only_the_files_named(run: Run) -> None:
    unformat()
    assert run("fmt", "papers/2022").stdout == ""
    assert run("fmt", SLIM).stdout == f"{SLIM}\n"


@pytest.mark.usefixtures("broken")
def test_check_changes_nothing(run: Run, golden: Callable[[str, str], None]) -> None:
    before = SLIM.read_bytes()
    result = run("fmt", "--check", status=1)
    golden("fmt-check.txt", result.stdout)
    assert result.stderr == (
        "1 file would change (16 files read)\n"
        "not formatted: 2 files with other problems\n"
        "to write them in canonical form: effllm fmt\n"
    )
    assert SLIM.read_bytes() == before


@pytest.mark.usefixtures("broken")
def test_files_with_other_problems_are_left_alone(run: Run) -> None:
    others = {path: path.read_bytes() for path in Path().rglob("*.yml") if path != SLIM}
    result = run("fmt", status=1)
    assert "coder2023brief.yml:4:7: S003" in result.stdout
    assert "doe2023odd.yml:1:11: Y007" in result.stdout
    assert result.stdout.endswith(f"{SLIM}\n")
    assert {path: path.read_bytes() for path in others} == others


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("command", [["fmt"], ["validate", "--fix"]])
def test_line_ends_of_windows_and_a_byte_order_mark_go(command: list[str], run: Run) -> None:
    right = SLIM.read_bytes()
    SLIM.write_bytes(b"\xef\xbb\xbf" + right.replace(b"\n", b"\r\n"))
    said = "the file has a byte order mark at its start and the line ends of Windows"
    assert run("fmt", "--check", status=1).stdout == f"{SLIM}: not in canonical form: {said}\n"
    run(*command)
    assert SLIM.read_bytes() == right
    assert run("fmt", "--check").stdout == ""


@pytest.mark.usefixtures("records")
def test_a_long_diff_is_cut(run: Run) -> None:
    path = Path("taxonomy/vocabulary.yml")
    path.write_text(path.read_text(encoding="utf-8").replace("    name: ", "    name:  "), encoding="utf-8")
    lines = run("fmt", "--check", status=1).stdout.splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("... and ")


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("change", ["edited", "linked", "deleted", "not text"])
def test_a_file_that_changed_meanwhile_is_left_alone(
    change: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unformat()
    other = tmp_path / "other.yml"
    other.write_bytes(SLIM.read_bytes())
    parse = document.parse

    def change_after_reading(path: str, raw: bytes) -> object:
        if path == "taxonomy/vocabulary.yml":  # read after the papers
            SLIM.unlink()
            if change == "edited":
                SLIM.write_text("title: new\n", encoding="utf-8")
            elif change == "linked":
                SLIM.symlink_to(other)
            elif change == "not text":
                SLIM.write_bytes(b"\xff")
        return parse(path, raw)

    monkeypatch.setattr("effllm.store.record_file.parse_yaml", change_after_reading)
    result = run("fmt", status=1)
    assert result.stdout == ""
    assert "papers/2023/author2023slim.yml: " in result.stderr
    assert "venue:   " in other.read_text(encoding="utf-8")
    assert SLIM.is_symlink() == (change == "linked")


@pytest.mark.usefixtures("records")
def test_a_file_that_cannot_be_written_does_not_stop_the_others(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    unformat()
    other = Path("papers/2022/builder2022thin.yml")
    unformat(other)
    write = files.replace

    def refuse(target: Path, content: bytes) -> None:
        if target.name == other.name:
            raise PermissionError(13, "Permission denied", str(other))
        write(target, content)

    monkeypatch.setattr(files, "replace", refuse)
    result = run("fmt", status=1)
    assert result.stdout == f"{SLIM}\n"
    assert result.stderr.startswith(f"{other}: Permission denied\n1 file rewritten (")


@pytest.mark.usefixtures("records")
def test_an_empty_list_has_a_form_too(run: Run) -> None:
    Path("taxonomy/hardware.yml").write_text("[ ]\n", encoding="utf-8")
    run("fmt")
    assert run("validate").stdout == ""
    assert run("export", "jsonl").stdout


@pytest.mark.usefixtures("records")
def test_a_first_line_that_is_no_editor_line_is_not_lost(run: Run) -> None:
    text = "# seen by Ada\n" + SLIM.read_text(encoding="utf-8")
    SLIM.write_text(text, encoding="utf-8")
    assert "Y011" in run("fmt", status=1).stdout
    assert SLIM.read_text(encoding="utf-8") == text


@pytest.mark.corpus
def test_real_records_are_formatted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent)
    assert run("fmt", "--check").stdout == ""
