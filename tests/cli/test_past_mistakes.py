"""The ways in which changes to lists of papers went wrong, each done to an invented record: the message that it gets.

Every case is one that happened. What only fetching or comparing with the world could tell is not for these checks:
an id that leads to another paper, and links that are dead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.checkouts import SLIM, lay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

BRIEF = "papers/2023/coder2023brief.yml"
NEW = "papers/2023/doe2023twice.yml"
OTHER = """\
title: "SLIM: A Slim Model of Invented Language"
authors: [Ada Author, Ben Builder]
year: 2024
venue: ICLR
arxiv: "2311.00001"
categories: [weight-only]
"""


class Case(NamedTuple):
    """A defect and what has to be said of it.

    Attributes:
        path: the file.
        old: text in it that gives way; empty where the file is written whole.
        new: what comes instead.
        said: texts that the problem must hold, in this order.
    """

    path: str
    old: str
    new: str
    said: tuple[str, ...]


CASES = {
    "1 the same paper again": Case(
        NEW,
        "",
        OTHER,
        (
            f"{NEW}:5:8: D001 2311.00001 is already in {SLIM}",
            "SLIM",
            f"add what is new, the category too, to {SLIM}",
        ),
    ),
    "2 a Markdown link as code": Case(
        SLIM,
        "code: https://github.com/example/slim",
        'code: "[[Code]](https://github.com/example/slim)"',
        (f"{SLIM}:10:7: L001 code is not an address", "write: code: https://github.com/example/slim"),
    ),
    "3 two arXiv ids in one field": Case(
        SLIM,
        'arxiv: "2311.00001"',
        'arxiv: "[2304.04487](https://arxiv.org/abs/2406.18200)"',
        (f"{SLIM}:8:8: I005 two different arXiv ids in one field: 2304.04487 and 2406.18200",),
    ),
    "4 a digit too many": Case(
        SLIM,
        'arxiv: "2311.00001"',
        'arxiv: "2412.167192"',
        (f"{SLIM}:8:8: I001 arXiv id needs 4+5 digits, got 4+6", "copy it from the address of its page"),
    ),
    "5 the id of another paper here": Case(
        BRIEF,
        "doi: 10.1000/brief.1",
        'arxiv: "2311.00001"',
        ("D001 2311.00001 is already in", "two titles, one of them has the wrong id", "SLIM: A Slim Model"),
    ),
    "6 an edit of a generated page": Case(
        "docs/papers/author2023slim.md",
        "",
        "# SLIM\n",
        ("docs/papers/author2023slim.md:1:1: F002 ", f"edit {SLIM}"),
    ),
    "7 a saved web page": Case(
        SLIM,
        "",
        "<!DOCTYPE html>\n<html><body>title: x</body></html>\n",
        ("Y003 the file is HTML, expected YAML", '"Raw"'),
    ),
    "8 an empty file": Case(NEW, "", "", (f"{NEW}:1:1: Y008 the file is empty", "paste", "arXiv id")),
    "9 a number in quotes": Case(
        SLIM,
        "year: 2024",
        'year: "2024"',
        (f'{SLIM}:6:7: S003 year must be a whole number, found the text "2024"', "without quotes: year: 2024"),
    ),
    "9 an object where a text is due": Case(
        SLIM,
        "venue: ICLR",
        "venue: {name: ICLR}",
        (f"{SLIM}:7:8: S003 venue must be a text, found a mapping", "write: venue: ICLR"),
    ),
    "9 wrong indentation": Case(
        SLIM, "year: 2024", "  year: 2024", (f"{SLIM}:6:3: Y007 not valid YAML", "start it below", "help: year: 2024")
    ),
    "10 a generated schema": Case(
        "docs/schema/paper.json",
        "",
        "{}\n",
        ("docs/schema/paper.json:1:1: F002 ", "generated", "effllm export jsonschema"),
    ),
    "11 a file inside a repository": Case(
        SLIM,
        "code: https://github.com/example/slim",
        "code: https://github.com/example/slim/blob/main/slim.pdf",
        ("L002 code is a page inside a repository", "write: code: https://github.com/example/slim"),
    ),
    "11 a kind of id that is none of ours": Case(
        SLIM,
        "openreview: Ab3dEf7hIj",
        'figshare: "12345678"',
        (f"{SLIM}:9:1: S001 unknown field figshare", "arxiv, doi"),
    ),
    "11 a category of its own": Case(
        SLIM,
        "categories: [weight-only]",
        "categories: [weights-only]",
        (f'{SLIM}:11:14: C001 no category "weights-only"', "did you mean weight-only"),
    ),
    "12 a misspelt venue": Case(
        SLIM, "venue: ICLR", "venue: NeurlPS", (f'{SLIM}:7:8: V001 venue "NeurlPS" is not in the list', "NeurIPS")
    ),
    "12 another name of a venue": Case(SLIM, "venue: ICLR", "venue: NIPS", ("V001", "write: venue: NeurIPS")),
    "12 other capitals": Case(SLIM, "venue: ICLR", "venue: Arxiv", ("V001", "write: venue: arXiv")),
    "12 two venues": Case(SLIM, "venue: ICLR", "venue: arXiv, ICLR", ("V001", "one venue only, the published one")),
    "12 a year before the first version": Case(
        SLIM,
        "year: 2024",
        "year: 2022",
        (f"{SLIM}:6:7: V002 year 2022 is before the arXiv id's 2023", "write: year: 2023"),
    ),
    "13 a space in the repository": Case(
        SLIM,
        "code: https://github.com/example/slim",
        "code: https://github.com/example/slim model",
        (f"{SLIM}:10:7: L001 code is not an address",),
    ),
    "13 a repository without an owner": Case(
        "taxonomy/frameworks/engine.yml",
        "repo: example/engine",
        "repo: engine",
        ('L002 "engine" is not an owner/name on GitHub', "vllm-project/vllm"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_way(case: Case, records: Path, run: Run) -> None:
    file = records / case.path
    before = file.read_text(encoding="utf-8") if case.old else ""
    assert case.old in before
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(before.replace(case.old, case.new) if case.old else case.new, encoding="utf-8")
    said = run("validate", status=1).stdout
    place = -1
    for text in case.said:
        place = said.find(text, place + 1)
        assert place >= 0, f"{text!r} is not said, in this order, in:\n{said}"


def test_two_people_who_add_papers_touch_no_common_file(tmp_path: Path, run: Run) -> None:
    """Way 6, conflicts: a paper is one new file, and the checkout with two of them is right as it stands."""
    both, before = lay(tmp_path / "both"), files_of(lay(tmp_path / "before"))
    touched = []
    for number, key in enumerate(("doe2023first", "doe2023second")):
        root = lay(tmp_path / key)
        bib = tmp_path / f"{key}.bib"
        title = f"{key.removeprefix('doe2023').title()} Things"
        bib.write_text(f"@misc{{a, title={{{title}}}, author={{Doe, Dora}}, eprint={{2311.0010{number}}}}}", "utf-8")
        run("add", bib, "--category", "weight-only", "--root", root)
        run("validate", "--fix", "--root", root)
        run("fmt", "--root", root)
        after = files_of(root)
        touched.append({path for path in before | after if before.get(path) != after.get(path)})
        for path in touched[-1]:
            (both / path).write_bytes(after[path])
    assert touched == [{"papers/2023/doe2023first.yml"}, {"papers/2023/doe2023second.yml"}]
    run("validate", "--root", both)


def files_of(root: Path) -> dict[str, bytes]:
    """Return all files of a checkout as they are."""
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_no_check_of_links_runs_here(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Way 14, checkers that cry wolf: validating opens no connection."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    run("validate", "--root", records)
