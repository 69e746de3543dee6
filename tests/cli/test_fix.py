from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from effllm.rules import RULES
from effllm.store import document
from tests.checkouts import DATA, SLIM, VENUES, codes_in, lay, problems_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

CASES = sorted(path for path in (DATA / "problems").iterdir() if path.is_dir())


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def repair(root: Path, run: Run) -> list[str]:
    """Run ``--fix`` and return what it says was repaired."""
    result = run("validate", "--fix", "--root", root, status=None)
    return [line for line in result.stdout.splitlines() if line.startswith("fixed ")]


def test_every_defect(tmp_path: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """What is repaired of each golden case, and what is left; repairing again changes nothing."""
    said: list[str] = []
    for case in CASES:
        root = lay(tmp_path / case.name, case)
        before = {str(problem) for problem in problems_in(root)}
        fixed = repair(root, run)
        said += [f"{case.name}: {line}" for line in fixed]
        left = problems_in(root)
        after = texts(root)
        assert repair(root, run) == []
        assert texts(root) == after
        if fixed:
            assert {str(problem) for problem in left} != before, case.name
            said += [f"{case.name}: left {problem.path}:{problem.line}: {problem.code}" for problem in left]
    golden("fixed.txt", "\n".join([*said, ""]))


def test_rules_say_what_is_repaired() -> None:
    """A rule has a text about its fix exactly where a golden case shows one."""
    shown = {line.split()[3] for line in (DATA / "cli/fixed.txt").read_text("utf-8").splitlines() if " fixed " in line}
    assert {rule.code for rule in RULES if rule.fix} == shown


SEVERAL = """\
title: "A  Slim Model."
authors: ["Author, Ada", Ben Builder*]
year: "2023"
venue: iclr
arxiv: https://arxiv.org/abs/2312.00002v3
code: http://github.com/example/slim.git
categories: [Weight-Only]
references: Partial
cites: [builder2022thin, builder2022thin]
"""


def test_all_at_once(records: Path, run: Run) -> None:
    slim = records / SLIM
    slim.write_text(SEVERAL, encoding="utf-8")
    others = {path: text for path, text in texts(records).items() if path != SLIM}
    result = run("validate", "--fix")
    assert f'fixed {SLIM}:3: S003 year: "2023" -> year: 2023\n' in result.stdout
    assert 'I001 arxiv: https://arxiv.org/abs/2312.00002v3 -> arxiv: "2312.00002"\n' in result.stdout
    assert result.stderr.endswith("no problems (15 files read)\n")
    assert slim.read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../docs/schema/paper.json\n"
        "title: A Slim Model\n"
        "authors: [Ada Author, Ben Builder]\n"
        "year: 2023\n"
        "venue: ICLR\n"
        'arxiv: "2312.00002"\n'
        "code: https://github.com/example/slim\n"
        "categories: [weight-only]\n"
        "cites: [builder2022thin]\n"
        "references: partial\n"
        f"added: {datetime.now(tz=UTC):%Y-%m-%d}\n"
    )
    assert {path: text for path, text in texts(records).items() if path != SLIM} == others


def test_nothing_to_repair(records: Path, run: Run) -> None:
    before = texts(records)
    result = run("validate", "--fix")
    assert (result.stdout, result.stderr) == ("", "nothing repaired\nno problems (15 files read)\n")
    assert texts(records) == before


