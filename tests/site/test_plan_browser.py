"""The page of plans in Chromium with the real records: what it says, and that it computes what Python computes."""

from __future__ import annotations

import json
import random
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import effllm
from effllm.plan import KV, WEIGHTS, choose, make
from effllm.plan.verdict import SENTENCES, case_of
from effllm.site import plan_data, plan_evidence
from effllm.site.view import View
from tests.site.axe import serious
from tests.site.records import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from effllm.kb import KnowledgeBase
    from effllm.plan import Plan

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

LLAMA = "plan/?model=llama-3-70b&on=rtx-4090&count=2&weights=q4_k_m&context=8192"
DEEPSEEK = "plan/?model=deepseek-v3&on=h200-sxm&count=8&weights=fp8"
GEMMA = "plan/?model=gemma-3-27b&on=h100-sxm&context=131072"
CLOSE = 1e-9
TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return effllm.load(PROJECT)


@pytest.fixture(scope="module")
def files(real: KnowledgeBase) -> dict[str, str]:
    """Return the data of the page for the real records."""
    view = View(real)
    return {plan_data.PATH: plan_data.text(view), plan_evidence.PATH: plan_evidence.text(view)}


def answer(text: str, route: Route) -> None:
    """Answer a request with a text."""
    route.fulfill(body=text, content_type="application/json")


@pytest.fixture
def plan(visit: Callable[..., Page], files: dict[str, str], address: str) -> Callable[..., Page]:
    """Open the page of plans with the data of the real records: the built site has invented ones."""

    def open_page(path: str, **how: Any) -> Page:  # noqa: ANN401 - as `visit` takes it
        page = visit("plan/", **how)
        for name, text in files.items():
            page.route(f"**/{name}", partial(answer, text))
        page.goto(address + path)
        return page

    return open_page


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize(
    ("path", "said", "numbers"),
    [
        (
            LLAMA,
            f"It fits on 2 {TIMES} NVIDIA GeForce RTX 4090: 0.61 GB = 0.57 GiB free on each.",
            ["43.16 GB", "2.68 GB"],
        ),
        (DEEPSEEK, f"It fits on 8 {TIMES} NVIDIA H200 SXM", ["GB", "at least"]),
        (GEMMA, "It fits on NVIDIA H100 SXM5 80GB", ["11.17 GB", "10.41 GiB"]),
    ],
)
def test_whether_it_fits(path: str, said: str, numbers: list[str], width: int, plan: Callable[..., Page]) -> None:
    page = plan(path, width=width)
    expect(page.locator("#verdict")).to_contain_text(said)
    for number in numbers:
        expect(page.locator("#result")).to_contain_text(number)
    expect(page.get_by_role("heading", name="Measured, nearest to this")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_chosen_is_in_the_address_and_opens_elsewhere(plan: Callable[..., Page], address: str) -> None:
    page = plan(LLAMA)
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("It fits")
    page.locator("#count").fill("1")
    page.locator("#kv").select_option("q8_0")
    expect(verdict).to_contain_text("It does not fit on NVIDIA GeForce RTX 4090")
    there = page.url.removeprefix(address)
    assert "count=1" in there
    assert "kv=q8_0" in there
    other = plan(there, width=375)
    expect(other.locator("#verdict")).to_have_text(verdict.inner_text())
    assert (
        other.locator("#result .ef-rows-open").all_inner_texts()
        == page.locator("#result .ef-rows-open").all_inner_texts()
    )


def test_a_change_that_makes_it_fit_is_taken_over(plan: Callable[..., Page]) -> None:
    page = plan("plan/?model=qwen3-32b&on=rtx-4090&weights=awq&context=32768")
    expect(page.get_by_role("heading", name="What would make it fit")).to_be_visible()
    page.get_by_role("button", name="2 accelerators").click()
    expect(page.locator("#verdict")).to_contain_text(f"It fits on 2 {TIMES} NVIDIA GeForce RTX 4090")
    assert "count=2" in page.url


def test_a_number_opens_its_formula_paper_and_source(plan: Callable[..., Page]) -> None:
    page = plan(LLAMA)
    row = page.locator("#result details", has_text="KV cache").first
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    link = row.get_by_role("link", name="KV cache")
    assert "formulas/kv-cache/?" in (link.get_attribute("href") or "")
    expect(row.locator("a[href*='papers/deepseekai2024deepseekv2/']")).to_be_visible()
    expect(page.locator("#result a[href*='models/llama-3-70b/']")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("model=", "Choose a model."),
        ("model=Qwen", re.compile(r"did you mean Qwen3\.6-35B-A3B, Qwen3\.5-397B-A17B, Qwen3.*Qwen2\.5-72B.* or ")),
        ("model=nothing-like-it", "No model “nothing-like-it” is here."),
        ("model=llama-3-70b&on=h300", "No accelerator “h300” is here."),
        ("model=llama-3-70b&count=two", "“two” is no number; write it as 4096, 70b, 4k or 1e9."),
        ("model=llama-3-70b&count=0", "The number of accelerators is 0; it must be a whole number from 1 to 100,000."),
        ("model=llama-3-70b&context=1m", "Llama 3-70B allows 8,192 tokens at most, not 1,000,000."),
        ("model=llama-3-70b&on=rtx-4090&price=-2", "The price is -2; it must be more than 0."),
        (
            "model=llama-3-70b&batch=1.5",
            "The number of sequences is 1.5; it must be a whole number from 1 to 1,000,000.",
        ),
        ("tab=train&tokens=1t", "Say the number of parameters, as 70b or 15t, or choose a model."),
        ("tab=train&like=llama-3-70b&utilization=140", "The utilization is 140 percent; at most 100."),
    ],
)
def test_a_wrong_or_missing_input_gets_a_sentence(
    query: str, said: str | re.Pattern[str], plan: Callable[..., Page]
) -> None:
    page = plan(f"plan/?{query}")
    expect(page.locator("#train-verdict" if "tab=train" in query else "#verdict")).to_have_text(said)
    assert "NaN" not in page.locator("#content").inner_text()


