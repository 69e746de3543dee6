"""`effllm refresh`: what the services say of papers that are here, played by a local server in their formats."""

from __future__ import annotations

import json
import subprocess
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkouts import SLIM, problems_in
from tests.fake_services import API, StandIn, crossref, feed_of, note, play, work

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run

THIN = "papers/2022/builder2022thin.yml"
TITLE = "Thin Models for Thick Questions"
AUTHORS = ["Ben Builder", "Cleo Coder", "Dag Øvergård"]
PEOPLE = [("Ben", "Builder"), ("Cleo", "Coder"), ("Dag", "Øvergård")]
DOI = "10.1000/thin.7"
ARXIV_DOI = "10.48550/arxiv.2205.00002"
THIN_SAID = {"title": TITLE, "authors": AUTHORS}
SLIM_SAID = {"title": "SLIM: A Slim Model of Invented Language", "authors": ["Ada Author", "Ben Builder"]}
SOURCES = """\
sources:
  title: https://arxiv.org/abs/2205.00002
  year: derived:arxiv
  venue: arXiv:2205.00002
  code: example/list:README.md@0c1a2b3#L12
"""


@pytest.fixture
def thin(records: Path) -> Path:
    """The record of a preprint with code, whose facts were read at services and in a list."""
    file = records / THIN
    text = file.read_text(encoding="utf-8")
    text = text.replace("categories:", "code: https://github.com/example/thin\ncategories:")
    file.write_text(text.replace("added:", f"{SOURCES}added:"), encoding="utf-8")
    assert not problems_in(records)
    return file


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> StandIn:
    """Services whose answers are kept in the checkout."""
    monkeypatch.delenv("EFFLLM_CACHE", raising=False)
    return play(monkeypatch, httpserver)


def say(services: StandIn, arxiv: dict[str, Any] | None = None, *works: Any) -> None:  # noqa: ANN401 - JSON
    """Let arXiv say this of the preprint, OpenAlex have these works, and all others say what the records say."""
    services.server.clear()
    say_of_others(services, arxiv, *works)


def say_of_others(services: StandIn, arxiv: dict[str, Any] | None = None, *works: Any) -> None:  # noqa: ANN401 - JSON
    services.says(API, feed_of({"2205.00002": THIN_SAID | (arxiv or {}), "2311.00001": SLIM_SAID}))
    services.says("/openalex/works", {"meta": {"count": len(works)}, "results": [*works]})
    services.says("/crossref/works/10.1000/brief.1", brief())
    services.says("/github.com/example/thin", "code")
    services.says("/github.com/example/slim", "code")


def brief(title: str = "Brief Answers Are Enough", **said: Any) -> Any:  # noqa: ANN401 - JSON
    return crossref("10.1000/brief.1", title, [("Cleo", "Coder")], **said)


def changes(said: str) -> list[tuple[str, Any, Any, str]]:
    return [(one["field"], one["old"], one["new"], one["state"]) for one in json.loads(said)["changes"]]


def test_nothing_new_is_no_diff(thin: Path, services: StandIn, run: Run) -> None:
    say(services, None, work(1, ARXIV_DOI, TITLE, AUTHORS))
    before = thin.read_bytes()
    said = run("refresh")
    assert not said.stdout
    assert "4 papers: " in said.stderr
    assert "nothing to change, 0 differences left to a person\n" in said.stderr
    run("refresh", "--write")
    assert thin.read_bytes() == before


