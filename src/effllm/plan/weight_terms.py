"""The weights of a model for a plan: embeddings, routed experts and all else, which formats store differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.plan.plan_terms import PlanTerm
from effllm.records.architecture import count_parameters
from effllm.records.source import sources_of

if TYPE_CHECKING:
    from effllm.records import Architecture, PretrainedModel


class ModelSize(NamedTuple):
    """The parameters of a model by what they are.

    Attributes:
        terms: the terms of weights, and of what a step reads of them.
        active: parameters that a token uses, without embeddings and output; 0 where that is not known.
        head: parameters of the output.
        unknown: why a part cannot be computed, by the part.
        note: which of its numbers of parameters is taken.
        sources: where that is from.
    """

    terms: list[PlanTerm]
    active: int
    head: int
    unknown: dict[str, str]
    note: str
    sources: tuple[str, ...]


_UNKNOWN = "no source says how many parameters it has"
NO_SIZE = ModelSize([], 0, 0, {"weights": _UNKNOWN, "weights_read": _UNKNOWN}, "", ())
"""That of a model whose parameters are not known."""


def size_of(model: PretrainedModel) -> ModelSize | None:
    """Return the parameters of a model; None where no source says how many there are.

    The number that follows from the architecture comes first, then that of the published weights, then the stated one.
    """
    shape = model.architecture
    counted = count_parameters(shape) if shape else None
    field, total = _total(model, counted.total if counted else None)
    if total is None:
        return None
    sources = tuple(map(str, sources_of(model.sources, field)))
    table = (shape.vocab_size or 0) * (shape.hidden_size or 0) if shape else 0
    embeddings = min(table * (1 if shape and shape.tied_embeddings else 2), total)
    sparse = bool(model.sparse or (shape and shape.experts))
    stated = counted.active if counted else model.active_parameters
    routed = min(_routed(shape, total, stated), total - embeddings) if shape and sparse else 0
    body = total - embeddings - routed
    terms = [
        _weights("weights", body, "weight_bits", "layers", sources, shared=True),
        _weights("weights", embeddings, "embedding_bits", "embeddings", sources, shared=True),
        _weights("weights", routed, "expert_bits", "routed experts", sources, shared=True),
    ]
    unknown, active = {}, 0
    if sparse and not routed:
        unknown["weights_read"] = "how many of its parameters a token uses is not known"
    else:
        chosen = _chosen(shape, routed)
        steady = _steady(shape, body, field, stated - embeddings - chosen if stated and routed else None)
        active = steady + chosen
        terms += [
            _weights("weights_read", steady, "weight_bits", "layers", sources),
            _weights("weights_read", table, "embedding_bits", "output", sources),
            *_experts_read(shape, routed, sources),
        ]
    terms = [term for term in terms if term.bound["parameters"]]
    return ModelSize(terms, active, table, unknown, _NOTES[field], sources)


_NOTES = {
    "architecture": "Parameters follow from the architecture; layers that predict further tokens, and parts for "
    "pictures or sound, are not counted.",
    "architecture.stored_parameters": "Parameters are those of the published weights, all that they hold.",
    "parameters": "Parameters are those of the model's record, often rounded.",
}


def _total(model: PretrainedModel, counted: int | None) -> tuple[str, int | None]:
    """Return the field that says how many parameters there are, and the number."""
    if counted:
        return "architecture", counted
    if model.architecture and model.architecture.stored_parameters:
        return "architecture.stored_parameters", model.architecture.stored_parameters
    return "parameters", model.parameters


def _routed(shape: Architecture, total: int, active: int | None) -> int:
    """Return the parameters of all routed experts; 0 where they are not known.

    They follow from the sizes of an expert, taken to have three matrices unless the record says two, or else from the
    parameters that a token uses.
    """
    if not shape.experts or not shape.experts_per_token:
        return 0
    layers = (shape.layers or 0) - (shape.first_dense_layers or 0)
    layers = shape.layer_types.get("moe", layers // (shape.moe_layer_freq or 1))
    found = layers * _experts_of_a_layer(shape)
    if 0 < found < total:
        return found
    if active and active < total:
        return round((total - active) / (1 - shape.experts_per_token / shape.experts))
    return 0


def _experts_of_a_layer(shape: Architecture) -> int:
    width = shape.moe_intermediate_size or shape.intermediate_size or 0
    return (shape.experts or 0) * (2 if shape.gated_mlp is False else 3) * (shape.hidden_size or 0) * width


def _chosen(shape: Architecture | None, routed: int) -> int:
    """Return the parameters of the routed experts that a token uses."""
    return round(routed * (shape.experts_per_token or 0) / shape.experts) if shape and shape.experts else 0


def _steady(shape: Architecture | None, body: int, field: str, stated: int | None) -> int:
    """Return the parameters outside of embeddings and routed experts that every token uses.

    Published weights may hold layers that predict further tokens, which a step of decoding need not read.
    """
    if stated is not None:
        return max(0, min(body, stated))
    if shape and shape.mtp_layers and field == "architecture.stored_parameters":
        return max(0, body - shape.mtp_layers * _experts_of_a_layer(shape))
    return body


def _experts_read(shape: Architecture | None, routed: int, sources: tuple[str, ...]) -> list[PlanTerm]:
    if not shape or not routed:
        return []
    bound = {"parameters": routed, "experts": shape.experts or 1, "experts_per_token": shape.experts_per_token or 0}
    free = {"bits": "expert_bits", "batch": "batch"}
    return [PlanTerm("weights_read", "moe-experts-read", bound, free, "experts that tokens are sent to", sources)]


def _weights(  # noqa: PLR0913 - the parts of a term
    part: str, parameters: int, bits: str, about: str, sources: tuple[str, ...], *, shared: bool = False
) -> PlanTerm:
    free = {"bits": bits} | ({"devices": "devices"} if shared else {})
    return PlanTerm(part, "weights-bits", {"parameters": parameters}, free, about, sources)
