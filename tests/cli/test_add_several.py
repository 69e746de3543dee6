"""`effllm add` with titles, and with several papers at once: what it asks services, and the table at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checkouts import problems_in
from tests.cli.test_add import TINYQ, files
from tests.fake_services import API, TINYQ_TITLE, crossref, feed, play_tinyq

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run
    from tests.fake_services import StandIn


@pytest.fixture
def services(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return play_tinyq(monkeypatch, httpserver)


def test_a_title_alone_is_enough(records: Path, run: Run, services: StandIn) -> None:
    result = run("add", "tinyq - weights of an invented model in three bits", "--category", "pruning")
    assert result.stdout == f"{TINYQ}\n"
    (request, _), *_ = services.server.log
    assert request.args["search_query"] == 'ti:"tinyq - weights of an invented model in three bits"'
    assert not problems_in(records)


def test_a_title_that_only_crossref_knows(records: Path, run: Run, services: StandIn) -> None:
    work = crossref("10.1145/7", "Thin Weights for All", [("Dora", "Doe")], container_title=["ICLR"])["message"]
    services.says("/crossref/works", {"message": {"items": [work]}})
    result = run("add", "Thin weights for all", "--category", "pruning")
    assert result.stdout == "papers/2024/doe2024thin.yml\n"
    assert "doi: 10.1145/7\n" in (records / "papers/2024/doe2024thin.yml").read_text(encoding="utf-8")


def test_a_title_that_is_only_alike_is_yours_to_say(records: Path, run: Run, services: StandIn) -> None:
    services.says("/crossref/works", {"message": {"items": []}})
    before = files(records)
    result = run("add", "Weights of an Invented Model", "--category", "pruning", status=1)
    assert result.stderr == (
        "Weights of an Invented Model: not exactly one paper has this title. One of these, by its id?\n"
        f"  effllm add 2503.00001: {TINYQ_TITLE}\n"
    )
    assert files(records) == before


@pytest.mark.usefixtures("records")
def test_nobody_knows_a_title(run: Run, services: StandIn) -> None:
    services.server.clear()
    services.says(API, feed("2503.00001"))
    services.says("/crossref/works", {"message": {"items": []}})
    result = run("add", "Nobody Wrote This Paper", "--category", "pruning", status=1)
    assert result.stderr == (
        "Nobody Wrote This Paper: no paper of this title at arXiv and Crossref; look whether the title is right\n"
    )
    services.server.clear()
    result = run("add", "Nobody Wrote This Paper", "--category", "pruning", status=1)
    assert result.stderr.startswith("could not reach arXiv (")


@pytest.mark.usefixtures("services")
def test_a_table_ends_what_was_done(records: Path, run: Run) -> None:
    (records / "two.bib").write_text("@misc{own, title={A Paper without Id}, author={Dora Doe}, year=2024}\n")
    title = "SLIM: a slim model of invented language"
    result = run("add", title, "2503.00001", "two.bib", "--category", "weight-only", status=1)
    lines = result.stderr.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("given "))
    assert lines[start].split() == ["given", "found", "doubtful", "decided"]
    decided = {row.split()[0]: row.split("  ")[-1].strip() for row in lines[start + 1 : start + 4]}
    assert decided == {
        "SLIM:": "here already: papers/2023/author2023slim.yml",
        "own": "not added",
        "2503.00001": f"added as {TINYQ}",
    }
    assert lines[-1] == "1 of 3 added"


@pytest.mark.usefixtures("records", "services")
def test_where_only_a_category_is_open(run: Run) -> None:
    result = run("add", "2503.00001", "arXiv:2503.00001", status=2)
    assert result.stderr.count("its category") == 2
    assert result.stderr.count("not added: say --category") == 2


def test_the_first_day_of_a_newcomer(records: Path, run: Run, services: StandIn) -> None:
    """Three papers in three ways, one that is here, and a service that is down: each step says what comes next."""
    by_id = run("add", "2503.00001", "--category", "weight-only")
    assert by_id.stdout == f"{TINYQ}\n"
    assert "next:\n  1. write a summary" in by_id.stderr
    again = run("add", "https://arxiv.org/pdf/2503.00001v1", "--category", "weight-only", status=1)
    assert again.stderr.endswith("  help: nothing to do, it is in weight-only\n")
    work = crossref("10.1145/7", "Thin Weights for All", [("Dora", "Doe")], container_title=["ICLR"])["message"]
    services.says("/crossref/works", {"message": {"items": [work]}})
    by_title = run("add", "Thin Weights for All", "--category", "pruning")
    entry = "@article{own, title={A Slow Cache}, author={Doe, Dora}, year=2024, journal={arXiv}, eprint={2401.00002}}\n"
    (records / "own.bib").write_text(entry, encoding="utf-8")
    by_file = run("add", "own.bib", "--category", "pruning")
    services.server.clear()
    down = run("add", "2504.00001", "--category", "pruning", status=1)
    assert "not your fault; try again later" in down.stderr
    assert "effllm add 2504.00001 --category pruning --skeleton" in down.stderr
    written = [TINYQ, by_title.stdout.strip(), "papers/2024/doe2024slow.yml"]
    assert "doe2024slow" in by_file.stdout
    assert [problem for problem in problems_in(records) if problem.severity == "error"] == []
    assert run("review", *written).stdout.count("nothing found") >= 1
