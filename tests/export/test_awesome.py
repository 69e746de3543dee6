"""A topic as the README list that people know."""

from __future__ import annotations

from pathlib import Path

import pytest

import effllm
from effllm.export.awesome import to_awesome
from effllm.lint import Index, check
from tests.factories import PAPERS, knowledge_base, paper

SQUEEZE = (
    "- [SQUEEZE: Accurate Two-Bit Weights for Large Language Models](https://arxiv.org/abs/2210.00001) (CONF 2023)"
    " [[PDF](https://arxiv.org/pdf/2210.00001)] [[Code](https://github.com/example/squeeze)]"
)


def lines(under: str | None = None, *more: effllm.Paper) -> list[str]:
    return to_awesome(knowledge_base(*PAPERS, *more), under).decode().splitlines()


def test_a_list_of_a_topic_has_its_categories_as_headings_and_each_paper_once() -> None:
    found = lines("quantization")
    assert found[:3] == ["# Awesome Quantization", "", "> Fewer bits."]
    assert "## Weight-Only Quantization" in found
    assert "- [KV-Cache Quantization](#kv-cache-quantization)" in found
    assert found.count(SQUEEZE) == 1
    assert sum("Key-Value Cache Quantization" in line for line in found) == 1
    assert not [line for line in found if "Prune" in line]


def test_a_leaf_has_its_papers_alone_though_others_hold_them_first() -> None:
    found = lines("weights")
    assert "## Contents" not in found
    papers = [line for line in found if line.startswith("- ")]
    assert papers[0].startswith(
        "- [Key-Value Cache Quantization](https://arxiv.org/abs/2401.00002) (arXiv 2024) [[PDF]"
    )
    assert papers[1] == SQUEEZE
    assert len(papers) == len(knowledge_base().taxonomy["weights"].paper_keys)


def test_all_papers_are_below_the_headings_of_the_whole_tree() -> None:
    found = lines()
    assert found[0] == "# Awesome Efficient Large Language Models"
    assert {"## Compression", "### Quantization", "#### Weight-Only Quantization"} <= set(found)
    assert sum(line.startswith("- [") and "](http" in line for line in found) == len(PAPERS)


def test_titles_are_text_and_names_that_they_lack_come_first() -> None:
    odd = paper("odd2024", title="A [b](http://c) <i>d</i> *e*", name="f_g", year=2024, url="https://example.org/odd")
    line = next(line for line in lines(None, odd) if "example.org/odd" in line)
    assert line.startswith(r"- **f\_g**: [A \[b\](http://c) \<i\>d\</i\> \*e\*](https://example.org/odd)")


def test_an_unknown_category_is_named_with_the_nearest() -> None:
    with pytest.raises(effllm.UnknownCategory, match="did you mean pruning"):
        to_awesome(knowledge_base(), "prunning")


@pytest.mark.corpus
@pytest.mark.parametrize("under", ["quantization", "model-centric", None])
def test_lint_finds_nothing_in_a_list_of_the_real_records(under: str | None) -> None:
    kb = effllm.load(Path(__file__).parents[2])
    assert check("list.md", to_awesome(kb, under), Index(kb)) == []
