"""What is around the field is counted apart, and is not among the latest papers."""

from __future__ import annotations

import pytest

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.records import Category, Corpus
from tests.factories import VENUES, VOCABULARY, paper

BRANCH = Category(
    id="models",
    name="Models",
    summary="Models.",
    survey=True,
    children=(
        Category(id="weights", aliases=("bits",), name="Weights", summary="Fewer bits.", survey=True),
        Category(
            id="base",
            name="Base",
            summary="What others start from.",
            survey=False,
            around=True,
            children=(Category(id="small", name="Small", summary="Small ones.", survey=False),),
        ),
    ),
)
PAPERS = (
    paper("author2022slim", title="Slim weights", arxiv="2201.00001"),
    paper("author2023thin", title="Thin weights", arxiv="2301.00001", categories=("weights", "small")),
    paper("author2024base", title="A base model", arxiv="2401.00001", categories=("small", "weights")),
)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return site.all_pages(
        KnowledgeBase(Corpus(papers=PAPERS, branches=(BRANCH,), venues=VENUES, vocabulary=VOCABULARY))
    )


def test_the_home_page_counts_apart_and_lists_the_field(made: dict[str, str]) -> None:
    assert "<b>3</b> papers" in made["index.md"]
    assert "1 of them is around the field" in made["index.md"]
    newest = made["index.md"].partition('id="newest"')[2].partition("</section>")[0]
    assert "Thin weights" in newest
    assert "A base model" not in newest


def test_categories_say_how_many_are_around(made: dict[str, str]) -> None:
    assert "2 papers of the field, 1 around it" in made["taxonomy/index.md"]
    assert "2 papers of the field, 1 around it" in made["taxonomy/weights.md"]
    assert "It is around the field: its papers are counted apart." in made["taxonomy/small.md"]
    assert "around the field" not in made["taxonomy/weights.md"]


def test_feeds_have_the_papers_of_the_field(made: dict[str, str]) -> None:
    for feed in ("feed.xml", "taxonomy/models/feed.xml"):
        assert "Thin weights" in made[feed]
        assert "A base model" not in made[feed]


def test_an_old_address_leads_to_the_category(made: dict[str, str]) -> None:
    assert 'href="../weights/"' in made["taxonomy/bits/index.html"]
