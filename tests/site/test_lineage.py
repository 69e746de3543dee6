"""The small picture of a paper's lineage."""

from __future__ import annotations

import re

from effllm.site.charts import lineage
from effllm.site.view import View
from tests.factories import knowledge_base, paper
from tests.site.outline import Outline

MANY = [paper(f"many20{10 + number}paper", year=2010 + number) for number in range(13)]


def drawn(*papers: object, key: str) -> str:
    view = View(knowledge_base(*papers))  # type: ignore[arg-type]
    return str(lineage.picture(view, view.kb.papers[key], "../../"))


def test_it_links_what_is_cited_and_what_cites() -> None:
    view = View(knowledge_base())
    outline = Outline(str(lineage.picture(view, view.kb.papers["author2022squeeze"], "../../")))
    assert outline.links == ["../../papers/berg2019prune/", "../../papers/team2024cache/"]
    assert "A Simple Way to Prune & Keep 50% of the Weights (2019)" in outline.texts["title"]
    assert not outline.unbalanced


def test_a_paper_without_citations_has_none() -> None:
    view = View(knowledge_base())
    assert lineage.picture(view, view.kb.papers["unknown2021note"], "") == ""


def test_very_many_are_cut_with_a_link_to_the_list() -> None:
    citing = paper("citing2024paper", cites=tuple(one.key for one in MANY), references="full")
    outline = Outline(drawn(citing, *MANY, key="citing2024paper"))
    assert len([link for link in outline.links if link.startswith("../../papers/")]) == lineage.SHOWN
    assert outline.links[-1] == "#cites"
    assert "and 3 more" in outline.texts["text"]
    assert "none known here" in outline.texts["text"]


def test_of_many_the_most_cited_are_shown() -> None:
    citing = paper("citing2024paper", cites=tuple(one.key for one in MANY), references="full")
    fans = [paper(f"fan202{number}paper", cites=("many2018paper",), references="full") for number in range(3)]
    assert "../../papers/many2018paper/" in Outline(drawn(citing, *fans, *MANY, key="citing2024paper")).links


def test_papers_of_the_same_part_of_the_taxonomy_come_before_famous_ones() -> None:
    near = paper("near2005paper", categories=("pruning",))
    cites = (*(one.key for one in MANY), near.key)
    citing = paper("citing2024paper", cites=cites, references="full", categories=("pruning",))
    fans = [paper(f"fan202{number}paper", cites=cites[:-1], references="full") for number in range(3)]
    assert "../../papers/near2005paper/" in Outline(drawn(citing, near, *fans, *MANY, key="citing2024paper")).links


def test_a_loop_is_shown_once_and_marked() -> None:
    one = paper("one2022paper", cites=("two2023paper",), references="full")
    two = paper("two2023paper", cites=("one2022paper",), references="full")
    outline = Outline(drawn(one, two, key="one2022paper"))
    assert outline.links == ["../../papers/two2023paper/"]
    assert "each cites the other" in outline.texts["title"][0]
    assert outline.texts["text"][2].endswith("⇄")


def test_a_list_that_was_not_read_is_no_empty_list(pages: dict[str, str]) -> None:
    cited, read = pages["papers/berg2019prune.md"], pages["papers/author2022squeeze.md"]
    assert "list not read" in cited
    assert "Its reference list was not read, so what it builds on is not known here." in cited
    assert "Only part of its reference list was read." in read
    assert re.search(r'href="../../graph/\?paper=berg2019prune"', cited)
    assert "lineage" not in pages["papers/unknown2021note.md"]


def test_names_are_text_and_short() -> None:
    bad = paper("bad2020paper", title='<script>alert("1")</script> & a very long title that goes on')
    text = drawn(bad, paper("citing2024paper", cites=("bad2020paper",), references="full"), key="citing2024paper")
    assert "<script>" not in text
    assert '…<tspan class="year"> 2024</tspan></text>' in text


def test_a_long_name_is_cut_less_where_there_is_room() -> None:
    long = "A Title of Exactly So Many Words that It Must Be Cut Everywhere"
    citing = paper("citing2024paper", title="Short", cites=("long2020paper",), references="full")
    cited = paper("long2020paper", title=long, year=2020)
    texts = Outline(drawn(citing, cited, key="citing2024paper")).texts
    shown = [text.removesuffix(" 2020") for text in texts["text"] if text.startswith("A Title")]
    assert all(len(text) <= room for text, room in zip(shown, (lineage.LETTERS, lineage.MORE_LETTERS), strict=True))
    assert all(long.startswith(text.removesuffix("…")) for text in shown)
    assert len(shown[0]) < len(shown[1]) < len(long)
