from __future__ import annotations

from datetime import date

import pytest

from effllm import UnknownFramework, UnknownGroup, UnknownModel, UnknownWord
from effllm.kb.counts import framework_cells
from effllm.records import Cell
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


def test_filters_take_several_values() -> None:
    several = KB.frameworks.filter(supports="inference", hardware=["amd"], feature=("paged-kv-cache",))
    assert list(several) == ["fast"]
    assert list(KB.frameworks.filter(supports=["inference", "serving"])) == []
    assert list(KB.frameworks.filter(supports=[])) == ["fast", "slow"]
    assert list(KB.frameworks.filter(kind="trainer")) == ["slow"]
    assert list(KB.frameworks.filter(kind=["trainer", "serving-engine"], license=["MIT", "BSD"])) == ["fast"]
    assert list(KB.frameworks.filter(status={"active", "archived"})) == ["fast", "slow"]
    with pytest.raises(UnknownWord, match="did you mean trainer"):
        KB.frameworks.filter(kind=["serving-engine", "trainr"])


def test_words_are_found_by_their_names() -> None:
    assert list(KB.frameworks.filter(feature="Paged KV-cache", kind="Serving Engine")) == ["fast"]


def test_a_framework_yields_the_cells_that_it_holds() -> None:
    cells = {(group, word): cell.value for group, word, cell in KB.frameworks["fast"].cells()}
    assert cells["hardware", "amd"] == "yes"
    assert cells["supports", "serving"] == "no"
    assert ("parallelism", "tensor") not in cells


def test_a_comparison_has_a_row_for_every_word() -> None:
    comparison = KB.compare("slow", "fast")
    assert [framework.id for framework in comparison.frameworks] == ["slow", "fast"]
    assert [row.word.id for row in comparison] == ["inference", "serving", "tensor", "amd", "paged-kv-cache", "windows"]
    assert [row.cells["fast"].value for row in comparison] == ["yes", "no", "unknown", "yes", "yes", "unknown"]
    assert {row.cells["slow"].value for row in comparison} == {"unknown"}
    assert len(KB.compare().frameworks) == 2


def test_unknown_names_name_the_nearest() -> None:
    with pytest.raises(UnknownFramework, match="did you mean fast"):
        KB.compare("fats")
    with pytest.raises(UnknownModel, match="did you mean giant"):
        KB.models["gaint"]


def test_accelerator_hours_are_the_product_where_they_are_not_printed() -> None:
    assert KB.models["giant"].total_accelerator_hours == 1920


def test_a_cell_without_a_day_counts_as_old() -> None:
    yes = KB.frameworks["fast"].supports.inference
    assert (yes.ref, yes.has_day, yes.is_fresh("2026-08-22"), yes.is_fresh("2026-08-23")) == ("main", True, True, False)
    no = KB.frameworks["fast"].supports.serving
    assert (no.checked, no.has_day, no.is_fresh("2020-01-01")) == ("2026-08", False, False)


def test_what_was_looked_for_differs_from_what_was_not() -> None:
    assert Cell(value="unknown", checked="2026-08-22").looked_for
    assert not KB.frameworks["slow"].supports.serving.looked_for


def test_the_counts_tell_the_cells_apart() -> None:
    counts = framework_cells(KB.frameworks.values(), date(2026, 11, 30))
    assert counts["framework_cells"] == 4
    assert counts["framework_cells_by_value"] == {"yes": 3, "no": 1, "unknown": 0}
    assert counts["framework_cells_by_ref"] == {"main": 3, "not told": 1}
    assert counts["framework_cells_within_180_days"] == 3
    assert counts["framework_cells_without_day"] == 1
    assert framework_cells(KB.frameworks.values(), date(2027, 3, 1))["framework_cells_within_180_days"] == 0
