"""The feeds of what came in: dated by the day on which a paper came, one for each category."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from effllm import site
from effllm.site.pages import home
from effllm.site.view import View
from tests.factories import knowledge_base, paper
from tests.site.records import made

if TYPE_CHECKING:
    import pytest

    from effllm import KnowledgeBase

ATOM = "{http://www.w3.org/2005/Atom}"
OLD = paper("old2019late", title="Old, came late", year=2019, added="2026-12-03", categories=("pruning",))
LATEST = paper("late2026early", title="Young, came early", year=2026, arxiv="2603.00001", added="2026-11-21")
BESIDE = paper("beside2026same", title="Came the same day", year=2026, arxiv="2604.00001", added="2026-12-03")


def entries(text: str) -> list[tuple[str | None, str | None]]:
    feed = ET.fromstring(text)  # noqa: S314 - our own
    return [(entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}updated")) for entry in feed.iter(f"{ATOM}entry")]


def test_what_came_last_is_first_and_dated_by_that_day() -> None:
    pages = site.all_pages(knowledge_base(OLD, LATEST, BESIDE))
    assert entries(pages["feed.xml"]) == [
        ("Came the same day", "2026-12-03T00:00:00Z"),
        ("Old, came late", "2026-12-03T00:00:00Z"),
        ("Young, came early", "2026-11-21T00:00:00Z"),
    ]
    assert "<updated>2026-12-03T00:00:00Z</updated>\n<entry>" in pages["feed.xml"]


def test_a_category_has_a_feed_of_its_own_papers() -> None:
    pages = site.all_pages(knowledge_base(OLD, LATEST, BESIDE))
    assert [title for title, _ in entries(pages["taxonomy/pruning/feed.xml"])] == ["Old, came late"]
    assert [title for title, _ in entries(pages["taxonomy/compression/feed.xml"])][1] == "Old, came late"
    assert 'href="../../taxonomy/pruning/feed.xml"' in pages["taxonomy/pruning.md"]


def test_an_entry_keeps_its_id_when_the_paper_gets_another_identifier() -> None:
    before, after = (
        site.all_pages(knowledge_base(OLD.model_copy(update={"arxiv": arxiv})))["feed.xml"]
        for arxiv in (None, "1901.00001")
    )
    ids = [ET.fromstring(text).findtext(f"{ATOM}entry/{ATOM}id") for text in (before, after)]  # noqa: S314 - our own
    assert ids[0] == ids[1]


def test_the_home_page_shows_what_came_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "ADDED", 2)
    text = made(View(knowledge_base(OLD, LATEST, BESIDE)), "")["index.md"]
    shown = text.partition('id="newest"')[2].partition("</section>")[0]
    assert shown.index("Came the same day") < shown.index("Old, came late")
    assert "Young, came early" not in shown


def test_a_feed_ends_after_fifty(kb: KnowledgeBase) -> None:
    many = [paper(f"many2024x{number}paper", title=f"Paper {number}") for number in range(60)]
    assert len(entries(site.all_pages(knowledge_base(*many))["feed.xml"])) == 50
    assert len(entries(site.all_pages(kb)["feed.xml"])) <= len(kb.papers)
