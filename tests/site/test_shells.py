"""Pages of records filled into the theme's page, beside the same pages rendered by the theme."""

from __future__ import annotations

import gzip
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from effllm import site
from effllm.site.building.mkdocs_run import render
from effllm.site.building.output_folder import write
from effllm.site.building.shells import SHELLS, Shell, is_twin
from tests.site.outline import NO_TEXT
from tests.site.records import checkout

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase

ADDRESSES = {"SITE_URL": "https://effllm.example.org/sub/", "REPO_URL": "https://example.org/effllm/effllm"}


def rendered_by_the_theme(kb: KnowledgeBase, root: Path) -> Path:
    """Write every page as Markdown, and have MkDocs render them all."""
    docs = root / "build" / "docs"
    site.generate(root, docs)
    for shell in SHELLS:
        (docs / shell.path).unlink()
    for path, text in site.all_pages(kb).items():
        if not is_twin(path):
            write(docs, path, text)
    render(root, docs, root / "theirs", "2026-09-01")
    return root / "theirs"


def addresses(sitemap: bytes) -> list[bytes]:
    return sorted(re.findall(b"<loc>(.*?)</loc>", sitemap))


@pytest.mark.parametrize("public", [False, True], ids=["no address", "public"])
def test_every_page_is_the_one_that_the_theme_renders(
    public: bool,  # noqa: FBT001 - a parameter of the test
    kb: KnowledgeBase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, address in ADDRESSES.items():
        monkeypatch.setenv(name, address if public else "")
    root = checkout(tmp_path)
    ours = root / "ours"
    site.build(root, ours, kb=kb)
    theirs = rendered_by_the_theme(kb, root)
    html = [path.relative_to(theirs) for path in theirs.rglob("*.html")]
    assert len(html) > len(kb.papers) + len(kb.taxonomy) + len(kb.frameworks)
    for page in html:
        assert (ours / page).read_text(encoding="utf-8") == (theirs / page).read_text(encoding="utf-8"), page
    shutil.rmtree(ours / "assets" / "cards", ignore_errors=True)  # drawn after the rendering
    shutil.rmtree(theirs / "assets" / "javascripts")  # which no page has
    made, rendered = ({path.relative_to(folder).as_posix() for path in folder.rglob("*")} for folder in (ours, theirs))
    assert {path for path in made if not is_twin(path)} - NO_TEXT == rendered
    sitemap = (ours / "sitemap.xml").read_bytes()
    assert addresses(sitemap) == addresses((theirs / "sitemap.xml").read_bytes())
    assert (b"/sub/papers/author2022squeeze/" in sitemap) == public
    assert gzip.decompress((ours / "sitemap.xml.gz").read_bytes()) == sitemap


def test_nothing_of_the_empty_page_is_left(built: Path) -> None:
    assert not list(built.rglob("*effllm-shell*"))
    assert not [path for path in built.rglob("*") if path.is_file() and b"effllm-slot" in path.read_bytes()]


def test_a_theme_that_leaves_something_out_is_found() -> None:
    shell = next(shell for shell in SHELLS if shell.path == "papers/effllm-shell-record.md")
    with pytest.raises(site.BuildError, match="head, record, title"):
        Shell("<p>effllm-slot-description</p><h1>effllm-slot-body</h1>", shell)
