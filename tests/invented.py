"""Invented records, for tests that need a small knowledge base in memory."""

from __future__ import annotations

from typing import Any

from effllm.kb import KnowledgeBase
from effllm.records import (
    Category,
    Cell,
    Corpus,
    Framework,
    Paper,
    PretrainedModel,
    Printed,
    Source,
    Status,
    Supports,
    Venue,
    Vocabulary,
    Word,
)

VENUES = (
    Venue(id="CONF", name="Conference on Invented Results", kind="conference", aliases=("CNOF", "Conf.")),
    Venue(id="JOUR", name="Journal of Invented Results", kind="journal"),
    Venue(id="arXiv", name="arXiv", kind="preprint"),
    Venue(id="Web", name="Web page", kind="web"),
)
BRANCH = Category(
    id="compression",
    name="Compression",
    summary="Smaller models.",
    survey=True,
    children=(
        Category(
            id="quantization",
            name="Quantization",
            summary="Fewer bits.",
            survey=True,
            children=(
                Category(id="weights", name="Weight-Only Quantization", summary="Weights.", survey=True),
                Category(id="kv-cache", name="KV-Cache Quantization", summary="Cache.", survey=False),
            ),
        ),
        Category(id="pruning", name="Pruning", summary="Fewer weights.", survey=True),
    ),
)
VOCABULARY = Vocabulary(
    status=(
        Word(id="active", name="Active", definition="Alive."),
        Word(id="archived", name="Archived", definition="Over."),
    ),
    supports=(
        Word(id="inference", name="Inference", definition="Generates."),
        Word(id="serving", name="Serving", definition="Serves."),
    ),
    parallelism=(Word(id="tensor", name="Tensor", definition="Splits matrices."),),
    quantization=(),
    hardware=(Word(id="amd", name="AMD", definition="ROCm."),),
    features=(Word(id="paged-kv-cache", name="Paged KV cache", definition="Blocks."),),
)


def paper(key: str, **fields: Any) -> Paper:  # noqa: ANN401 - any field of a paper
    """Return a paper with a title, an author and a category of its own, and the fields given."""
    defaults: dict[str, Any] = {
        "title": f"Paper {key}",
        "authors": ("Ada Author",),
        "year": 2024,
        "venue": "CONF",
        "categories": ("weights",),
    }
    return Paper(key=key, **{**defaults, **fields})


PAPERS = (
    paper(
        "author2022squeeze",
        title="SQUEEZE: Accurate Two-Bit Weights for Large Language Models",
        name="SQUEEZE",
        aliases=("SQZ",),
        authors=("Ada Author", "Łukasz Müller-Nowak", "Marwa El Halabi"),
        year=2023,
        arxiv="2210.00001",
        doi="10.1000/squeeze_1",
        code="https://github.com/example/squeeze",
        former_keys=("author2022two",),
        sources={
            "authors": ("example/list:README.md#L3", "example/other:papers.bib"),
            "cites": "example/squeeze:paper.bbl",
        },
        cites=("berg2019prune",),
        references="partial",
    ),
    paper(
        "berg2019prune",
        title="A Simple Way to Prune & Keep 50% of the Weights",
        authors=("Ludwig van der Berg",),
        year=2019,
        venue="JOUR",
        categories=("pruning",),
        acl="2019.inv-main.7",
    ),
    paper(
        "team2024cache",
        title="Key-Value Cache Quantization",
        authors=("Invented Team",),
        venue="arXiv",
        arxiv="2401.00002",
        categories=("kv-cache", "weights"),
        cites=("author2022squeeze", "berg2019prune"),
        references="full",
    ),
    paper("unknown2021note", title="A Note on Caches", authors=(), authors_unknown=True, year=2021, venue="Web", url="https://example.org/note"),
)  # fmt: skip
YES = Cell(
    value="yes",
    source=Source("example/fast:README.md@0123456789abcdef0123456789abcdef01234567#L4"),
    checked="2026-08-22",
)
NO = Cell(value="no", source=Source("example/fast:docs/serving.md"), checked="2026-08")
FRAMEWORKS = (
    Framework(
        id="fast",
        name="Fast",
        repo="example/fast",
        license="MIT",
        status=Status(state="active", as_of="2026-08-22"),
        supports=Supports(inference=YES, serving=NO),
        hardware={"amd": YES},
        features={"paged-kv-cache": YES},
    ),
    Framework(id="slow", name="Slow", repo="example/slow", status=Status(state="archived", as_of="2025")),
)
MODELS = (
    PretrainedModel(
        id="giant",
        name="Giant",
        printed=Printed(parameter_size="175B", data_scale="300B tokens", gpus_cost="8 A100", training_time="10 days"),
        parameters=175_000_000_000,
        tokens=300_000_000_000,
        accelerators=8,
        hours=240,
    ),
)


def knowledge_base(*papers: Paper) -> KnowledgeBase:
    """Return a knowledge base of the invented records, or of other papers beside the same taxonomy."""
    return KnowledgeBase(
        Corpus(
            papers=papers or PAPERS,
            branches=(BRANCH,),
            venues=VENUES,
            vocabulary=VOCABULARY,
            frameworks=FRAMEWORKS,
            models=MODELS,
        )
    )
