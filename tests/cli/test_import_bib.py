from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import effllm
from effllm.cli import files as writing
from effllm.ingest.paper_files import plan_bib
from effllm.ingest.session import Session
from effllm.text import title_key
from tests import bibtex_generator
from tests.checkouts import BASE, SLIM, VENUES, problems_in
from tests.cli.test_add import files, keep_a_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

BIB = r"""
@string{iclr = "International Conference"}
@proceedings{vol, title = {Proceedings of ICLR}, year = 2024, editor = {Eve Editor}}
@inproceedings{one,
  title = {{THIN}: {\'E}tudes of Thin Models},
  author = {M{\"u}ller, J{\'o}zef and van der Berg, Ludwig and {Thin Team}},
  crossref = {vol}, eprint = {2401.00010}, archiveprefix = {arXiv}, month = may # "~7"
}
@article{two, title = {Cut Short}, author = {Doe, Dora and others}, eprint = {2401.00011}, year = 2024}
@misc{three, title = {Not closed, year = 2024}

@misc{four, title = {Once More}, author = {Doe, Dora}, howpublished = {\url{https://arxiv.org/abs/2401.00012}}}
@misc{five, title = {Once more}, author = {Dora Doe}, url = {https://openreview.net/forum?id=Zy3xWv7uTs}, year = 2024}
@misc{six, title = {Renamed}, author = {Author, Ada}, eprint = {2311.00001}}
@misc{other, title = {Slim Model of Invented Language}, author = {Author, A.}, eprint = {2311.00001v3}}
@misc{seven, title = {No Id}, author = {Doe, Dora}, year = 2024}
@article{eight, title = {Odd Venue}, author = {Doe, Dora}, journal = {Odd Letters}, year = 2024, doi = {10.1145/8}}
@misc{nine, title = {Et Al}, author = {Doe, Dora and et al.}, eprint = {2401.00013}}
"""


@pytest.fixture
def bib(records: Path) -> Path:
    path = records.parent / "refs.bib"
    path.write_text(BIB.lstrip("\n"), encoding="utf-8")
    return path


