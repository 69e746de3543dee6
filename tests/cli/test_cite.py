from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkouts import SLIM, problems_in
from tests.fake_services import play
from tests.ingest.lists import NATBIB, deposited, s2_page, s2_row, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run
    from tests.fake_services import StandIn


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> StandIn:
    return play(monkeypatch, httpserver)


LIST = SLIM.replace(".yml", ".references.jsonl")


def kept(records: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (records / LIST).read_text(encoding="utf-8").splitlines()]


def record(records: Path) -> str:
    return (records / SLIM).read_text(encoding="utf-8")


def test_a_bbl(records: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    result = run("cite", "slim", "--from", "main.bbl", "--source", "example/slim:paper/main.bbl")
    golden("cite.txt", result.output)
    assert result.stdout.endswith(f"{SLIM}\n")
    assert "cites: [builder2022thin, coder2023brief]\nreferences: full\n" in record(records)
    assert "  cites: example/slim:paper/main.bbl\n" in record(records)
    assert not problems_in(records)
    again = run("cite", "slim", "--from", "main.bbl", "--source", "example/slim:paper/main.bbl")
    assert SLIM not in again.stdout
    assert "0 new in cites; references: full\n" in again.stderr


def test_a_key_that_stands_twice(records: Path, run: Run) -> None:
    other = SLIM.replace("2023", "2022", 1)
    (records / other).write_text(record(records).replace("title: SLIM", "title: Not SLIM"), encoding="utf-8")
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    before = {path: path.read_bytes() for path in records.rglob("*.yml")}
    said = run("cite", "author2023slim", "--from", "main.bbl", status=1)
    assert f"author2023slim is the key of {other} and {SLIM}: nothing written; keep one of them" in said.stderr
    assert {path: path.read_bytes() for path in records.rglob("*.yml")} == before


def test_a_dry_run_writes_nothing(records: Path, run: Run) -> None:
    before = record(records)
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    said = run("cite", "slim", "--from", "main.bbl", "--dry-run")
    assert "1 new in cites; references: full, before partial" in said.stderr
    assert SLIM not in said.stdout
    assert record(records) == before


def test_a_bib_may_hold_more_than_the_paper_cites(records: Path, run: Run) -> None:
    entries = (
        "@misc{t, title={Thin Models for Thick Questions}, author={Builder, Ben}}\n"
        "@misc{b, title={Brief {Answers} Are Enough}, author={Coder, Cleo}}\n@misc{o, title={Other}, author={A, B}}\n"
    )
    (records / "refs.bib").write_text(entries, encoding="utf-8")
    said = run("cite", "slim", "--from", "refs.bib")
    assert "not here: Other\n" in said.stdout
    assert "note: a .bib may hold entries that the paper never cites" in said.stderr
    assert "references: partial\n" in record(records)
    assert "  cites: arXiv:2311.00001, references\n" in record(records)
    assert not (records / LIST).exists()
    run("cite", "slim", "--from", "refs.bib", "--full")
    assert "references: full\n" in record(records)
    assert len(kept(records)) == 4
    assert not problems_in(records)


def test_the_list_is_kept(records: Path, run: Run) -> None:
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    source = ("--source", "example/slim:paper/main.bbl")
    said = run("cite", "slim", "--from", "main.bbl", *source, "--dry-run")
    assert f"{LIST}: would keep 3 entries\n" in said.stderr
    assert not (records / LIST).exists()
    assert run("cite", "slim", "--from", "main.bbl", *source).stdout.endswith(f"{LIST}\n{SLIM}\n")
    head, *entries = kept(records)
    today = datetime.now(tz=UTC).date().isoformat()
    assert head == {"source": source[1], "read": today, "entries": 3, "complete": True}
    assert [entry["n"] for entry in entries] == [1, 2, 3]
    assert [entry.get("paper") for entry in entries] == ["builder2022thin", "coder2023brief", None]
    assert entries[0]["id"] == "arXiv:2205.00002"
    assert entries[2]["title"] == "Wide models on invented hardware"


def test_a_record_with_a_table_of_figures(records: Path, run: Run) -> None:
    text = record(records).replace("added:", "  results: arXiv:2311.00001\nadded:")
    (records / SLIM).write_text(text, encoding="utf-8")
    assert not problems_in(records)
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    run("cite", "slim", "--from", "main.bbl")
    assert not problems_in(records)


def test_a_list_that_says_less_takes_no_place(records: Path, run: Run) -> None:
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    run("cite", "slim", "--from", "main.bbl")
    before = (records / LIST).read_bytes()
    (records / "cut.bbl").write_text(NATBIB.partition(r"\end{thebibliography}")[0], encoding="utf-8")
    said = run("cite", "slim", "--from", "cut.bbl")
    assert "note: the record has a full list already; this one may not be whole and is not kept\n" in said.stderr
    assert (records / LIST).read_bytes() == before


def test_a_list_that_adds_no_citation_is_a_source_all_the_same(records: Path, run: Run) -> None:
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    run("cite", "slim", "--from", "main.bbl", "--source", "example/slim:paper/main.bbl")
    (records / LIST).unlink()
    run("cite", "slim", "--from", "main.bbl", "--source", "arXiv:2311.00001, references")
    assert '  cites: [example/slim:paper/main.bbl, "arXiv:2311.00001, references"]\n' in record(records)
    assert not problems_in(records)


def test_a_citation_that_a_whole_list_does_not_have_is_told(records: Path, run: Run) -> None:
    (records / "refs.bib").write_text("@misc{o, title={Other}, author={A, B}}\n", encoding="utf-8")
    before = record(records)
    said = run("cite", "slim", "--from", "refs.bib", "--full", status=1)
    assert "R011 builder2022thin is not in the complete reference list" in said.stderr
    assert (record(records), (records / LIST).exists()) == (before, False)
    full = before.replace("references: partial", "references: full").replace("added:", "  cites: refs.bib\nadded:")
    (records / SLIM).write_text(full, encoding="utf-8")  # where nothing of the record would change
    run("cite", "slim", "--from", "refs.bib", "--full", status=1)
    assert not (records / LIST).exists()


def test_a_packed_part_of_the_openalex_snapshot(records: Path, run: Run) -> None:
    own = work(1, "x", doi="10.48550/arxiv.2311.00001", cites=(2, 3))
    brief = work(3, "Brief Answers Are Enough", "Cleo Coder", doi="10.1000/brief.1")
    for name, works in (("part_000.gz", [work(9, "Nine"), own]), ("part_001.gz", [brief])):
        (records / name).write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in works).encode()))
    said = run("cite", "slim", "--from", "part_000.gz", "--works", "part_001.gz")
    assert "not here: https://openalex.org/W2\n" in said.stdout
    assert "cites: [builder2022thin, coder2023brief]\nreferences: partial\n" in record(records)
    assert "  cites: https://openalex.org/W1\n" in record(records)


