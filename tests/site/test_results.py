"""What papers report, and reading lists, as pages and as data."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from effllm import Setting, site
from effllm.kb import KnowledgeBase
from effllm.site.charts.dot_plot import Dot, DotScale, lay_out
from effllm.site.pages.questions import QUESTIONS
from effllm.site.pages.reported_results import figure, formula, tables
from effllm.site.view import View
from tests.factories import MEASURED, PAPERS, knowledge_base, paper, result
from tests.site.outline import body
from tests.site.records import SERVED, WITH_ENERGY, made

if TYPE_CHECKING:
    from effllm.records import Measurement, Result

FABLE = Setting(dataset="Fable", weight_bits=4)
RIVALS = (
    paper("doe2025slow", name="Slow", results=(result("accuracy", 50, unit="%", setting=FABLE),)),
    paper("doe2025fast", name="Fast", results=(result("accuracy", 70.5, unit="%", setting=FABLE, where="Figure 9"),)),
)


def measured() -> KnowledgeBase:
    return knowledge_base(*PAPERS, MEASURED, *RIVALS)


@cache
def pages() -> dict[str, str]:
    return site.all_pages(measured())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def data(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(pages()[f"api/v1/{name}.json"])
    return value


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1811, 0, "1,811"),
        (0.076, 0, "0.076"),
        (0.8, 2, "0.80"),
        (8.8e13, 0, "8.8\u00a0\u00d7\u00a010<sup>13</sup>"),
        (2e-9, 0, "2\u00a0\u00d7\u00a010<sup>-9</sup>"),
        (0, 0, "0"),
        (-3.5, 0, "-3.5"),
    ],
)
def test_figures_read_as_people_write_them(value: float, places: int, shown: str) -> None:
    assert figure(value, places) == shown


def test_settings_read_as_words_with_plain_numbers() -> None:
    setting = Setting(dataset="<b>", weight_bits=1.58, activation_bits=4.0, training_examples=2_000_000)
    measured = result("perplexity", 7, setting=setting)
    html = body(
        site.all_pages(knowledge_base(paper("doe2024a", results=(measured,), sources={"results": "arXiv:2501.00001"})))[
            "papers/doe2024a.md"
        ]
    )
    assert "&lt;b&gt;, 1.58-bit weights, 4-bit activations, 2,000,000 training examples" in words(html)
    assert "&lt;sup&gt;" not in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("L(N) = (N_c / N)^{a_N}", "L(N) = (N<sub>c</sub> / N)<sup>a<sub>N</sub></sup>"),
        ("C^* ~ 2^19", "C<sup>*</sup> ~ 2<sup>19</sup>"),
        ("a_{b", "a<sub>b</sub>"),
        ("x < y & z^{<b>}", "x &lt; y &amp; z<sup>&lt;b&gt;</sup>"),
        ("_ ^", "_ ^"),
    ],
)
def test_formulas(text: str, shown: str) -> None:
    assert formula(text) == shown


def test_a_table_puts_metrics_side_by_side_and_says_once_what_all_share() -> None:
    first, second, third = tables(View(measured()), MEASURED)
    assert (first.where, first.shared) == ("Table 1", "Thin")
    assert first.columns == ["Perplexity, Fable", "Latency, ms"]
    assert [(row.about, row.against) for row in first.rows] == [("1.3B", "against Thick 1.3B"), ("3B", "")]
    assert [(cell.value, cell.baseline) for cell in first.rows[0].cells] == [("9.50", "9.25"), ("20", "40")]
    assert (second.columns, second.shared) == (["Tales", "Sagas"], "Accuracy, in %, Thin, 2-bit weights")
    assert [[cell.value for cell in row.cells] for row in second.rows] == [["51", "61"], ["52", "62"]]
    assert (third.columns, [row.about for row in third.rows]) == (["Speedup, x"], ["Thin, 1.3B"])


def test_the_setting_of_a_method_stands_below_its_name_and_a_wide_table_is_dense() -> None:
    results = [
        result("accuracy", 50, unit="%", method=method, setting=Setting(dataset=f"Set {number}", weight_bits=bits))
        for method, bits in (("RTN", 4.0), ("Press", 8.0))
        for number in range(7)
    ]
    one = paper("doe2024a", results=tuple(results), sources={"results": "arXiv:2501.00001"})
    (table,) = tables(View(knowledge_base(one)), one)
    assert [(row.about, row.how) for row in table.rows] == [("RTN", "4-bit weights"), ("Press", "8-bit weights")]
    html = body(site.all_pages(knowledge_base(one))["papers/doe2024a.md"])
    assert '<th scope="row">RTN<small>4-bit weights</small></th>' in html
    assert "ef-dense" in html


def test_methods_stand_below_what_leaves_the_fewest_cells_empty() -> None:
    def of(method: str, bits: float, size: str, dataset: str, model: str = "Thin") -> Result:
        setting = Setting(dataset=dataset, weight_bits=bits)
        return result("accuracy", 50, unit="%", model=model, method=method, size=size, setting=setting)

    sizes = {"7B": 4.1, "13B": 4.2}
    averages = [of("Press", bits, size, data) for size, bits in sizes.items() for data in ("Tales", "Sagas")]
    pairs = {"Thin": "Tales", "Slim": "Sagas"}
    models = [of(method, 4, "7B", data, model) for model, data in pairs.items() for method in ("Press", "Squeeze")]
    others = [result("latency", 5, unit="ms", method=method) for method in ("Press", "Squeeze")]
    one = paper("doe2024a", results=(*averages, of("Squeeze", 4, "7B", "Tales")))
    assert tables(View(knowledge_base(one)), one)[0].columns == ["Tales", "Sagas"]
    two = paper("doe2024b", results=(*models, *others))
    first, second = tables(View(knowledge_base(two)), two)
    assert (first.columns, second.columns) == (["Thin, Tales", "Slim, Sagas"], ["Latency, ms"])
    assert [row.about for row in first.rows] == [row.about for row in second.rows] == ["Press", "Squeeze"]


def test_the_paper_shows_what_it_reports() -> None:
    html = body(pages()["papers/meter2025figures.md"])
    said = words(html)
    assert "Data 10 tokens of &lt;b&gt;nothing&lt;/b&gt; Section 2" in said
    assert "<sup>a<sub>N</sub></sup>" in html
    assert "Equation 1.1" in said
    assert "Table 1 Thin" in said
    assert "results/" in html
    assert 'id="results"' not in body(pages()["papers/berg2019prune.md"])


def test_only_figures_of_one_setting_are_ranked() -> None:
    html = body(pages()["results/accuracy.md"])
    ranked = words(html.partition('id="comparable"')[2].partition("</section>")[0])
    assert "Thin, Fable, 4-bit weights By several papers, in %; higher is better." in ranked
    assert "Paper 1.3B Fast Figure 9 70.5 #1 Slow Table 1 50.0 #2" in ranked
    assert "Perplexity" not in ranked
    assert "In the order of the papers, not ranked." in words(html)


def test_methods_side_by_side() -> None:
    """Equal figures share a rank; the paper's page has its table as printed, a column for each size."""
    figures = {"RTN": (7, 5), "Squeeze": (6, 5), "Press": (8, 4), "Late": (None, 9)}
    measured = [
        result("perplexity", value, size=size, method=method)
        for method, values in figures.items()
        for size, value in zip(("7B", "13B"), values, strict=True)
        if value is not None
    ]
    texts = site.all_pages(
        knowledge_base(paper("doe2024a", results=tuple(measured), sources={"results": "arXiv:2501.00001"}))
    )
    ranked = words(body(texts["results/perplexity.md"]).partition('id="comparable"')[2].partition("</section>")[0])
    assert "Thin All run by Paper doe2024a , Table 1; lower is better." in ranked
    assert "Method 7B 13B Squeeze 6 #1 5 #2 RTN 7 #2 5 #2 Press 8 #3 4 #1 Late 9 #4" in ranked
    said = words(body(texts["papers/doe2024a.md"]))
    assert "Table 1 Perplexity, Thin Of what 7B 13B RTN 7 5 Squeeze 6 5 Press 8 4" in said


