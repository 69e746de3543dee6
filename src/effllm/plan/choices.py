"""What a reader chooses for a plan, checked, and the numbers that terms take of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from effllm.arguments import check_number
from effllm.plan.number_formats import SIXTEEN, kv_format, weight_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.plan.blueprint import Blueprint
    from effllm.plan.number_formats import NumberFormat
    from effllm.records import Accelerator

CONTEXT = 4096
"""Tokens of a sequence where nobody says how many, or as many as the model allows, if those are fewer."""

MOST = {"count": 100_000, "batch": 1_000_000, "context": 1_000_000_000}
"""Largest numbers that are taken; larger ones are slips of the pen."""

CHUNK, OUTPUTS = 2048, 512
"""Most tokens that go through the model together (vLLM's default) and whose outputs are kept (llama.cpp's)."""

YEARS = 4
"""Years over which the price of an accelerator is spread, where nobody says what an hour costs."""

CARDS_ONLY = "Cards only, no electricity"
"""What a price counts where it follows from that of the accelerator."""

HOURS = YEARS * 365 * 24

NEEDS = {
    "time_to_first_token": (("bandwidth", "peak"), "how fast the accelerator's memory or arithmetic is, is not known"),
    "time_per_token": (("bandwidth",), "the bandwidth of the accelerator's memory is not known"),
    "energy_per_token": (("total_power",), "the power of the accelerator is not known"),
    "price_per_million_tokens": (("price_per_hour",), "no price is known; say what an accelerator hour costs"),
}
"""What has to be known of the accelerator for a part, and what is said where it is not."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader chooses; make it with `choose`."""

    count: int
    weights: str
    kv: str
    context: int | None
    batch: int
    price_per_hour: float | None = None

    @property
    def tokens(self) -> int:
        """The context, or the usual one where none was chosen."""
        return CONTEXT if self.context is None else self.context

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    def changed(self, change: Mapping[str, str | int]) -> Choices:
        """Return it with other choices, which are not checked; those that it does not have are left out."""
        own: dict[str, Any] = asdict(self)
        return Choices(**(own | {name: change[name] for name in own if name in change}))

    def within(self, known: Blueprint) -> Choices:
        """Return it with a context that the model allows.

        Raises:
            ValueError: the context is longer than that.
        """
        if self.context is None:
            return replace(self, context=min(CONTEXT, known.context or CONTEXT))
        if known.context and self.context > known.context:
            raise ValueError(f"context is {self.context:,}; {known.model} allows {known.context:,} tokens at most")
        return self

    def values(self, accelerator: Accelerator | None, known: Blueprint) -> dict[str, float]:
        """Return the values of the free inputs of terms by their names."""
        context, weights, cache = self.tokens, weight_format(self.weights), kv_format(self.kv)
        chunk = min(context * self.batch, CHUNK)
        values: dict[str, float | None] = {
            "context": context,
            "kept": context,
            "batch": self.batch,
            "count": self.count,
            "devices": 1,
            "chunk": chunk,
            "outputs": max(self.batch, min(chunk, OUTPUTS)),
            "expert_bits": weights.bits,
            "weight_bits": SIXTEEN if weights.experts_only and known.experts else weights.bits,
            "embedding_bits": weights.embeddings,
            "kv_bits": cache.bits,
        }
        if accelerator:
            values["bandwidth"] = accelerator.bandwidth
            values["peak"] = peak_of(accelerator, weights)
            values["total_power"] = accelerator.power * self.count if accelerator.power else None
            values["price_per_hour"] = price_of(accelerator, self)[0]
        return {name: value for name, value in values.items() if value}


def choose(  # noqa: PLR0913 - one keyword a choice
    *,
    count: int = 1,
    weights: str = "bf16",
    kv: str = "bf16",
    context: int | None = None,
    batch: int = 1,
    price_per_hour: float | None = None,
) -> Choices:
    """Return the choices for a plan.

    Raises:
        UnknownFormat: there is no such format of weights or of the KV cache.
        ValueError: a number is not whole, below 1 or absurdly large, or a price is negative.
        TypeError: a price is no number.
    """
    check_number("price_per_hour", price_per_hour, "2.5")
    whole = {"count": count, "batch": batch} | ({"context": context} if context is not None else {})
    for name, value in whole.items():
        if type(value) is not int or not 1 <= value <= MOST[name]:
            raise ValueError(f"{name} is {value!r}; it must be a whole number from 1 to {MOST[name]:,}")
    if price_per_hour is not None and not price_per_hour >= 0:
        raise ValueError(f"price_per_hour is {price_per_hour!r}; it must be 0 or more")
    return Choices(count, weight_format(weights).id, kv_format(kv).id, context, batch, price_per_hour)


def peak_of(accelerator: Accelerator, weights: NumberFormat) -> float | None:
    """Return how many operations a second an accelerator does at most with such weights; None where it is not known."""
    rates = accelerator.flops.model_dump() if accelerator.flops else {}
    return next((float(rates[name]) for name in weights.rates if rates.get(name)), None)


def price_of(accelerator: Accelerator | None, choices: Choices) -> tuple[float | None, str]:
    """Return what an accelerator hour costs in US dollars, None where it is not known, and whose number that is."""
    if choices.price_per_hour is not None:
        return choices.price_per_hour, f"An accelerator hour costs {choices.price_per_hour:,.2f} USD, as asked."
    if accelerator is None or accelerator.price_usd is None:
        return None, ""
    price = accelerator.price_usd / HOURS
    return price, (
        f"{CARDS_ONLY}: an accelerator hour costs {price:,.2f} USD, its price of {accelerator.price_usd:,.0f} USD, "
        f"spread over {YEARS} years of full use; machines and people cost nothing, either."
    )
