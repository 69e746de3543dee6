"""KV cache and weights as plans compute them, against what sources print and what two other calculators say.

The others are packages of PyPI that work without a network: llm-analysis 0.2.2 and hf-mem 0.5.6. Install them into an
environment of their own and name its folder of packages; nothing of them is kept here::

    python -m venv /tmp/calculators && /tmp/calculators/bin/pip install llm-analysis==0.2.2 hf-mem==0.5.6
    python -m benchmarks.calculators /tmp/calculators/lib/python3.11/site-packages
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from typing import TYPE_CHECKING, Any

import effllm
from effllm.records.architecture import count_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import KnowledgeBase
    from effllm.records import Architecture

GIB, MIB = 2**30, 2**20
UNSLOTH = "unslothai/unsloth, pull request 4757"
INSIGHTS = "zhao2025deepseekv3, Table 1"
LLAMA = "Hugging Face, blog on Llama 3.1; asked about in huggingface/blog, issue 2345"
CACHE = (
    ("gemma-3-27b", 131_072, 10.41 * GIB, UNSLOTH),
    ("qwen3-5-27b", 262_144, 16.00 * GIB, UNSLOTH),
    ("deepseek-v3-1", 163_840, 10.72 * GIB, UNSLOTH),
    ("kimi-k2-5", 262_144, 17.16 * GIB, UNSLOTH),
    ("qwen3-0-6b", 40_960, 4.38 * GIB, UNSLOTH),
    ("qwen2-5-72b", 1, 327_680, INSIGHTS),
    ("llama-3-1-405b", 1, 516_096, INSIGHTS),
    ("deepseek-v3", 1, 70_272, INSIGHTS),
    ("llama-3-1-8b", 128_000, 15.62 * GIB, LLAMA),
    ("llama-3-1-70b", 128_000, 39.06 * GIB, LLAMA),
    ("gpt-oss-120b", 1, 73_728, "alvarobartt/hf-mem, issue 60, a log of vLLM"),
    ("qwen2-5-3b", 4096, 144 * MIB, "SciSharp/LLamaSharp, issue 1099, a log of llama.cpp; tokens inferred"),
    ("qwen2-5-7b", 2048, 112 * MIB, "JamePeng/llama-cpp-python, pull request 1, a log of llama.cpp; tokens inferred"),
    ("qwen3-6-27b", 262_144, 16_384 * MIB, "lmstudio-ai/lmstudio-bug-tracker, issue 1862, a log of llama.cpp"),
)
"""Model, tokens, bytes of keys and values that a source prints, and the source."""

LEAST, MODELS = 1e9, 20


def main() -> None:
    """Print both tables as Markdown."""
    sys.path.insert(1, sys.argv[1])
    kb = effllm.load()
    print(
        "| model | tokens | printed | here | llm-analysis | hf-mem | printed by |\n|---|---:|---:|---:|---:|---:|---|"
    )
    for model, tokens, printed, source in CACHE:
        shape = _shape(kb, model)
        here = _keys_and_values(kb, model, tokens)
        others = (_llm_analysis(shape)[1] * tokens, _hf_mem(shape, tokens))
        cells = [f"{printed / MIB:,.2f} MiB", *(_error(one, printed) for one in (here, *others))]
        print(f"| {model} | {tokens:,} | {' | '.join(cells)} | {source} |")
    print("\n| model | published | here | llm-analysis |\n|---|---:|---:|---:|")
    for model, stored in _stored(kb):
        shape = _shape(kb, model)
        here = kb.plan(model).memory["weights"] or 0
        errors = [_error(one, 2 * stored) for one in (here, _llm_analysis(shape)[0])]
        print(f"| {model} | {2 * stored / 1e9:,.3f} GB | {' | '.join(errors)} |")


def _shape(kb: KnowledgeBase, model: str) -> Architecture:
    if shape := kb.models[model].architecture:
        return shape
    raise LookupError(model)


def _stored(kb: KnowledgeBase) -> Iterator[tuple[str, int]]:
    """Yield models whose published weights were counted, one of each size, the largest first.

    Those of Pythia are left out: they hold buffers that are no weights.
    """
    shapes = {one.id: one.architecture for one in kb.models.values() if one.architecture and "pythia" not in one.id}
    counted = {one: shape.stored_parameters or 0 for one, shape in shapes.items() if count_parameters(shape)}
    sizes = {stored: one for one, stored in sorted(counted.items(), reverse=True) if stored >= LEAST}
    yield from [(sizes[stored], stored) for stored in sorted(sizes, reverse=True)][:MODELS]


def _error(found: float | None, printed: float) -> str:
    return "fails" if found is None else f"{(found / printed - 1) * 100:+,.2f} %"


def _keys_and_values(kb: KnowledgeBase, model: str, tokens: int) -> float:
    figures = kb.plan(model, context=tokens).figures
    return sum(one.value for one in figures if one.term.part == "kv_cache" and one.term.about == "keys and values")


def _llm_analysis(shape: Architecture) -> tuple[float, float]:
    """Return the bytes of weights and of the cache of a token."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        from llm_analysis.analysis import LLMAnalysis  # type: ignore[import-not-found]  # noqa: PLC0415 - not installed with effllm
        from llm_analysis.config import (  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
            ModelConfig,
            get_gpu_config_by_name,
        )

        logging.disable(logging.CRITICAL)
        width = shape.moe_intermediate_size or shape.intermediate_size or 0
        config = ModelConfig(
            name="a model", num_layers=shape.layers, n_head=shape.attention_heads, hidden_dim=shape.hidden_size,
            vocab_size=shape.vocab_size, num_key_value_heads=shape.kv_heads, ffn_embed_dim=width,
            expansion_ratio=width / (shape.hidden_size or 1), moe_num_experts=shape.experts or 1,
            moe_top_k=shape.experts_per_token or 1,
        )  # fmt: skip
        made = LLMAnalysis(config, get_gpu_config_by_name("a100-sxm-80gb"))
        return 2 * made.get_num_params_total(), shape.layers * made.get_memory_kv_cache_per_layer(1, 1, 2)


def _hf_mem(shape: Architecture, tokens: int) -> float | None:
    """Return the bytes of the cache, from a configuration as transformers writes it."""
    from hf_mem.safetensors.kv_cache import (  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
        compute_safetensors_kv_cache_size,
    )

    config: dict[str, Any] = {
        "num_hidden_layers": shape.layers,
        "hidden_size": shape.hidden_size,
        "num_attention_heads": shape.attention_heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_dim,
        "sliding_window": shape.sliding_window,
        "layer_types": [kind for kind, number in shape.layer_types.items() for _ in range(number)],
    }
    given = {name: value for name, value in config.items() if value}
    found: int = compute_safetensors_kv_cache_size(given, "BF16", tokens)
    return found


if __name__ == "__main__":
    main()
