"""Somebody who has never seen the project adds papers, and makes the mistakes that people really make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.store import layout
from tests.checkouts import BASE
from tests.fake_services import StandIn, crossref, feed

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from effllm.records import Paper

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
added: 2025-11-30
"""


@dataclass
class Newcomer:
    """A person at a shell, in a fresh copy of the project."""

    home: Path
    services: StandIn
    category: str
    here: tuple[Paper, Paper]

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

    def writes(self, path: str, text: str) -> None:
        """Save a file, its folders too."""
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text(text, encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.home.rglob("*") if path.is_file()}


@pytest.fixture(params=[BASE, pytest.param(ROOT, marks=pytest.mark.corpus)], ids=["invented", "real"])
def newcomer(request: pytest.FixtureRequest, tmp_path: Path, httpserver: HTTPServer) -> Newcomer:
    for folder in ("papers", "taxonomy", "docs"):
        if (request.param / folder).is_dir():
            shutil.copytree(request.param / folder, tmp_path / folder)
    real = request.param == ROOT
    category = "weight-only-quantization" if real else "weight-only"
    papers = effllm.load(tmp_path).papers
    one, other = ("frantar2022gptq", "dao2022flashattention") if real else ("author2023slim", "builder2022thin")
    return Newcomer(tmp_path, StandIn(httpserver), category, (papers[one], papers[other]))


