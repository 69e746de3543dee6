"""What a snapshot says of the papers here, on each engine."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from effllm.harvest.snapshot_files import LONGEST, NoSnapshot, find
from effllm.records import Candidate, LeftOut
from effllm.records.source import Source
from tests.harvest.conftest import HERE, WORKS, Found, lines_file, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Found]

FIRST, SECOND, THIRD = (one.key for one in HERE)


def pairs(found: Found) -> set[tuple[str, str]]:
    return {(one["citing"], one["cited"]) for one in found.edges}


def test_records_are_found_by_doi_then_arxiv_id_then_title_and_author(run: Run, openalex: Path) -> None:
    found = run(openalex)
    assert {one["paper"]: one["works"] for one in found.counts} == {FIRST: ["W1"], SECOND: ["W2", "W7"], THIRD: ["W3"]}
    assert found.report["papers"] == {
        "here": 3,
        "found": 3,
        "works": {"DOI": 1, "arXiv id": 2, "title and author": 1},
    }
    assert found.report["doubtful"] == [
        {"work": "W4", "why": f"its title is that of {SECOND}, but it has other authors"}
    ]


def test_citations_are_those_of_our_records_both_ways_each_once_with_a_source(run: Run, openalex: Path) -> None:
    found = run(openalex)
    assert pairs(found) == {
        *((SECOND, FIRST), (SECOND, "W50")),  # of its two works
        *(("W4", SECOND), ("W4", THIRD)),
        *(("W5", FIRST), ("W5", SECOND), ("W5", THIRD)),
        *(("W6", FIRST), ("W6", THIRD)),
    }
    assert len(found.edges) == len(pairs(found)) == found.report["edges"]
    assert found.edges[0] == {"citing": "W4", "cited": SECOND, "source": "openalex:W4@2026-11-01"}
    assert {Source(one["source"]).kind for one in found.edges} == {"id"}


def test_a_paper_that_cites_several_records_is_a_candidate(run: Run, openalex: Path) -> None:
    found = run(openalex, least=2)
    assert [(one["title"], one["cites"]) for one in found.candidates] == [
        ("Cites Three", [FIRST, SECOND, THIRD]),
        ("Cites Two", [FIRST, THIRD]),
        ("Thin Caches", [SECOND, THIRD]),
    ]
    first, second, _ = map(Candidate.model_validate, found.candidates)
    assert (first.doi, first.year, first.because) == ("10.5555/c3", 2025, ("cites 3 records here",))
    assert first.cites_from == first.title_from == "openalex:W5@2026-11-01"
    assert (second.authors, second.year, second.url) == (("Dora Doe", "Fay Fable"), None, "https://openalex.org/W6")
    assert [one["title"] for one in run(openalex, least=3).candidates] == ["Cites Three"]


def test_what_was_left_out_is_no_candidate_again(run: Run, openalex: Path) -> None:
    left = LeftOut(title="Cites Three of Them", doi="10.5555/c3", reason="out-of-scope", why="No.", date="2026-01-01")
    assert [one["title"] for one in run(openalex, left_out=[left]).candidates] == ["Cites Two", "Thin Caches"]


def test_a_candidate_with_two_works_is_proposed_once_with_what_both_cite(run: Run, openalex: Path) -> None:
    again = work(9, [2, 3], title="Cites two", people=["Dora Doe"])
    lines_file(openalex / "data" / "works" / "updated_date=2026-11-01" / "part_001.gz", [again])
    found = {one["title"]: one["cites"] for one in run(openalex).candidates}
    assert found["Cites Two"] == [FIRST, SECOND, THIRD]
    assert "Cites two" not in found


def test_citing_works_are_counted_by_year(run: Run, openalex: Path) -> None:
    counts = {one["paper"]: one for one in run(openalex).counts}
    assert (counts[FIRST]["cited"], counts[FIRST]["by_year"]) == (3, {"unknown": 1, "2024": 1, "2025": 1})
    assert (counts[SECOND]["cited"], counts[SECOND]["by_year"]) == (2, {"2024": 1, "2025": 1})
    assert counts[SECOND]["date"] == "2026-11-01"


def test_a_reference_list_is_full_only_where_its_length_is_what_the_work_says(run: Run, openalex: Path) -> None:
    lists = {one["paper"]: one["references"] for one in run(openalex).counts}
    assert lists[SECOND] == {"source": "openalex:W2@2026-11-01", "listed": 2, "stated": 5, "full": False}
    assert not lists[FIRST]["full"]  # nothing is listed
    whole = work(2, [1, 50], title="Thin caches", people=["Ben Builder"])
    lines_file(openalex / "data" / "works" / "updated_date=2026-11-01" / "part_001.gz", [whole])  # newer
    assert {one["paper"]: one["references"]["full"] for one in run(openalex).counts}[SECOND]


HOSTILE = (
    "",
    "   ",
    "null",
    "[]",
    '"text"',
    '{"id": "https://openalex.org/W90", "title": "cut',
    '{"id": "https://openalex.org/W91"} and more',
    '{"id": "https://openalex.org/W89"}} {}',
    "{'id': 'https://openalex.org/W92'}",
    '{"title": "no id"}',
    '{"id": null}',
    '{"id": 5}',
    '{"id": "https://openalex.org/W93", "title": null, "referenced_works": null, "authorships": null}',
    {"id": "https://openalex.org/W94", "title": ["Thin Caches"], "publication_year": "soon", "referenced_works": "W1"},
    {"id": "https://openalex.org/W95", "title": 7, "publication_year": 1e99, "referenced_works": [None, 5, {"a": 1}]},
    {"id": "https://openalex.org/W96", "authorships": {"a": 1}, "referenced_works": ["https://openalex.org/W1"] * 9},
    {"id": "https://openalex.org/W97", "authorships": [None, 5, "x", {"raw_author_name": 3}, {"author": "y"}]},
    {"id": "https://openalex.org/W98", "title": "'; DROP TABLE works; --", "doi": "https://doi.org/'\\", "ids": "\x07"},
    {"id": "https://openalex.org/W99", "title": "\U0001f600 Thin \u202e Caches", "referenced_works": [[["W2"]]]},
    work(100, [1, 2, 3], title="T" * 100_000, people=["N" * 100_000], referenced_works_count=10**30),
)
BAD = 10  # of them are no works


def test_hostile_lines_are_counted_and_nothing_else_is_lost(run: Run, openalex: Path) -> None:
    part = openalex / "data" / "works" / "updated_date=2026-11-01" / "part_666.gz"
    lines_file(part, HOSTILE)
    found = run(openalex)
    name = "data/works/updated_date=2026-11-01/part_666.gz"
    lines = len(HOSTILE) - 2  # two are empty
    bad = [(one["file"], one["lines"], one["bad"]) for one in found.report["with_bad_lines"]]
    assert bad == [(name, lines, BAD)]
    assert found.report["bad_lines"] == BAD
    assert {("W94", FIRST), ("W96", FIRST), ("W99", SECOND), ("W100", THIRD)} <= pairs(found)
    assert {"Cites Three", "T" * 1000} <= {one["title"] for one in found.candidates}
    assert found.report["papers"]["found"] == len(HERE)


def test_a_file_that_is_cut_off_is_reported_and_read_as_far_as_it_goes(run: Run, openalex: Path) -> None:
    many = [work(1000 + number, [1, 2], title=f"Many {number}") for number in range(2000)]
    part = lines_file(openalex / "data" / "works" / "updated_date=2026-11-01" / "part_001.gz", many)
    part.write_bytes(part.read_bytes()[:-2000])
    found = run(openalex)
    assert found.report["damaged"] == [
        {"file": "data/works/updated_date=2026-11-01/part_001.gz", "problem": "it ends too early"}
    ]
    citing = {one for one, _ in pairs(found)}
    assert {"W5", "W1000", "W1500"} <= citing
    assert "W2999" not in citing


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (gzip.compress(b'{"id": "W1"}\n{"id": "W200", "title": "\xff", "referenced_works": ["W1"]}\n'), "not UTF-8"),
        (b"<html>404</html>", "not a whole gzip file"),
        (b"", "it ends too early"),
        (gzip.compress(b'{"id": "W200", "referenced_works": ["W1"]}\n{"id": "\x01"}\n'), "a control character U+0001"),
        (
            gzip.compress(
                b'{"id": "W200", "referenced_works": ["W1"]}\n{"id": "W9", "title": "' + b"x" * LONGEST + b'"}\n'
            ),
            f"a line of more than {LONGEST:,} bytes",
        ),
    ],
    ids=["bytes", "page", "empty", "control", "long"],
)
def test_a_file_that_is_none_is_reported(run: Run, openalex: Path, content: bytes, problem: str) -> None:
    (openalex / "data" / "works" / "updated_date=2026-11-01" / "part_001.gz").write_bytes(content)
    found = run(openalex)
    assert [one["problem"] for one in found.report["damaged"]] == [problem]
    assert found.report["papers"]["found"] == len(HERE)
    assert (("W200", FIRST) in pairs(found)) == content.startswith(b"\x1f")


def test_parquet_copies_say_the_same(run: Run, openalex: Path, tmp_path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    expected = run(openalex)
    copy = tmp_path / "parquet" / "data" / "works" / "updated_date=2026-11-01"
    copy.mkdir(parents=True)
    parquet.write_table(pa.Table.from_pylist(list(WORKS)), copy / "part_000.parquet")
    found = run(tmp_path / "parquet")
    assert (found.edges, found.candidates, found.counts) == (expected.edges, expected.candidates, expected.counts)


def _row(number: int, *cites: int, title: str = "", **ids: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    row = {
        "corpusid": number,
        "externalids": {"ArXiv": None, "DBLP": None, "DOI": None, "CorpusId": str(number), **ids},
        "title": title or f"Row {number}",
        "authors": [{"authorId": "1", "name": "Ben Builder"}],
        "year": 2024,
        "referencecount": len(cites),
    }
    return row, [{"citationid": 1, "citingcorpusid": number, "citedcorpusid": one, "intents": None} for one in cites]


def test_the_sets_of_semantic_scholar_say_it_with_their_own_ids(run: Run, tmp_path: Path) -> None:
    rows = [
        _row(1, DOI="10.5555/S1", title="SQUEEZE"),
        _row(2, 1, 50, ArXiv="2301.00001", title="Thin Caches"),
        _row(5, 1, 2, 60, title="Cites Two"),
    ]
    papers = [row for row, _ in rows]
    citations = [pair for _, made in rows for pair in made]
    lines_file(tmp_path / "s2" / "papers" / "papers0.jsonl.gz", [*papers, '{"corpusid": "x"}'])
    lines_file(tmp_path / "s2" / "citations" / "citations0.jsonl.gz", [*citations, '{"citingcorpusid": 5}', "{"])
    found = run(tmp_path / "s2")
    assert pairs(found) == {
        (SECOND, FIRST),
        (SECOND, "CorpusId:50"),
        ("CorpusId:5", FIRST),
        ("CorpusId:5", SECOND),
    }
    assert [one["cites"] for one in found.candidates] == [[FIRST, SECOND]]
    assert {one["paper"]: one["references"]["full"] for one in found.counts} == {FIRST: False, SECOND: True}
    assert {Source(one["source"]).kind for one in found.edges} == {"address"}
    assert [one["bad"] for one in found.report["with_bad_lines"]] == [2, 1]


def test_a_folder_without_a_snapshot_is_named_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match=r"updated_date"):
        find(tmp_path)
    lines_file(tmp_path / "papers" / "papers0.gz", [{}])
    with pytest.raises(NoSnapshot, match="both sets"):
        find(tmp_path)


def test_the_day_is_that_of_the_newest_part(openalex: Path) -> None:
    assert find(openalex).date == "2026-11-01"
    assert find(openalex, "2026-12-01").date == "2026-12-01"
