"""What is known of a model for a plan: the terms of its memory and traffic, and which parts are unknown, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.plan.kv_terms import NotKnown, cache_terms
from effllm.plan.plan_terms import PlanTerm
from effllm.plan.weight_terms import NO_SIZE, ModelSize, size_of
from effllm.records.source import sources_of

if TYPE_CHECKING:
    from effllm.records import Architecture, PretrainedModel


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a plan knows of a model.

    Attributes:
        model: its id.
        name: its name.
        context: its longest context in tokens; None where it is not known.
        own: the terms of its memory, traffic and arithmetic, in order.
        unknown: why a part cannot be computed, by the part.
        notes: what a reader should know of its numbers.
    """

    model: str
    name: str
    context: int | None
    own: tuple[PlanTerm, ...]
    unknown: dict[str, str]
    notes: tuple[str, ...]

    @property
    def experts(self) -> bool:
        """Whether it has routed experts whose number of parameters is known."""
        return any(term.formula == "moe-experts-read" for term in self.own)

    @property
    def terms(self) -> tuple[PlanTerm, ...]:
        """Its own terms, and behind them those of speed, energy and price."""
        return (*self.own, *speed(cached="kv_cache" not in self.unknown))


def blueprint(model: PretrainedModel) -> Blueprint | None:
    """Return what a plan knows of a model; None where neither its parameters nor its architecture are known."""
    size, shape = size_of(model), model.architecture
    if size is None and shape is None:
        return None
    size = size or NO_SIZE
    terms, unknown = [*size.terms], dict(size.unknown)
    sources = tuple(map(str, sources_of(model.sources, "architecture")))
    for part, made in (("kv_cache", cache_terms), ("activations", _activations), ("buffers", _buffers)):
        try:
            terms += made(shape, sources) if shape else _no_architecture()
        except NotKnown as why:
            unknown[part] = str(why)
    terms += _arithmetic(size)
    context = shape.context_length if shape else None
    return Blueprint(
        model.id, model.name, context, tuple(terms), unknown, tuple(filter(None, [size.note, _doubts(model)]))
    )


def _doubts(model: PretrainedModel) -> str:
    """Return what a reader should know of the number of parameters, nothing where it is stated and beyond doubt."""
    if "parameters" in model.doubtful and model.note:
        return f"Parameters are in doubt: {model.note}"
    return (
        "The number of parameters is an estimate of Epoch AI." if model.basis.get("parameters") == "estimated" else ""
    )


def _no_architecture() -> list[PlanTerm]:
    raise NotKnown("the record of the model has no architecture")


def _arithmetic(size: ModelSize) -> list[PlanTerm]:
    """Return the least times of the arithmetic, of reading a prompt and of a step of decoding."""
    if not size.active:
        return []
    given = {"peak": "peak", "devices": "count", "batch": "batch"}
    return [
        PlanTerm(
            "time_to_first_token", "prefill-time", {"parameters": size.active}, {"tokens": "context", **given},
            "arithmetic of the prompt", size.sources,
        ),
        PlanTerm(
            "time_per_token", "prefill-time", {"parameters": size.active + size.head, "tokens": 1}, given,
            "arithmetic of a token", size.sources,
        ),
    ]  # fmt: skip


def speed(*, cached: bool) -> list[PlanTerm]:
    """Return the terms of speed, energy and price; without a cache that is known, those of weights alone."""
    read = {"weight_bytes": "weights_read", "bandwidth": "bandwidth", "devices": "count"}
    step = ({}, {**read, "kv_bytes": "kv_read"}) if cached else ({"kv_bytes": 0}, read)
    serving = {"accelerators": "count", "price": "price_per_hour", "speed": "tokens_per_second"}
    return [
        PlanTerm("time_to_first_token", "decode-latency", {"kv_bytes": 0}, read, "reading the weights once"),
        PlanTerm("time_per_token", "decode-latency", *step, f"reading weights{' and cache' if cached else ''} once"),
        PlanTerm("tokens_per_second", "decode-throughput", {}, {"batch": "batch", "step": "time_per_token"}),
        PlanTerm("energy_per_token", "energy-token", {}, {"power": "total_power", "speed": "tokens_per_second"}),
        PlanTerm("price_per_million_tokens", "cost-serving", {}, serving),
    ]


def _activations(shape: Architecture, sources: tuple[str, ...]) -> list[PlanTerm]:
    if not shape.hidden_size:
        raise NotKnown("the hidden size is not known")
    heads = shape.attention_heads * (shape.head_dim or shape.hidden_size // shape.attention_heads)
    keys = 0 if shape.kv_lora_rank else 2 * (shape.kv_heads or shape.attention_heads) * (shape.head_dim or 0)
    experts = (shape.moe_intermediate_size or shape.intermediate_size or 0) * (shape.experts_per_token or 0)
    dense = shape.intermediate_size or 0
    width = max(heads + keys, 2 * dense, 2 * experts)
    bound, free = {"hidden": shape.hidden_size, "width": width}, {"tokens": "chunk", "devices": "devices"}
    return [PlanTerm("activations", "act-inference", bound, free, "the widest layer", sources)]


def _buffers(shape: Architecture, sources: tuple[str, ...]) -> list[PlanTerm]:
    if not shape.hidden_size or not shape.vocab_size:
        raise NotKnown("the hidden size or the vocabulary is not known")
    bound = {"vocabulary": shape.vocab_size, "hidden": shape.hidden_size}
    return [PlanTerm("buffers", "buffers-logits", bound, {"tokens": "outputs"}, "scores of the vocabulary", sources)]
