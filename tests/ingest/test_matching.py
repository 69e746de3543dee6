from __future__ import annotations

import pytest

import effllm
from effllm.ingest import Listed, Match, Matcher, extended
from effllm.ingest.list_files import read_bbl
from effllm.ingest.reference_entry import described
from tests.checkouts import BASE
from tests.factories import paper
from tests.ingest.lists import BIBER, IEEE, NATBIB

KB = effllm.load(BASE)
MATCHER = Matcher(KB.papers.values())
THIN = "Thin Models for Thick Questions"


def match(title: str = "", *authors: str, text: str = "", **ids: str) -> Match:
    return MATCHER.match(Listed(described(title, authors, ids), text))


def key(found: Match) -> str | None:
    return found.paper.key if found.paper else None


@pytest.mark.parametrize(
    ("ids", "found", "how"),
    [
        ({"arxiv": "2205.00002"}, "builder2022thin", "arXiv id"),
        ({"doi": "10.1000/BRIEF.1"}, "coder2023brief", "DOI"),
        ({"doi": "10.18653/v1/2023.findings-acl.1"}, "coder2023brief", "DOI"),
        ({"acl": "2023.findings-acl.1"}, "coder2023brief", "Anthology id"),
        ({"openreview": "Ab3dEf7hIj"}, "author2023slim", "OpenReview id"),
        ({"arxiv": "2205.99999"}, None, ""),
    ],
)
def test_by_id(ids: dict[str, str], found: str | None, how: str) -> None:
    result = match(**ids)
    assert (key(result), result.how) == (found, how)


def test_an_id_needs_no_author_and_forgives_a_title_that_changed() -> None:
    assert key(match("SLIM: A Slender Model of Language", arxiv="2311.00001")) == "author2023slim"


def test_an_id_under_a_quite_different_title_is_told() -> None:
    result = match("Quantum Gravity in Twelve Dimensions", arxiv="2205.00002")
    assert result.paper is None
    assert result.how == f"its arXiv id 2205.00002 is that of another title, {THIN}"


@pytest.mark.parametrize("author", ["Cleo Coder", "C. Coder", "Coder", "Coder, Cleo", "Dag Overgard", "D. Øvergård"])
def test_by_title_and_author(author: str) -> None:
    assert key(match("thin models for thick  questions", author)) == "builder2022thin"


def test_never_by_title_alone() -> None:
    assert match(THIN).how == "its title is that of builder2022thin, but it names no author"
    result = match(THIN, "Sam Stranger")
    assert (result.paper, result.how) == (None, "its title is that of builder2022thin, but it has other authors")
    assert match("Wide Models on Invented Hardware", "Sam Stranger").paper is None
    assert match("SlimNet", "Ada Author").paper is None


@pytest.mark.parametrize(("year", "found"), [(2021, None), (2022, "builder2022thin"), (2023, None)])
def test_without_an_author_the_year_decides(year: int, found: str | None) -> None:
    assert key(MATCHER.match(Listed(described(THIN, (), {}, year)))) == found


def test_a_preprint_is_cited_with_its_own_year_or_that_of_its_venue() -> None:
    title = "SLIM: A Slim Model of Invented Language"  # of 2023 on arXiv, of 2024 at ICLR
    found = {year: key(MATCHER.match(Listed(described(title, (), {}, year)))) for year in range(2022, 2026)}
    assert found == {2022: None, 2023: "author2023slim", 2024: "author2023slim", 2025: None}


def test_an_id_and_a_title_of_two_papers_tell_nothing() -> None:
    result = match(THIN, "Ben Builder", arxiv="2311.00001")
    assert result.paper is None
    said = "its arXiv id 2311.00001 is that of author2023slim, its title that of builder2022thin"
    assert result.how == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"B. Builder, C. Coder. {THIN}. CoRR, 2022.", "builder2022thin"),
        (f'Builder, B., et al.: "{THIN}," in Proc. X', "builder2022thin"),
        (f"{THIN}. Ben Builder. 2022", "builder2022thin"),
        (f"S. Stranger. {THIN}. 2022.", None),
        (f"C. Coder. Beyond {THIN}. 2022.", None),
        (f"C. Coder. {THIN} and Thin Answers. 2022.", None),
        (f"C. Coder. Ultra-{THIN}. 2022.", None),
    ],
)
def test_a_title_inside_a_text_stands_whole_behind_an_author(text: str, found: str | None) -> None:
    assert key(match(text=text)) == found


def test_of_two_titles_the_longer_one_is_meant() -> None:
    matcher = Matcher(
        [paper("author2020a", title="On Small Models"), paper("author2021b", title="Again: On Small Models")]
    )
    found = matcher.match(Listed(described("", (), {}), "A. Author. Again: On Small Models. 2021."))
    assert key(found) == "author2021b"


def test_whole_lists() -> None:
    assert [key(MATCHER.match(e)) for e in read_bbl(NATBIB).entries] == ["builder2022thin", "coder2023brief", None]
    assert [key(MATCHER.match(e)) for e in read_bbl(IEEE).entries] == ["author2023slim", None]
    assert [key(MATCHER.match(e)) for e in read_bbl(BIBER).entries] == ["builder2022thin", "author2023slim"]


def test_a_record_only_gains() -> None:
    before = paper("doe2024a", cites=("roe2020b",), references="full", sources={"cites": "example/a:a.bbl"})
    after = extended(before, ["poe2020a", "doe2024a"], whole=False, source="https://openalex.org/W1")
    assert (after.cites, after.references) == (("poe2020a", "roe2020b"), "full")
    assert after.sources["cites"] == ("example/a:a.bbl", "https://openalex.org/W1")
    assert extended(after, ["roe2020b"], whole=True, source="elsewhere") is after
    first = extended(paper("doe2024a"), [], whole=True, source="a.bbl")
    assert (first.cites, first.references, first.sources) == ((), "full", {"cites": "a.bbl"})
