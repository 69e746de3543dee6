"""The formats by name, and those that are the records as they are: JSON and JSON Schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from effllm.export import graphs, sqlite
from effllm.export.awesome import to_awesome
from effllm.store.schema import json_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from effllm.kb import KnowledgeBase


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that is one file.

    Attributes:
        summary: what is in it, and who reads it.
        render: the knowledge base in this format; equal records give equal bytes.
        binary: whether it is no text, and so nothing for a terminal.
        about: the same of the papers in a category, by its id, where the format says which one it is.
    """

    summary: str
    render: Callable[[KnowledgeBase], bytes]
    binary: bool = False
    about: Callable[[KnowledgeBase, str], bytes] | None = None


@dataclass(frozen=True, slots=True)
class FolderFormat:
    """A format that is a folder of files.

    Attributes:
        summary: what is in it, and who reads it.
        render: the content of each file, by its name.
    """

    summary: str
    render: Callable[[KnowledgeBase], Mapping[str, bytes]]


def to_json(kb: KnowledgeBase) -> bytes:
    """Return all records: what identifies them, the vocabulary, and lists of every other kind, categories nested."""
    named = {"branches": "taxonomy"}
    everything = {named.get(name, name): value for name, value in kb.corpus.to_dict().items()}
    return (json.dumps({"snapshot": kb.snapshot.identity, **everything}, indent=2, ensure_ascii=False) + "\n").encode()


def to_bibtex(kb: KnowledgeBase) -> bytes:
    """Return the papers as BibTeX, below comments that identify the data."""
    head = "".join(f"% {name}: {value}\n" for name, value in kb.snapshot.identity.items() if value)
    return f"% effllm\n{head}\n{kb.papers.to_bibtex()}".encode()


def to_jsonl(kb: KnowledgeBase) -> bytes:
    """Return the papers, one JSON object a line."""
    return "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in kb.papers.to_records()).encode()


def to_schemas(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the schemas by file name; categories and venues that exist are enumerated in them."""
    return {PurePosixPath(path).name: text.encode() for path, text in json_schemas(kb.corpus).items()}


def to_parquet(kb: KnowledgeBase) -> bytes:
    """Return the papers, with what identifies the data in the metadata of the file.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    about = {f"effllm.{name}": value for name, value in kb.snapshot.identity.items() if value}
    return kb.papers.to_parquet(about=about)


FORMATS: dict[str, FileFormat | FolderFormat] = {
    "bibtex": FileFormat("Papers for LaTeX.", to_bibtex),
    "csl-json": FileFormat("Papers for pandoc, Zotero and citeproc.", lambda kb: kb.papers.to_csl_json().encode()),
    "ris": FileFormat("Papers for EndNote, Mendeley and Zotero.", lambda kb: kb.papers.to_ris().encode()),
    "csv": FileFormat("Papers for spreadsheets, a line each.", lambda kb: kb.papers.to_csv().encode()),
    "json": FileFormat("All records of every kind.", to_json),
    "jsonl": FileFormat("Papers, a JSON object a line.", to_jsonl),
    "sqlite": FileFormat("All records as a database of normalised tables.", sqlite.to_sqlite, binary=True),
    "parquet": FileFormat("Papers as a columnar table for data frames.", to_parquet, binary=True),
    "graphml": FileFormat("The citation graph, for Gephi, yEd and networkx.", graphs.to_graphml),
    "gexf": FileFormat("The citation graph, for Gephi.", graphs.to_gexf),
    "node-link": FileFormat("The citation graph as JSON, for networkx and D3.", graphs.to_node_link),
    "cytoscape": FileFormat("The citation graph as JSON, for Cytoscape.", graphs.to_cytoscape),
    "awesome": FileFormat("Papers as a README list.", to_awesome, about=to_awesome),
    "jsonschema": FolderFormat("JSON Schemas of the records, for editors.", to_schemas),
}
"""Every format by the name that ``effllm export`` knows it under."""
