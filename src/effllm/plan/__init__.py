"""What a model needs on an accelerator and how fast it can be at best, each number by a formula of the records."""

from effllm.plan.blueprint import Blueprint, blueprint
from effllm.plan.choices import Choices, choose
from effllm.plan.device_plan import Bound, Plan, make
from effllm.plan.measured import nearest_measured
from effllm.plan.number_formats import KV, WEIGHTS, NumberFormat
from effllm.plan.page_data import plan_data
from effllm.plan.plan_terms import Figure, PlanTerm, evaluate
from effllm.plan.savings import Saving
from effllm.plan.support import Support, support

__all__ = [
    "KV",
    "WEIGHTS",
    "Blueprint",
    "Bound",
    "Choices",
    "Figure",
    "NumberFormat",
    "Plan",
    "PlanTerm",
    "Saving",
    "Support",
    "blueprint",
    "choose",
    "evaluate",
    "make",
    "nearest_measured",
    "plan_data",
    "support",
]
