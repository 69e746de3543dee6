"""Zensical, which may follow MkDocs with Material: it renders what a build writes for MkDocs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from effllm import site
from effllm.site.building.mkdocs_run import write_settings
from effllm.site.building.shells import SHELLS, Shells, file_of
from effllm.site.contents import CONTENTS
from effllm.site.pages import papers
from effllm.site.view import View
from tests.site.records import checkout

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages by hand and the empty ones, rendered by Zensical."""
    root = checkout(tmp_path_factory.mktemp("zensical"))
    docs = root / "build" / "docs"
    site.generate(root, docs)
    config = write_settings(root, docs)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return docs.parent / "rendered"


def test_every_page_is_there(rendered: Path) -> None:
    assert not [shell.path for shell in SHELLS if not (rendered / file_of(shell.path)).is_file()]
    assert "Written by hand" in (rendered / "guide/index.html").read_text("utf-8")
    assert "There is no such page" in (rendered / "404.html").read_text("utf-8")


def test_a_page_has_the_navigation_and_the_style_sheet(rendered: Path) -> None:
    page = (rendered / "papers/index.html").read_text("utf-8")
    assert not [here.title for here in CONTENTS if here.nav and here.nav[-1] not in page]
    assert 'href="../assets/effllm.css"' in page
    assert 'src="../assets/js/header.js"' in page
    assert (rendered / "assets/effllm.css").is_file()


def test_an_empty_page_is_filled_with_a_paper(rendered: Path, kb: KnowledgeBase) -> None:
    page, _files = papers.one(View(kb), kb.papers["author2022squeeze"])
    text = Shells(rendered).fill(page)
    assert "effllm-slot" not in text
    assert "SQUEEZE" in text.partition("<title>")[2].partition("</title>")[0]
    assert 'content="SQUEEZE' in text
    assert '<div class="ef' in text.partition("<article")[2]
