"""Measured speeds near a plan: figures of papers and benchmarks on the same model, the most alike first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.plan.choices import Choices
    from effllm.records import Accelerator, PretrainedModel, Result, Source

METRICS = ("throughput", "latency", "energy", "memory")
"""What is measured of what a plan computes."""

MOST = 8
"""How many figures are given."""


_NEAR = 0.15
"""How far a printed size may be from the parameters: it is rounded."""

SUFFIXES = ("-it", "-Instruct", "-FP8", "-BF16", "-2507", "-0528")
"""What repositories add to the name of a model of the same size and shape."""


class Measured(NamedTuple):
    """A measured figure and who reports it.

    Attributes:
        by: key of the paper, or id of the measurement.
        result: the figure.
        sources: where it was read.
    """

    by: str
    result: Result
    sources: tuple[Source, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"by": self.by, **self.result.to_dict(), "sources": [str(source) for source in self.sources]}


def plain_name(model: str) -> str:
    """Return the name of a model without its owner and without what repositories add: ``google/gemma-3-27b-it``."""
    name = model.rpartition("/")[2]
    while found := next((one for one in SUFFIXES if name.endswith(one)), ""):
        name = name.removesuffix(found)
    return name


def of_model(reported: Iterable[Measured], model: PretrainedModel) -> list[Measured]:
    """Return the measured figures of a model: its name, with or without the size, is that of the figure's model."""
    return by_model(reported, [model]).get(model.id, [])


def by_model(reported: Iterable[Measured], models: Iterable[PretrainedModel]) -> dict[str, list[Measured]]:
    """Return the measured figures of models by their ids, for those that have some."""
    named = {title_key(name): model for model in models for name in (model.id, model.name)}
    found: dict[str, list[Measured]] = {}
    for one in reported:
        if one.result.metric in METRICS:
            name = plain_name(one.result.model)
            keys = (title_key(f"{name} {one.result.size or ''}"), title_key(name))
            model = next((named[key] for key in keys if key in named), None)
            if model and _is_of_size(one.result, model):
                found.setdefault(model.id, []).append(one)
    return found


def _is_of_size(result: Result, model: PretrainedModel) -> bool:
    """Tell whether the size that is printed, if any, is about that of the model: others of a family share its name."""
    size, whole = result.parameters, model.parameters
    return size is None or whole is None or abs(size - whole) <= _NEAR * whole


def nearest_measured(
    reported: Iterable[Measured], model: PretrainedModel, accelerator: Accelerator | None, choices: Choices, bits: float
) -> tuple[Measured, ...]:
    """Return the figures of the same model that were measured under the conditions most like the plan's.

    Hardware of the same name counts most, then how many of them, bits a weight, sequences at a time.
    """
    wanted = frozenset(words(accelerator.name)) if accelerator else frozenset()

    def distance(one: Measured) -> tuple[int, int, float, float]:
        result = one.result
        common = len(wanted.intersection(words(result.hardware or "")))
        stored = result.setting.weight_bits or 16
        number = (result.hardware or "").partition(" ")[0]
        several = abs((int(number) if number.isdecimal() else 1) - choices.count)
        return -common, several, abs(stored - bits), abs((result.setting.batch or 1) - choices.batch)

    return tuple(sorted(of_model(reported, model), key=distance)[:MOST])