def test_a_preprint_that_was_published(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    say(services, {"doi": DOI, "journal_ref": "Some Proceedings (2023) 1-12"})
    book = {"container_title": ["Conference on Invented Neurons"], "issued": {"date-parts": [[2023, 12]]}}
    services.says(f"/crossref/works/{DOI}", crossref(DOI, TITLE, PEOPLE, **book))
    said = run("refresh", "builder2022thin", status=1)
    assert f"--- a/{THIN}\n+++ b/{THIN}\n" in said.stdout
    assert "-venue: arXiv\n+year: 2023\n+venue: NeurIPS\n" in said.stdout
    assert "+doi: 10.1000/thin.7\n" in said.stdout
    assert "+  venue: https://api.crossref.org/works/10.1000/thin.7\n" in said.stdout
    assert "to write them: add --write\n" in said.stderr
    before = thin.read_text(encoding="utf-8")
    assert run("refresh", "builder2022thin", "--write").stdout == f"{THIN}\n"
    after = thin.read_text(encoding="utf-8")
    assert not problems_in(records)
    assert "  venue: https://api.crossref.org/works/10.1000/thin.7\n" in after
    assert "  doi: https://arxiv.org/abs/2205.00002\n" in after
    wanted = {line for line in before.splitlines() if not line.strip().startswith(("year", "venue"))}
    assert wanted <= set(after.splitlines())
    assert not run("refresh", "builder2022thin").stdout


def test_the_diff_is_a_patch(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    say(services, {"title": "Thinner Models: Thick Questions", "comment": "Accepted at an invented workshop"})
    said = run("refresh", status=1)
    assert f'{THIN}: venue: arXiv notes "Accepted at an invented workshop"' in said.stdout
    subprocess.run([which("git") or "git", "apply"], cwd=records, input=said.stdout, text=True, check=True)
    patched = thin.read_bytes()
    assert b"Thinner Models" in patched
    assert not problems_in(records)


def test_a_title_that_changed(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    say(services, {"title": "Thinner Models: $O(n)$ Answers"})
    run("refresh", "--write")
    text = thin.read_text(encoding="utf-8")
    assert f"aliases: [{TITLE}]\n" in text
    assert 'title: "Thinner Models: O(n) Answers"\n' in text
    assert "  aliases: https://arxiv.org/abs/2205.00002\n" in text
    assert not problems_in(records)
    assert not run("refresh", "--write").stdout


def test_a_published_paper_keeps_its_title(services: StandIn, run: Run, records: Path) -> None:
    services.says(API, feed_of({"2311.00001": SLIM_SAID | {"title": "SLIM, Longer"}}))
    run("refresh", "author2023slim", "--write", status=1)
    text = (records / SLIM).read_text(encoding="utf-8")
    assert 'title: "SLIM: A Slim Model of Invented Language"\n' in text
    assert 'aliases: [SlimNet, "SLIM, Longer"]\n' in text


@pytest.mark.parametrize(
    "venue", ["judged:2026-11-30", "https://example.org/accepted", '"arXiv:2205.00002, page 1"', ""]
)
def test_what_a_person_set_is_only_told(thin: Path, services: StandIn, run: Run, venue: str) -> None:
    text = thin.read_text(encoding="utf-8")
    thin.write_text(
        text.replace("  venue: arXiv:2205.00002\n", f"  venue: {venue}\n" if venue else ""), encoding="utf-8"
    )
    before = thin.read_bytes()
    say(services, {"journal_ref": "Conference on Invented Neurons (2023) 1-12"})
    said = run("refresh", "--write", status=1)
    assert thin.read_bytes() == before
    why = f"a person set it: {venue.strip(chr(34))}" if venue else "the record does not say where it was read"
    assert f"{THIN}: venue: arXiv here, NeurIPS at https://arxiv.org/abs/2205.00002; {why}\n" in said.stdout
    assert "2 differences left to a person\n" in said.stderr


def test_a_withdrawn_paper(thin: Path, services: StandIn, run: Run) -> None:
    say(services, {"comment": "This paper has been withdrawn by the authors: an error in Section 2"})
    before = thin.read_bytes()
    said = run("refresh", "--write", status=1)
    assert f'{THIN}: retracted: arXiv says it is retracted: "This paper has been withdrawn by' in said.stdout
    assert thin.read_bytes() == before
    say(services, {"comment": "Withdrawn from a conference, 12 pages"})
    assert not run("refresh", "--days", "0").stdout


NOTICES: list[dict[str, Any]] = [
    {"updated_by": [{"DOI": "10.1000/notice.1", "type": "retraction", "label": "Retraction", "source": "publisher"}]},
    {"update_to": [{"DOI": "10.1000/brief.1", "type": "retraction", "label": "Retraction"}]},
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_retraction_at_crossref(services: StandIn, run: Run, records: Path, notice: dict[str, Any]) -> None:
    say(services)
    services.server.clear()
    services.says("/crossref/works/10.1000/brief.1", brief("RETRACTED: Brief Answers Are Enough", **notice))
    services.says("/openalex/works", {"results": []})
    said = run("refresh", "coder2023brief", status=1)
    source = "https://api.crossref.org/works/10.1000/brief.1"
    assert f"coder2023brief.yml: retracted: Crossref says it is retracted ({source})\n" in said.stdout
    assert not problems_in(records)


def test_a_correction_is_no_retraction(records: Path, services: StandIn, run: Run) -> None:
    notice = {"DOI": "10.1000/notice.1", "type": "correction"}, {"DOI": "10.1000/other.1", "type": "retraction"}
    services.says("/crossref/works/10.1000/brief.1", brief(updated_by=[notice[0]], update_to=[notice[1]]))
    services.says("/openalex/works", {"results": []})
    assert not run("refresh", "coder2023brief").stdout
    assert records.exists()


def test_a_retraction_at_openalex(thin: Path, services: StandIn, run: Run) -> None:
    say(services, None, work(7, ARXIV_DOI, TITLE, AUTHORS, is_retracted=True))
    assert "OpenAlex says it is retracted (openalex:W7)\n" in run("refresh", "builder2022thin", status=1).stdout
    assert thin.exists()


@pytest.mark.parametrize("status", [301, 308])
def test_code_that_moved(thin: Path, services: StandIn, run: Run, records: Path, status: int) -> None:
    moves(services, "https://github.com/renamed/thin-models", status)
    run("refresh", "--write")
    text = thin.read_text(encoding="utf-8")
    assert "code: https://github.com/renamed/thin-models\n" in text
    assert "  code: https://github.com/example/thin\n" in text
    assert not problems_in(records)
    assert not run("refresh", "--write").stdout


def moves(services: StandIn, to: str, status: int = 301) -> None:
    """Let the repository lead to another address, where there is a page."""
    services.says("/github.com/example/thin", "", status=status, headers={"Location": to})
    services.says(to.removeprefix("https:/"), "a page")
    say_of_others(services)


@pytest.mark.parametrize("status", [302, 307])
def test_code_that_is_elsewhere_for_now(thin: Path, services: StandIn, run: Run, status: int) -> None:
    moves(services, "https://github.com/renamed/thin-models", status)
    assert not run("refresh").stdout
    assert thin.exists()


def test_code_that_leads_to_another_site(thin: Path, services: StandIn, run: Run) -> None:
    moves(services, "https://example.org/login")
    before = thin.read_bytes()
    said = run("refresh", "--write", status=1)
    told = "https://example.org/login at https://github.com/example/thin; it leads to another site"
    assert f"{THIN}: code: https://github.com/example/thin here, {told}\n" in said.stdout
    assert thin.read_bytes() == before


def test_a_service_that_is_down(thin: Path, services: StandIn, run: Run) -> None:
    services.says("/openalex/works", "", status=503)
    say_of_others(services, {"title": "Thinner Models"})
    said = run("refresh", "builder2022thin", "--write", status=1)
    assert "OpenAlex: no answer for 1 (503); run the command again later for these\n" in said.stderr
    assert "title: Thinner Models\n" in thin.read_text(encoding="utf-8")
    say(services)
    before = len(services.asked())
    run("refresh", "builder2022thin")
    assert services.asked()[before:] == ["/openalex/works"], "only who gave no answer is asked again"


def test_an_answer_is_not_asked_for_twice(thin: Path, services: StandIn, run: Run) -> None:
    say(services)
    run("refresh")
    asked = len(services.asked())
    run("refresh", "--write")
    assert len(services.asked()) == asked
    run("refresh", "--days", "0")
    assert len(services.asked()) == 2 * asked
    run("refresh", "--no-cache")
    assert len(services.asked()) == 3 * asked
    assert thin.exists()


def test_a_broken_store_of_answers_is_none(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    say(services)
    run("refresh")
    kept = records / ".effllm-cache" / "answers.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines()
    hostile = [
        '{"day": "2026-13-45"}',
        "[]",
        "\x00",
        lines[0][:40],
        lines[0].replace('"answer": {', '"answer": {"odd": 1, '),
    ]
    kept.write_text("\n".join(hostile), encoding="utf-8")
    before = len(services.asked())
    assert not run("refresh").stdout
    assert len(services.asked()) == 2 * before
    assert thin.exists()


def test_a_limited_run_goes_on_where_it_was(thin: Path, services: StandIn, run: Run) -> None:
    say(services)
    assert "1 paper: " in run("refresh", "--limit", "1", "--has-code").stderr
    said = run("refresh", "--limit", "1", "--has-code", "--json")
    assert json.loads(said.stdout)["services"][0] == {
        "service": "arXiv",
        "asked": 1,
        "kept": 0,
        "failed": 0,
        "reason": "",
    }
    assert thin.exists()


def test_an_id_of_another_paper(thin: Path, services: StandIn, run: Run) -> None:
    say(services, {"title": "Fat Cats", "authors": ["Eve Else", "Finn Foreign"]})
    before = thin.read_bytes()
    said = run("refresh", "--write", status=1)
    assert f'{THIN}: arxiv: arXiv has "Fat Cats" by other authors under this id: is it the id' in said.stdout
    assert thin.read_bytes() == before


def test_a_venue_that_is_not_in_the_list(thin: Path, services: StandIn, run: Run) -> None:
    say(services, {"journal_ref": "Journal of Unheard Things 3 (2023)"})
    said = run("refresh", status=1)
    assert (
        'venue: arXiv says "Journal of Unheard Things 3 (2023)", which is not in taxonomy/venues.yml (' in said.stdout
    )
    assert thin.exists()


def test_openreview_says_where(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    text = thin.read_text(encoding="utf-8")
    thin.write_text(text.replace("code:", "openreview: Xy3dEf7hIj\ncode:", 1), encoding="utf-8")
    say(services)
    services.says(
        "/openreview-api/notes",
        note("Xy3dEf7hIj", title=TITLE, authors=AUTHORS, venue="ICLR 2023 poster", venueid="ICLR.cc/2023/Conference"),
    )
    assert changes(run("refresh", "--json", status=1).stdout) == [
        ("venue", "arXiv", "ICLR", "would change"),
        ("year", 2022, 2023, "would change"),
    ]
    said = run("refresh", "--write", "--json")
    assert {state for *_, state in changes(said.stdout)} == {"written"}
    assert not problems_in(records)


def test_a_record_that_would_be_wrong_is_left_alone(thin: Path, services: StandIn, run: Run, records: Path) -> None:
    say(services, {"title": "THIN MODELS FOR ALL THE THICK QUESTIONS OF THE WORLD"})
    before = thin.read_bytes()
    said = run("refresh", "--write", status=1)
    assert f"{THIN}:" in said.stdout
    assert thin.read_bytes() == before
    assert not problems_in(records)


def test_wrong_usage(thin: Path, services: StandIn, run: Run) -> None:
    say(services)
    assert "use one of them" in run("refresh", "--diff", "--write", status=2).stderr
    assert "builder2022thin" in run("refresh", "builder2022thn", status=2).stderr
    assert thin.exists()
