from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from effllm import Baseline, Paper, Result, Setting, UnknownCategory, UnknownPaper, UnknownReadingList, UnknownWord
from tests.factories import MEASURED, PAPERS, knowledge_base, paper, result

KB = knowledge_base(*PAPERS, MEASURED)
FABLE = Setting(dataset="Fable", weight_bits=4)


def reports(key: str, *results: object) -> Paper:
    return paper(key, results=results, sources={"results": "arXiv:2501.00001"})


def test_results_of_one_metric_and_one_model() -> None:
    assert len(KB.results()) == len(MEASURED.results)
    assert [one.result.value for one in KB.results(metric="perplexity")] == [9.5, 8.5]
    assert len(KB.results(model="THIN")) == len(MEASURED.results)
    assert len(KB.results(metric="perplexity", model="Thick")) == 0


def test_a_result_knows_its_paper_and_its_source() -> None:
    first = KB.results()[0]
    assert first.paper is KB.papers["meter2025figures"]
    assert first.sources == ("arXiv:2501.00001",)
    assert first.result.parameters == 1_300_000_000


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(UnknownWord, match="did you mean perplexity"):
        KB.results(metric="perplexitiy")


def test_only_what_shares_its_setting_is_ranked() -> None:
    kb = knowledge_base(
        reports("doe2024a", result("accuracy", 50, unit="%", setting=FABLE)),
        reports("doe2024b", result("accuracy", 70, unit="%", setting=FABLE, model="THIN", where="Figure 9")),
        reports("doe2024c", result("accuracy", 90, unit="%", setting=Setting(dataset="Fable", weight_bits=3))),
        reports("doe2024d", result("accuracy", 95, unit="%", setting=FABLE, size="7B")),
        reports("doe2024e", result("accuracy", 99, unit="%", setting=FABLE, hardware="1 imaginary GPU")),
    )
    (group,) = kb.results().comparable()
    assert [one.paper.key for one in group] == ["doe2024b", "doe2024a"]
    assert (group.metric.id, group.unit, group.size, group.setting.given) == ("accuracy", "%", "1.3B", FABLE.given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"setting": Setting(dataset="百科")}, {"setting": Setting(dataset="新闻")}),
        ({"setting": Setting(split="<1K")}, {"setting": Setting(split=">1K")}),
        ({"setting": Setting(dataset="C")}, {"setting": Setting(dataset="C++")}),
        ({"model": "通义"}, {"model": "文心"}),
        ({"hardware": "A-1"}, {"hardware": "A 1"}),
    ],
)
def test_what_differs_in_any_sign_is_not_ranked_together(one: dict[str, object], other: dict[str, object]) -> None:
    kb = knowledge_base(
        reports("doe2024a", result("accuracy", 50, unit="%", **one)),
        reports("doe2024b", result("accuracy", 70, unit="%", **other)),
    )
    assert kb.results().comparable() == ()


def test_capitals_and_spaces_do_not_keep_figures_apart() -> None:
    kb = knowledge_base(
        reports("doe2024a", result("accuracy", 50, unit="%", model="Wide Model")),
        reports("doe2024b", result("accuracy", 70, unit="%", model="wide  model")),
    )
    assert [len(group) for group in kb.results().comparable()] == [2]


def test_results_of_a_model_of_another_alphabet() -> None:
    kb = knowledge_base(
        reports("doe2024a", result("perplexity", 9, model="通义"), result("perplexity", 8, model="文心"))
    )
    assert [one.result.value for one in kb.results(model="通义")] == [9]
    assert len(kb.results(model="李")) == len(kb.results(model="")) == 0


def test_lower_may_be_better_and_neither_keeps_the_order() -> None:
    kb = knowledge_base(
        reports("doe2024a", result("perplexity", 9), result("examples", 3)),
        reports("doe2024b", result("perplexity", 8), result("examples", 9)),
    )
    values = {group.metric.id: [one.result.value for one in group] for group in kb.results().comparable()}
    assert values == {"perplexity": [8, 9], "examples": [3, 9]}


