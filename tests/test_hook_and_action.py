"""What other repositories use of this one: the hook and the action that check their lists."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from effllm.lint import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]


def read(name: str) -> Any:  # noqa: ANN401 - YAML holds anything
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_hook_takes_the_files_that_lint_reads() -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert hook["entry"] == "effllm lint"
    assert all(re.search(hook["files"], f"docs/list{ending}") for ending in READERS)
    assert not re.search(hook["files"], "md/list.py")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a runner has it, with an effllm that says what it was asked for."""
    monkeypatch.chdir(tmp_path)
    command = tmp_path / "tools/effllm/bin/effllm"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\nfor word in "$@"; do echo "<$word>"; done\nexit 1\n', encoding="utf-8")
    command.chmod(0o755)
    for name in ("README.md", "a b.md", "docs/deep/refs.bib", "-x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def run_step(folder: Path, inputs: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the step that checks, as the runner does."""
    step = read("action.yml")["runs"]["steps"][-1]
    names = {name: re.findall(r"inputs\.(\w+)", value)[0] for name, value in step["env"].items()}
    env = {"PATH": os.environ["PATH"], "RUNNER_TEMP": f"{folder}/tools", "GITHUB_OUTPUT": f"{folder}/output"}
    env |= {name: inputs.get(given, "") for name, given in names.items()}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(shell, env=env, capture_output=True, text=True, check=False, cwd=folder)


def reports(folder: Path) -> list[Path]:
    """Return what the steps that ran named as their reports."""
    lines = (folder / "output").read_text(encoding="utf-8").splitlines()
    return [Path(line.removeprefix("report=")) for line in lines]


def test_the_action_checks_the_files_named(script: Path) -> None:
    done = run_step(script, {"files": "README.md\na b.md\ndocs/**/*.bib\n", "format": "github"})
    assert done.returncode == 1
    wanted = ["lint", "--format", "github", "--", "README.md", "a b.md", "docs/deep/refs.bib"]
    assert done.stdout.splitlines() == [f"<{word}>" for word in wanted]
    (report,) = reports(script)
    assert report.read_text(encoding="utf-8") == done.stdout


def test_a_second_use_in_a_job_keeps_the_report_of_the_first(script: Path) -> None:
    done = [run_step(script, {"files": name, "format": "sarif"}) for name in ("README.md", "a b.md")]
    assert [report.read_text(encoding="utf-8") for report in reports(script)] == [one.stdout for one in done]


def test_the_action_looks_only_at_what_is_new_where_it_is_told_to(script: Path) -> None:
    done = run_step(script, {"files": "README.md", "format": "text", "since": "main", "baseline": "a b.json"})
    wanted = ["lint", "--format", "text", "--since=main", "--baseline=a b.json", "--", "README.md"]
    assert done.stdout.splitlines() == [f"<{word}>" for word in wanted]


def test_the_hook_installs_the_versions_of_the_action() -> None:
    """Without hashes: pip takes none for a folder, and the hook installs this one."""
    (hook,) = read(".pre-commit-hooks.yaml")
    assert hook["additional_dependencies"] == ["--constraint=requirements/hook.txt", ".[contribute]"]
    _, *pinned = (ROOT / "requirements/hook.txt").read_text(encoding="utf-8").splitlines()
    assert pinned == re.findall(
        r"^([\w.-]+==.+?)(?: \\)?$", (ROOT / "requirements/action.txt").read_text("utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", '"; touch owned; "', "x' && touch owned #"])
def test_the_action_runs_nothing_that_an_input_says(script: Path, hostile: str) -> None:
    (script / hostile).touch()
    done = run_step(script, {"files": hostile, "format": hostile, "since": hostile, "baseline": hostile})
    options = ("--format", hostile, f"--since={hostile}", f"--baseline={hostile}")
    assert done.stdout.splitlines() == [f"<{word}>" for word in ("lint", *options, "--", hostile)]
    assert not (script / "owned").exists()


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", "%0A::warning::x", "* $(touch owned)"])
def test_a_line_that_matches_nothing_is_only_shown(script: Path, hostile: str) -> None:
    done = run_step(script, {"files": hostile, "format": "text"})
    assert (done.returncode, len(done.stdout.splitlines())) == (2, 1)
    assert done.stdout.endswith(f": {hostile.replace('%', '%25')}\n")
    assert not (script / "owned").exists()


def test_a_file_that_looks_like_an_option_is_a_file(script: Path) -> None:
    done = run_step(script, {"files": "-*.md", "format": "text"})
    assert done.stdout.splitlines()[-2:] == ["<-->", "<-x.md>"]


def test_the_action_names_each_line_that_matches_no_file(script: Path) -> None:
    done = run_step(script, {"files": "README.md\ndocs/*.bbi\n\nREADNE.md\ndocs/**/*.bib\n", "format": "text"})
    said = "::error::effllm lint: no file matches this line of the input files: "
    assert (done.returncode, done.stdout.splitlines()) == (2, [f"{said}docs/*.bbi", f"{said}READNE.md"])


@pytest.mark.parametrize("empty", ["", "\n", " \n\n"])
def test_the_action_says_when_no_list_is_named(script: Path, empty: str) -> None:
    done = run_step(script, {"files": empty, "format": "text"})
    assert (done.returncode, done.stdout) == (2, "::error::effllm lint: the input files names no list\n")


def test_a_name_with_brackets_is_that_file(script: Path) -> None:
    names = ["docs/[2024].md", "docs/2.md", "docs/what [x] *.md"]
    for name in names:
        (script / name).touch()
    done = run_step(script, {"files": "docs/[2024].md\ndocs/what [x] *.md\n", "format": "text"})
    assert done.stdout.splitlines()[-2:] == ["<docs/[2024].md>", "<docs/what [x] *.md>"]
    assert "<docs/2.md>" in run_step(script, {"files": "docs/[2].md", "format": "text"}).stdout


def test_no_input_stands_in_a_script() -> None:
    assert all("${{" not in step.get("run", "") for step in read("action.yml")["runs"]["steps"])


def test_the_action_installs_what_the_lock_names_and_nothing_else() -> None:
    """`make lock` writes both; a package or a version that stands in one only would be tried by nobody."""
    packages, tried = (locked(name) for name in ("action", "dev"))
    assert {name: packages[name] for name in packages if packages[name] != tried.get(name)} == {}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = project["project"]["dependencies"] + project["build-system"]["requires"]
    assert {re.split(r"[^\w.-]", name)[0] for name in needed} <= packages.keys()
    install = next(step["run"] for step in read("action.yml")["runs"]["steps"] if "pip install" in step.get("run", ""))
    assert "--require-hashes" in install
    assert "--no-deps --no-build-isolation" in install


def test_the_lowest_versions_that_are_allowed_are_those_that_are_tried() -> None:
    """`make lock` writes them and `make lowest` tries them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    tried = {name: {version.removesuffix(".0") for version, *_ in found} for name, found in locked("lowest").items()}
    for requirement in [*project["dependencies"], *extras["pandas"], *extras["parquet"]]:
        name, _, lowest = requirement.partition(">=")
        assert {version.removesuffix(".0") for version in tried[name]} == {lowest.removesuffix(".0")}, name


def test_nothing_is_said_to_be_where_it_is_not() -> None:
    """No package index has effllm, so that its name there could be anybody's."""
    places = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *(ROOT / "src").rglob("*.py")]
    places += (ROOT / "src").rglob("*.html")
    assert [
        str(path) for path in places if re.search(r"install ['\"]?effllm\b", path.read_text(encoding="utf-8"))
    ] == []


def locked(name: str) -> dict[str, set[tuple[str, ...]]]:
    """Return the versions and hashes of each package in a file of ``requirements/``."""
    found: dict[str, set[tuple[str, ...]]] = {}
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    for entry in re.findall(r"^[\w.-]+==.*(?:\n    --hash=.*)+", text, re.MULTILINE):
        package, version = entry.split()[0].split("==")
        found.setdefault(package, set()).add((version, *re.findall(r"sha256:\w+", entry)))
    return found
