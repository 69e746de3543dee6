"""`effllm harvest papers`: a week from a stand-in of the services, stopped on the way, and from services gone mad."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Response

from effllm.harvest import paper_listings
from effllm.harvest.judge import Judge, Verdict
from effllm.sources import listings as sources
from effllm.sources.client import Client
from tests.checkouts import problems_in
from tests.fake_listings import COMMIT, Listings, deposit, oai, oai_error, scholar, work
from tests.fake_services import play

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from effllm.bibliography.reference import Reference
    from tests.cli.conftest import Run

QUEUE = "papers/incoming.jsonl"
WEEK = ("harvest", "papers", "--since", "2026-11-24")
LIST = """repo: example/awesome-{name}
title: Awesome {name} Models
about: Invented papers on thin models.
scope: [pruning]
commit: 0123456789abcdef0123456789abcdef01234567
date: "2024-05-06"
files: [README.md]
entries: 2
papers: [author2023slim]
elsewhere:
  - title: An Old Paper on Ropes
    at: doi:10.5555/ropes
"""
READMES = {
    "thin": """# Awesome Thin Models

## Pruning

- [A Slim Model of Invented Language](https://arxiv.org/abs/2311.00001)
- [Pruned Boats Carry Thin Models](https://arxiv.org/abs/2611.00005)
- [An Old Paper on Thin Ropes](https://arxiv.org/abs/2401.00077)
""",
    "slim": """# Awesome Slim Models

| paper | venue |
|---|---|
| [Pruned Boats Carry Thin Models](https://arxiv.org/pdf/2611.00005v2) | arXiv |
| [SLIM](https://arxiv.org/abs/2311.00001) | SLIM 2023 |
""",
}


class ByWords(Judge):
    """A judge that anybody can foresee: papers on models are strong, the more so the longer the title."""

    def judge(self, references: Iterable[Reference]) -> list[Verdict]:
        return [
            Verdict(min(0.99, 0.7 + len(one.title) / 1000) if "Model" in one.title else 0.1, ("model",), ())
            for one in references
        ]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, records: Path) -> Listings:
    """All services, with what they say of a week."""
    play(monkeypatch, httpserver)
    monkeypatch.setattr("effllm.harvest.judge.Judge", ByWords)
    monkeypatch.setattr(sources, "WORKS", 2)
    return a_week(httpserver, records)


def a_week(httpserver: HTTPServer, records: Path) -> Listings:
    """Let all services have a page or two of a week, and put two public lists into the checkout."""
    (records / "taxonomy" / "lists").mkdir()
    for name in READMES:
        text = LIST.format(name=name)
        (records / "taxonomy" / "lists" / f"awesome-{name}.yml").write_text(text, encoding="utf-8")
    told = Listings(httpserver)
    told.pages = {
        "": oai(
            [
                deposit("2611.00001", "Thin Models with a KV Cache of $2^3$ Bits", "A KV cache on boats."),
                deposit("2611.00002", "Fishing Boats of Old"),
                deposit("2311.00001", "SLIM: A Slim Model of Invented Language", created="2026-11-26"),
            ],
            "1|2",
        ),
        "1|2": oai(
            [
                deposit("2611.00003", "A Model of Low-Bit Boats", categories="cs.DC"),
                deposit("2611.00004", "A Model of Robots", categories="cs.RO"),
                deposit("2401.00009", "An Old Model, Changed Again", created="2024-01-03"),
            ]
        ),
    }
    told.ours = [{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.48550/arxiv.2311.00001"}]
    told.search = [
        [
            work(11, "Thin models with a KV cache of 2³ bits", [1], doi="10.5555/thin"),
            work(12, "Boats", doi="10.5555/b"),
        ],
        [work(13, "Models that Need No Cache", doi="10.5555/none", abstract="Long-context models without a cache.")],
    ]
    told.citing = [work(14, "Cites One Model of Ours", [1, 99], doi="10.5555/cites")]
    told.bulk = {
        "": {"total": 2, "token": "next", "data": [scholar("Low-bit models of boats, again", "2611.00007")]},
        "next": {
            "total": 2,
            "token": None,
            "data": [scholar("Low-Bit Models of Boats, Again and Again", "2611.00008")],
        },
    }
    told.lists |= READMES
    return told


def waiting(records: Path) -> dict[str, dict[str, Any]]:
    """Return the lines of the queue by title."""
    lines = (records / QUEUE).read_text("utf-8").splitlines()
    return {one["title"]: one for one in map(json.loads, lines)}


@pytest.mark.usefixtures("services")
def test_a_week_in_one_command(run: Run, records: Path) -> None:
    said = json.loads(run(*WEEK, "--json").stdout)
    queue = waiting(records)
    assert {*queue} == {
        "Thin Models with a KV Cache of 2³ Bits",
        "A Model of Low-Bit Boats",
        "Models that Need No Cache",
        "Cites One Model of Ours",
        "Low-Bit Models of Boats, Again and Again",
        "Pruned Boats Carry Thin Models",
    }
    thin = queue["Thin Models with a KV Cache of 2³ Bits"]
    assert thin["authors"] == ["Dora Doe", "Ben Builder Jr"]
    assert (thin["arxiv"], thin["doi"]) == ("2611.00001", "10.5555/thin")  # of two services
    assert thin["because"] == ["cites 1 record here", "matches `KV cache`"]
    assert thin["cites"] == ["author2023slim"]
    assert thin["title_from"] == thin["abstract_at"] == "arXiv:2611.00001"
    named = queue["Pruned Boats Carry Thin Models"]
    places = [("slim", 5), ("thin", 6)]
    assert named["lists"] == [f"example/awesome-{name}:README.md@{COMMIT[:12]}#L{line}" for name, line in places]
    assert named["because"][0] == "named by 2 lists"
    assert not {"abstract", "summary", "categories"} & {name for one in queue.values() for name in one}
    assert {one["from"]: one["papers"] for one in said["sources"]} == {"arxiv": 4, "openalex": 4, "s2": 2, "lists": 2}
    assert (said["new"], said["waiting"], said["here"]) == (6, 6, 1)
    assert not [problem for problem in problems_in(records) if problem.path == QUEUE]


@pytest.mark.usefixtures("services")
def test_what_was_harvested_is_harvested_once(run: Run, records: Path) -> None:
    run(*WEEK)
    before = (records / QUEUE).read_bytes()
    assert "0 new candidates" in run(*WEEK).stderr
    assert (records / QUEUE).read_bytes() == before


@pytest.mark.parametrize("torn", [False, True])
def test_killed_three_times_it_ends_with_the_same_file(
    run: Run, records: Path, services: Listings, monkeypatch: pytest.MonkeyPatch, *, torn: bool
) -> None:
    run(*WEEK, "--max", "4")
    undisturbed = (records / QUEUE).read_bytes()
    asked = len(services.asked)
    (records / QUEUE).unlink()
    services.asked.clear()
    ask = Client.get
    for most in (3, 4, 3):  # in OpenAlex, before Semantic Scholar, between a list's commit and its file
        left = iter(range(most))

        def stop(client: Client, host: str, path: str, *, left: Any = left, **params: str) -> str:  # noqa: ANN401
            if next(left, None) is None:
                raise KeyboardInterrupt
            return ask(client, host, path, **params)

        monkeypatch.setattr(Client, "get", stop)
        run(*WEEK, "--max", "4", status=130)
        assert not (records / QUEUE).exists()
        for file in (records / ".effllm-cache" / "harvest").iterdir() if torn else ():
            file.write_bytes(file.read_bytes() + b'{"found": [{"refer')
    monkeypatch.setattr(Client, "get", ask)
    run(*WEEK, "--max", "4")
    assert (records / QUEUE).read_bytes() == undisturbed
    assert len(services.asked) - asked == 1  # that commit is asked for again
    assert not [*(records / ".effllm-cache" / "harvest").iterdir()]


@pytest.mark.usefixtures("services")
def test_the_strongest_are_kept(run: Run, records: Path) -> None:
    said = run(*WEEK, "--max", "2").stderr
    assert "2 new candidates, 4 more are weaker than --max lets in" in said
    assert {*waiting(records)} == {"Pruned Boats Carry Thin Models", "Thin Models with a KV Cache of 2³ Bits"}
    run(*WEEK, "--max", "2")
    assert len(waiting(records)) == 2  # those of the day are the two


@pytest.mark.usefixtures("services")
def test_what_was_decided_is_taken_out_and_the_rest_stays(run: Run, records: Path) -> None:
    old = {"title": "An Earlier Model that Waits", "arxiv": "2610.00001", "found": "2026-10-03", "strength": 0.8}
    here = {"title": "SLIM: A Slim Model", "arxiv": "2311.00001", "found": "2026-10-03", "strength": 0.9}
    out = {"title": "Boats that Were Looked At", "arxiv": "2610.00002", "found": "2026-10-03"}
    (records / QUEUE).write_text("".join(f"{json.dumps(one)}\n" for one in (here, old, out)), encoding="utf-8")
    left = {"title": out["title"], "arxiv": "2610.00002", "reason": "out-of-scope", "why": "No.", "date": "2026-10-04"}
    (records / "papers/left-out.jsonl").write_text(f"{json.dumps(left)}\n", encoding="utf-8")
    said = run(*WEEK, "--from", "s2").stderr
    assert "2 lines of what was decided taken out" in said
    assert [*waiting(records)] == ["An Earlier Model that Waits", "Low-Bit Models of Boats, Again and Again"]


BILLION = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
HUGE = "Model " * 2_000
DIRTY = "A Mo\u202edel of \x07 <b>Boats</b>"


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({"": oai([deposit("2611.00001", "A Model")])[:-200]}, "arxiv: malformed answer"),
        ({"": BILLION}, "arxiv: malformed answer"),
        ({"": "<html>Sorry</html>"}, "arxiv: malformed answer"),
        ({"": oai_error("badArgument")}, "arxiv: error badArgument"),
        (
            {"": oai([deposit("2611.00001", "A Model")], "a"), "a": oai([], "b"), "b": oai([], "a")},
            "arxiv: its pages lead back to one that was read; what it gave before is used, 1 paper",
        ),
        (
            {"": oai([deposit("2611.00001", "A Model")], "a"), "a": oai_error("badResumptionToken")},
            "arxiv: error badResumptionToken, so it begins anew next time; what it gave before is used, 1 paper",
        ),
    ],
)
def test_a_service_gone_mad_loses_nothing(
    run: Run, records: Path, services: Listings, pages: dict[str, str], said: str
) -> None:
    run(*WEEK, "--from", "s2")
    before = (records / QUEUE).read_text("utf-8")
    services.pages = pages
    told = run(*WEEK, "--from", "arxiv", "--from", "lists", status=1).stderr
    assert said in told
    assert before in (records / QUEUE).read_text("utf-8")  # the same lines, and those of the list
    assert "Pruned Boats Carry Thin Models" in waiting(records)
    assert not [problem for problem in problems_in(records) if problem.path == QUEUE]


def test_a_service_that_fails_goes_on_where_it_stopped(run: Run, records: Path, services: Listings) -> None:
    services.before = lambda request: Response("", 500) if "resumptionToken" in request.args else None
    said = run(*WEEK, "--from", "arxiv", status=1).stderr
    assert "arxiv: 500; what it gave before is used, 3 papers; to go on, run the command again" in said
    services.before = lambda _: None
    services.asked.clear()
    run(*WEEK, "--from", "arxiv")
    assert len(services.asked) == 1
    assert {*waiting(records)} == {"Thin Models with a KV Cache of 2³ Bits", "A Model of Low-Bit Boats"}


def test_fields_of_wrong_types_and_sizes_are_passed_over(run: Run, records: Path, services: Listings) -> None:
    services.pages = {"": oai([deposit("2611.00001", HUGE), deposit("../x", "A Model"), deposit("2611.00009", DIRTY)])}
    services.pages[""] = services.pages[""].replace("\x07", "&#x9;")
    odd = [
        None,
        7,
        {"title": ["A Model"]},
        {**work(3, "A Model of Odd Fields", [1], doi="10.5555/odd"), "authorships": 3},
    ]
    services.search = [[*odd[:2]], odd[2:], []]
    services.bulk = {"": {"data": [{"title": "A Model", "externalIds": 5, "paperId": {}}], "token": 4}}
    said = run(*WEEK).stderr
    assert "arxiv: 2 entries that are no papers, passed over" in said
    assert "openalex: 3 entries that are no papers, passed over" in said
    assert {"A Model of Odd Fields", "A Model of Boats"} <= {*waiting(records)}
    assert not [problem for problem in problems_in(records) if problem.path == QUEUE]


def test_a_queue_with_problems_is_left_alone(run: Run, records: Path, services: Listings) -> None:
    (records / QUEUE).write_text('{"title":\n', encoding="utf-8")
    said = run(*WEEK, status=1).stderr
    assert f"effllm validate {QUEUE}" in said
    assert (records / QUEUE).read_text("utf-8") == '{"title":\n'
    assert not services.asked


def test_files_in_the_forms_that_others_keep(run: Run, records: Path, services: Listings) -> None:
    daily = {
        "id": "2611.00011",
        "categories": ["cs.CL"],
        "pdf": "https://arxiv.org/pdf/2611.00011",
        "authors": ["Ada Author", "Ben Builder"],
        "title": "A Model for Every Day",
        "comment": None,
        "summary": "On the KV cache.",
    }
    report = {
        "arxiv_id": "2611.00012",
        "title": "A Model Reported",
        "authors": "Ada Author, Ben Builder",
        "abstract": "",
    }
    candidate = {
        "title": "A Model Proposed",
        "title_from": "openalex:W5@2026-11-01",
        "doi": "10.5555/proposed",
        "cites": ["author2023slim"],
        "cites_from": "openalex:W5@2026-11-01",
        "because": ["cites 1 record here", "an editor asked for it"],
    }
    lines = [json.dumps(daily), repr(report), json.dumps(candidate), "[]", '{"id": "2610.00001", "title": "Old Model"}']
    (records / "2026-11-30.jsonl").write_text("\n".join(lines), encoding="utf-8")
    place = "example/daily:data/{}@0123456789ab"
    said = run(*WEEK, "--from", "2026-11-30.jsonl", "--source", place).stderr
    assert "2026-11-30.jsonl: 1 entry that is no paper, passed over" in said
    queue = waiting(records)
    assert {*queue} == {"A Model for Every Day", "A Model Reported", "A Model Proposed"}
    assert queue["A Model for Every Day"]["title_from"] == "example/daily:data/2026-11-30.jsonl@0123456789ab#L1"
    assert queue["A Model for Every Day"]["because"] == ["matches `KV cache`"]
    assert queue["A Model Reported"]["authors"] == ["Ada Author", "Ben Builder"]
    assert queue["A Model Proposed"]["because"] == ["cites 1 record here", "an editor asked for it"]
    assert not services.asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("harvest", "papers"), "--since"),
        (("harvest", "papers", "--since", "monday"), "it must be a day, such as 2026-11-30"),
        (("harvest", "papers", "--since", "2026-02-31"), "it must be a day, such as 2026-11-30"),
        ((*WEEK, "--from", "pubmed"), "--from pubmed: no such file; it can be arxiv, openalex, s2, lists or a file"),
        ((*WEEK, "--from", "papers"), "--from papers: a folder"),
        ((*WEEK, "--from", "arxiv", "--source", "here"), "as owner/repository:folder/{}@commit"),
        ((*WEEK, "--max", "0"), "--max"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    run: Run, services: Listings, arguments: tuple[str, ...], said: str
) -> None:
    assert said in " ".join(run(*arguments, status=2).stderr.split())
    assert not services.asked


def test_every_phrase_is_found_in_itself() -> None:
    assert len({phrase.casefold() for phrase in paper_listings.PHRASES}) == len(paper_listings.PHRASES)