def test_the_largest_open_models_that_fit_are_those_that_python_finds(
    plan: Callable[..., Page], real: KnowledgeBase
) -> None:
    page = plan("plan/?model=qwen3-32b&on=rtx-4090&weights=awq&context=8192")
    section = page.get_by_role("region", name="Largest open models that fit")
    expect(section).to_be_visible()
    chosen = choose(weights="awq", context=8192)
    found = []
    for model in real.models.filter(open_weights=True, min_parameters=1).values():
        if model.architecture and (model.architecture.context_length or 8192) >= 8192:
            made = make(model, real.hardware["rtx-4090"], chosen, real.formulas)
            if made.fits:
                found.append((-(model.parameters or 0), model.id, model.name))
    assert section.get_by_role("button").all_inner_texts() == [name for _, _, name in sorted(found)[:8]]
    section.get_by_role("button").nth(1).click()
    expect(page.locator("#verdict")).to_contain_text("It fits")
    assert f"model={sorted(found)[1][1]}" in page.url


def test_what_is_not_known_is_said_first(plan: Callable[..., Page], real: KnowledgeBase) -> None:
    model = next(one for one in real.models.values() if one.parameters and not one.architecture)
    page = plan(f"plan/?model={model.id}&on=h100-sxm&count=64", width=375)
    expect(page.locator("#verdict")).to_have_text(re.compile(r"^Not known: KV cache.*cannot be told whether it fits"))
    expect(page.locator("#verdict")).not_to_contain_text("free")


def test_a_price_says_what_it_counts_and_stays_in_its_row(plan: Callable[..., Page]) -> None:
    page = plan(LLAMA, width=375)
    row = page.locator("#result summary", has_text="Price of a million tokens")
    expect(row).to_contain_text("Cards only, no electricity")
    assert row.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.locator("#price").fill("1.5")
    expect(row).not_to_contain_text("Cards only")


def test_copies(plan: Callable[..., Page]) -> None:
    page = plan(LLAMA)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def copied(name: str) -> str:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("Copied.")).to_be_visible()
        text: str = page.evaluate("navigator.clipboard.readText()")
        return text

    assert copied("Copy as table").startswith("Weights\t43.16 GB = 40.20 GiB\tweights-bits")
    assert "| KV cache | 2.68 GB = 2.50 GiB | kv-cache |" in copied("Copy as Markdown")
    found = json.loads(copied("Copy as JSON"))
    assert (found["fits"], found["context"], found["memory"]["kv_cache"]) == (True, 8192, 2_684_354_560)


def test_training(plan: Callable[..., Page]) -> None:
    page = plan("plan/?tab=train&like=llama-3-70b&chip=h100-sxm&chips=16000&utilization=40&rent=2")
    expect(page.locator("#train-verdict")).to_contain_text(" accelerator hours, ")
    result = page.locator("#train-result")
    for text in (
        "Loss by each law",
        "Real models near it",
        "outside, by its parameters and tokens",
        "70M to 16B parameters",
    ):
        expect(result).to_contain_text(text)
    page.get_by_role("tab", name="Train a model").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Run a model")).to_be_focused()
    expect(page.locator("#panel-run")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 375)])
@pytest.mark.parametrize("query", [LLAMA, "plan/?tab=train&like=llama-3-70b&chip=h100-sxm"])
def test_nobody_is_kept_out(query: str, scheme: str, width: int, plan: Callable[..., Page]) -> None:
    page = plan(query, width=width, scheme=scheme)
    expect(page.locator("#train-result table, #result table").last).to_be_visible()
    assert serious(page) == []


def choices(kb: KnowledgeBase) -> list[dict[str, Any]]:
    """Return choices of every kind: all models, each with other hardware, formats and numbers."""
    draw = random.Random(20261204)  # noqa: S311 - the same choices in every run
    hardware = [one.id for one in kb.hardware.values() if one.memory]
    found = []
    for model in kb.models.values():
        most = (model.architecture and model.architecture.context_length) or 4096
        case: dict[str, Any] = {
            "model": model.id,
            "on": draw.choice(hardware),
            "count": draw.choice([1, 2, 3, 8, 16]),
            "weights": draw.choice([*WEIGHTS]),
            "kv": draw.choice([*KV]),
            "context": draw.randint(1, most),
            "batch": draw.choice([1, 2, 7, 64]),
        }
        found.append(case | ({"price_per_hour": 2.5} if draw.random() < 0.3 else {}))
    return found


