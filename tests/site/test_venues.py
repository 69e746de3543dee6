"""Papers by venue and by author, as static pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.records import Corpus, Venue
from effllm.site.pages.authors import people
from effllm.site.view import View
from tests.factories import BRANCH, VENUES, knowledge_base, paper
from tests.site.outline import Outline, body, broken_links, faulty_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest


def links(text: str) -> set[str]:
    return set(Outline(body(text)).links)


def test_every_paper_stands_on_the_page_of_its_venue(kb: KnowledgeBase, pages: Mapping[str, str]) -> None:
    slugs = {"CONF": "conf", "JOUR": "jour", "arXiv": "arxiv", "Web": "web"}
    for one in kb.papers.values():
        assert f"../../papers/{one.key}/" in links(pages[f"venues/{slugs[one.venue]}.md"])
        assert f"../../venues/{slugs[one.venue]}/#y{one.year}" in links(pages[f"papers/{one.key}.md"])
    used = {one.venue for one in kb.papers.values()}
    assert f"{len(used)} venues" in pages["venues/index.md"]
    assert f"../venues/jour/#y{kb.papers['berg2019prune'].year}" in links(pages["venues/index.md"])


def test_venues_of_like_names_have_pages_of_their_own() -> None:
    venues = tuple(Venue(id=name, name=name, kind="workshop") for name in ("A-B", "A B", "A.B", "***", "Index"))
    papers = tuple(paper(f"author2024n{number}", venue=venue.id) for number, venue in enumerate(venues))
    kb = KnowledgeBase(Corpus(papers=papers, branches=(BRANCH,), venues=venues))
    assert list(View(kb).slugs.values()) == ["a-b", "a-b--2", "a-b--3", "venue", "venue--2"]
    pages = site.all_pages(kb)
    assert "5 venues" in pages["venues/index.md"]
    assert broken_links(pages) == []
    assert faulty_pages(pages) == []


def test_a_very_long_page_of_a_venue_says_where_the_rest_is(monkeypatch: pytest.MonkeyPatch, kb: KnowledgeBase) -> None:
    monkeypatch.setattr("effllm.site.view.LISTED", 3)
    pages = site.all_pages(kb)
    assert pages["venues/conf.md"].count('class="ef-entry"') == 3
    assert "The latest 3 of " in pages["venues/conf.md"]
    assert broken_links(pages) == []


def test_only_names_with_other_papers_are_links(pages: Mapping[str, str]) -> None:
    text = pages["papers/author2022squeeze.md"]
    assert '<a href="../../authors/aut/#ada-author">Ada Author</a>, Łukasz Müller-Nowak, Marwa El Halabi' in text


def test_a_name_is_one_whatever_its_accents() -> None:
    kb = knowledge_base(
        paper("mueller2022a", authors=("Łukasz Müller-Nowak", "Ben Builder")),
        paper("mueller2023b", authors=("Lukasz Muller-Nowak",)),
        paper("mueller2024c", authors=("Łukasz Müller-Nowak", "\u674e\u96f7")),
        paper("mueller2025d", authors=("\u674e\u96f7",)),
    )
    found = people(kb.papers.values())
    assert set(found) == {"Łukasz Müller-Nowak", "Lukasz Muller-Nowak", "\u674e\u96f7"}
    person = found["Lukasz Muller-Nowak"]
    assert (person.name, person.page) == ("Łukasz Müller-Nowak", "authors/mul/#lukasz-muller-nowak")
    assert [one.key for one in person.papers] == ["mueller2022a", "mueller2023b", "mueller2024c"]
    pages = site.all_pages(kb)
    assert {"authors/m.md", "authors/mul.md", "authors/other.md"} <= set(pages)
    assert broken_links(pages) == []


def test_authors_stand_by_family_name() -> None:
    names = ("Ludwig van der Berg", "Zoe Abel", "Ada Author", "Bo Abel")
    kb = knowledge_base(paper("author2022a", authors=names), paper("author2023b", authors=names))
    pages = site.all_pages(kb)
    assert pages["authors/abe.md"].index("Bo Abel") < pages["authors/abe.md"].index("Zoe Abel")
    assert pages["authors/a.md"].index("authors/abe/") < pages["authors/a.md"].index("authors/aut/")
    assert "Ludwig van der Berg" in pages["authors/van.md"]


def test_people_of_a_page_that_grows_too_large_are_parted_by_given_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("effllm.site.pages.authors.ROOM", 1_500)
    names = ("Yu Zhang", "Yuan Zhao", "Yi Zhang", "Ada Zhang", "Zhang", "Y. Zhang", "Weinan E")
    kb = knowledge_base(paper("zhang2022a", authors=names), paper("zhang2023b", authors=names))
    pages = site.all_pages(kb)
    groups = {"zha-a", "zha-other", "zha-yi", "zha-yu", "zha-y-other", "e-w"}
    assert {path for path in pages if path.startswith("authors/")} == {
        *(f"authors/{group}.md" for group in groups),
        *(f"authors/{above}.md" for above in ("index", "e", "z", "zha", "zha-y")),
    }
    assert "Yuan Zhao" in pages["authors/zha-yu.md"]
    assert all(f"authors/{group}/" in pages["authors/zha.md"] for group in groups - {"e-w"})
    assert broken_links(pages) == []
    assert faulty_pages(pages) == []


def test_of_many_papers_of_one_name_the_newest_are_listed() -> None:
    kb = knowledge_base(*(paper(f"author2024p{number}", authors=("Ada Author",)) for number in range(23)))
    text = site.all_pages(kb)["authors/aut.md"]
    assert text.count('<li><a href="../../papers/author2024p') == 20
    assert '<a href="../../papers/?author=Ada%20Author">and 3 more papers</a>' in text


def test_without_papers_there_is_nobody() -> None:
    pages = site.all_pages(KnowledgeBase(Corpus(branches=(BRANCH,), venues=VENUES)))
    assert "0 authors" in pages["authors/index.md"]
    assert "0 venues" in pages["venues/index.md"]
    assert faulty_pages(pages) == []
