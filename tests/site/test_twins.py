"""The site as programs read it: llms.txt, and pages of records as Markdown."""

from __future__ import annotations

import json
import re
from posixpath import normpath
from typing import TYPE_CHECKING

import pytest

from effllm import Setting
from effllm.kb import KnowledgeBase
from effllm.markup import as_markdown
from effllm.records import Cell, Source
from effllm.records.framework import GROUPS
from effllm.site import all_pages
from effllm.site.building.shells import is_twin
from effllm.site.pages.find_files import BY, part_of
from effllm.site.twins import LISTED, of_paper
from effllm.site.view import View
from tests.factories import PAPERS, knowledge_base, paper, result
from tests.site.outline import url
from tests.site.records import HOSTILE
from tests.site.records import made as made_pages

if TYPE_CHECKING:
    from pathlib import Path

# The page of a question or of a metric, as results/accuracy.md
OF_RESULTS = re.compile(r"results/(?!index)[^/]+\.md")
# A link of Markdown whose brackets are not escaped, as [A \[b\]](../x/index.md)
LINK = re.compile(r"(?<!\\)\]\(([^()\s]+)\)")


def test_every_record_with_a_page_and_all_results_have_a_twin(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    records = {
        "papers": [*kb.papers],
        "taxonomy": [*kb.taxonomy],
        "frameworks": [*kb.frameworks],
        "models": [*kb.models],
        "formulas": [*kb.formulas],
        "reading-lists": [*kb.reading_lists],
        "results": [path.removeprefix("results/").removesuffix(".md") for path in pages if OF_RESULTS.fullmatch(path)],
    }
    wanted = {f"{folder}/{name}/index.md" for folder, known in records.items() for name in known}
    assert {path for path in pages if is_twin(path)} == wanted
    for path in wanted:
        page = pages[path.replace("/index.md", ".md")]
        assert 'rel=\\"alternate describedby\\" type=\\"text/markdown\\"' in page, path


def test_links_of_twins_and_of_llms_txt_lead_somewhere(pages: dict[str, str]) -> None:
    known = {url(path) for path in pages} | {
        "python/",
        "contribute/",
        "guide/",
        "guide/promises/",
        "data/effllm.sqlite.gz",
        "croissant.json",
    }
    for path, text in pages.items():
        if not is_twin(path) and not path.startswith("llms"):
            continue
        for link in LINK.findall(text):
            if not link.startswith(("http://", "https://")):
                target = link.partition("?")[0]
                there = normpath(f"/{path.rpartition('/')[0]}/{target}").lstrip("/")
                assert there + ("/" if target.endswith("/") else "") in known, f"{path}: {link}"


def test_a_papers_twin_says_what_its_page_says(pages: dict[str, str]) -> None:
    text = pages["papers/author2022squeeze/index.md"]
    assert text.startswith("# SQUEEZE: Accurate Two-Bit Weights for Large Language Models\n")
    assert "- Key: `author2022squeeze`" in text
    assert "- Published: CONF 2023, Conference on Invented Results" in text
    assert "## Cites (1; reference list read: partial)" in text
    assert "[Key-Value Cache Quantization](../../papers/team2024cache/index.md) (arXiv 2024)" in text
    assert "- example/list:README.md#L3: authors" in text


def test_a_papers_twin_has_the_figures_it_reports(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    reporting = next(one for one in kb.papers.values() if one.results and one.results[0].baseline)
    first = reporting.results[0]
    assert first.baseline
    text = pages[f"papers/{reporting.key}/index.md"]
    assert f"## Results ({len(reporting.results)} figure" in text
    line = next(line for line in text.splitlines() if line.startswith("  - ") and first.model in line)
    assert f"against {first.baseline.what}: {first.baseline.value:g}" in line
    assert f"{first.value:g}" in line


def test_a_categorys_twin_has_arxiv_ids_and_without_categories_below_it_what_each_paper_says() -> None:
    one = paper(
        "author2024thin", arxiv="2401.00009", categories=("kv-cache",), summary="Keys in 2 bits, <b>values</b> in 4."
    )
    pages = all_pages(knowledge_base(one))
    said = "; arXiv:2401.00009): Keys in 2 bits, \\<b\\>values\\</b\\> in 4.\n"
    assert said in pages["taxonomy/kv-cache/index.md"]
    above = pages["taxonomy/quantization/index.md"]
    assert "; arXiv:2401.00009)\n" in above
    assert "- Summaries: in its sub-categories\n" in above


def test_a_formulas_twin_has_equation_inputs_and_examples(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    one = next(iter(kb.formulas.values()))
    text = pages[f"formulas/{one.id}/index.md"]
    assert f"`{one.output.symbol} = {one.expression}`" in text
    assert all(f"- `{known.name}`: " in text for known in one.inputs)
    assert f"({one.examples[0].kind}" in text


def test_a_worked_example_names_who_prints_it(kb: KnowledgeBase) -> None:
    """The formula's own paper may be another one."""
    own, other, *_ = kb.papers.values()
    first = next(one for one in kb.formulas.values() if one.examples)
    given = {"kind": "printed", "where": "Table 9", "source": None}
    examples = (
        first.examples[0].model_copy(update={**given, "paper": other.key, "note": "Thin, one token."}),
        first.examples[0].model_copy(update={**given, "paper": None}),
        first.examples[0].model_copy(update={**given, "paper": None, "where": None, "source": Source("https://a.b/c")}),
    )
    one = first.model_copy(update={"paper": own.key, "source": None, "examples": examples})
    made = KnowledgeBase(kb.corpus.model_copy(update={"formulas": (one,)}))
    text = made_pages(View(made), "formulas/")[f"formulas/{one.id}/index.md"]
    assert f"(printed: Thin, one token; [{other.key}](../../papers/{other.key}/index.md), Table 9; computed " in text
    assert f"(printed: [{own.key}](../../papers/{own.key}/index.md), Table 9; computed " in text
    assert "(printed: <https://a.b/c>; computed " in text


def test_a_models_twin_has_units_and_labels_in_words(kb: KnowledgeBase) -> None:
    one = next(iter(kb.models.values())).model_copy(
        update={
            "compute": 7.861e24,
            "co2_t": 1900.0,
            "cost_usd": 12.5,
            "basis": {"co2_t": "stated"},
            "doubtful": ("cost_usd",),
        }
    )
    made = KnowledgeBase(kb.corpus.model_copy(update={"models": (one,)}))
    text = made_pages(View(made), "models/")[f"models/{one.id}/index.md"]
    assert "- Training compute: 7.861e+24 FLOP\n" in text
    assert "- Emissions: 1,900 t CO2e (stated by its makers)\n" in text
    assert "- Price of the computing: 12.5 US dollars (in doubt)\n" in text


def test_a_questions_twin_has_each_ranking_with_its_paper_and_place() -> None:
    bits = Setting(dataset="Fable | Tales", weight_bits=4)
    figures = [result("perplexity", value, method=name, setting=bits) for name, value in (("Slow", 9), ("Fast", 7))]
    one = paper("doe2025fast", results=tuple(figures), sources={"results": "arXiv:2501.00001"})
    pages = all_pages(knowledge_base(one))
    text = pages["results/weights-at-4-bits/index.md"]
    assert text.startswith("# Which method keeps most quality with weights at 4 bits?\n")
    assert "- Found: 1 table of 1 paper\n- Figures in the tables: 2\n" in text
    assert "those of 1 paper; most papers are not in yet" in text
    assert f"All run by [doe2025fast](../../papers/doe2025fast/index.md), {figures[0].where}; lower is better." in text
    assert "| Fast |  | 7 #1 |\n| Slow |  | 9 #2 |" in text
    assert re.search(r"- \[Which .* 4 bits\?\]\(results/weights-at-4-bits/index\.md\) \(.* kB\)\n", pages["llms.txt"])


def test_a_reading_lists_twin_has_the_papers_in_order_with_reasons(pages: dict[str, str], kb: KnowledgeBase) -> None:
    one = next(iter(kb.reading_lists.values()))
    text = pages[f"reading-lists/{one.id}/index.md"]
    read = one.sections[0].papers[0]
    line = next(line for line in text.splitlines() if line.startswith("1. "))
    assert f"papers/{read.paper}/index.md" in line
    assert line.endswith(as_markdown(read.why))
    assert f"[BibTeX](../{one.id}.bib)" in text


def test_accelerators_have_a_line_each(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    lines = [line for line in pages["hardware/accelerators.txt"].splitlines() if line.startswith("- ")]
    assert [line[2:].partition(" ")[0] for line in lines] == [*kb.hardware]
    assert all(" GB" in line for line, one in zip(lines, kb.hardware.values(), strict=True) if one.memory)


def test_each_accelerator_names_its_source(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    text = pages["hardware/accelerators.txt"]
    for one in kb.hardware.values():
        line = next(line for line in text.splitlines() if line.startswith(f"- {one.id} "))
        sources = [text.partition(f"\n[{number}] ")[2].partition("\n")[0] for number in re.findall(r" \[(\d+)\]", line)]
        assert sources == [as_markdown(str(source)) for source in dict.fromkeys(one.sources.values())]


def test_a_paper_is_found_by_id_title_and_name_in_a_small_file(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    for one in kb.papers.values():
        texts = [(by, text) for by, text in one.ids.items() if by in BY]
        texts += [("title", text) for text in (one.title, one.name) if text and part_of("title", text)]
        for by, text in texts:
            file = json.loads(pages[f"api/v1/find/{by}/{part_of(by, text)}.json"])
            assert one.key in file["keys"][text]


@pytest.mark.parametrize(
    ("by", "text", "part"),
    [
        ("arxiv", "2210.17323", "2210"),
        ("arxiv", "cs/0112017", "0112"),
        ("title", "GPTQ", "gp"),
        ("title", "A Survey of Everything", "as"),
        ("title", "\u00dcber-LoRA", "ub"),
        ("title", "3", "3"),
        ("title", "\u7b80", ""),
        ("doi", "10.18653/v1/n19-1423", "3"),
        ("openreview", "tcbBPnfwxS", "s"),
    ],
)
def test_the_file_follows_from_what_is_looked_up(by: str, text: str, part: str) -> None:
    assert part_of(by, text) == part


def test_a_frameworks_twin_has_every_known_cell(pages: dict[str, str]) -> None:
    text = pages["frameworks/fast/index.md"]
    assert "## Hardware" in text
    assert "- AMD: yes (" in text
    assert "What is not listed is not known." in text


def test_the_state_of_a_repository_in_which_most_cells_were_read_is_said_once(kb: KnowledgeBase) -> None:
    at = "example/fast:{}@0123456789abcdef0123456789abcdef01234567#L3"
    read = {"hardware": {"amd": at.format("README.md")}, "parallelism": {"tensor": at.format("docs/a_b.md")}}
    read["features"] = {"paged-kv-cache": "https://example.org/x"}
    groups = {
        group: {word: Cell(value="yes", source=Source(text), checked="2026-01-02") for word, text in cells.items()}
        for group, cells in read.items()
    }
    none: dict[str, dict[str, Cell]] = {group: {} for group in GROUPS if group != "supports"}
    one = next(iter(kb.frameworks.values())).model_copy(update={**none, **groups})
    made = KnowledgeBase(kb.corpus.model_copy(update={"frameworks": (one,)}))
    text = made_pages(View(made), "frameworks/")[f"frameworks/{one.id}/index.md"]
    state = "https://github.com/example/fast/blob/0123456789abcdef0123456789abcdef01234567/"
    assert f"A source that is a path is a file in <{state}>.\n" in text
    assert "- AMD: yes (README.md#L3, 2026-01-02)\n" in text
    assert "(docs/a\\_b.md#L3, 2026-01-02)\n" in text
    assert "(<https://example.org/x>, 2026-01-02)\n" in text
    assert text.count(state) == 1


def test_the_papers_that_came_in_last_and_those_cited_most_are_lists_of_their_own() -> None:
    late = paper("author2024late", title="Late", arxiv="2401.00009", added="2026-02-01", cites=("berg2019prune",))
    pages = all_pages(knowledge_base(*PAPERS, late))
    latest = pages["papers/latest.txt"]
    assert "- 2026-02-01: 1\n" in latest
    first = next(line for line in latest.splitlines() if "author" in line)
    assert first.startswith("- 2026-02-01 author2024late: Late (")
    cited = [line for line in pages["papers/most-cited.txt"].splitlines() if line.startswith("- ")]
    assert cited[0].startswith("- berg2019prune: 3, ")
    assert "(../../papers/most-cited.txt)" in pages["papers/berg2019prune/index.md"]
    assert "](papers/latest.txt)" in pages["llms.txt"]


def test_capabilities_name_the_frameworks_that_have_them(pages: dict[str, str]) -> None:
    line = next(line for line in pages["frameworks/capabilities.txt"].splitlines() if line.startswith("- amd "))
    assert "fast" in line.partition(": ")[2].split(", ")


def test_capabilities_say_what_each_framework_is_and_its_status(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    for one in kb.frameworks.values():
        line = f"- {one.id} ({as_markdown(one.name)}): {one.kind}, {one.status.state}, {one.status.as_of}\n"
        assert line in pages["frameworks/capabilities.txt"]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_titles_are_text_in_twins_too(number: int, pages: dict[str, str]) -> None:
    first = pages[f"papers/mallory2024x{number}index/index.md"].partition("\n")[0]
    assert not re.search(r"(?<!\\)[<\[`*]", first)


def test_long_lists_are_cut(kb: KnowledgeBase) -> None:
    del kb
    citing = [paper(f"author2024n{number}", cites=("berg2019prune",)) for number in range(LISTED + 3)]
    made = knowledge_base(*PAPERS, *citing)
    text = of_paper(View(made), made.papers["berg2019prune"]).text
    assert f"## Cited by ({LISTED + 5} here, the latest first): the first {LISTED} of {LISTED + 5}" in text
    assert "- and 5 more" in text


def test_llms_txt_says_the_date_the_sizes_the_rule_of_keys_and_how_to_search(
    kb: KnowledgeBase, pages: dict[str, str]
) -> None:
    text = pages["llms.txt"]
    assert f"version {kb.snapshot.version}" in text
    assert "papers/?q=" in text
    assert "the first author's family name, the year" in text
    assert re.search(r"\(api/v1/papers\.json\): .* \(([\d,]+|below 1) kB\)", text)
    assert "arXiv 2312.03863" in text


def test_the_built_site_has_the_twins_beside_the_pages(built: Path) -> None:
    folder = built / "papers" / "author2022squeeze"
    assert (folder / "index.md").read_text(encoding="utf-8").startswith("# SQUEEZE")
    assert 'type="text/markdown" title="Markdown" href="index.md"' in (folder / "index.html").read_text(
        encoding="utf-8"
    )
    assert "index.md/" not in (built / "sitemap.xml").read_text(encoding="utf-8")
    assert "sqlite.gz): all of it as a database (" in (built / "llms.txt").read_text(encoding="utf-8")