def test_a_relative_figure_is_compared_with_those_of_the_same_baseline() -> None:
    def speedup(value: float, what: str) -> object:
        return result("speedup", value, unit="x", baseline=Baseline(what=what))

    kb = knowledge_base(
        reports("doe2024a", speedup(2, "Thick 3B")),
        reports("doe2024b", speedup(9, "Wide 3B")),
        reports("doe2024c", speedup(3, "thick 3B")),
    )
    (group,) = kb.results().comparable()
    assert [one.result.value for one in group] == [3, 2]
    assert group.against == "Thick 3B"


def test_methods_are_ranked_within_the_paper_that_ran_them() -> None:
    kb = knowledge_base(
        reports("doe2024a", result("perplexity", 6, method="Squeeze"), result("perplexity", 7, method="RTN")),
        reports("doe2024b", result("perplexity", 5, method="Press"), result("perplexity", 6.5, method="RTN")),
    )
    ranked = [[(one.result.method, one.paper.key) for one in group] for group in kb.results().comparable()]
    assert ranked == [
        [("Squeeze", "doe2024a"), ("RTN", "doe2024a")],
        [("Press", "doe2024b"), ("RTN", "doe2024b")],
    ]


def of(method: str, value: float, bits: float, **setting: object) -> Result:
    given = Setting(**{"dataset": "Fable", "weight_bits": bits, **setting})
    return result("perplexity", value, method=method, setting=given)


QUANTIZED = knowledge_base(
    reports("doe2024a", of("RTN", 9, 3), of("Squeeze", 6, 3.02), of("Press", 5, 4)).model_copy(
        update={"categories": ("weights",)}
    ),
    reports("doe2024b", of("RTN", 9, 3), result("latency", 2, unit="ms", size="7B")).model_copy(
        update={"categories": ("pruning",)}
    ),
)


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        ({}, [9, 6, 5, 9, 2]),
        ({"metric": "latency"}, [2]),
        ({"bits": 3}, [9, 6, 9]),
        ({"weight_bits": 3}, [9, 9]),
        ({"weight_bits": 3.02}, [6]),
        ({"method": "rtn"}, [9, 9]),
        ({"dataset": "fa-ble"}, [9, 6, 5, 9]),
        ({"model": "thin"}, [9, 6, 5, 9, 2]),
        ({"model": "Thin-7B"}, [2]),
        ({"size": "7B"}, [2]),
        ({"paper": "doe2024b"}, [9, 2]),
        ({"under": "quantization"}, [9, 6, 5]),
        ({"under": "quantization", "bits": 3, "metric": "perplexity"}, [9, 6]),
        ({"model": "Thick"}, []),
        ({"since": 2025}, []),
        ({"until": 2024, "bits": 4}, [5]),
        ({"kv_bits": 2}, []),
        ({"kv_budget": 1024}, []),
        ({"sparsity": "2:4"}, []),
    ],
)
def test_figures_are_filtered(filters: dict[str, Any], values: list[float]) -> None:
    assert [one.result.value for one in QUANTIZED.results().filter(**filters)] == values


def test_figures_are_filtered_by_how_a_model_was_compressed() -> None:
    settings = [Setting(kv_bits=2), Setting(kv_budget=1024), Setting(sparsity="2:4"), Setting(sparsity="50%")]
    found = [result("perplexity", number, method="Press", setting=setting) for number, setting in enumerate(settings)]
    kb = knowledge_base(reports("doe2024a", *found))
    asked: list[dict[str, Any]] = [{"kv_bits": 2}, {"kv_budget": 1024}, {"sparsity": "2:4"}, {"sparsity": "50%"}]
    for number, how in enumerate(asked):
        assert [one.result.value for one in kb.results().filter(**how)] == [number]


def test_filters_chain_and_a_ranking_is_of_what_is_left() -> None:
    (group,) = QUANTIZED.results().filter(under="quantization").filter(bits=3).comparable()
    assert [one.result.method for one in group] == ["Squeeze", "RTN"]
    assert group.metric.better == "lower"


