"""`effllm lint --missing`: what a list lacks of a category, in the list's own form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.export.list_form import ListForm
from tests.checkouts import BASE
from tests.cli.conftest import run
from tests.lint.lists import PAPERS, bullet

if TYPE_CHECKING:
    from tests.cli.conftest import Run

__all__ = ["run"]


@pytest.mark.parametrize("style", range(6))
def test_lines_are_in_the_form_of_most_neighbours(style: int) -> None:
    alike = [paper for number, paper in enumerate(PAPERS) if number % 6 == style and paper.venue != "arXiv"]
    other = [(bullet(paper), paper) for number, paper in enumerate(PAPERS[:18]) if number % 6 != style]
    form = ListForm([*((bullet(paper), paper) for paper in alike[:9]), *other])
    assert form.line(alike[10]) == bullet(alike[10])


def test_a_form_is_not_learned_from_one_line() -> None:
    odd = f"- the very best: {bullet(PAPERS[0])}"
    assert ListForm([(odd, PAPERS[0])]).line(PAPERS[1]).startswith(f"- [{PAPERS[1].title}](")


def test_what_a_form_names_has_to_be_known() -> None:
    form = ListForm((bullet(paper), paper) for paper in PAPERS[:12])
    without = PAPERS[12].model_copy(update={"code": None})
    assert "Code" not in form.line(without)


def test_a_badge_tells_the_venue_of_its_paper() -> None:
    line = "- {} [pdf](https://arxiv.org/abs/{}) ![](https://img.shields.io/badge/{}'{}-blue)"
    papers = [paper for paper in PAPERS if paper.venue in {"ICLR", "NeurIPS", "Findings of EMNLP"}]
    lines = [line.format(one.title, one.arxiv, one.venue.replace(" ", "_"), one.year % 100) for one in papers]
    form = ListForm(zip(lines[:9], papers[:9], strict=True))
    assert [form.line(paper) for paper in papers] == lines


@pytest.fixture
def category(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A category of the small checkout with papers."""
    monkeypatch.chdir(tmp_path)
    Path("empty.md").write_text("# A list\n", encoding="utf-8")
    papers = json.loads(run("search", "model", "--json", "--root", BASE).stdout)
    return str(papers[0]["categories"][0] if "categories" in papers[0] else papers[0]["primary_category"])


def test_what_a_list_lacks_is_told_until_it_has_it(category: str, run: Run) -> None:
    first = run("lint", "empty.md", "--missing", category, "--format", "json", "--root", BASE)
    told = json.loads(first.stdout)
    assert told
    assert [one["lists"] for one in told] == sorted((one["lists"] for one in told), reverse=True)
    Path("full.md").write_text("".join(f"{one['line']}\n" for one in told), encoding="utf-8")
    second = run("lint", "full.md", "--missing", category, "--root", BASE)
    assert second.stderr == f"full.md lacks 0 papers of {category} ({len(told)} are there)\n"
    assert second.stdout == ""
    text = run("lint", "empty.md", "--missing", category, "--root", BASE).stdout
    assert text.startswith("empty.md: in ")
    assert all(one["line"] in text for one in told)


def test_a_bibliography_lacks_entries(category: str, run: Run) -> None:
    Path("x.bib").write_text("", encoding="utf-8")
    assert "@" in run("lint", "x.bib", "--missing", category, "--root", BASE).stdout


def test_an_unknown_category_is_named(run: Run, category: str) -> None:
    said = run("lint", "empty.md", "--missing", f"{category}x", "--root", BASE, status=2).stderr
    assert f"{category}x" in said
