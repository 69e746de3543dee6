"""The weekly look at links and venues, against a local server that plays the others."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.sources.client import STAND_IN, Client
from effllm.sources.links import PATIENCE, Followed, LinkState, Manners, addresses, check, dead, remember
from tests.factories import knowledge_base, paper
from tools import venues
from tools.upkeep import NothingChecked, code, read_state, report, run
from tools.venues import Asked, Maybe

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer
    from werkzeug import Request

    from effllm.records import Paper

ISSUE = Path(__file__).parents[2] / "tools" / "upkeep-issue"
FIRST, SECOND = date(2026, 11, 14), date(2026, 11, 21)
FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/2301.00001v3</id>
    <title>One</title>
    <arxiv:comment>Accepted at CONF 2024,
      `@everyone` 12 pages</arxiv:comment>
    <arxiv:doi>10.1000/one.1</arxiv:doi>
  </entry>
  <entry><id>http://arxiv.org/abs/2301.00002v1</id><arxiv:journal_ref>Invented 3 (2024)</arxiv:journal_ref></entry>
  <entry><id>http://arxiv.org/abs/2301.00003v1</id><arxiv:comment>12 pages, 3 figures</arxiv:comment></entry>
</feed>
"""


@pytest.fixture
def manners(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Manners:
    """Ask without a pause, and the local server in place of arXiv."""
    monkeypatch.setenv(STAND_IN, httpserver.url_for(""))
    return Manners(pause=0, tries=3, timeout=5)


def statuses(server: HTTPServer, path: str, *answers: int, head: int | None = None, wait: str = "") -> list[str]:
    """Answer requests for a path with one status after another, the last of them for good; return who asked how."""
    methods: list[str] = []
    left = iter(answers)

    def handle(request: Request) -> Response:
        methods.append(request.method)
        if head is not None and request.method == "HEAD":
            return Response(status=head)
        return Response(status=next(left, answers[-1]), headers={"Retry-After": wait} if wait else {})

    server.expect_request(path).respond_with_handler(handle)
    return methods


@pytest.mark.parametrize("status", [200, 204, 206])
def test_an_address_that_answers(httpserver: HTTPServer, manners: Manners, status: int) -> None:
    asked = statuses(httpserver, "/a", status)
    url = httpserver.url_for("/a")
    assert check([url, url], manners) == {url: Followed(LinkState.ALIVE, str(status))}
    assert asked == ["HEAD"]


@pytest.mark.parametrize("head", [403, 404, 405, 501])
def test_who_refuses_a_head_is_asked_for_the_page(httpserver: HTTPServer, manners: Manners, head: int) -> None:
    asked = statuses(httpserver, "/a", 200, head=head)
    assert check([httpserver.url_for("/a")], manners).popitem()[1].state is LinkState.ALIVE
    assert asked == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone(httpserver: HTTPServer, manners: Manners, status: int) -> None:
    asked = statuses(httpserver, "/a", status)
    assert check([httpserver.url_for("/a")], manners).popitem()[1] == Followed(LinkState.GONE, str(status))
    assert asked == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [400, 401, 403, 418, 429, 500, 502, 503])
def test_a_failure_proves_nothing(httpserver: HTTPServer, manners: Manners, status: int) -> None:
    statuses(httpserver, "/a", status, wait="0")
    assert check([httpserver.url_for("/a")], manners).popitem()[1] == Followed(LinkState.UNKNOWN, str(status))


def test_a_busy_host_is_asked_again(httpserver: HTTPServer, manners: Manners) -> None:
    asked = statuses(httpserver, "/a", 503, 429, 200, wait="0")
    assert check([httpserver.url_for("/a")], manners).popitem()[1].state is LinkState.ALIVE
    assert asked == ["HEAD", "HEAD", "GET"]


