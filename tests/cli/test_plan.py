"""`effllm plan`, on real records: what it prints, and that a wrong choice is answered with a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.cli import plan as command

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from tests.cli.conftest import Run

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return effllm.load()


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, real: KnowledgeBase) -> None:
    monkeypatch.setattr(command, "load", lambda _: real)


def test_it_says_whether_a_model_fits(run: Run) -> None:
    said = run("plan", "llama-3-70b", "--on", "rtx-4090", "--count", "2", "--weights", "q4_k_m").stdout
    assert "It fits on 2 \N{MULTIPLICATION SIGN} NVIDIA GeForce RTX 4090: 1.28 GB = 1.19 GiB free on each." in said
    assert "Weights                43.16 GB = 40.20 GiB  weights-bits" in said
    assert "llama.cpp" in said


def test_it_says_what_would_make_it_fit(run: Run) -> None:
    said = run("plan", "deepseek-v3", "--on", "h200-sxm", "--count", "8").stdout
    assert "It does not fit on 8 \N{MULTIPLICATION SIGN} NVIDIA H200 SXM" in said
    assert "weights in FP8" in said
    assert "Speeds are those that it would have if it fitted." in said


def test_what_lacks_less_than_binary_gigabytes_add_may_fit(run: Run) -> None:
    said = " ".join(
        run("plan", "qwen3-32b", "--on", "rtx-4090", "--weights", "awq", "--context", "16384").stdout.split()
    )
    assert "does not fit on NVIDIA GeForce RTX 4090 by the printed size" in said
    assert "It may fit on cards whose 24 GB are binary gigabytes (up to 7.4 % more)." in said


def test_a_price_that_follows_from_the_card_says_what_it_counts(run: Run) -> None:
    arguments = ("plan", "llama-3-70b", "--on", "rtx-4090", "--count", "2", "--weights", "q4_k_m")
    assert "Cards only, no electricity" in run(*arguments).stdout
    assert "Cards only" not in run(*arguments, "--price", "1").stdout


def test_without_an_accelerator_it_gives_the_memory_alone(run: Run) -> None:
    said = run("plan", "gemma-3-27b", "--context", "128Ki").stdout
    assert "KV cache     11.17 GB = 10.41 GiB  kv-cache" in said
    assert "at best" not in said


def test_json_and_markdown(run: Run) -> None:
    plan = json.loads(run("plan", "deepseek-v3", "--on", "h200-sxm", "--weights", "fp8", "--json").stdout)
    assert plan["memory"]["kv_cache"] == 61 * 576 * 2 * 4096
    assert plan["bounds"]["time_per_token"]["figures"][0]["formula"] == "prefill-time"
    said = run("plan", "deepseek-v3", "--on", "h200-sxm", "--markdown").stdout
    assert "| KV cache | 0.29 GB = 0.27 GiB | kv-cache |" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["llama-3-70"], "no model 'llama-3-70'; did you mean llama-3-70b"),
        (["llama-3-70b", "--on", "rtx-4900"], "no accelerator 'rtx-4900'; did you mean"),
        (["llama-3-70b", "--context", "9000"], "context is 9,000; llama-3-70b allows 8,192 tokens at most"),
        (["llama-3-70b", "--context", "many"], '--context: "many" is no number'),
        (["llama-3-70b", "--batch", "1.5"], "--batch: 1.5 is no whole number"),
        (["llama-3-70b", "--weights", "x"], "no format 'x'; there are fp32, bf16"),
        (["llama-3-70b", "--json", "--markdown"], "--json or --markdown, not both"),
        (["llama-3-70b", "--utilization", "40%"], "--utilization is for --train"),
        (["llama-3-70b", "--train", "--batch", "3"], "--batch are for serving, not for --train"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], said: str) -> None:
    assert said in run("plan", *arguments, status=2).stderr


def test_a_training_run(run: Run) -> None:
    arguments = ["plan", "llama-3-70b", "--train", "--on", "h100-sxm", "--count", "4096", "--utilization", "40%"]
    said = run(*arguments).stdout
    assert "Operations         6.35e+24 FLOP" in said
    assert "chinchilla-approach3; parameters and tokens outside of its fit" in said
    assert "llama-3-1-70b" in said
    assert json.loads(run(*arguments, "--json").stdout)["hours"]["formula"] == "training-hours"
    assert "| Operations | 6.35e+24 FLOP | flops-6nd |" in run(*arguments, "--markdown").stdout