def test_models_that_differ_in_any_sign_have_tables_of_their_own() -> None:
    measured = [
        result("perplexity", value, model=model, method=method)
        for model, values in {"通义": (6, 7), "文心": (8, 9)}.items()
        for method, value in zip(("RTN", "Squeeze"), values, strict=True)
    ]
    texts = site.all_pages(
        knowledge_base(paper("doe2024a", results=tuple(measured), sources={"results": "arXiv:2501.00001"}))
    )
    ranked = words(body(texts["results/perplexity.md"]).partition('id="comparable"')[2].partition("</section>")[0])
    assert "通义 All run by Paper doe2024a , Table 1; lower is better. Method 1.3B RTN 6 #1 Squeeze 7 #2" in ranked
    assert "文心 All run by Paper doe2024a , Table 1; lower is better. Method 1.3B RTN 8 #1 Squeeze 9 #2" in ranked


def quantized(*figures: tuple[str, float, float], **given: str) -> tuple[Result, ...]:
    """Return figures as (method, value, bits of weights)."""
    return tuple(
        result("accuracy", value, unit="%", method=method, setting=Setting(dataset="Fable", weight_bits=bits), **given)
        for method, value, bits in figures
    )


def ranking(*results: Result) -> str:
    texts = site.all_pages(knowledge_base(paper("doe2024a", results=results, sources={"results": "arXiv:2501.00001"})))
    return words(body(texts["results/accuracy.md"]).partition('id="comparable"')[2].partition("</section>")[0])


