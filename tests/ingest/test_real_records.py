"""The real records as a bibliography: what is exported can be imported, and every paper is known again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import effllm
from effllm.ingest.paper_files import plan_bib
from effllm.ingest.session import Session
from effllm.text import title_key

ROOT = Path(__file__).parents[2]
FACTS = ("authors", "year", "venue", "arxiv", "doi", "openreview", "acl", "url")


@pytest.mark.corpus
def test_every_paper_is_known_again() -> None:
    kb = effllm.load(ROOT)
    outcomes = plan_bib(Session(ROOT), kb.papers.to_bibtex(), categories=["weight-only-quantization"])
    assert [(o.status, o.paper.key) for o in outcomes if o.paper] == [("here", key) for key in kb.papers]


@pytest.mark.corpus
def test_every_fact_comes_back(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "taxonomy", tmp_path / "taxonomy")
    kb = effllm.load(ROOT)
    outcomes = plan_bib(Session(tmp_path), kb.papers.to_bibtex(), categories=["weight-only-quantization"])
    nameless = {p.key for p in kb.papers.values() if p.authors_unknown}
    left = {o.entry for o in outcomes if o.status != "new"} - nameless
    assert len(left) <= len(kb.papers) / 100, left  # similar names, and papers that came to arXiv after their venue
    for outcome in outcomes:
        if outcome.status == "new":
            before, after = kb.papers[outcome.entry], outcome.paper
            assert {name: getattr(after, name) for name in FACTS} == {name: getattr(before, name) for name in FACTS}
            assert after is not None
            assert title_key(after.title) == title_key(before.title)