def test_semantic_scholar_page_after_page(records: Path, run: Run, services: StandIn) -> None:
    path = "/semantic-scholar/graph/v1/paper/ARXIV:2311.00001/references"
    first = s2_page(s2_row("Thin Models for Thick Questions", ArXiv="2205.00002"), s2_row("Other"), following=2)
    last = s2_page(s2_row("Brief Answers Are Enough", authors=("C. Coder",)), offset=2)
    for offset, page in (("0", first), ("2", last)):
        request = services.server.expect_request(path, query_string=_query(offset))
        request.respond_with_json(page)
    said = run("cite", "slim", "--from", "semantic-scholar")
    assert "3 entries, 2 of papers here, 1 new in cites; references: partial" in said.stderr
    source = "https://api.semanticscholar.org/graph/v1/paper/ARXIV:2311.00001/references"
    assert f"  cites: {source}\n" in record(records)


def _query(offset: str) -> dict[str, str]:
    return {"fields": "title,externalIds,year,authors", "offset": offset, "limit": "500"}


def test_openalex(records: Path, run: Run, services: StandIn) -> None:
    own = work(1, "x", doi="10.48550/arxiv.2311.00001", cites=(2,))
    brief = work(2, "Brief Answers Are Enough", "Cleo Coder")
    services.says("/openalex/works/doi:10.48550/arXiv.2311.00001", own)
    services.says("/openalex/works", {"meta": {"count": 1}, "results": [brief]})
    run("cite", "slim", "--from", "openalex")
    assert "cites: [builder2022thin, coder2023brief]\n" in record(records)