@pytest.mark.parametrize(
    ("filters", "error", "said"),
    [
        ({"metric": "perplexitiy"}, UnknownWord, "did you mean perplexity"),
        ({"paper": "doe2024"}, UnknownPaper, "did you mean doe2024"),
        ({"under": "quantisation"}, UnknownCategory, "did you mean quantization"),
        ({"bits": 3.02}, ValueError, "weight_bits=3.02"),
    ],
)
def test_a_wrong_filter_is_told(filters: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        QUANTIZED.results().filter(**filters)


def test_a_slice_is_results_again() -> None:
    assert [one.result.value for one in QUANTIZED.results()[:2].filter(bits=3)] == [9, 6]
    assert QUANTIZED.results()[-1].result.value == 2


def test_results_as_records_and_as_a_data_frame() -> None:
    first = KB.results().to_records()[0]
    assert (first["paper"], first["value"], first["dataset"]) == ("meter2025figures", 9.5, "Fable")
    assert (first["baseline"], first["sources"], first["method"]) == ("Thick 1.3B", ["arXiv:2501.00001"], None)
    frame = (
        knowledge_base(reports("doe2024a", of("RTN", 9, 3), of("Press", 7, 3, group_size=128))).results().to_pandas()
    )
    assert list(frame.columns) == list(first)
    assert list(frame[frame.group_size == 128].method) == ["Press"]
    assert str(frame.group_size.dtype) == "Int64"
    nothing = KB.results().filter(model="Thick").to_pandas()
    assert (len(nothing), list(nothing.columns)) == (0, list(first))


def test_results_as_a_table() -> None:
    rows = list(csv.DictReader(io.StringIO(KB.results().to_csv())))
    assert len(rows) == len(MEASURED.results)
    assert rows[0] | {"value": "9.5", "dataset": "Fable", "baseline": "Thick 1.3B"} == rows[0]
    assert (rows[0]["sources"], rows[0]["unit"], rows[0]["weight_bits"]) == ("arXiv:2501.00001", "", "")


def test_reading_lists_are_found_by_id() -> None:
    one = KB.reading_lists["thin-first"]
    assert one.keys == ("berg2019prune", "author2022squeeze")
    assert list(KB.papers.pick(*one.keys)) == list(one.keys)
    with pytest.raises(UnknownReadingList, match="did you mean thin-first"):
        KB.reading_lists["thin-frist"]


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"sparsity": 0.5}, TypeError, 'sparsity is 0.5; it must be a text, such as "50%" or "2:4"'),
        ({"model": ["Thin", "Thick"]}, TypeError, "model is .*; it must be a text, such as"),
        ({"bits": "3"}, TypeError, "bits is '3'; it must be a number: 3"),
        ({"bits": [3, 4]}, TypeError, r"bits is \[3, 4\]; it must be a number: 3"),
        ({"since": "2023"}, ValueError, "since is '2023'; it must be a year as a whole number"),
    ],
)
def test_a_filter_of_another_type_is_no_empty_answer(asked: dict[str, Any], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        KB.results().filter(**asked)


def test_figures_sort_by_value_and_by_size_as_a_number() -> None:
    found = KB.results()
    values = [one.result.value for one in found.sort("metric", "-value")]
    metrics = [one.result.metric for one in found.sort("metric", "-value")]
    assert metrics == sorted(metrics)
    assert all(values[at] >= values[at + 1] for at in range(len(values) - 1) if metrics[at] == metrics[at + 1])
    with pytest.raises(ValueError, match="cannot sort by 'colour'; the fields are paper, year"):
        found.sort("colour")


def test_names_that_no_figure_has_come_with_the_nearest() -> None:
    known = KB.results()[0].result.model
    assert KB.results().nearest_names(model=known) == {}
    assert known in KB.results().nearest_names(model=f"{known}x")[f"{known}x"]
