"""`kb.plan_training`: operations, hours, price, energy and loss of a training run, with the real formulas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import effllm

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return effllm.load()


def test_what_a_run_takes(kb: KnowledgeBase) -> None:
    plan = kb.plan_training(parameters=10**10, tokens=10**12, on="h100-sxm", count=100, price_per_hour=2)
    hours = 6e22 / (kb.hardware["h100-sxm"].flops.fp16 * 0.4) / 3600  # type: ignore[union-attr, operator]
    assert plan.value("compute") == pytest.approx(6e22)
    assert plan.value("hours") == pytest.approx(hours)
    assert plan.value("price") == pytest.approx(2 * hours)
    assert plan.days == pytest.approx(hours / 2400)
    assert plan.energy == pytest.approx(hours * 700 * 1.1 / 1e6)
    json.dumps(plan.to_dict(), allow_nan=False)


def test_losses_say_when_they_leave_their_fit(kb: KnowledgeBase) -> None:
    inside = kb.plan_training(parameters=10**9, tokens=2 * 10**10)
    outside = kb.plan_training(parameters=10**11, tokens=10**13)
    assert {one.figure.term.formula: one.extrapolated for one in inside.losses}["chinchilla-approach3"] == ()
    assert all(one.extrapolated == ("parameters", "tokens") for one in outside.losses)
    for one in inside.losses:
        formula = kb.formulas[one.figure.term.formula]
        assert one.figure.value == formula.evaluate(parameters=1e9, tokens=2e10)
        assert formula.paper in kb.papers


def test_of_a_model_it_takes_what_a_token_uses(kb: KnowledgeBase) -> None:
    plan = kb.plan_training("deepseek-v3", on="h800-sxm", count=2048)
    assert 36e9 < plan.parameters < 38e9
    assert plan.tokens == 14_800_000_000_000
    assert "deepseek-v3" in {one.id for one in plan.nearest}


def test_a_number_may_be_written_with_an_exponent(kb: KnowledgeBase) -> None:
    plan = kb.plan_training(parameters=7e9, tokens=1e12)
    assert (plan.parameters, plan.tokens) == (7_000_000_000, 1_000_000_000_000)
    assert repr(plan) == "<TrainingPlan: 7e+09 parameters, 1e+12 tokens>"


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"tokens": 10**9}, "parameters of the model are not known"),
        ({"parameters": 10**9}, "tokens of the model are not known"),
        ({"parameters": 0, "tokens": 1}, "parameters is 0; it must be a whole number of 1 or more"),
        ({"parameters": 1, "tokens": 1, "utilization": 40}, "utilization is 40; it must be above 0 and at most 1"),
        ({"parameters": 1, "tokens": 1, "count": 0}, "count is 0"),
        ({"parameters": 1.5, "tokens": 1}, "parameters is 1.5; it must be a whole number"),
        ({"parameters": "7b", "tokens": 1}, "parameters is '7b'; it must be a whole number"),
        ({"parameters": 1, "tokens": float("nan")}, "tokens is nan"),
    ],
)
def test_wrong_numbers(kb: KnowledgeBase, choices: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        kb.plan_training(**choices)
