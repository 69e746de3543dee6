"""What is said of an entry: never with certainty what is wrong, at one place one thing, of a habit once."""

from __future__ import annotations

import pytest

from effllm.lint import check, told_once
from effllm.lint.findings import HABIT
from tests.lint.lists import ABS, PAPERS, Said, bibtex, bullet, known, link_of, stranger

PREPRINTS = [paper for paper in PAPERS if paper.venue == "arXiv"]
PAPER = next(paper for paper in PAPERS if paper.venue == "ICLR")
FINDINGS = next(paper for paper in PAPERS if paper.venue == "Findings of EMNLP")
JOURNAL = next(paper for paper in PAPERS if paper.venue == "TMLR")


def said(text: str, name: str = "x.md") -> list[str]:
    return [f"{found.code} {found.message}" for found in check(name, text.encode(), known())]


def marked(text: str, name: str = "x.md") -> list[tuple[str, str]]:
    """Return code and marked text of each finding."""
    lines = text.split("\n")
    problems = check(name, text.encode(), known())
    return [(p.code, lines[p.line - 1][p.column - 1 : max(p.end_column, 1) - 1]) for p in problems]


@pytest.mark.parametrize(
    "line",
    [
        f"- **Fast Best-of-N Decoding via Rejection** [[pdf]({ABS}2410.20290)]",
        f"| 2024.10 | [**Fast**] Fast Best-of-N Decoding | [[pdf]({ABS}2410.20290)] |",
        f"- Fast, 2024 [[pdf]({ABS}2410.20290)]",
        f"- [Fast] [pdf]({ABS}2410.20290) ![](https://img.shields.io/badge/Fast-blue)",
    ],
)
def test_words_of_titles_are_no_venues(line: str) -> None:
    assert said(line) == []


def test_a_slip_without_a_year_may_be_a_name() -> None:
    (found,) = check("x.md", f"- A Model of Nobody, Iclr [pdf]({ABS}2410.20290)".encode(), known())
    assert (found.message, found.severity) == ('the venue "Iclr" is spelt ICLR', "warning")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", "| arXiv:2412.14363v1 [cs.LG] | [A Model of Nobody at All](https://arxiv.org/pdf/2412.14363) |"),
        ("x.bib", "@article{a, title = {A Model of Nobody}, journal = {arXiv preprint arXiv:2412.14363v1}}"),
    ],
)
def test_an_id_in_words_may_name_its_version(name: str, text: str) -> None:
    assert said(text, name) == []


def test_one_place_has_one_advice() -> None:
    late = f"- {PAPER.title}, Arxiv {PAPER.year - 3} [[Paper]({link_of(PAPER)})]"
    assert marked(late) == [("EL005", f"Arxiv {PAPER.year - 3}")]
    other = f"- {PAPER.title}, ICLR {PAPER.year} [[Paper]({link_of(PAPERS[2])}v1)]"
    assert marked(other) == [("EL001", f"{link_of(PAPERS[2])}v1")]
    again = f"{bibtex(PAPER)}\n{bibtex(PAPER)}"
    assert [code for code, _text in marked(again, "x.bib")] == ["EL003"]


def test_a_habit_is_told_once_with_its_places() -> None:
    lines = [f"- A Model of Nobody {n}, Arxiv 2024 [pdf]({ABS}2401.{n:05}v2)" for n in range(10001, 10001 + HABIT)]
    first, second = told_once(check("x.md", "\n".join(lines).encode(), known()))
    assert first.message == f'the venue "Arxiv" is spelt arXiv (first of {HABIT} places)'
    assert first.hint == "write: arXiv\nthe others: lines 2, 3, 4, 5, 6, 7, 8, 9, 10"
    assert second.message == f"2401.10001 is pinned to version 2 (first of {HABIT} places)"
    assert len(said("\n".join(lines[1:]))) == 2 * (HABIT - 1)


@pytest.mark.parametrize(
    ("badge", "code"),
    [
        ("![](https://img.shields.io/badge/Arxiv-orange)", "EL005"),
        ("[![arXiv](https://img.shields.io/badge/arXiv-2301.00001-red)](https://arxiv.org/abs/{})", ""),
        ("[![](https://img.shields.io/badge/Conference-ICLR'12-blue)]()", "EL007"),
    ],
)
def test_badges_tell_venues_where_they_lead_nowhere(badge: str, code: str) -> None:
    found = marked(f"- **{PAPER.title}** [[pdf]({link_of(PAPER)})] {badge.format(PAPER.arxiv)}")
    assert found == ([(code, "Arxiv" if code == "EL005" else "ICLR'12")] if code else [])


