"""A week's harvest becomes a branch and a pull request; git is real, `gh` and `effllm` are played by scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.tools.stand import PULL, SCRIPTS, Stand

if TYPE_CHECKING:
    from pathlib import Path

BRANCH = "harvest/queue"
QUEUE = "papers/incoming.jsonl"
EFFLLM = """\
#!/bin/sh
echo "$@" >> "$STAND/harvested"
[ ! -f "$STAND/found" ] || cp "$STAND/found" papers/incoming.jsonl
exit "$(cat "$STAND/status")"
"""


def lines(*titles: str, found: str = "2026-11-23") -> str:
    """Return the queue with candidates of these titles."""
    return "".join(json.dumps({"title": one, "found": found}, separators=(",", ":")) + "\n" for one in titles)


class WeeklyStand(Stand):
    """A stand with one candidate that waits, and an `effllm` that knows what a harvest finds."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.commit("first", {QUEUE: lines("Boats")}, "Wait", "main")
        (folder / "effllm").write_text(EFFLLM, encoding="utf-8")
        (folder / "effllm").chmod(0o755)

    def week(self, found: str, status: int = 0, fails: str = "") -> str:
        """Harvest in one clone, as the first job does, and open the pull request in another, as the second does."""
        (self.folder / "found").write_text(found, encoding="utf-8")
        (self.folder / "status").write_text(str(status), encoding="utf-8")
        folder = self.folder / f"week{self.runs}"
        effllm = str(self.folder / "effllm")
        said = self.play(SCRIPTS / "weekly-harvest", folder, EFFLLM=effllm, status=status if status > 1 else 0)
        if not (folder / "incoming.jsonl").exists():
            return said
        return self.play(SCRIPTS / "queue-pull", folder, fails=fails, status=1 if fails == "pr list" else 0)

    @property
    def queue(self) -> str:
        return self.git("show", f"{BRANCH}:{QUEUE}", at="origin.git")


@pytest.fixture
def stand(tmp_path: Path) -> WeeklyStand:
    return WeeklyStand(tmp_path)


def test_the_pull_request_changes_the_queue_and_nothing_else(stand: WeeklyStand) -> None:
    assert stand.week(lines("Boats", "Ships")) == f"opened {PULL}\n"
    assert stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split() == ["M", QUEUE]
    assert stand.queue == lines("Boats", "Ships")
    assert f"pr create --head {BRANCH} --title Candidates that wait " in stand.asked
    assert f"workflow run check.yml --ref {BRANCH}" in stand.asked
    said = (stand.folder / "week0" / "pull.md").read_text("utf-8")
    assert said.startswith("New candidates since 2026-11-20: 1. Waiting in all: 2.")


def test_it_looks_from_the_last_harvest_on(stand: WeeklyStand) -> None:
    stand.commit("first", {QUEUE: lines("Boats") + lines("Ships", found="2026-11-30")}, "Wait", "main")
    stand.week(lines("Boats"))
    assert (stand.folder / "harvested").read_text("utf-8") == "harvest papers --since 2026-11-27\n"


def test_the_first_harvest_has_no_queue(stand: WeeklyStand) -> None:
    stand.git("rm", "--quiet", QUEUE, at="first")
    stand.commit("first", {"papers/README.md": "x\n"}, "Decide", "main")
    stand.week(lines("Boats"))
    assert stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split() == ["A", QUEUE]


@pytest.mark.parametrize("found", [lines("Boats"), ""], ids=["the same", "only fewer"])
def test_nothing_new_is_no_pull_request(stand: WeeklyStand, found: str) -> None:
    assert stand.week(found) == "Nothing new since 2026-11-20.\n"
    assert stand.branches == ["main"]
    assert stand.asked == ""


def test_a_pull_request_that_nobody_merged_is_renewed(stand: WeeklyStand) -> None:
    stand.week(lines("Boats", "Ships"))
    assert stand.week(lines("Boats", "Ships", "Rafts")) == f"renewed {PULL}\n"
    assert stand.queue == lines("Boats", "Ships", "Rafts")
    assert stand.git("rev-list", "--count", f"main..{BRANCH}", at="origin.git").strip() == "1"
    assert stand.asked.count("pr create") == 1


def test_what_a_person_decided_on_the_branch_stays(stand: WeeklyStand) -> None:
    stand.week(lines("Boats", "Ships"))
    stand.clone("ada", BRANCH)
    stand.commit("ada", {QUEUE: lines("Ships")}, "Decide", BRANCH)
    assert "it was left alone" in stand.week(lines("Boats", "Ships", "Rafts"))
    assert stand.queue == lines("Ships")


def test_what_others_know_is_there_when_a_service_fails(stand: WeeklyStand) -> None:
    assert stand.week(lines("Boats", "Ships"), status=1) == f"opened {PULL}\n"
    assert "Not every service answered" in (stand.folder / "week0" / "pull.md").read_text("utf-8")


def test_a_harvest_that_was_killed_opens_nothing(stand: WeeklyStand) -> None:
    stand.week(lines("Boats", "Ships"), status=137)
    assert stand.branches == ["main"]


@pytest.mark.parametrize("step", ["pr list", "workflow run"])
def test_what_a_run_did_not_come_to_the_next_one_does(stand: WeeklyStand, step: str) -> None:
    stand.week(lines("Boats", "Ships"), fails=step)
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert PULL in stand.week(lines("Boats", "Ships"))
    assert stand.git("rev-parse", BRANCH, at="origin.git") == before
    assert stand.asked.count("pr create") == 1


def test_where_workflows_may_not_open_pull_requests_a_person_can(stand: WeeklyStand) -> None:
    said = stand.week(lines("Boats", "Ships"), fails="pr create")
    assert said == f"compare https://github.com/example/list/compare/{BRANCH}?expand=1\n"


def test_a_link_is_no_queue(stand: WeeklyStand) -> None:
    folder = stand.folder / "odd"
    folder.mkdir()
    (folder / "incoming.jsonl").symlink_to("/etc/passwd")
    stand.play(SCRIPTS / "queue-pull", folder, status=2)
    assert stand.branches == ["main"]
