"""Every collection is a table as well, with what readers of tables expect of one."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import effllm
from effllm.records import PretrainedModel
from tests.factories import MEASURED, PAPERS, knowledge_base, paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.as_table import AsTable

KB = knowledge_base(MEASURED, *PAPERS)
TABLES: dict[str, AsTable] = {
    "papers": KB.papers,
    "taxonomy": KB.taxonomy,
    "frameworks": KB.frameworks,
    "cells": KB.compare(),
    "results": KB.results(),
    "models": KB.models,
    "hardware": KB.hardware,
    "formulas": KB.formulas,
    "citations": KB.citations,
    "lists": KB.lists,
    "reading lists": KB.reading_lists,
    "venues": KB.venues,
    "measurements": KB.measurements,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_form_has_every_row(name: str) -> None:
    table = TABLES[name]
    rows = list(csv.DictReader(io.StringIO(table.to_csv())))
    frame = table.to_pandas()
    assert len(rows) == len(table.to_records()) == len(frame) > 0
    assert len(pd.read_parquet(io.BytesIO(table.to_parquet()))) == len(rows)


@pytest.mark.parametrize("name", TABLES)
def test_what_a_notebook_shows_is_short(name: str) -> None:
    table = TABLES[name]
    assert len(repr(table)) < 200
    shown = table._repr_html_()
    assert shown.count("<tr>") <= 11
    assert "<td>" in shown


def test_a_title_is_text_in_a_notebook() -> None:
    assert "<td>A &lt;b&gt;</td>" in knowledge_base(paper("any2024text", title="A <b>")).papers._repr_html_()


def test_arxiv_ids_stay_texts_however_csv_is_read() -> None:
    kb = knowledge_base(paper("any2022text", arxiv="2210.10000"), paper("next2024entry", arxiv="2401.00010"))
    read = pd.read_csv(io.StringIO(kb.papers.to_csv()))
    assert list(read.arxiv) == ["arXiv:2210.10000", "arXiv:2401.00010"]
    assert [kb.papers[key].arxiv for key in read.key] == ["2210.10000", "2401.00010"]
    assert list(kb.papers.to_pandas().arxiv) == ["2210.10000", "2401.00010"]
    assert kb.find(read.arxiv[0]) == kb.papers["any2022text"]


def test_types_of_columns_do_not_depend_on_the_rows() -> None:
    frame, nothing = KB.models.to_pandas(), KB.models.filter(family="nothing").to_pandas()
    plain = [name for name in frame if str(frame[name].dtype) in {"Int64", "float64", "boolean", "bool"}]
    assert {"parameters", "compute", "architecture_layers", "architecture_gated_mlp"} <= set(plain)
    assert dict(frame[plain].dtypes) == dict(nothing[plain].dtypes)
    assert frame.loc["giant-7b", "architecture_layers"] == 32


def test_a_column_for_each_capability() -> None:
    frame = KB.frameworks.to_pandas()
    assert frame.loc["fast", "hardware_amd"] == "yes"
    assert frame.loc["slow", "hardware_amd"] == "unknown"
    cells = KB.compare("fast").to_pandas().set_index(["group", "word"])
    assert cells.loc[("hardware", "amd"), "checked"] == "2026-08-22"
    assert str(cells.loc[("hardware", "amd"), "url"]).startswith("https://github.com/example/fast/blob/")


def test_categories_know_their_parent_and_count_their_papers() -> None:
    frame = KB.taxonomy.to_pandas()
    assert frame.loc["weights", "parent"] == "quantization"
    assert frame.loc["quantization", "papers"] == len(KB.taxonomy["quantization"].papers)


def test_citations_of_a_part_of_the_graph_are_a_table_too() -> None:
    pair = KB.citations.subgraph(["author2022squeeze", "berg2019prune"])
    assert pair.to_records() == [
        {"citing": "author2022squeeze", "cited": "berg2019prune", "sources": ["example/squeeze:paper.bbl"]}
    ]


def test_records_print_themselves_in_a_line() -> None:
    assert repr(KB.papers["author2022squeeze"]) == "Paper(key='author2022squeeze', name='SQUEEZE')"
    assert len(repr(KB.results()[0])) < 400
    assert len(repr(KB.vocabulary)) < 2000
    assert len(repr(KB.corpus)) < 5000
    assert repr(KB.results().comparable(at_least=1)[0]).startswith("<Comparable: ")
    assert repr(PretrainedModel(id="small", name="Small")) == "PretrainedModel(id='small', name='Small')"


def test_records_name_themselves() -> None:
    squeeze, node = KB.papers["author2022squeeze"], KB.taxonomy["quantization"]
    assert squeeze in [KB.papers[squeeze], KB.papers.pick([squeeze, "berg2019prune"])["author2022squeeze"]]
    assert KB.taxonomy[node] is node
    assert KB.papers.filter(under=node) == KB.papers.filter(under="quantization")
    assert KB.related(squeeze) == KB.related("author2022squeeze")
    assert list(KB.compare(KB.frameworks["fast"]).frameworks) == [KB.frameworks["fast"]]
    assert list(KB.compare(["fast", "slow"]).frameworks) == list(KB.frameworks.values())
    assert list(KB.cited_by(KB.papers["berg2019prune"])) == ["author2022squeeze", "team2024cache"]


def test_filters_take_several_values() -> None:
    pruning, weights = KB.papers.filter(under="pruning"), KB.papers.filter(under="weights")
    assert set(KB.papers.filter(under=["pruning", KB.taxonomy["weights"]])) == {*pruning, *weights}
    both = KB.papers.filter(venue=["CONF", KB.venues["JOUR"]])
    assert {one.venue for one in both.values()} == {"CONF", "JOUR"}
    assert "author2022squeeze" in KB.papers.filter(author=["Author", "nobody at all"])
    assert len(KB.papers.filter(venue=[])) == 0


def test_what_is_no_key_is_named_in_one_line() -> None:
    with pytest.raises(effllm.UnknownPaper, match=r"no paper .*\['author2022squeeze'\]"):
        KB.papers[["author2022squeeze"]]  # type: ignore[call-overload]  # what people try
    assert ["author2022squeeze"] not in KB.papers  # type: ignore[comparison-overlap]  # as above
    with pytest.raises(ValueError, match="since is '2023'; it must be a year as a whole number: 2023"):
        KB.papers.filter(since="2023")  # type: ignore[arg-type]  # as above
    with pytest.raises(TypeError, match="author is 3; it must be a text"):
        KB.papers.filter(author=3)  # type: ignore[arg-type]  # as above
    with pytest.raises(effllm.UnknownLicense, match="no license 'MTI'; did you mean MIT"):
        KB.frameworks.filter(license="MTI")


def test_spellings_of_a_name_are_one_author() -> None:
    kb = knowledge_base(
        paper("a2024x", authors=("Zoë Müller", "Li Wei")),
        paper("b2024x", authors=("Zoe Muller",)),
        paper("c2024x", authors=("Zoë Müller",)),
    )
    first, second = kb.papers.authors()
    assert (first.name, first.spellings, len(first.papers)) == ("Zoë Müller", ("Zoë Müller", "Zoe Muller"), 3)
    assert (second.name, [one.key for one in second.papers]) == ("Li Wei", ["a2024x"])
    assert repr(first) == "<Author: Zoë Müller, 3 papers>"


def test_slices_and_sets_of_papers_are_papers() -> None:
    papers = KB.papers
    first = papers[:2]
    assert isinstance(first, effllm.Papers)
    assert list(first) == list(papers)[:2]
    rest = papers - first
    assert list(first | rest) == list(papers)
    assert len(first & rest) == 0
    assert list(papers & first) == list(first)
    assert len(papers.filter(since=2100)[:5]) == 0


@pytest.mark.parametrize("name", TABLES)
def test_every_collection_is_a_table_in_markdown(name: str) -> None:
    table = TABLES[name]
    lines = table.to_markdown().splitlines()
    assert len(lines) == len(table.to_records()) + 2
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1


def test_columns_of_markdown_are_chosen_and_signs_escaped() -> None:
    kb = knowledge_base(paper("any2024text", title="A | <b>"))
    assert kb.papers.to_markdown("key", "title") == "| key | title |\n| --- | --- |\n| any2024text | A \\| \\<b\\> |\n"
    assert kb.papers.to_markdown(["key", "title"]) == kb.papers.to_markdown("key", "title")
    with pytest.raises(ValueError, match="no column 'titel'; did you mean title"):
        kb.papers.to_markdown("titel")


def test_tables_of_papers_have_the_primary_category_and_the_link() -> None:
    frame = KB.papers.to_pandas()
    for key, one in KB.papers.items():
        assert frame.loc[key, "primary_category"] == one.primary_category
        assert frame.loc[key, "link"] == one.link or one.link is None
    assert "primary_category" in KB.papers.to_csv().partition("\n")[0].split(",")


@pytest.mark.parametrize(
    ("filtered", "name", "said"),
    [
        (KB.papers.filter, "category", "filter has no argument 'category'; did you mean under?"),
        (KB.papers.filter, "year", "did you mean since or until?"),
        (KB.papers.filter, "authors", "did you mean author?"),
        (KB.frameworks.filter, "features", "did you mean feature?"),
        (KB.models.filter, "company", "did you mean organization?"),
        (KB.hardware.filter, "company", "did you mean manufacturer?"),
        (KB.results().filter, "topic", "did you mean under?"),
        (KB.results().filter, "zzzz", "it has metric, bits"),
    ],
)
def test_a_filter_of_another_name_is_told_the_right_one(filtered: Callable[..., object], name: str, said: str) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        filtered(**{name: "any"})
