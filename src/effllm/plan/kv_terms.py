"""The KV cache of a model: a kind of layer an item of a list, and the state of its recurrent layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.plan.plan_terms import PlanTerm

if TYPE_CHECKING:
    from effllm.records import Architecture

UNKNOWN_CLASSES = {
    "DeepseekV4ForCausalLM": "its layers compress the cache in ways that the record does not describe",
    "DeciLMForCausalLM": "its layers differ in their heads, and the record does not say how",
    "KimiK3ForConditionalGeneration": "only some of its layers keep a cache, and the record does not say which",
}
"""Classes of models whose cache does not follow from the fields of the record, with the reason."""

_INDEX_BITS = 8.25
"""An indexer keeps its keys in FP8 with a 32-bit scale for each 128 numbers (DeepSeek-V3.2)."""


class NotKnown(ValueError):  # noqa: N818 - reads as what it is
    """A part that cannot be computed, and why."""


def cache_terms(shape: Architecture, sources: tuple[str, ...]) -> list[PlanTerm]:
    """Return the terms of the cache, and behind them those of what a step of decoding reads of it.

    Raises:
        NotKnown: the record does not say enough.
    """
    if shape.class_name in UNKNOWN_CLASSES:
        raise NotKnown(UNKNOWN_CLASSES[shape.class_name])
    if not shape.layers:
        raise NotKnown("the number of layers is not known")
    kinds = _latent(shape) if shape.kv_lora_rank else _attention(shape)
    free = {"tokens": "kept", "batch": "batch", "bits": "kv_bits"}
    shared = {**free, "devices": "devices"}
    cached, read = [], []
    if kinds["layers"]:
        cached.append(PlanTerm("kv_cache", "kv-cache", kinds, shared, "keys and values", sources))
        seen = kinds | ({"window": shape.index_topk} if shape.index_topk else {})
        read.append(PlanTerm("kv_read", "kv-cache", seen, free, "keys and values", sources))
    if shape.index_topk and shape.index_head_dim:
        bound = {"layers": shape.layers, "rank": shape.index_head_dim, "bits": _INDEX_BITS}
        free = {"tokens": "kept", "batch": "batch"}
        cached.append(PlanTerm("kv_cache", "kv-cache", bound, free, "keys of the indexer", sources))
        read.append(PlanTerm("kv_read", "kv-cache", bound, free, "keys of the indexer", sources))
    for state in _states(shape):
        free = {"batch": "batch"}
        about = "state of recurrent layers"
        cached.append(PlanTerm("kv_cache", "recurrent-state", state, {**free, "devices": "devices"}, about, sources))
        read.append(PlanTerm("kv_read", "recurrent-state", state, free, about, sources))
    return cached + read


def _latent(shape: Architecture) -> dict[str, Any]:
    return {"layers": shape.layers, "rank": shape.kv_lora_rank, "rope_dim": shape.qk_rope_head_dim or 0}


def _attention(shape: Architecture) -> dict[str, Any]:
    """Return the layers that keep keys and values, those of full attention and those with a window."""
    head = shape.head_dim or (shape.hidden_size or 0) // shape.attention_heads
    if not head:
        raise NotKnown("the size of a head is not known")
    if shape.v_head_dim:
        head = (head + shape.v_head_dim) // 2  # the formula takes twice the size of a head for key and value
    heads = shape.kv_heads or shape.attention_heads
    types = shape.layer_types or {"sliding_attention" if shape.sliding_window else "full_attention": shape.layers or 0}
    full = types.get("full_attention", 0) + types.get("sparse_attention", 0)
    sliding = types.get("sliding_attention", 0)
    if sliding and not shape.sliding_window:
        raise NotKnown("the window of its sliding layers is not known")
    kinds = [
        (full, shape.global_kv_heads or heads, shape.global_head_dim or head, 0),
        (sliding, heads, head, shape.sliding_window or 0),
    ]
    kinds = [kind for kind in kinds if kind[0]]
    names = ("layers", "kv_heads", "head_dim", "window")
    if len(kinds) == 1:
        return dict(zip(names, kinds[0], strict=True))
    return {name: tuple(values) for name, values in zip(names, zip(*kinds, strict=True), strict=False)}


def _states(shape: Architecture) -> list[dict[str, Any]]:
    states = []
    if layers := shape.layer_types.get("linear_attention"):
        sizes = (shape.linear_value_heads, shape.linear_key_head_dim, shape.linear_value_head_dim)
        states.append((layers, *sizes))
    if layers := shape.layer_types.get("mamba"):
        states.append((layers, shape.mamba_heads, shape.ssm_state_size, shape.mamba_head_dim))
    if not all(all(state) for state in states):
        raise NotKnown("the state of its recurrent layers is not known")
    return [dict(zip(("layers", "heads", "key_dim", "value_dim"), state, strict=True)) for state in states]