def test_the_model_before_quantization_stands_above_the_ranking_without_a_rank() -> None:
    ranked = ranking(*quantized(("FP32", 75, 32), ("FP16", 74, 16), ("RTN", 50, 4), ("Squeeze", 74, 4)))
    assert "Method 1.3B FP32 baseline, not ranked 75 Squeeze 74 #1 RTN 50 #2" in ranked
    assert "FP16" not in ranked
    both = ranking(*(one for size in ("7B", "13B") for one in quantized(("RTN", 50, 4), ("Press", 40, 4), size=size)),
                   *quantized(("FP16", 74, 16), size="13B"))  # fmt: skip
    assert "Method 7B 13B FP16 baseline, not ranked 74 RTN 50 #1 50 #1" in both


@pytest.mark.parametrize(
    "others",
    [
        (*quantized(("FP16", 74, 16)), *quantized(("BF16", 73, 16))),
        quantized(("FP16", 74, 16), where="Table 9"),
        quantized(("FP16", 74, 16), size="70B"),
        quantized(("FP16", 74, 16), hardware="8 cards"),
        quantized(("Other", 74, 8)),
    ],
    ids=["two", "another table", "another size", "other hardware", "quantized too"],
)
def test_there_is_no_baseline_where_it_is_not_of_the_same_table_or_in_doubt(others: tuple[Result, ...]) -> None:
    ranked = ranking(*quantized(("RTN", 50, 4), ("Squeeze", 74, 4)), *others)
    assert "Method 1.3B Squeeze 74 #1 RTN 50 #2" in ranked
    assert "baseline" not in ranked


def test_each_row_says_its_own_bits_and_what_else_differs() -> None:
    def measured(method: str, size: str, value: float, bits: float, groups: int | None = None) -> Result:
        setting = Setting(dataset="Fable", weight_bits=bits, group_size=groups)
        return result("accuracy", value, unit="%", method=method, size=size, setting=setting)

    both = ranking(
        *(one for size in ("7B", "13B") for one in (measured("RTN", size, 50, 3), measured("Press", size, 60, 3.25))),
        *(measured("Squeeze", size, 90, bits) for size, bits in {"7B": 3.02, "13B": 3.04}.items()),
        measured("RTN", "7B", 70, 3, groups=128),
    )
    assert "Thin, Fable, about 3-bit weights All run by" in both
    assert (
        "Squeeze 90 #1 3.02-bit 90 #1 3.04-bit RTN 3-bit, groups of 128 70 #2 Press 3.25-bit 60 #3 60 #2 "
        "RTN 3-bit 50 #2 50 #2"
    ) in both
    # What all share is said once.
    assert "Thin, Fable, 4-bit weights All run by" in ranking(*quantized(("RTN", 50, 4), ("Squeeze", 74, 4)))


def test_one_method_with_fewer_and_with_more_bits_has_two_rows() -> None:
    ranked = ranking(*quantized(("Press", 60, 3.4), ("Press", 50, 2.9)))
    assert "Press 3.4-bit 60 #1 Press 2.9-bit 50 #1" in ranked


def test_what_is_better_with_fewer_bits_stands_above_the_ranking_without_a_rank() -> None:
    ranked = ranking(*quantized(("RTN", 50, 2), ("Press", 60, 2), ("One", 70, 1), ("Four", 80, 4)))
    assert "Method 1.3B One 1-bit, not ranked 70 Press 60 #1 RTN 50 #2" in ranked
    assert "Four" not in ranked
    assert "One" not in ranking(*quantized(("RTN", 50, 2), ("Press", 60, 2), ("One", 55, 1)))


def test_a_page_of_thousands_of_figures_shows_the_first_of_each_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(View(measured()), "results/")["results/accuracy.md"]
    monkeypatch.setattr("effllm.site.pages.results.FIGURES", 2)
    monkeypatch.setattr("effllm.site.pages.results.TABLES", 1)
    part = made(View(measured()), "results/")["results/accuracy.md"]
    assert len(part) < len(whole)
    assert "These are the first 2 of " in part
    assert 'href="../../api/v1/results.csv">CSV file of all</a>' in part


