"""The invented knowledge base that the site is tried with, and a checkout to build it in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effllm.kb import KnowledgeBase
from effllm.records import (
    Cell,
    Corpus,
    Framework,
    Incoming,
    Measurement,
    Metric,
    PretrainedModel,
    Result,
    Setting,
    Source,
    Status,
    Supports,
    SurveyRow,
    SurveyTicks,
)
from effllm.site.building.mkdocs_run import read_settings
from effllm.site.building.render import at_once
from effllm.site.contents import CONTENTS
from effllm.site.registry import maker
from tests.factories import (
    BRANCH,
    FORMULA,
    FRAMEWORKS,
    HARDWARE,
    MEASURED,
    MEASUREMENT,
    MODELS,
    NO,
    PAPERS,
    PUBLIC_LIST,
    READING_LIST,
    VENUES,
    VOCABULARY,
    YES,
    paper,
    result,
)

if TYPE_CHECKING:
    from effllm.site.view import View

PROJECT = Path(__file__).parents[2]

WITH_ENERGY = VOCABULARY.model_copy(
    update={
        "metrics": (*VOCABULARY.metrics, Metric(id="energy", name="Energy", definition="Joules.", better="lower")),
    }
)


def served(value: float, batch: int, hardware: str, model: str = "Thin", method: str = "bf16") -> Result:
    """Return the energy of a token that a model takes when it serves requests."""
    setting = Setting(dataset="chat", batch=batch, part="an output token")
    return result("energy", value, unit="J", model=model, method=method, hardware=hardware, setting=setting)


SERVED = Measurement(
    id="watts",
    title="Watts <at work>",
    owner="Watt Lab",
    about="Energy of serving.",
    date="2025-06-07",
    note="Energy is that of the cards.",
    results=(
        served(1, 64, "1 Card"),
        served(10, 8, "1 Card"),
        served(4, 8, "2 Card"),
        served(3, 8, "1 Card", model="Thin-FP8", method="fp8"),
        served(2, 8, "1 Card", model="Wide"),
    ),
    sources={"results": "example/bench:data@89abcde"},
)

HOSTILE = (
    "</title></script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)> & \"double\" 'single' &lt;b&gt; &#60; &amp;amp;",
    "# Heading {: .evil onclick=alert(1) } [link](javascript:alert(1)) `code` **bold** _it_ <!-- comment",
    "``` fence",
    "~~~ fence",
    "--- title: [broken, yaml: {",
    "{{ config.site_name }} {% raw %} {# no #}",
    "\\u003c/script\\u003e \\ backslash $x_1$ ==mark== ^^ins^^ :smile: [TOC] *[HTML]: x",
    "tab\there \u2028 line \x85 end \N{GRINNING FACE}",
)
"""Titles that mean something to HTML, Markdown, YAML or Jinja, and have to come out as they are."""

SURVEYED = Framework(
    id="trainer",
    name="Trainer <Pro>",
    kind="trainer",
    summary="Trains models. A second sentence.",
    organization="Example & Sons",
    repo="example/trainer",
    languages=("Python", "C++"),
    first_release=2021,
    status=Status(state="archived", as_of="2025-03", successor="fast"),
    paper="author2022squeeze",
    docs="https://trainer.example.org",
    supports=Supports(pretraining=YES, fine_tuning=NO, inference=NO),
    hardware={"amd": NO},
    survey=SurveyTicks(
        training="yes",
        fine_tuning="yes",
        inference="no",
        features=("Pre-Training", "Slice Serving", "A.M.D.", "Tensor"),
        note="Fine-tuning was taken out in 2024.",
    ),
    note="Read once.",
    sources={"license": "plain words", "survey": ("example/list:README.md#L9", "arXiv:2312.03863, Table 2")},
)
OLD = Cell(
    value="yes",
    source=Source("example/engine:docs/a(b).md@89abcdef0123456789abcdef0123456789abcdef#L7"),
    ref="release",
    checked="2026",
)
ENGINE = Framework(
    id="engine",
    name="Engine_1 & <b>Co</b> | 100%",
    kind="serving-engine",
    organization="</script><img src=x onerror=alert(1)>",
    repo="example/engine",
    license="Apache-2.0",
    first_release=2024,
    status=Status(state="active", as_of="2026-08"),
    supports=Supports(inference=YES, serving=OLD),
    parallelism={"tensor": Cell(value="yes", source=Source("<i>words</i> & `more`"), checked="2026-08-30")},
    hardware={"amd": YES.model_copy(update={"ref": "main", "note": "Since 1.2 through a <plug-in>."})},
    features={
        "paged-kv-cache": Cell(value="unknown", source=Source("https://engine.example.org/cache"), checked="2026-08-30")
    },
)
UNSOURCED = PretrainedModel(
    id="tiny",
    name="Tiny",
    bytes=825_000_000_000,
    survey_row=SurveyRow(
        name="Tiny",
        citation="Author, 2020",
        parameter_size="-",
        data_scale="825GB corpus",
        gpus_cost="TPU",
        training_time="-",
        note="No number of parameters is printed.",
    ),
    sources={"survey_row": "arXiv:2312.03863, Table 1", "survey_row.note": "https://example.org/note"},
)
SIDE_BY_SIDE = tuple(
    result(
        "accuracy",
        value - (size == "7B"),
        unit="%",
        model=model,
        size=size,
        method=method,
        setting=Setting(dataset="Fable", weight_bits=bits, group_size=groups),
        where="Table 3",
    )
    for model in ("Thin <i>", "Thick")
    for size in ("7B", "13B")
    for method, bits, groups, value in (
        ("FP16", 16, None, 80),
        ("RTN", 3, None, 50),
        ("Squeeze", 3, None, 60),
        ("Squeeze & fill", 3, 64, 70),
    )
)
"""Methods that one table sets side by side, at 3 bits and before compression."""

MANY = paper(
    "crowd2023many",
    title="Many Authors, a Workshop and no Links",
    authors=tuple(f"Author Number{number}" for number in range(30)),
    year=2023,
    url="javascript:alert(1)",
    code="javascript:alert(2)",
    summary="A summary with <b>markup</b> & signs. A second sentence.",
    setup=MEASURED.setup,
    equations=MEASURED.equations,
    results=(*MEASURED.results, *SIDE_BY_SIDE),
    sources={
        "title": Source("<script>alert(3)</script>"),
        "code": "javascript:alert(4)",
        "results": "arXiv:2501.00001",
    },
)
WAITING = (
    Incoming(
        title="BRAID: Woven Weights",
        authors=("Dora Doe", "Ada Author"),
        authors_from="arXiv:2402.00010",
        arxiv="2402.00010",
        because=("cites 6 records here",),
        found="2026-01-02",
        strength=0.9,
        words=("weights",),
        proposed=("pruning", "kv-cache"),
    ),
    Incoming(title="Thin Boats on Wide Rivers", arxiv="2402.00012", found="2026-01-02", strength=0.4),
    Incoming(
        title="Rafts of Long Caches", arxiv="2402.00014", found="2026-01-02", strength=0.2, proposed=("kv-cache",)
    ),
)
"""Candidates that wait for a decision."""

STRANGERS = tuple(
    paper(f"mallory2024x{number}index", title=title, categories=("pruning",)) for number, title in enumerate(HOSTILE)
)


def invented() -> KnowledgeBase:
    """Return the knowledge base of all of it."""
    return KnowledgeBase(
        Corpus(
            papers=(*PAPERS, MANY, *STRANGERS),
            branches=(BRANCH,),
            venues=VENUES,
            vocabulary=WITH_ENERGY,
            frameworks=(*FRAMEWORKS, SURVEYED, ENGINE),
            models=(*MODELS, UNSOURCED),
            hardware=HARDWARE,
            reading_lists=(READING_LIST,),
            lists=(PUBLIC_LIST,),
            formulas=(FORMULA,),
            measurements=(MEASUREMENT, SERVED),
        )
    )


def made(view: View, address: str) -> dict[str, str]:
    """Return what is made with a page of the navigation, itself and all below it, as text by path."""
    here = next(page for page in CONTENTS if page.address == address)
    return {one.path: one.text for one in at_once(maker(here)(view, here))}


def places(nav: list[Any], above: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return the pages of a navigation with the labels that lead to each, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in nav:
        for label, below in entry.items() if isinstance(entry, dict) else [("", entry)]:
            labels = (*above, label) if label else above
            found |= {below: labels} if isinstance(below, str) else places(below, labels)
    return found


def checkout(root: Path) -> Path:
    """Lay out what a build needs besides the records: settings and theme, and the pages of the navigation."""
    shutil.copyfile(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copytree(PROJECT / "theme", root / "theme")
    for path in set(places(read_settings(root)["nav"])) - {page.path for page in CONTENTS}:
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        papers = "../" * path.count("/") + "papers/index.md"
        file.write_text(f"# A page\n\nWritten by hand, about [papers]({papers}).\n\n## Fix a fact\n", encoding="utf-8")
    (root / "docs" / "schema").mkdir()
    (root / "docs" / "schema" / "paper.json").write_text("{}\n")
    return root
