from __future__ import annotations

import pytest

from effllm import UnknownCategory
from effllm.kb.taxonomy import Taxonomy
from effllm.records import Category
from tests.factories import knowledge_base

KB = knowledge_base()


def test_a_category_knows_its_place() -> None:
    node = KB.taxonomy["quantization"]
    assert node.name == "Quantization"
    assert node.parent is KB.taxonomy["compression"]
    assert [child.id for child in node.children] == ["weights", "kv-cache"]
    assert [above.id for above in KB.taxonomy["weights"].ancestors] == ["compression", "quantization"]
    assert [step.id for step in KB.taxonomy["weights"].path] == ["compression", "quantization", "weights"]
    assert [below.id for below in KB.taxonomy["compression"].descendants] == [
        "quantization",
        "weights",
        "kv-cache",
        "pruning",
    ]
    assert not node.is_leaf
    assert KB.taxonomy["pruning"].is_leaf


def test_iteration_follows_the_tree() -> None:
    assert list(KB.taxonomy) == ["compression", "quantization", "weights", "kv-cache", "pruning"]
    assert [root.id for root in KB.taxonomy.roots] == ["compression"]
    assert [leaf.id for leaf in KB.taxonomy.leaves] == ["weights", "kv-cache", "pruning"]


def test_papers_of_a_branch_count_once() -> None:
    assert list(KB.taxonomy["quantization"].papers) == ["author2022squeeze", "team2024cache", "unknown2021note"]
    assert len(KB.taxonomy["compression"].papers) == len(KB.papers)


def test_an_alias_finds_the_category() -> None:
    assert KB.taxonomy["trimming"] is KB.taxonomy["pruning"]
    assert "trimming" in KB.taxonomy
    assert "trimming" not in list(KB.taxonomy)
    assert list(KB.papers.filter(under="trimming")) == list(KB.taxonomy["pruning"].papers)


def test_what_is_around_the_field_is_so_with_all_below() -> None:
    branch = Category(
        id="base",
        name="Base",
        summary="Models.",
        survey=False,
        children=[
            Category(
                id="models",
                name="Models",
                summary="Models.",
                survey=False,
                around=True,
                children=[Category(id="small", name="Small", summary="Small ones.", survey=False)],
            )
        ],
    )
    taxonomy = Taxonomy([branch], KB)
    assert [node.around for node in taxonomy.values()] == [False, True, True]


def test_a_name_finds_the_category_and_reading_list_too() -> None:
    assert KB.taxonomy["kv cache quantization"] is KB.taxonomy["kv-cache"]
    assert list(KB.papers.filter(under="KV-Cache Quantization")) == list(KB.papers.filter(under="kv-cache"))
    one = next(iter(KB.reading_lists.values()))
    assert KB.reading_lists[one.name.upper()] is one


def test_several_words_are_looked_for_in_any_place() -> None:
    with pytest.raises(UnknownCategory, match="no category 'kv ache'; did you mean kv-cache"):
        KB.taxonomy["kv ache"]


def test_an_unknown_category_names_the_nearest() -> None:
    with pytest.raises(UnknownCategory, match="did you mean weights"):
        KB.taxonomy["wieghts"]