def test_findings_are_not_the_main_conference() -> None:
    (line,) = said(bullet(FINDINGS, Said(venue="EMNLP")))
    assert line.startswith(f"EL007 EMNLP {FINDINGS.year}, but ")
    assert line.endswith(f"is in Findings of EMNLP {FINDINGS.year}")
    assert said(f"- {FINDINGS.title}, EMNLP {FINDINGS.year} (Findings) [[Paper]({link_of(FINDINGS)})]") == []


def test_journals_have_years_too() -> None:
    assert said(bullet(JOURNAL, Said(year=JOURNAL.year - 1))) == [
        f"EL007 TMLR {JOURNAL.year - 1}, but the volume is TMLR {JOURNAL.year}"
    ]


def test_a_conference_may_be_a_year_before_the_preprint() -> None:
    entry = f"- {stranger(1).title}, ICLR {{}} [[Paper]({ABS}2301.10001)]"
    assert said(entry.format(2022)) == []
    assert marked(entry.format(2021)) == [("EL006", "2021")]
    assert marked(f"- {stranger(1).title}, ICLR'21 [[Paper]({ABS}2301.10001)]") == [("EL006", "21")]


def test_one_id_of_two_papers_is_told_in_any_section() -> None:
    one = stranger(1)
    same, other = bullet(one), f"- Quick Brown Foxes Jump over Dogs [pdf]({link_of(one)})"
    text = f"## A\n\n{same}\n\n## B\n\n{other}\n\n## C\n\n{same}"
    (found,) = check("x.md", text.encode(), known())
    assert found.line == 7
    assert found.message.startswith(f"{one.arxiv} is in line 3 already, under another title: ")
    assert found.hint == "one of the two has the wrong id, or an earlier title of the same paper"
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("fields", "twice"),
    [
        ("author = {Ada Author}, year = 2016", True),
        ("author = {A. Author and B. Builder}, year = {2016}", True),
        ("author = {Author, Ada}, year = 1957", False),
        ("author = {Cleo Coder}, year = 2016", False),
        ("year = 2016", False),
    ],
)
def test_short_titles_stand_twice_where_author_and_year_agree(fields: str, twice: bool) -> None:  # noqa: FBT001
    first = "@book{a, title = {Layer Normalization}, author = {Author, Ada}, year = {2016}}"
    found = said(f"{first}\n@misc{{b, title = {{Layer normalization}}, {fields}}}", "x.bib")
    assert found == (['EL003 "Layer normalization" is in line 1 already'] if twice else [])


@pytest.mark.parametrize(
    ("head", "venue", "hint"),
    [
        (
            "article",
            "journal = {arXiv preprint}",
            "@inproceedings with booktitle = {%s} and year = {%d}, without journal",
        ),
        (
            "misc",
            "howpublished = {arXiv}",
            "@inproceedings with booktitle = {%s} and year = {%d}, without howpublished",
        ),
        ("inproceedings", "booktitle = {arXiv}", "booktitle = {%s} and year = {%d}"),
    ],
)
def test_a_stale_entry_of_bibtex_is_told_all_that_changes(head: str, venue: str, hint: str) -> None:
    entry = f"@{head}{{a,\n  title = {{{PAPER.title}}},\n  {venue},\n  year = 2018,\n  eprint = {{{PAPER.arxiv}}},\n}}"
    (found,) = check("x.bib", entry.encode(), known())
    write, whole = found.hint.split("\n")
    assert write == "write: " + hint % ("International Conference on Learning Representations", PAPER.year)
    assert whole == f"the whole entry: effllm show {PAPER.key} --bibtex"


def test_a_wrong_year_of_bibtex_is_marked_where_it_stands() -> None:
    entry = bibtex(PAPER, Said(year=PAPER.year + 2))
    assert marked(entry, "x.bib") == [("EL007", str(PAPER.year + 2))]


def test_what_is_marked_is_what_has_to_change() -> None:
    paper = PREPRINTS[0]
    lines = [
        f"- {stranger(1).title}, NeurlPS, 2023 [[Paper]({link_of(stranger(1))})]",
        f"- {paper.title}, arXiv 2001 [[Paper]({link_of(paper)}v3)]",
        f"- {PAPER.title} *arXiv preprint, {PAPER.year}* [[Paper]({link_of(PAPER)})]",
        f"- A Model That Nobody Knows [[Paper]({ABS}2312.000012)] [[Code](https://github.com/a)]",
    ]
    assert marked("\n".join(lines)) == [
        ("EL008", "NeurlPS"),
        ("EL006", "2001"),
        ("EL011", f"{link_of(paper)}v3"),
        ("EL005", f"arXiv preprint, {PAPER.year}"),
        ("EL009", f"{ABS}2312.000012"),
        ("EL013", "https://github.com/a"),
    ]


