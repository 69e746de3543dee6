from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm import Problem
from effllm.cli.report import annotation
from tests.checkouts import DATA, lay

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run


def test_no_problems(records: Path, run: Run) -> None:
    result = run("validate", "--root", records)
    assert (result.stdout, result.stderr) == ("", "no problems (15 files read)\n")


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_formats(form: str, run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("validate", "--format", form, status=1)
    golden(f"validate.{form}", result.stdout)
    assert result.stderr == (
        "3 problems in 3 files (16 files read)\n"
        "to write records in canonical form: effllm fmt\n"
        "to repair what has one right answer (1 problem): effllm validate --fix\n"
    )


def test_warnings_are_shown_and_fail_nothing(records: Path, run: Run) -> None:
    lay(records, DATA / "problems/R006-younger")
    result = run("validate")
    said = "doe2025late is of 2025 (arXiv 2502.00003), this paper of 2024"
    assert result.stdout.startswith(f"papers/2023/author2023slim.yml:24:26: R006 warning: {said}\n")
    assert result.stderr == "no problems, 1 warning (16 files read)\n"
    (warning,) = json.loads(run("validate", "--format", "json").stdout)
    assert (warning["severity"], warning["message"]) == ("warning", said)
    assert run("validate", "--format", "github").stdout.startswith("::warning file=papers/2023/author2023slim.yml,")
    file = records / "papers/2022/builder2022thin.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("year: 2022", "year: 2021"), encoding="utf-8")
    result = run("validate", status=1)
    assert result.stderr.startswith("1 problem in 1 file, 1 warning (16 files read)\n")
    both = json.loads(run("validate", "--format", "json", status=1).stdout)
    assert {problem["severity"] for problem in both} == {"error", "warning"}


def test_warnings_keep_nobody_from_reading(records: Path, run: Run) -> None:
    lay(records, DATA / "problems/R006-younger")
    assert "SLIM" in run("show", "author2023slim", "--root", records).stdout


def test_json_without_problems(records: Path, run: Run) -> None:
    assert json.loads(run("validate", "--format", "json", "--root", records).stdout) == []


def test_one_file(broken: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken / "papers")
    for path in ("2023/doe2023odd.yml", "papers/2023/doe2023odd.yml", broken / "papers/2023/doe2023odd.yml"):
        result = run("validate", path, status=1)
        assert result.stdout.startswith("papers/2023/doe2023odd.yml:1:11: Y007 ")
        assert result.stderr == "1 problem in 1 file (16 files read)\n"


@pytest.mark.usefixtures("broken")
def test_folders(run: Run) -> None:
    assert run("validate", "papers/2022", "taxonomy").stderr == "no problems (16 files read)\n"
    assert run("validate", ".", status=1).stderr == run("validate", status=1).stderr


def test_rules_across_files_see_all_of_them(records: Path, run: Run) -> None:
    (records / "papers/2022/builder2022thin.yml").unlink()
    assert "R001 no paper" in run("validate", "papers/2023/author2023slim.yml", status=1).stdout


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("papers/2023/nobody2023.yml", "no such file"),
        ("/", "outside of the checkout"),
        ("..", "outside of the checkout"),
        ("docs", "no records are here, only below papers and taxonomy"),
    ],
)
def test_wrong_paths(path: str, said: str, run: Run) -> None:
    Path("docs").mkdir()
    result = run("validate", path, status=2)
    assert result.stdout == ""
    assert result.stderr.startswith(f"effllm: {path}: {said}")


def test_a_link_is_a_finding_wherever_it_leads(records: Path, run: Run) -> None:
    link = records / "papers/2023/doe2023link.yml"
    link.symlink_to("/nowhere")
    assert run("validate", link, status=1).stdout.startswith("papers/2023/doe2023link.yml:1:1: Y012 a link")


def test_file_names_cannot_forge_lines(records: Path, run: Run) -> None:
    (records / "papers/2023/x\n::error::y\x1b[2J.yml").touch()
    (records / b"papers/2023/\xff.yml".decode(errors="surrogateescape")).touch()
    assert r"papers/2023/x\n::error::y\x1b[2J.yml:1:1: Y012 " in run("validate", status=1).stdout
    assert len(json.loads(run("validate", "--format", "json", status=1).stdout)) == 2
    lines = run("validate", "--format", "github", status=1).stdout.splitlines()
    assert [line.split("=")[0] for line in lines] == ["::error file"] * 2


def test_annotations_are_escaped() -> None:
    problem = Problem("a,b:c%.yml", 1, 2, "S001", "100%::x, y", "try: a\nor: b")
    assert annotation(problem) == (
        "::error file=a%2Cb%3Ac%25.yml,line=1,col=2,title=S001::100%25::x, y%0Atry: a%0Aor: b"
    )


def test_unknown_format(records: Path, run: Run) -> None:
    assert "--format" in run("validate", "--format", "xml", "--root", records, status=2).stderr
