"""Questions as readers type them, on the real records: a right paper has to be among the first three."""

from __future__ import annotations

import pytest

import effllm

QUESTIONS = {
    "1-bit weights ternary": {"wang2023bitnet", "ma2024bitnet"},
    "2-bit kv cache": {"liu2024kivi", "kang2024gear"},
    "4-bit weight quantization": {
        "pan2023smoothquantplus",
        "blumenberg2025bof4",
        "dettmers2022case",
        "lee2023owq",
        "frantar2022gptq",
        "lin2023awq",
    },
    "are emergent abilities real": {"schaeffer2023emergent"},
    "attention sink streaming": {"xiao2023streamingllm"},
    "compress long prompts": {"jiang2023longllmlingua", "pan2024llmlingua2"},
    "critical batch size": {"zhang2024critical"},
    "data selection for instruction tuning": {
        "kung2023active",
        "li2024selective",
        "cao2023instructmining",
        "du2023mods",
        "li2023cherry",
        "liu2023deita",
    },
    "distill chain of thought into small models": {"shridhar2022socratic", "wang2023scott", "li2023scotd"},
    "draft several tokens with extra heads": {"kim2024accelerating", "liu2024cerberus", "cai2024medusa"},
    "early exit decoding": {"bae2023robust", "liu2024kangaroo", "elhoushi2024layerskip", "delcorro2023skipdecode"},
    "extend context window of llama by interpolation": {"chen2023interpolation"},
    "fine-tune a 65B model on one gpu": {"dettmers2023qlora", "lv2023lomo"},
    "flash attention": {"dao2022flashattention"},
    "how many bits per parameter can a model memorize": {"morris2025much"},
    "how much data for 70B": {"hoffmann2022chinchilla"},
    "learning rate transfer across width": {
        "mlodozeniec2025completed",
        "kosson2025weight",
        "bjorck2024scaling",
        "filatov2024timetransfer",
        "yao2023muscaling",
    },
    "linear time sequence model": {"gu2023mamba"},
    "memory bandwidth bottleneck": {"gholami2024ai"},
    "mixture of experts with one trillion parameters": {"lingteam2025ling20", "fedus2021switch", "ren2023pangusigma"},
    "offload weights to cpu and disk": {"ren2021zerooffload", "sheng2023flexgen"},
    "one-shot pruning of large models": {"shao2023oneshot", "frantar2023sparsegpt"},
    "optimizer with less memory than adam": {"lv2023adalomo", "chen2023lion", "zhao2024galore"},
    "paged memory for kv cache": {"kwon2023pagedattention"},
    "prefix tuning": {"li2021prefixtuning"},
    "prune without retraining": {
        "park2023kprune",
        "wang2024liar",
        "shao2023oneshot",
        "ma2023llmpruner",
        "frantar2023sparsegpt",
    },
    "repeat data several epochs": {"xue2023repeat"},
    "scaling law for mixture of experts": {"abnar2025parametersvsflops", "ludziejewski2024scaling"},
    "serve many lora adapters": {"gabrielsson2024compressthenserve", "sui2025serverlesslora", "sheng2023slora"},
    "speculative decoding with a draft model": {"leviathan2022speculative", "chen2023speculative"},
    "train with fp8": {"peng2023fp8lm"},
    "vocabulary size": {"tao2024scaling"},
}


@pytest.fixture(scope="module")
def papers() -> effllm.Papers:
    return effllm.load().papers


@pytest.mark.corpus
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_right_paper_is_among_the_first_three(papers: effllm.Papers, question: str) -> None:
    first = list(papers.search(question, limit=3))
    assert QUESTIONS[question].intersection(first), f"{question}: {', '.join(first)}"
