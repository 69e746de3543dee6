"""A small, safe language of arithmetic: text -> tree -> numbers, and the numbers and units that people write."""

from effllm.arithmetic.evaluation import CannotCompute, evaluate, evaluate_all
from effllm.arithmetic.parser import Expression, NotAnExpression, parse
from effllm.arithmetic.quantity import UNITS, Quantity, in_unit, read_number, rounding

__all__ = [
    "UNITS",
    "CannotCompute",
    "Expression",
    "NotAnExpression",
    "Quantity",
    "evaluate",
    "evaluate_all",
    "in_unit",
    "parse",
    "read_number",
    "rounding",
]