def test_crossref(records: Path, run: Run, services: StandIn) -> None:
    services.says("/crossref/works/10.1000/brief.1", deposited({"key": "a", "DOI": "10.48550/arXiv.2205.00002"}))
    run("cite", "coder2023brief", "--from", "crossref")
    text = (records / "papers/2023/coder2023brief.yml").read_text(encoding="utf-8")
    assert "cites: [builder2022thin]\nreferences: full\n" in text
    assert "  cites: https://api.crossref.org/works/10.1000/brief.1\n" in text


def test_a_service_without_an_answer(records: Path, run: Run, services: StandIn) -> None:
    before = record(records)
    services.says("/openalex/works/doi:10.48550/arXiv.2311.00001", "", status=404)
    said = {
        "crossref": "Crossref gives no reference list of author2023slim: the record has no DOI",
        "openalex": "OpenAlex gives no reference list of author2023slim: no such paper",
    }
    for service, sentence in said.items():
        result = run("cite", "slim", "--from", service, status=1)
        assert result.stderr == f"effllm: {sentence}; another service or a file may have it\n"
    down = "could not reach Semantic Scholar (500): not your fault; try again later, or another service or a file"
    assert run("cite", "slim", "--from", "semantic-scholar", status=1).stderr == f"effllm: {down}\n"
    assert record(records) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", " no reference list in it; it can be "),
        (b"\xff\xfe", "1: the file is UTF-16, not UTF-8; save the file with that encoding"),
        (b"\n@misc{a,\n title={M\xfcller}}\n", "3: byte 0xfc is not UTF-8; save the file with that encoding"),
        (b"\x1f\x8b\x08\x00", " a broken gzip file; fetch it again"),
        (gzip.compress(b"{}" * 99)[:-9], " a broken gzip file; fetch it again"),
        (b"{\xff", " it starts like JSON, but is not JSON"),
        (json.dumps(deposited({"key": "a"})).encode(), ' it holds the list of "Brief Answers Are Enough", not of '),
    ],
    ids=["empty", "UTF-16", "not UTF-8", "gzip", "cut gzip", "not JSON", "another paper"],
)
def test_files_that_hold_no_list(content: bytes, said: str, records: Path, run: Run) -> None:
    before = record(records)
    (records / "odd").write_bytes(content)
    result = run("cite", "slim", "--from", "odd", status=1)
    assert result.stderr.startswith(f"effllm: odd:{said}")
    assert record(records) == before


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["slim", "--from", "none.bbl"],
            "none.bbl: no such file; the services are semantic-scholar, openalex, crossref",
        ),
        (["slimm", "--from", "crossref"], "no paper 'slimm'; did you mean author2023slim?"),
    ],
)
def test_wrong_input(arguments: list[str], said: str, run: Run) -> None:
    assert run("cite", *arguments, status=2).stderr == f"effllm: {said}\n"


def test_the_paper_itself_is_the_source_of_its_list(records: Path, run: Run) -> None:
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    run("cite", "slim", "--from", "main.bbl")
    assert "  cites: arXiv:2311.00001, references\n" in record(records)
    assert not problems_in(records)


def test_a_source_that_is_no_place_for_readers_is_refused(records: Path, run: Run) -> None:
    before = record(records)
    (records / "main.bbl").write_text(NATBIB, encoding="utf-8")
    result = run("cite", "slim", "--from", "main.bbl", "--source", "/home/ada/main.bbl", status=1)
    assert ": O003 /home/ada/main.bbl is a path on a computer\n" in result.stderr
    assert result.stderr.endswith(f"{SLIM}: left alone, it would have 1 problem\n")
    assert record(records) == before


def test_a_record_with_problems_is_left_alone(broken: Path, run: Run) -> None:
    (broken / "main.bbl").write_text(NATBIB, encoding="utf-8")
    result = run("cite", "coder2023brief", "--from", "main.bbl", status=1)
    assert "coder2023brief.yml:4:7: S003 " in result.stderr
    assert "V003" not in result.stderr, "what follows from a year that was not read"
    assert "left alone, it has 1 problem; to repair what has one right answer: effllm validate --fix" in result.stderr
    assert 'year: "2023"' in (broken / "papers/2023/coder2023brief.yml").read_text(encoding="utf-8")
