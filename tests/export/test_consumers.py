"""Each export opened by a program that people open it with; what it reads is what the records say."""

from __future__ import annotations

import io
import json
import sqlite3
import warnings
from contextlib import closing
from typing import TYPE_CHECKING, Any

import duckdb
import networkx as nx
import pandas as pd
import pypandoc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from pyarrow import parquet
from pybtex.database import parse_string as pybtex_parse

from effllm.export import FORMATS, FileFormat
from tests.factories import MEASURED, PAPERS, knowledge_base, paper

if TYPE_CHECKING:
    from pathlib import Path

KB = knowledge_base(MEASURED, *PAPERS, paper("zero2022tail", title="A Tail of Zero", arxiv="2210.10000"))
KEYS = list(KB.papers)
ARXIV = {key: one.arxiv for key, one in KB.papers.items() if one.arxiv}


def rendered(name: str) -> bytes:
    form = FORMATS[name]
    assert isinstance(form, FileFormat)
    return form.render(KB)


def bare(value: Any) -> str:  # noqa: ANN401 - a cell
    return str(value).removeprefix("arXiv:")


def test_csv_in_pandas() -> None:
    frame = pd.read_csv(io.BytesIO(rendered("csv")))
    assert list(frame.key) == KEYS
    assert {key: bare(value) for key, value in zip(frame.key, frame.arxiv, strict=True) if value == value} == ARXIV  # noqa: PLR0124 - NaN


def test_csv_and_parquet_in_duckdb(tmp_path: Path) -> None:
    for name in ("csv", "parquet"):
        (tmp_path / f"papers.{name}").write_bytes(rendered(name))
        with closing(duckdb.connect()) as database:
            rows = database.execute(f"SELECT key, arxiv, year FROM '{tmp_path}/papers.{name}'").fetchall()  # noqa: S608 - a path
        assert [key for key, _, _ in rows] == KEYS
        assert {key: bare(arxiv) for key, arxiv, _ in rows if arxiv} == ARXIV
        assert {type(year) for _, _, year in rows} == {int}


def test_parquet_in_pandas_and_pyarrow() -> None:
    frame = pd.read_parquet(io.BytesIO(rendered("parquet")))
    assert {key: arxiv for key, arxiv in zip(frame.key, frame.arxiv, strict=True) if isinstance(arxiv, str)} == ARXIV
    authors = parquet.read_table(io.BytesIO(rendered("parquet"))).column("authors").to_pylist()
    assert authors == [list(one.authors) for one in KB.papers.values()]


def test_json_lines_in_duckdb(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_bytes(rendered("jsonl"))
    with closing(duckdb.connect()) as database:
        rows = database.execute(f"SELECT key, arxiv FROM '{tmp_path}/papers.jsonl'").fetchall()  # noqa: S608 - as above
    assert {key: arxiv for key, arxiv in rows if arxiv} == ARXIV


def test_sqlite_in_sqlite3_and_pandas(tmp_path: Path) -> None:
    file = tmp_path / "effllm.sqlite"
    file.write_bytes(rendered("sqlite"))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        frame = pd.read_sql("SELECT key, arxiv, cited_by FROM paper_list", database)
    assert {key: arxiv for key, arxiv in zip(frame.key, frame.arxiv, strict=True) if isinstance(arxiv, str)} == ARXIV


def test_bibtex_in_bibtexparser() -> None:
    library = parse_string(rendered("bibtex").decode())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == KEYS
    eprints = {entry.key: entry["eprint"] for entry in library.entries if "eprint" in entry}
    assert eprints == ARXIV


def test_bibtex_in_pybtex() -> None:
    found = pybtex_parse(rendered("bibtex").decode(), "bibtex")
    assert set(found.entries) == set(KEYS)
    assert {key: entry.fields["eprint"] for key, entry in found.entries.items() if "eprint" in entry.fields} == ARXIV
    first = KB.papers["author2022squeeze"].authors
    assert len(found.entries["author2022squeeze"].persons["author"]) == len(first)


@pytest.mark.parametrize("name", ["bibtex", "csl-json"])
def test_references_in_pandoc(name: str, tmp_path: Path) -> None:
    file = tmp_path / ("references.bib" if name == "bibtex" else "references.json")
    file.write_bytes(rendered(name))
    text = pypandoc.convert_text(
        "@author2022squeeze and @zero2022tail",
        "plain",
        format="markdown",
        extra_args=["--citeproc", f"--bibliography={file}"],
    )
    assert "A Tail of Zero" in text
    assert "Author" in text
    assert "zero2022tail?" not in text
    assert "accepted" not in text  # that is not known of any paper


def test_ris_in_rispy() -> None:
    entries = rispy.loads(rendered("ris").decode())
    assert [entry["id"] for entry in entries] == KEYS
    assert [entry["title"] for entry in entries] == [one.title for one in KB.papers.values()]


@pytest.mark.parametrize("name", ["graphml", "gexf", "node-link", "cytoscape"])
def test_graphs_in_networkx(name: str) -> None:
    content = rendered(name)
    readers: dict[str, Any] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in readers:
            graph = readers[name](io.BytesIO(content))
        elif name == "node-link":
            graph = nx.node_link_graph(json.loads(content), edges="edges")
        else:
            graph = nx.cytoscape_graph(json.loads(content))
    assert set(graph) == set(KEYS)
    assert set(graph.edges) == {
        (key, cited) for key, one in KB.papers.items() for cited in one.cites if cited in KB.papers
    }
