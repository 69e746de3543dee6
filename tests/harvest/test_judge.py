"""The judge of candidates: it tells papers of the field from others and says why."""

from __future__ import annotations

import pytest

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import Judge, other_titles

FIELD = [
    "Quantizing the KV Cache of Large Language Models to Two Bits",
    "Low-Bit Quantization of Weights for Large Language Models",
    "Speculative Decoding with a Small Draft Model",
    "Serving Large Language Models with a Paged KV Cache",
    "Pruning Large Language Models without Retraining",
    "Speculative Decoding on Edge Devices",
]
LEFT_OUT = ["Pruning of Vineyards by Robots", "A Survey of Vineyards", "Robots that Harvest Grapes in Vineyards"]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(FIELD, LEFT_OUT)


def test_a_paper_of_the_field_is_above_one_of_another(judge: Judge) -> None:
    ours, other = judge.judge(
        [
            Reference(title="Fast Decoding with a Quantized KV Cache"),
            Reference(title="Translation of Proverbs in Sign Language"),
        ]
    )
    assert ours.strength > 0.5 > other.strength
    assert any("cache" in word for word in ours.words)


def test_the_abstract_counts_beside_the_title(judge: Judge) -> None:
    bare, told = judge.judge(
        [
            Reference(title="Thrift"),
            Reference(title="Thrift", abstract="We quantize the KV cache of large language models."),
        ]
    )
    assert told.strength > bare.strength
    assert not bare.words


def test_what_was_left_out_speaks_against_its_like() -> None:
    before = Judge(FIELD, []).judge([Reference(title="Pruning of Vineyards")])[0]
    after = Judge(FIELD, LEFT_OUT).judge([Reference(title="Pruning of Vineyards")])[0]
    assert after.strength < before.strength
    assert "vineyard" in " ".join(after.against)


def test_the_same_papers_get_the_same_verdict() -> None:
    asked = [Reference(title="Speculative Decoding of Grapes", abstract="A draft model reads vineyards.")]
    assert Judge(FIELD, LEFT_OUT).judge(asked) == Judge(FIELD, LEFT_OUT).judge(asked)


def test_no_paper_no_verdict(judge: Judge) -> None:
    assert judge.judge([]) == []


def test_a_verdict_reads_as_a_sentence(judge: Judge) -> None:
    verdict = judge.judge([Reference(title="Speculative Decoding in Vineyards")])[0]
    assert str(verdict).startswith(f"{verdict.strength:.2f}, by speculative decoding")
    assert "; against: vineyard" in str(verdict)


def test_titles_drawn_by_chance_are_titles() -> None:
    titles = other_titles()
    assert len(titles) == len(set(titles)) == 3_000
    assert all(title == title.strip() and title for title in titles)
