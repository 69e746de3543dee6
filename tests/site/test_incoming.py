"""The page of candidates, as text: what it shows, in which order, and how heavy it may get."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effllm.records import Incoming
from effllm.site.view import View
from effllm.store.upkeep import Upkeep
from tests.factories import knowledge_base
from tests.site.records import HOSTILE, made

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = "incoming/index.md"
BRAID = Incoming(
    title="BRAID: Weights of a Squeezed Model, Woven",
    authors=("Dora Doe",),
    arxiv="2402.00010",
    because=("cites 6 records here",),
    found="2026-01-02",
    strength=0.9,
    words=("weights",),
    proposed=("weights", "pruning"),
)


def one(title: str, **values: object) -> Incoming:
    return Incoming(**{"title": title, "found": "2026-01-02", "url": "https://example.org/x", **values})


def shown(incoming: Sequence[Incoming]) -> dict[str, str]:
    view = View(knowledge_base(), upkeep=Upkeep(waiting=tuple(incoming)))
    return made(view, "incoming/")


def test_a_candidate_has_its_reasons_and_what_is_like_it() -> None:
    text = shown([BRAID])[PAGE]
    assert '<a class="ef-entry__title" href="https://arxiv.org/abs/2402.00010">BRAID' in text
    assert "cites 6 records here. Words: weights. Or: Pruning." in text
    assert 'data-name="arXiv:2402.00010" data-in="weights pruning"' in text
    assert '<a href="../papers/author2022squeeze/">' in text
    assert "1 candidate to decide" in text


def test_categories_follow_the_tree_and_the_strongest_comes_first() -> None:
    last = one("No Idea Where", strength=0.99)
    weak, prune = one("Weak", strength=0.1, proposed=("weights",)), one("Prune", proposed=("pruning",))
    text = shown([last, weak, prune, BRAID])[PAGE]
    order = ["BRAID: Weights", ">Weak<", ">Prune<", "No category proposed", "No Idea Where"]
    assert sorted(text.index(words) for words in order[:2]) == [text.index(words) for words in order[:2]]
    assert [text.index(words) for words in order[3:]] == sorted(text.index(words) for words in order[3:])
    assert text.index(">Prune<") < text.index("No category proposed")


def test_what_was_put_off_or_is_here_by_now_is_not_shown() -> None:
    known = next(paper for paper in knowledge_base().papers.values() if paper.arxiv)
    here = one("Anything", arxiv=known.arxiv, url=None)
    text = shown([BRAID.model_copy(update={"later": "2999-01-01"}), here])[PAGE]
    assert "Nothing waits; 1 put off." in text


def test_an_empty_queue_says_how_it_is_filled() -> None:
    text = shown([])[PAGE]
    assert "Nothing waits." in text
    assert "effllm harvest papers" in text


def test_what_strangers_wrote_stays_text() -> None:
    texts = [one(title, because=(title,), words=(title,), authors=(title,)) for title in HOSTILE]
    text = shown([*texts, one("Odd", url="javascript:alert(1)")])[PAGE]
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text


def test_three_hundred_candidates_are_light() -> None:
    many = [
        one(
            f"Candidate {n}: A Title of Quite Usual Length on the Compression of Caches for Long Contexts",
            arxiv=f"2402.{n:05}",
            url=None,
            authors=("Dora van der Doe", "Ada Author", "Ben Builder"),
            year=2024,
            because=("cites 12 records here", "named by 2 public lists"),
            strength=0.5,
            words=("kv cache", "long context", "compression", "eviction"),
            proposed=("weights", "pruning", "squeezing"),
        )
        for n in range(400)
    ]
    found = shown(many)
    assert "400 candidates to decide, of which the strongest 300 are on this page" in found[PAGE]
    assert len(found[PAGE].encode()) < 270_000  # the frame around it has 27 kB
    assert len(json.loads(found["incoming/queue.json"])["lines"]) == 300
