"""How a decoder is built: the fields of its configuration, under the names that configurations use."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field

from effllm.records.base import Bool, Int, Record

LayerType = Literal[
    "full_attention", "sliding_attention", "linear_attention", "sparse_attention", "mamba", "mlp", "moe"
]  # fmt: skip


class Architecture(Record):
    """The shape of a decoder. A field that the configuration does not state is left out."""

    config: str = Field(description="What the configuration is called: mostly a repository on Hugging Face.")
    class_name: str | None = Field(default=None, description="Class that runs it, as the configuration names it.")
    layers: Int | None = Field(default=None, description="Number of layers.")
    layer_types: dict[LayerType, Int] = Field(
        default_factory=dict,
        description="How many layers of each type, where they differ: attention over all tokens or over a window, "
        "linear or sparse attention, a state-space (Mamba) layer, or a layer that is only an MLP or experts.",
    )
    full_attention_interval: Int | None = Field(
        default=None, description="Every how many layers one has full attention, where the others differ regularly."
    )
    sliding_window: Int | None = Field(default=None, description="Tokens that a layer with a window looks back over.")
    hidden_size: Int | None = Field(default=None, description="Width of the residual stream.")
    attention_heads: Int = Field(description="Query heads.")
    kv_heads: Int | None = Field(
        default=None, description="Heads of keys and values; as many as query heads where it is not stated."
    )
    head_dim: Int | None = Field(
        default=None, description="Size of a head; the hidden size by the query heads where it is not stated."
    )
    global_head_dim: Int | None = Field(
        default=None, description="Size of a head in layers of full attention, where other."
    )
    global_kv_heads: Int | None = Field(
        default=None, description="Heads of keys and values in layers of full attention, where other."
    )
    q_lora_rank: Int | None = Field(default=None, description="Rank of the compressed query (MLA).")
    kv_lora_rank: Int | None = Field(
        default=None, description="Rank of the compressed key and value that is cached (MLA)."
    )
    qk_nope_head_dim: Int | None = Field(
        default=None, description="Size of the part of a head without positions (MLA)."
    )
    qk_rope_head_dim: Int | None = Field(
        default=None, description="Size of the part of a head with positions, cached once for all heads (MLA)."
    )
    v_head_dim: Int | None = Field(default=None, description="Size of a head of values, where other.")
    index_topk: Int | None = Field(default=None, description="Tokens that the indexer of sparse attention selects.")
    index_heads: Int | None = Field(default=None, description="Heads of the indexer of sparse attention.")
    index_head_dim: Int | None = Field(default=None, description="Size of a head of the indexer.")
    mamba_heads: Int | None = Field(default=None, description="Heads of a Mamba layer.")
    mamba_head_dim: Int | None = Field(default=None, description="Size of a head of a Mamba layer.")
    ssm_state_size: Int | None = Field(default=None, description="State of a Mamba layer for each channel.")
    linear_key_heads: Int | None = Field(default=None, description="Key heads of linear attention.")
    linear_value_heads: Int | None = Field(default=None, description="Value heads of linear attention.")
    linear_key_head_dim: Int | None = Field(default=None, description="Size of a key head of linear attention.")
    linear_value_head_dim: Int | None = Field(default=None, description="Size of a value head of linear attention.")
    intermediate_size: Int | None = Field(default=None, description="Width of the MLP of a dense layer.")
    experts: Int | None = Field(default=None, description="Routed experts of a layer.")
    experts_per_token: Int | None = Field(default=None, description="How many of them a token uses.")
    shared_experts: Int | None = Field(default=None, description="Experts that every token uses.")
    moe_intermediate_size: Int | None = Field(default=None, description="Width of an expert.")
    shared_expert_intermediate_size: Int | None = Field(
        default=None, description="Width of the shared experts, where other."
    )
    first_dense_layers: Int | None = Field(
        default=None, description="Layers at the bottom that have an MLP, not experts."
    )
    moe_layer_freq: Int | None = Field(default=None, description="Every how many layers one has experts.")
    mtp_layers: Int | None = Field(
        default=None, description="Layers that predict further tokens, besides those counted in `layers`."
    )
    gated_mlp: Bool | None = Field(
        default=None, description="Whether the MLP has three matrices (SwiGLU, GeGLU), not two."
    )
    bias: Bool | None = Field(default=None, description="Whether all linear layers of attention and MLP have biases.")
    attention_bias: Bool | None = Field(default=None, description="Whether query, key and value have biases.")
    qk_norm: Bool | None = Field(default=None, description="Whether heads of query and key are normalised.")
    norm: Literal["RMSNorm", "LayerNorm"] | None = Field(default=None, description="Kind of its norms.")
    post_norms: Bool | None = Field(
        default=None, description="Whether norms are behind attention and MLP, not only before them."
    )
    vocab_size: Int | None = Field(default=None, description="Rows of the embedding, with padding where it is stated.")
    tied_embeddings: Bool | None = Field(
        default=None, description="Whether the output uses the embedding of the input."
    )
    context_length: Int | None = Field(
        default=None, description="Longest context that the configuration allows, in tokens."
    )
    stored_parameters: Int | None = Field(
        default=None, description="Parameters counted in the published weights (safetensors)."
    )


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
