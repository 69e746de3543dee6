"""`effllm harvest cites`: citations of a snapshot between papers here, into their records."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkouts import problems_in
from tests.harvest.conftest import lines_file, work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SLIM, THIN, BRIEF = "author2023slim", "builder2022thin", "coder2023brief"
W1, W2 = "openalex:W1@2026-11-01", "openalex:W2@2026-11-01"
KEPT = """{"source":"doi:10.1000/brief.1","read":"2026-01-02","entries":1,"complete":true}
{"n":1,"title":"Something Else"}
"""


def edge(citing: str, cited: str, source: str = W1) -> dict[str, str]:
    return {"citing": citing, "cited": cited, "source": source}


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    """A file in which one citation between papers here is new, one is there, and the others lead outside."""
    file = tmp_path / "found" / "edges.jsonl"
    write(file, edge(BRIEF, THIN), edge(BRIEF, "W7"), edge(SLIM, THIN, W2), edge("W9", SLIM, "openalex:W9@2026-11-01"))
    return file


def write(file: Path, *lines: Any) -> None:  # noqa: ANN401
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines), "utf-8")


def record(records: Path, key: str) -> Path:
    return next(records.glob(f"papers/*/{key}.yml"))


def files(records: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in records.glob("papers/*/*")}


def test_a_citation_between_papers_here_gets_into_the_record_with_its_source(
    run: Run, records: Path, edges: Path
) -> None:
    before = files(records)
    said = run("harvest", "cites", edges, "--dry-run")
    assert "4 lines, 2 between papers here; 1 new citation in 1 record would be written" in said.stderr
    assert files(records) == before
    said = run("harvest", "cites", edges)
    assert said.stdout == f"papers/2023/{BRIEF}.yml: cites {THIN}\n"
    assert f"cites: [{THIN}]\nreferences: partial\nsources:\n  cites: {W1}\n" in record(records, BRIEF).read_text(
        "utf-8"
    )
    assert [file for file, was in before.items() if file.read_bytes() != was] == [record(records, BRIEF)]
    assert not problems_in(records)


def test_again_it_changes_nothing(run: Run, records: Path, edges: Path) -> None:
    run("harvest", "cites", edges)
    before = files(records)
    assert "0 new citations in 0 records written" in run("harvest", "cites", edges).stderr
    assert files(records) == before


def test_what_the_record_cites_stays_and_a_source_joins_those_that_are_there(
    run: Run, records: Path, edges: Path
) -> None:
    slim = record(records, SLIM)
    slim.write_text(slim.read_text("utf-8").replace("sources:\n", "sources:\n  cites: arXiv:2311.00001\n"), "utf-8")
    run("fmt")
    write(edges, edge(SLIM, THIN, W2), edge(SLIM, "unknown2021wide"))  # the first is there, and keeps its source
    run("harvest", "cites", edges)
    text = slim.read_text("utf-8")
    assert f"cites: [{THIN}, unknown2021wide]" in text
    assert f"  cites: [arXiv:2311.00001, {W1}]" in text
    assert not problems_in(records)


def test_former_keys_are_known_and_no_paper_cites_itself(run: Run, records: Path, edges: Path) -> None:
    write(edges, edge(BRIEF, "builder2022slender"), edge(THIN, "builder2022slender"), edge("nobody2020", SLIM))
    said = run("harvest", "cites", edges).stderr
    assert "3 lines, 1 between papers here; 1 new citation in 1 record written" in said
    assert "1 key that no paper here has, passed over: nobody2020" in said
    assert f"cites: [{THIN}]" in record(records, BRIEF).read_text("utf-8")


def test_a_list_that_was_read_whole_stays_as_it_is(run: Run, records: Path, edges: Path) -> None:
    brief = record(records, BRIEF)
    brief.with_suffix(".references.jsonl").write_text(KEPT, "utf-8")
    text = brief.read_text("utf-8")
    text = text.replace("added:", 'references: full\nsources:\n  cites: "doi:10.1000/brief.1"\nadded:')
    brief.write_text(text, "utf-8")
    run("fmt")
    assert not problems_in(records)
    before = files(records)
    said = run("harvest", "cites", edges).stderr
    assert f"{BRIEF}: left alone, its reference list was read whole and has no {THIN}" in said
    assert files(records) == before


def test_a_list_is_called_full_only_where_its_length_is_what_its_work_says(
    run: Run, records: Path, edges: Path
) -> None:
    counts = edges.with_name("counts.jsonl")
    listed = {"source": W1, "listed": 2, "stated": 3, "full": False}
    write(counts, {"paper": BRIEF, "references": listed})
    run("harvest", "cites", edges, "--full")
    assert "references: partial" in record(records, BRIEF).read_text("utf-8")
    write(counts, {"paper": BRIEF, "references": {**listed, "stated": 2, "full": True}})
    run("harvest", "cites", edges)
    assert "references: partial" in record(records, BRIEF).read_text("utf-8")
    run("harvest", "cites", edges, "--full")
    assert "references: full" in record(records, BRIEF).read_text("utf-8")
    assert not problems_in(records)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "2:2: not valid JSON"),
        ("[]", "2:1: not an object"),
        ("", "2:1: an empty line"),
        ('{"citing":"a2020b","source":"openalex:W1"}', "2:1: cited is missing"),
        ('{"citing":"a2020b", "cited": 7, "source":"openalex:W1"}', "2:30: cited has to be a text"),
        ('{"citing":"a2020b","cited":"W7","source":"somewhere"}', "2:42: it is no place where a reader can look"),
        ("[" * 50_000, "2:1: not valid JSON: a number of far too many digits, or nested too deep"),
        ("x" * 200_000, "2:1: longer than 100,000 bytes"),
    ],
)
def test_a_line_that_is_no_citation_is_named_with_its_place_and_nothing_is_written(
    run: Run, records: Path, edges: Path, line: str, said: str
) -> None:
    write(edges, edge(BRIEF, THIN), line)
    before = files(records)
    told = run("harvest", "cites", edges, status=1).stderr
    assert f"edges.jsonl:{said}" in re.sub(r": [A-Z]\d{3} ", ": ", told)
    assert "1 problem, so nothing is written" in told
    assert files(records) == before


def test_bytes_that_are_no_text_are_named_with_their_place(run: Run, records: Path, edges: Path) -> None:
    edges.write_bytes(edges.read_bytes() + b'{"citing":"\xff"}\n')
    assert "edges.jsonl:5:12: " in run("harvest", "cites", edges, "--root", records, status=1).stderr


def test_a_record_with_problems_is_left_alone(run: Run, records: Path, edges: Path) -> None:
    brief = record(records, BRIEF)
    brief.write_text(brief.read_text("utf-8").replace("year: 2023", "year: soon"), "utf-8")
    before = files(records)
    run("harvest", "cites", edges, status=1)
    assert files(records) == before


def test_wrong_usage_says_what_would_be_right(run: Run, records: Path, edges: Path) -> None:
    said = run("harvest", "cites", records / "nowhere.jsonl", status=2).stderr
    assert "nowhere.jsonl: no such file; effllm harvest snapshot writes it" in " ".join(said.split())
    assert "counts.jsonl: no such file" in " ".join(run("harvest", "cites", edges, "--full", status=2).stderr.split())


def test_from_a_snapshot_to_the_records(run: Run, records: Path, tmp_path: Path) -> None:
    works = [
        work(1, doi="https://doi.org/10.48550/arxiv.2205.00002", title="Thin Models", people=["Ben Builder"]),
        work(2, [1, 50], doi="https://doi.org/10.1000/brief.1", title="Brief", people=["Cleo Coder"]),
    ]
    lines_file(tmp_path / "openalex" / "data" / "works" / "updated_date=2026-11-01" / "part_000.gz", works)
    run("harvest", "snapshot", tmp_path / "openalex", "--output", tmp_path / "found")
    run("harvest", "cites", tmp_path / "found" / "edges.jsonl", "--full")
    assert f"cites: [{THIN}]\nreferences: full\nsources:\n  cites: {W2}" in record(records, BRIEF).read_text("utf-8")
    assert not problems_in(records)
