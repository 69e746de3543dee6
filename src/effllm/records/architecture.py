"""How a decoder is built: the fields of its configuration, under the names that configurations use."""

from __future__ import annotations

from typing import Literal

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
