"""Public lists as pages and as data, and the lists that name a paper on its page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.records import Elsewhere
from tests.factories import PUBLIC_LIST, knowledge_base
from tests.site.outline import Outline, body

if TYPE_CHECKING:
    from effllm.records import PublicList

ADDRESS = "https://github.com/example/awesome-thin/tree/0123456789ab"


def with_list(one: PublicList) -> dict[str, str]:
    corpus = knowledge_base().corpus
    return site.all_pages(KnowledgeBase(corpus.model_copy(update={"lists": (one,)})))


def test_each_list_stands_with_date_entries_and_what_it_has_and_lacks(pages: dict[str, str], kb: KnowledgeBase) -> None:
    html = body(pages["lists/index.md"])
    lacks = len(kb.lists.lacking("awesome-thin"))
    cells = "".join(f'<td class="ef-number">{number}</td>' for number in ("1,200", 1, lacks))
    assert f'<td class="ef-date">2024-05-06</td>{cells}' in html
    assert "Awesome &lt;thin&gt; Models" in html
    assert "They name 1 of the" in html


def test_the_page_of_a_list_leads_to_its_repository_and_to_what_it_lacks(pages: dict[str, str]) -> None:
    outline = Outline(body(pages["lists/awesome-thin.md"]))
    assert PUBLIC_LIST.url in outline.links
    assert {"../../papers/?in=quantization", "../../papers/?in=pruning"} <= set(outline.links)
    html = body(pages["lists/awesome-thin.md"])
    lacks, names = html.split('<section id="names">')
    assert "papers/author2022squeeze/" not in lacks
    assert "papers/berg2019prune/" in lacks
    assert "papers/author2022squeeze/" in names


def test_the_papers_cited_most_here_come_first_among_those_that_a_list_lacks(pages: dict[str, str]) -> None:
    lacks = body(pages["lists/awesome-thin.md"]).partition("What it lacks of its scope")[2]
    assert 0 < lacks.index("papers/berg2019prune/") < lacks.index("papers/team2024cache/")


def test_a_list_that_lacks_nothing_or_names_nothing_says_so() -> None:
    all_named = with_list(PUBLIC_LIST.model_copy(update={"papers": tuple(knowledge_base().papers)}))
    assert "It names every paper here" in all_named["lists/awesome-thin.md"]
    assert "None yet." in with_list(PUBLIC_LIST.model_copy(update={"papers": ()}))["lists/awesome-thin.md"]


def test_a_paper_says_which_lists_name_it(pages: dict[str, str]) -> None:
    named = body(pages["papers/author2022squeeze.md"])
    assert "<summary>Named by 1 public list</summary>" in named
    assert ADDRESS in Outline(named).links
    assert "public list" not in body(pages["papers/berg2019prune.md"])


def test_lists_as_data(pages: dict[str, str]) -> None:
    (one,) = json.loads(pages["api/v1/lists.json"])["lists"]
    assert (one["page"], one["papers"]) == ("lists/awesome-thin/", ["author2022squeeze"])
    assert json.loads(pages["api/v1/papers/author2022squeeze.json"])["lists"] == ["awesome-thin"]


def test_a_category_says_how_much_of_what_lists_name_it_holds() -> None:
    named = (Elsewhere(title="Even <thinner>", at="arXiv:2312.00009"),)
    pages = with_list(PUBLIC_LIST.model_copy(update={"elsewhere": named}))
    html = body(pages["taxonomy/compression.md"])
    assert "Holds 1 of the 2 papers of the field that 1 public list on this topic names" in html
    assert '<a href="https://arxiv.org/abs/2312.00009" rel="noopener">Even &lt;thinner&gt;</a>' in html
    assert "Even &lt;thinner&gt;" in body(pages["lists/awesome-thin.md"]).partition('id="elsewhere"')[2]


def test_a_category_that_no_list_is_about_says_so() -> None:
    html = body(site.all_pages(knowledge_base())["taxonomy/pruning.md"])
    assert "nothing says how complete it is; lists name 0 papers of its 1" in html
    assert '<a href="../../taxonomy/compression/">Compression</a> has lists of its own.' in html
