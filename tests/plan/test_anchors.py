"""Cases that other calculators got wrong, against what sources print: real records, exact numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import effllm

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

pytestmark = pytest.mark.corpus
GIB = 2**30


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return effllm.load()


def keys_and_values(kb: KnowledgeBase, model: str, **choices: object) -> float:
    """Return the bytes of keys and values, without the states of recurrent layers and the keys of an indexer."""
    figures = kb.plan(model, **choices).figures  # type: ignore[arg-type]
    return sum(one.value for one in figures if one.term.part == "kv_cache" and one.term.about == "keys and values")


@pytest.mark.parametrize(
    ("model", "context", "printed"),
    [
        ("gemma-3-27b", 131_072, "10.41"),
        ("qwen3-5-27b", 262_144, "16.00"),
        ("deepseek-v3-1", 163_840, "10.72"),
        ("kimi-k2-5", 262_144, "17.16"),
        ("qwen3-0-6b", 40_960, "4.38"),
    ],
)
def test_the_cache_of_five_kinds_of_attention(kb: KnowledgeBase, model: str, context: int, printed: str) -> None:
    """Pull request 4757 of unslothai/unsloth; what it calls GB are GiB."""
    assert f"{keys_and_values(kb, model, context=context) / GIB:.2f}" == printed


def test_the_cache_of_glm_5_is_that_of_its_78_layers(kb: KnowledgeBase) -> None:
    """The same pull request prints 17.18, which is 79 layers: 78 and the one that predicts a further token."""
    found = keys_and_values(kb, "glm-5", context=202_752)
    assert f"{found / GIB:.2f}" == "16.97"
    assert f"{found * 79 / 78 / GIB:.2f}" == "17.18"


def test_the_state_of_recurrent_layers(kb: KnowledgeBase) -> None:
    """A log in pull request 23792 of llama.cpp: two sequences of a model of this shape, S (f32) 288.00 MiB."""
    [state] = [
        one for one in kb.plan("qwen3-5-27b", batch=2).figures
        if one.term.part == "kv_cache" and one.term.formula == "recurrent-state"
    ]  # fmt: skip
    assert float(state.value) == 288 * 2**20


def test_a_window_and_global_heads_of_their_own(kb: KnowledgeBase) -> None:
    """Pull request 58 of tmac1973/llama-toolchest: Gemma 4 12B at 128K was estimated at 58 GB and runs in 24 GB."""
    cache = kb.formulas["kv-cache"].evaluate(
        layers=[8, 40], kv_heads=[1, 8], head_dim=[512, 256], window=[0, 1024], tokens=131_072
    )
    assert int(cache) == 8 * 131_072 * 2 * 512 * 2 + 40 * 1024 * 2 * 8 * 256 * 2
    assert cache < 3e9


def test_a_hybrid_model_as_an_engine_allocated_it(kb: KnowledgeBase) -> None:
    """Pull request 721 of tobocop2/lilbee: 24.83 GiB estimated, 17.6 GiB allocated, one slot of 65,536 in q8."""
    memory = kb.plan("qwen3-6-27b", weights="q4_k_m", kv="q8_0", context=65_536).memory
    assert ((memory["weights"] or 0) + (memory["kv_cache"] or 0)) / GIB == pytest.approx(17.6, rel=0.01)


def test_an_mlp_with_a_gate_has_three_matrices(kb: KnowledgeBase) -> None:
    """Issue 36 of EleutherAI/cookbook counted Qwen1.5-72B as 56.19B; its repository says 72.3B."""
    shape = {"layers": 80, "hidden": 8192, "vocabulary": 152_064, "heads": 64, "kv_heads": 64, "head_dim": 128}
    counted = kb.formulas["params-decoder"].evaluate(**shape, intermediate=24_576, attention_bias=1)
    assert counted == pytest.approx(72.29e9, rel=1e-4)
    assert (kb.plan("llama-3-8b").memory["weights"] or 0) == 2 * 8_030_261_248


def test_grouped_heads_are_counted_not_query_heads(kb: KnowledgeBase) -> None:
    """Pull request 29736 of vLLM took four times too much for Llama 3 8B; issue 2 of jranaraki/vllm-fit eight times."""
    assert kb.plan("llama-3-8b", context=1).memory["kv_cache"] == 2 * 32 * 8 * 128 * 2


def test_four_bits_are_not_half_a_byte(kb: KnowledgeBase) -> None:
    """Sites take 0.5 bytes for Q4; Q4_K_M is 0.612. The source prints 4.58 GiB for Llama 3.1 8B."""
    weights = kb.plan("llama-3-1-8b", weights="q4_k_m").memory["weights"] or 0
    assert f"{weights / GIB:.2f}" == "4.58"


def test_published_mxfp4_weights(kb: KnowledgeBase) -> None:
    """Issue 60 of alvarobartt/hf-mem prints the bytes of the files of gpt-oss-120b."""
    assert kb.plan("gpt-oss-120b", weights="mxfp4").memory["weights"] == pytest.approx(65_248_815_744, rel=1e-4)


def test_the_buffer_of_outputs_is_counted(kb: KnowledgeBase) -> None:
    """A log of llama.cpp in issue 1099 of SciSharp/LLamaSharp: 300.75 MiB for the shape of Qwen2.5 3B."""
    assert kb.plan("qwen2-5-3b").memory["buffers"] == 300.75 * 2**20
