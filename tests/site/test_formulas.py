"""The typeset equation, and the pages of formulas as they are written."""

from __future__ import annotations

import json
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from effllm.site import mathml
from effllm.site.view import View
from tests.factories import FORMULA, knowledge_base
from tests.site.records import made

if TYPE_CHECKING:
    from effllm.records import Formula


def with_expression(expression: str) -> Formula:
    return FORMULA.model_copy(update={"expression": expression, "terms": ()})


def text(expression: str) -> str:
    """Return the right side of an equation as text, numerator over denominator as ``(a|b)``."""
    tree = ET.fromstring(unescape(mathml.equation(with_expression(expression))))  # noqa: S314 - our own text
    return _text(tree).partition("=")[2].replace("\N{MINUS SIGN}", "-").replace("\xa0", " ")


def _text(node: ET.Element) -> str:
    inner = [_text(child) for child in node]
    if node.tag == "mfrac":
        return f"({'|'.join(inner)})"
    if node.tag == "msup":
        return "^".join(inner)
    if node.tag == "msub":
        return "_".join(inner)
    return (node.text or "") + "".join(inner)


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("parameters * bits / 8", "(N⋅β|8)"),
        ("(parameters + 1) * bits", "(N+1)⋅β"),
        ("parameters - (bits - 1)", "N-(β-1)"),
        ("(parameters / 2) ** -bits", "((N|2))^-β"),
        ("sqrt(parameters) + exp(bits) + log2(8)", "N+e^β+log_2(8)"),
        ("min(parameters, 1000000) + ceil(bits)", "min(N,1,000,000)+⌈β⌉"),
        ("sum(buffers * bits)", "∑buffers⋅β"),
        ("1 if parameters >= 2 else bits", "{1if N≥2βotherwise"),
        ("root(x, 0, 1, x - bits)", "x where x-β=0"),
    ],
)
def test_equations(expression: str, shown: str) -> None:
    assert text(expression) == shown


def test_hostile_symbols_stay_texts() -> None:
    output = FORMULA.output.model_copy(update={"symbol": "<b>"})
    assert "&lt;b&gt;" in mathml.equation(FORMULA.model_copy(update={"output": output}))


def test_the_page_says_everything_without_scripts() -> None:
    page = made(View(knowledge_base()), "formulas/")["formulas/thin-memory.md"]
    words = " ".join(_Words.of(page).split())
    for said in (
        "Memory of <thin> weights",
        "SQUEEZE , Equation 1 (nobody has looked the place up yet)",
        "Thin models.",
        "Beware of <b>thick</b> models.",
        "Compared with 3 printed figures.",
        "14.0 GB 14 GB",
        "3.6 GB 3.5 GB within 3 %: The source counts thick weights as well.",
        "17.5 GB misprint; 1.75 is right 1.75 GB",
        "not printed 3,024 bytes",
    ):
        assert said in words
    data = json.loads(unescape(page.partition('data-formula="')[2].partition('"')[0]))
    assert data["terms"][0] == ["weights", ["/", ["*", "parameters", "bits"], 8.0], "bytes"]


def test_a_formula_without_a_printed_example_says_so() -> None:
    kb = knowledge_base()
    only = FORMULA.model_copy(update={"examples": FORMULA.examples[2:3]})
    kb.formulas._items = {**kb.formulas._items, "thin-memory": only}
    pages = made(View(kb), "formulas/")
    assert "Not checked against a printed figure" in pages["formulas/thin-memory.md"]
    assert "not checked against a printed figure" in pages["formulas/index.md"]


class _Words(HTMLParser):
    """The words of a page, those of the form and of attributes left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @classmethod
    def of(cls, page: str) -> str:
        one = cls()
        one.feed(page)
        return " ".join(one.words)
