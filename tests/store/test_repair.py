"""Repairs change what they say and nothing else, whatever the record holds."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effllm import rules
from effllm.problems import Edit
from effllm.records import Paper
from effllm.store import checkout, repair
from effllm.store.writer import to_yaml
from tests.checkouts import SLIM, lay

if TYPE_CHECKING:
    from pathlib import Path

ODD_TEXTS = st.one_of(
    st.text(alphabet="ab1 :#-'\"\t\\[]{},&*éπ\u00a0", max_size=20),
    st.sampled_from(
        [
            "Author, Ada",
            "Ada Author*1",
            "A  Title.",
            "<b>A</b> &amp; B",
            "NIPS",
            "iclr",
            "ICLR 2024",
            "Weight-Only Quantization",
            "weight-only",
            "builder2022thin",
            "builder2022slender",
            "author2023slim",
            "arXiv:2311.00001v2",
            "https://arxiv.org/abs/2311.00001v2",
            "https://doi.org/10.1000/X.1",
            "10.48550/arXiv.2311.00001",
            "https://openreview.net/forum?id=Ab3dEf7hIj",
            "github.com/example/slim.git",
            "[code](http://github.com/example/slim)",
            "",
            " ",
        ]
    ),
)
ODD = st.lists(ODD_TEXTS, max_size=4).map(tuple)
PAPERS = st.builds(
    Paper,
    key=st.just("author2023slim"),
    title=ODD_TEXTS,
    name=st.none() | ODD_TEXTS,
    aliases=ODD,
    authors=ODD,
    authors_unknown=st.booleans(),
    year=st.integers(2020, 2026),
    venue=ODD_TEXTS,
    arxiv=st.none() | ODD_TEXTS,
    doi=st.none() | ODD_TEXTS,
    openreview=st.none() | ODD_TEXTS,
    acl=st.none() | ODD_TEXTS,
    url=st.none() | ODD_TEXTS,
    code=st.none() | ODD_TEXTS,
    categories=ODD,
    summary=st.none() | ODD_TEXTS,
    cites=ODD,
    references=st.sampled_from(["none", "partial", "full"]),
    sources=st.dictionaries(st.sampled_from(["title", "url", "doi", "arxiv"]), ODD_TEXTS | ODD, max_size=3),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("repair"))


def changed_fields(problems: list[Any]) -> set[str]:
    return {str(edit.loc[0]) for problem in problems for edit in problem.fix}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(paper=PAPERS)
def test_only_what_was_wrong_changes(root: Path, paper: Paper) -> None:
    """Round after round: the record that is written is the one that was read, but for the fields of the fixes."""
    text = to_yaml(paper, "../../docs/schema/paper.json", leave_out=frozenset({"key"}))
    (root / SLIM).write_text(text, encoding="utf-8", newline="\n")
    for _ in range(12):
        found = checkout.read(root)
        before = next((e.record for e in found.entries["paper"] if e.document.path == SLIM), None)
        problems = [problem for problem in rules.check(found) if problem.path == SLIM]
        done = repair.repaired(found, SLIM, problems)
        if done is None:
            break
        document, text, solved = done
        assert solved
        (root / SLIM).write_text(text, encoding="utf-8", newline="\n")
        entries = checkout.read(root).entries["paper"]
        after = next(entry.record for entry in entries if entry.document.path == SLIM)
        assert before is not None
        for name in Paper.model_fields:
            if name not in changed_fields(solved):
                assert getattr(after, name) == getattr(before, name), name
        assert all("\n" not in repair.in_words(document, problem) for problem in solved)
    else:
        pytest.fail("repairing never ends")


DATA = {"a": 1, "b": ["x", "y", "z"], "c": {"d": "e"}}


@pytest.mark.parametrize(
    ("edits", "right"),
    [
        ([], DATA),
        ([Edit(("a",), 2)], {**DATA, "a": 2}),
        ([Edit(("a",), None), Edit(("n",), "new")], {"b": ["x", "y", "z"], "c": {"d": "e"}, "n": "new"}),
        ([Edit(("b", 0), None), Edit(("b", 2), "w")], {**DATA, "b": ["y", "w"]}),
        ([Edit(("c", "d"), None)], {**DATA, "c": {}}),
    ],
)
def test_edits(edits: list[Edit], right: dict[str, Any]) -> None:
    before = deepcopy(DATA)
    assert repair.changed(DATA, edits) == right
    assert before == DATA
