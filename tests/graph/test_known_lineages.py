"""Lineages that people of the field know: each is in the records, or listed here as missing, and none is made up."""

from __future__ import annotations

from functools import cache

import pytest

import effllm
from effllm import graph
from tests.checkouts import BASE

real_records = cache(lambda: effllm.load(BASE.parents[2]))

FOUND = {
    "QLoRA -> LoRA": ("dettmers2023qlora", "hu2021lora"),
    "GPTQ -> Optimal Brain Compression": ("frantar2022gptq", "frantar2022obc"),
    "FlashAttention-2 -> FlashAttention": ("dao2023flashattention2", "dao2022flashattention"),
    "S-LoRA -> LoRA": ("sheng2023slora", "hu2021lora"),
    "S-LoRA -> PagedAttention": ("sheng2023slora", "kwon2023pagedattention"),
    "PagedAttention -> Orca": ("kwon2023pagedattention", "yu2022orca"),
    "AWQ -> GPTQ": ("lin2023awq", "frantar2022gptq"),
    "Medusa -> speculative decoding": ("cai2024medusa", "leviathan2022speculative"),
    "AdaLoRA -> LoRA": ("zhang2023adalora", "hu2021lora"),
    "Mamba -> S4": ("gu2023mamba", "gu2021s4"),
    "BitNet b1.58 -> BitNet": ("ma2024bitnet", "wang2023bitnet"),
    "P-Tuning v2 -> Prefix-Tuning": ("liu2021ptuningv2", "li2021prefixtuning"),
    "ZeRO -> Megatron-LM": ("rajbhandari2019zero", "shoeybi2019megatronlm"),
    "Mixtral -> Mistral 7B": ("jiang2024mixtral", "jiang2023mistral"),
    "FlashAttention-3 -> FlashAttention-2": ("shah2024flashattention3", "dao2023flashattention2"),
    "SmoothQuant -> LLM.int8()": ("xiao2022smoothquant", "dettmers2022llmint8"),
    "SparseGPT -> Optimal Brain Compression": ("frantar2023sparsegpt", "frantar2022obc"),
    "GQA -> MQA": ("ainslie2023gqa", "shazeer2019mqa"),
}

MISSING = {
    "Wanda -> SparseGPT": ("sun2023wanda", "frantar2023sparsegpt"),
    "LongLoRA -> LoRA": ("chen2023longlora", "hu2021lora"),
}
"""The papers are here, but the reference list of the first was not read, or not whole."""


def test_there_are_twenty() -> None:
    assert len({*FOUND.values(), *MISSING.values()}) == 20


@pytest.mark.corpus
@pytest.mark.parametrize("name", FOUND)
def test_a_known_lineage_is_in_the_records(name: str) -> None:
    later, earlier = FOUND[name]
    citations = real_records().citations
    assert graph.lineage(citations, later, depth=1).ancestors.get(earlier) == 1, name
    assert citations.edges[later, earlier]["sources"], f"{name}: nobody says where it was read"


@pytest.mark.corpus
@pytest.mark.parametrize("name", MISSING)
def test_a_missing_lineage_is_still_missing(name: str) -> None:
    later, earlier = MISSING[name]
    kb = real_records()
    assert earlier in kb.papers
    assert kb.papers[later].references != "full", f"{name}: the list was read whole, so this is no missing data"
    assert not kb.citations.has_edge(later, earlier), f"{name} is in the records now: move it to FOUND"