def planned(kb: KnowledgeBase, case: dict[str, Any]) -> Plan:
    """Return the plan in Python, without the frameworks and figures beside it."""
    chosen = choose(**{name: value for name, value in case.items() if name not in {"model", "on"}})
    return make(kb.models[case["model"]], kb.hardware[case["on"]], chosen, kb.formulas)


SCRIPT = """async (cases) => {
  const script = (name) => new URL(`../assets/js/${name}.js`, location.href).href;
  const { planOf, savingsOf } = await import(script("plan-engine"));
  const { verdict } = await import(script("plan-words"));
  const data = await (await fetch(new URL("models.json", location.href))).json();
  return cases.map(({ price_per_hour: price, ...others }) => {
    try {
      const plan = planOf(data, price === undefined ? others : { ...others, price });
      return { plan, savings: savingsOf(data, plan), verdict: verdict(data, plan) };
    } catch (error) {
      return { error: error.message };
    }
  });
}"""


def test_the_browser_computes_what_python_computes(plan: Callable[..., Page], real: KnowledgeBase) -> None:
    cases = choices(real)
    page = plan(LLAMA)
    expect(page.locator("#verdict")).to_contain_text("It fits")
    computed, told = 0, set()
    for case, found in zip(cases, page.evaluate(SCRIPT, cases), strict=True):
        try:
            wanted = planned(real, case)
        except ValueError:
            assert "error" in found, case
            continue
        there = found["plan"]
        computed += 1
        assert there["memory"] == wanted.memory, case
        assert (there["perDevice"], there["spare"], there["fits"]) == (wanted.per_device, wanted.spare, wanted.fits)
        assert there["unknown"] == wanted.unknown
        assert found["verdict"] == wanted.verdict
        told.add(case_of(wanted))
        assert there["notes"] == [*wanted.notes]
        assert there["bounds"].keys() == wanted.bounds.keys()
        for name, bound in wanted.bounds.items():
            assert there["bounds"][name]["value"] == pytest.approx(float(bound.value), rel=CLOSE)
            assert there["bounds"][name]["unit"] == bound.value.unit
            assert there["bounds"][name]["limitedBy"] == bound.limited_by
            assert there["bounds"][name]["assumptions"] == [*bound.assumptions]
        savings = [(one["what"], one["perDevice"], one["saves"], one["fits"]) for one in found["savings"]]
        assert savings == [(one.what, one.per_device, one.saves, one.fits) for one in wanted.savings], case
    assert computed > 500
    assert told == SENTENCES.keys() - {"memory", "no_room"}


TRIALS = """async (runs) => {
  const { trialOf } = await import(new URL("../assets/js/plan-train.js", location.href).href);
  const data = await (await fetch(new URL("models.json", location.href))).json();
  const evidence = await (await fetch(new URL("evidence.json", location.href))).json();
  return runs.map((run) => trialOf(data, evidence.training, run).values);
}"""


RUNS: list[tuple[str, dict[str, Any]]] = [
    ("h100-sxm", {"parameters": 7 * 10**9, "tokens": 2 * 10**12, "utilization": 0.4}),
    ("a100-sxm-80gb", {"parameters": 405 * 10**9, "tokens": 15 * 10**12, "utilization": 1.0, "price_per_hour": 0.5}),
]


def test_training_is_what_python_plans(plan: Callable[..., Page], real: KnowledgeBase) -> None:
    page = plan(LLAMA)
    expect(page.locator("#verdict")).to_contain_text("It fits")
    asked = [
        {"chip": chip, "chips": 1, "rent": run["price_per_hour"], **run}
        if "price_per_hour" in run
        else {"chip": chip, "chips": 1, **run}
        for chip, run in RUNS
    ]
    for (name, run), found in zip(RUNS, page.evaluate(TRIALS, asked), strict=True):
        wanted = real.plan_training(on=name, **run)
        for part, figure in wanted.figures.items():
            assert found[part] == pytest.approx(float(figure.value), rel=CLOSE)
        assert found["energy"] == pytest.approx(wanted.energy, rel=CLOSE)
        for loss in wanted.losses:
            assert found[loss.figure.term.formula] == pytest.approx(float(loss.figure.value), rel=CLOSE)


def test_ten_plans_read_without_scripts(real_address: str, visit: Callable[..., Page]) -> None:
    page = visit("plan/", javascript=False, site=real_address)
    rows = page.locator("#cases tbody tr")
    expect(rows).to_have_count(10)
    expect(page.locator("#run")).to_be_hidden()
    expect(rows.first).to_contain_text("43.16 GB")
    expect(rows.first.get_by_role("link")).to_have_attribute("href", re.compile(r"^\?model=llama-3-70b&"))
