"""What the search in the browser reads: its records and its scripts."""

from __future__ import annotations

import gzip
import json
from bisect import bisect
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from effllm import site
from effllm.rules import RULES
from effllm.search.words import asked_words, stem
from effllm.site import library
from effllm.site.building.npm_assets import COPIES, FONT
from effllm.site.view import View
from tests.site.outline import url
from tests.site.records import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase

GUIDE = """\
# A guide

Words.

```sh
# no heading
```

## How it *works*

### See [papers](../papers/index.md) and `code`
"""
PAPERS, BUDGET = 5_000, 300_000
"""Bytes, compressed, of our own scripts and data before the first result on the page of papers, with so many papers."""

EXPLORER = (
    "client",
    "constants",
    "engine",
    "explorer",
    "explorer-chosen",
    "exports",
    "finder",
    "header",
    "ids",
    "lacking",
    "library",
    "results",
    "text",
    "words",
    "worker",
)
ASKED = ("speculative decoding with a draft model", "2-bit kv cache quantization", "lora")
"""What is asked first: the parts of the index that it needs are loaded, too."""


def read(pages: dict[str, str], path: str = library.PATH) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(pages[path])
    return data


def test_a_paper_is_a_place_in_short_columns(pages: dict[str, str]) -> None:
    data, more = read(pages), read(pages, library.MORE)
    at = data["papers"]["key"].index("author2022squeeze")
    first, later = ({name: column[at] for name, column in part["papers"].items()} for part in (data, more))
    assert (first["title"].partition(":")[0], first["name"], first["year"]) == ("SQUEEZE", "SQUEEZE", 2023)
    assert (first["code"], first["framework"], first["cited"]) == (1, "trainer", 1)
    assert (first["aliases"], first["known"]) == (["SQZ"], 1)
    assert [more["authors"][number] for number in later["authors"]][1] == "Łukasz Müller-Nowak"
    assert data["venues"][first["venue"]] == "CONF"
    path, number = [], first["categories"][0]
    while number >= 0:
        category, _, number = data["categories"][number]
        path.append(category)
    assert path == ["weights", "quantization", "compression"]


def test_papers_stand_newest_first(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    keys = [paper.key for paper in View(kb).newest]
    assert read(pages)["papers"]["key"] == keys
    assert {
        len(column) for part in (library.PATH, library.MORE) for column in read(pages, part)["papers"].values()
    } == {len(keys)}


def test_every_other_page_is_there_and_its_address_is_right(kb: KnowledgeBase) -> None:
    pages = site.all_pages(kb, {"guide/index.md": GUIDE})
    known = {url(path) for path in pages} | {"guide/"}
    found = read(pages, library.MORE)["pages"]
    assert {address.partition("#")[0] for _, _, address, *_ in found} <= known
    kinds = {kind: [title for other, title, *_ in found if other == kind] for kind, *_ in found}
    assert {"Quantization", "Pruning"} <= set(kinds["Category"])
    assert "Trainer <Pro>" in kinds["Framework"]
    assert "Models" in kinds["Page"]
    assert len(kinds["Check"]) == len(RULES)
    names = {title: names for _, title, _, names, *_ in found}
    assert names["Fast"] == ["fast", "example/fast"]


def test_guides_are_found_by_their_sections(kb: KnowledgeBase) -> None:
    found = read(site.all_pages(kb, {"guide/index.md": GUIDE}), library.MORE)["pages"]
    assert [(title, address) for kind, title, address, *_ in found if kind == "Guide"] == [
        ("A guide", "guide/"),
        ("How it works", "guide/#how-it-works"),
        ("See papers and code", "guide/#see-papers-and-code"),
    ]


def test_all_papers_are_one_bibtex_and_one_csv_file(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    assert pages["api/v1/papers.bib"] == kb.papers.to_bibtex()
    assert pages["api/v1/papers.csv"] == kb.papers.to_csv()


def test_a_page_of_thousands_lists_the_newest_and_names_the_categories(
    monkeypatch: pytest.MonkeyPatch, kb: KnowledgeBase
) -> None:
    monkeypatch.setattr("effllm.site.view.LISTED", 3)
    page = site.all_pages(kb)["papers/index.md"]
    first = len(kb.papers)  # for scripts; the rest is for readers without
    assert page.count('class="ef-entry"') == first + 3
    assert "These are the latest 3." in page
    assert '<a href="../taxonomy/quantization/">Quantization</a>' in page


def test_missing_parts_fail_with_the_command_that_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("effllm.site.building.npm_assets._REPOSITORY", tmp_path)
    with pytest.raises(site.BuildError, match="npm ci --ignore-scripts"):
        site.generate(tmp_path, tmp_path / "out")


def test_parts_of_the_checkout_itself_come_first(tmp_path: Path) -> None:
    for source in COPIES.values():
        file = tmp_path / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("its own\n", encoding="utf-8")
    (tmp_path / "node_modules" / FONT).mkdir(parents=True)
    site.generate(tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / "assets" / "js" / "sqlite" / "index.mjs").read_text(encoding="utf-8") == "its own\n"


@pytest.mark.corpus
def test_little_is_loaded_before_the_first_result(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = View(effllm.load(PROJECT))
    parts = {file.path: file.text for file in library.search_files(view)}
    first = {"library.json": library.text(view)} | max(
        ({path: parts[path] for path in _needed(view, question)} for question in ASKED), key=lambda some: len(str(some))
    )
    # texts compress about as well when there are more
    sizes = {name: _compressed(text.encode()) * PAPERS // len(view.newest) for name, text in first.items()}
    for name in EXPLORER:
        sizes[f"{name}.js"] = _compressed((built / "assets" / "js" / f"{name}.js").read_bytes())
    with capsys.disabled():
        print(f"\nbefore the first result, {PAPERS:,} papers: {sum(sizes.values()) / 1000:.0f} KB compressed, {sizes}")  # noqa: T201
    assert sum(sizes.values()) <= BUDGET


def _needed(view: View, question: str) -> set[str]:
    """Return the parts of the index in which words may start as those of a question do."""
    starts = [texts[0] for texts, _ in library.search_parts(view)["words"]]
    wanted = [stem(word) for word in asked_words(question)]
    numbers = {
        number for text in wanted for number in range(max(bisect(starts, text) - 1, 0), bisect(starts, f"{text}\uffff"))
    }
    return {library.SEARCH.format("words", number) for number in numbers}


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6, mtime=0))
