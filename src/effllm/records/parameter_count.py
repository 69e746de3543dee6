"""Parameters of a decoder, recomputed from its architecture: embeddings, attention, MLP or experts, norms.

The definition is that of the layers in the Llama, Mistral, Qwen 2 and 3, Mixtral, Pythia and DeepSeek-V3 families; it
reproduces the counts of their published weights exactly. For other kinds of layers it says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from effllm.records.architecture import Architecture

_COVERED = frozenset({"full_attention", "sliding_attention"})


class Count(NamedTuple):
    """Numbers of parameters: all, and those that one token uses."""

    total: int
    active: int


def count_parameters(a: Architecture) -> Count | None:
    """Return the parameters of a decoder; None where its layers are of another kind or a size is not known.

    Layers that predict further tokens (`mtp_layers`) and parts for pictures or sound are not counted. Where it is not
    stated, embeddings are not tied, and an MLP has two matrices. A token uses one row of the embedding; it is counted
    whole all the same, as papers do.
    """
    if not _is_covered(a):
        return None
    hidden, layers = a.hidden_size or 0, a.layers or 0
    norm = hidden * (2 if a.norm == "LayerNorm" else 1)
    embeddings = (a.vocab_size or 0) * hidden * (1 if a.tied_embeddings else 2)
    around = embeddings + norm + layers * (_attention(a) + norm * (4 if a.post_norms else 2))
    dense = _mlp(a, a.intermediate_size or 0)
    if not a.experts:
        return Count(around + layers * dense, around + layers * dense)
    sparse = (layers - (a.first_dense_layers or 0)) // (a.moe_layer_freq or 1)
    expert = _mlp(a, a.moe_intermediate_size or a.intermediate_size or 0)
    shared = _mlp(a, a.shared_expert_intermediate_size or 0) or (a.shared_experts or 0) * expert
    router = (hidden + bool(a.kv_lora_rank)) * a.experts  # that of DeepSeek-V3 has a bias for each expert
    around += (layers - sparse) * dense + sparse * (shared + router)
    return Count(around + sparse * a.experts * expert, around + sparse * (a.experts_per_token or 0) * expert)


def _is_covered(a: Architecture) -> bool:
    sizes = (
        a.layers,
        a.hidden_size,
        a.vocab_size,
        a.head_dim or a.kv_lora_rank,
        a.intermediate_size or a.moe_intermediate_size,
    )
    other = a.index_topk or a.global_head_dim or a.layer_types.keys() - _COVERED
    return all(sizes) and not other and a.gated_mlp is not None and a.norm is not None


def _attention(a: Architecture) -> int:
    hidden, heads = a.hidden_size or 0, a.attention_heads
    if a.kv_lora_rank:
        return _latent_attention(a)
    head, kv = a.head_dim or 0, a.kv_heads or heads
    queries, keys = heads * head, kv * head
    matrices = hidden * queries * 2 + hidden * keys * 2
    biases = (queries + 2 * keys if a.bias or a.attention_bias else 0) + (hidden if a.bias else 0)
    return matrices + biases + (2 * head if a.qk_norm else 0)


def _latent_attention(a: Architecture) -> int:
    """Return the parameters of multi-head latent attention (DeepSeek-V2): low-rank query, key and value, two norms."""
    hidden, heads, rank = a.hidden_size or 0, a.attention_heads, a.kv_lora_rank or 0
    nope, rope, value = a.qk_nope_head_dim or 0, a.qk_rope_head_dim or 0, a.v_head_dim or 0
    width, low = heads * (nope + rope), a.q_lora_rank or 0
    query = hidden * low + low + low * width if low else hidden * width
    keys = hidden * (rank + rope) + rank + rank * heads * (nope + value)
    return query + keys + heads * value * hidden


def _mlp(a: Architecture, width: int) -> int:
    hidden = a.hidden_size or 0
    return (3 if a.gated_mlp else 2) * hidden * width + (width + hidden if a.bias else 0)
