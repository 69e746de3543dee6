"""The chart of accuracy against hours of training."""

from __future__ import annotations

from effllm import Setting, site
from effllm.kb import KnowledgeBase
from effllm.records import PretrainedModel, Result
from effllm.site.pages.trained_quality import of
from tests.factories import knowledge_base, paper, result
from tests.site.outline import body

MODELS = tuple(
    PretrainedModel(
        id=f"sea-{size}b", name=f"Sea-{size}B", accelerator=f"Maker Card {size} GB", accelerator_hours=hours
    )
    for size, hours in ((1, 100), (2, 2000), (4, 500), (8, 90_000))
)


def score(size: int, value: float, bits: int = 16, dataset: str = "mean of 3 tasks", where: str = "Table 1") -> Result:
    setting = Setting(dataset=dataset, weight_bits=bits)
    return result("accuracy", value, unit="%", model="Sea", size=f"{size}B", setting=setting, where=where)


def chart_of(*results: Result) -> KnowledgeBase:
    one = paper("doe2024a", results=results, sources={"results": "arXiv:2501.00001"})
    return KnowledgeBase(knowledge_base(one).corpus.model_copy(update={"models": MODELS}))


WHOLE = (score(1, 40), score(2, 55.5), score(4, 50), score(8, 70))


def test_models_of_one_table_are_drawn_by_their_hours_and_accuracy() -> None:
    kb = chart_of(*WHOLE, score(1, 30, bits=2), score(8, 80, dataset="Fable"))
    found = of(kb.models.values(), kb.results())
    assert found is not None
    assert found.accelerator == "Maker Card"
    assert [(model.id, one.result.value) for model, one in found.rows] == [
        ("sea-1b", 40),
        ("sea-4b", 50),
        ("sea-2b", 55.5),
        ("sea-8b", 70),
    ]
    assert [text for text, _ in found.chart.y.marks] == ["40", "50", "60", "70", "80"]
    page = body(site.all_pages(kb)["models/index.md"])
    assert "Sea-2B: 55.5 %, 2,000 hours" in page


def test_too_few_models_of_one_table_make_no_chart() -> None:
    kb = chart_of(*WHOLE[:3], score(8, 70, where="Table 2"))
    assert of(kb.models.values(), kb.results()) is None
    assert 'id="quality"' not in site.all_pages(kb)["models/index.md"]
