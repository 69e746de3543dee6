"""The reading lists of the project: the topics most asked for, each short, in an order that can be read."""

from __future__ import annotations

import pytest

import effllm

pytestmark = pytest.mark.corpus

ASKED = (
    *("weight-only-quantization", "weight-activation-co-quantization", "kv-cache-quantization", "kv-cache-eviction"),
    *("extreme-low-bit-quantization", "low-bit-training", "structured-pruning", "unstructured-pruning"),
    *("knowledge-distillation", "parameter-efficient-fine-tuning", "quantized-fine-tuning", "speculative-decoding"),
    *("mixture-of-experts", "moe-serving", "linear-attention-models", "state-space-models", "long-context-llms"),
    *("attention-kernels", "disaggregated-serving", "system-level-serving-efficiency-optimization"),
    *("system-level-pre-training-efficiency-optimization", "training-memory-and-offloading"),
    *("memory-efficient-optimizers", "prompt-compression", "data-selection", "scaling-laws"),
    *("efficient-rl-post-training", "efficient-reasoning", "diffusion-language-models", "on-device-and-edge-inference"),
    *("efficient-attention", "multimodal-token-compression", "small-language-models"),
)


@pytest.fixture(scope="module")
def kb() -> effllm.KnowledgeBase:
    return effllm.load(".")


def test_every_topic_that_is_often_asked_for_has_a_list(kb: effllm.KnowledgeBase) -> None:
    assert set(ASKED) <= {one.category for one in kb.reading_lists.values()}


def test_lists_are_short_and_say_whose_judgement_they_are(kb: effllm.KnowledgeBase) -> None:
    for one in kb.reading_lists.values():
        assert 6 <= len(one.keys) <= 12, one.id
        assert str(one.sources.get("sections", "")).startswith("judged:"), one.id


def test_most_papers_of_a_list_are_in_its_category_or_beside_it(kb: effllm.KnowledgeBase) -> None:
    for one in kb.reading_lists.values():
        if one.category:
            branch = kb.taxonomy[one.category].path[: max(2, len(kb.taxonomy[one.category].path) - 1)][-1]
            near = [key for key in one.keys if key in branch.paper_keys]
            assert len(near) >= len(one.keys) / 2, (one.id, len(near))


FIRST = {
    "speculative-decoding": {"leviathan2022speculative", "chen2023speculative"},
    "parameter-efficient-fine-tuning": {"hu2021lora", "houlsby2019adapters"},
    "weight-only-quantization": {"frantar2022gptq", "lin2023awq"},
    "kv-cache-optimization": {"zhang2023h2o"},
    "mixture-of-experts": {"shazeer2017moe", "fedus2021switch"},
    "state-space-models": {"gu2021s4", "gu2023mamba"},
    "attention-kernels": {"dao2022flashattention"},
    "scaling-laws": {"kaplan2020scaling", "hoffmann2022chinchilla"},
    "prompt-compression": {"jiang2023llmlingua"},
    "disaggregated-serving": {"patel2023splitwise", "zhong2024distserve"},
    "efficient-reasoning": {"snell2024testtime", "aggarwal2025l1"},
    "diffusion-language-models": {"nie2025llada", "arriola2025blockdiffusion"},
}
"""What people of the field would begin with."""


@pytest.mark.parametrize("category", FIRST)
def test_a_topic_begins_with_its_foundations(kb: effllm.KnowledgeBase, category: str) -> None:
    order = kb.reading_order(category)
    assert {one.key for one in order.foundations} >= FIRST[category]
    read = {one.key for one in order.foundations} | {key for step in order.steps for key in step.papers}
    assert read == set(kb.taxonomy[category].paper_keys)


def test_no_branch_begins_with_models_that_everybody_cites(kb: effllm.KnowledgeBase) -> None:
    for branch in kb.taxonomy.roots:
        first = {one.key for one in kb.reading_order(branch.id).foundations}
        assert not first & {"brown2020gpt3", "chowdhery2022palm", "vaswani2017transformer"}, branch.id