def test_the_first_five_minutes(newcomer: Newcomer) -> None:
    people = ["Dora Doe", "Zoé Müller"]
    newcomer.services.says(
        "/arxiv-api/api/query",
        feed(
            ARXIV,
            "QZX: Quantized Weights\n of an Invented Model",
            people,
            "Only the weights are rounded, after training.",
        ),
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
    assert "no problems" in newcomer.types("validate")
    assert newcomer.types("fmt", "--check").startswith("nothing to rewrite")
    assert "Two Bits" in newcomer.types("show", "muller2025zyq")


def test_the_paper_is_here_already(newcomer: Newcomer) -> None:
    newcomer.services.says("/arxiv-api/api/query", feed(ARXIV, "QZX: Quantized", ["Dora Doe"]))
    newcomer.types("add", ARXIV, "--category", newcomer.category)
    before = newcomer.files()
    said = newcomer.types("add", f"https://arxiv.org/pdf/{ARXIV}", "--category", newcomer.category, status=1)
    first = f"{ARXIV} already exists as papers/2025/doe2025qzx.yml (QZX).\n  help: nothing to do, it is in "
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


BROKEN = {
    "1 the paper again": ("title: .*", "title: '{title}'", "D001 {arxiv} is already in {path}"),
    "2 a link as code": ("code: .*", 'code: "[[Code]](https://github.com/a/b)"', "L001 code is not an address"),
    "3 two ids": ("arxiv: .*", 'arxiv: "2304.04487 (2406.18200)"', "I005 two different arXiv ids in one field"),
    "4 a digit too many": ("arxiv: .*", 'arxiv: "2412.167192"', "I001 arXiv id needs 4+5 digits, got 4+6"),
    "4 an id of another paper": ("title: .*", "title: An Umbrella", "two titles, one of them has the wrong id"),
    "7 a saved page": ("# yaml", "<!DOCTYPE html>\n# yaml", "Y003 the file is HTML, expected YAML"),
    "8 an empty file": ("(?s).+", "", "Y008 the file is empty"),
    "9 quotes": ("year: .*", 'year: "2025"', "S003 year must be a whole number"),
    "9 a mapping": ("venue: .*", "venue: {name: ICLR}", "S003 venue must be a text, found a mapping"),
    "9 indentation": ("year: .*", "  year: 2025", "Y007 not valid YAML"),
    "11 another id": ("code: .*", 'figshare: "12345678"', "S001 unknown field figshare"),
    "11 a file as code": ("code: .*", "code: https://github.com/a/b/blob/main/c.pdf", "L002 code is a page inside"),
    "11 a category": ("categories: .*", "categories: [weigth-only]", 'C001 no category "weigth-only"'),
    "12 a typo": ("venue: .*", "venue: NeurlPS", 'V001 venue "NeurlPS" is not in the list'),
    "12 a former name": ("venue: .*", "venue: NIPS", 'V001 venue "NIPS" is not in the list'),
    "12 capitals": ("venue: .*", "venue: Arxiv", 'V001 venue "Arxiv" is not in the list'),
    "12 two venues": ("venue: .*", "venue: arXiv, ICLR", 'V001 venue "arXiv, ICLR" is not in the list'),
    "12 too early": ("year: .*", "year: 2022", "V002 year 2022 is before the arXiv id's 2025"),
    "13 a space": ("code: .*", "code: https://github.com/a/b c", "L001 code is not an address"),
    "13 no owner": ("code: .*", "code: https://github.com/b", "L002 "),
}
"""Way, numbered as in the other test of them -> what is found in a right record, what comes instead, what is said."""


def test_every_way_at_once(newcomer: Newcomer) -> None:
    """A record is broken in each way, pages and schemas are edited too; one look tells all of it."""
    before = newcomer.files()
    here = newcomer.here[0]
    path = layout.paper_path(here.key)
    wanted = {}
    for number, (way, (found, instead, said)) in enumerate(BROKEN.items()):
        word = "qzw" + chr(ord("a") + number)
        text = RIGHT.replace("CATEGORY", newcomer.category).replace("QZW", word.upper())
        text = text.replace("An Invented Paper", way.title()).replace("2501.99997", f"2501.9{number:04}")
        if "title" in found:
            text = text.replace(f"2501.9{number:04}", newcomer.here[way[0] == "4"].arxiv or "")
        new = instead.replace("{title}", here.title).replace("\\", r"\\")
        broken = re.sub(found, new, text, count=1)
        assert broken != text
        record = f"papers/2025/doe2025{word}.yml"
        newcomer.writes(record, broken)
        wanted[record] = said.replace("{arxiv}", here.arxiv or "").replace("{path}", path)
    newcomer.writes("docs/papers/index.md", "# My paper\n")
    newcomer.writes("docs/schema/paper.json", "{}\n")
    wanted |= {"docs/papers/index.md": "F002 ", "docs/schema/paper.json": "F002 "}
    said = newcomer.types("validate", status=1)
    told = {block.partition(":")[0]: block for block in said.split("\n\n")}
    for record, text in wanted.items():
        assert text in told[record]
        assert "\n  help: " in told[record]
    after = newcomer.files()
    assert {name: after[name] for name in before if "schema" not in name} == {
        name: content for name, content in before.items() if "schema" not in name
    }
    assert newcomer.services.asked() == [], "no check asks a service"


def test_links_swapped_in_a_list(newcomer: Newcomer) -> None:
    """Way 5, and a list with nothing wrong is told so."""
    one, other = newcomer.here
    lines = [f"- {a.title}, [paper](https://arxiv.org/abs/{b.arxiv})\n" for a, b in ((one, other), (other, one))]
    newcomer.writes("list.md", "# Papers\n\n" + "".join(lines))
    said = newcomer.types("lint", "list.md", status=1)
    for number, (titled, linked) in enumerate(((one, other), (other, one)), 3):
        assert re.search(rf'list.md:{number}:\d+: EL001 {linked.arxiv} is "{re.escape(linked.title[:30])}', said), said
        assert titled.title[:30] in said
    newcomer.writes("list.md", f"# Papers\n\n- {one.title} [paper](https://arxiv.org/abs/{one.arxiv})\n")
    assert newcomer.types("lint", "list.md") == "nothing found (1 file read)\n"


def test_a_bibliography_and_a_reference_list(newcomer: Newcomer) -> None:
    """A .bib with a broken entry and a paper that is here; then what the new paper cites."""
    one, other = newcomer.here
    again = (
        f"@article{{again, title={{{one.title}}}, author={{{' and '.join(one.authors)}}}, eprint={{{one.arxiv}}}}}\n"
    )
    broken = "@article{broken, title={Never Closed, year=2024\n"
    newcomer.writes("mine.bib", BIB + again + broken)
    dry = newcomer.types("import-bib", "mine.bib", "--category", newcomer.category, "--dry-run", status=1)
    assert not (newcomer.home / "papers/2025/muller2025zyq.yml").exists()
    said = newcomer.types("import-bib", "mine.bib", "--category", newcomer.category, status=1)
    for text in (dry, said):
        assert re.search(rf"\b8\b.* the same paper as papers/\d+/{one.key}\.yml", text), text
        assert re.search(r"\b9\b.* the entry is not closed", text), text
    assert (newcomer.home / "papers/2025/muller2025zyq.yml").exists()
    item = f"\\bibitem{{a}} {', '.join(other.authors)}. {other.title}. {other.year}.\n"
    newcomer.writes("main.bbl", f"\\begin{{thebibliography}}{{9}}\n{item}\\end{{thebibliography}}\n")
    arguments = ("cite", "muller2025zyq", "--from", "main.bbl", "--source", "example/zyq:main.bbl")
    assert "1 of papers here, 1 new in cites" in newcomer.types(*arguments)
    assert f"cites: [{other.key}]\n" in (newcomer.home / "papers/2025/muller2025zyq.yml").read_text(encoding="utf-8")
    assert "no problems" in newcomer.types("validate")
