"""What `effllm add` does not take, and what it says where no service answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checkouts import problems_in
from tests.cli.test_add import TINYQ, files
from tests.standin import API, feed, play_tinyq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run
    from tests.standin import StandIn


@pytest.fixture
def services(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return play_tinyq(monkeypatch, httpserver)


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("weight-onyl", 'no category "weight-onyl"; did you mean weight-only?'),
        ("quantization", "quantization has sub-categories; one of: weight-only, kv-cache"),
        ("KV-Cache Quantization", 'no category "KV-Cache Quantization"; write: kv-cache'),
    ],
)
def test_wrong_categories(category: str, said: str, records: Path, run: Run, services: StandIn) -> None:
    assert run("add", "2503.00001", "--category", category, status=2).stderr == f"effllm: {said}\n"
    assert services.asked() == []
    assert not (records / TINYQ).exists()


def test_nobody_answers(records: Path, run: Run, services: StandIn, golden: Callable[[str, str], None]) -> None:
    services.server.clear()
    services.says(API, "Rate exceeded.", status=429)
    services.says("/arxiv/abs/2503.00001", "Denied", status=403)
    before = files(records)
    result = run("add", "2503.00001", "--category", "weight-only", status=1)
    assert result.stderr == (
        "could not reach arXiv (429), DataCite (500), arXiv's page (403): not your fault; "
        "try again later or fill in this record by hand:\n"
        "save it as papers/2025/<family name>2025<word>.yml, then: effllm validate\n"
    )
    golden("add.skeleton.yml", result.stdout)
    assert files(records) == before


@pytest.mark.parametrize("what", ["10.1145/7", "2025.acl-long.7", "Zy3xWv7uTs", "2503.00009"])
def test_a_skeleton_is_named_line_by_line_until_it_is_filled_in(
    what: str, records: Path, run: Run, services: StandIn
) -> None:
    services.server.clear()
    skeleton = run("add", what, "--category", "weight-only", status=1).stdout
    (records / "papers/2025").mkdir()
    file = records / "papers/2025/doe2025thin.yml"
    file.write_text(skeleton, encoding="utf-8")
    assert {problem.path for problem in problems_in(records)} == {"papers/2025/doe2025thin.yml"}
    empty = {'title: ""': "title: THIN", "authors: []": "authors: [Dora Doe]", 'venue: ""': "venue: ICLR"}
    for before, after in (empty | {"year:\n": "year: 2025\n"}).items():
        skeleton = skeleton.replace(before, after)
    if "acl" in what:
        skeleton = skeleton.replace("venue: ICLR", "venue: ACL")
    file.write_text(skeleton, encoding="utf-8")
    assert not problems_in(records)


def test_no_such_paper(records: Path, run: Run, services: StandIn) -> None:
    services.server.clear()
    services.says(API, feed("2503.00002"))
    for path in ("/datacite/dois/10.48550/arxiv.2503.00002", "/arxiv/abs/2503.00002"):
        services.says(path, "", status=404)
    result = run("add", "2503.00002", "--category", "weight-only", status=1)
    assert result.stdout == ""
    assert result.stderr == (
        "2503.00002: no such paper at arXiv, DataCite and arXiv's page; look whether the id is right\n"
    )
    assert not problems_in(records)


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("", "form is empty: paste an arXiv id, DOI or BibTeX"),
        ("2412.167192", "arXiv id needs 4+5 digits, got 4+6"),
        ("https://figshare.com/articles/thing/123", "identifier type not accepted"),
        ("papers", "identifier type not accepted"),
        ("nothere.bib", "nothere.bib: no such file"),
        ("a\nb\x1b[2J", r"identifier type not accepted: a\nb\x1b[2J"),
    ],
)
def test_what_is_not_accepted(what: str, said: str, run: Run, services: StandIn) -> None:
    result = run("add", what, status=2)
    assert result.stderr.startswith(f"effllm: {said}")
    assert result.stderr.count("\n") == 1
    assert services.asked() == []


@pytest.mark.usefixtures("records")
def test_options_are_no_papers(run: Run) -> None:
    assert "--rm" in run("add", "--rm", status=2).stderr
    assert "identifier type not accepted" in run("add", "--", "--root=/", status=2).stderr
