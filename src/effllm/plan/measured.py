"""Measured speeds near a plan: figures of papers and benchmarks on the same model, the most alike first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.plan.choices import Choices
    from effllm.records import Accelerator, PretrainedModel, Result, Source

METRICS = ("throughput", "latency", "energy", "memory")
"""What is measured of what a plan computes."""

MOST = 8
"""How many figures are given."""


class Measured(Protocol):
    """A figure and who reports it, as `effllm.kb.Results` gives them."""

    @property
    def result(self) -> Result:
        """The figure."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where it was read."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""


def of_model(reported: Iterable[Measured], model: PretrainedModel) -> list[Measured]:
    """Return the measured figures of a model: its name, with or without the size, is that of the figure's model."""
    return by_model(reported, [model]).get(model.id, [])


def by_model(reported: Iterable[Measured], models: Iterable[PretrainedModel]) -> dict[str, list[Measured]]:
    """Return the measured figures of models by their ids, for those that have some."""
    named = {title_key(name): model.id for model in models for name in (model.id, model.name)}
    found: dict[str, list[Measured]] = {}
    for one in reported:
        if one.result.metric in METRICS:
            keys = (title_key(f"{one.result.model} {one.result.size or ''}"), title_key(one.result.model))
            model = next((named[key] for key in keys if key in named), None)
            if model:
                found.setdefault(model, []).append(one)
    return found


def nearest_measured(
    reported: Iterable[Measured], model: PretrainedModel, accelerator: Accelerator | None, choices: Choices, bits: float
) -> tuple[Measured, ...]:
    """Return the figures of the same model that were measured under the conditions most like the plan's.

    Hardware of the same name counts most, then how many of them, bits a weight, sequences at a time.
    """
    wanted = frozenset(words(accelerator.name)) if accelerator else frozenset()

    def distance(one: Measured) -> tuple[int, float, float]:
        result = one.result
        common = len(wanted.intersection(words(result.hardware or "")))
        stored = result.setting.weight_bits or 16
        return -common, abs(stored - bits), abs((result.setting.batch or 1) - choices.batch)

    return tuple(sorted(of_model(reported, model), key=distance)[:MOST])
