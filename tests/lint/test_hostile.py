"""Whatever a file holds, it is told in a sentence, and the time grows in line with its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.lint import LARGEST, READERS, check
from tests.lint.lists import PAPERS, Said, bibtex, bullet, known, link_of

if TYPE_CHECKING:
    from effllm.records import Paper

ENDINGS = sorted(READERS)


def said(name: str, raw: bytes) -> list[str]:
    return [str(finding) for finding in check(name, raw, known())]


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
        problem = finding
        if problem.code == "EL000":
            continue
        line = lines.removeprefix("\ufeff").split("\n")[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1
        assert str(problem).isprintable() or "\n" in str(problem)


def pinned(ending: str, paper: Paper) -> str:
    """Return an entry of the kind of file whose only defect is that its id is pinned to a version."""
    said = Said(link=f"{link_of(paper)}v1")
    if ending in {".tex", ".bbl"}:
        head = f"\\bibitem{{{paper.key}}} Ada Author."
        return f"{head}\n\\newblock {paper.title}.\n\\newblock \\url{{{said.link}}}, {paper.year}."
    return bibtex(paper, said) if ending == ".bib" else bullet(paper, said)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("end", [10, 200, 1000])
def test_a_list_that_is_cut_off_anywhere_is_read(ending: str, end: int) -> None:
    entries = [f"{pinned(ending, paper)}\n" for paper in PAPERS[:9]]
    text = "".join(entries)[:-end]
    whole = [entry for number, entry in enumerate(entries, 1) if len("".join(entries[:number])) <= len(text)]
    problems = said(f"x{ending}", text.encode())
    found = [re.match(r"x\.\w+:(\d+):\d+: (EL\d{3}) ", problem) for problem in problems]
    lines = "".join(whole).count("\n")
    assert len(whole) >= 2
    assert [match and match[2] for match in found if match is None or int(match[1]) <= lines] == ["EL011"] * len(whole)


UNCLOSED = (  # noqa: SIM905 - as above
    "[;[a](;[a ;[[a] ;![a](b ;<a href=x>;<img src=;<!--;- https://a.b ;- [a](http://(;<li>http://x ;|http://a.b ;{;@a{"
    ";@a{b,\n;\\href{;\\bibitem{;\\url{x};https://arxiv.org/abs/;arxiv:;> ;* ;(;Word. ;A, ;2023 ;\U0001f525"
    ";](http://a b;<a href=http"
).split(";")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("piece", UNCLOSED)
def test_what_is_never_closed_is_no_trouble(ending: str, piece: str) -> None:
    before = pinned(ending, PAPERS[0])
    for begin in ("", "- x https://a.b "):
        problems = said(f"x{ending}", f"{before}\n\n{begin}{piece * 1_000}".encode())
        assert re.match(r"x\.\w+:\d:\d+: EL011 ", problems[0])


LONG = 1_000_000
NEVER_CLOSED = [
    (".md", "- [[Paper](https://arxiv.org/abs/2210.17323", " word"),
    (".md", "- ", "](http://a b"),
    (".md", "- <a href=http", "c"),
    (".md", "- <a href=x ", "href=x "),
    (".md", "- <img src=http", "c"),
    (".md", "- ![a](", " "),
    (".md", "- a `", "`` "),
    (".md", "- ", "[paper](https://github.com/a/b) "),
    (".md", "- ", "](["),
    (".md", "- https://a.b ", "best award "),
    (".md", "- https://a.b ", "EMNLP 24 _Findings. "),
    (".md", "- https://a.b ", "\\_"),
    (".bib", "@misc{a, title={A}, url={https://a.b", "{\\_"),
    (".tex", "\\bibitem{a} \\bibitem", " "),
    (".bib", "@misc{a, title={", "{\\em "),
]


@pytest.mark.parametrize(("ending", "begin", "piece"), NEVER_CLOSED)
def test_what_is_never_closed_hides_nothing_however_long_it_is(ending: str, begin: str, piece: str) -> None:
    """What goes back over all it has read, at every piece anew, would take hours here, or more than a lifetime."""
    before = pinned(ending, PAPERS[0])
    problems = said(f"x{ending}", f"{before}\n\n{begin}{piece * (LONG // len(piece))}x\n".encode())
    assert re.match(r"x\.\w+:\d:\d+: EL011 ", problems[0])
