"""One cause, one message: what stands in a wrong place makes no problem of all that names it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import SLIM, lay, problems_in

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("apple", "berry", "cherry", "damson", "elder")
OLD = Path("papers/2019")
TABLE = "metric,value,model,size,where,source\nperplexity,9.5,Thin,1B,Table 1,arXiv:1901.00001\n"
RECORD = """\
# yaml-language-server: $schema=../../docs/schema/paper.json
title: The {word} Model
authors: [Ada Author]
year: {year}
venue: Web
url: https://example.org/{word}
categories: [weight-only]
"""
ADDED = "added: 2026-01-02\n"


def _record(root: Path, word: str, year: int, *cites: str) -> Path:
    file = root / "papers" / str(year) / f"author{year}{word}.yml"
    file.parent.mkdir(exist_ok=True)
    tail = f"cites: [{', '.join(cites)}]\nreferences: partial\n" if cites else ""
    file.write_text(RECORD.format(word=word.title(), year=year) + tail + ADDED, encoding="utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five papers of 2019 with a table each; four of them are cited by five of 2020, one is that of a framework."""
    root = lay(tmp_path / "checkout")
    for word in WORDS:
        _record(root, word, 2019).with_suffix(".results.csv").write_text(TABLE, encoding="utf-8")
    *old, last = (f"author2019{word}" for word in WORDS)
    engine = root / "taxonomy/frameworks/engine.yml"
    engine.write_text(engine.read_text("utf-8").replace("author2023slim", last), encoding="utf-8")
    for word in WORDS:
        _record(root, f"new{word}", 2020, *old)
    assert not problems_in(root)
    return root


def _link(root: Path) -> None:
    (root / OLD).rename(root.parent / "elsewhere")
    (root / OLD).symlink_to(root.parent / "elsewhere")


def _flat(root: Path) -> None:
    for file in (root / OLD).iterdir():
        file.rename(root / "papers" / file.name)
    (root / OLD).rmdir()


def _endings(root: Path) -> None:
    for file in (root / OLD).glob("*.yml"):
        file.rename(file.with_suffix(".yaml"))


def _copy(root: Path) -> None:
    for file in (root / OLD).iterdir():
        copy = root / "papers" / "2018" / file.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "path", "message", "hint"),
    [
        (
            lambda root: (root / OLD).rename(root / "papers" / "2019 copy"),
            "papers/2019 copy",
            "Y012 5 records are here and are not read: author2019apple, author2019berry, author2019cherry ...",
            "rename the folder: git mv 'papers/2019 copy' papers/2019",
        ),
        (
            lambda root: (root / OLD).rename(root / "papers" / "2018"),
            "papers/2018/author2019apple.yml",
            "K001 the folder is 2018, the keys of 5 records in it say 2019",
            "rename the folder: git mv papers/2018 papers/2019",
        ),
        (
            lambda root: (root / OLD).rename(root.parent / "2019"),
            "papers/2020/author2020newapple.yml",
            'R001 no paper "author2019apple", nor 3 others of 2019: papers/2019 has no records',
            "git checkout HEAD -- papers/2019",
        ),
        (_link, "papers/2019", "Y012 a link, not a folder: not read", "put the folder itself here"),
        (
            _flat,
            "papers",
            "Y012 5 records are here",
            "move them: mkdir papers/2019 && git mv papers/*.* papers/2019/",
        ),
        (_endings, "papers/2019", "Y012 5 records are here", "give each the ending .yml"),
        (
            _copy,
            "papers/2018/author2019apple.yml",
            "K005 5 records of papers/2018 have keys that others",
            "add what is",
        ),
        (
            lambda root: (root / OLD / "author2019apple.yml").rename(root / OLD / "Author2019Apple.yml"),
            "papers/2019/Author2019Apple.yml",
            "Y012 a record's name is in lower case",
            "git mv papers/2019/Author2019Apple.yml papers/2019/author2019apple.yml",
        ),
        (
            lambda root: [file.unlink() for file in (root / OLD).glob("author2019apple.*")],
            "papers/2020/author2020newapple.yml",
            'R001 no paper "author2019apple", which 5 records cite',
            "git checkout HEAD -- papers/2019/author2019apple.yml",
        ),
        (
            lambda root: (root / "papers").rename(root.parent / "papers"),
            "papers",
            "Y013 the folder is missing",
            "git checkout HEAD -- papers",
        ),
    ],
)
def test_one_cause_is_one_problem(
    root: Path, change: Callable[[Path], object], path: str, message: str, hint: str
) -> None:
    change(root)
    (problem,) = problems_in(root)
    assert problem.path == path
    assert f"{problem.code} {problem.message}".startswith(message)
    assert hint in problem.hint


def test_a_few_mistakes_are_told_one_by_one(tmp_path: Path) -> None:
    root = lay(tmp_path)
    for word in WORDS[:3]:
        _record(root, f"new{word}", 2020, "author2019gone")
    assert [problem.code for problem in problems_in(root)] == ["R001"] * 3


def test_how_a_file_is_written_waits_until_what_it_says_is_right(tmp_path: Path) -> None:
    file = lay(tmp_path) / SLIM
    text = file.read_text(encoding="utf-8").replace("arxiv: ", "arxiv:  ")
    file.write_text(text.replace("2311.00001", "24O2.90034", 1), encoding="utf-8")
    assert [problem.code for problem in problems_in(tmp_path)] == ["I001"]
    file.write_text(text, encoding="utf-8")
    assert [problem.code for problem in problems_in(tmp_path)] == ["F001"]
