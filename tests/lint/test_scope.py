"""A list that has many findings takes the check up step by step: what is known, ignored or unchanged is not told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from effllm.cli.app import app
from tests.checkouts import BASE
from tests.cli.conftest import run

if TYPE_CHECKING:
    from tests.cli.conftest import Run

__all__ = ["run"]
OLD = "- A Model That Nobody Knows, NeurlPS 2023 [[Paper](https://arxiv.org/abs/2205.00777)]\n"
NEW = "- A Third Model That Nobody Knows, NeurlPS 2024 [[Paper](https://arxiv.org/abs/2305.00778)]\n"
ENTRY = "@article{%s,\n  title = {A Model of %s That Nobody Knows},\n  journal = {NeurlPS},\n  year = {2023},\n}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(run: Run, *arguments: str, name: str = "x.md", status: int | None = None) -> list[tuple[str, int]]:
    said = run("lint", name, "--format", "json", "--root", BASE, *arguments, status=status)
    return [(one["code"], one["line"]) for one in json.loads(said.stdout)]


def test_only_what_is_new_beside_a_baseline(run: Run) -> None:
    Path("x.md").write_text(OLD, encoding="utf-8")
    said = run("lint", "x.md", "--write-baseline", "known.json", "--root", BASE, status=0)
    assert said.stderr == "1 finding written to known.json\n"
    assert codes(run, "--baseline", "known.json", status=0) == []
    Path("x.md").write_text(f"# A\n\n{NEW}{OLD}", encoding="utf-8")
    assert codes(run, "--baseline", "known.json", status=1) == [("EL008", 3)]
    Path("x.md").write_text(f"{OLD}\n# B\n\n{OLD}", encoding="utf-8")
    assert codes(run, "--baseline", "known.json", status=1) == [("EL008", 5)]
    run("lint", "x.md", "--fix", "--baseline", "known.json", "--root", BASE)
    assert Path("x.md").read_text(encoding="utf-8").count("NeurlPS") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "--baseline: known.json: no such file"),
        (b"[]", "known.json: not a baseline; --write-baseline writes one"),
        (b"\xff\x00", "known.json: not a baseline; --write-baseline writes one"),
        (b'{"files": {"x.md": 3}}', "known.json: not a baseline; --write-baseline writes one"),
    ],
)
def test_a_baseline_that_is_none_is_wrong_usage(content: bytes | None, said: str, run: Run) -> None:
    Path("x.md").write_text(OLD, encoding="utf-8")
    if content is not None:
        Path("known.json").write_bytes(content)
    result = run("lint", "x.md", "--baseline", "known.json", "--root", BASE, status=2)
    assert result.stderr == f"effllm: {said}\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (OLD.replace("\n", " <!-- effllm: ignore EL008 -->\n") + NEW, [2]),
        (OLD.replace("\n", " <!-- effllm: ignore EL005 -->\n") + NEW, [1, 2]),
        (f"<!-- effllm: ignore EL008: as they write it -->\n{OLD}{NEW}", [3]),
        (f"<!-- effllm: ignore -->\n{OLD}{NEW}", [3]),
        (f"<!-- effllm: ignore EL008 -->\n\n{OLD}{NEW}", [3, 4]),
    ],
)
def test_a_comment_passes_over_its_line_or_the_entry_below(text: str, lines: list[int], run: Run) -> None:
    Path("x.md").write_text(text, encoding="utf-8")
    assert codes(run) == [("EL008", line) for line in lines]


def test_a_comment_in_bibtex_passes_over_the_entry_below(run: Run) -> None:
    Path("x.bib").write_text(f"% effllm: ignore EL008\n{ENTRY % ('a', 'A')}{ENTRY % ('b', 'B')}", encoding="utf-8")
    assert codes(run, name="x.bib") == [("EL008", 9)]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("", ["EL008", "EL009"]),
        ('select = ["EL009"]', ["EL009"]),
        ('ignore = ["EL009"]', ["EL008"]),
        ('allowed-words = ["NeurlPS"]', ["EL009"]),
        ('per-file-ignores = {"a/*.md" = ["EL008"]}', ["EL009"]),
        ('per-file-ignores = {"*.bib" = ["EL008"]}', ["EL008", "EL009"]),
    ],
)
def test_settings(settings: str, found: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pyproject.toml").write_text(f"[tool.effllm.lint]\n{settings}\n", encoding="utf-8")
    Path("a").mkdir()
    Path("a/x.md").write_text(OLD.replace("00777", "007777"), encoding="utf-8")
    assert [code for code, _line in codes(run, name="a/x.md")] == found
    monkeypatch.chdir("a")
    Path("pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert [code for code, _line in codes(run)] == found


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('select = ["EL999"]', "select: no rule EL999; they are EL000 to EL014"),
        ('select = "EL008"', 'select is a list of texts, as ["EL008"]'),
        ("per-file-ignores = 3", 'per-file-ignores is a table, as {"docs/*.md" = ["EL008"]}'),
        (
            "selects = []",
            "[tool.effllm.lint] has no selects; it has select, ignore, per-file-ignores, allowed-words",
        ),
    ],
)
def test_settings_that_are_none_are_wrong_usage(settings: str, said: str, run: Run) -> None:
    Path("pyproject.toml").write_text(f"[tool.effllm.lint]\n{settings}\n", encoding="utf-8")
    Path("x.md").write_text(OLD, encoding="utf-8")
    assert run("lint", "x.md", "--root", BASE, status=2).stderr == f"effllm: pyproject.toml: {said}\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)  # noqa: S607


def test_only_what_changed_since_a_revision(run: Run) -> None:
    git("init", "-q")
    Path("x.md").write_text(f"# A\n\n{OLD}", encoding="utf-8")
    Path("x.bib").write_text(ENTRY % ("a", "A"), encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    assert codes(run, "--since", "HEAD", status=0) == []
    Path("x.md").write_text(f"# A\n\n{NEW}{OLD}", encoding="utf-8")
    Path("x.bib").write_text(ENTRY % ("a", "A") + ENTRY % ("b", "B"), encoding="utf-8")
    assert codes(run, "--since", "HEAD", status=1) == [("EL008", 3)]
    assert codes(run, "--since", "HEAD", name="x.bib") == [("EL008", 8)]
    Path("y.md").write_text(OLD, encoding="utf-8")
    assert codes(run, "--since", "HEAD", name="y.md") == [("EL008", 1)]
    said = run("lint", "x.md", "--since", "nowhere", "--root", BASE, status=2).stderr
    assert said == "effllm: --since: no commit, branch or tag nowhere\n"


def test_a_shallow_clone_says_how_to_get_the_commit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-q", "list")
    for number in "12":
        Path("list/x.md").write_text(f"# {number}\n\n{OLD}", encoding="utf-8")
        git("-C", "list", "add", ".")
        git("-C", "list", "commit", "-qm", number)
    git("clone", "-q", "--depth", "1", Path("list").absolute().as_uri(), "shallow")
    monkeypatch.chdir("shallow")
    said = run("lint", "x.md", "--since", "HEAD~1", "--root", BASE, status=2).stderr
    lacks = "no commit, branch or tag HEAD~1; the clone is shallow: git fetch --unshallow gets the others"
    assert said == f"effllm: --since: {lacks}\n"


def test_since_needs_a_clone(run: Run) -> None:
    Path("x.md").write_text(OLD, encoding="utf-8")
    said = run("lint", "x.md", "--since", "HEAD", "--root", BASE, status=2).stderr
    assert said == "effllm: --since: . is no git clone\n"


@pytest.mark.parametrize("text", [OLD, ENTRY % ("a", "A")])
def test_a_list_may_come_on_standard_input(text: str) -> None:
    result = CliRunner().invoke(app, ["lint", "-", "--root", str(BASE)], input=text)
    assert result.exit_code == 1
    assert result.stdout.startswith("-:")
    assert "EL008" in result.stdout


def test_standard_input_is_not_mended(run: Run) -> None:
    said = run("lint", "-", "--fix", "--root", BASE, status=2).stderr
    assert said == "effllm: standard input cannot be mended: --diff shows what would change\n"


def test_exit_zero(run: Run) -> None:
    Path("x.md").write_text(OLD, encoding="utf-8")
    assert "EL008" in run("lint", "x.md", "--exit-zero", "--root", BASE, status=0).stdout
    run("lint", "x.md", "--diff", "--exit-zero", "--root", BASE, status=0)
