"""How well a knowledge base is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from effllm.kb import KnowledgeBase
from effllm.kb.counts import stats
from effllm.kb.health import health
from effllm.store.upkeep import NOTHING_KEPT, DeadLink, LinkCheck, upkeep
from tests.checkouts import lay
from tests.factories import knowledge_base, paper

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 9, 1)
CANDIDATE = {"title": "A Waiting Paper", "arxiv": "2608.00001", "found": "2026-08-30", "proposed": ["pruning"]}
STATE = {
    "day": "2026-08-31",
    "asked": 9,
    "told": 7,
    "gone": {},
    "dead": {"https://a.b/c": {"since": "2026-08-24", "records": ["k"]}},
}


def of(*papers: dict[str, object]) -> KnowledgeBase:
    """Return a knowledge base of papers on weights, with these fields."""
    made = (paper(f"author2024p{number}", categories=("weights",), **fields) for number, fields in enumerate(papers))
    corpus = knowledge_base().corpus
    return KnowledgeBase(corpus.model_copy(update={"papers": tuple(made), "lists": (), "reference_lists": ()}))


def test_what_appeared_in_the_last_twelve_months() -> None:
    kb = of(
        {"arxiv": "2510.00001"},
        {"arxiv": "2509.00001"},
        {"arxiv": "2609.00001", "added": "2026-09-01"},
        {"year": 2026},
        {"year": 2025},
    )
    (topic,) = health(kb, TODAY, NOTHING_KEPT).topics
    assert (topic.papers, topic.recent) == (5, 3)
    assert (topic.newest, topic.newest_month, topic.last_added) == ("author2024p2", "2026-09", "2026-09-01")


def test_a_paper_without_a_month_has_a_year() -> None:
    (topic,) = health(of({"year": 2026}), TODAY, NOTHING_KEPT).topics
    assert topic.newest_month == "2026"


def test_the_least_fresh_topic_comes_first() -> None:
    topics = health(knowledge_base(), TODAY, NOTHING_KEPT).topics
    shares = [one.recent / one.papers for one in topics]
    assert shares == sorted(shares)
    assert len(topics) > 1


def test_nothing_kept_is_not_nothing_found() -> None:
    found = health(knowledge_base(), TODAY, NOTHING_KEPT)
    assert (found.links_looked_at, found.dead_links) == (None, None)
    assert (found.waiting, found.waiting_since) == (0, None)


def test_counts_are_those_of_stats() -> None:
    kb = knowledge_base()
    found, counted = health(kb, TODAY, NOTHING_KEPT), stats(kb)
    assert found.cells == counted["framework_cells"]
    assert sum(found.weak_sources.values()) == counted["weak_sources"]


def test_what_is_kept_beside_the_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EFFLLM_CACHE", raising=False)
    root = lay(tmp_path)
    assert upkeep(root) == NOTHING_KEPT
    (root / "papers" / "incoming.jsonl").write_text(json.dumps(CANDIDATE) + "\n", encoding="utf-8")
    (root / ".effllm-cache").mkdir()
    (root / ".effllm-cache" / "links.json").write_text(json.dumps(STATE), encoding="utf-8")
    kept = upkeep(root)
    assert kept.links == LinkCheck("2026-08-31", 9, 7, (DeadLink("https://a.b/c", "2026-08-24", ("k",)),))
    found = health(knowledge_base(), TODAY, kept)
    assert (found.waiting, found.waiting_since, found.waiting_by_category) == (1, "2026-08-30", {"pruning": 1})
    assert found.dead_links == ({"url": "https://a.b/c", "since": "2026-08-24", "records": ("k",)},)
    assert json.loads(json.dumps(found.to_dict()))["links_told"] == 7


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"dead": 3}', '{"day": "x", "asked": 1, "told": 1, "dead": {}}', "\x00"]
)
def test_a_look_that_cannot_be_read_is_none(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFLLM_CACHE", str(tmp_path))
    (tmp_path / "links.json").write_text(text, encoding="utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "incoming.jsonl").write_text(text, encoding="utf-8")
    assert upkeep(tmp_path) == NOTHING_KEPT
