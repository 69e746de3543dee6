"""`effllm lint` on small files with every kind of defect, beside entries that are right."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from effllm import lint
from tests.checkouts import BASE, DATA
from tests.cli.conftest import golden, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

__all__ = ["golden", "run"]
LISTS = DATA / "lint"


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of the lists in the current folder."""
    shutil.copytree(LISTS, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["list.md", "list.bib", "list.tex"])
def test_what_is_said_of_each_kind_of_file(name: str, run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("lint", name, "--root", BASE, status=1)
    golden(f"lint-{name.rpartition('.')[2]}.text", result.stdout)
    said = r"\d+ problems, \d+ likely \(1 file read\)\n(?:to mend .* \(\d+ places?\): add --fix, or --diff .*\n)?"
    assert re.fullmatch(said, result.stderr)


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_formats(form: str, run: Run, golden: Callable[[str, str], None]) -> None:
    golden(f"lint.{form}", run("lint", "list.bib", "--format", form, "--root", BASE, status=1).stdout)


def test_what_stands_below_right_is_right(run: Run) -> None:
    text = Path("list.md").read_text(encoding="utf-8")
    Path("right.md").write_text(text[text.index("## Right") :], encoding="utf-8")
    result = run("lint", "right.md", "--root", BASE)
    assert (result.stdout, result.stderr) == ("", "nothing found (1 file read)\n")


@pytest.mark.parametrize("name", ["empty.md", "empty.bib"])
def test_a_file_without_entries_is_not_passed_in_silence(name: str, run: Run) -> None:
    Path(name).write_text("Words only.\n", encoding="utf-8")
    said = run("lint", name, "--root", BASE).stderr
    assert said == f"{name}: no entry that names a paper, so nothing to check\nnothing found (1 file read)\n"


def test_every_rule_is_broken_somewhere(run: Run) -> None:
    said = run("lint", "list.md", "list.bib", "list.tex", "--root", BASE, status=1).stdout
    found = set(re.findall(r" (EL\d{3}) ", said))
    assert found == {rule.code for rule in lint.RULES} - {lint.UNREADABLE.code}


def test_several_files_are_told_in_their_order(run: Run) -> None:
    result = run("lint", "list.tex", "list.md", "list.tex", "--root", BASE, status=1)
    paths = [line.split(":")[0] for line in result.stdout.splitlines() if line and line[0] != " "]
    assert list(dict.fromkeys(paths)) == ["list.tex", "list.md"]
    assert "(2 files read)\n" in result.stderr


def test_only_likely_findings_do_not_fail(run: Run) -> None:
    Path("x.md").write_text(
        "- A Model of Nobody, *ICLR 2020* [[Paper](https://arxiv.org/abs/2205.00777)]\n", encoding="utf-8"
    )
    result = run("lint", "x.md", "--root", BASE)
    assert result.stdout.startswith("x.md:1:28: EL006 likely: year 2020")
    assert result.stderr == "0 problems, 1 likely (1 file read)\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.md", "effllm: nowhere.md: no such file\n"),
        ("list.pdf", "effllm: list.pdf: a list ends in .md, .markdown, .bib, .tex, .bbl\n"),
        (".", "effllm: .: a folder; name the file in it\n"),
    ],
)
def test_wrong_files(name: str, said: str, run: Run) -> None:
    result = run("lint", name, "--root", BASE, status=2)
    assert (result.stdout, result.stderr) == ("", said)


def test_names_of_files_cannot_forge_lines(run: Run) -> None:
    shutil.copy("list.md", "x\n::error::y,z.md")
    place = r"line=\d+,col=\d+(?:,endLine=\d+,endColumn=\d+)?"
    for line in run("lint", "x\n::error::y,z.md", "--format", "github", "--root", BASE, status=1).stdout.splitlines():
        assert re.match(rf"::(?:error|warning) file=x\\n%3A%3Aerror%3A%3Ay%2Cz\.md,{place},title=EL\d+::", line)


def sarif(run: Run, *files: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(run("lint", *files, "--format", "sarif", "--root", BASE, status=1).stdout)
    return log


def test_sarif_has_what_code_scanning_asks_for(run: Run) -> None:
    log = sarif(run, "list.md", "list.bib")
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in lint.RULES]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1


def test_sarif_without_findings_still_has_a_run(run: Run) -> None:
    Path("x.md").write_text("# Nothing\n", encoding="utf-8")
    log = json.loads(run("lint", "x.md", "--format", "sarif", "--root", BASE).stdout)
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("name", ["list.md", "list.bib"])
def test_what_fix_changes_is_shown_first_and_then_done(name: str, run: Run, golden: Callable[[str, str], None]) -> None:
    before = Path(name).read_bytes()
    shown = run("lint", name, "--diff", "--root", BASE, status=1)
    golden(f"lint-{name.rpartition('.')[2]}.diff", shown.stdout)
    assert Path(name).read_bytes() == before
    run("lint", name, "--fix", "--root", BASE, status=1)
    subprocess.run(["git", "apply", "-R", "-"], input=shown.stdout.encode(), check=True)  # noqa: S607
    assert Path(name).read_bytes() == before


def test_fix_says_what_it_did_and_a_second_run_finds_nothing_to_mend(run: Run) -> None:
    first = run("lint", "list.md", "--fix", "--root", BASE, status=1)
    assert re.search(r"^fixed list\.md:\d+: EL005 ", first.stderr, re.MULTILINE)
    assert re.search(r"^\d+ places mended$", first.stderr, re.MULTILINE)
    second = run("lint", "list.md", "--fix", "--root", BASE, status=1)
    assert second.stderr.startswith("nothing mended\n")
    found = json.loads(run("lint", "list.md", "--format", "json", "--root", BASE, status=1).stdout)
    assert not any(one["fixable"] for one in found)


def test_a_span_is_what_a_finding_is_about_in_bytes(run: Run) -> None:
    raw = "\ufeff- \U0001f525 Nobody, NeurlPS 2023 [[Paper](https://arxiv.org/abs/2205.00777)]\r\n".encode()
    Path("x.md").write_bytes(raw)
    (found,) = json.loads(run("lint", "x.md", "--format", "json", "--root", BASE, status=1).stdout)
    assert (raw[slice(*found["span"])], found["fixable"]) == (b"NeurlPS", True)
    assert found["fix"] == [{"loc": found["span"], "value": "NeurIPS"}]


def test_fix_and_diff_are_one_or_the_other(run: Run) -> None:
    said = run("lint", "list.md", "--fix", "--diff", "--root", BASE, status=2).stderr
    assert said == "effllm: --fix, --diff, --write-baseline and --missing do different things: use one of them\n"
