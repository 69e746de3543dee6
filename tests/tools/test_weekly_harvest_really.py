"""From a stand-in of all services to a pull request, with the real `effllm`, which is killed on the way."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import lay
from tests.cli.test_harvest_papers import a_week
from tests.fake_services import StandIn
from tests.tools.stand import PULL, SCRIPTS, Stand
from tests.tools.test_weekly_harvest import BRANCH, QUEUE, lines

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

EFFLLM = f"""\
#!{sys.executable}
import os, signal, sys
sys.path.insert(0, {str(SCRIPTS.parent)!r})
import effllm.harvest.judge
from effllm.cli import main
from effllm.sources import listings
from effllm.sources.client import Client
from tests.cli.test_harvest_papers import ByWords
effllm.harvest.judge.Judge, listings.WORKS = ByWords, 2
ask, left = Client.get, iter(range(int(os.environ["ANSWERS"])))
def get(*arguments, **named):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return ask(*arguments, **named)
Client.get = get
main()
"""
"""The command, which a signal kills after so many answers; it cannot clean up."""
KILLED = 128 + 9


@pytest.fixture
def stand(tmp_path: Path, httpserver: HTTPServer) -> Stand:
    """An origin with records, two public lists and a candidate that waits since 2026-11-27."""
    stand = Stand(tmp_path)
    first = lay(tmp_path / "first")
    a_week(httpserver, first)
    (tmp_path / "effllm").write_text(EFFLLM, encoding="utf-8")
    (tmp_path / "effllm").chmod(0o755)
    stand.commit("first", {QUEUE: lines("Boats", found="2026-11-27")}, "Wait", "main")
    return stand


def test_a_week_killed_three_times_ends_with_the_same_pull_request(stand: Stand, httpserver: HTTPServer) -> None:
    url = StandIn(httpserver).url

    def harvest(name: str, answers: int) -> int:
        if not (stand.folder / name).exists():
            stand.clone(name)
        environment = {
            "PATH": "/usr/bin:/bin",
            "EFFLLM": str(stand.folder / "effllm"),
            "EFFLLM_SOURCES": url,
            "ANSWERS": str(answers),
        }
        command = [str(SCRIPTS / "weekly-harvest"), f"../{name}-queue"]
        return subprocess.run(command, cwd=stand.folder / name, env=environment, check=False).returncode

    assert harvest("undisturbed", 1000) == 0
    undisturbed = (stand.folder / "undisturbed-queue" / "incoming.jsonl").read_text("utf-8")
    assert undisturbed.count("\n") == len(("Boats", *range(6)))

    for answers in (3, 4, 3):
        assert harvest("killed", answers) == KILLED
        assert (stand.folder / "killed" / QUEUE).read_text("utf-8") == lines("Boats", found="2026-11-27")
    assert harvest("killed", 4) == 0  # what is left to ask for
    assert (stand.folder / "killed-queue" / "incoming.jsonl").read_text("utf-8") == undisturbed

    assert stand.play(SCRIPTS / "queue-pull", stand.folder / "killed-queue") == f"opened {PULL}\n"
    assert stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split() == ["M", QUEUE]
    assert stand.git("show", f"{BRANCH}:{QUEUE}", at="origin.git") == undisturbed
