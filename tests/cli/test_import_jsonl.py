from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from effllm.ingest import paper_files as ingest_candidates
from tests.checkouts import problems_in
from tests.cli.test_add import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

NEW: dict[str, Any] = {
    "title": "BRAID: Woven Weights",
    "name": "BRAID",
    "authors": ["Dora Doe", "Ada Author"],
    "authors_from": "example/data(data branch):papers/a.json@0123456789abcdef0123456789abcdef01234567#[12].paper",
    "arxiv": "2402.00010",
    "categories": ["weight-only"],
    "summary": "BRAID weaves the weights of a model that nobody has.",
    "abstract_at": "example/data:papers/a.json@0123456789abcdef0123456789abcdef01234567#L7",
    "lists": ["example/list:README.md@0123456789ab#L12"],
    "importance": 3,
}
NAMELESS = {
    "title": "Nobody Wrote This",
    "arxiv": "2402.00011",
    "authors_from": "arXiv:2402.00011",
    "categories": ["weight-only"],
}
LEFT = {"title": "Thin Boats", "arxiv": "2402.00012", "reason": "out-of-scope", "why": "It is about boats."}
OTHERS: tuple[Any, ...] = (
    {"title": "Slim Model of Invented Language", "arxiv": "2311.00001"},
    {"title": "No Category", "authors": ["Dora Doe"], "arxiv": "2402.00013"},
    {"title": ["Wrong"], "year": "2024"},
    {**LEFT, "title": "Why", "arxiv": "2402.00014", "why": None},
    {"title": "Slim", "arxiv": "2311.00001", "reason": "out-of-scope", "why": "It is here."},
)


@pytest.fixture
def candidates(records: Path) -> Path:
    path = records.parent / "candidates.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in (NEW, NAMELESS, LEFT, *OTHERS)) + "not JSON\n", "utf-8")
    return path


