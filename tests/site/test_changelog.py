from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site.view import LISTED, View
from tests.factories import knowledge_base, paper
from tests.site.records import made

if TYPE_CHECKING:
    from effllm import KnowledgeBase


def test_the_page_of_changes_leads_to_the_changelog_where_there_is_one(kb: KnowledgeBase) -> None:
    assert "../changelog/" in made(View(kb, changelog=True), "changes/")["changes/index.md"]
    assert "../changelog/" not in made(View(kb), "changes/")["changes/index.md"]


def test_a_category_of_thousands_lists_the_newest() -> None:
    many = knowledge_base(*(paper(f"author2024p{number}") for number in range(LISTED + 5)))
    text = made(View(many), "taxonomy/")["taxonomy/weights.md"]
    assert text.count('class="ef-entry"') == LISTED
    assert "The latest 1,000 of 1,005 papers" in text
