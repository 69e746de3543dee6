from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from pyarrow import parquet

import effllm
from effllm.export import FORMATS, FileFormat, FolderFormat
from tests.checkouts import BASE
from tests.factories import MEASURED, PAPERS, knowledge_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm import KnowledgeBase

real_records = cache(lambda: effllm.load(BASE.parents[2]))
FILES = [name for name, form in FORMATS.items() if isinstance(form, FileFormat)]


def render(name: str, kb: KnowledgeBase) -> bytes:
    form = FORMATS[name]
    assert isinstance(form, FileFormat)
    return form.render(kb)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(render("sqlite", knowledge_base()))
        yield connection


@pytest.mark.parametrize("name", FILES)
def test_equal_records_give_equal_bytes(name: str) -> None:
    code = f"import sys, effllm; from effllm.export import FORMATS as F; \
sys.stdout.buffer.write(F[{name!r}].render(effllm.load({str(BASE)!r})))"
    once, again = (
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, check=True
        ).stdout
        for seed in ("1", "2")
    )
    assert once == again == render(name, effllm.load(BASE))


@pytest.mark.parametrize("name", FILES)
def test_no_papers(name: str) -> None:
    kb = knowledge_base()
    assert isinstance(render(name, type(kb)(kb.corpus.model_copy(update={"papers": ()}))), bytes)


def test_json_holds_every_record() -> None:
    kb = knowledge_base()
    everything: dict[str, Any] = json.loads(render("json", kb))
    assert everything["snapshot"] == kb.snapshot.identity
    assert list(everything) == [
        "snapshot",
        "papers",
        "taxonomy",
        "venues",
        "vocabulary",
        "frameworks",
        "models",
        "hardware",
        "reading_lists",
        "lists",
        "formulas",
        "measurements",
        "reference_lists",
        "citation_counts",
    ]
    assert everything["papers"] == kb.papers.to_records()
    assert [branch["id"] for branch in everything["taxonomy"]] == [root.id for root in kb.taxonomy.roots]
    for kind in ("frameworks", "models", "hardware", "venues"):
        assert [record["id"] for record in everything[kind]] == list(getattr(kb, kind))
    assert everything["vocabulary"]["features"][0]["id"] == "paged-kv-cache"


def test_json_lines_hold_the_papers() -> None:
    kb = knowledge_base()
    assert [json.loads(line) for line in render("jsonl", kb).splitlines()] == kb.papers.to_records()


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs_read_back(name: str, read: Any) -> None:  # noqa: ANN401 - networkx's readers are dispatchers
    kb = knowledge_base()
    graph = read(io.BytesIO(render(name, kb)))
    assert set(graph) == set(kb.papers)
    assert set(graph.edges) == set(kb.citations.edges)
    paper = graph.nodes["author2022squeeze"]
    assert (paper["title"], paper["year"]) == (kb.papers["author2022squeeze"].title, 2023)
    assert graph.edges["author2022squeeze", "berg2019prune"]["sources"] == "example/squeeze:paper.bbl"


@pytest.mark.parametrize("name", ["graphml", "gexf", "node-link", "cytoscape", "sqlite"])
def test_citations_of_other_papers_are_left_out(name: str) -> None:
    content = render(name, knowledge_base(*(paper for paper in PAPERS if paper.key == "team2024cache")))
    assert b"team2024cache" in content
    assert b"berg2019prune" not in content


def test_node_link_json_reads_back() -> None:
    kb = knowledge_base()
    graph = nx.node_link_graph(json.loads(render("node-link", kb)), edges="edges")
    assert set(graph.edges) == set(kb.citations.edges)
    assert graph.is_directed()
    assert not graph.is_multigraph()
    assert graph.nodes["author2022squeeze"] == {"label": "SQUEEZE", **kb.citations.nodes["author2022squeeze"]}
    assert graph.edges["author2022squeeze", "berg2019prune"]["sources"] == ["example/squeeze:paper.bbl"]


def test_cytoscape_json_reads_back() -> None:
    kb = knowledge_base()
    value = json.loads(render("cytoscape", kb))
    graph = nx.cytoscape_graph(value)
    assert set(graph.edges) == set(kb.citations.edges)
    assert graph.nodes["author2022squeeze"]["label"] == "SQUEEZE"
    assert value["data"] == {"name": "citations"}
    ids = {node["data"]["id"] for node in value["elements"]["nodes"]}
    ends = {edge["data"][end] for edge in value["elements"]["edges"] for end in ("source", "target")}
    assert ends <= ids == set(kb.papers)
    assert all(isinstance(edge["data"]["sources"], str) for edge in value["elements"]["edges"])


@pytest.mark.parametrize(("name", "key", "number"), [("graphml", "attr.name", "attr.type"), ("gexf", "title", "type")])
def test_graphs_declare_types_that_gephi_reads(name: str, key: str, number: str) -> None:
    root = ET.fromstring(render(name, knowledge_base()))  # noqa: S314 - our own
    declared = {one.get(key): one.get(number) for one in root.iter() if one.tag.endswith(("}key", "}attribute"))}
    assert declared["year"] in {"int", "integer", "long"}
    assert {declared[field] for field in ("title", "venue", "category", "references", "sources")} == {"string"}


def test_gexf_shows_names_as_labels() -> None:
    root = ET.fromstring(render("gexf", knowledge_base()))  # noqa: S314 - our own
    labels = {one.get("id"): one.get("label") for one in root.iter() if one.tag.endswith("}node")}
    assert (labels["author2022squeeze"], labels["berg2019prune"]) == ("SQUEEZE", "berg2019prune")


