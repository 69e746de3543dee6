"""The page of one model: its sources, estimates, and numbers that do not agree."""

from __future__ import annotations

from typing import Any

from effllm import KnowledgeBase
from effllm.records import Corpus, PretrainedModel
from effllm.site.view import View
from tests.site.records import made as made_pages

COPY = "spragada4/ai-energy-explorer:data/raw/notable_ai_models.csv@7d5393a"


def page_of(**fields: Any) -> str:  # noqa: ANN401 - any field
    """Return the page of an invented model."""
    one = PretrainedModel(**{"id": "invented", "name": "Invented", **fields})
    return made_pages(View(KnowledgeBase(Corpus(models=(one,)))), "models/")["models/invented.md"]


def test_a_source_stands_once_and_says_whose_table_it_copies() -> None:
    page = page_of(
        organization=("Maker",), released="2024-05-01", parameters=7 * 10**9,
        sources={"organization": COPY, "released": COPY, "parameters": ("https://example.org/card", COPY)},
    )  # fmt: skip
    assert page.count("notable_ai_models.csv</a>") == 1
    assert "Epoch AI, notable models (copy in <a" in page
    assert page.count('href="#read-1"') == 3
    assert page.count('href="#read-2"') == 1


def test_numbers_that_do_not_agree_say_so_beside_each_other() -> None:
    page = page_of(accelerators=16_384, hours=2142, accelerator_hours=30_840_000)
    assert "does not agree with 16,384 accelerators for 2,142 h: 35,094,528 h, 14% more" in page
    assert "does not agree" not in page_of(accelerators=1000, hours=1000, accelerator_hours=1_050_000)


def test_an_estimate_has_three_digits() -> None:
    page = page_of(cost_usd=52_885_434.2, basis={"cost_usd": "estimated"})
    assert "about 52.9 million US dollars" in page
    assert "52,885,434" not in page
    assert "1,234,567 US dollars" in page_of(cost_usd=1_234_567)
