"""Text -> tree of an expression, by recursive descent. Its size is bounded, so that no text can take long.

The grammar, loosest first; lists are taken item by item, and `sum` makes one number of a list:

    expression := addition ["if" addition COMPARISON addition "else" expression]
    addition   := product {("+" | "-") product}
    product    := signed {("*" | "/") signed}
    signed     := "-" signed | power
    power      := atom ["**" signed]
    atom       := NUMBER | NAME | FUNCTION "(" expression {"," expression} ")" | "(" expression ")"

A tree is a number, a name, or a tuple of an operation and its operands: ``("*", 6.0, ("+", "N", "M"))``. The operation
``if`` has a comparison, its two sides and the two results.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Tree: TypeAlias = "float | str | tuple[str | float | tuple[object, ...], ...]"

ONE_OPERAND = ("ceil", "exp", "floor", "ln", "log2", "sqrt", "sum")
SEVERAL_OPERANDS = ("max", "min")
ROOT = "root"
"""``root(x, low, high, f)``: the x between low and high at which f, an expression with x, is 0."""

FUNCTIONS = (*ONE_OPERAND, *SEVERAL_OPERANDS, ROOT)
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
WORDS = frozenset({"if", "else", *FUNCTIONS})
"""What no input may be called."""

LONGEST, DEEPEST = 1000, 40
"""Most characters of an expression, and most operations inside each other."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|[<>=!]=|[-+*/(),<>])",
    re.ASCII,
)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)  # kv_heads


class NotAnExpression(ValueError):  # noqa: N818 - reads as what it is
    """A text that is no expression.

    Attributes:
        at: how many characters of it stand before the mistake.
    """

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Expression:
    """A text that was read.

    Attributes:
        tree: what it says.
        names: the names in it, each with how many characters stand before it first; without those of `root`.
    """

    tree: Tree
    names: dict[str, int]


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Return the tree of an expression and the names in it.

    Raises:
        NotAnExpression: the text does not follow the grammar, or is too long or too deep.
    """
    if len(text) > LONGEST:
        raise NotAnExpression(f"{len(text):,} characters; at most {LONGEST:,}: give parts of it names, as terms", 0)
    reader = _Reader(text)
    tree = reader.expression()
    reader.end()
    if _depth(tree) > DEEPEST:
        raise NotAnExpression(f"more than {DEEPEST} operations inside each other: give parts of it names, as terms", 0)
    return Expression(tree, reader.names)


def _depth(tree: Tree) -> int:
    """Return how many operations stand inside each other; a chain of additions is as deep as it is long."""
    deepest, waiting = 0, [(tree, 0)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(one, tuple):
            waiting += [(part, depth + 1) for part in one[1:]]  # type: ignore[misc]
    return deepest


class _Reader:
    """Reads the tokens of a text from left to right."""

    def __init__(self, text: str) -> None:
        self.names: dict[str, int] = {}
        self._tokens = list(_tokens(text))
        self._next = 0
        self._open = 0
        self._unknown: set[str] = set()  # the name that a root looks for

    def expression(self) -> Tree:
        self._open += 1
        if self._open > DEEPEST:
            raise NotAnExpression(f"more than {DEEPEST} parentheses inside each other", self._at)
        tree = self._addition()
        if self._take("if"):
            left, at = self._addition(), self._at
            comparison = next((sign for sign in COMPARISONS if self._take(sign)), "")
            if not comparison:
                raise NotAnExpression(f"expected a comparison, one of {' '.join(COMPARISONS)}", at)
            right = self._addition()
            self._expect("else")
            tree = ("if", comparison, left, right, tree, self.expression())
        self._open -= 1
        return tree

    def end(self) -> None:
        kind, text, at = self._tokens[self._next]
        if kind != "end":
            hint = "; a product is written with *" if kind in {"name", "number"} or text == "(" else ""
            raise NotAnExpression(f'"{text}" cannot stand here{hint}', at)

    def _addition(self) -> Tree:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = (sign, tree, self._product())
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while sign := self._take("*", "/"):
            tree = (sign, tree, self._signed())
        return tree

    def _signed(self) -> Tree:
        minus = 0
        while self._take("-"):
            minus += 1
        power = self._power()
        return ("neg", power) if minus % 2 else power

    def _power(self) -> Tree:
        base = self._atom()
        if not self._take("**"):
            return base
        self._open += 1
        if self._open > DEEPEST:
            raise NotAnExpression(f"more than {DEEPEST} powers inside each other", self._at)
        tree = ("**", base, self._signed())
        self._open -= 1
        return tree

    def _atom(self) -> Tree:
        kind, text, at = self._tokens[self._next]
        if self._take("("):
            tree = self.expression()
            self._expect(")")
            return tree
        if kind == "number":
            self._next += 1
            return float(text)
        if kind != "name" or text in {"if", "else"}:
            raise NotAnExpression(f"expected a number or a name, found {text or 'the end'}", at)
        self._next += 1
        if text in FUNCTIONS:
            return self._call(text, at)
        if self._take("("):
            raise NotAnExpression(f"no function {text}; there are {', '.join(FUNCTIONS)}", at)
        if text not in self._unknown:
            self.names.setdefault(text, at)
        return text

    def _call(self, function: str, at: int) -> Tree:
        self._expect("(")
        if function == ROOT:
            return self._root(at)
        operands = [self.expression()]
        while self._take(","):
            operands.append(self.expression())
        self._expect(")")
        wanted = "one operand" if function in ONE_OPERAND else "two operands or more"
        if (len(operands) == 1) != (function in ONE_OPERAND):
            raise NotAnExpression(f"{function} takes {wanted}, not {len(operands)}", at)
        return (function, *operands)

    def _root(self, at: int) -> Tree:
        kind, name, at_name = self._tokens[self._next]
        if kind != "name" or name in WORDS:
            raise NotAnExpression("root(x, low, high, f) starts with the name that it looks for", at_name)
        if self._unknown:
            raise NotAnExpression("a root inside a root would take too long", at)
        self._next += 1
        parts: list[Tree] = []
        for last in (False, False, True):
            self._expect(",")
            if last:
                self._unknown = {name}
            parts.append(self.expression())
        self._unknown = set()
        self._expect(")")
        return (ROOT, name, *parts)

    @property
    def _at(self) -> int:
        return self._tokens[self._next][2]

    def _take(self, *wanted: str) -> str:
        """Return the next token where it is one of these, and go on behind it; empty where it is not."""
        _, text, _ = self._tokens[self._next]
        if text not in wanted:
            return ""
        self._next += 1
        return text

    def _expect(self, wanted: str) -> None:
        if not self._take(wanted):
            _, text, at = self._tokens[self._next]
            raise NotAnExpression(f'expected "{wanted}", found {text or "the end"}', at)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and place of every token, and one for the end."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            hint = "; a power is written **" if text[at] == "^" else ""
            raise NotAnExpression(f'"{text[at]}" is no part of an expression{hint}', at)
        yield str(match.lastgroup), match[0], at
        at = match.end()
    yield "end", "", len(text)
