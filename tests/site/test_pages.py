"""Every page as text."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from effllm import load, site
from effllm.kb import KnowledgeBase
from effllm.records import CitationCount, Paper, Source
from effllm.rules import RULES
from effllm.site.building.render import environment
from effllm.site.pages.problems import FAMILIES, examples
from effllm.wording import count
from tests.factories import knowledge_base, paper, result
from tests.site.outline import Outline, body, broken_links, faulty_pages, html, url
from tests.site.records import HOSTILE, PROJECT

GOLDEN = Path(__file__).parent / "golden"


def matter(text: str) -> dict[str, Any]:
    """Return the front matter of a page, read as MkDocs reads it."""
    fields: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return fields


def head(text: str) -> Outline:
    """Return what a page puts into its head."""
    return Outline(matter(text)["head"])


@pytest.mark.parametrize("path", ["papers/author2022squeeze.md", "frameworks/trainer.md"])
def test_page_reads_as_expected(path: str, pages: dict[str, str], request: pytest.FixtureRequest) -> None:
    expected = GOLDEN / PurePosixPath(path).name
    if request.config.getoption("--update-golden"):
        expected.write_text(pages[path], encoding="utf-8")
    assert pages[path] == expected.read_text(encoding="utf-8")


def test_same_records_give_the_same_pages(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    assert site.all_pages(kb) == pages


def test_every_address_of_the_contract_is_there(pages: dict[str, str]) -> None:
    expected = {
        *("", "papers/", "taxonomy/", "frameworks/", "models/", "trends/", "api/", "contribute/problems/"),
        *("papers/team2024cache/", "papers/team2024cache.bib", "api/v1/papers/team2024cache.json"),
        *("taxonomy/kv-cache/", "frameworks/fast/", "contribute/problems/y001/", "llms.txt", "feed.xml"),
        *(f"api/v1/{name}.json" for name in ("papers", "taxonomy", "frameworks", "models", "citations")),
    }
    assert expected <= {url(path) for path in pages}


def test_every_link_inside_the_site_leads_somewhere(pages: dict[str, str]) -> None:
    assert broken_links(pages) == []


def test_every_page_is_whole_html(pages: dict[str, str]) -> None:
    assert faulty_pages(pages) == []


@pytest.mark.corpus
def test_pages_of_the_real_records_are_whole_and_their_links_lead_somewhere() -> None:
    pages = site.all_pages(load(PROJECT))
    assert broken_links(pages) == []
    assert faulty_pages(pages) == []
    del pages["papers/index.md"]
    papers = [text for path, text in pages.items() if path.startswith("papers/") and path.endswith(".md")]
    assert max(map(len, papers)) < 92_000


def test_the_first_page_says_how_old_it_is_and_what_data_stand_behind_it(
    pages: dict[str, str], kb: KnowledgeBase
) -> None:
    assert f'Data {kb.snapshot.version}: <a href="changes/">what changed when</a>' in pages["index.md"]
    assert f"@misc{{effllm-{kb.snapshot.version}," in pages["index.md"]
    data = json.loads(head(pages["index.md"]).texts["script"][0])
    assert data["@type"] == "Dataset"
    assert {one["contentUrl"] for one in data["distribution"]} <= set(pages)


def test_only_web_addresses_become_links(pages: dict[str, str]) -> None:
    for path, text in html(pages).items():
        assert not [link for link in Outline(text).links if link.lower().startswith("javascript")], path


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_titles_are_text(number: int, pages: dict[str, str]) -> None:
    text = pages[f"papers/mallory2024x{number}index.md"]
    outline = Outline(body(text))
    assert outline.texts["h1"][0] == HOSTILE[number]
    assert "script" not in outline.texts
    assert "img" not in outline.texts
    assert "<" not in matter(text)["title"]
    assert [content for name, content in head(text).metas if name == "citation_title"] == [HOSTILE[number]]
    linked = head(text).texts["script"][0]
    assert json.loads(linked)["headline"] == HOSTILE[number]
    assert "<" not in linked
    record = json.loads(pages[f"api/v1/papers/mallory2024x{number}index.json"])
    assert record["title"] == HOSTILE[number]


def test_reference_managers_find_what_they_need(pages: dict[str, str]) -> None:
    found = head(pages["papers/author2022squeeze.md"])
    assert found.links == ["../../papers/author2022squeeze.bib", "index.md"]
    assert found.metas == [
        ("citation_title", "SQUEEZE: Accurate Two-Bit Weights for Large Language Models"),
        ("citation_author", "Author, Ada"),
        ("citation_author", "Müller-Nowak, Łukasz"),
        ("citation_author", "El Halabi, Marwa"),
        ("citation_publication_date", "2023"),
        ("citation_conference_title", "Conference on Invented Results"),
        ("citation_doi", "10.1000/squeeze_1"),
        ("citation_arxiv_id", "2210.00001"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2210.00001"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2210.00001"),
    ]
    linked = json.loads(found.texts["script"][0])
    assert linked["@type"] == "ScholarlyArticle"
    assert linked["alternateName"] == ["SQUEEZE", "SQZ"]
    assert linked["author"][0] == {"@type": "Person", "name": "Ada Author"}
    assert "https://doi.org/10.1000/squeeze_1" in linked["sameAs"]


def test_an_organisation_is_one_author(pages: dict[str, str]) -> None:
    found = head(pages["papers/team2024cache.md"])
    assert ("citation_author", "Invented Team") in found.metas
    assert json.loads(found.texts["script"][0])["author"] == [{"@type": "Organization", "name": "Invented Team"}]


def test_search_engines_learn_where_a_page_stands(pages: dict[str, str]) -> None:
    for path in ("papers/author2022squeeze.md", "taxonomy/weights.md"):
        linked = [json.loads(script) for script in head(pages[path]).texts["script"]]
        [steps] = [one["itemListElement"] for one in linked if one["@type"] == "BreadcrumbList"]
        assert [step["name"] for step in steps] == [
            "Taxonomy",
            "Compression",
            "Quantization",
            "Weight-Only Quantization",
        ]
        assert [step["position"] for step in steps] == [1, 2, 3, 4]
        assert steps[-1]["item"] == "../../taxonomy/weights/"


def test_counts_come_with_how_much_was_read(pages: dict[str, str]) -> None:
    assert "it cites at least 1 paper of" in pages["papers/author2022squeeze.md"]
    assert "Its whole reference list was read: it cites 2 papers" in pages["papers/team2024cache.md"]
    assert "has not been read yet" in pages["papers/berg2019prune.md"]
    assert "Cited by 2 papers here; the reference lists of 2 of 14 papers were read" in pages["papers/berg2019prune.md"]


def test_long_lists_of_citations_end_in_names() -> None:
    template = environment().from_string('{% import "macros.html" as m %}{{ m.citations(papers, "../../") }}')
    text = template.render(papers=[paper(f"author2024p{number}", title=f"<Paper> {number}") for number in range(102)])
    assert text.count('class="ef-entry"') == 100
    assert '<p>And <a href="../../papers/author2024p100/">&lt;Paper&gt; 100</a>, <a' in text
    assert text.count("../../papers/author2024p101/") == 1


def test_a_preprint_says_when_a_published_version_was_looked_for(pages: dict[str, str]) -> None:
    assert "no published version found by 2026-11-30" in pages["papers/team2024cache.md"]
    assert "decided here, 2026-11-30" in pages["papers/team2024cache.md"]
    assert "no published version" not in pages["papers/author2022squeeze.md"]


def test_long_author_lists_are_folded_not_cut(pages: dict[str, str]) -> None:
    text = pages["papers/crowd2023many.md"]
    assert "and 10 more authors" in text
    assert "Author Number29" in text


def test_a_former_key_leads_to_its_paper(pages: dict[str, str]) -> None:
    assert 'content="0; url=../author2022squeeze/"' in pages["papers/author2022two/index.html"]
    assert pages["papers/author2022two.bib"] == pages["papers/author2022squeeze.bib"]
    assert pages["api/v1/papers/author2022two.json"] == pages["api/v1/papers/author2022squeeze.json"]


def test_compute_is_six_operations_for_each_parameter_and_token(pages: dict[str, str]) -> None:
    models = json.loads(pages["api/v1/models.json"])["models"]
    assert [model["training_compute"] for model in models] == [3.15e23, 4.2e22, None]
    assert "10<sup>23</sup>" in pages["models/index.md"]
    assert "825\N{NO-BREAK SPACE}GB" in pages["models/tiny.md"]


def test_json_files_hold_what_the_pages_show(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    one = json.loads(pages["api/v1/papers/berg2019prune.json"])
    assert one["cited_by"] == ["team2024cache", "author2022squeeze"]
    assert one["bibtex"] == pages["papers/berg2019prune.bib"]
    assert len(json.loads(pages["api/v1/papers.json"])["papers"]) == len(kb.papers)
    edges = json.loads(pages["api/v1/citations.json"])["citations"]
    assert {"citing": "author2022squeeze", "cited": "berg2019prune", "sources": ["example/squeeze:paper.bbl"]} in edges
    branch = json.loads(pages["api/v1/taxonomy.json"])["categories"][0]
    assert "berg2019prune" in branch["children"][1]["papers"]
    assert branch["papers"] == []


def test_every_field_of_the_json_is_documented(pages: dict[str, str]) -> None:
    documented = set(Outline(body(pages["api/index.md"])).texts["code"])
    assert set(json.loads(pages["api/v1/papers/team2024cache.json"])) <= documented
    for file, records in (
        ("papers", "papers"),
        ("frameworks", "frameworks"),
        ("models", "models"),
        ("taxonomy", "categories"),
    ):
        assert set(json.loads(pages[f"api/v1/{file}.json"])[records][0]) <= documented
    assert Paper.model_fields["key"].description == "The file name without `.yml`; never changes once merged."
    assert "The file name without <code>.yml</code>; never changes once merged." in pages["api/index.md"]


def test_every_rule_has_a_page_and_a_family(pages: dict[str, str]) -> None:
    assert {rule.code[0] for rule in RULES} == set(FAMILIES)
    table = pages["contribute/problems/index.md"]
    for rule in RULES:
        assert f'href="../../contribute/problems/{rule.code.lower()}/"' in table
        outline = Outline(body(pages[f"contribute/problems/{rule.code.lower()}.md"]))
        assert outline.texts["pre"][:2] == [rule.bad, rule.good]
        assert {case["said"] for case in examples().get(rule.code, [])} <= set(outline.texts["pre"])


def test_llms_txt_names_every_category_and_framework(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    text, full = pages["llms.txt"], pages["llms-full.txt"]
    for node in kb.taxonomy.values():
        assert f"(taxonomy/{node.id}/index.md): " in text or f" {node.id} {len(node.paper_keys)}" in text
    assert all(f"(taxonomy/{category}/index.md)" in full for category in kb.taxonomy)
    assert "taxonomy/<id>/feed.xml" in text
    assert "- trainer: slow, trainer" in text
    assert "[Trainer \\<Pro\\>](frameworks/trainer/index.md): trainer, archived. Trains models." in full


def test_llms_txt_has_each_entry_and_heading_on_its_own_line(pages: dict[str, str]) -> None:
    lines = (pages["llms.txt"] + pages["llms-full.txt"]).splitlines()
    assert all("- [" not in line.lstrip()[1:] and "##" not in line[2:] for line in lines)
    assert all(lines[number - 1] == "" for number, line in enumerate(lines) if line.startswith("## "))


def test_categories_beyond_the_survey_are_marked_wherever_they_are_listed(pages: dict[str, str]) -> None:
    mark = '<span class="ef-count">1</span> <small class="ef-added">added</small>'
    assert f"KV-Cache Quantization</a> {mark}" in pages["taxonomy/index.md"]
    assert f"KV-Cache Quantization</a> {mark}" in pages["taxonomy/quantization.md"]
    assert '<small class="ef-added">added</small> here, not a category of the survey.' in pages["taxonomy/kv-cache.md"]
    assert "ef-added" not in pages["taxonomy/pruning.md"]
    assert "with the headings of the survey" in pages["taxonomy/index.md"]
    assert " and 1 added since" in pages["taxonomy/index.md"]


def test_home_leads_to_lists_map_results_and_trends_with_their_counts(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    outline = Outline(body(pages["index.md"]))
    assert {"reading-lists/", "graph/", "results/", "trends/"} <= set(outline.links)
    read = sum(paper.references != "none" for paper in kb.papers.values())
    cited = sum(len(paper.cites) for paper in kb.papers.values())
    assert f"a map of {count(cited, 'citation')}, read in the reference lists of {read} of" in pages["index.md"]


def test_pages_stay_small(pages: dict[str, str]) -> None:
    assert (
        max(len(text) for path, text in pages.items() if path.startswith("papers/") and path.endswith(".md")) < 40_000
    )


def test_citing_papers_stand_by_what_is_known_of_the_citation() -> None:
    method = paper("method2020one", name="Thin", categories=("weights",))
    table = result("perplexity", 5.0, method="Thin (g128)")
    compares = paper(
        "compares2021x", cites=(method.key,), references="full", results=(table,), categories=("kv-cache",)
    )
    topic = paper("topic2022x", cites=(method.key,), references="full", categories=("weights",))
    other = paper("other2023x", cites=(method.key,), references="full", categories=("pruning",))
    alike = paper(
        "alike2024x", cites=(method.key,), references="full", results=(result("perplexity", 6.0, method="Thinner"),)
    )
    page = body(site.all_pages(knowledge_base(method, compares, topic, other, alike))["papers/method2020one.md"])
    cited_by = page.partition('id="cited-by"')[2].partition("</section>")[0]
    order = [
        "Report figures of it",
        compares.key,
        "Also on Quantization",
        topic.key,
        alike.key,
        "On other topics",
        other.key,
    ]
    assert [cited_by.index(words) for words in order] == sorted(cited_by.index(words) for words in order)
    assert "What a citation is for is not recorded" in cited_by


def test_how_often_the_whole_literature_cites_a_paper_stands_apart_from_who_cites_it_here() -> None:
    cited, citing, other = paper("cited2020one"), paper("citing2021x"), paper("other2022x")
    citing = citing.model_copy(update={"cites": (cited.key,), "references": "full"})
    counts = [
        CitationCount(paper=one.key, cited=number, date="2026-11-01", source=Source("openalex:W5@2026-11-01"))
        for one, number in ((cited, 1234), (citing, 1))
    ]
    corpus = knowledge_base(cited, citing, other).corpus
    kb = KnowledgeBase(corpus.model_copy(update={"citation_counts": tuple(counts)}))
    made = site.all_pages(kb)
    page = body(made["papers/cited2020one.md"]).partition('id="cited-by"')[2].partition("</section>")[0]
    said = 'In the whole literature <a href="https://openalex.org/W5" rel="noopener">1,234 works</a> cite it'
    assert f"{said}, as of 2026-11-01." in page
    assert "Cited by 1 paper here" in page
    assert "1 work</a> cites it" in body(made["papers/citing2021x.md"])  # nobody here does
    assert "whole literature" not in body(made["papers/other2022x.md"])
    found = {key: json.loads(made[f"api/v1/papers/{key}.json"])["cited_in_literature"] for key in kb.papers}
    assert found["cited2020one"] == {"cited": 1234, "date": "2026-11-01", "source": "openalex:W5@2026-11-01"}
    assert found["other2022x"] is None
    twins = {key: made[f"papers/{key}/index.md"] for key in kb.papers}
    assert "Cited in the literature: by 1,234 works as of 2026-11-01" in twins["cited2020one"]
    assert "Cited in the literature" not in twins["other2022x"]


def test_citing_papers_of_one_kind_are_one_list(pages: dict[str, str]) -> None:
    assert "<h3>" not in pages["papers/berg2019prune.md"].partition('id="cited-by"')[2].partition("</section>")[0]