def test_nothing_to_rank() -> None:
    assert "No figures yet." in site.all_pages(knowledge_base())["results/index.md"]
    alone = site.all_pages(knowledge_base(MEASURED))["results/perplexity.md"]
    assert "no two figures recorded here were measured in the same setting" in alone


def test_a_question_has_the_tables_that_answer_it() -> None:
    at_bits = [quantized(("RTN", 50, bits), ("Squeeze", 60, bits), ("FP16", 70, 16)) for bits in (2, 4)]
    one = paper("doe2024a", results=(*at_bits[0], *at_bits[1][:2]), sources={"results": "arXiv:2501.00001"})
    texts = site.all_pages(knowledge_base(one))
    overview = words(body(texts["results/index.md"]))
    assert "Which method keeps most quality with weights at 2 bits? 1 table of 1 paper" in overview
    assert "Accuracy 5 figures, 2 tables that rank" in overview
    page = body(texts["results/weights-at-2-bits.md"])
    assert "Accuracy, Thin, Fable, 2-bit weights" in words(page)
    assert "4-bit weights" not in words(page)
    assert "results/pruning.md" not in texts
    # The best first; RTN at the left end, Squeeze in the middle, the model before quantization at the right end.
    assert re.findall(r'<a class="(\w+)".*?cx="([\d.]+)"', page) == [("best", "228.0"), ("other", "152.0")]
    assert re.findall(r'class="line" d="M([\d.]+)', page) == ["304.0"]
    assert (
        'aria-label="Squeeze: 60 %; no method with as few bits is better; FP16 70 \u00b7 Paper doe2024a, Table 1'
        in page
    )


def test_a_chart_needs_two_methods_but_a_cache_of_few_bits_does_not() -> None:
    def of(method: str, value: float, **setting: float) -> Result:
        given = Setting(**{"dataset": "Fable", **setting})
        return result("accuracy", value, unit="%", method=method, setting=given, where=f"Table {len(setting)}")

    weights = (of("FP16", 70, weight_bits=16), of("Press", 60, weight_bits=3), of("Press", 55, weight_bits=2.6))
    caches = (of("Whole", 70, kv_bits=16, temperature=0), of("Squeeze", 66, kv_bits=2, temperature=0))
    one = paper("doe2024a", results=(*weights, *caches), sources={"results": "arXiv:2501.00001"})
    texts = site.all_pages(knowledge_base(one))
    assert "results/weights-at-3-bits.md" not in texts
    page = body(texts["results/kv-cache-at-few-bits.md"])
    assert re.findall(r'aria-label="(Squeeze[^\u00b7]*) ', page) == ["Squeeze: 66 %; Whole 70"]


@pytest.mark.parametrize("name", ["memory", "weights-at-3-bits"])
def test_a_question_and_a_metric_rarely_share_an_address(name: str) -> None:
    assert [one.id for one in QUESTIONS].count(name) == (name != "memory")


def served_by(*measurements: Measurement) -> dict[str, str]:
    report = paper("doe2024a", results=(result("energy", 7, unit="mJ"),), sources={"results": "arXiv:2501.00001"})
    given = {"measurements": measurements, "vocabulary": WITH_ENERGY}
    return site.all_pages(KnowledgeBase(knowledge_base(report).corpus.model_copy(update=given)))


def test_measured_energy_has_a_row_for_each_accelerator_and_a_dot_for_each_batch() -> None:
    page = body(served_by(SERVED)["results/energy.md"])
    assert words(page).startswith("How much energy does a token take?")
    assert re.findall(r'<text class="n start" y="12">(\w+)', page) == ["Thin", "Wide"]
    said = [
        unescape(one)
        for one in re.findall(r'<a class="other" href="https[^"]*89abcde[^"]*" aria-label="([^"]*)"', page)
    ]
    assert said == [
        "1 Card, bf16, J by batch: 10 at 8; 1 at 64 \u00b7 Watt Lab, Table 1",
        "1 Card, fp8, J by batch: 3 at 8 \u00b7 Watt Lab, Table 1",
        "2 Card, bf16, J by batch: 4 at 8 \u00b7 Watt Lab, Table 1",
        "1 Card, bf16, J by batch: 2 at 8 \u00b7 Watt Lab, Table 1",
    ]
    assert re.findall(r'<circle cx="([\d.]+)"', page)[0] == "304.0"
    assert re.findall(r'class="most" cx="([\d.]+)"', page) == ["152.0"]
    assert re.findall(r'data-n="([\d ]+)"', page) == ["1 0", "3", "2", "4"]
    assert "Thin 1 Card, bf16 10 at 8; 1 at 64" in words(page)