@pytest.mark.parametrize(
    "line",
    ["colour: blue", "name: Slim  # a comment", "year: [2023]", "title: a\nname: b\nname: c", "summary: \u200bx"],
)
def test_a_file_that_is_not_understood_whole_is_left_alone(line: str, records: Path, run: Run) -> None:
    slim = records / SLIM
    text = slim.read_text(encoding="utf-8").replace("venue: ", "venue:  ").replace("year: 2024", 'year: "2024"')
    slim.write_text(f"{text}{line}\n", encoding="utf-8")
    before = slim.read_bytes()
    result = run("validate", "--fix", status=1)
    assert result.stderr.startswith("nothing repaired\n")
    assert "something else in the file has to be put right first: 1 problem" in result.stderr or "summary" in line
    assert slim.read_bytes() == before


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Weights {-1, 0, 1} &amp; More", "Weights {-1, 0, 1} & More"),
        ("A `Slim &lt; Model", "A `Slim < Model"),
        ("<b>A</b> _{Slim Model &copy", ""),
        ("R&notB &amp; A^2 \\ B", "R&notB & A^2 \\ B"),
    ],
)
def test_a_title_loses_tags_and_entities_alone(written: str, right: str, records: Path, run: Run) -> None:
    slim = records / SLIM
    line = next(line for line in slim.read_text(encoding="utf-8").splitlines() if line.startswith("aliases"))
    slim.write_text(slim.read_text(encoding="utf-8").replace(line, f"aliases: ['{written}']"), encoding="utf-8")
    run("validate", "--fix", status=None)
    assert yaml.safe_load(slim.read_text(encoding="utf-8"))["aliases"] == [right or written.replace("<b>A</b>", "A")]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/post?ref=https://arxiv.org/abs/2101.00007",
        "https://example.org/post?ref=arxiv:2101.00007",
        "https://example.org/https://arxiv.org/abs/2101.00007",
        "https://myarxiv.org/abs/2101.00007",
        "https://example.org/?page=https://openreview.net/forum?id=Ab3dEf7hIj",
        "https://huggingface.co/papers/2101.00007",
    ],
)
def test_an_address_of_another_site_stays(address: str, records: Path, run: Run) -> None:
    wide = records / "papers/2021/unknown2021wide.yml"
    wide.write_text(re.sub(r"url: .*", f"url: {address}", wide.read_text(encoding="utf-8")), encoding="utf-8")
    assert repair(records, run) == []
    assert f"url: {address}\n" in wide.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.arxiv.org/pdf/2101.00007v2.pdf?download=1", 'arxiv: "2101.00007"'),
        ("https://doi.org/10.48550/arXiv.2101.00007", 'arxiv: "2101.00007"'),
        ("https://dx.doi.org/10.1000/Wide.1?via=x", "doi: 10.1000/wide.1"),
        ("https://openreview.net/pdf?id=Ab3dEf7hIj", "openreview: Ab3dEf7hIj"),
        ("https://aclanthology.org/2021.acl-long.7.pdf", "acl: 2021.acl-long.7"),
    ],
)
def test_the_address_of_an_id_becomes_the_id(address: str, said: str, records: Path, run: Run) -> None:
    wide = records / "papers/2021/unknown2021wide.yml"
    wide.write_text(re.sub(r"url: .*", f"url: {address}", wide.read_text(encoding="utf-8")), encoding="utf-8")
    assert len(repair(records, run)) == 1
    text = wide.read_text(encoding="utf-8")
    assert f"{said}\n" in text
    assert "url:" not in text


@pytest.mark.parametrize(
    "line", ["arxiv: https://example.org/?about=https://arxiv.org/abs/2311.00001", "arxiv: arXiv:2311.00001 and talk"]
)
def test_an_id_field_that_says_more_is_left_to_people(line: str, records: Path, run: Run) -> None:
    slim = records / SLIM
    slim.write_text(slim.read_text(encoding="utf-8").replace('arxiv: "2311.00001"', line), encoding="utf-8")
    assert repair(records, run) == []
    assert f"{line}\n" in slim.read_text(encoding="utf-8")
    assert "I001" in codes_in(records)


def test_only_the_files_named(records: Path, run: Run) -> None:
    for path in (records / SLIM, records / VENUES):
        path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n", 1), encoding="utf-8")
    assert "fixed taxonomy/venues.yml:" in run("validate", "--fix", "taxonomy").stdout
    assert codes_in(records) == ["F001"]


def test_a_file_that_changed_meanwhile_is_left_alone(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slim = records / SLIM
    slim.write_text(slim.read_text(encoding="utf-8").replace("2024\n", '"2024"\n', 1), encoding="utf-8")
    parse = document.parse

    def change_after_reading(path: str, raw: bytes) -> object:
        if path == "taxonomy/vocabulary.yml":  # read after the papers
            slim.write_text("title: new\n", encoding="utf-8")
        return parse(path, raw)

    monkeypatch.setattr("effllm.store.checkout.parse", change_after_reading)
    result = run("validate", "--fix", status=1)
    assert f"{SLIM}: changed in the meantime, left alone" in result.stderr
    assert slim.read_text(encoding="utf-8") == "title: new\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(records: Path, run: Run) -> None:
    slim = records / SLIM
    slim.write_text(slim.read_text(encoding="utf-8").replace("venue: ", "venue:  "), encoding="utf-8")
    slim.parent.chmod(0o500)
    result = run("validate", "--fix", status=1)
    slim.parent.chmod(0o700)
    assert "Permission denied" in result.stderr
    assert codes_in(records) == ["F001"]


def test_a_file_that_cannot_be_written_is_told_once(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slim = records / SLIM
    slim.write_text(slim.read_text(encoding="utf-8").replace("2024\n", '"2024"\n', 1), encoding="utf-8")

    def shut(target: Path, _: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr("effllm.cli.files.replace", shut)
    result = run("validate", "--fix", status=1)
    assert result.stderr.count("Permission denied") == 1
    assert "has to be put right first" not in result.stderr
