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

from effllm.ingest.asking import Asked
from effllm.ingest.refresh import Refreshed, Renewed
from effllm.ingest.service_changes import Differs
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.sources.client import STAND_IN
from effllm.sources.links import PATIENCE, Followed, LinkState, Manners, addresses, check, dead, remember
from tests.factories import knowledge_base, paper
from tools.upkeep import NothingChecked, code, read_state, report, run

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer
    from werkzeug import Request

    from effllm.records import Paper

ISSUE = Path(__file__).parents[2] / "tools" / "upkeep-issue"
FIRST, SECOND = date(2026, 11, 14), date(2026, 11, 21)


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
    assert not any("arxiv.org" in url for url in used)
    assert {"https://doi.org/10.1000/squeeze_1", "https://github.com/example/squeeze"} <= used.keys()
    assert {"https://aclanthology.org/2019.inv-main.7/", "https://example.org/note"} <= used.keys()
    assert used["https://github.com/example/fast"] == ["fast"]


def only(*papers: Paper) -> KnowledgeBase:
    """Return a knowledge base without frameworks, whose repositories are elsewhere."""
    return KnowledgeBase(Corpus(papers=papers))


def nothing_else(_: object) -> Refreshed:
    """Say what the records say."""
    return Refreshed([], [], [])


def test_two_runs(httpserver: HTTPServer, manners: Manners, tmp_path: Path) -> None:
    statuses(httpserver, "/gone", 404)
    statuses(httpserver, "/there", 200)
    kb = only(
        paper("author2023p1", venue="arXiv", year=2023, url=httpserver.url_for("/gone")),
        paper("author2023p2", venue="CONF", year=2023, url=httpserver.url_for("/there")),
    )
    assert run(kb, tmp_path / "1", None, manners=manners, today=FIRST, ask=nothing_else).startswith(
        "2 of 2 addresses checked, 1 gone, 0 of them dead"
    )
    assert not (tmp_path / "1" / "report.md").read_text(encoding="utf-8")
    run(kb, tmp_path / "2", tmp_path / "1" / "state.json", manners=manners, today=SECOND, ask=nothing_else)
    text = (tmp_path / "2" / "report.md").read_text(encoding="utf-8")
    assert f"- `{httpserver.url_for('/gone')}` (404 since 2026-11-14): `author2023p1`\n" in text
    assert "/there" not in text
    gone = httpserver.url_for("/gone")
    assert json.loads((tmp_path / "2" / "state.json").read_text(encoding="utf-8")) == {
        "day": "2026-11-21",
        "asked": 2,
        "told": 2,
        "gone": {gone: "2026-11-14"},
        "dead": {gone: {"since": "2026-11-14", "records": ["author2023p1"]}},
    }


def test_a_run_that_checked_nothing_fails(httpserver: HTTPServer, manners: Manners, tmp_path: Path) -> None:
    statuses(httpserver, "/a", 403)
    kb = only(paper("author2023p1", venue="CONF", year=2023, url=httpserver.url_for("/a")))
    with pytest.raises(NothingChecked, match="none of 1"):
        run(kb, tmp_path, None, manners=manners, today=FIRST, ask=nothing_else)
    assert not (tmp_path / "state.json").exists()


def test_the_report_is_text_and_fits_an_issue() -> None:
    found = {f"https://example.org/{n}": Followed(LinkState.GONE, "404") for n in range(500)}
    why = "`@everyone`\n<img src=x> " + "x" * 1000
    says = [Differs(f"author2023p{n}", "venue", "arXiv", None, "openalex:W1", why) for n in range(500)]
    moved = Differs("author2023p0", "code", None, "https://example.org", "doi:10.1/1")
    would = Renewed("a", "old", "new", (*says, moved))
    newest = Refreshed([would], [Asked("arXiv", failed=3, reason="503")], [])
    text = report(dict.fromkeys(found, ["a"] * 50), found, dict.fromkeys(found, FIRST), newest)
    assert "arXiv gave no answer for 3 papers." in text
    assert "`code: nothing here, https://example.org at doi:10.1/1`" in text
    assert len(text) < 65_536
    assert text.count("... and 425 more") == 2
    assert "`@everyone`" not in text
    assert text.count("@everyone") == 75
    assert "\n<img" not in text
    assert code("``") == "` `"


def test_nothing_to_do_is_an_empty_report() -> None:
    assert not report({}, {}, {}, nothing_else(None))


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