def test_what_becomes_of_each_entry(bib: Path, records: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("import-bib", bib, "--category", "weight-only", status=1)
    golden("import-bib.txt", result.stdout.replace(str(bib), "refs.bib"))
    said, lookup = result.stderr.splitlines(), "effllm add 2401.00011 2401.00013 --category weight-only"
    assert said[:3] == [
        f"{bib}: 2 added, 2 here already, 1 doubtful, 5 rejected",
        "the new records name no source: if the file is public, say where: --source owner/repository:path@commit",
        f"2 entries that lack something have an id; to look up what is missing: {lookup}",
    ]
    assert not problems_in(records)
    golden("import-bib.yml", (records / "papers/2024/muller2024thin.yml").read_text(encoding="utf-8"))


def test_a_new_record_that_looks_like_a_slip_is_written_and_told(records: Path, run: Run) -> None:
    path = records.parent / "odd.bib"
    names = "Doe, Dora and Ben, Builder and Coder, Cleo"
    path.write_text(f"@misc{{a, title={{Odd Answers}}, author={{{names}}}, eprint={{2401.00014}}}}", encoding="utf-8")
    result = run("import-bib", path, "--category", "pruning")
    assert '  look at: T015 "Builder Ben" is Ben Builder in 2 other papers; ' in result.stdout
    assert (records / "papers/2024/doe2024odd.yml").exists()


def test_the_kept_lists_that_name_new_papers(bib: Path, records: Path, run: Run) -> None:
    keep_a_list(records, {"n": 2, "title": "THIN: Études of Thin Models", "first_author": "J. Müller"})
    found = json.loads(run("import-bib", bib, "--category", "weight-only", "--json", status=1).stdout)
    assert [one["notes"][-1:] for one in found if one["entry"] == "one"] == [["cited by author2023slim"]]
    assert "cites: [builder2022thin, muller2024thin]\n" in (records / SLIM).read_text(encoding="utf-8")
    assert not problems_in(records)


def test_a_dry_run_shows_the_same(bib: Path, records: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    before = files(records)
    result = run("import-bib", bib, "--category", "weight-only", "--dry-run", status=1)
    golden("import-bib.dry.txt", result.stdout.replace(str(bib), "refs.bib"))
    assert result.stderr.startswith(f"{bib}: 2 would be added, 2 here already, 1 doubtful, 5 rejected\n")
    assert files(records) == before


def test_a_second_run_has_nothing_to_do(bib: Path, records: Path, run: Run) -> None:
    text = "".join(part for part in BIB.splitlines(keepends=True) if re.match(r"@misc\{(four|other)", part))
    bib.write_text(text, encoding="utf-8")
    run("import-bib", bib, "--category", "weight-only")
    before = files(records)
    result = run("import-bib", bib, "--category", "weight-only")
    assert result.stderr == f"{bib}: 0 added, 2 here already, 0 doubtful, 0 rejected\n"
    assert files(records) == before


def test_as_json(bib: Path, records: Path, run: Run) -> None:
    before = files(records)
    dry = run("import-bib", bib, "--category", "weight-only", "--json", "--dry-run", status=1)
    assert files(records) == before
    result = run("import-bib", bib, "--category", "weight-only", "--json", status=1)
    outcomes = json.loads(result.stdout)
    assert json.loads(dry.stdout) == outcomes
    assert [(o["line"], o["entry"], o["status"], o["path"]) for o in outcomes] == [
        (3, "one", "new", "papers/2024/muller2024thin.yml"),
        (8, "two", "rejected", None),
        (9, "three", "rejected", None),
        (11, "four", "new", "papers/2024/doe2024oncemore.yml"),
        (12, "five", "here", "papers/2024/doe2024oncemore.yml"),
        (13, "six", "doubtful", SLIM),
        (14, "other", "here", SLIM),
        (15, "seven", "rejected", None),
        (16, "eight", "rejected", None),
        (17, "nine", "rejected", None),
    ]
    assert outcomes[1] | {"line": 0} == {
        "line": 0,
        "entry": "two",
        "status": "rejected",
        "path": None,
        "reason": "the authors end with others, and a record names every author",
        "help": [],
        "notes": [],
        "lookup": "2401.00011",
    }
    assert (records / outcomes[0]["path"]).is_file()
    bib.write_text("", encoding="utf-8")
    assert json.loads(run("import-bib", bib, "--json", status=1).stdout) == []


def test_what_is_to_be_looked_at_is_told(bib: Path, records: Path, run: Run) -> None:
    bib.write_text(
        "@inproceedings{a, title={Kto: A thin model as {B}ayesian prospect of theory}, author={Writer, Rita X and Doe,"
        " Dora}, year=2026, eprint={2401.00030}, booktitle={Meeting on Odd Things}}\n"
        "@misc{b, title={A Post}, author={Doe, D. E. and J.-P. Roe and Ed Al}, year=2024, note={\\url{https://example.org/blog/a\\_post}}}\n",
        encoding="utf-8",
    )
    brief, venues = records / "papers/2023/coder2023brief.yml", records / VENUES
    brief.write_text(brief.read_text(encoding="utf-8").replace("Cleo Coder", "Cleo Coder, Rita X. Writer"), "utf-8")
    venues.write_text(venues.read_text(encoding="utf-8") + "- id: Blog\n  name: Blog post\n  kind: web\n", "utf-8")
    said = run("import-bib", bib, "--category", "pruning", status=None).stdout.replace(str(bib), "refs.bib")
    assert said == (
        "refs.bib:1: added papers/2024/writer2024kto.yml\n"
        '  look at: "Meeting on Odd Things" is not in taxonomy/venues.yml, so the venue is arXiv\n'
        "  look at: the year is 2024, that of the first version, 2401.00030, not 2026\n"
        "  look at: authors spelt as in other records: Rita X. Writer (not Rita X Writer)\n"
        "  look at: the title is nearly all in small letters, as bibliographies cut it down: write it as the paper "
        "prints it\n"
        "refs.bib:2: added papers/2024/doe2024post.yml\n"
        "  look at: the venue is Blog because of https://example.org/blog/a_post\n"
        "  look at: T024 2 authors have initials for given names, as D. E. Doe; write the names as the paper has them\n"
    )
    assert effllm.load(records).papers["writer2024kto"].authors == ("Rita X. Writer", "Dora Doe")
    assert effllm.load(records).papers["doe2024post"].url == "https://example.org/blog/a_post"


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("title={SLIM: A Slim Model of the Invented Language}, author={Author, Ada}", "doubtful"),
        ("title={SLIM: Compressing What Nobody Wrote}, author={Author, Ada}, doi={10.1145/7}", "doubtful"),
        ("title={SLIM: A Slim Model of Invented Language}, author={Stranger, Sam}", "doubtful"),
        ("title={SLIM: A Slim Model of the Invented Language}, author={Author, Ada}, eprint={2405.00001}", "new"),
        ("title={SLIM: A Slim Model of the Invented Language 2}, author={Author, Bo}, eprint={2405.00001}", "new"),
        ("title={Slim Model, A}, title={SLIM: A Slim Model of Invented Language}, eprint={2311.00001}", "rejected"),
        ("title={SLIM: a slim model of invented language}, title={SLIM}, author={Author, Ada}", "here"),
        ("title={SLIM: A slim model of invented language}, author={Author, Ada and others}", "here"),
        ("title={SLIM: A slim model of invented language}", "here"),
    ],
)
def test_what_may_be_here(entry: str, status: str, bib: Path, run: Run) -> None:
    bib.write_text(f"@misc{{a, {entry}, year=2024}}", encoding="utf-8")
    found = json.loads(run("import-bib", bib, "--category", "pruning", "--json", status=None).stdout)
    assert [outcome["status"] for outcome in found] == [status]
    assert (found[0]["path"] == SLIM) == (status in {"here", "doubtful"})


