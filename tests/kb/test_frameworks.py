from __future__ import annotations

import pytest

from effllm import UnknownFramework, UnknownGroup, UnknownModel, UnknownWord
from tests.factories import knowledge_base

KB = knowledge_base()


def test_a_cell_carries_value_source_and_date() -> None:
    cell = KB.frameworks["fast"].supports.inference
    assert cell.value == "yes"
    assert cell.checked == "2026-08-22"
    assert cell.source is not None
    assert (cell.source.repository, cell.source.path, cell.source.line) == ("example/fast", "README.md", 4)
    commit = "0123456789abcdef0123456789abcdef01234567"
    assert cell.source.commit == commit
    assert cell.source.url == f"https://github.com/example/fast/blob/{commit}/README.md#L4"


def test_what_nobody_looked_for_is_unknown_not_no() -> None:
    assert KB.frameworks["slow"].supports.serving.value == "unknown"
    assert KB.frameworks["fast"].supports.serving.value == "no"
    assert KB.frameworks["slow"].cell("features", "paged-kv-cache").value == "unknown"


def test_a_misspelt_group_or_word_is_an_error_that_names_the_nearest() -> None:
    fast = KB.frameworks["fast"]
    with pytest.raises(UnknownGroup, match="no group of words 'feature'; did you mean features"):
        fast.cell("feature", "paged-kv-cache")
    with pytest.raises(UnknownGroup):
        fast.cell("metrics", "latency")
    with pytest.raises(UnknownWord, match="'fine-tuning'; did you mean fine_tuning"):
        fast.cell("supports", "fine-tuning")
    with pytest.raises(UnknownWord):
        fast.cell("supports", "to_dict")
    assert fast.cell("supports", "fine_tuning").value == "unknown"
    with pytest.raises(UnknownGroup, match="did you mean hardware"):
        KB.vocabulary.group("hardwear")
    with pytest.raises(UnknownWord, match="'paged-kvcache'; did you mean paged-kv-cache"):
        KB.vocabulary.group("features")["paged-kvcache"]
    assert KB.vocabulary.group("features").get("paged-kvcache") is None


def test_filters_take_only_what_is_known() -> None:
    assert list(KB.frameworks.filter(feature="paged-kv-cache", hardware="amd", active=True)) == ["fast"]
    assert list(KB.frameworks.filter(active=False)) == ["slow"]
    assert list(KB.frameworks.filter(supports="serving")) == []
    assert list(KB.frameworks.filter(license="mit")) == ["fast"]
    assert list(KB.frameworks.filter(status="archived")) == ["slow"]
    with pytest.raises(UnknownWord, match="did you mean paged-kv-cache"):
        KB.frameworks.filter(feature="paged-kv")
    with pytest.raises(ValueError, match="active is 'yes'; it must be True or False"):
        KB.frameworks.filter(active="yes")  # type: ignore[arg-type]


def test_a_comparison_has_a_row_for_every_word() -> None:
    comparison = KB.compare("slow", "fast")
    assert [framework.id for framework in comparison.frameworks] == ["slow", "fast"]
    assert [row.word.id for row in comparison] == ["inference", "serving", "tensor", "amd", "paged-kv-cache"]
    assert [row.cells["fast"].value for row in comparison] == ["yes", "no", "unknown", "yes", "yes"]
    assert {row.cells["slow"].value for row in comparison} == {"unknown"}
    assert len(KB.compare().frameworks) == 2


def test_unknown_names_name_the_nearest() -> None:
    with pytest.raises(UnknownFramework, match="did you mean fast"):
        KB.compare("fats")
    with pytest.raises(UnknownModel, match="did you mean giant"):
        KB.models["gaint"]


def test_accelerator_hours_are_the_product_where_they_are_not_printed() -> None:
    assert KB.models["giant"].total_accelerator_hours == 1920
