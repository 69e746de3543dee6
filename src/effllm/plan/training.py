"""The plan of a training run: operations, hours, price, energy, loss by each law, and real runs that are near."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.arguments import check_number
from effllm.plan.choices import HOURS, YEARS
from effllm.plan.plan_terms import PlanTerm, evaluate
from effllm.records.architecture import count_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.arithmetic import Quantity
    from effllm.plan.plan_terms import Figure
    from effllm.records import Accelerator, Formula, PretrainedModel

NEAR = 5
"""How many real runs are named."""


class Law(NamedTuple):
    """A law of loss, with the sizes that it was fitted on, as its record says.

    Attributes:
        formula: id of the formula.
        parameters: smallest and largest model of the fit.
        tokens: fewest and most tokens of the fit.
    """

    formula: str
    parameters: tuple[float, float]
    tokens: tuple[float, float]


LAWS = (
    Law("chinchilla-approach3", (7e7, 1.6e10), (5e9, 5e11)),
    Law("besiroglu-loss", (7e7, 1.6e10), (5e9, 5e11)),
    Law("kaplan-l-nd", (768, 1.5e9), (2.2e7, 2.3e10)),
)


class Loss(NamedTuple):
    """The loss that a law predicts.

    Attributes:
        figure: the number with its formula.
        extrapolated: which of ``parameters`` and ``tokens`` are outside of what the law was fitted on.
    """

    figure: Figure
    extrapolated: tuple[str, ...]


@dataclass(frozen=True)
class TrainingPlan:
    """A training run.

    Attributes:
        parameters: parameters that a token uses.
        tokens: training tokens.
        accelerator: the accelerator; None where only operations and loss are asked for.
        count: how many of them.
        utilization: share of their peak that they reach.
        figures: ``compute``, ``hours``, ``price`` and ``emissions``, each with formula and inputs.
        energy: megawatt-hours of the run; None where they cannot be computed.
        days: how long it takes; None without accelerators.
        losses: the loss by each law.
        nearest: real models whose parameters and tokens are nearest.
        unknown: why something cannot be computed, by its name.
        notes: what the numbers take for granted.
    """

    parameters: int
    tokens: int
    accelerator: Accelerator | None
    count: int
    utilization: float
    figures: dict[str, Figure]
    energy: float | None
    days: float | None
    losses: tuple[Loss, ...]
    nearest: tuple[PretrainedModel, ...]
    unknown: dict[str, str]
    notes: tuple[str, ...]

    def value(self, name: str) -> Quantity | None:
        """Return one of the figures by its name; None where it cannot be computed."""
        return self.figures[name].value if name in self.figures else None

    def __repr__(self) -> str:
        """Return what is trained on what."""
        on = f" on {self.count} {self.accelerator.id}" if self.accelerator else ""
        return f"<TrainingPlan: {self.parameters:.3g} parameters, {self.tokens:.3g} tokens{on}>"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, ready for JSON."""
        return {
            "parameters": self.parameters,
            "tokens": self.tokens,
            "accelerator": self.accelerator.id if self.accelerator else None,
            "count": self.count,
            "utilization": self.utilization,
            "days": self.days,
            "energy": self.energy,
            **{name: figure.to_dict() for name, figure in self.figures.items()},
            "losses": [one.figure.to_dict() | {"extrapolated": list(one.extrapolated)} for one in self.losses],
            "nearest": [one.id for one in self.nearest],
            "unknown": self.unknown,
            "notes": list(self.notes),
        }


TERMS = (
    PlanTerm("compute", "flops-6nd", {}, {"parameters": "parameters", "tokens": "tokens"}, "operations"),
    PlanTerm(
        "hours", "training-hours", {}, {"compute": "compute", "peak": "peak", "utilization": "utilization"},
        "accelerator hours",
    ),
    PlanTerm("price", "cost-training", {}, {"hours": "hours", "price": "price_per_hour"}, "price"),
    PlanTerm("emissions", "carbon", {}, {"hours": "hours", "power": "power"}, "emissions"),
)  # fmt: skip
"""What follows from parameters and tokens."""


