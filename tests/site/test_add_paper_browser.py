"""The form that makes the record of a paper, in Chromium: what it says as one types, and the file in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import expect

from effllm.records import Paper
from effllm.rules.keys import propose
from effllm.store import layout, record_file
from effllm.store.writer import scalar
from tests.site.axe import serious

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from effllm.kb import KnowledgeBase

pytestmark = pytest.mark.browser
PAGE = "contribute/add/"
ASKED = "?arxiv=2503.00001&title=TINYQ:+Weights+of+an+Invented+Model+in+Three+Bits&name=TINYQ"
SUMMARY = "Says in the words of nobody else what it is about, how it goes about that, and what came out of it; " * 2
TEXTS = (
    *(
        "Ada Author",
        "arXiv:2210.17323, Table 3",
        "Thin: A Model",
        "yes",
        "2210.17323",
        "10.1145/7",
        "a #b",
        "[x]",
        "-1",
    ),
    *(
        "O'Dao",
        "Jörg Ülm",
        "3-bit",
        "12:30",
        "1_000",
        "on",
        "Null",
        "*x",
        "&y",
        'say "no"',
        "x:",
        "2026-12-01",
        "王 小",
    ),
    *("?", "7 nights", ".5", "_x", "./x", "a, b", "{x}", "\\n", "K\N{EN DASH}V", "1e5", "0x1F", "Ab3dEf7hIj", "~"),
    *("No more", "https://example.org/x#y", "A", "1 of 2", "=x", "<<", "!x", "@x", "%x", "`x`", "|", "> x", "a\tb"),
)


@pytest.fixture
def category(kb: KnowledgeBase) -> str:
    return next(node.id for node in kb.taxonomy.values() if node.is_leaf)


def fill(page: Page, category: str) -> None:
    page.get_by_label("Authors").fill("Dora van der Doe\nBen Builder")
    page.get_by_label("Year").fill("2025")
    page.get_by_label("Category", exact=True).fill(category)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_in_the_end_on_a_phone(visit: Callable[..., Page], category: str, scheme: str, tmp_path: Path) -> None:
    page = visit(PAGE + ASKED, width=375, scheme=scheme)
    expect(page.locator("#said-ids")).to_have_text("arXiv id 2503.00001")
    expect(page.locator("#add-verdict")).to_have_text("Still missing: authors, year, category.")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    fill(page, category)
    page.get_by_label("Summary").fill(SUMMARY)
    path = "papers/2025/vanderdoe2025tinyq.yml"
    expect(page.locator("#add-verdict")).to_have_text(f"Complete. It belongs into the repository as {path}.")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download", exact=True).click()
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    text = (tmp_path / "vanderdoe2025tinyq.yml").read_text(encoding="utf-8")
    values = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - texts only
    paper = Paper(key="vanderdoe2025tinyq", **values | {"year": 2025})
    assert text == record_file.canonical(path, layout.PAPER, [paper])
    assert propose(paper) == paper.key
    assert paper.sources["authors"] == "https://arxiv.org/abs/2503.00001"
    assert serious(page) == []


def test_the_pull_request_where_the_repository_is_known(visit: Callable[..., Page], category: str) -> None:
    page = visit(PAGE + ASKED)
    expect(page.get_by_role("link", name="Open the pull request")).to_have_count(0)
    place = "https://github.com/owner/name/new/main"
    page.evaluate(
        f"document.head.insertAdjacentHTML('beforeend', '<meta name=\"effllm:new-file\" content=\"{place}\">')"
    )
    fill(page, category)
    link = page.get_by_role("link", name="Open the pull request").get_attribute("href") or ""
    assert link.startswith(f"{place}?")
    query = parse_qs(urlsplit(link).query)
    assert query["filename"] == ["papers/2025/vanderdoe2025tinyq.yml"]
    assert query["value"] == [page.locator("#add-text").text_content()]


def test_what_is_wrong_is_said_as_one_types(visit: Callable[..., Page], category: str, kb: KnowledgeBase) -> None:
    page = visit(PAGE)
    page.get_by_label("Paper", exact=True).fill("https://openreview.net/forum?id=Zy3xWv7uTs nonsense")
    expect(page.locator("#said-ids")).to_have_text("nonsense is no id or address of a paper")
    page.get_by_label("Venue").fill("arxiv")
    expect(page.locator("#said-venue")).to_have_text("not in the list; did you mean arXiv?")
    page.get_by_label("Year").fill("24")
    expect(page.locator("#said-year")).to_have_text("four digits")
    page.get_by_label("Authors").fill("Dora Doe, Ben Builder")
    expect(page.locator("#said-authors")).to_have_text('"Dora Doe, Ben Builder": one name a line, the given name first')
    page.get_by_label("Category", exact=True).fill(category)
    expect(page.locator("#said-category")).not_to_contain_text("not in the list")
    here = next(paper for paper in kb.papers.values() if paper.arxiv)
    page.get_by_label("Paper", exact=True).fill(f"https://arxiv.org/pdf/{here.arxiv}v2.pdf")
    expect(page.get_by_role("link", name=here.title)).to_have_attribute("href", f"../../papers/{here.key}/")
    expect(page.locator("#add-verdict")).to_have_text("This paper is here already.")


@pytest.mark.parametrize(
    ("pasted", "ids"),
    [
        ("2503.00001v3", {"arxiv": "2503.00001"}),
        ("arXiv:2503.00001", {"arxiv": "2503.00001"}),
        ("https://doi.org/10.48550/arXiv.2503.00001", {"arxiv": "2503.00001"}),
        ("https://dl.acm.org/doi/abs/10.1145/3620665.3640411", {"doi": "10.1145/3620665.3640411"}),
        (
            "10.1145/ABC https://aclanthology.org/2024.acl-long.12.pdf",
            {"doi": "10.1145/abc", "acl": "2024.acl-long.12"},
        ),
        ("https://huggingface.co/papers/2503.00001", {"arxiv": "2503.00001"}),
        ("https://example.org/blog/x", {"url": "https://example.org/blog/x"}),
        ("https://example.org/x 2503.00001", {"arxiv": "2503.00001"}),
        ("openreview", {"odd": "openreview"}),
    ],
)
def test_ids_as_people_paste_them(visit: Callable[..., Page], pasted: str, ids: dict[str, str]) -> None:
    page = visit(PAGE)
    script = "async (text) => (await import('../../assets/js/record-rules.js')).idsIn(await rules(), text)"
    rules = "const rules = async () => (await fetch('rules.json')).json();"
    assert page.evaluate(f"(text) => {{ {rules} return ({script})(text); }}", pasted) == ids


def test_texts_are_written_as_python_writes_them(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    script = """async ([texts, flow]) => {
      const { scalar } = await import('../../assets/js/record-file.js');
      const rules = await (await fetch('rules.json')).json();
      return texts.map((text) => scalar(rules, text, flow));
    }"""
    for flow in (False, True):
        assert page.evaluate(script, [TEXTS, flow]) == [scalar(text, flow=flow) for text in TEXTS]
