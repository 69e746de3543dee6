"""What `effllm add` does not take, and what it says where no service answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkouts import problems_in
from tests.cli.test_add import TINYQ, files
from tests.fake_services import API, feed, note, play_tinyq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run
    from tests.fake_services import StandIn

TODAY = datetime.now(tz=UTC)


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


@pytest.mark.usefixtures("services")
def test_categories_that_do_not_go_together(records: Path, run: Run, services: StandIn) -> None:
    result = run("add", "2503.00001", "--category", "weight-only", "--category", "kv-cache", status=2)
    assert result.stderr.startswith("effllm: weight-only and kv-cache are both directly below quantization; keep")
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
        "try again later, or fill in the record by hand\n"
        "nothing is written; this writes it as papers/2025/unknown2025250300001.yml: "
        "effllm add 2503.00001 --category weight-only --skeleton\n"
    )
    golden("add.skeleton.yml", result.stdout)
    assert files(records) == before


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("10.1145/7", f"papers/{TODAY.year}/unknown{TODAY.year}1011457.yml"),
        ("2025.acl-long.7", "papers/2025/unknown20252025acllong7.yml"),
        ("Zy3xWv7uTs", f"papers/{TODAY.year}/unknown{TODAY.year}zy3xwv7uts.yml"),
        ("2503.00009", "papers/2025/unknown2025250300009.yml"),
    ],
)
def test_a_skeleton_is_named_line_by_line_until_it_is_filled_in(
    what: str, path: str, records: Path, run: Run, services: StandIn
) -> None:
    services.server.clear()
    before = files(records)
    result = run("add", what, "--category", "weight-only", "--skeleton", status=1)
    assert result.stdout == f"{path}\n"
    assert result.stderr.endswith(f": effllm validate {path}\n")
    written = files(records)
    skeleton = written.pop(path).decode()
    assert written == before
    assert {problem.path for problem in problems_in(records)} == {path}
    empty = {'title: ""': "title: THIN", "authors: []": "authors: [Dora Doe]", 'venue: ""': "venue: ICLR"}
    for blank, filled in (empty | {"year:\n": "year: 2025\n"}).items():
        skeleton = skeleton.replace(blank, filled)
    if "acl" in what:
        skeleton = skeleton.replace("venue: ICLR", "venue: ACL")
    (records / path).write_text(skeleton, encoding="utf-8")
    said = run("validate", path, status=1).stdout
    assert "rename the file to papers/2025/doe2025thin.yml" in said
    (records / "papers/2025").mkdir(exist_ok=True)
    (records / path).rename(records / "papers/2025/doe2025thin.yml")
    assert not problems_in(records)


def test_the_path_of_a_skeleton_is_right_where_it_can_be_told(records: Path, run: Run, services: StandIn) -> None:
    content: dict[str, Any] = {"title": "A Paper", "authors": ["Dora Doe"], "venue": "Figshare 2024"}
    services.says("/openreview-api/notes", note("Zy3xWv7uTs", **content))
    ask = ("add", "Zy3xWv7uTs", "--category", "pruning")
    printed = run(*ask, status=1)
    assert "this writes it as papers/2024/doe2024paper.yml: effllm add Zy3xWv7uTs --category pruning" in printed.stderr
    assert not (records / "papers/2024/doe2024paper.yml").exists()
    assert run(*ask, "--skeleton", "--dry-run", status=1).stdout == printed.stdout
    assert run(*ask, "--skeleton", status=1).stdout == "papers/2024/doe2024paper.yml\n"
    assert (records / "papers/2024/doe2024paper.yml").read_text(encoding="utf-8") == printed.stdout
    assert [problem.field for problem in problems_in(records)] == ["venue"]


def test_a_skeleton_replaces_nothing(records: Path, run: Run, services: StandIn) -> None:
    services.server.clear()
    run("add", "2503.00009", "--skeleton", status=1)
    before = files(records)
    again = run("add", "2503.00009", "--skeleton", status=1)
    assert "2503.00009 already exists as papers/2025/unknown2025250300009.yml" in again.stderr
    assert files(records) == before


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
