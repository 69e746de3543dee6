from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from effllm.cli.report import CUT, Lines, excerpt, in_lines
from effllm.problems import Problem
from tests.checkouts import DATA, SLIM, lay, problems_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

CASES = sorted(path for path in (DATA / "problems").iterdir() if path.is_dir())


@pytest.mark.parametrize(
    ("line", "column", "end", "shown"),
    [
        ('year: "2024"', 7, 13, ('year: "2024"', "      ^^^^^^")),
        ("title: a", 9, 9, ("title: a", "        ^")),  # behind the end
        ("", 1, 1, ("", "^")),
        ("\t- a", 1, 2, ("→- a", "^")),
        ("a: \u202ex", 4, 5, ("a: \\u202ex", "   ^^^^^^")),
        ("標題: é\u0301x", 5, 8, ("標題: é\u0301x", "      ^^")),  # two columns each; an accent of its own has none
        ("a: b\x1b[31m", 4, 5, ("a: b\\x1b[31m", "   ^")),
    ],
)
def test_the_mark_stands_below_what_is_wrong(line: str, column: int, end: int, shown: tuple[str, str]) -> None:
    assert excerpt(line, column, end) == shown


def test_long_lines_are_cut_around_the_mark() -> None:
    line = "summary: " + "abcdefghij" * 60
    shown, mark = excerpt(line, 301, 304, 60)
    assert len(shown) <= 60
    assert shown.startswith(CUT)
    assert shown.endswith(CUT)
    assert shown[mark.index("^") : mark.rindex("^") + 1] == line[300:303]
    assert excerpt(line, 1, 8, 60) == (line[:54] + CUT, "^" * 7)
    assert excerpt(line, len(line), len(line) + 1, 60)[0] == CUT + line[-54:]
    assert len(excerpt(line, 1, 600, 60)[1]) <= 60


@given(st.text(max_size=200).filter(lambda text: "\n" not in text), st.data())
def test_any_line_can_be_shown(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 3))
    end = data.draw(st.integers(0, len(line) + 3))
    width = data.draw(st.integers(40, 120))
    shown, mark = excerpt(line, column, end, width)
    assert shown.isprintable() or not line
    assert max(cell_len(shown), cell_len(mark)) <= width + 10  # an escape or a wide character may stick out
    assert mark.strip() == "^" * len(mark.strip())
    assert mark.strip()


def test_excerpts_of_every_golden_case(tmp_path: Path) -> None:
    """The mark of a finding about one value stands below that value, and every line but the first is indented."""
    marked = 0
    for case in CASES:
        root = lay(tmp_path / case.name, case)
        lines = Lines(root)
        for problem in problems_in(root):
            line = lines.of(problem)
            head, *rest = in_lines(problem, line)
            assert head == str(problem).split("\n")[0]
            assert all(below.startswith("  ") for below in rest)
            assert (line is None) == (problem.end_column == 0)
            if line is not None:
                marked += 1
                assert problem.column <= problem.end_column
                assert problem.end_column <= len(line) + 2
    assert marked > 200


def test_findings_about_a_whole_file_have_no_excerpt(records: Path, run: Run) -> None:
    (records / "papers/2023/notes.txt").write_text("hello\n", encoding="utf-8")
    assert "|" not in run("validate", status=1).stdout


def test_files_are_apart(records: Path, run: Run) -> None:
    for key in ("author2023slim", "coder2023brief"):
        path = records / f"papers/2023/{key}.yml"
        path.write_text(path.read_text(encoding="utf-8") + "colour: blue\nsize: 2\n", encoding="utf-8")
    groups = run("validate", status=1).stdout.split("\n\n")
    assert [group.count(": S001 ") for group in groups] == [2, 2]
    assert [len({line.split(":")[0] for line in group.splitlines() if ": S001 " in line}) for group in groups] == [1, 1]


@pytest.mark.parametrize("change", ["shorter", "gone", "folder"])
def test_a_file_that_changed_since_it_was_checked(change: str, records: Path) -> None:
    slim = records / SLIM
    slim.unlink()
    if change == "shorter":
        slim.write_text("title: a\n", encoding="utf-8")
    elif change == "folder":
        slim.mkdir()
    assert Lines(records).of(Problem(SLIM, 9, 1, "S001", "unknown", end_column=3)) is None


def test_latin_1_has_its_excerpt(records: Path, run: Run) -> None:
    text = '\ufefftitle: é\nauthors: ["André'.encode() + " Müller".encode("latin-1") + b'"]\n'
    (records / SLIM).write_bytes(text)
    said = run("validate", SLIM, status=1).stdout.splitlines()
    assert said[0] == f"{SLIM}:2:19: Y002 byte 0xfc is not UTF-8"
    assert said[1:3] == ['  2 | authors: ["André M\ufffdller"]', "    |                   ^"]