def _whole(name: str, value: Any) -> int:  # noqa: ANN401 - whatever was given
    """Return a whole number of 1 or more, which may be written as 7e9."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not (is_number and value >= 1 and value % 1 == 0):
        raise ValueError(f"{name} is {value!r}; it must be a whole number of 1 or more")
    return int(value)


def make_training(  # noqa: PLR0913 - one keyword a choice
    parameters: float,
    tokens: float,
    accelerator: Accelerator | None,
    formulas: Mapping[str, Formula],
    models: Iterable[PretrainedModel],
    *,
    count: int = 1,
    utilization: float = 0.4,
    price_per_hour: float | None = None,
) -> TrainingPlan:
    """Return the plan of a training run.

    Raises:
        ValueError: a number is out of its range.
        TypeError: the utilization or the price is no number.
    """
    parameters, tokens, count = _whole("parameters", parameters), _whole("tokens", tokens), _whole("count", count)
    check_number("utilization", utilization, "0.4 for 40 %")
    check_number("price_per_hour", price_per_hour, "2.5")
    if not 0 < utilization <= 1:
        raise ValueError(f"utilization is {utilization!r}; it must be above 0 and at most 1, as 0.4 for 40 %")
    values: dict[str, float] = {"parameters": parameters, "tokens": tokens, "utilization": utilization}
    unknown: dict[str, str] = {}
    notes = ["Six operations for each parameter and token; attention adds to them where contexts are long."]
    if accelerator:
        peak = accelerator.flops.fp16 if accelerator.flops else None
        values |= {"peak": peak} if peak else {}
        values |= {"power": accelerator.power} if accelerator.power else {}
        price = price_per_hour if price_per_hour is not None else (accelerator.price_usd or 0) / HOURS or None
        values |= {"price_per_hour": price} if price is not None else {}
        for name, why in (("peak", "hours"), ("power", "emissions"), ("price_per_hour", "price")):
            if name not in values:
                unknown[why] = f"no source says the {name.replace('_', ' ')} of {accelerator.id}"
        notes.append(f"Arithmetic in 16 bits at {utilization:.0%} of its peak; time lost to failures is not counted.")
        if price_per_hour is None and price:
            notes.append(
                f"An accelerator hour costs its price spread over {YEARS} years, {price:,.2f} USD, and no more."
            )
    _, figures = evaluate(TERMS, values, formulas)
    found = {figure.term.part: figure for figure in figures}
    emitted = found.get("emissions")
    energy = float(formulas["carbon"].values(**emitted.inputs)["energy"]) if emitted else None
    days = float(found["hours"].value) / count / 24 if "hours" in found else None
    return TrainingPlan(
        parameters=parameters,
        tokens=tokens,
        accelerator=accelerator,
        count=count,
        utilization=utilization,
        figures=found,
        energy=energy,
        days=days,
        losses=tuple(_loss(law, parameters, tokens, formulas) for law in LAWS),
        nearest=_of_similar_size(models, parameters, tokens),
        unknown=unknown,
        notes=tuple(notes),
    )


def trained_parameters(model: PretrainedModel) -> int | None:
    """Return the parameters of a model that a token uses; None where they are not known."""
    counted = count_parameters(model.architecture) if model.architecture else None
    if counted:
        return counted.active
    sparse = model.sparse or (model.architecture is not None and model.architecture.experts)
    return model.active_parameters or (None if sparse else model.parameters)


def _loss(law: Law, parameters: int, tokens: int, formulas: Mapping[str, Formula]) -> Loss:
    term = PlanTerm("loss", law.formula, {"parameters": parameters, "tokens": tokens}, {}, "loss")
    _, [figure] = evaluate([term], {}, formulas)
    ranges = (("parameters", parameters, law.parameters), ("tokens", tokens, law.tokens))
    return Loss(figure, tuple(name for name, value, (low, high) in ranges if not low <= value <= high))


def _of_similar_size(models: Iterable[PretrainedModel], parameters: int, tokens: int) -> tuple[PretrainedModel, ...]:
    """Return the models whose parameters and tokens differ from these by the smallest factors."""

    def distance(one: PretrainedModel) -> float:
        used = one.active_parameters or one.parameters or 1
        return math.hypot(math.log(used / parameters), math.log((one.tokens or 1) / tokens))

    doubtless = [one for one in models if one.parameters and one.tokens and "tokens" not in one.doubtful]
    return tuple(sorted(doubtless, key=lambda one: (distance(one), one.id))[:NEAR])
