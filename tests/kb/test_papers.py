from __future__ import annotations

import copy
import pickle

import pytest

from effllm import UnknownCategory, UnknownPaper, UnknownVenue
from tests.factories import knowledge_base, paper

KB = knowledge_base()


def test_a_paper_is_found_by_its_key() -> None:
    assert KB.papers["author2022squeeze"].name == "SQUEEZE"
    assert "author2022squeeze" in KB.papers
    assert list(KB.papers) == ["author2022squeeze", "berg2019prune", "team2024cache", "unknown2021note"]


def test_a_former_key_still_finds_its_paper() -> None:
    assert KB.papers["author2022two"].key == "author2022squeeze"
    assert "author2022two" in KB.papers


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(UnknownPaper) as caught:
        KB.papers["autor2022sqeeze"]
    assert caught.value.value == "autor2022sqeeze"
    assert caught.value.suggestions == ["author2022squeeze"]
    assert str(caught.value) == "no paper 'autor2022sqeeze'; did you mean author2022squeeze?"
    assert isinstance(caught.value, KeyError)
    assert KB.papers.get("nothing") is None
    with pytest.raises(UnknownPaper, match=r"no paper '2210\.17323'; kb\.find takes ids, names and titles"):
        KB.papers["2210.17323"]


def test_an_unknown_key_reaches_the_caller_from_another_process() -> None:
    with pytest.raises(UnknownPaper) as caught:
        KB.papers["autor2022sqeeze"]
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):  # noqa: S301
        assert (type(again), str(again)) == (UnknownPaper, str(caught.value))
        assert (again.value, again.suggestions) == ("autor2022sqeeze", ["author2022squeeze"])


def test_papers_reach_another_process() -> None:
    some = pickle.loads(pickle.dumps(KB.papers.filter(since=2022)))  # noqa: S301 - as above
    assert some == KB.papers.filter(since=2022)
    assert list(some.search("squeeze", limit=1)) == ["author2022squeeze"]


def test_years_and_limits_may_be_numbers_of_a_data_frame() -> None:
    newest = KB.papers.to_pandas()["year"].max()
    assert KB.papers.filter(since=newest) == KB.papers.filter(since=int(newest))
    assert len(KB.papers.search("cache", limit=newest // newest)) == 1


def test_part_of_a_key_leads_to_the_keys_that_have_it() -> None:
    with pytest.raises(UnknownPaper) as caught:
        KB.papers["Squeeze"]
    assert caught.value.suggestions[0] == "author2022squeeze"


def test_papers_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        KB.papers["new"] = KB.papers["berg2019prune"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"under": "quantization"}, ["author2022squeeze", "team2024cache", "unknown2021note"]),
        ({"under": "kv-cache"}, ["team2024cache"]),
        ({"since": 2023}, ["author2022squeeze", "team2024cache"]),
        ({"until": 2021}, ["berg2019prune", "unknown2021note"]),
        ({"since": 2021, "until": 2023}, ["author2022squeeze", "unknown2021note"]),
        ({"venue": "CONF"}, ["author2022squeeze"]),
        ({"venue": "cnof"}, ["author2022squeeze"]),
        ({"author": "muller"}, ["author2022squeeze"]),
        ({"author": "Berg, Ludwig"}, ["berg2019prune"]),
        ({"has_code": True}, ["author2022squeeze"]),
        ({"has_code": False, "venue": "arXiv"}, ["team2024cache"]),
    ],
)
def test_filters(filters: dict[str, object], expected: list[str]) -> None:
    assert list(KB.papers.filter(**filters)) == expected  # type: ignore[arg-type]


