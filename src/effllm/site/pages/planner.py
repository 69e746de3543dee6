"""The calculator of what a model needs, and ten plans that are computed when the site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from effllm.plan import KV, WEIGHTS
from effllm.plan.verdict import case_of, gb, gib
from effllm.site import plan_evidence
from effllm.site.building.render import File, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.arithmetic import Quantity
    from effllm.kb import KnowledgeBase
    from effllm.plan import Plan
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

CASES: tuple[dict[str, Any], ...] = (
    {"model": "llama-3-70b", "on": "rtx-4090", "count": 2, "weights": "q4_k_m", "context": 8192},
    {"model": "deepseek-v3", "on": "h200-sxm", "count": 8, "weights": "fp8", "context": 32_768},
    {"model": "gemma-3-27b", "on": "h100-sxm", "count": 1, "context": 131_072},
    {"model": "llama-3-1-8b", "on": "rtx-4090", "count": 1, "context": 8192},
    {"model": "qwen3-32b", "on": "rtx-4090", "count": 1, "weights": "awq", "context": 32_768},
    {"model": "gpt-oss-120b", "on": "h100-sxm", "count": 1, "weights": "mxfp4", "context": 131_072},
    {"model": "llama-3-1-405b", "on": "h100-sxm", "count": 8, "weights": "fp8", "context": 131_072},
    {"model": "mixtral-8x7b", "on": "a100-sxm-80gb", "count": 2, "context": 32_768, "batch": 8},
    {"model": "qwen3-235b-a22b", "on": "h100-sxm", "count": 4, "weights": "fp8", "context": 32_768, "batch": 16},
    {"model": "kimi-k2-5", "on": "b200", "count": 8, "weights": "int4", "kv": "fp8", "context": 262_144},
)
"""The plans that are there without scripts; the first is the one that the form begins with."""


class Case(NamedTuple):
    """A plan as the page shows it.

    Attributes:
        query: its choices, as the address of the page has them.
        plan: what was computed.
    """

    query: str
    plan: Plan


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page and the data that it shows beside what it computes."""
    kb = view.kb
    plans = cases(kb)
    yield overview(
        here,
        "plan.html",
        {"description": "Whether a language model fits on an accelerator, how fast it can be at best, what it costs"},
        cases=plans,
        first=plans[0].query if plans else "",
        weights=WEIGHTS.values(),
        kv=KV.values(),
        case_of=case_of,
        gb=gb,
        gib=gib,
        value=value,
        accelerators=len([one for one in kb.hardware.values() if one.memory]),
    )
    yield File(plan_evidence.PATH, plan_evidence.text(view))


def cases(kb: KnowledgeBase, most: int = len(CASES)) -> list[Case]:
    """Return the first of the plans whose model and accelerator are here."""
    known = [case for case in CASES if case["model"] in kb.models and case["on"] in kb.hardware]
    return [Case(urlencode(case), kb.plan(**case)) for case in known[:most]]


def value(number: Quantity) -> str:
    """Return a bound with three digits, times below a second in milliseconds."""
    if number.unit == "s" and number < 1:
        return f"{_three(number * 1000)} ms"
    return f"{_three(number)} {number.unit}"


def _three(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"  # noqa: PLR2004 - three digits