def test_what_papers_report_of_energy_is_beneath_and_nothing_is_ranked() -> None:
    page = body(served_by(SERVED)["results/energy.md"])
    assert "What papers report" in words(page).partition("10 at 8")[2]
    assert "7 mJ" in words(page).partition("What papers report")[2]
    assert 'class="best"' not in page
    assert "ef-rank" not in page


def test_without_measurements_a_metric_has_its_own_page() -> None:
    page = words(body(served_by()["results/energy.md"]))
    assert "no two figures recorded here were measured in the same setting" in page
    assert "7 mJ" in page


def test_the_mean_of_datasets_comes_first() -> None:
    found = [
        result("accuracy", value, unit="%", method=method, setting=Setting(dataset=dataset, weight_bits=3))
        for method, value in (("RTN", 50), ("Press", 60))
        for dataset in ("Fable", "Saga", "average of both")
    ]
    assert "Method average of both Fable Saga" in ranking(*found)


def test_a_page_of_a_question_shows_charts_of_so_many_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    models = [quantized(("RTN", 50, 3), ("Press", 60, 3), model=model) for model in ("Thin", "Thick", "Wide")]
    one = paper("doe2024a", results=sum(models, ()), sources={"results": "arXiv:2501.00001"})
    monkeypatch.setattr("effllm.site.pages.results.DOTS", 4)
    page = words(body(site.all_pages(knowledge_base(one))["results/weights-at-3-bits.md"]))
    assert "And 1 more table, on the pages of accuracy" in page


def test_figures_far_apart_lie_on_an_axis_of_ratios() -> None:
    results = [result("perplexity", value, method=name) for name, value in (("A", 5), ("B", 50), ("C", 500))]
    one = paper("doe2024a", results=tuple(results), sources={"results": "arXiv:2501.00001"})
    page = body(site.all_pages(knowledge_base(one))["results/perplexity.md"])
    assert re.findall(r"--at: (\d+)%", page) == ["0", "50", "100"]


def test_a_broken_model_does_not_squeeze_the_others_together() -> None:
    values = (5.5, 5.6, 5.7, 6.0, 540.0)
    scale = DotScale.of(values, None, lower_is_better=True)
    assert [scale.at(value) for value in values] == [0, 20, 40, 100, 100]
    assert scale.high == 6.0
    assert DotScale.of(values, None).high == 540  # where more is better, the best is far off
    dots = [Dot("GPTQ", "", value, str(value), "other", "", None, ()) for value in values]
    assert [dot.beyond for dot in lay_out("", dots, scale, "").dots] == [False, False, False, False, True]


def test_results_as_data() -> None:
    file = data("results")
    assert len(file["results"]) == len(MEASURED.results) + len(RIVALS)
    (group,) = file["comparable"]
    assert [file["results"][place]["paper"] for place in group] == ["doe2025fast", "doe2025slow"]
    assert file["results"][0]["sources"] == ["arXiv:2501.00001"]
    assert {metric["id"]: metric["better"] for metric in file["metrics"]}["perplexity"] == "lower"
    assert pages()["api/v1/results.csv"].startswith("paper,metric,value,unit,")


def test_a_reading_list_numbers_its_papers_through() -> None:
    html = body(pages()["reading-lists/thin-first.md"])
    assert re.findall(r'<ol class="ef-reading" start="(\d)"', html) == ["1", "2"]
    assert "It comes first &lt;i&gt;in time&lt;/i&gt;." in html
    assert html.index("papers/berg2019prune/") < html.index("papers/author2022squeeze/")
    bibtex = pages()["reading-lists/thin-first.bib"]
    assert 0 < bibtex.index("{berg2019prune,") < bibtex.index("{author2022squeeze,")


def test_reading_lists_are_found() -> None:
    assert "reading-lists/thin-first/" in body(pages()["reading-lists/index.md"])
    assert "](reading-lists/thin-first/index.md)" in pages()["llms.txt"]
    assert data("reading-lists")["reading_lists"][0]["page"] == "reading-lists/thin-first/"
    assert "Thin models first" in pages()["assets/library-more.json"]


def test_a_list_leaves_out_papers_that_are_not_here() -> None:
    (one,) = (paper for paper in PAPERS if paper.key == "berg2019prune")
    html = body(site.all_pages(knowledge_base(one))["reading-lists/thin-first.md"])
    assert "1 paper in the order" in html
    assert "author2022squeeze" not in html
