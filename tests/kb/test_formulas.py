from __future__ import annotations

import json
from typing import Any

import pytest

import effllm
from effllm import UnknownFormula, UnknownInput, WrongInput
from effllm.kb import KnowledgeBase
from effllm.store.bundle import dumps, loads
from tests.factories import FORMULA, knowledge_base


def test_a_formula_gives_a_number_with_its_unit() -> None:
    memory = knowledge_base().formulas["thin-memory"].evaluate(parameters=7e9)
    assert memory == 14e9
    assert memory.unit == "bytes"


def test_defaults_terms_and_lists() -> None:
    found = FORMULA.values(parameters=1000, bits=8, buffers=[24, 1000])
    assert found == {"weights": 1000.0, "result": 2024.0}
    assert {name: one.unit for name, one in found.items()} == {"weights": "bytes", "result": "bytes"}


@pytest.mark.parametrize(
    ("inputs", "error", "message"),
    [
        ({"parameter": 1}, UnknownInput, "did you mean parameters?"),
        ({"parameters": 1, "N": 1}, UnknownInput, "did you mean parameters?"),
        ({}, WrongInput, "thin-memory needs parameters"),
        ({"parameters": "7b"}, WrongInput, "parameters must be a number, not '7b'"),
        ({"parameters": True}, WrongInput, "must be a number"),
        ({"parameters": float("nan")}, WrongInput, "must be a number"),
        ({"parameters": 10**400}, WrongInput, "must be a number"),
        ({"parameters": [1, 2]}, WrongInput, "must be a number"),
        ({"parameters": 1, "bits": 64}, WrongInput, "bits must be at least 1 and at most 32, not 64"),
        ({"parameters": -1}, WrongInput, "parameters must be at least 0, not -1"),
        ({"parameters": 1, "buffers": []}, WrongInput, "buffers is an empty list"),
        ({"parameters": 1e308, "bits": 32}, WrongInput, "has no value for these inputs"),
    ],
)
def test_wrong_inputs(inputs: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        FORMULA.evaluate(**inputs)
    assert message in str(raised.value)


def test_an_unknown_formula_names_the_nearest() -> None:
    with pytest.raises(UnknownFormula, match="did you mean thin-memory"):
        knowledge_base().formulas["thin-memry"]


def test_examples_of_every_kind_are_compared_with_the_formula() -> None:
    assert [FORMULA.reproduces(example) for example in FORMULA.examples] == [True] * 4
    wrong = FORMULA.examples[0].model_copy(update={"value": "13.9"})
    assert not FORMULA.reproduces(wrong)


def test_counts() -> None:
    stats = knowledge_base().stats()
    counts = {name: value for name, value in stats.items() if name.startswith("formula")}
    assert counts == {
        "formulas": 1,
        "formulas_checked": 1,
        "formulas_where_unconfirmed": 1,
        "formula_examples": 4,
        "formula_examples_printed": 2,
        "formula_examples_computed": 1,
        "formula_examples_misprint": 1,
        "formula_examples_reproduced": 2,
    }


def test_the_bundle_keeps_formulas() -> None:
    corpus = knowledge_base().corpus
    assert KnowledgeBase(loads(dumps(corpus))).formulas["thin-memory"] == FORMULA
    assert json.loads(dumps(corpus))["formulas"][0]["examples"][2]["inputs"] == {
        "parameters": 1000,
        "buffers": [24, 1000],
    }


GIB = 2**30


@pytest.mark.corpus
class TestRealRecords:
    """Cases in which calculators are known to be wrong: our formulas give the right number."""

    @pytest.mark.parametrize(
        ("inputs", "gib"),
        [
            # Gemma 3 27B at 131,072 tokens: 52 of 62 layers have a window; calculators said 81.38
            ({"layers": [10, 52], "kv_heads": 16, "head_dim": 128, "window": [0, 1024], "tokens": 131072}, 10.41),
            # Qwen3.5 27B at 262,144: 48 of 64 layers are linear attention; calculators said 53.25
            ({"layers": [16, 48], "kv_heads": [4, 0], "head_dim": 256, "tokens": 262144}, 16.00),
            # DeepSeek-V3.1 at 163,840 and Kimi K2.5 at 262,144: latent attention; calculators said 2.08 and 6.67
            ({"layers": 61, "rank": 512, "rope_dim": 64, "tokens": 163840}, 10.72),
            ({"layers": 61, "rank": 512, "rope_dim": 64, "tokens": 262144}, 17.16),
            # GLM-5 at 202,752: latent attention; calculators said 5.73
            ({"layers": 78, "rank": 512, "rope_dim": 64, "tokens": 202752}, 16.97),
            # Qwen3 0.6B at 40,960: heads of 128, not hidden size / heads; calculators said 2.19
            ({"layers": 28, "kv_heads": 8, "head_dim": 128, "tokens": 40960}, 4.38),
        ],
    )
    def test_kv_cache(self, kb: KnowledgeBase, inputs: dict[str, Any], gib: float) -> None:
        assert kb.formulas["kv-cache"].evaluate(**inputs) / GIB == pytest.approx(gib, abs=0.005)

    def test_grouped_heads_are_counted_once(self, kb: KnowledgeBase) -> None:
        # Llama 3 8B: 2 * hidden size * 2 bytes a layer would be four times as much
        llama = {"layers": 32, "kv_heads": 8, "head_dim": 128, "tokens": 1}
        assert kb.formulas["kv-cache"].evaluate(**llama) == 131072.0
        assert kb.formulas["kv-cache"].evaluate(**llama | {"bits": 8.5}) == 131072 * 8.5 / 16  # a quantized cache

    def test_an_mlp_with_a_gate_has_three_matrices(self, kb: KnowledgeBase) -> None:
        # Qwen1.5 72B was counted as 56.19 billion parameters, with two
        shape: dict[str, Any] = {"layers": 80, "hidden": 8192, "vocabulary": 152064, "heads": 64, "kv_heads": 64}
        found = kb.formulas["params-decoder"].evaluate(**shape, head_dim=128, intermediate=24576, attention_bias=1)
        assert found == pytest.approx(72.29e9, rel=1e-3)

    def test_four_bits_of_a_file_are_more_than_half_a_byte(self, kb: KnowledgeBase) -> None:
        per_weight = kb.formulas["weights-bits"].evaluate(parameters=1, bits=4.8944)
        assert per_weight == pytest.approx(0.612, abs=0.0005)

    def test_every_printed_example_is_reproduced(self, kb: KnowledgeBase) -> None:
        stats = kb.stats()
        assert stats["formulas"] >= 58
        assert stats["formula_examples_printed"] == stats["formula_examples_reproduced"] >= 175
        assert stats["formula_examples_misprint"] >= 3


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return effllm.load()
