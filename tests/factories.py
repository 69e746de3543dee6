"""Invented records, for tests that need a small knowledge base in memory."""

from __future__ import annotations

from typing import Any

from effllm.kb import KnowledgeBase
from effllm.records import (
    Accelerator,
    Architecture,
    Baseline,
    Category,
    Cell,
    Constant,
    Corpus,
    Equation,
    Fact,
    Flops,
    Formula,
    Framework,
    Input,
    Measurement,
    Metric,
    Output,
    Paper,
    PretrainedModel,
    PublicList,
    Reading,
    ReadingList,
    Result,
    Section,
    Setting,
    Source,
    Status,
    Supports,
    SurveyRow,
    Term,
    Venue,
    Vocabulary,
    Word,
    WorkedExample,
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
        Category(id="pruning", aliases=["trimming"], name="Pruning", summary="Fewer weights.", survey=True),
    ),
)
VOCABULARY = Vocabulary(
    kind=(
        Word(id="serving-engine", name="Serving engine", definition="Answers."),
        Word(id="trainer", name="Trainer", definition="Learns."),
    ),
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
    platform=(Word(id="windows", name="Windows", definition="A system."),),
    metrics=(
        Metric(id="perplexity", name="Perplexity", definition="Surprise.", better="lower"),
        Metric(id="latency", name="Latency", definition="Time.", units=("ms", "s"), better="lower"),
        Metric(id="accuracy", name="Accuracy", definition="Right answers.", units=("%",), better="higher"),
        Metric(id="speedup", name="Speedup", definition="Faster.", units=("x",), better="higher", relative=True),
        Metric(id="examples", name="Examples", definition="How many.", better="neither"),
    ),
)


def paper(key: str, **fields: Any) -> Paper:  # noqa: ANN401 - any field of a paper
    """Return a paper with a title, an author and a category of its own, and the fields given."""
    defaults: dict[str, Any] = {
        "title": f"Paper {key}",
        "authors": ("Ada Author",),
        "year": 2024,
        "venue": "CONF",
        "categories": ("weights",),
        "added": "2026-01-02",
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
        sources={"venue": ("arXiv:2401.00002", "judged:2026-11-30")},
    ),
    paper("unknown2021note", title="A Note on Caches", authors=(), authors_unknown=True, year=2021, venue="Web", url="https://example.org/note"),
)  # fmt: skip
YES = Cell(
    value="yes",
    source=Source("example/fast:README.md@0123456789abcdef0123456789abcdef01234567#L4"),
    ref="main",
    checked="2026-08-22",
)
NO = Cell(value="no", source=Source("example/fast:docs/serving.md"), checked="2026-08")
FRAMEWORKS = (
    Framework(
        id="fast",
        name="Fast",
        kind="serving-engine",
        repo="example/fast",
        license="MIT",
        status=Status(state="active", as_of="2026-08-22"),
        supports=Supports(inference=YES, serving=NO),
        hardware={"amd": YES},
        features={"paged-kv-cache": YES},
    ),
    Framework(
        id="slow", name="Slow", kind="trainer", repo="example/slow", status=Status(state="archived", as_of="2025")
    ),
)
MODELS = (
    PretrainedModel(
        id="giant",
        aliases=("titan",),
        name="Giant",
        family="giant",
        organization=("Example Lab", "Other Lab"),
        released="2021-05-03",
        parameters=175_000_000_000,
        tokens=300_000_000_000,
        compute=3.1e23,
        accelerator="Example Fast 80 GB",
        accelerators=8,
        hours=240,
        weights="unreleased",
        basis={"compute": "estimated", "hours": "stated"},
        survey_row=SurveyRow(
            name="Titan",
            parameter_size="175B",
            data_scale="300B tokens",
            gpus_cost="8 A100",
            training_time="10 days",
            doubtful=("gpus_cost",),
            note="Another table prints 80.",
        ),
        sources={"compute": "spragada4/ai-energy-explorer:models.csv@89abcde", "hours": "arXiv:2312.03863, Table 1"},
    ),
    PretrainedModel(
        id="giant-7b",
        name="Giant <7B>",
        family="giant",
        organization=("Example Lab",),
        released="2023-11-20",
        parameters=7_000_000_000,
        tokens=1_000_000_000_000,
        weights="open-restricted",
        doubtful=("tokens",),
        note="The tokens are words.",
        architecture=Architecture(
            config="example/giant-7b",
            layers=32,
            hidden_size=4096,
            attention_heads=32,
            kv_heads=8,
            head_dim=128,
            intermediate_size=14336,
            gated_mlp=True,
            norm="RMSNorm",
            vocab_size=32000,
            stored_parameters=7_241_732_096,
        ),
        sources={"architecture": "example/giant:config.json"},
    ),
)
HARDWARE = (
    Accelerator(
        id="fast-80gb",
        name="Example Fast 80 GB",
        manufacturer="Example",
        released="2022-03-01",
        memory=80_000_000_000,
        bandwidth=2e12,
        flops=Flops(fp16=3e14, fp8=6e14),
        power=700,
        price_usd=30_000,
        sources={"memory": "https://example.org/fast"},
    ),
    Accelerator(id="small-24gb", name="Small 24 GB", memory=24_000_000_000),
)


