"""What `kb.stats()` says of sources and of the kept reference lists."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.kb import KnowledgeBase
from effllm.records.source import Source
from effllm.store import bundle, checkout
from tests.checkouts import SLIM, lay
from tests.factories import knowledge_base, paper

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("judged:2026-11-30", "judged"),
        ("derived:acl", "derived"),
        ("arXiv:2210.17323, Table 3", "paper"),
        ("doi:10.1000/1, references", "paper"),
        ("arXiv:2210.17323", "id"),
        ("openalex:W123", "id"),
        ("example/list:README.md@abcdef1#L3", "file"),
        ("example/list:README.md", "file"),
        ("example/list", "repository"),
        ("https://github.com/example/list/", "repository"),
        ("arXiv:2210.17323v2", "id"),
        ("arXiv:2210.1", "words"),
        ("https://example.org/paper, Table 3", "address"),
        ("judged:yesterday", "words"),
        ("derived from the id", "words"),
        ("https://example.org/paper", "address"),
        ("BibTeX entry one of refs.bib", "words"),
    ],
)
def test_kinds_of_sources(source: str, kind: str) -> None:
    assert Source(source).kind == kind


def test_a_source_that_was_looked_at_can_be_pickled() -> None:
    source = Source("example/list:README.md#L3")
    assert source.line == 3
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 - made here


@pytest.mark.parametrize(
    ("source", "weak"),
    [
        ("https://www.emergentmind.com/papers/2309.08125", True),
        ("https://api.emergentmind.com/papers/2309.08125, Abstract", True),
        ("https://huggingface.co/papers/2309.08125", True),
        ("https://huggingface.co/example/model", False),
        ("https://notemergentmind.com/papers/2309.08125", False),
        ("https://aclanthology.org/2023.acl-long.1/", False),
        ("arXiv:2309.08125", False),
    ],
)
def test_sites_about_papers_are_weak_sources(source: str, weak: bool) -> None:  # noqa: FBT001 - a parameter of a test
    assert Source(source).weak is weak


def test_facts_without_source_are_counted_by_field() -> None:
    papers = (
        paper("doe2024a", name="A", sources={"title": "arXiv:2401.00001"}),
        paper("doe2024b", name="B", sources={"title": ("arXiv:2401.00002", "judged:2026-11-30"), "name": "x"}),
    )
    stats = knowledge_base(*papers).stats()
    by_field = stats["facts_without_source_by_field"]
    assert (by_field["authors"], by_field["name"], "title" in by_field) == (2, 1, False)
    assert stats["facts_without_source"] == sum(by_field.values())
    assert {"id": 2, "judged": 1, "words": 1}.items() <= stats["sources_by_kind"].items()


def test_kept_reference_lists_are_counted(tmp_path: Path) -> None:
    lines = [
        {"source": "arXiv:2311.00001, references", "read": "2026-01-10", "entries": 9, "complete": False},
        {"n": 1, "title": "Thin Models for Thick Questions", "paper": "builder2022thin"},
        {"n": 2, "title": "An Elephant of Another Field"},
    ]
    file = lay(tmp_path) / SLIM.replace(".yml", ".references.jsonl")
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    corpus = checkout.read(tmp_path).corpus()
    stats = KnowledgeBase(corpus).stats()
    assert {name: number for name, number in stats.items() if "reference" in name} == {
        "papers_with_references": 1,
        "reference_lists": 1,
        "reference_lists_complete": 0,
        "reference_list_entries": 2,
        "reference_list_entries_matched": 1,
        "full_references_without_list": 0,
    }
    packed = bundle.dumps(corpus)
    assert b"Elephant" not in packed  # entries are for those who add papers
    assert KnowledgeBase(bundle.loads(packed)).stats() == stats


def test_citations_in_the_literature_are_another_count_than_those_from_here(tmp_path: Path) -> None:
    root = lay(tmp_path / "records")
    line = {"paper": "author2023slim", "cited": 7, "date": "2026-11-01", "source": "openalex:W5@2026-11-01"}
    (root / "papers" / "cited.jsonl").write_text(f"{json.dumps(line, separators=(',', ':'))}\n", "utf-8")
    kb = KnowledgeBase(bundle.loads(bundle.dumps(effllm.load(root).corpus)))
    counted = kb.cited_in_literature("author2023slim")
    assert counted
    assert (counted.cited, counted.date, counted.source.url) == (7, "2026-11-01", "https://openalex.org/W5")
    assert counted == kb.cited_in_literature(kb.papers["author2023slim"])
    assert len(kb.cited_by("author2023slim")) != counted.cited
    assert kb.cited_in_literature("builder2022slender") is None  # a former key
    with pytest.raises(effllm.UnknownPaper):
        kb.cited_in_literature("nobody2022")
