"""The typeset equation of a formula: MathML made from its tree, which browsers set without any library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from effllm.arithmetic import parse
from effllm.arithmetic.parser import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.arithmetic.parser import Tree
    from effllm.records import Formula

_GREEK = {
    "alpha": "\N{GREEK SMALL LETTER ALPHA}",
    "beta": "\N{GREEK SMALL LETTER BETA}",
    "gamma": "\N{GREEK SMALL LETTER GAMMA}",
    "delta": "\N{GREEK SMALL LETTER DELTA}",
    "Theta": "\N{GREEK CAPITAL LETTER THETA}",
}
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
"""How tightly an operation binds, loosest first; what binds less than its place asks for gets parentheses."""

_BINDS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "neg": _SIGN, "**": _POWER, "if": _SUM, ROOT: _SUM, "sum": _PRODUCT}
_FORMS: dict[str, tuple[Any, ...]] = {
    "+": (Markup("<mrow>{}<mo>+</mo>{}</mrow>"), _SUM, _SUM),
    "-": (Markup("<mrow>{}<mo>&minus;</mo>{}</mrow>"), _SUM, _PRODUCT),
    "*": (Markup("<mrow>{}<mo>&sdot;</mo>{}</mrow>"), _PRODUCT, _PRODUCT),
    "/": (Markup("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>"), _SUM, _SUM),
    "neg": (Markup("<mrow><mo>&minus;</mo>{}</mrow>"), _PRODUCT),
    "exp": (Markup("<msup><mi>e</mi><mrow>{}</mrow></msup>"), _SUM),
    "sqrt": (Markup("<msqrt>{}</msqrt>"), _SUM),
    "sum": (Markup("<mrow><mo>&sum;</mo>{}</mrow>"), _PRODUCT),
    "ceil": (Markup("<mrow><mo>&lceil;</mo>{}<mo>&rceil;</mo></mrow>"), _SUM),
    "floor": (Markup("<mrow><mo>&lfloor;</mo>{}<mo>&rfloor;</mo></mrow>"), _SUM),
}
"""Operation -> how it is written, and how tightly each operand has to bind."""

_WORDS = {
    "min": Markup("<mi>min</mi>"),
    "max": Markup("<mi>max</mi>"),
    "ln": Markup("<mi>ln</mi>"),
    "log2": Markup("<msub><mi>log</mi><mn>2</mn></msub>"),
}
_COMPARISONS = {"<=": "\u2264", ">=": "\u2265", "==": "=", "!=": "\u2260"}
_MANY_DIGITS = 1e15


def equation(formula: Formula) -> Markup:
    """Return the equation of the result."""
    return _equation(formula, formula.output.symbol, formula.expression)


def terms(formula: Formula) -> list[Markup]:
    """Return the equation of each term, in order."""
    return [_equation(formula, term.symbol or term.name, term.expression) for term in formula.terms]


def symbol(text: str) -> Markup:
    """Return a symbol alone: ``alpha_N``, ``D'``, or a word such as ``kv_heads``."""
    return Markup("<math>{}</math>").format(_symbol(text))


def _equation(formula: Formula, name: str, expression: str) -> Markup:
    symbols = {one.name: one.symbol or one.name for one in formula.inputs}
    symbols |= {one.name: one.symbol or one.name for one in formula.terms}
    tree = _tree(parse(expression).tree, symbols)
    return Markup('<math display="block"><mrow>{}<mo>=</mo>{}</mrow></math>').format(_symbol(name), tree)


def _symbol(text: str) -> Markup:
    mark = text[-1] if text[-1:] in {"'", "*"} and len(text) > 1 else ""
    base, _, below = text.removesuffix(mark).partition("_")
    if len(base) > 2 and base not in _GREEK and not base.isupper():  # noqa: PLR2004 - a word, not a symbol
        return Markup("<mtext>{}</mtext>").format(text.replace("_", " "))
    letter = _GREEK.get(base, base)
    made = Markup("<mi>{}</mi>").format(letter)
    if below:
        made = Markup("<msub>{}<mtext>{}</mtext></msub>").format(made, _GREEK.get(below, below.replace("_", " ")))
    sign = {"'": "\N{PRIME}", "*": "*"}.get(mark)
    return Markup("<msup>{}<mo>{}</mo></msup>").format(made, sign) if sign else made


def _number(value: float) -> Markup:
    text = f"{int(value):,}" if value.is_integer() and abs(value) < _MANY_DIGITS else f"{value:g}"
    return Markup("<mn>{}</mn>").format(text)


def _tree(tree: Any, symbols: Mapping[str, str], least: int = _SUM) -> Markup:  # noqa: ANN401 - a tree
    """Return a tree as MathML, in parentheses where it binds less than ``least``."""
    if isinstance(tree, float):
        return _number(tree)
    if isinstance(tree, str):
        return _symbol(symbols.get(tree, tree))
    made = _operation(tree, symbols)
    return _fenced(made) if _BINDS.get(tree[0], _ATOM) < least else made


def _fenced(inner: Markup) -> Markup:
    return Markup("<mrow><mo>(</mo>{}<mo>)</mo></mrow>").format(inner)


def _operation(tree: tuple[Any, ...], symbols: Mapping[str, str]) -> Markup:
    """Return an operation and its operands."""
    name, *parts = tree
    if form := _FORMS.get(name):
        template, *least = form
        made: Markup = template.format(*(_tree(part, symbols, binds) for part, binds in zip(parts, least, strict=True)))
        return made
    if name == "**":
        return _raised(parts, symbols)
    if name == "if":
        return _cases(parts, symbols)
    if name == ROOT:
        return _root(parts, symbols)
    inner = Markup("<mo>,</mo>").join(_tree(part, symbols) for part in parts)
    return Markup("<mrow>{}{}</mrow>").format(_WORDS[name], _fenced(inner))


def _raised(parts: list[Any], symbols: Mapping[str, str]) -> Markup:
    """Return a power; what is more than a plain symbol gets parentheses."""
    base, exponent = parts
    plain = isinstance(base, str | float) and not _has_raised(base, symbols)
    below = _tree(base, symbols) if plain else _fenced(_tree(base, symbols))
    return Markup("<msup>{}<mrow>{}</mrow></msup>").format(below, _tree(exponent, symbols))


def _has_raised(name: Tree, symbols: Mapping[str, str]) -> bool:
    return isinstance(name, str) and symbols.get(name, name)[-1:] in {"'", "*"}


def _cases(parts: list[Any], symbols: Mapping[str, str]) -> Markup:
    """Return two results, one above the other, the first with its condition."""
    comparison, left, right, then, other = parts
    condition = Markup("<mtext>if&nbsp;</mtext>{}<mo>{}</mo>{}").format(
        _tree(left, symbols), _COMPARISONS.get(comparison, comparison), _tree(right, symbols)
    )
    row = Markup('<mtr><mtd style="text-align: left">{}</mtd><mtd style="text-align: left">{}</mtd></mtr>')
    rows = row.format(_tree(then, symbols), condition) + row.format(
        _tree(other, symbols), Markup("<mtext>otherwise</mtext>")
    )
    return Markup("<mrow><mo>{{</mo><mtable>{}</mtable></mrow>").format(rows)


def _root(parts: list[Any], symbols: Mapping[str, str]) -> Markup:
    """Return the equation that a root solves."""
    name, _, _, tree = parts
    return Markup("<mrow>{}<mtext>&nbsp;where&nbsp;</mtext>{}<mo>=</mo><mn>0</mn></mrow>").format(
        _symbol(name), _tree(tree, {**symbols, name: name})
    )
