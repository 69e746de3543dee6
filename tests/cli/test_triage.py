"""Deciding on candidates: on a terminal, key by key, and from a file of decisions."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from effllm.cli.import_files import import_candidates
from effllm.sources.client import STAND_IN
from tests.checkouts import problems_in
from tests.cli.test_add import files
from tests.fake_services import API, feed_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run

pty = pytest.importorskip("pty", reason="only Unix has pseudo-terminals")

BRAID: dict[str, Any] = {
    "title": "BRAID: Woven Weights",
    "authors": ["Dora Doe", "Ada Author"],
    "authors_from": "arXiv:2402.00010",
    "arxiv": "2402.00010",
    "because": ["cites 6 records here"],
    "found": "2026-01-02",
    "strength": 0.9,
    "words": ["weights"],
    "proposed": ["weight-only", "pruning"],
}
BOATS = {"title": "Thin Boats on Wide Rivers", "arxiv": "2402.00012", "found": "2026-01-02", "strength": 0.4}
SHIPS = BOATS | {"title": "Wide Ships on Thin Rivers", "arxiv": "2402.00013", "strength": 0.3}
RAFTS = BOATS | {"title": "Rafts of Long Caches", "arxiv": "2402.00014", "strength": 0.2, "proposed": ["kv-cache"]}
QUEUE = "papers/incoming.jsonl"
KEPT = "decisions.jsonl"
ASKED = "q quit"
CONTROL_C = "\x03"
WHY = "It is about boats."


def line(one: dict[str, Any]) -> str:
    return json.dumps(one, separators=(",", ":")) + "\n"


@pytest.fixture
def queue(records: Path) -> Path:
    """The checkout with four candidates that wait."""
    (records / QUEUE).write_text("".join(map(line, (BRAID, BOATS, SHIPS, RAFTS))), "utf-8")
    assert not problems_in(records)
    return records


def sit(root: Path, *turns: tuple[str, str], arguments: tuple[str, ...] = (), kill: bool = False) -> str:
    """Play a person at a terminal: of each turn, wait until that is shown, then type; return all that was shown."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "100"}
    command = [sys.executable, "-m", "effllm", "triage", *arguments]
    with subprocess.Popen(command, cwd=root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown, seen = "", 0
        for wanted, keys in turns:
            typed = keys
            while wanted not in shown[seen:] and (part := _read(ours)):
                shown += part
            if wanted not in shown[seen:]:
                process.kill()
                pytest.fail(f"never shown: {wanted}\n{shown}")
            seen = shown.index(wanted, seen) + len(wanted)
            if typed == CONTROL_C:
                while select.select([ours], [], [], 0.5)[0]:  # until it says no more: then it waits for a key
                    shown += _read(ours)
                process.send_signal(signal.SIGINT)
                typed = "\n"  # wakes a process that the signal reached just before it began to wait
            os.write(ours, typed.encode())
        if kill:
            process.kill()
        while part := _read(ours):
            shown += part
        process.kill()
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r\n", "\n")


def _read(terminal: int) -> str:
    if not select.select([terminal], [], [], 120)[0]:
        return ""
    try:
        return os.read(terminal, 4096).decode()
    except OSError:  # how Linux tells that the other end is closed
        return ""


def kept(root: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in (root / KEPT).read_text("utf-8").splitlines()]


def test_a_session_from_the_first_key_to_the_records(queue: Path) -> None:
    shown = sit(
        queue,
        (ASKED, "t"),
        ("Categories", "\n"),
        ("Summary", "BRAID weaves the weights of a model that nobody has.\n"),
        (ASKED, "o"),
        ("4 not-a-paper", "1"),
        ("Why", f"{WHY}\n"),
        (ASKED, "o"),
        ("4 not-a-paper", "1"),
        (f"1. {WHY}", "1\n"),
        (ASKED, "l"),
        ("Carry them out now?", "\n"),
    )
    assert "BRAID: Woven Weights\nhttps://arxiv.org/abs/2402.00010\n" in shown
    assert "1. weight-only (" in shown
    assert "cites 6 records here" in shown
    assert "author2023slim: A Slim Model of Invented Language" in shown.replace("SLIM: ", "")
    assert "1 taken, 2 left out, 1 put off" in shown
    paper = effllm.load(queue).papers["doe2024braid"]
    assert paper.categories == ("weight-only",)
    assert paper.summary == "BRAID weaves the weights of a model that nobody has."
    left = [json.loads(one) for one in (queue / "papers/left-out.jsonl").read_text("utf-8").splitlines()]
    assert [(one["arxiv"], one["why"]) for one in left] == [("2402.00012", WHY), ("2402.00013", WHY)]
    waiting = json.loads((queue / QUEUE).read_text("utf-8"))
    assert waiting.pop("later") > "2026-12"
    assert waiting == RAFTS
    assert not (queue / KEPT).exists()
    assert not problems_in(queue)


def test_what_was_put_off_is_not_asked_again_before_its_day(queue: Path, run: Run) -> None:
    (queue / QUEUE).write_text(line(BRAID | {"later": "2999-01-01"}) + line(BOATS | {"later": "2026-01-03"}), "utf-8")
    assert [one["title"] for one in json.loads(run("triage", "--json").stdout)] == [BOATS["title"]]


def test_a_killed_session_goes_on_where_it_was(queue: Path) -> None:
    sit(queue, (ASKED, "l"), (ASKED, "o"), ("4 not-a-paper", "1"), ("Why", f"{WHY}\n"), (ASKED, ""), kill=True)
    assert [(one["arxiv"], one.get("why")) for one in kept(queue)] == [("2402.00010", None), ("2402.00012", WHY)]
    shown = sit(queue, (ASKED, "q"), ("Carry them out now?", "n\n"))
    assert "2 decisions of before" in shown
    assert "Wide Ships" in shown
    assert "BRAID" not in shown
    assert f"to carry them out: effllm triage --apply {KEPT}\n" in shown
    assert not (queue / "papers/left-out.jsonl").exists()


def test_back_undo_and_changing_ones_mind(queue: Path) -> None:
    shown = sit(
        queue,
        (ASKED, "l"),
        (ASKED, "l"),
        (ASKED, "u"),
        (ASKED, "b"),
        ("put off until", "o"),
        ("4 not-a-paper", "2"),
        ("Why", "It is Slim again.\n"),
        (ASKED, "q"),
        ("Carry them out now?", "n\n"),
    )
    assert [(one["arxiv"], one["reason"]) for one in kept(queue)] == [("2402.00010", "duplicate")]
    assert "0 taken, 1 left out, 0 put off" in shown


def test_a_wrong_category_is_told_with_the_nearest_and_asked_again(queue: Path) -> None:
    turns = [("Categories", "weight-onyl\n"), ("did you mean weight-only?", "2\n"), ("Summary", "\n"), (ASKED, "q")]
    sit(queue, (ASKED, "t"), *turns, ("Carry them out now?", "n\n"))
    assert kept(queue)[0]["categories"] == ["pruning"]
    assert "summary" not in kept(queue)[0]


def test_control_c_takes_a_key_back_and_then_leaves(queue: Path) -> None:
    shown = sit(queue, (ASKED, "t"), ("Categories", CONTROL_C), (ASKED, CONTROL_C))
    assert not (queue / KEPT).exists()
    assert "Traceback" not in shown


def test_abstracts_are_asked_for_together_and_kept_nowhere(
    queue: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STAND_IN, httpserver.url_for(""))
    told = {
        BRAID["arxiv"]: {
            "title": BRAID["title"],
            "abstract": "We weave what nobody has.",
            "comment": "Accepted at QZX",
        },
        BOATS["arxiv"]: {"title": BOATS["title"], "abstract": "Boats float."},
    }
    httpserver.expect_ordered_request(API).respond_with_data(feed_of(told))
    before = files(queue)
    shown = sit(queue, (ASKED, "a"), ("We weave what nobody has.", "n"), ("Boats float.", "n"), (ASKED, "q"))
    assert "comment   Accepted at QZX" in shown
    assert len(httpserver.log) == 1
    assert files(queue) == before


def test_where_arxiv_is_silent_the_screen_says_so(
    queue: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STAND_IN, httpserver.url_for(""))
    httpserver.expect_request(API).respond_with_data("a page of a portal")
    assert "Traceback" not in sit(queue, (ASKED, "a"), ("w opens the paper", "q"))


def test_another_version_of_a_paper_here_is_pointed_out(queue: Path) -> None:
    again = BRAID | {"title": "SLIM: Slim Models at Scale", "authors": ["Bob Builder", "Ada Author"]}
    stranger = again | {"arxiv": "2402.00011", "authors": ["Stella Stranger"], "strength": 0.8}
    (queue / QUEUE).write_text(line(again) + line(stranger), "utf-8")
    first, second = sit(queue, (ASKED, "n"), (ASKED, "q")).split("2 of 2")
    said = " ".join(first.split())
    assert "here? perhaps another version of author2023slim" in said
    assert "year 2024, found 2026-01-02" in said
    assert "another version" not in second


@pytest.mark.usefixtures("queue")
def test_a_limit_and_a_category(run: Run) -> None:
    titles = [one["title"] for one in json.loads(run("triage", "--json", "--limit", "2").stdout)]
    assert titles == [BRAID["title"], BOATS["title"]]
    assert "kv-cache" in run("triage", "--under", "quantization").stdout
    assert [one["title"] for one in json.loads(run("triage", "--under", "kv-cache", "--json").stdout)] == [
        RAFTS["title"]
    ]
    assert "did you mean kv-cache?" in run("triage", "--under", "kv-cahce", status=2).stderr


def test_off_the_terminal_candidates_are_listed(queue: Path, run: Run) -> None:
    before = files(queue)
    result = run("triage")
    assert "0.90 arXiv:2402.00010 weight-only, pruning BRAID: Woven Weights" in re.sub(" +", " ", result.stdout)
    assert "4 candidates to decide" in result.stderr
    assert files(queue) == before


def test_nothing_waits(records: Path, run: Run) -> None:
    assert run("triage").stderr == "0 candidates to decide\n"
    assert sit(records).endswith("no candidate waits\n")


def test_what_is_wrong_is_told_with_its_line_and_stays(queue: Path, run: Run) -> None:
    lines = (BRAID | {"categories": ["quantization"]}, BOATS | {"reason": "out-of-scope"}, SHIPS | {"later": "soon"})
    text = "".join(map(line, lines))
    (queue / KEPT).write_text(text + line(RAFTS | {"reason": "out-of-scope", "why": WHY}), "utf-8")
    result = run("triage", "--apply", KEPT, status=1)
    said = result.stdout.splitlines()
    assert said[0].startswith(f"{KEPT}:1: rejected: C002 quantization has sub-categories")
    assert said[1].startswith("  help: one of: weight-only")
    assert f"{KEPT}:2: rejected: left out without a why" in said
    assert f'{KEPT}:3: rejected: later: "soon" is no day' in said
    assert (queue / KEPT).read_text("utf-8") == text
    assert (queue / QUEUE).read_text("utf-8") == "".join(map(line, (BRAID, BOATS, SHIPS)))
    assert not problems_in(queue)


def test_decisions_of_another_place_are_carried_out_once(queue: Path, run: Run) -> None:
    file = queue.parent / "downloaded.jsonl"
    file.write_text(line(BRAID | {"categories": ["weight-only"]}), "utf-8")
    assert "would be added" in run("triage", "--apply", file, "--dry-run").stdout
    assert len((queue / QUEUE).read_text("utf-8").splitlines()) == 4
    said = run("triage", "--apply", file).stderr
    assert f"{QUEUE}: 1 decided, 3 candidates left to decide" in said
    assert "next:\n  1. write a summary" in said
    before = files(queue)
    assert "1 here already" in run("triage", "--apply", file).stderr
    assert files(queue) == before
    assert file.exists()


def test_no_summary_is_asked_for_where_each_has_one(queue: Path, run: Run) -> None:
    file = queue.parent / "downloaded.jsonl"
    file.write_text(line(BRAID | {"categories": ["weight-only"], "summary": "Weaves weights nobody has."}), "utf-8")
    assert "next:\n  1. effllm validate papers" in run("triage", "--apply", file).stderr


def test_the_queue_goes_with_its_last_line(queue: Path, run: Run) -> None:
    (queue / QUEUE).write_text(line(BOATS), "utf-8")
    (queue / KEPT).write_text(line(BOATS | {"reason": "out-of-scope", "why": WHY}), "utf-8")
    run("triage", "--apply", KEPT)
    assert not (queue / QUEUE).exists()
    assert not (queue / KEPT).exists()


def test_a_run_that_was_killed_before_the_queue_is_repeated(
    queue: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (queue / KEPT).write_text(line(BRAID | {"categories": ["weight-only"]}), "utf-8")

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("effllm.cli.files.rewrite_or_create", killed)
        with pytest.raises(KeyboardInterrupt):
            import_candidates(queue, queue / KEPT)
    assert (queue / "papers/2024/doe2024braid.yml").exists()
    assert "BRAID" in (queue / QUEUE).read_text("utf-8")
    run("triage", "--apply", KEPT)
    assert "BRAID" not in (queue / QUEUE).read_text("utf-8")
    assert not (queue / KEPT).exists()


def test_a_queue_that_somebody_changes_meanwhile_is_left_alone(
    queue: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (queue / KEPT).write_text(line(BOATS | {"reason": "out-of-scope", "why": WHY}), "utf-8")
    changed = line(BRAID)
    monkeypatch.setattr(
        "effllm.cli.import_files.carry_out",
        lambda *arguments, **_: (queue / QUEUE).write_text(changed, "utf-8") and arguments[3],
    )
    assert f"{QUEUE}: changed in the meantime" in run("triage", "--apply", KEPT, status=1).stderr
    assert (queue / QUEUE).read_text("utf-8") == changed
    assert kept(queue)


def test_broken_decisions_of_before_are_told(queue: Path) -> None:
    (queue / KEPT).write_text(f"not JSON\n{line(BOATS)}", "utf-8")
    assert f"{KEPT}:1: not valid JSON" in sit(queue)
    assert (queue / KEPT).read_text("utf-8").startswith("not JSON")


def test_a_queue_that_cannot_be_read_loses_no_line(queue: Path, run: Run) -> None:
    text = (queue / QUEUE).read_text("utf-8") + '{"title": "Cut o'
    (queue / QUEUE).write_text(text, "utf-8")
    (queue / KEPT).write_text(line(BRAID | {"categories": ["weight-only"]}), "utf-8")
    for arguments in (["triage"], ["triage", "--apply", KEPT]):
        assert f"{QUEUE}:5:11: Y008 not valid JSON" in run(*arguments, status=1).stderr
    assert (queue / QUEUE).read_text("utf-8") == text
    assert not (queue / "papers/2024/doe2024braid.yml").exists()


def test_a_candidate_may_say_anything(records: Path) -> None:
    (records / QUEUE).write_text(line(BOATS | {"title": "Thin [bold]Boats[/bold] \\x1b[31m"}), "utf-8")
    assert "Thin [bold]Boats[/bold] \\x1b[31m" in sit(records, (ASKED, "q"))
