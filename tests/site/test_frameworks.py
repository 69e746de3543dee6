"""The comparison of frameworks and their pages as text."""

from __future__ import annotations

import json
import re

import pytest

from effllm.kb import KnowledgeBase
from effllm.records import Cell, Framework, Status
from effllm.site.building.render import File, Page
from effllm.site.contents import CONTENTS
from effllm.site.filters import permalink
from effllm.site.needs import NEEDS, needs
from effllm.site.pages import framework, frameworks
from effllm.site.pages.frameworks import DATA
from effllm.site.view import View
from tests.factories import FRAMEWORKS, YES
from tests.site.records import OLD, SURVEYED

FAST = "https://github.com/example/fast/blob/0123456789ab/README.md#L4"


@pytest.fixture
def comparison(pages: dict[str, str]) -> str:
    return pages["frameworks/index.md"]


def cells(pages: dict[str, str], framework: str) -> dict[str, dict[str, str]]:
    """Return the cells of a framework as the comparison's script reads them."""
    data = json.loads(pages[DATA])
    return next(one["cells"] for one in data["frameworks"] if one["id"] == framework)


def test_a_cell_links_to_its_source(comparison: str) -> None:
    assert f'<td><a href="{FAST}">yes</a></td>' in comparison
    assert (
        '<td class="n s"><a href="https://github.com/example/fast/blob/HEAD/docs/serving.md">no, stale</a>'
        in comparison
    )
    assert "<td>unknown</td>" in comparison


def test_the_script_reads_all_that_is_known_of_a_cell(pages: dict[str, str]) -> None:
    engine = cells(pages, "engine")
    assert engine["hardware.amd"] == {
        "value": "yes",
        "href": FAST,
        "ref": "main",
        "date": "2026-08-22",
        "note": "Since 1.2 through a <plug-in>.",
    }
    assert engine["parallelism.tensor"]["source"] == "<i>words</i> & `more`"
    assert engine["features.paged-kv-cache"]["value"] == "unknown"
    assert "features.paged-kv-cache" not in cells(pages, "slow")


def test_the_page_lists_all_by_kind_those_worked_on_first(comparison: str) -> None:
    landscape = comparison[comparison.index('id="landscape"') : comparison.index('id="words"')]
    assert re.findall(r'<a href="([\w?=-]+)/?">', landscape) == [
        *("?kind=serving-engine", "engine", "fast", "?kind=trainer", "slow", "trainer"),
    ]
    assert "Trainer</a> <small>2, 0 active</small>" in landscape
    assert '<a href="slow/">Slow</a> <small class="ef-over">Archived</small>' in landscape


def test_a_need_is_a_link_that_holds_the_whole_choice(comparison: str) -> None:
    query = "kind=serving-engine&amp;supports=serving&amp;hardware=amd&amp;active=1&amp;columns=parallelism.tensor"
    assert f'<a class="ef-button" href="?{query}">Serve on AMD</a>' in comparison
    assert "Run on a phone" not in comparison, "the invented vocabulary has no phones"


@pytest.mark.corpus
def test_every_need_can_be_told_in_the_words_of_the_vocabulary() -> None:
    from effllm import load  # noqa: PLC0415 - the real records only here

    vocabulary = load().vocabulary
    assert needs(vocabulary) == list(NEEDS)


def test_a_cell_not_confirmed_for_long_is_stale(comparison: str, pages: dict[str, str]) -> None:
    assert '#L7">yes, stale</a>' in comparison
    assert "last checked more than 6 months ago (4 cells)" in comparison
    assert "1 cell may be outdated: last checked more than 6 months before" in pages["frameworks/engine.md"]


def test_a_page_tells_of_each_cell_what_was_read_and_its_note(pages: dict[str, str]) -> None:
    text = pages["frameworks/engine.md"]
    amd = text[text.index('id="hardware-amd"') :].partition("</tr>")[0]
    assert "main branch</span><small>Since 1.2 through a &lt;plug-in&gt;.</small>" in amd
    cache = text[text.index('id="features-paged-kv-cache"') :].partition("</tr>")[0]
    assert '<td class="v"><span>not found</span></td>' in cache
    assert "engine.example.org/cache" in cache


