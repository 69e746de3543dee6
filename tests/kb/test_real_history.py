"""The project's own history, read in its older forms; each change here was looked up in git by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.kb.differences import differences
from effllm.store import history

if TYPE_CHECKING:
    from effllm.kb.differences import Change

PROJECT = Path(__file__).parents[2]
NEW = "2225a4e8be682525c735b7a1925c177d3b015882"
BACK_50 = "da26984f2e0c209b53f39a4812981e82926ededc"
BACK_150 = "45a89a138a20f0e2f08027804f2390bef765494b"
BACK_250 = "4b4a1bcee177668bf4419b5a4dbf5a8c5af87871"
"""A commit, and those 50, 150 and 250 before it: without accelerators, with models in one list, figures in records."""

pytestmark = pytest.mark.corpus


@cache
def found(old: str) -> dict[tuple[str, str], Change]:
    before, after = history.at_commit(PROJECT, old), history.at_commit(PROJECT, NEW)
    if before is None or after is None:
        pytest.skip("a clone without the whole history: git fetch --unshallow")
    changes = differences(*history.both(before, after))
    assert changes.unread == ()
    return {(one.kind, one.id): one for one in changes}


FIELDS = [
    (BACK_50, "paper", "kobus2025ersd", "venue", "arXiv", "Findings of ACL"),
    (BACK_50, "paper", "kobus2025ersd", "acl", None, "2025.findings-acl.936"),
    (BACK_50, "model", "deepseek-llm-67b", "paper", "unknown2024deepseekllm", "deepseekai2024deepseekllm"),
    (
        *(BACK_50, "result"),
        (
            "shao2023omniquant: perplexity, LLaMA-2, 70B, RTN, dataset WikiText-2, weight_bits 2, activation_bits 16, "
            "group_size 64, sequence_length 2048"
        ),
        *("setting.sequence_length", None, 2048),
    ),
    (BACK_150, "framework", "megablocks", "supports.serving.value", "no", "unknown"),
    (BACK_150, "framework", "megablocks", "kind", None, "kernels"),
    (BACK_150, "model", "codegeex-13b", "accelerator", "Ascend 910", "Huawei Ascend 910"),
    (BACK_150, "model", "codegeex-13b", "tokens", None, 850_000_000_000),
    (
        *(BACK_150, "paper", "lin2024distattention", "categories"),
        *(["serving-system-design", "kv-cache-optimization"], ["kv-memory-and-offloading"]),
    ),
    (BACK_250, "paper", "dettmers2022case", "references", "partial", "full"),
    (BACK_250, "paper", "dettmers2022case", "added", None, "2026-11-21"),
    (BACK_250, "model", "glam-1200b", "hours", 574, 1366),
    (BACK_250, "model", "glam-1200b", "tokens", 280_000_000_000, 600_000_000_000),
    (BACK_250, "framework", "autoawq", "supports.pretraining.value", "no", "unknown"),
    (
        *(BACK_250, "result"),
        "zhou2023lima: win-or-tie-rate, LIMA, 65B, dataset 300 test prompts, judge crowd workers, against Bard",
        *("where", "Figure 1", "Abstract"),
    ),
    (
        *(BACK_250, "venue", "Findings of EMNLP", "proceedings", None),
        "Findings of the Association for Computational Linguistics: EMNLP {year}",
    ),
]


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: f"{case[2][:20]}-{case[3]}")
def test_fields(case: tuple[str, str, str, str, object, object]) -> None:
    old, kind, name, field, before, after = case
    one = found(old)[kind, name]
    assert one.what == "changed"
    [changed] = [each for each in one.fields if each.field == field]
    assert (changed.old, changed.new) == (before, after)


@pytest.mark.parametrize(
    ("old", "kind", "name", "what", "renamed"),
    [
        (BACK_50, "formula", "qlora-memory", "added", None),
        (BACK_50, "paper", "deepseekai2024deepseekllm", "changed", "unknown2024deepseekllm"),
        (BACK_150, "paper", "feng2025comoe", "added", None),
        (BACK_150, "category", "deep-learning-frameworks", "removed", "llm-frameworks"),
        (BACK_150, "word", "features/audio-input", "added", None),
        (BACK_150, "venue", "Journal of Systems Architecture", "added", None),
        (BACK_250, "model", "codegeex-13b", "changed", "codegeex"),
        (BACK_250, "category", "retrieval-and-embedding-models", "removed", "language-models"),
        (BACK_250, "hardware", "h200-sxm", "added", None),
    ],
)
def test_records(old: str, kind: str, name: str, what: str, renamed: str | None) -> None:
    one = found(old)[kind, name]
    assert (one.what, one.renamed) == (what, renamed)


def test_an_item_that_another_took_the_place_of() -> None:
    [papers] = found(BACK_50)["list", "ml-systems-papers"].fields
    assert set(papers.old) - set(papers.new) == {"unknown2024adaptive"}
    assert set(papers.new) - set(papers.old) == {"lau2024adaptive"}
