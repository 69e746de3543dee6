"""Files of the site that other programs read: Parquet tables, and the Croissant description of all files."""

from __future__ import annotations

import csv
import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from effllm.site.pages.data import parquet_tables

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase


@pytest.fixture(scope="module")
def described(built: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built / "croissant.json").read_text(encoding="utf-8"))
    return found


def test_duckdb_reads_every_parquet_table(built: Path, kb: KnowledgeBase) -> None:
    page = (built / "data" / "index.html").read_text(encoding="utf-8")
    for name, table in parquet_tables(kb).items():
        file = built / "data" / f"{name}.parquet"
        ((count,),) = duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()  # noqa: S608 - a path of the test
        assert count == len(table.to_records())
        assert f"data/{name}.parquet" in page


def test_croissant_has_what_the_standard_demands(described: dict[str, Any], kb: KnowledgeBase) -> None:
    """The rules of Croissant 1.0 that its own loader checks; the loader brings 300 MB of other packages."""
    assert described["@type"] == "sc:Dataset"
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert {"name", "description", "license", "creator", "citeAs", "version"} <= described.keys()
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", described["version"])
    assert described["version"] == kb.snapshot.version
    ids = [one["@id"] for kind in ("distribution", "recordSet") for one in described[kind]]
    ids += [field["@id"] for one in described["recordSet"] for field in one["field"]]
    assert len(ids) == len(set(ids))


def test_croissant_tells_each_file_as_it_is(built: Path, described: dict[str, Any]) -> None:
    for file in described["distribution"]:
        content = (built / file["contentUrl"]).read_bytes()
        assert file["sha256"] == sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"


def test_croissant_names_columns_that_the_files_have(built: Path, described: dict[str, Any]) -> None:
    files = {one["@id"]: built / one["contentUrl"] for one in described["distribution"]}
    for records in described["recordSet"]:
        (name,) = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        with files[name].open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header
        assert {field["dataType"] for field in records["field"]} <= {"sc:Text", "sc:Integer", "sc:Float", "sc:Boolean"}