def test_a_page_leads_to_its_kind_and_to_the_successor(pages: dict[str, str]) -> None:
    text = pages["frameworks/trainer.md"]
    assert 'successor: <a href="../../frameworks/fast/">Fast</a>' in text
    assert '<a href="../../frameworks/?kind=trainer">Trainer</a>' in text


@pytest.mark.parametrize(
    ("checked", "stale"),
    [
        *(("2026-03-05", False), ("2026-03-04", True), ("2026-03", True), ("2026-04", True)),
        *(("2026", True), ("2025-12-31", True), (None, True)),
    ],
)
def test_a_date_without_a_day_counts_as_long_ago(kb: KnowledgeBase, checked: str | None, *, stale: bool) -> None:
    assert View(kb).stale(Cell(value="yes", checked=checked)) is stale
    assert not View(kb).stale(Cell(value="unknown", checked=checked))


def test_projects_that_are_over_are_marked(comparison: str, pages: dict[str, str]) -> None:
    assert '<small class="ef-over">Archived</small>' in comparison
    assert "<b>Archived.</b> Over." in pages["frameworks/trainer.md"]
    assert "ef-warning" not in pages["frameworks/fast.md"]


def test_the_survey_is_shown_where_it_differs_and_why(comparison: str) -> None:
    assert "2 ticks agree, 1 differs, and for 0 ticks we found no statement" in comparison
    assert "<b>Fine-tuning: differs.</b> Fine-tuning was taken out in 2024." in comparison


def test_a_tick_that_no_source_confirms_is_open() -> None:
    silent = SURVEYED.model_copy(update={"supports": FRAMEWORKS[0].supports})
    assert [tick.verdict for tick in framework.ticks(silent)] == ["open", "open", "differs"]


def test_features_of_the_survey_stand_beside_what_the_project_says(pages: dict[str, str]) -> None:
    text = pages["frameworks/trainer.md"]
    assert '<li>A.M.D. <a class="ef-quiet" href="#hardware-amd">here: no</a></li>' in text
    assert '<li>Tensor <span class="ef-quiet">here: no statement found</span></li>' in text
    assert "<li>Slice Serving</li>" in text
    assert "Features it names" not in pages["frameworks/fast.md"]


def test_similar_frameworks_share_most_capabilities(kb: KnowledgeBase) -> None:
    (first,) = framework.similar(View(kb), kb.frameworks["fast"])
    assert (first.framework.id, first.shared) == ("engine", ["Inference", "AMD"])
    assert framework.similar(View(kb), kb.frameworks["slow"]) == []


def test_a_page_leads_to_the_comparison_with_similar_ones(pages: dict[str, str]) -> None:
    text = pages["frameworks/fast.md"]
    assert 'href="../../frameworks/?compare=fast,engine"' in text
    assert 'title="Inference, AMD">2 shared</span>' in text


def test_names_are_text(comparison: str, pages: dict[str, str]) -> None:
    for text in (comparison, pages["frameworks/engine.md"]):
        assert "Engine_1 &amp; &lt;b&gt;Co&lt;/b&gt; | 100%" in text
        assert "<img" not in text
        assert "<i>words" not in text
    assert "&lt;i&gt;words" in pages["frameworks/engine.md"]


def test_a_permalink_keeps_all_but_the_length_of_its_commit() -> None:
    assert permalink(YES.source) == FAST
    assert permalink(OLD.source) == "https://github.com/example/engine/blob/89abcdef0123/docs/a%28b%29.md#L7"
    assert permalink(None) is None


@pytest.mark.corpus
def test_the_page_stays_small() -> None:
    from effllm import load  # noqa: PLC0415 - the real records only here

    here = next(one for one in CONTENTS if one.address == "frameworks/")
    page, data, *_ = frameworks.pages(View(load()), here)
    assert isinstance(page, Page)
    assert isinstance(data, File)
    assert len(page.text.encode()) < 200_000
    assert page.text.count("</") + page.text.count("<input") < 3_000, "elements, before the theme's own"
    assert len(data.text.encode()) < 600_000


def test_frameworks_without_words_make_a_page(kb: KnowledgeBase) -> None:
    bare = Framework(id="bare", name="Bare", kind="odd", repo="example/bare", status=Status(state="odd", as_of="2025"))
    corpus = kb.corpus.model_copy(update={"frameworks": (bare,)})
    text = framework.framework_page(View(KnowledgeBase(corpus)), bare).text
    assert "odd" in text
