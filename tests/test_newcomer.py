"""Somebody who has never seen the project adds papers, and makes the mistakes that people really make."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checkouts import BASE
from tests.standin import StandIn, crossref, feed

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

ROOT = Path(__file__).parents[1]
ARXIV, DOI = "2501.99998", "10.99999/invented.1"
BIB = """@inproceedings{k,
  title = {{ZYQ}: Invented Caches in Two Bits},
  author = {M{\\"u}ller, Zo{\\'e} and Doe, Dora},
  booktitle = {The Thirteenth International Conference on Invented Learning (ICLR 2025)},
  year = 2025,
  url = {https://openreview.net/forum?id=Zz9yYx8wWv}
}
"""
RIGHT = """# yaml-language-server: $schema=../../docs/schema/paper.json
title: "QZW: An Invented Paper"
name: QZW
authors: [Dora Doe]
year: 2025
venue: ICLR
arxiv: "2501.99997"
code: https://github.com/example/qzw
categories: [CATEGORY]
"""


@dataclass
class Newcomer:
    """A person at a shell, in a fresh copy of the project."""

    home: Path
    services: StandIn
    category: str

    def types(self, *arguments: str | Path, status: int = 0) -> str:
        """Run a command; return all that it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "effllm", *arguments],
            cwd=self.home,
            env=os.environ | {"EFFLLM_SOURCES": self.services.url},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == status, said
        assert "Traceback" not in said
        return said

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.home.rglob("*") if path.is_file()}


@pytest.fixture(params=[BASE, pytest.param(ROOT, marks=pytest.mark.corpus)], ids=["invented", "real"])
def newcomer(request: pytest.FixtureRequest, tmp_path: Path, httpserver: HTTPServer) -> Newcomer:
    for folder in ("papers", "taxonomy"):
        shutil.copytree(request.param / folder, tmp_path / folder)
    category = "weight-only" if request.param == BASE else "weight-only-quantization"
    return Newcomer(tmp_path, StandIn(httpserver), category)


def test_the_first_five_minutes(newcomer: Newcomer) -> None:
    people = ["Dora Doe", "Zoé Müller"]
    newcomer.services.says(
        "/arxiv-api/api/query", feed(ARXIV, "QZX: Quantized Weights\n of an Invented Model", people, "Weight bits.")
    )
    newcomer.services.says(
        f"/crossref/works/{DOI}",
        crossref(DOI, "An Invented Study of Weights", [("Dora", "Doe")], container_title=["NeurIPS 2024"]),
    )
    (newcomer.home / "mine.bib").write_text(BIB, encoding="utf-8")
    before = newcomer.files()

    said = newcomer.types("add", f"https://arxiv.org/abs/{ARXIV}v1", status=2)
    assert f"  {newcomer.category}: like " in said
    assert newcomer.files() == before

    said = newcomer.types("add", ARXIV, "--category", newcomer.category)
    assert said.startswith("papers/2025/doe2025qzx.yml\n")
    assert "effllm validate papers/2025/doe2025qzx.yml" in said
    assert newcomer.types("validate", "papers/2025/doe2025qzx.yml").startswith("no problems")
    newcomer.types("add", DOI, "--category", newcomer.category)
    newcomer.types("add", "mine.bib", "--category", newcomer.category)
    added = sorted(path.removeprefix(f"{newcomer.home}/") for path in newcomer.files().keys() - before.keys())
    assert len(added) == 3
    assert "papers/2025/muller2025zyq.yml" in added
    assert newcomer.types("validate").startswith("no problems")
    assert newcomer.types("fmt", "--check").startswith("nothing to rewrite")
    assert "Two Bits" in newcomer.types("show", "muller2025zyq")


def test_the_paper_is_here_already(newcomer: Newcomer) -> None:
    newcomer.services.says("/arxiv-api/api/query", feed(ARXIV, "QZX: Quantized", ["Dora Doe"]))
    newcomer.types("add", ARXIV, "--category", newcomer.category)
    before = newcomer.files()
    said = newcomer.types("add", f"https://arxiv.org/pdf/{ARXIV}", "--category", newcomer.category, status=1)
    first = f"{ARXIV} already exists as papers/2025/doe2025qzx.yml (QZX). Add the category there instead.\n"
    assert said.startswith(first)
    assert newcomer.files() == before


def test_the_services_are_down(newcomer: Newcomer) -> None:
    newcomer.services.says("/arxiv-api/api/query", "Rate exceeded.", status=429)
    before = newcomer.files()
    said = newcomer.types("add", ARXIV, "--category", newcomer.category, status=1)
    assert "could not reach arXiv (429), DataCite (500), arXiv's page (500): not your fault" in said
    assert f'arxiv: "{ARXIV}"\ncategories: [{newcomer.category}]\n' in said
    assert newcomer.files() == before


on_invented_records = pytest.mark.parametrize("newcomer", [BASE], indirect=True, ids=["invented"])


@on_invented_records
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "form is empty: paste an arXiv id, DOI or BibTeX"),
        ("2412.167192", "arXiv id needs 4+5 digits, got 4+6"),
        ("https://figshare.com/articles/thing/123", "identifier type not accepted"),
        ("https://github.com/a/b/blob/main/paper.pdf", "identifier type not accepted"),
    ],
)
def test_what_is_no_paper(typed: str, said: str, newcomer: Newcomer) -> None:
    assert said in newcomer.types("add", typed, status=2)


@on_invented_records
def test_a_category_that_does_not_exist(newcomer: Newcomer) -> None:
    said = newcomer.types("add", ARXIV, "--category", newcomer.category.replace("weight", "wieght"), status=2)
    assert f"did you mean {newcomer.category}" in said


@on_invented_records
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("https://github.com/example/qzw", '"[[Code]](https://github.com/a/b)"', "code is not an address"),
        (
            '"2501.99997"',
            '"2304.04487 (2406.18200)"',
            "two different arXiv ids in one field",
        ),
        ('"2501.99997"', '"2412.167192"', "arXiv id needs 4+5 digits, got 4+6"),
        ("year: 2025", 'year: "2025"', "without quotes: year: 2025"),
        ("authors: [Dora Doe]", "authors: {name: Dora Doe}", "authors must be a list, found a mapping"),
        ("venue: ICLR", "venue: ICRL", 'venue "ICRL" is not in the list'),
        ("year: 2025", "year: 2022", "year 2022 is before the arXiv id's 2025"),
        ("example/qzw", "example /qzw", "code is not an address"),
        (
            "# yaml",
            "<!DOCTYPE html>\n# yaml",
            "the file is HTML, expected YAML",
        ),
    ],
)
def test_records_broken_as_people_break_them(right: str, wrong: str, said: str, newcomer: Newcomer) -> None:
    record = newcomer.home / "papers/2025/doe2025qzw.yml"
    record.parent.mkdir(exist_ok=True)
    text = RIGHT.replace("CATEGORY", newcomer.category)
    assert right in text
    record.write_text(text.replace(right, wrong), encoding="utf-8")
    told = newcomer.types("validate", record, status=1)
    assert said in told
    assert told.startswith("papers/2025/doe2025qzw.yml:")
    record.write_text(text, encoding="utf-8")
    assert newcomer.types("validate", record).startswith("no problems")
