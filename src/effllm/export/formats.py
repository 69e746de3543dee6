"""The formats by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.export import graphs, jsonschema, parquet, records, sqlite

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
    """

    summary: str
    render: Callable[[KnowledgeBase], bytes]
    binary: bool = False


@dataclass(frozen=True, slots=True)
class FolderFormat:
    """A format that is a folder of files.

    Attributes:
        summary: what is in it, and who reads it.
        render: the content of each file, by its name.
    """

    summary: str
    render: Callable[[KnowledgeBase], Mapping[str, bytes]]


FORMATS: dict[str, FileFormat | FolderFormat] = {
    "bibtex": FileFormat("Papers for LaTeX.", lambda kb: kb.papers.to_bibtex().encode()),
    "csl-json": FileFormat("Papers for pandoc, Zotero and citeproc.", lambda kb: kb.papers.to_csl_json().encode()),
    "ris": FileFormat("Papers for EndNote, Mendeley and Zotero.", lambda kb: kb.papers.to_ris().encode()),
    "csv": FileFormat("Papers for spreadsheets, a line each.", lambda kb: kb.papers.to_csv().encode()),
    "json": FileFormat("All records of every kind.", records.to_json),
    "jsonl": FileFormat("Papers, a JSON object a line.", records.to_jsonl),
    "sqlite": FileFormat("All records as a database of normalised tables.", sqlite.to_sqlite, binary=True),
    "parquet": FileFormat("Papers as a columnar table for data frames.", parquet.to_parquet, binary=True),
    "graphml": FileFormat("The citation graph, for Gephi, yEd and networkx.", graphs.to_graphml),
    "gexf": FileFormat("The citation graph, for Gephi.", graphs.to_gexf),
    "node-link": FileFormat("The citation graph as JSON, for networkx and D3.", graphs.to_node_link),
    "cytoscape": FileFormat("The citation graph as JSON, for Cytoscape.", graphs.to_cytoscape),
    "jsonschema": FolderFormat("JSON Schemas of the records, for editors.", jsonschema.to_schemas),
}
"""Every format by the name that ``effllm export`` knows it under."""