def test_an_author_of_another_alphabet_is_found_and_no_other() -> None:
    kb = knowledge_base(
        paper("li2024x", authors=("李沐", "Ada Author")),
        paper("wu2024x", authors=("吴恩达",)),
        paper("ivanov2024x", authors=("Иван Петров", "Đặng Văn An")),
    )
    assert list(kb.papers.filter(author="李沐")) == ["li2024x"]
    assert list(kb.papers.filter(author="петров ИВАН")) == ["ivanov2024x"]
    assert list(kb.papers.filter(author="dang an")) == ["ivanov2024x"]
    assert list(kb.papers.filter(author="李")) == []


@pytest.mark.parametrize("author", ["", "  ", "???"])
def test_an_author_without_a_letter_is_an_error_not_every_paper(author: str) -> None:
    with pytest.raises(ValueError, match="it must be a name or a part of one"):
        KB.papers.filter(author=author)


def test_filters_chain() -> None:
    assert list(KB.papers.filter(under="compression").filter(since=2020).filter(has_code=True)) == ["author2022squeeze"]


def test_a_filter_with_an_unknown_word_is_an_error_not_an_empty_answer() -> None:
    with pytest.raises(UnknownCategory, match="did you mean pruning"):
        KB.papers.filter(under="prunning")
    with pytest.raises(UnknownVenue):
        KB.papers.filter(venue="Nowhere")
    with pytest.raises(UnknownVenue, match="no venue 5"):
        KB.papers.filter(venue=5)  # type: ignore[arg-type]


def test_what_is_no_text_is_no_venue() -> None:
    assert KB.venues.get(None) is None  # type: ignore[call-overload]
    assert 5 not in KB.venues  # type: ignore[comparison-overlap]
    assert "conf" in KB.venues


def test_an_argument_out_of_its_range_is_an_error_not_an_odd_answer() -> None:
    with pytest.raises(ValueError, match="has_code is 'yes'; it must be True or False, or None for either"):
        KB.papers.filter(has_code="yes")  # type: ignore[arg-type]
    odd: object
    for odd in ([], 1):
        with pytest.raises(ValueError, match="it must be True or False, or None"):
            KB.papers.filter(has_code=odd)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="limit is -1; it must be 0 or more"):
        KB.papers.search("cache", limit=-1)
    with pytest.raises(ValueError, match="limit is -1"):
        KB.related("team2024cache", limit=-1)
    assert list(KB.papers.search("cache", limit=0)) == []
    assert KB.related("team2024cache", limit=0) == []


def test_sorting_by_several_fields() -> None:
    kb = knowledge_base(
        paper("b2024x", title="Zeta"), paper("a2024x", title="émile"), paper("c2020x", title="Alpha", year=2020)
    )
    assert list(kb.papers.sort("-year", "title")) == ["a2024x", "b2024x", "c2020x"]
    assert list(kb.papers.sort("year")) == ["c2020x", "b2024x", "a2024x"]


def test_papers_without_a_value_sort_last_either_way() -> None:
    assert next(iter(KB.papers.sort("name"))) == next(iter(KB.papers.sort("-name"))) == "author2022squeeze"
    with pytest.raises(ValueError, match="cannot sort by 'color'"):
        KB.papers.sort("color")


def test_plain_records_have_every_field() -> None:
    records = KB.papers.to_records()
    assert records[3]["authors"] == []
    assert records[3]["arxiv"] is None
    assert {frozenset(record) for record in records} == {frozenset(records[0])}


def test_a_data_frame_has_the_keys_as_index() -> None:
    frame = KB.papers.to_pandas()
    assert frame.loc["berg2019prune", "year"] == 2019
    nothing = KB.papers.filter(since=2030).to_pandas()
    assert len(nothing[nothing.year > 2020]) == 0
    assert (list(nothing.columns), nothing.index.name) == (list(frame.columns), "key")


def test_records_can_stand_in_sets() -> None:
    papers, again = KB.papers.values(), knowledge_base().papers.values()
    assert len({*papers, *again}) == len(KB.papers)
    assert len(set(KB.frameworks.values())) == len(KB.frameworks)
    assert len(set(KB.models.values())) == len(KB.models)
