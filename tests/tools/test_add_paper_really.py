"""The form and the real `effllm add`, with a server that plays the services."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from tests.checkouts import lay, problems_in
from tests.fake_services import TINYQ_TITLE, StandIn, play_tinyq
from tests.tools.forms import filled
from tools.add_paper import handle

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

HOSTILE = (
    "$(touch pwned) `touch pwned`\n--root=/ ../../x\n!!python/object:os.system &a *a\n::error::x\u202e ```\n@everyone"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "records")


@pytest.fixture(autouse=True)
def services(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return play_tinyq(monkeypatch, httpserver)


def filled_in(root: Path, **answers: str) -> tuple[str, str, str]:
    """Return key, record and answer (or text of the pull request) of a form."""
    folder = root.parent / "proposal"
    key = handle({"issue": {"number": 12, "body": filled(**answers)}}, folder, root, (sys.executable, "-m", "effllm"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    return key, texts.get("record.yml", ""), texts.get("pull.md", texts.get("answer.md", ""))


def test_an_id_becomes_a_record(root: Path) -> None:
    key, record, said = filled_in(
        root,
        paper="https://arxiv.org/abs/2503.00001v2",
        categories="weight-only, pruning",
        code="https://github.com/example/tinyq",
        summary="Stores the weights of an invented model in three bits.",
    )
    assert key == "doe2025tinyq"
    assert f'title: "{TINYQ_TITLE}"\n' in record
    assert "categories: [weight-only, pruning]\n" in record
    assert "code: https://github.com/example/tinyq\n" in record
    assert "Closes #12." in said
    assert "git switch" not in said
    assert not problems_in(root)


def test_bibtex_becomes_a_record(root: Path) -> None:
    entry = (
        "@inproceedings{doe,\n  title = {Loud Models},\n  author = {Doe, Dora},\n  year = {2024},\n"
        "  booktitle = {ICLR},\n  doi = {10.1000/loud}\n}"
    )
    key, record, said = filled_in(root, paper=f"```\n{entry}\n```", categories="pruning")
    assert key == "doe2024loud"
    assert "sources" not in record
    assert "issue-12.bib:1: added papers/2024/doe2024loud.yml" in said


def test_no_category_gets_proposals(root: Path) -> None:
    key, _, said = filled_in(root, paper="2503.00001")
    assert not key
    assert "Proposed:\n  weight-only" in said


def test_a_paper_that_is_here(root: Path) -> None:
    key, _, said = filled_in(root, paper="2311.00001", categories="pruning")
    assert not key
    assert "already exists as papers/2023/author2023slim.yml" in said
    assert "Add the category there instead." in said


def test_services_that_are_down(root: Path, services: StandIn) -> None:
    services.server.clear()
    key, _, said = filled_in(root, paper="2503.00002", categories="pruning")
    assert not key
    assert "not your fault" in said


@pytest.mark.parametrize("field", ["paper", "categories", "code", "summary", "why"])
def test_hostile_text_does_nothing(root: Path, field: str) -> None:
    good = {"paper": "2503.00001", "categories": "pruning"}
    before = {path: path.read_bytes() for path in root.parent.rglob("*") if path.is_file()}
    key, record, said = filled_in(root, **{**good, field: HOSTILE})
    assert bool(key) == (field == "why")
    assert HOSTILE not in record
    assert not (root.parent / "pwned").exists()
    assert before.items() <= {p: p.read_bytes() for p in root.parent.rglob("*") if p.is_file()}.items()
    tokens = MarkdownIt("commonmark").parse(said)
    assert [token.type for token in tokens].count("fence") == 1 + (field == "why")
    assert not any("pwned" in token.content or "@" in token.content for token in tokens if token.type != "fence")
