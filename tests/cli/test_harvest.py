"""`effllm harvest snapshot` on an invented checkout."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import problems_in
from tests.harvest.conftest import lines_file, work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

WORKS = (
    work(1, doi="https://doi.org/10.48550/arxiv.2311.00001", title="SLIM", people=["Ada Author"]),
    work(2, [1, 9], title="Cites One of Ours"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines_file(tmp_path / "openalex" / "data" / "works" / "updated_date=2026-11-01" / "part_000.gz", WORKS)
    return tmp_path / "openalex"


def test_it_writes_four_files_and_says_what_is_in_them(run: Run, records: Path, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "found"
    said = run("harvest", "snapshot", folder, "--output", output, "--cites", "1").stderr
    assert f"1 of 4 records found, 1 citation, 1 candidate, 0 doubtful; see {output}" in said
    assert {file.name for file in output.iterdir()} == {
        "candidates.jsonl",
        "edges.jsonl",
        "counts.jsonl",
        "report.json",
    }
    assert sorted(file.name for file in tmp_path.iterdir()) == ["found", "openalex", "records"]
    before = (output / "report.json").read_bytes()
    printed = run("harvest", "snapshot", folder, "--output", output, "--cites", "1", "--json").stdout
    assert json.loads(printed) == json.loads(before)
    assert records.is_dir()


def test_its_candidates_are_lines_for_import_jsonl(run: Run, records: Path, folder: Path, tmp_path: Path) -> None:
    run("harvest", "snapshot", folder, "--output", tmp_path / "found", "--cites", "1")
    said = run("import-jsonl", tmp_path / "found" / "candidates.jsonl", "--dry-run", "--root", records, status=1).output
    assert "1 rejected" in said
    assert "no category" in said or "categories" in said


def test_damage_ends_with_1_and_the_file_is_named(run: Run, records: Path, folder: Path, tmp_path: Path) -> None:
    part = folder / "data" / "works" / "updated_date=2026-11-01" / "part_001.gz"
    part.write_bytes(b"<html>")
    lines_file(part.with_name("part_002.gz"), ["{"])
    said = run("harvest", "snapshot", folder, "--output", tmp_path / "found", "--root", records, status=1).stderr
    assert "part_001.gz: not a whole gzip file; what can be read of it was used" in said
    assert "part_002.gz: 1 line that is no work, as {" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "--output", "x"), "nowhere: no such folder"),
        (("papers", "--output", "x"), "no data/works/updated_date=*/part_*.gz"),
        ((".", "--output", "papers"), "no data/works"),
        ((".", "--output", "x", "--memory-limit", "lots"), "it must be a size, such as 2GB"),
        ((".", "--output", "x", "--date", "today"), "it must be a day, such as 2026-11-30"),
        ((".", "--output", "x", "--engine", "sparc"), "'duckdb', 'spark'"),
    ],
)
def test_wrong_usage_says_what_would_be_right(run: Run, records: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(run("harvest", "snapshot", *arguments, status=2).stderr.split())
    assert not (records / "x").exists()


def test_no_file_of_others_is_written_over(run: Run, records: Path, folder: Path) -> None:
    said = run("harvest", "snapshot", folder, "--output", records, status=2).stderr
    assert "it holds other files; name a new folder" in said


def test_too_little_memory_says_what_helps(run: Run, records: Path, folder: Path, tmp_path: Path) -> None:
    options = ("--output", tmp_path / "found", "--memory-limit", "1MB", "--root", records)
    said = run("harvest", "snapshot", folder, *options, status=1).stderr
    assert "1MB are too little memory: raise --memory-limit or lower --threads" in said


@pytest.fixture
def found(run: Run, folder: Path, tmp_path: Path, records: Path) -> Path:
    run("harvest", "snapshot", folder, "--output", tmp_path / "found", "--root", records)
    return tmp_path / "found" / "counts.jsonl"


COUNT = '{"paper":"author2023slim","cited":1,"date":"2026-11-01","source":"openalex:W1@2026-11-01"}\n'


def test_its_counts_are_kept_and_shown_beside_those_of_papers_here(run: Run, records: Path, found: Path) -> None:
    kept = records / "papers" / "cited.jsonl"
    assert "1 count would be written" in run("harvest", "counts", found, "--dry-run").stderr
    assert not kept.exists()
    assert "papers/cited.jsonl: 1 count written" in run("harvest", "counts", found).stderr
    assert kept.read_text("utf-8") == COUNT
    assert not problems_in(records)
    shown = " ".join(run("show", "author2023slim").stdout.split())
    assert "cited in the literature by 1 work as of 2026-11-01 (openalex:W1@2026-11-01)" in shown
    assert "cited in the literature" not in run("show", "builder2022thin").stdout
    assert "0 counts written" in run("harvest", "counts", found).stderr


def test_of_each_paper_the_count_of_the_latest_day_stays(run: Run, records: Path, found: Path) -> None:
    kept = records / "papers" / "cited.jsonl"
    later = COUNT.replace("2026-11-01", "2026-11-09").replace('"cited":1', '"cited":5')
    other = COUNT.replace("author2023slim", "builder2022thin")
    kept.write_text(later + other, "utf-8")
    assert "0 counts written, 1 count of an earlier day passed over" in run("harvest", "counts", found).stderr
    kept.write_text(later.replace("2026-11-09", "2026-10-09") + other, "utf-8")
    run("harvest", "counts", found)
    assert kept.read_text("utf-8") == COUNT + other


def test_counts_of_what_is_not_here_are_passed_over_and_former_keys_are_known(
    run: Run, records: Path, found: Path
) -> None:
    line = found.read_text("utf-8")
    names = ("builder2022slender", "nobody2022")
    found.write_text("".join(line.replace("author2023slim", name) for name in names), "utf-8")
    assert "nobody2022: no such paper here, passed over" in run("harvest", "counts", found).stderr
    assert (records / "papers" / "cited.jsonl").read_text("utf-8") == COUNT.replace("author2023slim", "builder2022thin")


COUNTED = '{"paper":"author2023slim","cited":1,"date":"2026-11-01","references":{"source":"openalex:W1"}}'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "2:2: not valid JSON"),
        ("[]", "2:1: not an object"),
        (COUNTED.replace(":1,", ':"many",'), "2:35: cited has to be a number"),
        (COUNTED.replace(":1,", ":-1,"), "2:35: it is no count"),
        (COUNTED.replace('"source"', '"sauce"'), "2:70: it is no count with a source"),
        (COUNTED.replace('"paper":"author2023slim",', ""), "2:1: paper is missing"),
        ("[" * 50_000, "2:1: not valid JSON"),
    ],
)
def test_a_line_that_is_no_count_is_named_with_its_place_and_nothing_is_written(
    run: Run, records: Path, found: Path, line: str, said: str
) -> None:
    found.write_text(f"{found.read_text('utf-8')}{line}\n", "utf-8")
    told = run("harvest", "counts", found, status=1).stderr
    assert f"counts.jsonl:{said}" in re.sub(r": [A-Z]\d{3} ", ": ", told)
    assert "1 problem, so nothing is written" in told
    assert not (records / "papers" / "cited.jsonl").exists()


def test_a_count_of_a_day_to_come_is_not_written(run: Run, records: Path, found: Path) -> None:
    found.write_text(COUNTED.replace("2026-11-01", "2226-11-01"), "utf-8")
    assert "2226-11-01" in run("harvest", "counts", found, status=1).stderr
    assert not (records / "papers" / "cited.jsonl").exists()


def test_a_kept_file_with_problems_is_left_alone(run: Run, records: Path, found: Path) -> None:
    kept = records / "papers" / "cited.jsonl"
    kept.write_text("{\n", "utf-8")
    assert "effllm validate papers/cited.jsonl" in run("harvest", "counts", found, status=1).stderr
    assert kept.read_text("utf-8") == "{\n"
