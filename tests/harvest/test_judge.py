"""The judge of candidates: it tells papers of the field from others and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import LEAST_PAPERS, Judge, WordCounts, counted
from effllm.records import LeftOut
from tests.factories import paper

if TYPE_CHECKING:
    from pathlib import Path

FIELD = [
    "Quantizing the KV Cache of Large Language Models to Two Bits",
    "Low-Bit Quantization of Weights for Large Language Models",
    "Speculative Decoding with a Small Draft Model",
    "Serving Large Language Models with a Paged KV Cache",
    "Pruning Large Language Models without Retraining",
    "Speculative Decoding on Edge Devices",
]
OTHERS = [
    "Translation of Proverbs and of Songs",
    "A Survey of Sign Language",
    "Robots that Harvest Grapes in Vineyards",
    "Pruning of Vineyards by Hand",
]


DAY = "2026-06-30"


def words() -> WordCounts:
    """WordCounts of as many papers as it takes for one to be known."""
    found = WordCounts(DAY)
    found.add(FIELD * LEAST_PAPERS, OTHERS * LEAST_PAPERS)
    return found


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge([], [], words())


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


def test_decisions_after_the_count_are_learned_from() -> None:
    asked = [Reference(title="Orchards")]
    late, early = "2026-07-01", DAY
    assert Judge([], [], words()).judge(asked)[0].words == ()
    for day, learned in ((late, ("orchard",)), (early, ())):
        taken = [paper("author2026orchards", title="Orchards", added=day)] * LEAST_PAPERS
        left_out = [LeftOut(title="Orchards", url="https://a.example", reason="out-of-scope", why="Fruit.", date=day)]
        assert Judge(taken, [], words()).judge(asked)[0].words == learned
        assert Judge([], left_out * LEAST_PAPERS, words()).judge(asked)[0].against == learned


def test_the_same_papers_get_the_same_verdict() -> None:
    asked = [Reference(title="Speculative Decoding of Grapes", abstract="A draft model reads vineyards.")]
    assert Judge([], [], words()).judge(asked) == Judge([], [], words()).judge(asked)


def test_no_paper_no_verdict(judge: Judge) -> None:
    assert judge.judge([]) == []


def test_a_verdict_reads_as_a_sentence(judge: Judge) -> None:
    verdict = judge.judge([Reference(title="Speculative Decoding in Vineyards")])[0]
    assert str(verdict).startswith(f"{verdict.strength:.2f}, by speculative decoding")
    assert "; against: vineyard" in str(verdict)


def test_counted_words_are_read_as_they_were_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text(str(words()), encoding="utf-8")
    monkeypatch.setattr("effllm.harvest.judge.resources.files", lambda _: tmp_path)
    assert counted().weights() == words().weights()
    assert counted().day == DAY


def test_the_words_of_the_package_know_the_field() -> None:
    title, other = "Quantization of the KV cache for serving language models", "Sentiment of tweets about vaccines"
    ours, others = Judge([], []).judge([Reference(title=title), Reference(title=other)])
    assert ours.strength > 0.5 > others.strength
