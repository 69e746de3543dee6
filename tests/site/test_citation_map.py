"""The page of the citation map and its data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from effllm.site import library
from effllm.site.pages import citation_map
from effllm.site.view import View
from tests.factories import PAPERS, knowledge_base, paper
from tests.site.outline import Outline
from tests.site.records import made

if TYPE_CHECKING:
    import pytest

    from effllm.kb import KnowledgeBase

LOOP = (
    paper("lead2021loop", cites=("lead2022loop",), references="full", year=2021),
    paper("lead2022loop", cites=("lead2021loop",), references="partial", year=2022),
)


def test_the_data_is_in_the_order_of_the_library(pages: dict[str, str]) -> None:
    data, records = json.loads(pages[citation_map.PATH]), json.loads(pages[library.PATH])
    keys = records["papers"]["key"]
    assert len(data["x"]) == len(data["y"]) == len(data["read"]) == len(data["cites"]) == len(keys)
    assert len(data["territories"]) == len(records["categories"])
    cited = {keys[one]: {keys[other] for other in cites} for one, cites in enumerate(data["cites"])}
    assert cited["team2024cache"] == {"author2022squeeze", "berg2019prune"}
    assert data["read"][keys.index("team2024cache")] == "f"
    assert data["read"][keys.index("berg2019prune")] == "n"


def test_the_page_says_how_complete_the_citations_are(pages: dict[str, str]) -> None:
    text = pages["graph/index.md"]
    assert "and 3 citations between them" in text
    assert re.search(r"read in full and of 1 paper in part; those of \d+ papers were not read", text)


def test_without_a_script_there_are_a_picture_and_a_list(pages: dict[str, str], kb: KnowledgeBase) -> None:
    outline = Outline(pages["graph/index.md"])
    assert {f"../papers/{key}/" for key in kb.papers} <= set(outline.links)
    assert {f"../taxonomy/{category}/" for category in kb.taxonomy} <= set(outline.links)
    assert "cites 1, cited by 1 here" in pages["graph/index.md"]


def test_a_loop_is_drawn_both_ways() -> None:
    files = made(View(knowledge_base(*PAPERS, *LOOP)), "graph/")
    cites = json.loads(files[citation_map.PATH])["cites"]
    pairs = {(one, other) for one, cited in enumerate(cites) for other in cited}
    assert len({pair for pair in pairs if pair[::-1] in pairs}) == 2


def test_very_many_papers_are_not_all_in_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citation_map, "PICTURED", 2)
    monkeypatch.setattr(citation_map, "LISTED", 2)
    text = made(View(knowledge_base()), "graph/")["graph/index.md"]
    assert "The picture shows the 2 papers that most others here cite" in text
    assert "The 2 papers that most others here cite" in text
    outline = Outline(text)
    assert sum(link.startswith("../papers/") and link != "../papers/" for link in outline.links) == 2
    assert {"../papers/", "../taxonomy/"} <= set(outline.links)
    assert text.count("h0") == 2
