"""The rules of placing name categories that there are, and cases go to categories that papers can stand in."""

from __future__ import annotations

import re

import pytest

import effllm
from tests.docs.pages import DOCS, ROOT, text

PLACING = DOCS / "contribute" / "placing.md"
NAMED = re.compile(r"`([a-z0-9-]+)`")
NO_CATEGORY = {"validate"}


@pytest.fixture(scope="module")
def taxonomy() -> effllm.Taxonomy:
    return effllm.load(ROOT).taxonomy


@pytest.mark.corpus
def test_every_category_that_the_page_names_is_there(taxonomy: effllm.Taxonomy) -> None:
    named = set(NAMED.findall(text(PLACING))) - NO_CATEGORY
    assert len(named) > 100
    assert named - set(taxonomy) == set()


@pytest.mark.corpus
def test_cases_go_to_leaves(taxonomy: effllm.Taxonomy) -> None:
    cases = text(PLACING).partition("| the paper | goes to |")[2]
    goals = [row.split(" | ")[1] for row in cases.splitlines() if row.count(" | ") == 3]
    assert len(goals) > 50
    assert [name for goal in goals for name in NAMED.findall(goal) if not taxonomy[name].is_leaf] == []


@pytest.mark.corpus
def test_what_is_around_the_field_is_named(taxonomy: effllm.Taxonomy) -> None:
    section = text(PLACING).partition("## Around the field")[2].partition("## Cases")[0]
    marked = {node.id for node in taxonomy.values() if node.around and not (node.parent and node.parent.around)}
    assert set(NAMED.findall(section)) == marked