def test_what_becomes_of_each_line(
    candidates: Path, records: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    result = run("import-jsonl", candidates, status=1)
    golden("import-jsonl.txt", result.stdout.replace(str(candidates), "candidates.jsonl"))
    assert "2 added, 1 here already, 1 doubtful, 4 rejected, 1 left out" in result.stderr
    text = (records / "papers/2024/doe2024braid.yml").read_text("utf-8")
    assert "authors: example/data:papers/a.json@0123456789ab\n" in text
    assert "summary: example/data:papers/a.json@0123456789ab#L7\n" in text
    assert "arxiv: example/list:README.md@0123456789ab#L12\n" in text
    assert "year: derived:arxiv\n" in text
    nameless = (records / "papers/2024/unknown2024nobody.yml").read_text("utf-8")
    assert "authors: []\nauthors_unknown: true\n" in nameless
    assert "  authors: arXiv:2402.00011\n" in nameless
    assert json.loads((records / "papers/left-out.jsonl").read_text("utf-8"))["why"] == "It is about boats."
    assert not problems_in(records)


def test_the_colon_behind_a_group_is_no_author(records: Path, run: Run) -> None:
    file = records.parent / "candidates.jsonl"
    file.write_text(json.dumps({**NEW, "authors": ["Example Lab", ":", "Ada Author"]}), "utf-8")
    run("import-jsonl", file)
    assert "authors: [Example Lab, Ada Author]\n" in (records / "papers/2024/example2024braid.yml").read_text("utf-8")


def test_what_a_candidate_cites_goes_into_its_record(records: Path, run: Run) -> None:
    file = records.parent / "candidates.jsonl"
    cites = ["coder2023brief", "builder2022slender", "coder2023brief"]  # the second is a former key
    file.write_text(json.dumps({**NEW, "cites": cites, "cites_from": "openalex:W5@2026-11-01"}), "utf-8")
    run("import-jsonl", file)
    text = (records / "papers/2024/doe2024braid.yml").read_text("utf-8")
    assert "cites: [builder2022thin, coder2023brief]\nreferences: partial\n" in text
    assert "  cites: openalex:W5@2026-11-01\n" in text
    assert not problems_in(records)


def test_a_candidate_that_cites_what_is_not_here_is_rejected_with_what_would_be_right(records: Path, run: Run) -> None:
    file = records.parent / "candidates.jsonl"
    file.write_text(json.dumps({**NEW, "cites": ["builder2022thim"], "cites_from": "arXiv:2402.00010"}), "utf-8")
    said = run("import-jsonl", file, status=1).stdout
    assert 'rejected: R001 no paper "builder2022thim"' in said
    assert "builder2022thin" in said


def test_a_run_can_be_repeated(candidates: Path, records: Path, run: Run) -> None:
    run("import-jsonl", candidates, status=1)
    before = files(records)
    result = run("import-jsonl", candidates, status=1)
    assert "0 added, 4 here already, 1 doubtful, 4 rejected" in result.stderr
    assert files(records) == before


def test_a_paper_of_a_similar_name_is_told_apart(records: Path, run: Run) -> None:
    file = records.parent / "candidates.jsonl"
    other = {**NEW, "title": "SLIM: Shrinking Lists of Maps", "authors": ["Ada Author"], "openreview": "Qw9eRt8yUi"}
    del other["arxiv"], other["name"]
    file.write_text(json.dumps({**other, "year": 2024, "venue": "ICLR"}), "utf-8")
    assert "it may be papers/2023/author2023slim.yml" in run("import-jsonl", file, "--dry-run", status=1).stdout
    slim = "SLIM: A Slim Model of Invented Language"
    file.write_text(json.dumps({**other, "year": 2024, "venue": "ICLR", "not_the_same": [slim]}), "utf-8")
    assert "would be added" in run("import-jsonl", file, "--dry-run").stdout


def test_a_dry_run_writes_nothing(candidates: Path, records: Path, run: Run) -> None:
    before = files(records)
    run("import-jsonl", candidates, "--dry-run", status=1)
    assert files(records) == before


def test_what_was_left_out_is_not_taken_by_another_way(candidates: Path, records: Path, run: Run) -> None:
    run("import-jsonl", candidates, status=1)
    bib = records.parent / "boats.bib"
    bib.write_text("@misc{boats, title = {Boats, Thin Ones}, author = {Doe, Dora}, eprint = {2402.00012}}", "utf-8")
    result = run("import-bib", bib, "--category", "weight-only", status=1)
    assert "left out on" in result.stdout
    assert "It is about boats." in result.stdout


def test_no_candidate(records: Path, run: Run) -> None:
    empty = records.parent / "empty.jsonl"
    empty.write_text("\n", "utf-8")
    assert "no candidate in it" in run("import-jsonl", empty, status=1).stderr


def test_a_line_ends_only_where_json_lines_end(records: Path, run: Run) -> None:
    file = records.parent / "candidates.jsonl"
    why = "It is about\u2028boats."
    file.write_text(f"{json.dumps({**LEFT, 'why': why}, ensure_ascii=False)}\n{json.dumps(NEW)}\n", "utf-8")
    said = json.loads(run("import-jsonl", file, "--dry-run", "--json").stdout)
    assert [(one["line"], one["status"]) for one in said] == [(1, "left-out"), (2, "new")]


def test_what_somebody_else_left_out_meanwhile_stays(
    candidates: Path, records: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import-jsonl", candidates, status=1)
    kept = records / "papers/left-out.jsonl"
    other = {**LEFT, "title": "Wide Boats", "arxiv": "2402.00019", "date": "2026-11-30"}
    candidates.write_text(json.dumps({**LEFT, "title": "Long Boats", "arxiv": "2402.00018"}) + "\n", "utf-8")
    planned = ingest_candidates.plan_candidates

    def while_somebody_writes(*given: Any) -> Any:  # noqa: ANN401 - as it is
        kept.write_text(f"{kept.read_text('utf-8')}{json.dumps(other, separators=(',', ':'))}\n", "utf-8")
        return planned(*given)

    monkeypatch.setattr(ingest_candidates, "plan_candidates", while_somebody_writes)
    said = run("import-jsonl", candidates, status=1)
    assert "papers/left-out.jsonl: changed in the meantime" in said.stderr
    assert "Wide Boats" in kept.read_text("utf-8")
    assert "Long Boats" not in kept.read_text("utf-8")
