"""What the workflows run is fixed, and nothing of an event stands in their commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted([*GITHUB.glob("workflows/*.yml"), *ROOT.glob("action.y*ml")])
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


def steps(file: Path) -> list[dict[str, Any]]:
    given = yaml.safe_load(file.read_text(encoding="utf-8"))
    jobs = given["jobs"].values() if "jobs" in given else [given["runs"]]
    return [step for job in jobs for step in job.get("steps", [])]


@each_workflow
def test_every_action_is_pinned_to_a_commit_with_its_version(file: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in used if not name.startswith("./") and not PINNED.fullmatch(name)] == []


@each_workflow
def test_commands_hold_no_expressions(file: Path) -> None:
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@each_workflow
def test_rights_are_given_job_by_job(file: Path) -> None:
    given = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "jobs" in given:
        assert given["permissions"] == {}
        assert all("timeout-minutes" in job and "permissions" in job for job in given["jobs"].values())
        assert "concurrency" in given


def test_who_reads_a_form_may_change_nothing_and_who_changes_something_reads_no_form() -> None:
    jobs = yaml.safe_load((GITHUB / "workflows" / "add-paper.yml").read_text(encoding="utf-8"))["jobs"]
    writing = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    reading = {
        name for name, job in jobs.items() if "GITHUB_EVENT_PATH" in str(job) or "issue.body" in str(job["steps"])
    }
    assert (reading, writing) == ({"read"}, {"open", "answer"})


def test_the_template_of_pull_requests_is_short() -> None:
    assert len((GITHUB / "pull_request_template.md").read_text(encoding="utf-8").splitlines()) <= 5


def test_maintainers_are_told_of_every_workflow() -> None:
    page = (ROOT / "docs" / "contribute" / "index.md").read_text(encoding="utf-8")
    names = [yaml.safe_load(file.read_text(encoding="utf-8"))["name"] for file in GITHUB.glob("workflows/*.yml")]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)) == sorted(names)


def test_files_of_an_earlier_run_come_from_the_schedule_alone() -> None:
    lists = [step["run"] for file in WORKFLOWS for step in steps(file) if "gh run list" in step.get("run", "")]
    assert len(lists) == 2
    assert all("--event schedule" in command for command in lists)
