"""What changed between two states of invented records, and between commits of the real ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

import effllm
from effllm.kb.differences import Differences, differences
from effllm.records import Corpus
from effllm.store import bundle, history
from effllm.store.states import UnknownState, state
from tests.checkouts import SLIM, commit_all, git, lay
from tests.factories import MEASURED, PAPERS, knowledge_base

PROJECT = Path(__file__).parents[2]
TABLE = SLIM.replace(".yml", ".results.csv")
ENGINE = "taxonomy/frameworks/engine.yml"
MODEL = "taxonomy/models/slim-7b.yml"
BRANCH = "taxonomy/model-centric.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, which is also the current folder."""
    root = lay(tmp_path / "records")
    commit_all(root, "2026-12-01")
    monkeypatch.chdir(root)
    return root


def edit(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")


def since(root: Path, name: str = "HEAD") -> Differences:
    return differences(*history.both(state(name, root), state(str(root), root)))


def told(found: Differences) -> list[tuple[str, str, str, dict[str, tuple[object, object]]]]:
    return [(one.kind, one.what, one.id, {f.field: (f.old, f.new) for f in one.fields}) for one in found]


def test_nothing_changed(root: Path) -> None:
    assert told(since(root)) == []
    git(root, "config", "core.autocrlf", "false")
    edit(root, SLIM, ("\n", "\r\n"))
    assert told(since(root)) == [], "other bytes, the same record"


def test_fields_of_a_paper(root: Path) -> None:
    edit(root, SLIM, ("year: 2024", "year: 2025"), ("added: ", "former_keys: [doe2023slim]\nadded: "))
    assert told(since(root)) == [
        ("paper", "changed", "author2023slim", {"year": (2024, 2025), "former_keys": (None, ["doe2023slim"])})
    ]


def test_papers_that_came_and_went(root: Path) -> None:
    new = root / "papers/2024/doe2024new.yml"
    new.parent.mkdir()
    shutil.move(root / "papers/2021/unknown2021wide.yml", new)
    found = since(root)
    assert told(found) == [("paper", "added", "doe2024new", {}), ("paper", "removed", "unknown2021wide", {})]
    assert (len(found.added), len(found.removed), len(found.changed)) == (1, 1, 0)
    assert found.counts() == {"paper": {"added": 1, "removed": 1, "changed": 0}}
    assert found[0].name == found[1].name != ""


def test_a_record_with_another_key_is_the_same(root: Path) -> None:
    shutil.move(root / SLIM, root / "papers/2023/ada2023slim.yml")
    shutil.move(root / TABLE, root / "papers/2023/ada2023slim.results.csv")
    edit(root, "papers/2023/ada2023slim.yml", ("added: ", "former_keys: [author2023slim]\nadded: "))
    [one] = since(root)
    assert (one.id, one.what, one.renamed) == ("ada2023slim", "changed", "author2023slim")


def test_a_category_that_another_took_over(root: Path) -> None:
    edit(
        root,
        BRANCH,
        ("id: kv-cache", "id: cache"),
        ("name: KV-Cache Quantization", "name: Caches\n        aliases: [kv-cache]"),
    )
    assert [(one.id, one.what, one.renamed) for one in since(root)] == [("cache", "changed", "kv-cache")]
    commit_all(root, "2026-12-02")
    text = (root / BRANCH).read_text(encoding="utf-8")
    start, end = text.index("      - id: cache"), text.index("  - id: pruning")
    (root / BRANCH).write_text(text[:start] + text[end:], encoding="utf-8")
    edit(root, BRANCH, ("name: Weight-Only Quantization", "name: Weight-Only Quantization\n        aliases: [cache]"))
    assert [(one.id, one.what, one.renamed) for one in since(root)] == [
        ("cache", "removed", "weight-only"),
        ("weight-only", "changed", None),
    ]


def test_a_category_that_moved(root: Path) -> None:
    text = (root / BRANCH).read_text(encoding="utf-8")
    start, end = text.index("  - id: pruning"), len(text)
    moved = "".join(f"      {line[2:]}\n" for line in text[start:end].splitlines())
    (root / BRANCH).write_text(text[:start] + moved.replace("      id", "        id"), encoding="utf-8")
    found = {one.id: {f.field: (f.old, f.new) for f in one.fields} for one in since(root)}
    assert found == {"pruning": {"parent": ("model-centric", "quantization")}}


def test_figures(root: Path) -> None:
    lines = (root / TABLE).read_text(encoding="utf-8").splitlines()
    value = lines[1].split(",")[1]
    lines[1] = lines[1].replace(value, "123.5", 1)
    (root / TABLE).write_text("\n".join([*lines[:2], *lines[3:], ""]), encoding="utf-8")
    found = since(root)
    assert [(one.kind, one.what) for one in found] == [("result", "removed"), ("result", "changed")]
    assert [(f.field, f.old, f.new) for f in found[1].fields] == [("value", float(value), 123.5)]
    assert all(one.id.startswith("author2023slim: ") for one in found)


def test_cells_of_a_framework(root: Path) -> None:
    edit(root, ENGINE, ('value: "yes"', 'value: "no"'))
    [(kind, what, name, fields)] = told(since(root))
    assert (kind, what, name) == ("framework", "changed", "engine")
    [(field, values)] = fields.items()
    assert field.endswith(".value")
    assert values == ("yes", "no")


def test_words_venues_and_accelerators(root: Path) -> None:
    edit(root, "taxonomy/venues.yml", ("name: ", "name: The "))
    edit(root, "taxonomy/hardware.yml", ("memory: ", "memory: 1"))
    edit(root, "taxonomy/vocabulary.yml", ("name: ", "name: A "))
    assert [one.kind for one in since(root)] == ["hardware", "venue", "word"]
    assert len(since(root).filter(kind="venue")) == 1
    with pytest.raises(ValueError, match="did you mean venue"):
        since(root).filter(kind="venues")


def test_a_file_that_cannot_be_read_is_neither_new_nor_gone(root: Path) -> None:
    edit(root, SLIM, ("title: ", "title: [ "))
    found = since(root)
    assert told(found) == []
    assert found.unread == (SLIM,)


def test_figures_that_were_in_the_record(root: Path) -> None:
    """The form before 2026-11-30."""
    kept = (root / SLIM).read_text(encoding="utf-8"), (root / TABLE).read_text(encoding="utf-8")
    values = effllm.load(root).papers["author2023slim"].model_dump(mode="json", exclude_defaults=True)
    inside = "results: " + json.dumps(values["results"]) + "\nadded: "
    edit(root, SLIM, ("added: ", inside))
    (root / TABLE).unlink()
    commit_all(root, "2026-12-02")
    (root / SLIM).write_text(kept[0], encoding="utf-8")
    (root / TABLE).write_text(kept[1], encoding="utf-8")
    assert told(since(root)) == []


def test_models_that_were_one_list(root: Path) -> None:
    """The form before 2026-12-01."""
    kept = (root / MODEL).read_text(encoding="utf-8")
    (root / MODEL).unlink()
    older = """\
- id: slim
  name: SLIM
  citation: Author, 2023
  printed: {parameter_size: 7B, data_scale: 1T tokens, gpus_cost: 8 A100, training_time: 3 d}
  parameters: 7000000000
  tokens: 1000000000000
  doubtful: [accelerators]
  note: The printed 8 may be 80.
  sources: {printed: "arXiv:2312.03863, Table 1", note: "arXiv:2303.18223, Table 1"}
"""
    (root / "taxonomy/models.yml").write_text(older, encoding="utf-8")
    commit_all(root, "2026-12-02")
    (root / "taxonomy/models.yml").unlink()
    (root / MODEL).write_text(kept, encoding="utf-8")
    [one] = since(root)
    changed = {f.field: (f.old, f.new) for f in one.fields}
    assert (one.id, one.renamed, one.what) == ("slim-7b", "slim", "changed")
    assert not {"parameters", "tokens", "survey_row.name", "survey_row.gpus_cost"} & set(changed)
    assert changed["survey_row.note"] == ("The printed 8 may be 80.", None)
    assert changed["survey_row.doubtful"] == (["gpus_cost"], None)
    assert changed["sources.survey_row.note"] == ("arXiv:2303.18223, Table 1", None)


def test_two_knowledge_bases(root: Path) -> None:
    before = effllm.load(root)
    edit(root, SLIM, ("year: 2024", "year: 2025"))
    found = effllm.load(root).diff(before)
    assert told(found) == [("paper", "changed", "author2023slim", {"year": (2024, 2025)})]
    assert found.to_records() == [
        {
            "kind": "paper",
            "id": "author2023slim",
            "what": "changed",
            "name": before.papers["author2023slim"].title,
            "fields": [{"field": "year", "old": 2024, "new": 2025}],
            "renamed": None,
        }
    ]
    assert repr(found) == "<Differences: 0 added, 0 removed, 1 changed>"
    assert told(before.diff(before)) == []


def test_every_kind_of_record_is_looked_at() -> None:
    rows = history.rows_of_corpus(knowledge_base(*PAPERS, MEASURED).corpus).records
    assert all(rows[kind] for kind in history.KINDS)
    taken = {"papers", "measurements", "branches", "vocabulary", *history._LISTED}
    assert Corpus.model_fields.keys() - taken == {"reference_lists", "citation_counts"}, (
        "a new kind of record: add it to store/history.py"
    )


def written(root: Path, folder: Path) -> tuple[Path, Path]:
    """Write the records as a bundle and into a wheel."""
    file, wheel = folder / "bundle.json", folder / "effllm.whl"
    bundle.write(effllm.load(root).corpus, file)
    with ZipFile(wheel, "w") as packed:
        packed.write(file, "effllm/data/bundle.json")
    return file, wheel


@pytest.mark.parametrize("name", ["HEAD", "v1", "folder", "bundle", "wheel"])
def test_whatever_holds_records_can_be_compared(name: str, root: Path, tmp_path: Path) -> None:
    git(root, "tag", "v1")
    file, wheel = written(root, tmp_path)
    shutil.copytree(root, tmp_path / "copy")
    given = {"folder": str(tmp_path / "copy"), "bundle": str(file), "wheel": str(wheel)}.get(name, name)
    assert told(since(root, given)) == []
    edit(root, SLIM, ("year: 2024", "year: 2025"))
    expected = [("paper", "changed", "author2023slim", {"year": (2024, 2025)})]
    assert told(since(root, given)) == expected
    assert told(effllm.load(root).diff(given)) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nosuch", "nosuch: no commit, branch or tag of the repository, no folder of records and no bundle"),
        ("--all", "no commit, branch or tag"),
        ("HEAD~5", "no commit, branch or tag"),
        ("notes.txt", "notes.txt: no bundle of records; name a bundle.json or a wheel of effllm"),
        ("broken.whl", "broken.whl: no bundle of records"),
    ],
)
def test_what_names_no_state(name: str, said: str, root: Path) -> None:
    for file in ("notes.txt", "broken.whl"):
        (root / file).write_text("[]")
    with pytest.raises(UnknownState) as caught:
        effllm.load(root).diff(name)
    assert said in str(caught.value)


def test_outside_of_a_repository(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kb = effllm.load(root)
    shutil.rmtree(root / ".git")
    with pytest.raises(UnknownState, match="is no git clone, so it is no commit"):
        kb.diff("HEAD")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownState, match="no checkout is here"):
        kb.diff("HEAD")
