from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from effllm.cli import files as writing
from tests.checkouts import SLIM, problems_in
from tests.cli.test_terminal import STYLE, on_terminal
from tests.fake_services import API, TINYQ_TITLE, crossref, feed, note, play_tinyq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Run
    from tests.fake_services import StandIn

TINYQ = "papers/2025/doe2025tinyq.yml"


@pytest.fixture
def services(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return play_tinyq(monkeypatch, httpserver)


def files(root: Path) -> dict[str, bytes]:
    """Return every file of a checkout."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.usefixtures("services")
def test_a_record_is_written(records: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    before = files(records)
    result = run("add", "https://arxiv.org/abs/2503.00001v2", "--category", "weight-only", "--category", "pruning")
    assert result.stdout == f"{TINYQ}\n"
    after = files(records)
    golden("add.yml", after.pop(TINYQ).decode())
    golden("add.txt", result.stderr)
    assert after == before
    assert not problems_in(records)
    assert effllm.load(records).papers["doe2025tinyq"].summary is None


@pytest.mark.usefixtures("services")
def test_a_dry_run_prints_the_record_and_nothing_else(records: Path, run: Run) -> None:
    before = files(records)
    result = run("add", "2503.00001", "--category", "weight-only", "--dry-run")
    assert result.stdout.startswith("# yaml-language-server: ")
    assert f'title: "{TINYQ_TITLE}"\n' in result.stdout
    assert result.stderr == ""
    assert files(records) == before


def keep_a_list(records: Path, *entries: dict[str, object]) -> Path:
    """Keep a reference list of the paper SLIM, which cites the first of the invented papers already."""
    file = records / SLIM.replace(".yml", ".references.jsonl")
    head = {"source": "arXiv:2311.00001, references", "read": "2026-01-10", "entries": 9, "complete": False}
    thin = {"n": 1, "title": "Thin Models for Thick Questions", "paper": "builder2022thin"}
    lines = [json.dumps(line, separators=(",", ":"), ensure_ascii=False) for line in (head, thin, *entries)]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    slim = (records / SLIM).read_text(encoding="utf-8")
    slim = slim.replace("added:", "  cites: arXiv:2311.00001, references\nadded:")
    (records / SLIM).write_text(slim, encoding="utf-8")
    assert not problems_in(records)
    return file


@pytest.mark.usefixtures("services")
def test_the_kept_lists_that_name_a_new_paper_are_told_and_written(records: Path, run: Run) -> None:
    kept = keep_a_list(records, {"n": 2, "id": "arXiv:2503.00001", "title": TINYQ_TITLE}, {"n": 3, "title": "Other"})
    before = files(records)
    arguments = ("add", "2503.00001", "--category", "weight-only")
    said = run(*arguments, "--dry-run").stderr
    assert said == "author2023slim cites doe2025tinyq: would be written into its reference list and cites\n"
    assert files(records) == before
    result = run(*arguments)
    assert result.stdout.splitlines() == [TINYQ, kept.relative_to(records).as_posix(), SLIM]
    assert "author2023slim cites doe2025tinyq: written into its reference list and cites\n" in result.stderr
    assert "git add papers;" in result.stderr
    assert '{"n":2,"id":"arXiv:2503.00001",' in kept.read_text(encoding="utf-8")
    assert effllm.load(records).papers["author2023slim"].cites == ("builder2022thin", "doe2025tinyq")
    assert [p for p in problems_in(records) if p.severity == "error"] == []


def test_the_id_is_here_already(records: Path, run: Run, services: StandIn) -> None:
    result = run("add", "https://openreview.net/forum?id=Ab3dEf7hIj", "--category", "pruning", status=1)
    assert result.stdout == ""
    assert result.stderr == (
        f"Ab3dEf7hIj already exists as {SLIM} (SLIM). Add the category there instead.\n"
        f"  help: {SLIM}:11: write: categories: [weight-only, pruning]\n"
    )
    result = run("add", "2311.00001", "--category", "kv-cache", status=1)
    assert f"  help: {SLIM}:11: weight-only and kv-cache are both directly below quantization; keep" in result.stderr
    result = run("add", "2311.00001", "--category", "weight-only", status=1)
    assert result.stderr.endswith("  help: nothing to do, it is in weight-only\n")
    assert services.asked() == []
    assert not problems_in(records)


@pytest.mark.parametrize("said", ["SLIM", "slim: a SLIM model of invented language", "author2023slim", SLIM])
@pytest.mark.usefixtures("records")
def test_what_is_no_id_but_names_a_paper_that_is_here(said: str, run: Run, services: StandIn) -> None:
    result = run("add", said, "Ab3dEf7hIj", status=1)
    assert f"{said} already exists as {SLIM} (SLIM). Add the category there instead.\n" in result.stderr
    assert result.stderr.endswith("0 of 2 added\n")
    assert "identifier type not accepted: Slimmer" in run("add", said, "Slimmer", status=2).stderr
    assert services.asked() == []


def test_the_title_is_here_already(records: Path, run: Run, services: StandIn) -> None:
    title = "SLIM: a slim model of invented language"
    services.server.clear()
    services.says(API, feed("2503.00001", title, ["B. Builder", "Ada Author"]))
    before = files(records)
    result = run("add", "2503.00001", status=1)
    assert f"2503.00001 already exists as {SLIM} (SLIM)." in result.stderr
    services.says("/crossref/works/10.1145/7", crossref("10.1145/7", title, [("Ada", "Author")]))
    result = run("add", "10.1145/7", status=1)
    assert f"  help: {SLIM} lacks its id: add the line doi: 10.1145/7\n" in result.stderr
    assert files(records) == before


@pytest.mark.usefixtures("services")
def test_without_a_category_some_are_proposed(records: Path, run: Run) -> None:
    before = files(records)
    result = run("add", "2503.00001", status=2)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == f'"{TINYQ_TITLE}": say which category it belongs to; nothing is written. Proposed:'
    assert lines[1].startswith("  weight-only: like SLIM (shared words: ")
    assert lines[-1] == "for example: effllm add 2503.00001 --category weight-only; effllm tree shows all"
    assert files(records) == before


def test_a_published_paper_has_its_venue_and_year(records: Path, run: Run, services: StandIn) -> None:
    content: dict[str, Any] = {"title": "A Paper", "authors": ["Dora Doe"], "venue": "NeurIPS 2024 poster"}
    services.says("/openreview-api/notes", note("Zy3xWv7uTs", **content))
    run("add", "openreview:Zy3xWv7uTs", "--category", "pruning")
    paper = effllm.load(records).papers["doe2024paper"]
    assert (paper.venue, paper.year, paper.openreview) == ("NeurIPS", 2024, "Zy3xWv7uTs")
    assert paper.sources["venue"] == "https://openreview.net/forum?id=Zy3xWv7uTs"


@pytest.mark.parametrize("venue", ["Submitted to NeurIPS 2024", "NeurIPS 2024 Workshop on Thin Things", "Figshare"])
def test_a_venue_that_is_not_in_the_list(venue: str, records: Path, run: Run, services: StandIn) -> None:
    content: dict[str, Any] = {"title": "A Paper", "authors": ["Dora Doe"], "venue": venue}
    services.says("/openreview-api/notes", note("Zy3xWv7uTs", **content))
    before = files(records)
    result = run("add", "Zy3xWv7uTs", "--category", "pruning", status=1)
    assert result.stderr.startswith(f'"A Paper": venue "{venue}" is not in taxonomy/venues.yml\n')
    assert "authors: [Dora Doe]\n" in result.stdout
    assert files(records) == before


def test_a_preprint_that_may_be_published(records: Path, run: Run, services: StandIn) -> None:
    services.server.clear()
    answer = feed("2503.00001", "Thin", ["Dora Doe"], journal_ref="Journal of Odd Things 3 (2026)", comment="At ICLR")
    services.says(API, answer)
    said = run("add", "2503.00001", "--category", "pruning").stderr
    assert 'look at: "Journal of Odd Things 3 (2026)" is not in taxonomy/venues.yml, so the venue is arXiv\n' in said
    assert 'look at: arXiv notes "At ICLR": if it is published, write venue and year\n' in said
    paper = effllm.load(records).papers["doe2025thin"]
    assert (paper.venue, paper.year) == ("arXiv", 2025)


def test_what_breaks_a_rule_is_not_written(records: Path, run: Run, services: StandIn) -> None:
    services.server.clear()
    services.says(API, feed("2503.00001", "A TITLE IN CAPITALS OF AN INVENTED PAPER", ["Dora Doe", "et al."]))
    before = files(records)
    result = run("add", "2503.00001", "--category", "pruning", status=1)
    path = "papers/2025/doe2025title.yml"
    assert f"{path}:2:8: T010 the title is in capitals\n" in result.stderr
    assert "T001" in result.stderr
    assert result.stdout.startswith("# yaml-language-server")
    assert files(records) == before


def test_each_paper_stands_for_itself(records: Path, run: Run, services: StandIn) -> None:
    content: dict[str, Any] = {"title": "A Paper", "authors": ["Dora Doe"], "venue": "NeurIPS 2024 poster"}
    services.says("/openreview-api/notes", note("Zy3xWv7uTs", **content))
    result = run("add", "2503.00001", "2311.00001", "Zy3xWv7uTs", "--category", "pruning", status=1)
    assert result.stdout == f"{TINYQ}\npapers/2024/doe2024paper.yml\n"
    assert result.stderr.endswith("2 of 3 added\n")
    assert not problems_in(records)


@pytest.mark.usefixtures("services")
def test_one_paper_named_twice_is_added_once(records: Path, run: Run) -> None:
    result = run("add", "2503.00001", "arXiv:2503.00001", "--category", "pruning", status=1)
    assert result.stdout == f"{TINYQ}\n"
    assert f"2503.00001 already exists as {TINYQ} (TINYQ)" in result.stderr
    assert not problems_in(records)


def test_a_key_that_is_taken(records: Path, run: Run, services: StandIn) -> None:
    services.server.clear()
    services.says(API, feed("2301.00077", "SLIM: Another Model", ["Eve Author"]))
    assert run("add", "2301.00077", "--category", "pruning").stdout == "papers/2023/author2023another.yml\n"
    assert not problems_in(records)


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path, target: Path) -> None:
        raise FileExistsError(17, "File exists") if target.exists() else PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)


@pytest.mark.usefixtures("services", "without_links")
def test_a_file_system_without_links(records: Path, run: Run) -> None:
    assert run("add", "2503.00001", "--category", "pruning").stdout == f"{TINYQ}\n"
    assert not problems_in(records)
    assert [path.name for path in (records / TINYQ).parent.iterdir()] == ["doe2025tinyq.yml"]
    with pytest.raises(FileExistsError):
        writing.create(records / SLIM, b"title: new")
    assert not problems_in(records)


@pytest.mark.usefixtures("without_links")
def test_half_a_file_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, target = os.fsync, tmp_path / "new.yml"

    def full(number: int) -> None:
        if target.exists():
            raise OSError(28, "No space left on device")
        sync(number)

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match=r"No space left on device.*new\.yml"):
        writing.create(target, b"title: new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("services")
def test_a_file_that_is_there_is_never_replaced(records: Path, run: Run) -> None:
    (records / "papers/2025").mkdir()
    (records / TINYQ).symlink_to("/nowhere")
    result = run("add", "2503.00001", "--category", "pruning")
    assert result.stdout == "papers/2025/doe2025weights.yml\n"
    assert (records / TINYQ).is_symlink()


@pytest.mark.usefixtures("services")
def test_somebody_was_faster(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from effllm.ingest.session import Session  # noqa: PLC0415

    check = Session.check

    def meanwhile(self: Session, papers: list[effllm.Paper]) -> object:
        (records / "papers/2025").mkdir()
        (records / TINYQ).write_text("theirs", encoding="utf-8")
        return check(self, papers)

    monkeypatch.setattr(Session, "check", meanwhile)
    result = run("add", "2503.00001", "--category", "pruning", status=1)
    said = f"effllm: {TINYQ}: somebody wrote it in the meantime, left alone; run the command again\n"
    assert result.stderr == said
    assert [path.name for path in (records / "papers/2025").iterdir()] == ["doe2025tinyq.yml"]
    assert (records / TINYQ).read_text(encoding="utf-8") == "theirs"


@pytest.mark.usefixtures("records")
def test_a_title_is_no_command_of_a_workflow(run: Run, services: StandIn) -> None:
    services.server.clear()
    services.says(API, feed("2503.00001", "::error::Weights\n::set-output name=a::b", ["Dora Doe"]))
    said = run("add", "2503.00001", status=2).output + run("add", "2503.00001", "--category", "pruning").output
    assert not [line for line in said.splitlines() if line.startswith("::")]


@pytest.mark.usefixtures("records")
def test_hostile_answers_are_text(run: Run, services: StandIn, records: Path) -> None:
    services.server.clear()
    title = 'X\u202e: {{ "a": !!python/object }} # <script>alert(1)</script> ../../etc'
    services.says(API, feed("2503.00001", title, ["../../Evil: $(rm -rf /)", "Dora Doe"]))
    before = files(records)
    run("add", "2503.00001", "--category", "pruning", status=1)
    assert files(records) == before


def test_other_records_with_problems_do_not_matter(broken: Path, run: Run, services: StandIn) -> None:
    del services
    before = problems_in(broken)
    run("add", "2503.00001", "--category", "pruning", "--root", broken)
    assert problems_in(broken) == before


def test_on_a_terminal_one_chooses(records: Path, services: StandIn) -> None:
    said = STYLE.sub(
        "", on_terminal("add", "2503.00001", cwd=records, typed="9 pruning\n1,pruning\n", EFFLLM_SOURCES=services.url)
    )
    assert "1. weight-only: like SLIM" in said
    assert 'no category "9"' in said
    assert TINYQ in said
    assert effllm.load(records).papers["doe2025tinyq"].categories == ("weight-only", "pruning")
