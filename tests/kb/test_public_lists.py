from __future__ import annotations

import pytest

from effllm import UnknownCategory, UnknownPaper, UnknownPublicList
from effllm.kb import KnowledgeBase
from effllm.records import Elsewhere
from tests.factories import PUBLIC_LIST, knowledge_base, paper

KB = knowledge_base()


def test_lists_that_name_a_paper() -> None:
    assert KB.lists.naming("author2022squeeze") == KB.lists.naming("author2022two") == [PUBLIC_LIST]
    assert KB.lists.naming("berg2019prune") == []
    with pytest.raises(UnknownPaper):
        KB.lists.naming("nobody2020nothing")


def test_a_list_lacks_what_is_in_its_scope_or_below() -> None:
    assert list(KB.lists.named("awesome-thin")) == ["author2022squeeze"]
    lacking = KB.lists.lacking("awesome-thin")
    below = KB.papers.filter(under="quantization").keys() | KB.papers.filter(under="pruning").keys()
    assert set(lacking) == below - {"author2022squeeze"}
    assert list(lacking) == [key for key in KB.papers if key in lacking]


def test_papers_that_are_not_here_are_left_out() -> None:
    kb = knowledge_base(paper("doe2024other", categories=("pruning",)))
    assert list(kb.lists.named("awesome-thin")) == []
    assert list(kb.lists.lacking("awesome-thin")) == ["doe2024other"]


def test_unknown_names_are_told() -> None:
    with pytest.raises(UnknownPublicList, match="did you mean awesome-thin"):
        KB.lists["awsome-thin"]
    odd = PUBLIC_LIST.model_copy(update={"scope": ("prunning",)})
    with pytest.raises(UnknownCategory):
        KnowledgeBase(KB.corpus.model_copy(update={"lists": (odd,)})).lists.lacking("awesome-thin")


def test_its_address_is_that_of_the_commit() -> None:
    assert PUBLIC_LIST.url == f"https://github.com/example/awesome-thin/tree/{PUBLIC_LIST.commit}"


def test_what_a_list_names_is_counted_until_it_comes_in() -> None:
    named = (
        Elsewhere(title="Squeeze, with a Title of the List's Own", at="arXiv:2210.00001"),
        Elsewhere(title="A Simple Way to Prune & Keep 50% of the Weights", at="https://example.org/prune"),
        Elsewhere(title="Even Thinner", at="arXiv:2312.00009"),
    )
    one = PUBLIC_LIST.model_copy(update={"elsewhere": named})
    other = one.model_copy(update={"id": "other", "repo": "example/other", "papers": ()})
    kb = KnowledgeBase(knowledge_base().corpus.model_copy(update={"lists": (one, other)}))
    assert [paper.title for paper in kb.lists.elsewhere("awesome-thin")] == ["Even Thinner"]
    found = kb.lists.coverage("compression")
    assert [one.id for one in found.lists] == ["awesome-thin", "other"]
    assert list(found.here) == ["author2022squeeze"]
    assert [paper.title for paper in found.elsewhere] == ["Even Thinner"]
    with pytest.raises(UnknownCategory):
        kb.lists.coverage("nothing")


def test_a_list_that_covers_much_more_than_a_topic_says_nothing_of_it() -> None:
    kb = knowledge_base()
    inside = {one: len(kb.taxonomy[one].paper_keys) for one in ("quantization", "pruning")}
    small = min(inside, key=inside.__getitem__)
    assert inside[small] * 2 <= sum(inside.values())
    assert kb.lists.coverage(small).lists == ()