def test_a_redirect_is_followed(httpserver: HTTPServer, manners: Manners) -> None:
    httpserver.expect_request("/a").respond_with_data(status=301, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_data("here")
    httpserver.expect_request("/loop").respond_with_data(status=302, headers={"Location": "/loop"})
    found = check([httpserver.url_for("/a"), httpserver.url_for("/loop")], manners)
    assert [finding.state for finding in found.values()] == [LinkState.ALIVE, LinkState.UNKNOWN]


def test_a_host_that_answers_nothing_is_left_alone(httpserver: HTTPServer, manners: Manners) -> None:
    asked = statuses(httpserver, "/a", 403)
    found = check([httpserver.url_for(f"/a?{number}") for number in range(50)], manners)
    assert len(asked) == 2 * PATIENCE
    assert {finding.state for finding in found.values()} == {LinkState.UNKNOWN}


def test_some_failures_do_not_stop_a_host(httpserver: HTTPServer, manners: Manners) -> None:
    statuses(httpserver, "/bad", 403)
    statuses(httpserver, "/good", 200)
    urls = [httpserver.url_for(f"/{'good' if number % 5 == 4 else 'bad'}?{number}") for number in range(50)]
    assert {finding.reason for finding in check(urls, manners).values()} == {"403", "200"}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[broken", "http://a b/"])
def test_what_cannot_be_reached_proves_nothing(url: str, manners: Manners) -> None:
    assert check([url], manners)[url].state is LinkState.UNKNOWN


def test_dead_is_what_two_days_found_gone() -> None:
    gone, alive, unknown = (Followed(state, "") for state in (LinkState.GONE, LinkState.ALIVE, LinkState.UNKNOWN))
    first = remember({}, {"a": gone, "b": gone, "c": gone, "d": alive}, FIRST)
    assert first == dict.fromkeys("abc", FIRST)
    assert not dead(first, {"a": gone, "b": gone, "c": gone}, FIRST)
    found = {"a": gone, "b": alive, "c": unknown, "d": gone}
    second = remember(first, found, SECOND)
    assert second == {"a": FIRST, "c": FIRST, "d": SECOND}
    assert dead(second, found, SECOND) == {"a": FIRST}


HOSTILE = '{"gone": {"https://example.org/": "2000-01-01) @octocat [fix](https://example.org/x)\\n\\n## Do <!--"}}'


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"gone": 3}', '{"gone": ["a"]}', '{"gone": {"a": 3}}', "\x00", HOSTILE]
)
def test_a_state_that_cannot_be_read_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(text, encoding="utf-8")
    assert read_state(tmp_path / "state.json") == {}
    assert read_state(tmp_path / "none") == {}


def test_ids_code_and_repositories_are_checked() -> None:
    used = addresses(knowledge_base())
    assert used["https://arxiv.org/abs/2210.00001"] == ["author2022squeeze"]
    assert {"https://doi.org/10.1000/squeeze_1", "https://github.com/example/squeeze"} <= used.keys()
    assert {"https://aclanthology.org/2019.inv-main.7/", "https://example.org/note"} <= used.keys()
    assert used["https://github.com/example/fast"] == ["fast"]


def only(*papers: Paper) -> KnowledgeBase:
    """Return a knowledge base without frameworks, whose repositories are elsewhere."""
    return KnowledgeBase(Corpus(papers=papers))


def waiting() -> KnowledgeBase:
    old = [paper(f"author2023p{n}", venue="arXiv", arxiv=f"2301.0000{n}", year=2023, title=f"P {n}") for n in (1, 2, 3)]
    new = paper("author2026new", venue="arXiv", arxiv="2601.00001", year=2026)
    return knowledge_base(*old, new, paper("author2023there", venue="CONF", arxiv="2301.00009", year=2023))


def test_what_arxiv_says_of_papers_that_wait(httpserver: HTTPServer) -> None:
    query = {"id_list": "2301.00001,2301.00002,2301.00003", "max_results": "3"}
    httpserver.expect_request("/arxiv-api/api/query", query_string=query).respond_with_data(
        FEED, content_type="application/atom+xml"
    )
    with Client(stand_in=httpserver.url_for("")) as client:
        asked = venues.ask(venues.waiting(waiting(), 2026), client)
    one = Maybe("author2023p1", "10.1000/one.1; Accepted at CONF 2024, `@everyone` 12 pages")
    assert asked == Asked([one, Maybe("author2023p2", "Invented 3 (2024)")], 3, 0)


