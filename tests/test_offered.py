"""What other repositories use of this one: the hook and the action that check their lists."""

from __future__ import annotations

import os
import re
import subprocess
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
    env |= {name: inputs[given] for name, given in names.items()}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(shell, env=env, capture_output=True, text=True, check=False, cwd=folder)


def test_the_action_checks_the_files_named(script: Path) -> None:
    done = run_step(script, {"files": "README.md\na b.md\ndocs/**/*.bib\n", "format": "github"})
    assert done.returncode == 1
    wanted = ["lint", "--format", "github", "--", "README.md", "a b.md", "docs/deep/refs.bib"]
    assert done.stdout.splitlines() == [f"<{word}>" for word in wanted]
    report = Path((script / "output").read_text(encoding="utf-8").strip().removeprefix("report="))
    assert report.read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", '"; touch owned; "', "x' && touch owned #"])
def test_the_action_runs_nothing_that_an_input_says(script: Path, hostile: str) -> None:
    done = run_step(script, {"files": hostile, "format": hostile})
    assert done.stdout.splitlines() == [f"<{word}>" for word in ("lint", "--format", hostile, "--", hostile)]
    assert not (script / "owned").exists()


def test_a_file_that_looks_like_an_option_is_a_file(script: Path) -> None:
    done = run_step(script, {"files": "-*.md", "format": "text"})
    assert done.stdout.splitlines()[-2:] == ["<-->", "<-x.md>"]


def test_the_action_says_when_no_file_matches(script: Path) -> None:
    done = run_step(script, {"files": "*.tex\n", "format": "text"})
    assert (done.returncode, done.stdout) == (2, "::error::effllm lint: no file matches the input files\n")


def test_no_input_stands_in_a_script() -> None:
    assert all("${{" not in step.get("run", "") for step in read("action.yml")["runs"]["steps"])
