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