def test_an_entry_names_its_own_categories(bib: Path, records: Path, run: Run) -> None:
    bib.write_text(
        "@misc{a, title={Slim Weights}, author={Doe, Dora}, eprint={2401.00020}}\n"
        "@misc{b, title={Brief Cache}, author={Doe, Dora}, eprint={2401.00021}, keywords={kv-cache, Pruning, x}}\n",
        encoding="utf-8",
    )
    run("import-bib", bib, "--category", "weight-only", "--category", "pruning")
    papers = effllm.load(records).papers
    assert papers["doe2024slim"].categories == ("weight-only", "pruning")
    assert papers["doe2024brief"].categories == ("kv-cache", "pruning")


TWO = (
    "@misc{a, title={Slim Weights}, author={Doe, Dora}, eprint={2401.00020}}\n"
    "@misc{b, title={Brief Heads}, author={Doe, Dora}, eprint={2401.00021}}\n"
)


def test_a_full_disk_hides_nothing_that_was_written(
    bib: Path, records: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bib.write_text(TWO, encoding="utf-8")
    create = writing.create

    def full(target: Path, content: bytes) -> None:
        if "slim" not in target.name:
            raise OSError(28, "No space left on device", str(target))
        create(target, content)

    monkeypatch.setattr(writing, "create", full)
    result = run("import-bib", bib, "--category", "pruning", status=1)
    assert result.stdout == f"{bib}:1: added papers/2024/doe2024slim.yml\n"
    counts, refused = result.stderr.splitlines()
    assert counts == f"{bib}: 1 added, 0 here already, 0 doubtful, 0 rejected of 2 entries; then it stopped"
    assert refused.endswith("papers/2024/doe2024brief.yml: No space left on device")
    assert not problems_in(records)
    (records / "papers/2024/doe2024slim.yml").unlink()
    found = json.loads(run("import-bib", bib, "--category", "pruning", "--json", status=1).stdout)
    assert [outcome["path"] for outcome in found] == ["papers/2024/doe2024slim.yml"]


@pytest.mark.parametrize("theirs", ["same", "title: theirs"])
def test_two_at_once(theirs: str, bib: Path, records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    status = "here" if theirs == "same" else "doubtful"
    bib.write_text(TWO, encoding="utf-8")
    create = writing.create

    def faster(target: Path, content: bytes) -> None:
        if "slim" in target.name:
            create(target, content if theirs == "same" else theirs.encode())
        create(target, content)

    monkeypatch.setattr(writing, "create", faster)
    result = run("import-bib", bib, "--category", "pruning", "--json", status=None)
    assert [outcome["status"] for outcome in json.loads(result.stdout)] == [status, "new"]
    assert result.exit_code == (status == "doubtful")
    assert "File exists" not in result.stderr
    if theirs != "same":
        assert (records / "papers/2024/doe2024slim.yml").read_text(encoding="utf-8") == theirs


def test_where_the_file_is_public(bib: Path, records: Path, run: Run) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    source = f"example/list:refs.bib@{commit}"
    run("import-bib", bib, "--category", "weight-only", "--source", source, status=1)
    paper = effllm.load(records).papers["muller2024thin"]
    assert paper.source("title")[0].url == f"https://github.com/example/list/blob/{commit}/refs.bib#L3"


def test_without_a_category_each_entry_is_told_which(bib: Path, records: Path, run: Run) -> None:
    bib.write_text(
        "@misc{a, title={Slim Weights}, author={Doe, Dora}, eprint={2401.00020}}\n"
        "@misc{b, title={Slim Cache}, author={Doe, Dora}, eprint={2401.00021}, keywords={x, KV-Cache Quantization}}\n",
        encoding="utf-8",
    )
    lines = run("import-bib", bib, status=1).stdout.splitlines()
    assert lines[0] == f"{bib}:1: rejected: no category"
    assert lines[1].startswith("  help: perhaps weight-only: like SLIM (shared words: ")
    assert lines[-2].startswith("  help: write into the entry: keywords = {weight-only}")
    assert lines[-1] == f"{bib}:2: added papers/2024/doe2024slim.yml"
    assert effllm.load(records).papers["doe2024slim"].categories == ("kv-cache",)


def test_add_takes_a_file(bib: Path, records: Path, run: Run) -> None:
    bib.write_text("@misc{a, title={Slim Weights}, author={Doe, Dora}, eprint={2401.00020}}", encoding="utf-8")
    result = run("add", bib, "--category", "pruning")
    assert result.stdout == f"{bib}:1: added papers/2024/doe2024slim.yml\n"
    result = run("add", bib, "--category", "pruning", status=1)
    assert "already here: the same paper as papers/2024/doe2024slim.yml (Slim Weights)" in result.stdout
    assert not problems_in(records)


SHOUTED, SPOKEN = (
    f"@misc{{k, title={{{title}}}, author={{Doe, Dora}}, eprint={{2401.00021}}}}\n"
    for title in ("A PAPER THAT SHOUTS LOUD", "A Paper That Shouts Loud")
)


def test_an_entry_that_is_rejected_stands_in_nobodys_way(bib: Path, records: Path, run: Run) -> None:
    bib.write_text(SHOUTED + SHOUTED + SPOKEN + SPOKEN, encoding="utf-8")
    lines = run("import-bib", bib, "--category", "pruning", status=1).stdout.splitlines()
    told = [line for line in lines if not line.startswith("  help")]
    assert told[:2] == [f"{bib}:{line}: rejected: T010 the title is in capitals" for line in (1, 2)]
    assert told[2] == f"{bib}:3: added papers/2024/doe2024shouts.yml"
    assert told[3] == f"{bib}:4: already here: the same paper as line 3 (A Paper That Shouts Loud)"
    assert not problems_in(records)


def test_nor_in_that_of_another_file(bib: Path, records: Path, run: Run) -> None:
    second = bib.with_name("more.bib")
    bib.write_text(SHOUTED, encoding="utf-8")
    second.write_text(SPOKEN, encoding="utf-8")
    said = run("add", bib, second, "--category", "pruning", status=1).stdout
    assert f"{second}:1: added papers/2024/doe2024shouts.yml\n" in said
    assert not problems_in(records)


@pytest.mark.parametrize("text", ["", "\n\n", "no entries here", "<html></html>"])
def test_nothing_in_it(text: str, bib: Path, run: Run) -> None:
    bib.write_text(text, encoding="utf-8")
    for command in ("add", "import-bib"):
        said = run(command, bib, status=1).stderr
        assert said == f"{bib}: no BibTeX entry in it; one begins with its kind and its key, as @article{{key,\n"


def test_an_address_is_no_venue(bib: Path, run: Run) -> None:
    entry = (
        r"@misc{one, title = {A Post}, author = {Doe, Dora}, year = 2024, howpublished = {\url{https://example.org/x}}}"
    )
    bib.write_text(entry, encoding="utf-8")
    said = run("import-bib", bib, "--category", "pruning", status=1).stdout
    assert said == f"{bib}:1: rejected: no venue: nothing says where it appeared\n"


def test_files_that_cannot_be_read(bib: Path, records: Path, run: Run) -> None:
    before = files(records)
    bib.write_bytes(b"@misc{a,\n title={M\xfcller}}\n")
    said = run("import-bib", bib, "--category", "pruning", status=1).stderr
    assert said == f"effllm: {bib}:2: byte 0xfc is not UTF-8; save the file with that encoding\n"
    assert run("import-bib", "nothere.bib", status=2).stderr == "effllm: nothere.bib: no such file\n"
    assert run("import-bib", records, status=2).stderr == f"effllm: {records}: a folder; name the file in it\n"
    assert files(records) == before


def test_a_large_messy_bibliography(bib: Path, records: Path, run: Run) -> None:
    made = bibtex_generator.make(2000)
    assert min(map(len, (made.good, made.bad, made.duplicates))) >= 20
    bib.write_text(made.text, encoding="utf-8")
    said = run("import-bib", bib, status=1).stdout
    told = dict(re.findall(rf"^{re.escape(str(bib))}:(\d+): (.*)$", said, re.MULTILINE))
    state = {int(line): text.partition(" ")[0].rstrip(":") for line, text in told.items()}
    assert {line for line, word in state.items() if word == "rejected"} == set(made.bad)
    assert {line for line, word in state.items() if word == "added"} == set(made.good)
    assert {line for line, word in state.items() if word == "already"} == set(made.duplicates)
    assert not [problem for problem in problems_in(records) if problem.severity == "error"]
    kb = effllm.load(records)
    for line, entry in made.good.items():
        paper = kb.papers[told[str(line)].rpartition("/")[2].removesuffix(".yml")]
        assert (paper.title, paper.authors) == (entry.title, entry.authors)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(BASE)


TEXT = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('@{}(),="#\\$%~\n'), max_size=60)
FIELDS = st.dictionaries(st.sampled_from(["title", "author", "year", "eprint", "doi", "url", "booktitle", "x"]), TEXT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(entries=st.lists(FIELDS | TEXT, max_size=3))
def test_any_text_is_read(entries: list[dict[str, str] | str], session: Session) -> None:
    text = "\n".join(
        entry
        if isinstance(entry, str)
        else "@misc{k,\n" + ",\n".join(f"{name} = {{{value}}}" for name, value in entry.items()) + "}"
        for entry in entries
    )
    for outcome in plan_bib(session, text, categories=["pruning"]):
        assert outcome.reason or outcome.status == "new"
        assert 1 <= outcome.line <= len(re.split("\r\n|\r|\n", text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=1))
def test_plain_titles_come_out_as_they_are(title: str, session: Session) -> None:
    del session
    from effllm.bibliography.latex import decode  # noqa: PLC0415

    if not set(title) & set("\\{}$~%&#`'\"-^_") and title.isprintable():
        assert title_key(decode(title)) == title_key(title)
