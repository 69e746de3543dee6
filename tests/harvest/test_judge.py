"""The judge of candidates: it tells papers of the field from others and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import Judge, WordWeights, learned, terms
from effllm.records import LeftOut
from tests.factories import paper

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-06-30"
FOR = ["quantize", "KV cache", "decoding", "speculative decoding", "language models"]
AGAINST = ["vineyards", "sign language", "translation"]
WORDS = WordWeights(
    DAY, {word: 2.0 for text in FOR for word in terms(text)} | {word: -2.0 for text in AGAINST for word in terms(text)}
)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge([], [], WORDS)


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


def orchards(taken: int, left_out: int, date: str) -> Judge:
    """Judge who has seen as many decisions on papers about orchards."""
    why = {"url": "https://a.example", "reason": "out-of-scope", "why": "Fruit.", "date": date}
    return Judge(
        [paper("author2026orchards", title="Orchards", added=date)] * taken,
        [LeftOut.model_validate({"title": "Orchards", **why})] * left_out,
        WORDS,
    )


def test_decisions_since_the_weights_were_learned_are_learned_from() -> None:
    asked = [Reference(title="Orchards")]
    late, early = "2026-07-01", DAY
    assert orchards(0, 0, late).judge(asked)[0].words == ()
    assert orchards(1, 0, late).judge(asked)[0].words == ("orchard",)
    assert orchards(0, 1, late).judge(asked)[0].against == ("orchard",)
    assert orchards(1, 0, early).judge(asked)[0].words == ()
    assert orchards(0, 1, early).judge(asked)[0].against == ()


def test_each_decision_makes_the_judge_surer() -> None:
    asked = [Reference(title="Orchards")]
    strengths = [orchards(n, 0, "2026-07-01").judge(asked)[0].strength for n in (0, 1, 5, 50)]
    assert strengths == sorted(set(strengths))
    assert orchards(5, 5, "2026-07-01").judge(asked)[0].strength < strengths[2]


def test_the_same_papers_get_the_same_verdict() -> None:
    asked = [Reference(title="Speculative Decoding of Grapes", abstract="A draft model reads vineyards.")]
    assert Judge([], [], WORDS).judge(asked) == Judge([], [], WORDS).judge(asked)


def test_no_paper_no_verdict(judge: Judge) -> None:
    assert judge.judge([]) == []


def test_a_verdict_reads_as_a_sentence(judge: Judge) -> None:
    verdict = judge.judge([Reference(title="Speculative Decoding in Vineyards")])[0]
    assert str(verdict).startswith(f"{verdict.strength:.2f}, by speculative decoding")
    assert "; against: vineyard" in str(verdict)


def test_weights_are_read_as_they_were_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text(str(WORDS), encoding="utf-8")
    monkeypatch.setattr("effllm.harvest.judge.resources.files", lambda _: tmp_path)
    assert learned() == WORDS


def test_the_words_of_the_package_know_the_field() -> None:
    title, other = "Quantization of the KV cache for serving language models", "Sentiment of tweets about vaccines"
    ours, others = Judge([], []).judge([Reference(title=title), Reference(title=other)])
    assert ours.strength > 0.5 > others.strength


def test_saving_without_a_language_model_is_not_of_the_field() -> None:
    """Both are about cost; only one is about what language models run on."""
    title = "A Quantized {} for Real-Time {} on Edge Devices"
    ours, others = Judge([], []).judge(
        [
            Reference(title=title.format("Large Language Model", "Reasoning")),
            Reference(title=title.format("Convolutional Network", "Object Detection")),
        ]
    )
    assert ours.strength > 0.5 > others.strength
