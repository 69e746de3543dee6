"""The form of a formula's page in Chromium, and that the browser computes what Python computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import effllm
from effllm import Quantity
from effllm.arithmetic import read_number
from effllm.arithmetic.parser import parse
from effllm.site.pages.formulas import data
from tests.factories import FORMULA

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from effllm.records import Formula

pytestmark = pytest.mark.browser
PAGE = "formulas/thin-memory/"


def test_what_is_entered_is_computed_and_kept_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, width=375)
    result = page.locator("#result")
    expect(result).to_have_text("M = 14,000,000,000 bytes, 14.00 GB or 13.04 GiB")  # of the first example
    page.locator("#in-bits").fill("4")
    page.locator("#in-buffers").fill("1 GB, 24")
    expect(result).to_have_text("M = 4,500,000,024 bytes, 4.50 GB or 4.19 GiB")
    expect(page.locator("#terms")).to_contain_text("3,500,000,000 bytes")
    page.reload()
    expect(result).to_have_text("M = 4,500,000,024 bytes, 4.50 GB or 4.19 GiB")


def test_the_address_fills_the_form(visit: Callable[..., Page]) -> None:
    page = visit(f"{PAGE}?parameters=70b&bits=8")
    expect(page.locator("#result")).to_contain_text("70.00 GB or 65.19 GiB")
    page.locator(".ef-worked a[href^='?']").nth(1).click()
    expect(page.locator("#result")).to_contain_text("3.50 GB")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("parameters=many", "parameters: “many” is no number; write it as 4096, 70b, 4k or 1e9."),
        ("bits=4", "parameters: a value is missing."),
        ("parameters=7b&bits=64", "bits: at most 32, not 64."),
        ("parameters=-1", "parameters: at least 0, not -1."),
        ("parameters=7GB", "parameters: “7GB”: GB is no unit here; parameters."),
        ("parameters=1e308&bits=32", "No result for these inputs: there is no * of 1e+308, 32."),
    ],
)
def test_a_wrong_input_is_answered_with_a_sentence(query: str, said: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{PAGE}?{query}")
    expect(page.locator("#result")).to_have_text(said)


def test_the_page_reads_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(PAGE, javascript=False)
    expect(page.locator("#calc")).to_be_hidden()
    expect(page.locator("math").first).to_be_visible()
    expect(page.get_by_role("heading", name="Worked examples")).to_be_visible()


def in_browser(page: Page, cases: list[dict[str, Any]]) -> list[dict[str, float]]:
    """Return what the script of the site computes for each case."""
    found: list[dict[str, float]] = page.evaluate(
        """async (cases) => {
          const { evaluateAll } = await import(new URL("../../assets/js/arithmetic.js", location.href).href);
          return cases.map(({ parts, values }) => evaluateAll(parts, values));
        }""",
        cases,
    )
    return found


def case(formula: Formula, inputs: dict[str, Any]) -> dict[str, Any]:
    known = data(formula)
    values = {one.name: inputs.get(one.name, one.default) for one in formula.inputs}
    parts = [*([name, tree] for name, tree, _ in known["terms"]), ["result", known["expression"]]]
    return {"parts": parts, "values": values}


@pytest.mark.corpus
def test_every_example_gives_equal_numbers_in_python_and_in_the_browser(visit: Callable[..., Page]) -> None:
    formulas = effllm.load().formulas.values()
    examples = [(one, example) for one in formulas for example in one.examples]
    assert len(examples) >= 196
    found = in_browser(visit(PAGE), [case(one, dict(example.inputs)) for one, example in examples])
    for (one, example), values in zip(examples, found, strict=True):
        wanted = one.values(**example.inputs)
        assert {name: values[name] for name in wanted} == pytest.approx(dict(wanted), rel=1e-9, abs=0), one.id


def test_operations_are_the_same_in_both(visit: Callable[..., Page]) -> None:
    expressions = [
        "2 ** 3 ** 2 - -a", "sum(list * b if list > 1 else 7)", "root(x, 0, 10, x ** 2 - a)", "min(a, b, 1)",
        "ceil(2.1) + floor(-2.5) + log2(10) + ln(3) + exp(1.5) + sqrt(2)", "a if a != b else b", "sum(list / 3)",
    ]  # fmt: skip
    values: dict[str, Any] = {"a": 2.5, "b": 3.0, "list": (1.0, 2.0, 3.0)}
    cases = [{"parts": [["result", parse(text).tree]], "values": values} for text in expressions]
    found = [one["result"] for one in in_browser(visit(PAGE), cases)]
    assert found == pytest.approx([effllm.arithmetic.evaluate(text, values) for text in expressions], rel=1e-12)


def test_numbers_are_read_and_shown_alike(visit: Callable[..., Page]) -> None:
    texts = ["70b", "1.4T", "4k", "4Ki", "131,072", "1e9", ".5", "80 GB", "80GiB"]
    units = dict(data(FORMULA)["inputs"][2]["units"])
    shown = [
        (11173625856.0, "bytes"),
        (512.0, "bytes"),
        (5.88e23, "FLOP"),
        (0.16320606, ""),
        (3e-9, "s"),
        (226860176255.188, ""),
        (1234.5678, ""),
    ]
    read, said = visit(PAGE).evaluate(
        """async ([texts, units, shown]) => {
          const { readNumber, show } = await import(new URL("../../assets/js/quantity.js", location.href).href);
          return [texts.map((one) => readNumber(one, "bytes", units)), shown.map((one) => show(...one))];
        }""",
        [texts, units, shown],
    )
    assert read == [read_number(text, "bytes") for text in texts]
    assert said == [str(Quantity(value, unit)) for value, unit in shown]
