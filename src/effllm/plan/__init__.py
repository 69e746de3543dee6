"""What a model needs on an accelerator and how fast it can be at best, each number by a formula of the records."""

from effllm.plan.blueprint import Blueprint, blueprint
from effllm.plan.choices import Choices, choose
from effllm.plan.device_plan import Bound, Plan, make
from effllm.plan.measured import Measured, nearest_measured
from effllm.plan.number_formats import KV, WEIGHTS, NumberFormat
from effllm.plan.page_data import beside_data, formula_data, plan_data
from effllm.plan.plan_terms import Figure, PlanTerm, evaluate
from effllm.plan.savings import Saving
from effllm.plan.support import Support, support
from effllm.plan.training import Loss, TrainingPlan, make_training, trained_parameters

__all__ = [
    "KV",
    "WEIGHTS",
    "Blueprint",
    "Bound",
    "Choices",
    "Figure",
    "Loss",
    "Measured",
    "NumberFormat",
    "Plan",
    "PlanTerm",
    "Saving",
    "Support",
    "TrainingPlan",
    "beside_data",
    "blueprint",
    "choose",
    "evaluate",
    "formula_data",
    "make",
    "make_training",
    "nearest_measured",
    "plan_data",
    "support",
    "trained_parameters",
]