def result(metric: str, value: float, **fields: Any) -> Result:  # noqa: ANN401 - any field of a result
    """Return a figure of one model in one table, and the fields given."""
    return Result(**{"metric": metric, "value": value, "model": "Thin", "size": "1.3B", "where": "Table 1", **fields})


MEASURED = paper(
    "meter2025figures",
    title="Figures of Models That Are Not",
    year=2025,
    setup=(Fact(name="Data", value="10 tokens of <b>nothing</b>", where="Section 2"),),
    equations=(
        Equation(
            name="Loss and model size",
            text="L(N) = (N_c / N)^{a_N}",
            constants=(Constant(symbol="a_N", value=0.5), Constant(symbol="N_c", value=8.8e13, unit="parameters")),
            where="Equation 1.1",
        ),
    ),
    results=(
        result("perplexity", 9.5, setting=Setting(dataset="Fable"), baseline=Baseline(what="Thick 1.3B", value=9.25)),
        result("latency", 20, unit="ms", baseline=Baseline(what="Thick 1.3B", value=40)),
        result("perplexity", 8.5, size="3B", setting=Setting(dataset="Fable")),
        result("latency", 30, unit="ms", size="3B"),
        result("accuracy", 51, unit="%", where="Table 2", setting=Setting(dataset="Tales", weight_bits=2)),
        result("accuracy", 61, unit="%", where="Table 2", setting=Setting(dataset="Sagas", weight_bits=2)),
        result("accuracy", 52, unit="%", where="Table 2", size="3B", setting=Setting(dataset="Tales", weight_bits=2)),
        result("accuracy", 62, unit="%", where="Table 2", size="3B", setting=Setting(dataset="Sagas", weight_bits=2)),
        result("speedup", 2.5, unit="x", where="Abstract", baseline=Baseline(what="Thick 1.3B")),
    ),
    sources={"setup": "arXiv:2501.00001", "equations": "arXiv:2501.00001", "results": "arXiv:2501.00001"},
)
"""A paper that reports everything a paper can report; not among `PAPERS`."""

READING_LIST = ReadingList(
    id="thin-first",
    name="Thin models first",
    summary="Two invented papers, the older one first.",
    audience="Readers of tests.",
    sections=(
        Section(name="Required", papers=(Reading(paper="berg2019prune", why="It comes first <i>in time</i>."),)),
        Section(name="Further", papers=(Reading(paper="author2022squeeze", why="It does the same with two bits."),)),
    ),
)


PUBLIC_LIST = PublicList(
    id="awesome-thin",
    repo="example/awesome-thin",
    title="Awesome <thin> Models",
    owner="Ada Author",
    about="Invented papers on making weights smaller.",
    scope=("quantization", "pruning"),
    commit="0123456789abcdef0123456789abcdef01234567",
    date="2024-05-06",
    license="MIT",
    files=("README.md", "more.md"),
    entries=1200,
    papers=("author2022squeeze",),
)


FORMULA = Formula(
    id="thin-memory",
    name="Memory of <thin> weights",
    topic="weights",
    summary="Says how much memory thin weights take. It is invented.",
    expression="weights + sum(buffers) if parameters > 0 else 0",
    terms=(
        Term(
            name="weights", symbol="M_w", expression="parameters * bits / 8", unit="bytes", meaning="Memory of weights"
        ),
    ),
    inputs=(
        Input(name="parameters", symbol="N", unit="parameters", meaning="Parameters", least=0),
        Input(name="bits", symbol="beta", unit="bits/weight", meaning="Bits a weight", least=1, most=32, default=16),
        Input(name="buffers", unit="bytes", meaning="Buffers of each kind", many=True, default=0),
    ),
    output=Output(symbol="M", unit="bytes", meaning="Memory"),
    holds="Thin models.",
    paper="author2022squeeze",
    where="Equation 1",
    where_unconfirmed=True,
    note="Beware of <b>thick</b> models.",
    examples=(
        WorkedExample(kind="printed", inputs={"parameters": 7e9}, value="14.0", unit="GB", where="Table 1"),
        WorkedExample(
            kind="printed",
            inputs={"parameters": 7e9, "bits": 4},
            term="weights",
            value="3.6",
            unit="GB",
            source=Source("example/fast:README.md#L4"),
            tolerance=0.03,
            reason="The source counts thick weights as well.",
        ),
        WorkedExample(kind="computed", inputs={"parameters": 1000, "buffers": (24, 1000)}, value="3024"),
        WorkedExample(
            kind="misprint",
            inputs={"parameters": 7e9, "bits": 2},
            value="17.5",
            right="1.75",
            unit="GB",
            where="Table 1",
            note="A comma got lost.",
        ),
    ),
)


MEASUREMENT = Measurement(
    id="thin-bench",
    title="Bench of <thin> models",
    owner="Example Lab",
    about="Speed of invented models on one card.",
    date="2025-06-07",
    license="MIT",
    paper="author2022squeeze",
    note="Beware of thick models.",
    results=(
        result("accuracy", 40, unit="%", where="README.md", setting=Setting(weight_bits=4, part="model file")),
        result("accuracy", 80, unit="%", where="thin.json", source=Source("example/bench:more/thin.json@89abcde")),
    ),
    sources={"results": "example/bench:README.md@89abcde"},
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
            hardware=HARDWARE,
            reading_lists=(READING_LIST,),
            lists=(PUBLIC_LIST,),
            formulas=(FORMULA,),
            measurements=(MEASUREMENT,),
        )
    )
