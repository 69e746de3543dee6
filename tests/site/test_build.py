"""Writing the pages and having MkDocs render them."""

from __future__ import annotations

import json
import shutil
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn

import pytest

from effllm import site
from effllm.site.building.output_folder import MARKER, write
from effllm.site.contents import CONTENTS
from effllm.site.registry import assets
from tests.site.outline import Outline
from tests.site.records import HOSTILE, checkout

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.kb import KnowledgeBase


def test_generate_writes_what_is_empty_and_copies_the_hand_written_pages(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    target = root / "build" / "docs"
    site.generate(root, target)
    for file in assets():
        assert (target / file.path).read_bytes() == file.text.encode(), file.path
    assert {page.path for page in CONTENTS} <= {path.relative_to(target).as_posix() for path in target.rglob("*.md")}
    assert (target / "schema" / "paper.json").is_file()
    assert (target / "guide" / "index.md").is_file()


def test_generate_leaves_nothing_of_the_last_time(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    site.generate(root, root / "out")
    (root / "out" / "papers" / "gone.md").write_text("old")
    site.generate(root, root / "out")
    assert not (root / "out" / "papers" / "gone.md").exists()


def test_no_folder_is_emptied_that_holds_other_files(kb: KnowledgeBase, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.md").write_text("years of work")
    with pytest.raises(site.BuildError, match="were not generated"):
        site.generate(tmp_path, precious)
    with pytest.raises(site.BuildError, match="were not generated"):
        site.build(tmp_path, precious, kb=kb)
    assert (precious / "thesis.md").read_text() == "years of work"


def test_a_build_that_was_broken_off_can_be_repeated(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(command: list[str], **_: object) -> NoReturn:
        assert command[2] == "mkdocs"
        raise KeyboardInterrupt

    root = checkout(tmp_path)
    output = root / "site"
    with monkeypatch.context() as patch:
        patch.setattr("effllm.site.building.mkdocs_run.subprocess", SimpleNamespace(run=interrupted))
        with pytest.raises(KeyboardInterrupt):
            site.build(root, output, kb=kb)
    site.build(root, output, kb=kb)
    assert (output / "papers" / "index.html").is_file()


def test_pages_of_which_some_are_written_or_deleted_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(folder: Path, path: str, text: str) -> NoReturn:
        write(folder, path, text)
        raise KeyboardInterrupt

    def deleted(folder: Path) -> NoReturn:
        (folder / MARKER).unlink(missing_ok=True)  # it may be the first to go
        raise KeyboardInterrupt

    root = checkout(tmp_path)
    target = root / "out"
    for place, interrupted in ((sys.modules[site.build.__module__], written), (shutil, deleted)):
        with monkeypatch.context() as patch:
            patch.setattr(place, "write" if interrupted is written else "rmtree", interrupted)
            with pytest.raises(KeyboardInterrupt):
                site.generate(root, target)
        site.generate(root, target)
        assert (target / "guide" / "index.md").is_file()


@pytest.mark.parametrize("path", ["index.md", "papers/team2024cache.md"])
def test_a_page_cannot_exist_twice(path: str, tmp_path: Path) -> None:
    page = tmp_path / "docs" / path
    page.parent.mkdir(parents=True)
    page.write_text("# Mine\n")
    with pytest.raises(site.BuildError, match=path):
        site.generate(tmp_path, tmp_path / "out")


@pytest.mark.parametrize(
    ("path", "markdown", "link"),
    [
        (
            "guide/more.md",
            "[A *b*](../papers/team2024cache.md)",
            '<a href="../../papers/team2024cache/">A <em>b</em></a>',
        ),
        ("about.md", "[b](frameworks/fast.md#features)", '<a href="../frameworks/fast/#features">b</a>'),
        ("about.md", "[b](taxonomy/kv-cache.md) and", '<a href="../taxonomy/kv-cache/">b</a> and'),
        ("about.md", "`[b](papers/team2024cache.md)`", "<code>[b](papers/team2024cache.md)</code>"),
    ],
)
def test_pages_by_hand_link_those_of_records(
    path: str, markdown: str, link: str, kb: KnowledgeBase, tmp_path: Path
) -> None:
    root = checkout(tmp_path)
    (root / "docs" / path).write_text(f"# A page\n\n{markdown}\n", encoding="utf-8")
    site.build(root, root / "site", kb=kb)
    assert link in (root / "site" / path.removesuffix(".md") / "index.html").read_text(encoding="utf-8")


def test_a_broken_link_fails_the_build(kb: KnowledgeBase, tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "docs" / "guide" / "index.md").write_text("# Guide\n\n[nowhere](nowhere.md)\n")
    with pytest.raises(site.BuildError) as caught:
        site.build(root, root / "site", kb=kb)
    assert "nowhere.md" in str(caught.value)
    assert "INFO" not in str(caught.value)


def test_a_site_can_be_built_over_itself(kb: KnowledgeBase, built: Path) -> None:
    (built / "gone.html").write_text("old")
    site.build(built.parent, built, kb=kb)
    assert not (built / "gone.html").exists()


def test_built_pages_show_hostile_titles_as_text(built: Path) -> None:
    for number, title in enumerate(HOSTILE):
        text = (built / "papers" / f"mallory2024x{number}index" / "index.html").read_text(encoding="utf-8")
        outline = Outline(text)
        assert outline.texts["h1"][0].split() == title.split()
        assert outline.texts["title"][0].split() == f"{title} - effllm".split()
        assert ("citation_title", title) in [(name, " ".join(content.split(" "))) for name, content in outline.metas]
        assert "alert(1)</script>" not in text.replace("alert(1)&lt;/script", "")


def test_built_paper_page_has_its_head(built: Path) -> None:
    text = (built / "papers" / "author2022squeeze" / "index.html").read_text(encoding="utf-8")
    outline = Outline(text)
    assert ("citation_author", "Müller-Nowak, Łukasz") in outline.metas
    assert "../../papers/author2022squeeze.bib" in outline.links
    linked = next(json.loads(script) for script in outline.texts["script"] if "schema.org" in script)
    assert linked["headline"].startswith("SQUEEZE")
    assert "Edit this record" not in text
    assert len(text.encode()) < 100_000


def test_repository_links_appear_once_it_is_known(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "https://example.org/effllm/effllm/")
    monkeypatch.setenv("SITE_URL", "https://effllm.example.org/sub/")
    root = checkout(tmp_path)
    site.build(root, root / "site", kb=kb)
    paper = (root / "site" / "papers" / "team2024cache" / "index.html").read_text(encoding="utf-8")
    links = Outline(paper).links
    assert "https://example.org/effllm/effllm/edit/main/papers/2024/team2024cache.yml" in links
    assert "https://effllm.example.org/sub/papers/team2024cache/" in links
    lost = (root / "site" / "404.html").read_text(encoding="utf-8")
    assert "/sub/papers/" in Outline(lost).links


def test_records_alone_make_no_site(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(site.BuildError, match=r"no mkdocs\.yml in"):
        site.build(tmp_path, tmp_path / "site", kb=kb)
    assert not list(tmp_path.iterdir())
