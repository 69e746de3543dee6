from __future__ import annotations

import pickle
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.kb import loading
from effllm.records import Corpus, Paper
from effllm.store import bundle, checkout, folders, layout, record_file
from tests.checkouts import SLIM, codes_in, lay
from tests.factories import BRANCH, FRAMEWORKS, HARDWARE, MODELS, PAPERS, VENUES, VOCABULARY

if TYPE_CHECKING:
    from effllm.records.base import Record

ROOT = Path(__file__).parents[2]


def test_a_bundle_reads_back_as_the_same_records() -> None:
    corpus = Corpus(
        papers=PAPERS,
        branches=(BRANCH,),
        venues=VENUES,
        vocabulary=VOCABULARY,
        frameworks=FRAMEWORKS,
        models=MODELS,
        hardware=HARDWARE,
    )
    again = bundle.loads(bundle.dumps(corpus))
    assert again == corpus
    assert bundle.dumps(again) == bundle.dumps(corpus)


def test_loading_a_checkout_raises_every_problem(tmp_path: Path) -> None:
    folder = tmp_path / "papers" / "2024"
    folder.mkdir(parents=True)
    (folder / "doe2024one.yml").write_text("title: One\n")
    (folder / "doe2024two.yml").write_text("title: [\n")
    with pytest.raises(effllm.InvalidRecords) as caught:
        effllm.load(tmp_path)
    assert {problem.path for problem in caught.value.problems} == {
        "papers/2024/doe2024one.yml",
        "papers/2024/doe2024two.yml",
    }
    assert isinstance(caught.value, ValueError)
    assert str(caught.value.problems[0]) in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - as another process would receive it
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_what_was_loaded_reaches_another_process(tmp_path: Path) -> None:
    lay(tmp_path)
    for kb in (effllm.load(tmp_path), effllm.load(tmp_path), effllm.load(tmp_path, strict=False)):
        again = pickle.loads(pickle.dumps(kb))  # noqa: S301 - as above
        assert again.papers == kb.papers
        assert again.snapshot == kb.snapshot
        assert again.problems == kb.problems
        assert list(again.papers.search("slim")) == list(kb.papers.search("slim"))
    with pytest.raises(AttributeError, match="'KnowledgeBase' object has no attribute 'paper'"):
        effllm.load(tmp_path).paper  # type: ignore[attr-defined]  # noqa: B018 - a name that is not there


def test_kept_papers_are_made_when_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, made = time.time_ns, list[str]()
    monkeypatch.setattr("effllm.store.cache.time.time_ns", lambda: now() + 3600 * 10**9)  # no file is just written
    monkeypatch.setattr(loading._Groups, "size", 1)
    set_state = Paper.__setstate__

    def and_note(paper: Paper, state: dict[str, dict[str, str]]) -> None:
        made.append(state["__dict__"]["key"])
        set_state(paper, state)

    monkeypatch.setattr(Paper, "__setstate__", and_note)
    first = effllm.load(lay(tmp_path))
    key, *_ = keys = list(first.papers)
    assert not made
    assert [effllm.load(tmp_path).papers[one] for one in keys] == list(first.papers.values())
    assert made == keys
    first.papers.search("slim")  # which keeps the index
    made.clear()
    assert next(iter(effllm.load(tmp_path).papers.search("slim").values())) == first.papers["author2023slim"]
    assert made == ["author2023slim"]
    made.clear()
    assert effllm.load(tmp_path).cited_in_literature("author2023slim") is None
    assert made == ["author2023slim"]
    again = effllm.load(tmp_path)
    assert [list(again.cited_by(one)) for one in keys] == [list(first.cited_by(one)) for one in keys]
    assert again.corpus == first.corpus
    assert again.corpus.papers[0] is again.papers[key]
    assert again.papers.to_records() == first.papers.to_records()
    assert "nobody" not in again.papers
    for kb in (first, again):
        assert pickle.loads(pickle.dumps(kb)).corpus == first.corpus  # noqa: S301 - as above
        some = pickle.loads(pickle.dumps(kb.papers.search("slim")))  # noqa: S301 - as above
        assert some == first.papers.search("slim")


