"""The published files as one description in the form of Croissant, which loaders of data sets read.

The form is that of https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from effllm.site.building.render import File
from effllm.site.pages.data import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from effllm.as_table import AsTable, TableColumn
    from effllm.site.view import View

PATH = "croissant.json"

_TERMS = (
    *(
        "citeAs",
        "column",
        "equivalentProperty",
        "extract",
        "field",
        "fileProperty",
        "fileObject",
        "fileSet",
        "format",
        "includes",
    ),
    *("isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated"),
    *("replace", "samplingRate", "separator", "source", "subField", "transform"),
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
"""The context that the standard prescribes, word for word."""

_TYPES = {str: "sc:Text", int: "sc:Integer", float: "sc:Float", bool: "sc:Boolean"}

_FORMATS = {
    "json": "application/json",
    "ndjson": "application/jsonlines",
    "csv": "text/csv",
    "bib": "application/x-bibtex",
    "parquet": "application/x-parquet",
    "gz": "application/gzip",
}
"""Media types by the ending of a file."""


def made(view: View, read: Callable[[str], bytes]) -> File:
    """Return the description.

    Args:
        view: the knowledge base.
        read: gives the content of a file of the site by its path.
    """
    kb, snapshot = view.kb, view.kb.snapshot
    tables: dict[str, AsTable] = {
        "papers": kb.papers,
        "results": kb.results(),
        "models": kb.models,
        "hardware": kb.hardware,
        "measurements": kb.measurements,
    }
    paths = [f"api/v1/{name}.csv" for name in tables]
    paths += [f"api/v1/{name}.json" for name in ("papers", "frameworks", "taxonomy", "citations", "results")]
    paths += ["api/v1/papers.ndjson", "api/v1/papers.bib", DATABASE]
    paths += [f"data/{name}.parquet" for name in ("papers", "results", "cells", "models", "hardware")]
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "effllm",
        "description": "Research on efficient language models as records with sources: papers, citations, reported "
        "results, frameworks compared cell by cell, language models, accelerators.",
        "version": snapshot.version,
        **({"datePublished": snapshot.date, "dateModified": snapshot.date} if snapshot.date else {}),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        **({"url": view.address} if view.address else {}),
        "creator": {"@type": "sc:Organization", "name": "the effllm contributors"},
        "citeAs": "the effllm contributors: effllm, an open knowledge base of efficient-LLM research, "
        f"data {snapshot.version}",
        "distribution": [_file(view.address, path, read(path)) for path in paths],
        "recordSet": [_records(name, table) for name, table in tables.items()],
    }
    return File(PATH, json.dumps(described, indent=1, ensure_ascii=False) + "\n")


def _file(address: str, path: str, content: bytes) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": f"{address.rstrip('/')}/{path}" if address else path,
        "contentSize": f"{len(content)} B",
        "encodingFormat": _FORMATS[name.rpartition(".")[2]],
        "sha256": sha256(content).hexdigest(),
    }


def _records(name: str, table: AsTable) -> dict[str, Any]:
    columns = [column for column in table._columns() if column.in_csv]  # noqa: SLF001 - a table of ours
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [*_fields(name, columns)],
    }


def _fields(name: str, columns: list[TableColumn]) -> Iterator[dict[str, Any]]:
    """Yield the columns of a CSV file: a list is one text, and a number that may be missing no whole one."""
    for column in columns:
        whole = column.holds in {int, bool} and column.optional
        holds = float if whole else str if column.many else column.holds
        yield {
            "@type": "cr:Field",
            "@id": f"{name}/{column.name}",
            "name": column.name,
            "dataType": _TYPES.get(holds, "sc:Text"),
            "source": {"fileObject": {"@id": f"{name}.csv"}, "extract": {"column": column.name}},
        }
