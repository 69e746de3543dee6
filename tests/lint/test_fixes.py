"""What `--fix` makes of a list: exactly one right text, in the list's own form, and not a byte beside its spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.cli.lint import ROUNDS
from effllm.lint import apply, check
from tests.lint.lists import (
    ABS,
    PAPERS,
    Planted,
    Said,
    bibtex,
    bibtex_file,
    bullet,
    known,
    link_of,
    markdown_list,
    stranger,
)
from tests.lint.test_hostile import ENDINGS, PIECES

PAPER = next(paper for paper in PAPERS if paper.venue == "ICLR")
LINK = link_of(PAPER)
YEAR = PAPER.year
PREPRINT = next(paper for paper in PAPERS if paper.venue == "arXiv")
PDF = f"https://arxiv.org/pdf/{PREPRINT.arxiv}"
BADGE = "https://img.shields.io/badge/"
ICLR = "International Conference on Learning Representations"


def mended(text: str, name: str = "x.md") -> str:
    """Return a list after one round of fixes; a second changes nothing."""
    raw, _solved = apply(text.encode(), check(name, text.encode(), known()))
    assert apply(raw, check(name, raw, known()))[0] == raw
    return raw.decode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("<ins>arXiv, 2018</ins>", f"<ins>ICLR, {YEAR}</ins>"),
        ("*Arxiv'18*", f"*ICLR'{YEAR % 100}*"),
        ("*Arxiv18*", f"*ICLR{YEAR % 100}*"),
        ("*Arxiv2018*", f"*ICLR{YEAR}*"),
        ("(arXiv preprint 2018)", f"(ICLR {YEAR})"),
        ("*arXiv*", f"*ICLR {YEAR}*"),
        (f"ICLR {YEAR + 1}", f"ICLR {YEAR}"),
        (f"ICLR'{(YEAR + 1) % 100}", f"ICLR'{YEAR % 100}"),
        (
            "![](https://img.shields.io/badge/Arxiv-orange)",
            f"![](https://img.shields.io/badge/ICLR'{YEAR % 100}-orange)",
        ),
    ],
)
def test_venue_and_year_in_the_form_that_is_there(wrong: str, right: str) -> None:
    line = f"- **{PAPER.title}** {{}} [[Paper]({LINK})]\n"
    assert mended(line.format(wrong)) == line.format(right)


def test_a_venue_without_a_year_is_written_as_the_list_writes_others() -> None:
    fine = "".join(f"| {paper.venue} | [{paper.title}]({link_of(paper)}) |\n" for paper in PAPERS[20:24])
    text = f"| venue | title |\n|---|---|\n{fine}| {{}} | [{PAPER.title}]({LINK}) |\n"
    assert mended(text.format("arXiv")) == text.format("ICLR")


@pytest.mark.parametrize("place", ["arXiv 2018/10", f"arXiv:{PAPER.arxiv}, 2018", "arXiv 2018.10"])
def test_what_has_no_one_right_text_is_left(place: str) -> None:
    line = f"- **{PAPER.title}**, {place} [[Paper]({LINK})]\n"
    assert mended(line) == line


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"[pdf]({PDF}v2.pdf)", f"[pdf]({PDF}.pdf)"),
        (f"[pdf]({link_of(PREPRINT)}v2.pdf)", f"[pdf]({link_of(PREPRINT)}v2.pdf)"),
        (f"[{PREPRINT.title}](https://papers.cool/venue/1)", f"[{PREPRINT.title}]({link_of(PREPRINT)})"),
        ("[Leaderboard](https://paperswithcode.com/sota/1)", "[Leaderboard](https://paperswithcode.com/sota/1)"),
        (f"[pdf] ({link_of(PREPRINT)})", f"[pdf]({link_of(PREPRINT)})"),
        (f"[pdf](https:/arxiv.org/abs/{PREPRINT.arxiv})", f"[pdf]({link_of(PREPRINT)})"),
        (f"[pdf](arxiv.org/abs/{PREPRINT.arxiv})", f"[pdf]({link_of(PREPRINT)})"),
        (f"[Paper](https://huggingface.co/papers/{PREPRINT.arxiv})", f"[Paper]({link_of(PREPRINT)})"),
    ],
)
def test_addresses(wrong: str, right: str) -> None:
    line = f"- **{PREPRINT.title}**, {{}}\n"
    assert mended(line.format(wrong)) == line.format(right)


@pytest.mark.parametrize(
    ("first", "second", "goes"),
    [
        ("[[Paper]({0})]", "[[PDF]({1})]", True),
        ("ICLR [[Paper]({0})] [Code](https://github.com/a/b)", "[[Paper]({0})]", True),
        ("[[Paper]({0})]", "[[Paper]({0})] [Code](https://github.com/a/b)", False),
        ("[[Paper]({0})]", "[[Paper]({0})] the first of its kind", False),
    ],
)
def test_a_doubled_line_goes_where_the_first_says_all(first: str, second: str, goes: bool) -> None:  # noqa: FBT001
    links = (link_of(PREPRINT), link_of(PREPRINT).replace("abs", "pdf"))
    lines = [f"- {PREPRINT.title} {one.format(*links)}\n" for one in (first, second)]
    other = bullet(stranger(1))
    text = f"# A\n\n{lines[0]}{other}\n{lines[1]}{bullet(stranger(2))}\n"
    assert mended(text) == (text.replace(lines[1], "") if goes else text)
    below = text.replace(lines[1], lines[1] + "  - a remark\n")
    assert mended(below) == below


def entry(body: str, kind: str = "article") -> str:
    return f"% mine\n@{kind}{{own-key,\n  title     = {{{PAPER.title}}},\n{body}  note      = {{Read twice}},\n}}\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            f"  journal   = {{arXiv preprint arXiv:{PAPER.arxiv}}},\n  year      = 2018,\n",
            (
                f"  booktitle = {{{ICLR}}},\n  eprint    = {{{PAPER.arxiv}}},\n  archiveprefix = {{arXiv}},\n"
                f"  year      = {YEAR},\n"
            ),
        ),
        (
            (
                f'  JOURNAL = "CoRR",\n  volume = {{abs/{PAPER.arxiv}}},\n  year = "2018",\n  month = oct,\n'
                f"  eprint = {{{PAPER.arxiv}}},\n"
            ),
            f'  BOOKTITLE = {{{ICLR}}},\n  year = "{YEAR}",\n  eprint = {{{PAPER.arxiv}}},\n',
        ),
        (
            f"  eprint = {{{PAPER.arxiv}}},\n  archiveprefix = {{arXiv}},\n  year = {{2018}},\n",
            (
                f"  eprint = {{{PAPER.arxiv}}},\n  booktitle = {{{ICLR}}},\n  archiveprefix = {{arXiv}},\n"
                f"  year = {{{YEAR}}},\n"
            ),
        ),
    ],
)
def test_a_preprint_of_a_bibliography_becomes_the_published_paper(wrong: str, right: str) -> None:
    assert mended(entry(wrong), "x.bib") == entry(right, "inproceedings")
    windows = entry(wrong).replace("\n", "\r\n")
    assert mended(windows, "x.bib") == entry(right, "inproceedings").replace("\n", "\r\n")


def test_a_doubled_entry_of_a_bibliography_stays() -> None:
    text = f"{bibtex(PAPER)}\n{bibtex(PAPER, Said(more='2'))}\n"
    assert [problem.code for problem in check("x.bib", text.encode(), known())] == ["EL003"]
    assert mended(text, "x.bib") == text


@pytest.mark.parametrize("made", [markdown_list(), bibtex_file()], ids=lambda made: made.name)
def test_whole_lists_are_mended_at_once_and_only_where_it_is_said(made: Planted) -> None:
    text = "\n".join([*made.lines, ""])
    name = made.name
    problems = check(name, text.encode(), known())
    assert sum(bool(problem.fix) for problem in problems) >= 9
    assert_only_spans_change(name, text.encode())
    after = mended(text, name)
    if name.endswith(".bib"):
        assert [one.key for one in read_bibtex(after)[0]] == [one.key for one in read_bibtex(text)[0]]


def assert_only_spans_change(name: str, raw: bytes) -> None:
    problems = check(name, raw, known())
    after, solved = apply(raw, problems)
    at = rest = 0
    for start, end in merged([problem.span for problem in solved]):
        assert after[rest : rest + start - at] == raw[at:start]
        grown = sum(
            len(str(edit.value).encode()) - (int(edit.loc[1]) - int(edit.loc[0])) + windows(raw, str(edit.value))
            for problem in solved
            for edit in problem.fix
            if start <= int(edit.loc[0]) <= int(edit.loc[1]) <= end and problem.span[0] >= start
        )
        rest += start - at + end - start + grown
        at = end
    assert after[rest:] == raw[at:]


def windows(raw: bytes, value: str) -> int:
    return value.count("\n") if b"\r\n" in raw else 0


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


LINES = [
    f"- {PAPER.title}, arXiv 2018 [[Paper]({LINK})]",
    f"- {PREPRINT.title} [[Paper]({link_of(PREPRINT)}v3)]",
    f"- Ünïcödé 模型 of Nobody, NeurlPS 2023 [[Paper]({ABS}2301.10001)]",
    f"- {PREPRINT.title} [[Paper]({link_of(PREPRINT)})]",
    bibtex(PAPER, Said(venue="arXiv", year=2018)),
    bibtex(PAPERS[4], Said(venue="arXiv", year=2018, more="b")),
]


@pytest.mark.parametrize("ending", ENDINGS)
@given(
    text=st.lists(st.sampled_from([*LINES, *PIECES, " ", "\n", "\n", "\r\n"]) | st.text(max_size=5)).map("".join),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_nothing_changes_beside_the_spans(ending: str, text: str, mark: bytes) -> None:
    raw = mark + text.encode("utf-8", "replace")
    assert_only_spans_change(f"x{ending}", raw)
    after, solved = apply(raw, check(f"x{ending}", raw, known()))
    if not solved:
        assert after == raw


@pytest.mark.parametrize("ending", [".md", ".bib"])
@given(text=st.lists(st.sampled_from([*LINES, *PIECES, " ", "\n", "\n", "\r\n"])).map("".join))
def test_mended_again_is_mended_once(ending: str, text: str) -> None:
    raw = text.encode()
    for _ in range(ROUNDS):
        raw, solved = apply(raw, check(f"x{ending}", raw, known()))
        if not solved:
            break
    assert not any(problem.fix for problem in check(f"x{ending}", raw, known()))


@pytest.mark.parametrize("ending", ENDINGS)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_told_and_left(ending: str, raw: bytes) -> None:
    assert apply(raw, check(f"x{ending}", raw, known()))[0] is not None