def test_what_can_be_read_is_read_where_that_is_asked_for(tmp_path: Path) -> None:
    slim = lay(tmp_path) / SLIM
    whole = effllm.load(tmp_path)
    assert whole.problems == ()
    slim.write_text("title: [\n", encoding="utf-8")
    with pytest.raises(effllm.InvalidRecords):
        effllm.load(tmp_path)
    kb = effllm.load(tmp_path, strict=False)
    assert SLIM in {problem.path for problem in kb.problems}
    left_out = {Path(problem.path).stem for problem in kb.problems}
    assert "author2023slim" in left_out
    assert set(kb.papers) == set(whole.papers) - left_out
    assert len(kb.papers) > 0
    assert kb.papers.filter(under=next(iter(kb.taxonomy)))
    assert effllm.load(strict=False).problems == ()


def test_a_record_that_is_only_not_formatted_is_read(tmp_path: Path) -> None:
    slim = lay(tmp_path) / SLIM
    text = slim.read_text(encoding="utf-8")
    slim.write_text(text.partition("\n")[2].replace("year: 2024", "year: 2024  # of the venue"), encoding="utf-8")
    assert codes_in(tmp_path) == ["Y011"]
    assert effllm.load(tmp_path).papers["author2023slim"].year == 2024
    slim.write_text(text.partition("\n")[2], encoding="utf-8")
    assert codes_in(tmp_path) == ["F001"]
    assert effllm.load(tmp_path).papers["author2023slim"].year == 2024


def test_a_checkout_is_read_again_only_after_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("effllm.store.cache._TICK", 0)  # as if the files were not written just now
    slim = lay(tmp_path) / SLIM
    first = effllm.load(tmp_path)
    with monkeypatch.context() as without:
        without.setattr("effllm.store.checkout.read", None)
        again = effllm.load(tmp_path)
        assert again.corpus == first.corpus
        assert again.stats() == first.stats()
        with pytest.raises(AttributeError, match="no_such_thing"):
            again.no_such_thing  # type: ignore[attr-defined]  # noqa: B018 - it is asked for
    slim.write_text(slim.read_text(encoding="utf-8").replace("year: 2024", "year: 19"), encoding="utf-8")
    with pytest.raises(effllm.InvalidRecords):
        effllm.load(tmp_path)


def test_a_folder_without_records_is_no_checkout(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no checkout of the knowledge base"):
        effllm.load(tmp_path)


@pytest.mark.corpus
def test_the_real_records_load_without_a_problem() -> None:
    kb = effllm.load(ROOT)
    stats = kb.stats()
    assert stats["papers"] >= 432
    assert stats["leaf_categories_with_papers"] >= 49
    assert stats["frameworks"] >= 95
    assert stats["models"] >= 350
    assert stats["architectures"] >= 150
    assert stats["hardware"] >= 100


@pytest.mark.corpus
def test_every_use_in_the_vocabulary_is_a_field_of_frameworks() -> None:
    assert list(effllm.load(ROOT).vocabulary.group("supports")) == list(effllm.Supports.model_fields)


@pytest.mark.corpus
def test_a_real_record_as_the_design_shows_it() -> None:
    paper = effllm.load(ROOT).papers["frantar2022gptq"]
    assert paper.name == "GPTQ"
    assert paper.authors == ("Elias Frantar", "Saleh Ashkboos", "Torsten Hoefler", "Dan Alistarh")
    assert paper.categories[0] == "weight-only-quantization"


@pytest.mark.corpus
def test_load_then_save_is_byte_identical(tmp_path: Path) -> None:
    for folder in folders.FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    found = checkout.read(tmp_path)
    files = 0
    for kind in layout.KINDS:
        by_path: dict[str, list[Record]] = {}
        for entry in found.entries[kind.name]:
            by_path.setdefault(entry.document.path, []).append(entry.record)
        for path, records in by_path.items():
            files += 1
            text = record_file.canonical(path, kind, records)
            assert text.encode() == (tmp_path / path).read_bytes(), path
    assert files > 490
