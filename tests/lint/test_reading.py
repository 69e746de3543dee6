"""What is read from an entry: title, ids, venue and year, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.lint import check, latex_lists, markdown_list
from tests.lint import lists
from tests.lint.lists import known

if TYPE_CHECKING:
    from effllm.lint.paper_list import ListEntry

PAPER = "https://arxiv.org/abs/2312.00001"


def entry(text: str) -> ListEntry:
    (only,) = markdown_list.read("x.md", text).entries
    return only


@pytest.mark.parametrize(
    "text",
    [
        f"- A Thin Model of Language, <ins>ICLR, 2024</ins> [[Paper]({PAPER})]",
        f"- A Thin Model of Language, 2024</ins> [[Paper]({PAPER})]",
        f"* [ ] **A Thin Model of Language** [[Paper]]({PAPER})",
        f"1. [A Thin Model of Language]({PAPER}) Ada Author, Ben Builder",
        f"- [2023/12] \U0001f525 [THIN] A Thin Model of Language. [pdf]({PAPER} 'the paper')",
        f"- (ICLR 2024) \u201cA Thin Model of Language.\u201d <{PAPER}>",
        f"|2023.12|\U0001f525[**THIN**] A Thin Model of Language(@somewhere)|[[pdf]]({PAPER})|",
        f'<tr><td><a href="{PAPER}">A Thin Model of Language</a></td></tr>',
        f"A Thin Model of Language - Ada Author, Ben Builder: {PAPER}",
    ],
)
def test_titles_in_the_styles_of_lists(text: str) -> None:
    found = entry(text)
    assert any(part.text.startswith("A Thin Model of Language") for part in found.titles), found.titles
    assert [(one.kind, one.value) for one in found.ids] == [("arxiv", "2312.00001")]


@pytest.mark.parametrize(
    "behind", [", ICLR, 2024", ", ICLR 2024", ", Findings of EMNLP 2024", ". ICLR 2024.", " (ICLR 2024)"]
)
def test_a_venue_behind_the_title_is_no_part_of_it(behind: str) -> None:
    found = entry(f"- A Thin Model of Language{behind} [[Paper]({PAPER})]")
    assert "A Thin Model of Language" in [part.text for part in found.titles]


@pytest.mark.parametrize(
    ("written", "venue", "year"),
    [
        ("<ins>ICLR, 2024</ins>", "ICLR", 2024),
        ("*ICLR 2024 (Oral)*", "ICLR", 2024),
        ("**ICLR'24**", "ICLR", 2024),
        ("`ICLR-2024`", "ICLR", 2024),
        ("(2024, ICLR)", "ICLR", 2024),
        ("[ICLR 2024]", "ICLR", 2024),
        ("Ada Author, Ben Builder. ICLR 2024.", "ICLR", 2024),
        ("*Findings of EMNLP, 2023*", "Findings of EMNLP", 2023),
        ("(EMNLP 2023 Findings)", "Findings of EMNLP", 2023),
        ("*arXiv preprint, 2023*", "arXiv", 2023),
        ("**SOSP' 24**, **ICLR' 24**", "ICLR", 2024),
        ("<br /> ICLR24 <br />", "ICLR", 2024),
        ("| ICLR-24 |", "ICLR", 2024),
        ("*ICLR 2024 (Spotlight, top 5%)*", "ICLR", 2024),
        ("*ICLR 2024 Best Paper Runner-up*", "ICLR", 2024),
        ("![](https://img.shields.io/badge/Arxiv-orange)", "arXiv", 0),
        ("![](https://img.shields.io/badge/EuroSys2024_Oral-blue)", "EuroSys", 2024),
        ("![](https://img.shields.io/badge/Conference-ICLR'24-blue)", "ICLR", 2024),
        ("![](https://img.shields.io/badge/ICLR%202024-Oral-red.svg)", "ICLR", 2024),
    ],
)
def test_venues_in_the_styles_of_lists(written: str, venue: str, year: int) -> None:
    places = known().venues_in(entry(f"- A Thin Model of Language {written} [paper]({PAPER})"))
    assert [(place.venue.id, place.mention.year) for place in places] == [(venue, year)]


@pytest.mark.parametrize(
    "text",
    ["# A heading", "- a bullet", "```\n- x https://a.b\n```", "<!-- https://a.b -->", "![x](https://a.b/c.png)"],
)
def test_what_is_no_entry(text: str) -> None:
    assert markdown_list.read("x.md", text).entries == ()


@pytest.mark.parametrize(
    "written",
    [
        "- [A Thin Model of Language][thin]",
        "- A Thin Model of Language, ICLR 2024 [[Paper][Thin]]",
        "| A Thin Model of Language | [thin] |\n|---|---|",
        "- **A Thin Model of Language** [thin][]",
        "- ![a picture][pic] [A Thin Model of Language][thin]",
    ],
)
def test_links_by_name_lead_where_the_file_says(written: str) -> None:
    text = f"{written}\n\n## Links\n\n[thin]: <{PAPER}> 'the paper'\n[pic]: https://example.org/pic.png\n"
    found = entry(text)
    assert found.titles[0].text.startswith("A Thin Model of Language")
    assert [link.target for link in found.links] == [PAPER]
    assert [(one.kind, one.value, one.at) for one in found.ids] == [("arxiv", "2312.00001", text.index(PAPER))]


@pytest.mark.parametrize("text", ["- [A Thin Model of Language][thin]", f"```\n[thin]: {PAPER}\n```\n- a [thin] one"])
def test_names_that_the_file_defines_nowhere_are_no_links(text: str) -> None:
    assert markdown_list.read("x.md", text).entries == ()


def test_a_wrong_link_by_name_is_told_where_its_address_stands() -> None:
    right, other = lists.PAPERS[0], lists.PAPERS[1]
    text = f"# List\n\n- [{right.title}][p]\n\n[p]: {lists.link_of(other)}\n"
    (finding,) = check("x.md", text.encode(), known())
    assert (finding.line, finding.column, finding.code) == (5, 6, "EL001")
    assert finding.hint == f"write: {lists.link_of(right)}"


@pytest.mark.parametrize(
    "code",
    [
        "`[Code] (https://github.com/a/b)`",
        "``[`Code`](https://arxiv.org/abs/2312.00002v1)``",
        "`[Paper](https://a.b c)`",
        '`<a href="https://arxiv.org/abs/2312.00002v1">x</a>`',
    ],
)
def test_markup_that_is_shown_as_code_is_no_link(code: str) -> None:
    text = f"- A Thin Model of Language, written as {code} [[Paper]({PAPER})]"
    assert check("x.md", text.encode(), known()) == []
    assert [link.target for link in entry(text).links] == [PAPER]


@pytest.mark.parametrize(
    "written", [f"`{PAPER}`", f"[`Paper`]({PAPER})", f"a ` b [Paper]({PAPER})", f"\\` [Paper]({PAPER})`"]
)
def test_backticks_do_not_hide_links(written: str) -> None:
    assert [link.target for link in entry(f"- A Thin Model of Language {written}").links] == [PAPER]


def test_a_bullet_holds_its_lines_but_not_the_bullets_below() -> None:
    lines = ["- **A Thin Model**", "  Ada Author", f"  [paper]({PAPER})", "  - talk: https://example.org/talk"]
    first, second = markdown_list.read("x.md", "\n".join(lines)).entries
    assert [one.value for one in first.ids] == ["2312.00001"]
    assert [link.target for link in second.links] == ["https://example.org/talk"]


@pytest.mark.parametrize(
    ("address", "kind", "value"),
    [
        ("http://www.arxiv.org/pdf/2312.00001v3.pdf#page=2", "arxiv", "2312.00001"),
        ("https://arxiv.org/abs/cs/0701001", "arxiv", "cs/0701001"),
        ("https://huggingface.co/papers/2312.00001", "arxiv", "2312.00001"),
        ("https://doi.org/10.48550/arXiv.2312.00001", "arxiv", "2312.00001"),
        ("https://dx.doi.org/10.1145/ABC.1", "doi", "10.1145/abc.1"),
        ("https://openreview.net/pdf?id=Ab3dEf7hIj", "openreview", "Ab3dEf7hIj"),
        ("https://aclanthology.org/2023.acl-long.1.pdf", "acl", "2023.acl-long.1"),
    ],
)
def test_ids_in_addresses(address: str, kind: str, value: str) -> None:
    assert [(one.kind, one.value) for one in entry(f"- x [a]({address})").ids] == [(kind, value)]


ESCAPED = "https://openreview.net/forum?id=BJ\\_wN01C-"
IN_BRACES = ESCAPED.replace("\\_", "{\\_}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", f"- A Thin Model of Language [paper]({ESCAPED})\n- {ESCAPED}"),
        ("x.bib", f"@misc{{a, title = {{A Thin Model of Language}}, url = {{{ESCAPED}}}}}"),
        ("x.bib", f"@misc{{a, title = {{A}}, note = {{See {IN_BRACES}}}}}"),
        ("x.tex", f"\\bibitem{{a}} Ada Author. \\newblock A Thin Model of Language. \\newblock {ESCAPED}"),
        ("x.tex", f"\\bibitem{{a}} Ada Author. \\newblock A Thin Model of Language. \\newblock \\url{{{ESCAPED}}}"),
    ],
)
def test_a_backslash_that_the_markup_asks_for_is_no_part_of_an_address(name: str, text: str) -> None:
    read = {"x.md": markdown_list.read, "x.bib": latex_lists.read_bib, "x.tex": latex_lists.read_tex}[name]
    found = [(one.kind, one.value) for each in read(name, text).entries for one in each.ids]
    assert set(found) == {("openreview", "BJ_wN01C-")}
    assert check(name, text.encode(), known()) == []


def test_places_are_those_of_the_addresses() -> None:
    text = f"# T\n\n- \U0001f525 x [a](<{PAPER}>) and {PAPER}v2\n"
    document = markdown_list.read("x.md", text)
    assert [document.place(link.at) for link in document.entries[0].links] == [(3, 12), (3, 51)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NeurlPS", ("NeurIPS", True)),
        ("Neurips", ("NeurIPS", True)),
        ("Arxiv", ("arXiv", True)),
        ("NuerIPS", ("NeurIPS", False)),
        ("NEURIPS", None),
        ("neurips", None),
        ("NIPS", None),
        ("ArXiv", None),
        ("ICLR", None),
        ("ICML", None),
        ("Neural", None),
        ("", None),
    ],
)
def test_what_counts_as_misspelt(written: str, meant: tuple[str, bool] | None) -> None:
    found = known().venues.misspelt(written)
    assert (found and (found[0].id, found[1])) == meant


def test_references_in_three_styles() -> None:
    text = r"""\bibitem{a} A.~Author and B.~Builder. \newblock {A Thin Model} of Language. \newblock {\em ICLR}, 2024.
