from __future__ import annotations

import contextlib
import math
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.arithmetic import CannotCompute, NotAnExpression, evaluate, parse
from effllm.arithmetic.parser import DEEPEST, LONGEST

if TYPE_CHECKING:
    from effllm.arithmetic.evaluation import Value

VALUES: dict[str, Value] = {"a": 2.0, "b": 3.0, "zero": 0.0, "list": (1.0, 2.0, 3.0), "other": (10.0, 20.0, 30.0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 - 4 - 2", 2),
        ("8 / 4 / 2", 1),
        ("2 ** 3 ** 2", 512),
        ("-2 ** 2", -4),
        ("2 ** -1", 0.5),
        ("--2", 2),
        ("1.5e3 + .5", 1500.5),
        ("a if a < b else b", 2),
        ("a if a >= b else b if b == 3 else 0", 3),
        ("1 / zero if zero != 0 else 5", 5),
        ("min(a, b, 1) + max(a, b)", 4),
        ("ceil(2.1) + floor(2.9) + log2(8) + sqrt(9) + exp(0) + ln(1)", 12),
        ("sum(list)", 6),
        ("sum(list * other)", 140),
        ("sum(min(list, 2) * a)", 10),
        ("sum(list if list > 1 else other)", 15),
        ("sum(4)", 4),
        ("root(x, 0, 10, x ** 2 - a)", math.sqrt(2)),
        ("a + root(x, 0, a, 1 - x)", 3),
    ],
)
def test_values(text: str, value: float) -> None:
    assert evaluate(text, VALUES) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "expected a number or a name", 0),
        ("1 +", "found the end", 3),
        ("a b", "a product is written with *", 2),
        ("2a", "a product is written with *", 1),
        ("2 ^ 3", "a power is written **", 2),
        ("a.b", '"." is no part of an expression', 1),
        ("a[0]", '"[" is no part', 1),
        ("log(a)", "no function log", 0),
        ("__import__", '"_" is no part', 0),
        ("lambda: 1", '":" is no part', 6),
        ("'a'", "is no part of an expression", 0),
        ("(1 + 2", 'expected ")"', 6),
        ("sum(1, 2)", "sum takes one operand", 0),
        ("min(1)", "two operands or more", 0),
        ("a if b else 1", "expected a comparison", 7),
        ("a < b", '"<" cannot stand here', 2),
        ("root(1, 0, 1, a)", "starts with the name", 5),
        ("root(x, 0, 1, root(y, 0, 1, y))", "would take too long", 14),
        ("(" * (DEEPEST + 1) + "1", "parentheses inside each other", DEEPEST),
        ("2 ** " * (DEEPEST + 1) + "1", "powers inside each other", None),
        ("1 + " * (DEEPEST + 1) + "1", "operations inside each other", 0),
        ("1" * (LONGEST + 1), "at most 1,000", 0),
    ],
)
def test_what_is_no_expression(text: str, message: str, at: int | None) -> None:
    with pytest.raises(NotAnExpression) as error:
        parse(text)
    assert message in str(error.value)
    assert at is None or error.value.at == at


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / zero", "division by zero"),
        ("zero ** -1", "division by zero"),
        ("(zero - 1) ** 0.5", "there is no ** of -1, 0.5"),
        ("sqrt(zero - 1)", "there is no sqrt of -1"),
        ("ln(zero)", "there is no ln of 0"),
        ("10 ** 400", "too large a number"),
        ("10 ** 300 * 10 ** 300", "there is no *"),
        ("exp(1000)", "too large a number"),
        ("list", "the result is a list"),
        ("sum(list + short)", "lists of 2 and 3 items"),
        ("nothing", "nothing has no value"),
        ("root(x, 2, 3, x)", "no x between 2 and 3"),
    ],
)
def test_what_has_no_value(text: str, message: str) -> None:
    with pytest.raises(CannotCompute) as error:
        evaluate(text, {**VALUES, "short": (1.0, 2.0)})
    assert message in str(error.value)


def test_the_names_of_an_expression() -> None:
    assert parse("a + root(x, 0, b, x - a) if a > c else 1").names == {"a": 0, "b": 15, "c": 32}


@given(st.text(alphabet="ab0.*+-/()<>=, ifelsmnro", max_size=LONGEST))
def test_any_text_is_read_or_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with contextlib.suppress(NotAnExpression, CannotCompute):
        evaluate(text, {"a": 2.0, "b": 3.0})
    assert time.perf_counter() - started < 2


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(NotAnExpression):
        parse(text)
