from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import knowledge_base, paper

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
