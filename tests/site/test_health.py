"""The page that says how well the data is kept, and the same as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effllm.kb.health import health
from effllm.site.view import View
from effllm.store.upkeep import DeadLink, LinkCheck, Upkeep
from tests.site.outline import Outline, body
from tests.site.records import made

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

PAGE = "health/index.md"
DEAD = DeadLink("https://example.org/<gone>", "2026-08-24", ("author2022squeeze", "fast", "other"))


def test_page_and_json_have_the_same_figures(kb: KnowledgeBase) -> None:
    view = View(kb, upkeep=Upkeep((), LinkCheck("2026-08-31", 1900, 1800, (DEAD,))))
    files = made(view, "health/")
    found = json.loads(files["health.json"])
    assert found == json.loads(json.dumps(health(kb, view.today, view.upkeep).to_dict()))
    html = body(files[PAGE])
    assert "looked at on 2026-08-31: 1,800 of 1,900 servers answered" in html
    for one in found["topics"]:
        assert f'<td class="ef-number"><a href="../papers/?in={one["category"]}">{one["papers"]}</a></td>' in html
        assert f'<td class="ef-date">{one["last_added"]}</td>' in html


def test_each_figure_leads_to_what_is_behind_it(kb: KnowledgeBase) -> None:
    view = View(kb, upkeep=Upkeep((), LinkCheck("2026-08-31", 1900, 1800, (DEAD,))))
    html = body(made(view, "health/")[PAGE])
    links = set(Outline(html).links)
    assert {"#cells", "#links", "#sources", "../papers/author2022squeeze/", "../frameworks/fast/"} <= links
    assert "https://example.org/&lt;gone&gt;" in html
    assert ", other</li>" in html


def test_links_that_nobody_looked_at_are_not_alive(pages: dict[str, str]) -> None:
    html = body(pages[PAGE])
    assert '<td class="ef-number">not looked at</td>' in html
    assert "no result of a look at the links is kept" in html
    assert json.loads(pages["health.json"])["dead_links"] is None
