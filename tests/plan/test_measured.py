"""What was measured beside what is computed: real records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.plan import blueprint, choose, evaluate
from effllm.plan.measured import by_model, plain_name

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

CARDS = {"NVIDIA H100": "h100-sxm", "NVIDIA B200": "b200"}


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return effllm.load()


def test_names_of_repositories_are_those_of_models() -> None:
    assert plain_name("Qwen/Qwen3-235B-A22B-Instruct-2507-FP8") == "Qwen3-235B-A22B"
    assert plain_name("LLaMA-2 7B") == "LLaMA-2 7B"


@pytest.mark.corpus
def test_no_step_was_measured_faster_than_its_bound(kb: KnowledgeBase) -> None:
    """ML.ENERGY's latencies on H100 and B200, by model, accelerators and sequences; the cache is taken as empty."""
    checked, faster = 0, []
    for model, figures in by_model(kb.measured(), kb.models.values()).items():
        for one in figures:
            result = one.result
            number, _, card = (result.hardware or "").partition(" ")
            if one.by == "ml-energy" and result.metric == "latency" and card in CARDS:
                bits = result.setting.weight_bits
                weights = "bf16" if bits == 16 else "fp8" if bits == 8 else "mxfp4"
                batch = result.setting.batch or 1
                known = blueprint(kb.models[model])
                choices = choose(count=int(number), weights=weights, context=1, batch=batch)
                if known:
                    values = choices.values(kb.hardware[CARDS[card]], known)
                    parts, _ = evaluate(known.terms, values, kb.formulas)
                    bound = parts.get("time_per_token", 0.0) * 1000
                    checked += bound > 0
                    if bound > result.value:
                        faster.append((model, card, number, batch, float(bound), result.value))
    assert checked > 300
    assert not faster
