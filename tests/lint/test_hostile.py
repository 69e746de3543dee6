"""Whatever a file holds, it is told in a sentence, and the time grows in line with its length."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.lint import LARGEST, READERS, check
from tests.lint.lists import PAPERS, bibtex, bullet, known

ENDINGS = sorted(READERS)


def said(name: str, raw: bytes) -> list[str]:
    return [str(finding.problem) for finding in check(name, raw, known())]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "the file is binary"),
        ("# utf-16".encode("utf-16"), "the file is UTF-16, not UTF-8"),
        (b"\n <!DOCTYPE html>\n<html><body>- [x](https://arxiv.org/abs/1)</body>", "the file is a saved web page"),
        (b"- x\n" * (LARGEST // 4 + 1), "the file has 20,000,004 bytes, more than any list"),
    ],
)
def test_what_is_no_text_is_told_at_its_beginning(ending: str, raw: bytes, message: str) -> None:
    (problem,) = said(f"list{ending}", raw)
    assert problem.startswith(f"list{ending}:1:1: EL000 {message}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_what_is_not_utf_8_is_told_at_its_place(ending: str, before: bytes) -> None:
    raw = before + "# Größe\r\n\n".encode() + "Für Ärzte".encode("latin-1")
    (problem,) = said(f"list{ending}", raw)
    assert problem.startswith(f"list{ending}:3:2: EL000 byte 0xfc is not UTF-8")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"\xef\xbb\xbf", b"\r\r\n", b"\\", b"@", b"[", b"|", b"<!--", b"```\n- ["]
)
def test_next_to_nothing_is_nothing(ending: str, raw: bytes) -> None:
    assert said(f"list{ending}", raw) == []


PIECES = (  # noqa: SIM905 - a list of pieces reads best apart by spaces
    "[ ] ( ) ![ ]( [[ ]] <a href= <img src=x> <tr> <li> </a> | * ** ` ``` # - > <!-- --> { } @article{ @misc{x, title="
    " year={ \\bibitem \\href{ \\url{ \\newblock \\emph{ % $ , . ; : ' \" https:// https://arxiv.org/abs/ 2312.00001 v2"
    " arXiv: doi: 10.1/x NeurIPS 2023 '23 ICLR, https://doi.org/ https://openreview.net/forum?id= github.com/a/b"
    " [x]: [x] \U0001f525 \u202e \u0600 \x1f \x7f"
).split(" ")


@pytest.mark.parametrize("ending", ENDINGS)
@given(text=st.lists(st.sampled_from([*PIECES, " ", "\n", "\n\n"]) | st.text(max_size=5)).map("".join))
def test_any_text_gives_findings_inside_of_it(ending: str, text: str) -> None:
    lines = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for finding in check(f"x{ending}", lines.encode(), known()):
        problem = finding.problem
        if problem.code == "EL000":
            continue
        line = lines.removeprefix("\ufeff").split("\n")[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1
        assert str(problem).isprintable() or "\n" in str(problem)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("end", [10, 200, 1000])
def test_a_list_that_is_cut_off_anywhere_is_read(ending: str, end: int) -> None:
    entries = [bibtex(paper) if ending == ".bib" else bullet(paper) for paper in PAPERS[:9]]
    raw = "\n".join(entries).encode()[:-end]
    assert all(re.match(r"x\.\w+:\d+:\d+: EL\d{3} ", problem) for problem in said(f"x{ending}", raw))


UNCLOSED = (  # noqa: SIM905 - as above
    "[;[a](;[a ;[[a] ;![a](b ;<a href=x>;<img src=;<!--;- https://a.b ;- [a](http://(;<li>http://x ;|http://a.b ;{;@a{"
    ";@a{b,\n;\\href{;\\bibitem{;\\url{x};https://arxiv.org/abs/;arxiv:;> ;* ;(;Word. ;A, ;2023 ;\U0001f525"
).split(";")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("piece", UNCLOSED)
def test_what_is_never_closed_is_no_trouble(ending: str, piece: str) -> None:
    for begin in ("", "- x https://a.b "):
        said(f"x{ending}", (begin + piece * 1_000).encode())
