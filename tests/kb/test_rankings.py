"""Which figures are ranked together: those that a paper sets side by side, and nothing that does not compare."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import effllm
from effllm import Paper, Result, Setting
from tests.factories import knowledge_base, paper, result

real_records = cache(lambda: effllm.load(Path(__file__).parents[2]))


def reports(key: str, *results: object) -> Paper:
    return paper(key, results=results, sources={"results": "arXiv:2501.00001"})


def of(method: str, value: float, bits: float, **setting: object) -> Result:
    where = str(setting.pop("where", "Table 1"))
    given = Setting(**{"dataset": "Fable", "weight_bits": bits, **setting})
    return result("perplexity", value, method=method, setting=given, where=where)


def ranked(*results: Result) -> list[list[str | None]]:
    groups = knowledge_base(reports("doe2024a", *results)).results().comparable()
    return [[one.result.method for one in group] for group in groups]


def test_a_table_ranks_bits_that_round_alike_and_methods_that_group_otherwise() -> None:
    measured = (of("RTN", 9, 3), of("Squeeze", 6, 3.02), of("Press", 7, 2.5, group_size=128, calibration="128 tales"))
    (group,) = knowledge_base(reports("doe2024a", *measured)).results().comparable()
    assert [one.result.method for one in group] == ["Squeeze", "Press", "RTN"]
    assert [one.result.setting.weight_bits for one in group] == [3.02, 2.5, 3]
    assert (group.bits, group.setting.given) == (3, {"dataset": "Fable"})


def test_a_table_ranks_bits_of_the_kv_cache_that_round_alike() -> None:
    measured = (of("Crop", 9, 16, kv_bits=4.82), of("Fold", 6, 16, kv_bits=4.99), of("Trim", 5, 16, kv_bits=4.25))
    (group,) = knowledge_base(reports("doe2024a", *measured)).results().comparable()
    assert [one.result.method for one in group] == ["Fold", "Crop"]
    assert group.setting.given == {"dataset": "Fable", "weight_bits": 16}


@pytest.mark.parametrize(
    "other",
    [
        of("Squeeze", 6, 3.5),
        of("Squeeze", 6, 2.49),
        of("Squeeze", 6, 3.02, where="Table 2"),
        of("Squeeze", 6, 3.02, activation_bits=4),
        of("Squeeze", 6, 3.02, kv_bits=4),
        of("Squeeze", 6, 3.02, dataset="Saga"),
        of("Squeeze", 6, 3.02, sequence_length=64),
        of("Squeeze", 6, 3.02, training_tokens="1B"),
    ],
)
def test_what_does_not_stand_side_by_side_is_not_ranked(other: Result) -> None:
    assert ranked(of("RTN", 9, 3), other) == []


def ranks(*results: Result) -> list[tuple[str | None, int]]:
    (group,) = knowledge_base(reports("doe2024a", *results)).results().comparable()
    return [(one.result.method, rank) for one, rank in zip(group, group.ranks, strict=True)]


def test_more_bits_push_nobody_down() -> None:
    """Finer groups count as more bits, and a few hundredths as none."""
    grouped = (of("Press", 6, 3, group_size=64), of("Squeeze", 7, 3, group_size=64))
    assert ranks(*grouped, of("Press", 7.5, 3), of("RTN", 9, 3)) == [
        ("Press", 1),
        ("Squeeze", 2),
        ("Press", 1),
        ("RTN", 2),
    ]
    assert ranks(of("Sparse", 5, 3.24), of("Press", 6, 3.02), of("RTN", 6, 3)) == [
        ("Sparse", 1),
        ("Press", 1),
        ("RTN", 1),
    ]
    assert ranks(of("Press", 6, 3.02), of("RTN", 7, 3)) == [("Press", 1), ("RTN", 2)]


@pytest.mark.parametrize(
    ("metric", "unit", "ranked"), [("latency", "ms", [0, 0]), ("examples", None, [0, 0]), ("accuracy", "%", [1, 2])]
)
def test_what_a_method_costs_has_no_rank_for_it_may_answer_worse(
    metric: str, unit: str | None, ranked: list[int]
) -> None:
    found = [result(metric, value, unit=unit, method=method) for method, value in (("Press", 5), ("RTN", 3))]
    assert sorted(rank for _, rank in ranks(*found)) == ranked


def test_a_method_alone_has_no_rank() -> None:
    (group,) = knowledge_base(reports("doe2024a", of("Press", 6, 3))).results().comparable(at_least=1)
    assert group.ranks == (0,)


def test_caches_whose_bits_round_alike_are_one_ranking() -> None:
    found = [result("accuracy", 50, unit="%", method=f"at {b}", setting=Setting(kv_bits=b)) for b in (2, 2.25, 4)]
    assert [rank for _, rank in ranks(*found)] == [1, 1]


def test_bits_that_only_round_alike_are_not_ranked_between_papers() -> None:
    def measured(bits: float) -> Result:
        return result("accuracy", 50, unit="%", setting=Setting(dataset="Fable", weight_bits=bits))

    kb = knowledge_base(reports("doe2024a", measured(3)), reports("doe2024b", measured(3.02)))
    assert kb.results().comparable() == ()


SPQR = [
    ("dettmers2023spqr", 4, size, data) for size in ("7B", "13B", "30B", "65B") for data in ("WikiText-2", "C4", "PTB")
]
SQUEEZELLM = [
    ("kim2023squeezellm", bits, size, data)
    for bits in (3, 4)
    for size in ("7B", "13B")
    for data in ("WikiText-2", "C4")
]


@pytest.mark.corpus
@pytest.mark.parametrize(("key", "bits", "size", "dataset"), [*SPQR, *SQUEEZELLM])
def test_the_best_of_a_table_is_not_left_out_for_a_fraction_of_a_bit(
    key: str, bits: int, size: str, dataset: str
) -> None:
    results = real_records().results()
    (group,) = results.filter(paper=key, bits=bits, size=size, dataset=dataset, metric="perplexity").comparable()
    winner = "SpQR" if key == "dettmers2023spqr" else "SqueezeLLM (0.45%)" if size == "7B" else "SqueezeLLM"
    assert group.results[0].result.method == winner
    assert group in results.comparable()


@pytest.mark.corpus
def test_what_was_measured_in_one_setting_is_ranked_together_and_no_better_row_of_its_table_is_left_out() -> None:
    results = [one for one in real_records().results() if one.result.method]
    groups = {id(one.result): group for group in real_records().results().comparable() for one in group}
    settings: dict[tuple[object, ...], list[Result]] = defaultdict(list)
    tables: dict[object, list[Result]] = defaultdict(list)
    for one in results:
        held = one.result
        table = (one.paper.key, held.where, held.metric, held.unit, held.model, held.size, held.hardware)
        settings[table, str(held.setting), held.baseline and held.baseline.what].append(held)
        tables[table, _measured(held)].append(held)
    together = [(exact[0], found) for exact, found in settings.items() if len(found) > 1]
    assert len(together) >= 107
    for place, found in together:
        (group,) = {id(groups[id(held)]): groups[id(held)] for held in found}.values()
        same = _rounded(found[0])
        beside = [one.value for one in tables[place, _measured(found[0])] if _rounded(one) == same]
        assert group.results[0].result.value == (min if group.metric.better == "lower" else max)(beside)


def _measured(result: Result) -> tuple[object, ...]:
    """Return the setting but for what is the method's own."""
    own = {"weight_bits", "kv_bits", "group_size", "calibration"}
    against = result.baseline and result.baseline.what
    return (against, *(item for item in result.setting.given.items() if item[0] not in own))


def _rounded(result: Result) -> list[int | None]:
    """Return the bits of a weight and of the KV cache, as tables sort methods by them."""
    bits = (result.setting.weight_bits, result.setting.kv_bits)
    return [None if one is None else int(one + 0.5) for one in bits]
