"""The plan of a model on accelerators: what memory it takes, whether that fits, and how fast it can be at best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.plan.blueprint import blueprint
from effllm.plan.choices import NEEDS, Choices, price_of
from effllm.plan.plan_terms import MEMORY, evaluate
from effllm.plan.savings import KEPT, savings
from effllm.plan.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.arithmetic import Quantity
    from effllm.plan.blueprint import Blueprint
    from effllm.plan.measured import Measured
    from effllm.plan.plan_terms import Figure
    from effllm.plan.savings import Saving
    from effllm.plan.support import Support
    from effllm.records import Accelerator, Formula, PretrainedModel

BOUNDS = ("time_to_first_token", "time_per_token", "tokens_per_second", "energy_per_token", "price_per_million_tokens")
"""The bounds of a plan, in the order in which they are shown."""


class Bound(NamedTuple):
    """How good a number can be at best.

    Attributes:
        value: the number, with its unit.
        limited_by: what limits it, in words; empty where there is one way only to compute it.
        figures: what it is computed from, each with formula, paper and inputs.
        assumptions: what it takes for granted, in words.
    """

    value: Quantity
    limited_by: str
    figures: tuple[Figure, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A model on accelerators. Bytes are whole numbers; 1 GB is 10**9 of them, 1 GiB is 2**30.

    Attributes:
        model: the model.
        accelerator: the accelerator; None for the memory alone.
        choices: formats, context, batch and number of accelerators.
        memory: bytes of one copy of ``weights``, ``kv_cache``, ``activations`` and ``buffers``; None where unknown.
        per_device: bytes on the fullest accelerator, copies that each one holds included; without what is unknown.
        parts_per_device: the same part by part; what is not split over the accelerators is whole on each.
        fits: whether that is at most its memory; None where a part or the memory is unknown and what is known fits.
        spare: bytes that are left on the fullest accelerator, negative where it does not fit; None if not known.
        bounds: lower bounds of time, and what follows from them, by the names of `BOUNDS`.
        savings: what would take less memory, those that fit first.
        figures: every number with its formula, paper, inputs and sources.
        unknown: why something cannot be computed, by its name.
        notes: what a reader should know.
        frameworks: those that run these weights on this hardware, with the cells that say so.
        measured: figures of papers and benchmarks on the same model, the most alike first; never part of a bound.
    """

    model: PretrainedModel
    accelerator: Accelerator | None
    choices: Choices
    memory: dict[str, int | None]
    per_device: int
    fits: bool | None
    spare: int | None
    bounds: dict[str, Bound]
    savings: tuple[Saving, ...]
    figures: tuple[Figure, ...]
    unknown: dict[str, str]
    notes: tuple[str, ...]
    parts_per_device: dict[str, int]
    frameworks: tuple[Support, ...] = ()
    measured: tuple[Measured, ...] = ()

    def __repr__(self) -> str:
        """Return the model, the accelerators and whether it fits."""
        on = f" on {self.choices.count} {self.accelerator.id}" if self.accelerator else ""
        said = {True: ", fits", False: ", does not fit", None: ""}[self.fits]
        return f"<Plan: {self.model.id} in {self.choices.weights}{on}{said}>"

    @property
    def verdict(self) -> str:
        """Whether it fits, in a sentence: what is lacking or left, and what is not known."""
        return verdict(self)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, ready for JSON."""
        return {
            "model": self.model.id,
            "accelerator": self.accelerator.id if self.accelerator else None,
            **self.choices.to_dict(),
            "fits": self.fits,
            "verdict": self.verdict,
            "memory": self.memory,
            "per_device": self.per_device,
            "device_memory": self.accelerator.memory if self.accelerator else None,
            "spare": self.spare,
            "bounds": {
                name: {
                    "value": float(one.value),
                    "unit": one.value.unit,
                    "limited_by": one.limited_by,
                    "assumptions": list(one.assumptions),
                    "figures": [figure.to_dict() for figure in one.figures],
                }
                for name, one in self.bounds.items()
            },
            "figures": [figure.to_dict() for figure in self.figures if figure.term.part in MEMORY],
            "savings": [saving.to_dict() for saving in self.savings],
            "frameworks": [one.to_dict() for one in self.frameworks],
            "measured": [one.to_dict() for one in self.measured],
            "unknown": self.unknown,
            "notes": list(self.notes),
        }


def make(
    model: PretrainedModel, accelerator: Accelerator | None, choices: Choices, formulas: Mapping[str, Formula]
) -> Plan:
    """Return the plan of a model, without the frameworks and the measured figures.

    Raises:
        ValueError: neither parameters nor architecture of the model are known, or the context is longer than it allows.
    """
    known = blueprint(model)
    if known is None:
        raise ValueError(
            f"neither the parameters of {model.id} nor its architecture are known, so it cannot be planned"
        )
    choices = choices.within(known)
    values = choices.values(accelerator, known)
    unknown = dict(known.unknown)
    parts, figures = evaluate(_possible(known, values, unknown), values, formulas)
    memory = {part: None if part in unknown else math.ceil(parts.get(part, 0)) for part in MEMORY}
    parts_per_device = _per_device(known, values | {"devices": choices.count}, formulas)
    per_device = sum(parts_per_device.values())
    room = accelerator.memory if accelerator else None
    spare = None if room is None else room - per_device
    partial = any(part in unknown for part in MEMORY)
    fits = None if spare is None or (partial and spare >= 0) else spare >= 0
    if accelerator and room is None:
        unknown["fits"] = f"no source says how much memory {accelerator.id} has"

    def after(change: Mapping[str, str | int]) -> int:
        other = choices.changed(change)
        changed = other.values(accelerator, known) | {"devices": other.count}
        changed |= {"kept": min(other.tokens, KEPT)} if "kept" in change else {}
        return sum(_per_device(known, changed, formulas).values())

    saving = savings(per_device, room, choices.count, after, cached="kv_cache" not in unknown, known=not partial)
    bounds = {
        name: Bound(
            parts[name],
            _limit(figures, name),
            tuple(figure for figure in figures if figure.term.part == name),
            tuple(_assumptions(name, known, choices, accelerator, values)),
        )
        for name in BOUNDS
        if name in parts
    }
    return Plan(
        model=model,
        accelerator=accelerator,
        choices=choices,
        memory=memory,
        per_device=per_device,
        fits=fits,
        spare=spare,
        bounds=bounds,
        savings=saving,
        figures=tuple(figures),
        unknown=unknown,
        notes=known.notes if fits is not False else (*known.notes, "Speeds are those that it would have if it fitted."),
        parts_per_device=parts_per_device,
    )


def _per_device(known: Blueprint, values: Mapping[str, float], formulas: Mapping[str, Formula]) -> dict[str, int]:
    """Return the bytes of each part on the fullest of several accelerators."""
    parts, _ = evaluate([term for term in known.terms if term.part in MEMORY], values, formulas)
    return {part: math.ceil(number) for part, number in parts.items()}


def _possible(known: Blueprint, values: Mapping[str, float], unknown: dict[str, str]) -> list[Any]:
    """Return the terms of which enough is known of the accelerator, and note why the others are left out."""
    left_out = set()
    for part, (names, why) in NEEDS.items():
        if not all(name in values for name in names):
            left_out.add(part)
            unknown[part] = why
    return [term for term in known.terms if term.part not in left_out]


def _limit(figures: list[Figure], part: str) -> str:
    """Return which term of a bound is the largest, in words; nothing where it has one only."""
    own = [figure for figure in figures if figure.term.part == part]
    return max(own, key=lambda figure: figure.value).term.about if len(own) > 1 else ""


def _assumptions(
    name: str, known: Blueprint, choices: Choices, accelerator: Accelerator | None, values: Mapping[str, float]
) -> list[str]:
    """Return what a bound takes for granted, in words."""
    said = ["Memory and arithmetic run at their rated speeds, and work of one overlaps with that of the other."]
    if choices.count > 1:
        said.append("Accelerators share the work evenly, and what they send each other takes no time.")
    if name == "time_to_first_token":
        said.append("Attention among the tokens of the prompt takes no time.")
    if name == "time_per_token":
        said.append(f"All {choices.tokens:,} tokens are in the cache.")
        if known.experts:
            said.append("Tokens choose their experts evenly and independently of each other.")
    if "peak" not in values:
        said.append("No source says how fast its arithmetic is in this format; only memory is counted.")
    if name == "energy_per_token":
        said.append("Accelerators draw their rated power, and run at the highest speed; all else draws none.")
    if name == "price_per_million_tokens":
        said.append(price_of(accelerator, choices)[1])
    return said