@pytest.mark.parametrize(("status", "text"), [(503, ""), (200, "<html>busy"), (200, "")])
def test_an_arxiv_that_is_down_is_counted(httpserver: HTTPServer, status: int, text: str) -> None:
    httpserver.expect_request("/arxiv-api/api/query").respond_with_data(text, status=status)
    with Client(stand_in=httpserver.url_for("")) as client:
        assert venues.ask(venues.waiting(waiting(), 2026), client) == Asked([], 0, 3)


def test_two_runs(httpserver: HTTPServer, manners: Manners, tmp_path: Path) -> None:
    httpserver.expect_request("/arxiv-api/api/query").respond_with_data(FEED)
    statuses(httpserver, "/gone", 404)
    statuses(httpserver, "/there", 200)
    kb = only(
        paper("author2023p1", venue="arXiv", year=2023, url=httpserver.url_for("/gone")),
        paper("author2023p2", venue="CONF", year=2023, url=httpserver.url_for("/there")),
    )
    assert run(kb, tmp_path / "1", None, manners, FIRST).startswith("2 of 2 addresses checked, 1 gone, 0 of them dead")
    assert not (tmp_path / "1" / "report.md").read_text(encoding="utf-8")
    run(kb, tmp_path / "2", tmp_path / "1" / "state.json", manners, SECOND)
    text = (tmp_path / "2" / "report.md").read_text(encoding="utf-8")
    assert f"- `{httpserver.url_for('/gone')}` (404 since 2026-11-14): `author2023p1`\n" in text
    assert "/there" not in text
    assert json.loads((tmp_path / "2" / "state.json").read_text(encoding="utf-8")) == {
        "gone": {httpserver.url_for("/gone"): "2026-11-14"}
    }


def test_a_run_that_checked_nothing_fails(httpserver: HTTPServer, manners: Manners, tmp_path: Path) -> None:
    statuses(httpserver, "/a", 403)
    kb = only(paper("author2023p1", venue="CONF", year=2023, url=httpserver.url_for("/a")))
    with pytest.raises(NothingChecked, match="none of 1"):
        run(kb, tmp_path, None, manners, FIRST)
    assert not (tmp_path / "state.json").exists()


def test_the_report_is_text_and_fits_an_issue() -> None:
    found = {f"https://example.org/{n}": Followed(LinkState.GONE, "404") for n in range(500)}
    says = [Maybe(f"author2023p{n}", "`@everyone`\n<img src=x> " + "x" * 1000) for n in range(500)]
    text = report(dict.fromkeys(found, ["a"] * 50), found, dict.fromkeys(found, FIRST), Asked(says, 500, 0))
    assert len(text) < 65_536
    assert "... and 350 more" in text
    assert "`@everyone`" not in text
    assert text.count("`@everyone") == 150
    assert "\n<img" not in text
    assert code("``") == "` `"


def test_nothing_to_do_is_an_empty_report() -> None:
    assert not report({}, {}, {}, Asked([], 3, 0))


class Gh:
    """A `gh` that knows of an open issue or of none, and remembers what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        script = f"#!/bin/sh\necho $1 $2 $3 >> {folder}/asked\n[ $2 != list ] || cat {folder}/open\n"
        (folder / "gh").write_text(script, encoding="utf-8")
        (folder / "gh").chmod(0o755)

    def asked(self, open_issue: str, text: str) -> list[str]:
        """Return what was asked for besides the list, where this issue is open and the report has this text."""
        for name, content in {"open": open_issue, "report.md": text, "asked": ""}.items():
            (self.folder / name).write_text(content, encoding="utf-8")
        path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        subprocess.run([str(ISSUE), str(self.folder / "report.md")], env={"PATH": path}, check=True)
        return (self.folder / "asked").read_text(encoding="utf-8").splitlines()[1:]


def test_one_issue_is_opened_renewed_and_closed(tmp_path: Path) -> None:
    gh = Gh(tmp_path)
    assert gh.asked("", "") == []
    assert gh.asked("", "text") == ["issue create --title"]
    assert gh.asked("7", "text") == ["issue edit 7"]
    assert gh.asked("7", "") == ["issue close 7"]