\bibitem[A(2024)]{b} Ada Author. ``A thin model of language,'' in \emph{ICLR}, 2024. % arXiv:1
\bibitem{c} \href{https://arxiv.org/abs/2312.00001}{A Thin Model of Language}. arXiv:2312.00001, 2023."""
    entries = latex_lists.read_tex("x.tex", text).entries
    assert ["thin model" in found.title.lower() for found in entries] == [True] * 3
    assert [[place.venue.id for place in known().venues_in(found)] for found in entries] == [
        ["ICLR"],
        ["ICLR"],
        ["arXiv"],
    ]
    assert [[one.value for one in found.ids] for found in entries] == [[], [], ["2312.00001"]]


def test_papers_of_one_volume_share_its_venue_and_its_mistake() -> None:
    text = """@inproceedings{a, Title = {A Thin Model of Language}, crossref = {whole}}
@inproceedings{b, Title = {A Slim Model of Language}, crossref = {whole}}
@proceedings{whole, title = {Ten Talks},
  BookTitle = {NeurlPS}, year = {2024}}"""
    document = latex_lists.read_bib("x.bib", text)
    assert [[(mention.venue, mention.year) for mention in found.mentions] for found in document.entries[:2]] == [
        [("NeurlPS", 2024)],
        [("NeurlPS", 2024)],
    ]
    (found,) = check("x.bib", text.encode(), known())
    assert (found.code, found.line, found.column) == ("EL008", 4, 16)


@pytest.mark.parametrize(
    ("fields", "code", "right"),
    [
        ("eprint = {%sv2}", "EL011", "%s"),
        ("eprint = {arXiv:%sv2}", "EL011", "%s"),
        ("url = {https://arxiv.org/abs/%sv2}", "EL011", "https://arxiv.org/abs/%s"),
        ("eprint = {1907.07777}, archiveprefix = {arXiv}", "EL002", "%s, unless it came to arXiv twice"),
        ("doi = {10.48550/arXiv.1907.07777}", "EL002", "10.48550/arXiv.%s, unless it came to arXiv twice"),
        (
            "doi = {https://doi.org/10.48550/arXiv.1907.07777}",
            "EL002",
            "https://arxiv.org/abs/%s, unless it came to arXiv twice",
        ),
        ("doi = {10.48550/arXiv.OTHER}", "EL001", "10.48550/arXiv.%s"),
    ],
)
def test_hints_have_the_form_of_the_field(fields: str, code: str, right: str) -> None:
    paper, other = lists.PAPERS[0], lists.PAPERS[1]
    written = fields.replace("%s", paper.arxiv or "").replace("OTHER", other.arxiv or "")
    text = f"@article{{key,\n  title = {{{paper.title}}},\n  {written},\n}}\n"
    hints = [found.hint for found in check("x.bib", text.encode(), known()) if found.code == code]
    assert hints == [f"write: {right % paper.arxiv}"]


def test_lines_of_a_paragraph_with_a_paper_each_are_entries() -> None:
    one, other = f"A Thin Model of Language, arXiv 2023 [paper]({PAPER})", f"A Wide Model of Speech [paper]({PAPER}2)"
    assert [found.title for found in markdown_list.read("x.md", f"{one}\n{other}\n").entries] == [
        "A Thin Model of Language, arXiv 2023",
        "A Wide Model of Speech",
    ]
    for whole in (f"A Thin Model of Language\n[paper]({PAPER})", f"- {one}\n  {other}", f"[A Thin\nModel]({PAPER})"):
        assert len(markdown_list.read("x.md", whole).entries) == 1