def test_gexf_names_no_date() -> None:
    assert not re.search(rb"lastmodified|NetworkX", render("gexf", knowledge_base()))


def test_tables_agree_with_each_other(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_questions_to_the_tables(database: sqlite3.Connection) -> None:
    def ask(query: str) -> list[tuple[object, ...]]:
        return database.execute(query).fetchall()

    assert ask("SELECT name FROM authors WHERE paper = 'author2022squeeze' ORDER BY position") == [
        ("Ada Author",),
        ("Łukasz Müller-Nowak",),
        ("Marwa El Halabi",),
    ]
    assert ask("SELECT parent FROM categories WHERE id = 'weights'") == [("quantization",)]
    assert ask("SELECT category FROM paper_categories WHERE paper = 'team2024cache' ORDER BY position") == [
        ("kv-cache",),
        ("weights",),
    ]
    assert ask("SELECT cited FROM citations WHERE paper = 'author2022squeeze'") == [("berg2019prune",)]
    assert ask("SELECT paper FROM former_keys") == [("author2022squeeze",)]
    assert ask("SELECT alias FROM venue_aliases WHERE venue = 'CONF'") == [("CNOF",), ("Conf.",)]
    assert ask("SELECT value, url, checked FROM cells WHERE framework = 'fast' AND word = 'amd'") == [
        (
            "yes",
            "https://github.com/example/fast/blob/0123456789abcdef0123456789abcdef01234567/README.md#L4",
            "2026-08-22",
        )
    ]
    assert ask("SELECT count(*) FROM cells WHERE framework = 'slow'") == [(0,)]
    assert ask("SELECT key FROM papers WHERE authors_unknown") == [("unknown2021note",)]
    assert ask("SELECT unit FROM metric_units WHERE metric = 'latency' ORDER BY position") == [("ms",), ("s",)]
    assert ask("SELECT parameters, survey_row_gpus_cost, architecture_layers FROM models ORDER BY id") == [
        (175_000_000_000, "8 A100", None),
        (7_000_000_000, None, 32),
    ]
    assert ask("SELECT alias FROM model_aliases WHERE model = 'giant'") == [("titan",)]
    assert ask("SELECT flops_fp16 FROM hardware WHERE id = 'fast-80gb'") == [(3e14,)]
    assert ask("SELECT source, url FROM sources WHERE kind = 'paper' AND field = 'authors' ORDER BY position") == [
        ("example/list:README.md#L3", "https://github.com/example/list/blob/HEAD/README.md#L3"),
        ("example/other:papers.bib", "https://github.com/example/other/blob/HEAD/papers.bib"),
    ]


def test_schemas_take_the_records_that_are_there() -> None:
    form = FORMATS["jsonschema"]
    assert isinstance(form, FolderFormat)
    schemas = {name: json.loads(text) for name, text in form.render(knowledge_base()).items()}
    paper = schemas["paper.json"]["definitions"]["Paper"]["properties"]
    assert paper["venue"]["enum"] == ["CONF", "JOUR", "arXiv", "Web"]
    assert paper["categories"]["items"]["enum"] == ["kv-cache", "pruning", "weights"]
    assert "key" not in paper


def test_parquet_has_columns_of_one_type() -> None:
    read = parquet.read_table(io.BytesIO(render("parquet", knowledge_base(MEASURED, *PAPERS))))
    types = {field.name: str(field.type) for field in read.schema}
    assert {name: types[name] for name in ("key", "year", "authors_unknown", "references", "sources", "results")} == {
        "key": "string",
        "year": "int64",
        "authors_unknown": "bool",
        "references": "string",
        "sources": "string",
        "results": "string",
    }
    assert types["authors"].startswith("list<")
    assert read.schema.metadata[b"effllm.license"] == b"CC-BY-4.0"
    rows = {row["key"]: row for row in read.to_pylist()}
    assert json.loads(rows["author2022squeeze"]["sources"])["cites"] == "example/squeeze:paper.bbl"
    assert json.loads(rows[MEASURED.key]["results"])[0]["value"] == 9.5
    nothing = parquet.read_table(io.BytesIO(knowledge_base().papers.filter(since=2030).to_parquet()))
    assert (nothing.num_rows, nothing.schema.names, nothing.schema.types) == (0, read.schema.names, read.schema.types)


@pytest.mark.corpus
@pytest.mark.parametrize("name", FILES)
def test_the_real_records_in_every_format(name: str) -> None:
    content = render(name, real_records())
    assert len(content) > 50_000


def test_what_papers_report_in_tables() -> None:
    kb = knowledge_base(*PAPERS, MEASURED)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(render("sqlite", kb))
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        asked = "SELECT value, dataset, baseline_value FROM results WHERE metric = 'perplexity' ORDER BY position"
        assert database.execute(asked).fetchall() == [(9.5, "Fable", 9.25), (8.5, "Fable", None)]
        assert database.execute("SELECT symbol, value FROM constants").fetchall() == [("a_N", 0.5), ("N_c", 8.8e13)]
        named = database.execute("SELECT list, paper FROM list_papers").fetchall()
        assert named == [("awesome-thin", "author2022squeeze")]
        read = database.execute("SELECT section, paper FROM readings ORDER BY position").fetchall()
        assert read == [("Required", "berg2019prune"), ("Further", "author2022squeeze")]
