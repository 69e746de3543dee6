from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site.building import docs_pages
from effllm.site.view import LISTED, View
from tests.factories import knowledge_base, paper
from tests.site.records import made

if TYPE_CHECKING:
    from effllm import KnowledgeBase

CHANGELOG = """\
# Changelog

## [Unreleased]

### Added

- A thing with `code` in it
  and a second line.
- Another <b>thing</b>.

## [0.1.0]

- An old thing.
"""


def test_the_newest_section_of_the_changelog() -> None:
    assert docs_pages.newest(CHANGELOG) == ["A thing with `code` in it and a second line.", "Another <b>thing</b>."]
    assert docs_pages.newest("# Changelog\n") == []


def test_the_home_page_says_what_changed_lately(kb: KnowledgeBase) -> None:
    text = made(View(kb, changes=docs_pages.newest(CHANGELOG)), "")["index.md"]
    assert "<li>A thing with <code>code</code> in it and a second line.</li>" in text
    assert "Another &lt;b&gt;thing" in text
    assert "old thing" not in text
    assert "What changed" not in made(View(kb), "")["index.md"]


def test_a_category_of_thousands_lists_the_newest() -> None:
    many = knowledge_base(*(paper(f"author2024p{number}") for number in range(LISTED + 5)))
    text = made(View(many), "taxonomy/")["taxonomy/weights.md"]
    assert text.count('class="ef-entry"') == LISTED
    assert "The latest 1,000 of 1,005 papers" in text
