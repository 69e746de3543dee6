"""Tree -> number. `formulas-arithmetic.js` of the site does the same, step by step, to equal numbers."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, TypeAlias

from effllm.arithmetic.parser import ROOT, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from effllm.arithmetic.parser import Tree

Value: TypeAlias = "float | tuple[float, ...]"

HALVINGS = 200
"""How often `root` halves its interval: more than it takes until two neighbouring numbers are left."""

_OPERATIONS: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    "ceil": math.ceil,
    "exp": math.exp,
    "floor": math.floor,
    "ln": math.log,
    "log2": math.log2,
    "sqrt": math.sqrt,
    "max": max,
    "min": min,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class CannotCompute(ValueError):  # noqa: N818 - reads as what it is
    """An expression that has no value for these inputs, as one that divides by zero."""


def evaluate(expression: str, values: Mapping[str, Value]) -> float:
    """Return the number that an expression has for these values of its names.

    Raises:
        NotAnExpression: the text is no expression.
        CannotCompute: it has no finite value here, is a list, or a name has no value.
    """
    return _number(_value(parse(expression).tree, values))


def evaluate_all(parts: Iterable[tuple[str, str]], values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of named expressions, each of which may use the names before it.

    Raises:
        NotAnExpression: one of them is no expression.
        CannotCompute: one has no finite value here, or a name has no value.
    """
    known = dict(values)
    found: dict[str, Value] = {}
    for name, expression in parts:
        known[name] = found[name] = _value(parse(expression).tree, known)
    return found


def _value(tree: Tree, values: Mapping[str, Value]) -> Value:
    if isinstance(tree, float):
        return tree
    if isinstance(tree, str):
        if tree not in values:
            raise CannotCompute(f"{tree} has no value")
        return values[tree]
    name, *parts = tree
    inner: list[Any] = parts
    if name == "if":
        return _choose(inner, values)
    if name == ROOT:
        return _root(inner, values)
    found = [_value(part, values) for part in inner]
    if name == "sum":
        return math.fsum(found[0]) if isinstance(found[0], tuple) else found[0]
    return _by_item(str(name), _OPERATIONS[str(name)], found)


def _by_item(name: str, work: Callable[..., float], operands: Sequence[Value]) -> Value:
    """Return what an operation makes of numbers; of lists, of each of their items."""
    lengths = {len(operand) for operand in operands if isinstance(operand, tuple)}
    if not lengths:
        return _finite(name, work, operands)  # type: ignore[arg-type]
    if len(lengths) > 1:
        raise CannotCompute(f"lists of {' and '.join(map(str, sorted(lengths)))} items do not go together")
    rows = [operand if isinstance(operand, tuple) else (operand,) * max(lengths) for operand in operands]
    return tuple(_finite(name, work, items) for items in zip(*rows, strict=True))


def _finite(name: str, work: Callable[..., float], operands: Sequence[float]) -> float:
    shown = ", ".join(f"{operand:g}" for operand in operands)
    try:
        found = work(*operands)
    except ZeroDivisionError:
        raise CannotCompute("division by zero") from None
    except OverflowError:
        raise CannotCompute(f"{name} of {shown} is too large a number") from None
    except ValueError:
        raise CannotCompute(f"there is no {name} of {shown}") from None
    if isinstance(found, complex) or not math.isfinite(found):
        raise CannotCompute(f"there is no {name} of {shown}")
    return float(found)


def _choose(parts: Sequence[Any], values: Mapping[str, Value]) -> Value:
    """Return one of two results; of lists, for each of their items."""
    comparison, left, right, then, other = parts
    compare = _COMPARISONS[comparison]
    sides = [_value(left, values), _value(right, values)]
    if not any(isinstance(side, tuple) for side in sides):
        return _value(then if compare(*sides) else other, values)  # type: ignore[arg-type]
    results = [_value(then, values), _value(other, values)]
    return _by_item("if", lambda a, b, yes, no: yes if compare(a, b) else no, [*sides, *results])


def _root(parts: Sequence[Any], values: Mapping[str, Value]) -> float:
    """Return the place where a tree is 0, by halving the interval on the side where the sign changes."""
    name, low, high, tree = parts

    def sign(place: float) -> float:
        return math.copysign(1, _number(_value(tree, {**values, name: place})))

    ends = [_number(_value(low, values)), _number(_value(high, values))]
    first = sign(ends[0])
    if first == sign(ends[1]):
        raise CannotCompute(f"no {name} between {ends[0]:g} and {ends[1]:g} solves the equation")
    for _ in range(HALVINGS):
        middle = ends[0] + (ends[1] - ends[0]) / 2
        if middle in ends:
            break
        ends[sign(middle) != first] = middle
    return ends[1]


def _number(value: Value) -> float:
    if isinstance(value, tuple):
        raise CannotCompute("the result is a list; sum(...) makes one number of it")
    return value
