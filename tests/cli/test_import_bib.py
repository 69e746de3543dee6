from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import effllm
from effllm.adding.bib import plan
from effllm.adding.session import Session
from effllm.text import title_key
from tests import messy
from tests.checkouts import BASE, problems_in
from tests.cli.test_add import files

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
    assert result.stderr.startswith(f"{bib}: 2 added, 2 here already, 6 rejected\n")
    assert not problems_in(records)
    golden("import-bib.yml", (records / "papers/2024/muller2024thin.yml").read_text(encoding="utf-8"))


def test_a_dry_run_shows_the_same(bib: Path, records: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    before = files(records)
    result = run("import-bib", bib, "--category", "weight-only", "--dry-run", status=1)
    golden("import-bib.dry.txt", result.stdout)
    assert result.stderr == f"{bib}: 2 would be added, 2 here already, 6 rejected\n"
    assert files(records) == before


def test_a_second_run_has_nothing_to_do(bib: Path, records: Path, run: Run) -> None:
    text = "".join(part for part in BIB.splitlines(keepends=True) if re.match(r"@misc\{(four|other)", part))
    bib.write_text(text, encoding="utf-8")
    run("import-bib", bib, "--category", "weight-only")
    before = files(records)
    result = run("import-bib", bib, "--category", "weight-only")
    assert result.stderr == f"{bib}: 0 added, 2 here already, 0 rejected\n"
    assert files(records) == before


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
    assert told[2] == f"{bib}:3: added papers/2024/doe2024paper.yml"
    assert told[3] == f"{bib}:4: already here: the same paper as line 3 (A Paper That Shouts Loud)"
    assert not problems_in(records)


def test_nor_in_that_of_another_file(bib: Path, records: Path, run: Run) -> None:
    second = bib.with_name("more.bib")
    bib.write_text(SHOUTED, encoding="utf-8")
    second.write_text(SPOKEN, encoding="utf-8")
    said = run("add", bib, second, "--category", "pruning", status=1).stdout
    assert f"{second}:1: added papers/2024/doe2024paper.yml\n" in said
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
    made = messy.make(2000)
    assert min(map(len, (made.good, made.bad, made.duplicates))) >= 20
    bib.write_text(made.text, encoding="utf-8")
    said = run("import-bib", bib, status=1).stdout
    told = dict(re.findall(rf"^{re.escape(str(bib))}:(\d+): (.*)$", said, re.MULTILINE))
    state = {int(line): text.partition(" ")[0].rstrip(":") for line, text in told.items()}
    assert {line for line, word in state.items() if word == "rejected"} == set(made.bad)
    assert {line for line, word in state.items() if word == "added"} == set(made.good)
    assert {line for line, word in state.items() if word == "already"} == set(made.duplicates)
    assert not problems_in(records)
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
    for outcome in plan(session, text, name="x.bib", categories=["pruning"]):
        assert outcome.message or outcome.state == "new"
        assert 1 <= outcome.line <= len(re.split("\r\n|\r|\n", text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=1))
def test_plain_titles_come_out_as_they_are(title: str, session: Session) -> None:
    del session
    from effllm.bibliography.latex import decode  # noqa: PLC0415

    if not set(title) & set("\\{}$~%&#`'\"-^_") and title.isprintable():
        assert title_key(decode(title)) == title_key(title)
