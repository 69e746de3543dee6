"""The page of changes by day, its feed, and what identifies the data on the site."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from effllm import site
from effllm.site.building.render import at_once
from effllm.site.registry import everything
from effllm.site.view import View, day_of
from effllm.store.days import Day
from tests.checkouts import commit_all, lay
from tests.factories import knowledge_base, paper
from tests.site.records import checkout, made

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    import pytest

    from effllm import KnowledgeBase

INDEX = "api/v1/index.json"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_days_with_their_records(kb: KnowledgeBase) -> None:
    known = next(iter(kb.papers.values()))
    days = [
        Day(
            "2026-12-02",
            {"paper": {"changed": [known.key], "removed": ["gone2020paper"]}, "venue": {"changed": ["venues"]}},
        ),
        Day("2026-12-01", {"paper": {"added": [f"doe2024p{number}" for number in range(105)]}}),
    ]
    pages = made(View(kb, days=days), "changes/")
    text = pages["changes/index.md"]
    assert f'<a href="../papers/{known.key}/">' in text
    assert "Paper removed: gone2020paper" in text
    assert '<a href="../venues/">Venues</a> changed' in text
    assert "<summary>105 papers added</summary>" in text
    assert "doe2024p99 and 5 more." in text
    assert "without the project's history" not in text
    feed = ET.fromstring(pages["changes/feed.xml"])  # noqa: S314 - our own
    said = [entry.findtext(f"{ATOM}summary") for entry in feed.iter(f"{ATOM}entry")]
    assert said == ["1 paper changed; 1 paper removed; Venues changed", "105 papers added"]


def test_papers_that_came_in_stand_by_topic_and_on_the_day_of_their_record() -> None:
    here = [paper(f"new202{n}x", added="2026-12-02", categories=("weights",)) for n in range(2)]
    other = paper("new2024y", added="2026-12-02", categories=("pruning",))
    renamed = paper("renamed2020z", added="2026-11-21", former_keys=("unnamed2020z",))
    kb = knowledge_base(*here, other, renamed)
    day = Day("2026-12-02", {"paper": {"added": [*kb.papers], "removed": ["unnamed2020z", "gone2020z"]}})
    text = made(View(kb, days=[day]), "changes/")["changes/index.md"]
    assert "<summary>3 papers added</summary>" in text
    assert "Paper changed: " in text
    assert "Paper removed: gone2020z" in text
    topics = '<a href="../papers/?in=quantization&amp;sort=newest">Quantization</a> 2, <a'
    assert f"By topic: {topics}" in text


def test_without_a_history_the_records_tell_when_papers_came(kb: KnowledgeBase) -> None:
    text = made(View(kb), "changes/")["changes/index.md"]
    assert "without the project's history" in text
    assert next(iter(kb.papers.values())).added in text


def test_the_snapshot_is_in_one_file_and_the_index(kb: KnowledgeBase) -> None:
    files = at_once(everything(View(kb), {}))
    pages = {one.path: one.text for one in files if not one.path.endswith((".parquet", ".gz"))}
    assert json.loads(pages["snapshot.json"]) == {**kb.snapshot.to_dict(), "license": "CC-BY-4.0"}
    assert {path for path, text in pages.items() if kb.snapshot.sha256 in text} == {"snapshot.json", INDEX}


def test_two_builds_of_a_commit_are_the_same_whenever_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://effllm.example.org/")  # so that there is a map of the site
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    root = lay(checkout(tmp_path))
    commit_all(root, "2026-12-01")
    site.build(root, tmp_path / "one")
    shutil.rmtree(root / "build")

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return cls(2031, 1, 1, tzinfo=tz)

    monkeypatch.setattr("effllm.site.view.datetime", Later)
    site.build(root, tmp_path / "two")
    one, two = (
        {file.relative_to(tmp_path / name).as_posix(): file.read_bytes() for file in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    )
    assert {path for path in one.keys() | two.keys() if one.get(path) != two.get(path)} == set()
    assert b"<lastmod>2026-12-01</lastmod>" in one["sitemap.xml"]
    assert json.loads(one["snapshot.json"])["date"] == "2026-12-01"


def test_the_day_is_that_of_the_commit(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace  # noqa: PLC0415 - used once

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setitem(kb.__dict__, "snapshot", replace(kb.snapshot, date="2026-11-05"))
    assert day_of(kb).isoformat() == "2026-11-05"
