from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import effllm
from effllm.bibliography import to_bibtex, to_csl_json, to_ris
from effllm.records import Venue
from tests.factories import knowledge_base, paper

if TYPE_CHECKING:
    from pathlib import Path

KB = knowledge_base()


def test_csl_json() -> None:
    items = {item["id"]: item for item in json.loads(KB.papers.to_csl_json())}
    squeeze = items["author2022squeeze"]
    assert squeeze["type"] == "paper-conference"
    assert squeeze["container-title"] == "Conference on Invented Results"
    assert squeeze["author"][2] == {"family": "El Halabi", "given": "Marwa"}
    assert squeeze["issued"] == {"date-parts": [[2023]]}
    assert items["team2024cache"]["author"] == [{"literal": "Invented Team"}]
    assert "author" not in items["unknown2021note"]


def test_only_a_preprint_has_its_arxiv_id_as_a_number_in_csl() -> None:
    """Styles print a number: APA wrote "Article arXiv:2306.03078" behind the proceedings."""
    items = {item["id"]: item for item in json.loads(KB.papers.to_csl_json())}
    preprint, published, web = items["team2024cache"], items["author2022squeeze"], items["unknown2021note"]
    assert (preprint["type"], preprint["publisher"], preprint["number"]) == ("article", "arXiv", "arXiv:2401.00002")
    assert "container-title" not in preprint
    assert "number" not in published
    assert published["note"] == "arXiv:2210.00001"
    assert "available-date" not in published  # Chicago would print "accepted 2022"
    assert web.keys() == {"id", "type", "title", "issued", "URL", "accessed"}
    assert "note" not in items["berg2019prune"]


def test_what_sort_of_page_it_is_stands_in_no_place_of_publication() -> None:
    blog = Venue(id="Blog", name="Blog post", kind="web")
    post = paper("doe2024post", venue="Blog", arxiv=None, url="https://example.org/post")
    (item,) = json.loads(to_csl_json([post], {"Blog": blog}))
    assert item["genre"] == "Blog post"
    assert "container-title" not in item
    assert "M3  - Blog post\n" in to_ris([post], {"Blog": blog})


def test_a_page_that_may_change_has_the_day_on_which_it_was_read() -> None:
    web = KB.papers.filter(venue="Web")
    (item,) = json.loads(web.to_csl_json())
    assert (item["URL"], item["accessed"]) == ("https://example.org/note", {"date-parts": [[2026, 1, 2]]})
    assert "  urldate = {2026-01-02},\n" in web.to_bibtex()
    assert "UR  - https://example.org/note\nY2  - 2026/01/02\n" in web.to_ris()
    assert "urldate" not in KB.papers.filter(venue="CONF").to_bibtex()


def test_a_reference_names_the_proceedings_as_the_venue_does() -> None:
    found = Venue(id="FIND", name="Findings", proceedings="Findings of Inventors: CONF {year}", kind="conference")
    one = paper("doe2024found", venue="FIND", year=2024, arxiv="2401.00001")
    assert json.loads(to_csl_json([one], {"FIND": found}))[0]["container-title"] == "Findings of Inventors: CONF 2024"
    assert "booktitle = {Findings of Inventors: CONF 2024}" in to_bibtex([one], {"FIND": found})
    ris = to_ris([one], {"FIND": found})
    assert "T2  - Findings of Inventors: CONF 2024\nC3  - Findings of Inventors: CONF 2024\n" in ris


def test_a_preprint_is_published_by_its_server() -> None:
    papers = KB.papers.filter(venue="arXiv")
    assert "publisher = {arXiv}" in papers.to_bibtex()
    assert "PB  - arXiv\n" in papers.to_ris()


@pytest.mark.corpus
def test_no_published_paper_has_a_number_in_csl() -> None:
    items = json.loads(effllm.load().papers.to_csl_json())
    numbered = {item["type"] for item in items if "number" in item}
    assert numbered == {"article"}
    assert all("container-title" in item for item in items if item["type"] in {"article-journal", "paper-conference"})


def test_ris() -> None:
    text = KB.papers.filter(venue="JOUR").to_ris()
    assert text == (
        "TY  - JOUR\nID  - berg2019prune\nTI  - A Simple Way to Prune & Keep 50% of the Weights\n"
        "AU  - van der Berg, Ludwig\nPY  - 2019\nJO  - Journal of Invented Results\n"
        "UR  - https://aclanthology.org/2019.inv-main.7/\nER  - \n"
    )


def test_csv_joins_lists_and_leaves_the_unknown_empty() -> None:
    rows = list(csv.DictReader(io.StringIO(KB.papers.to_csv())))
    assert rows[0]["authors"] == "Ada Author; Łukasz Müller-Nowak; Marwa El Halabi"
    assert rows[3]["arxiv"] == ""


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_is_a_formula(sign: str) -> None:
    title = f"{sign}=1+1"
    kb = knowledge_base(paper("any2024text", title=title))
    (row,) = csv.DictReader(io.StringIO(kb.papers.to_csv(), newline=""))
    assert row["title"] == "'" + title.replace("\r", "\n")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=40))
def test_no_cell_starts_a_formula_and_no_text_breaks_the_table(title: str) -> None:
    kb = knowledge_base(paper("any2024text", title=title))
    (row,) = csv.DictReader(io.StringIO(kb.papers.to_csv(), newline=""))
    assert row["title"].removeprefix("'") == title.removeprefix("'")
    assert not row["title"].startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("arxiv", [None, "2301.00001"])
def test_an_article_with_a_doi_is_printed_as_published(arxiv: str | None, tmp_path: Path) -> None:
    """Without volume and pages Chicago takes it for one that is yet to appear, or that was only accepted."""
    journal = Venue(id="Journal", name="Journal of Invented Results", kind="journal")
    article = paper("doe2024article", venue="Journal", year=2024, arxiv=arxiv, doi="10.1000/182")
    file = tmp_path / "references.json"
    file.write_text(to_csl_json([article], {"Journal": journal}), encoding="utf-8")
    options = ["--citeproc", f"--bibliography={file}", "--wrap=none"]
    text = pypandoc.convert_text("@doe2024article", "plain", format="markdown", extra_args=options)
    assert "2024" in text
    assert "Journal of Invented Results, Published. https://doi.org/10.1000/182" in text
    assert "accepted" not in text
    assert "ahead of print" not in text