@pytest.mark.parametrize(
    ("authors", "marks"), [("Ada Author, Ben Builder.", ""), ("Ada Author, Ben Builder.", "_"), ("Ada Author", "_")]
)
def test_a_preprint_behind_the_authors_is_marked_without_them(authors: str, marks: str) -> None:
    text = f"- **{PAPER.title}** {marks}{authors}{marks} Arxiv 2020. [pdf]({link_of(PAPER)})"
    assert marked(text) == [("EL005", "Arxiv 2020")]


def test_a_label_with_a_year_is_a_venue() -> None:
    assert marked(f"- {PAPER.title} [[arXiv 2020]]({link_of(PAPER)})") == [("EL005", "arXiv 2020")]
    assert said(f"- {PAPER.title} [[arXiv]]({link_of(PAPER)})") == []


def test_a_label_in_two_brackets_is_marked_without_them() -> None:
    assert marked(f"- {PAPER.title} [[ICLR 2012]]({link_of(PAPER)})") == [("EL007", "ICLR 2012")]


def test_a_link_in_the_place_of_an_address_is_told_and_followed() -> None:
    nested = f"[{ABS}2312.00001]({link_of(PAPER)})"
    text = f"- {PAPER.title} [[Paper]({nested})]"
    assert marked(text) == [("EL010", nested)]
    (found,) = check("x.md", text.encode(), known())
    assert found.hint == f"write: {link_of(PAPER)}"


def test_a_paper_may_have_come_to_arxiv_twice() -> None:
    (found,) = check("x.md", f"- {PAPER.title} [[Paper]({ABS}2207.30000)]".encode(), known())
    assert (found.code, found.severity) == ("EL002", "warning")
    assert found.hint == f"write: {link_of(PAPER)}, unless it came to arXiv twice"


def test_where_a_bibliography_was_read_is_no_link_to_the_paper() -> None:
    entry = bibtex(PAPER).replace(
        "\n}", "\n  biburl = {https://dblp.org/rec/a.bib},\n  bibsource = {https://dblp.org},\n}"
    )
    assert said(entry, "x.bib") == []


def test_a_link_that_is_called_as_one_paper_leads_to_it() -> None:
    one, other = PAPERS[:2]
    assert marked(f"- [{one.name}]({link_of(one)}), [{other.name}]({link_of(other)})") == []
    (found,) = check("x.md", f"- see [{one.name}]({link_of(other)})".encode(), known())
    assert (found.code, found.severity) == ("EL001", "warning")
    assert found.message.startswith(f'"{one.name}" leads to "{other.name}: ')
    assert found.hint == f"write: {link_of(one)}, or another name"


def test_a_known_paper_that_is_named_twice_is_not_called_another_one() -> None:
    table = f"| [{PAPER.name}]({link_of(PAPER)}) | Up to nine times as fast on edge devices |"
    (found,) = check("x.md", f"## A\n\n|a|b|\n|-|-|\n{table}\n\n{bullet(PAPER)}".encode(), known())
    assert (found.message.split(" is in line ")[1], found.hint) == (
        f"5 already: arXiv id {PAPER.arxiv}",
        "keep one of the two",
    )
    assert (found.severity, found.fix) == ("warning", ())


@pytest.mark.parametrize(
    "line",
    [
        f"| Throughput | the rate of output tokens and of tasks | [tokens/s]({link_of(PAPER)}) |",
        f"# Cite our work\nIf our hub helps you, we would be glad if you cited it [here]({link_of(PAPER)}):",
    ],
)
def test_what_is_said_of_something_else_is_no_title(line: str) -> None:
    assert said(f"{line}\n") == []


def test_a_title_behind_a_short_label_may_have_the_id_of_another_paper() -> None:
    line = "| [Several Swift Things] {} | [[pdf]({})] |"
    assert [text.split()[0] for text in said(line.format(PAPERS[2].title, link_of(PAPER)))] == ["EL001"]
    assert said(line.format("Much Faster on All of the Edge Devices", link_of(PAPER))) == []


def test_a_wrong_id_is_not_told_as_a_doubled_paper() -> None:
    text = f"{bullet(PAPER)}\n{bullet(PAPERS[2], Said(link=link_of(PAPER)))}"
    assert [text.split()[0] for text in said(text)] == ["EL001"]


def test_each_link_to_an_old_version_is_told_at_once() -> None:
    line = f"- [{PAPER.title}]({link_of(PAPER)}v1), {PAPER.venue} {PAPER.year} [paper]({link_of(PAPER)}v1)"
    assert [code for code, _text in marked(line)] == ["EL011", "EL011"]
