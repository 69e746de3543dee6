"""Building again: what has not changed is left alone, and what comes out is what a full build makes."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn

import pytest

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.site.building import build as building
from tests.factories import paper
from tests.site.records import checkout, invented

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADDRESS = "https://effllm.example.org/sub/"

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(kb: KnowledgeBase, key: str, **fields: object) -> KnowledgeBase:
    """Return the same with other fields of one paper."""
    papers = [one.model_copy(update=fields) if one.key == key else one for one in kb.corpus.papers]
    return KnowledgeBase(kb.corpus.model_copy(update={"papers": tuple(papers)}))


def with_corpus(kb: KnowledgeBase, **fields: object) -> KnowledgeBase:
    return KnowledgeBase(Corpus.model_construct(**{**kb.corpus.__dict__, **fields}))


def renamed_category(kb: KnowledgeBase) -> KnowledgeBase:
    (branch,) = kb.corpus.branches
    first, *others = branch.children
    children = (first.model_copy(update={"name": "Another heading"}), *others)
    return with_corpus(kb, branches=(branch.model_copy(update={"children": children}),))


def renamed_metric(kb: KnowledgeBase) -> KnowledgeBase:
    words = kb.corpus.vocabulary
    metrics = tuple(metric.model_copy(update={"name": f"{metric.name} anew"}) for metric in words.metrics)
    return with_corpus(kb, vocabulary=words.model_copy(update={"metrics": metrics}))


def renamed_venue(kb: KnowledgeBase) -> KnowledgeBase:
    venues = tuple(venue.model_copy(update={"name": f"The {venue.name}"}) for venue in kb.corpus.venues)
    return with_corpus(kb, venues=venues)


def archived_framework(kb: KnowledgeBase) -> KnowledgeBase:
    first, *others = kb.corpus.frameworks
    status = first.status.model_copy(update={"state": "archived"})
    return with_corpus(kb, frameworks=(first.model_copy(update={"status": status}), *others))


def without_a_paper(kb: KnowledgeBase) -> KnowledgeBase:
    return with_corpus(kb, papers=tuple(one for one in kb.corpus.papers if one.key != "crowd2023many"))


CITED, CITING = "author2022squeeze", "team2024cache"
CHANGES: list[Callable[[KnowledgeBase], KnowledgeBase]] = [
    lambda kb: changed(kb, CITED, title="SQUEEZE: Another Title", name="SQUASH"),
    lambda kb: changed(kb, CITED, authors=("Ben Builder", "Zoe Newcomer")),
    lambda kb: changed(kb, CITED, summary="Other words about caches.", code="https://github.com/example/other"),
    lambda kb: changed(kb, CITED, year=2019),
    lambda kb: changed(kb, CITED, categories=("kv-cache",)),
    lambda kb: changed(kb, CITED, former_keys=("older2020key",)),
    lambda kb: changed(kb, CITED, results=(), setup=(), equations=()),
    lambda kb: changed(kb, CITING, cites=()),
    lambda kb: changed(kb, CITING, references="full"),
    lambda kb: with_corpus(kb, papers=(*kb.corpus.papers, paper("newer2025thing", authors=("Ada Author",)))),
    without_a_paper,
    renamed_category,
    renamed_metric,
    renamed_venue,
    archived_framework,
]
"""What happens to records between two builds, one after the other."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITE_URL", ADDRESS)
    return checkout(tmp_path)


@pytest.fixture
def full(root: Path) -> Callable[[KnowledgeBase], Tree]:
    """Build as if for the first time; what MkDocs made is kept, as it depends on no record."""

    def build(kb: KnowledgeBase) -> Tree:
        note = root / building.NOTE
        kept = note.read_bytes()
        note.unlink()
        site.build(root, root / "full", kb=kb)
        note.write_bytes(kept)
        found = tree(root / "full")
        shutil.rmtree(root / "full")
        return found

    return build


def test_what_comes_out_is_what_a_full_build_makes(root: Path, full: Callable[[KnowledgeBase], Tree]) -> None:
    kb = invented()
    site.build(root, root / "site", kb=kb)
    for number, change in enumerate(CHANGES):
        kb = change(kb)
        site.build(root, root / "site", kb=kb)
        ours, theirs = tree(root / "site"), full(kb)
        assert ours.keys() == theirs.keys(), number
        assert [path for path in ours if ours[path] != theirs[path]] == [], number


def test_only_what_changed_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kb = invented()
    output = root / "site"
    site.build(root, output, kb=kb)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}

    def rendered(*_: object, **__: object) -> NoReturn:
        raise AssertionError("MkDocs ran")

    monkeypatch.setattr("effllm.site.building.mkdocs_run.subprocess", SimpleNamespace(run=rendered))
    site.build(root, output, kb=changed(kb, "crowd2023many", code="https://github.com/example/many"))
    after = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}
    assert before.keys() == after.keys()
    written = {path.relative_to(output).as_posix() for path in after if after[path] != before[path]}
    assert "papers/crowd2023many/index.html" in written
    assert not any(path.startswith(("authors/", "frameworks/", "guide/", "assets/cards/")) for path in written)


def test_files_that_were_edited_or_deleted_are_made_again(root: Path) -> None:
    kb = invented()
    output = root / "site"
    site.build(root, output, kb=kb)
    good = tree(output)
    (output / "papers" / "author2022squeeze" / "index.html").write_text("edited")
    (output / "guide" / "index.html").write_text("edited")
    (output / "graph" / "index.html").unlink()
    (output / "papers" / "foreign.html").write_text("not ours")
    site.build(root, output, kb=kb)
    assert tree(output) == good


def test_a_build_broken_off_while_it_writes_can_be_repeated(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    kb = invented()
    output = root / "site"
    site.build(root, output, kb=kb)
    good = tree(output)
    with monkeypatch.context() as patch:
        patch.setattr(building, "_copy", interrupted)
        with pytest.raises(KeyboardInterrupt):
            site.build(root, output, kb=changed(kb, CITED, title="Another Title"))
    site.build(root, output, kb=kb)
    assert tree(output) == good


@pytest.mark.parametrize("content", ["", "[]", '{"folder": 1}', "no JSON"])
def test_a_damaged_note_costs_only_time(content: str, root: Path) -> None:
    kb = invented()
    site.build(root, root / "site", kb=kb)
    good = tree(root / "site")
    (root / building.NOTE).write_text(content)
    site.build(root, root / "site", kb=kb)
    assert tree(root / "site") == good
