"""What an agent gets from `effllm mcp`, asked by the protocol's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

import effllm
from effllm.cli.agent_answers import Answers, tools
from effllm.cli.agent_tools import MOST, with_tools
from effllm.cli.failures import WrongUsage
from tests.checkouts import BASE
from tests.factories import MEASURED, PAPERS, knowledge_base, paper, result

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("about", {}),
    ("search", {"query": "slimm", "limit": 1}),
    ("search", {"since": 2100}),
    ("paper", {"key": "SLIM"}),
    ("paper", {"key": "slimm"}),
    ("category", {}),
    ("category", {"category": "prunning"}),
    ("bibtex", {"keys": ["author2023slim"]}),
    ("search", {"query": "slim", "limit": MOST + 1}),
    ("lint", {"text": "- [A](b)", "format": "docx"}),
    ("frameworks", {"hardware": "amd"}),
    ("search", {"limit": -1, "since": "soon", "has_code": "perhaps"}),
    ("compare_frameworks", {}),
    ("bibtex", {"keys": []}),
    ("papers", {}),
    ("lint", {"text": " "}),
]


async def _ask(folder: Path) -> tuple[list[Any], list[Any]]:
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "effllm", "mcp", "--root", str(BASE), "--no-cache"], cwd=folder
    )
    async with Client(stdio_client(started)) as client:
        listed = await client.list_tools()
        return listed.tools, [await client.call_tool(name, given) for name, given in QUESTIONS]


def test_a_client_lists_the_tools_and_gets_small_answers_and_errors_that_suggest(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as another:  # browser tests leave an event loop running in this one
        listed, answers = another.submit(lambda: asyncio.run(_ask(tmp_path))).result()
    assert [one.name for one in listed] == list(tools())
    assert all(one.description and one.annotations.read_only_hint for one in listed)
    texts = [one.content[0].text for one in answers]
    state = effllm.load(BASE).snapshot
    assert json.loads(texts[0])["sha256"] == state.sha256
    assert [one["key"] for one in json.loads(texts[1])["papers"]] == ["author2023slim"]
    assert json.loads(texts[1])["shown"] == 1
    assert json.loads(texts[2])["found"] == 0
    found = json.loads(texts[3])
    assert found["title"] == effllm.load(BASE).papers["author2023slim"].title
    assert found["sources"]
    assert found["data"].startswith(state.version)
    assert "did you mean author2023slim" in texts[4]
    assert any(line.lstrip().startswith("pruning") for line in json.loads(texts[5])["tree"])
    assert "did you mean pruning" in texts[6]
    assert "@" in texts[7]
    assert texts[7].startswith(f"% effllm, data {state.version}")
    assert texts[8] == f"limit is {MOST + 1}; it must be a whole number from 1 to {MOST}"
    assert "no format 'docx'; there are md" in texts[9]
    assert texts[10] == "frameworks has no argument 'hardware'; it has capabilities, kind, active"
    assert texts[11] == (
        f'limit is -1; it must be a whole number from 1 to {MOST}; has_code is "perhaps"; it must be true or false; '
        'since is "soon"; it must be a whole number'
    )
    assert texts[12] == "compare_frameworks needs frameworks: a list of texts, 1 to 6"
    assert texts[13] == f"keys is []; it must be a list of texts, 1 to {MOST}"
    assert texts[14].startswith("no tool 'papers'; there are about, search, paper")
    assert "text is empty; give the list itself" in texts[15]
    assert [one.is_error for one in answers] == [name in {4, 6} or name >= 8 for name in range(len(QUESTIONS))]


def test_what_a_paper_lacks_is_left_out_and_long_lists_are_cut() -> None:
    citing = [paper(f"author2024n{number}", cites=("berg2019prune",)) for number in range(40)]
    answers = Answers(knowledge_base(*PAPERS, *citing))
    found = answers.paper("berg2019prune")
    assert "code" not in found
    assert "summary" not in found
    assert found["cited_by_here"] == 42
    assert len(found["cited_by"]) == 15
    assert len(answers.paper("berg2019prune", named=100)["cited_by"]) == 42


def test_papers_that_many_here_cite_are_named_first() -> None:
    one = paper("author2024one", cites=("author2022squeeze", "berg2019prune"))
    more = [paper(f"author2025n{number}", cites=("berg2019prune", "author2024one")) for number in range(3)]
    known = [*PAPERS, one, *more, paper("author2025last", cites=("author2025n2", "author2024one"))]
    found = Answers(knowledge_base(*known)).paper("author2024one")
    assert found["cites"] == ["berg2019prune", "author2022squeeze"]
    assert found["cited_by"] == ["author2025n2", "author2025last", "author2025n0", "author2025n1"]


def test_a_topic_is_read_by_its_name_with_summaries_and_on_from_where_one_stopped() -> None:
    said = paper("author2025said", categories=("kv-cache",), summary="Keys in 2 bits.")
    answers = Answers(knowledge_base(said, *PAPERS))
    everything = answers.search(under="Quantization", summaries=True)
    assert [one["summary"] for one in everything["papers"] if "summary" in one] == ["Keys in 2 bits."]
    rest = answers.search(under="quantization", offset=1)
    assert [one["key"] for one in rest["papers"]] == [one["key"] for one in everything["papers"][1:]]
    assert not any("summary" in one for one in rest["papers"])


def test_a_paper_whose_link_is_no_arxiv_address_has_its_arxiv_id() -> None:
    known = paper("author2024both", arxiv="2401.00009", openreview="abcDEF123")
    found = Answers(knowledge_base(known)).search()
    assert found["papers"][0]["link"] == "https://openreview.net/forum?id=abcDEF123"
    assert found["papers"][0]["arxiv"] == "2401.00009"


def test_frameworks_are_found_by_what_they_can_do_whatever_its_group() -> None:
    found = Answers(knowledge_base()).frameworks(["AMD", "inference"])
    assert [one["id"] for one in found["frameworks"]] == ["fast"]
    assert found["frameworks"][0]["amd"]["value"] == "yes"
    with pytest.raises(effllm.UnknownWord, match="did you mean amd"):
        Answers(knowledge_base()).frameworks(["amdd"])


def test_a_comparison_has_values_and_of_one_group_the_sources() -> None:
    answers = Answers(knowledge_base())
    values = answers.compare_frameworks(["fast", "slow"])
    assert values["frameworks"] == ["fast", "slow"]
    assert values["hardware"]["amd"].split()[0] == "yes"
    sourced = answers.compare_frameworks(["fast", "slow"], "hardware")
    assert set(sourced) == {"frameworks", "hardware"}
    assert sourced["hardware"]["amd"]["fast"]["source"]
    with pytest.raises(effllm.UnknownGroup):
        answers.compare_frameworks(["fast"], "hardwear")


def test_a_comparison_of_capabilities_says_what_is_unknown() -> None:
    answers = Answers(knowledge_base())
    found = answers.compare_frameworks(["fast", "slow"], capabilities=["AMD"])
    assert set(found) == {"frameworks", "hardware"}
    assert set(found["hardware"]) == {"amd"}
    assert (found["hardware"]["amd"]["fast"]["value"], found["hardware"]["amd"]["slow"]["value"]) == ("yes", "unknown")


def test_bibtex_gives_what_is_known_and_names_the_rest() -> None:
    answers = Answers(knowledge_base())
    text = answers.bibtex(["berg2019prun", "berg2019prune"])
    assert text.startswith("% no paper 'berg2019prun'; did you mean berg2019prune?\n@")
    with pytest.raises(WrongUsage, match="no paper 'zzzz'"):
        answers.bibtex(["zzzz"])


def test_a_name_that_no_figure_has_comes_with_the_nearest() -> None:
    kb = knowledge_base(MEASURED, *PAPERS)
    answers = Answers(kb)
    known = kb.results()[0].result.model
    found = answers.results(model=f"{known}s", method="zzzz")
    assert found["found"] == 0
    assert known in found["not_in_results"][f"{known}s"]
    assert found["not_in_results"]["zzzz"] == []
    assert "not_in_results" not in answers.results(model=known)


def test_accelerators_are_told_of_and_listed() -> None:
    answers = Answers(knowledge_base())
    ids = answers.hardware()["accelerators"]
    assert answers.hardware(ids[0])["id"] == ids[0]
    with pytest.raises(effllm.UnknownAccelerator):
        answers.hardware("zzzz")


def test_the_best_figure_is_first_and_a_list_says_how_many_entries_were_read() -> None:
    answers = Answers(knowledge_base())
    found = answers.results("perplexity")
    values = [one["value"] for one in found["results"]]
    assert (found["better"], found["shown"], values) == ("lower", len(values), sorted(values))
    nothing = answers.lint("no list")
    assert nothing["entries_read"] == 0
    assert "no paper was read in it as Markdown: there a paper is a line of a list" in nothing["note"]


def test_without_words_the_papers_that_came_in_last_are_first_and_of_a_day_the_newest() -> None:
    older = paper("author2024old", title="A", arxiv="2401.00009", added="2026-02-01")
    newer = paper("author2025new", title="B", arxiv="2503.00001", added="2026-02-01", year=2024)
    first = paper("author2025first", title="C", arxiv="2509.00001", added="2026-01-01")
    found = Answers(knowledge_base(first, older, newer)).search(limit=2)
    assert (found["found"], found["shown"]) == (3, 2)
    assert [(one["key"], one["added"]) for one in found["papers"]] == [
        ("author2025new", "2026-02-01"),
        ("author2024old", "2026-02-01"),
    ]


def test_a_method_is_found_among_others_and_figures_of_several_papers_do_not_rank() -> None:
    figures = tuple(
        result("perplexity", 5 + place, method=method)
        for place, method in enumerate(("AQLM + PV-Tuning 1x16g8", "PV-Tuning", "QA-PV-Tuning", "RTN"))
    )
    one, other = paper("author2024a", results=figures), paper("author2024b", results=figures[:1])
    answers = Answers(knowledge_base(one, other, *PAPERS))
    found = answers.results(method="AQLM")
    assert found["methods"] == {"AQLM + PV-Tuning 1x16g8": 2}
    assert "do not rank. Figures are recorded of 2 of the 6 papers here" in found["note"]
    assert "not_in_results" not in found
    alone = answers.results(method="pv tuning")
    assert (alone["methods"], alone["other_methods"]) == ({"PV-Tuning": 1}, {"AQLM + PV-Tuning 1x16g8": 2})
    assert "note" not in alone


def test_a_count_of_citations_says_how_many_reference_lists_were_read() -> None:
    assert "those of 2 of the 4 papers here" in Answers(knowledge_base()).paper("berg2019prune")["note"]


def test_a_list_says_which_entries_are_papers_here_and_which_are_not() -> None:
    text = "- [SQUEEZE](https://arxiv.org/abs/2210.00001)\n- [SQUEEZE: Two](https://arxiv.org/abs/2311.09999)\n"
    found = Answers(knowledge_base()).lint(text)
    assert found["recognised"] == {"found": 1, "entries": [{"line": 1, "keys": ["author2022squeeze"]}]}
    assert found["unknown"] == {
        "found": 1,
        "entries": [{"line": 2, "text": "SQUEEZE: Two", "ids": ["2311.09999"], "of_that_name": ["author2022squeeze"]}],
    }


def test_hints_name_tools_not_commands() -> None:
    assert with_tools("no paper 'x'; find papers with effllm search") == "no paper 'x'; the tool search finds papers"
    hint = with_tools("the whole entry: effllm show berg2019prune --bibtex")
    assert hint == "the whole entry: the tool bibtex with the key berg2019prune"


@pytest.mark.corpus
def test_a_plan_tells_the_parts_on_each_accelerator_and_where_its_numbers_are_from() -> None:
    kb = effllm.load()
    made = Answers(kb).plan("llama-3-8b", on="RTX 4090", count=2)
    assert made["accelerator"] == "rtx-4090"
    assert made["formats"] == {"weights": "BF16", "kv": "BF16"}
    assert sum(made["parts_per_device"].values()) == made["per_device"]
    assert made["parts_per_device"]["buffers"] == made["memory"]["buffers"]
    assert made["sources"]["model"]
    assert "memory" in [field for fields in made["sources"]["accelerator"].values() for field in fields]
    assert all(made["formulas"].values())
    assert None not in [value for one in made["measured"] for value in one["setting"].values()]


def test_names_mean_the_only_record_that_has_their_words() -> None:
    answers = Answers(knowledge_base())
    assert answers.hardware("Example 80")["id"] == "fast-80gb"
    assert answers.reading_list("thin models")["id"] == "thin-first"
    with pytest.raises(WrongUsage, match="2 are meant by accelerator 'GB'") as error:
        answers.hardware("GB")
    assert list(error.value.choices) == ["fast-80gb", "small-24gb"]
    with pytest.raises(WrongUsage, match="no accelerator 'Other 24'; did you mean small-24gb"):
        answers.hardware("Other 24")
    found = answers.hardware("fast-80gb")
    assert found["sources"] == {"https://example.org/fast": ["memory"]}
    assert "dense, without sparsity" in found["note"]
    assert "fp32" not in found["flops"]


def test_two_capabilities_are_not_said_to_work_together() -> None:
    answers = Answers(knowledge_base())
    assert "not that they work together" in answers.compare_frameworks(["fast"], capabilities=["amd", "tensor"])["note"]
    assert "note" not in answers.compare_frameworks(["fast"], capabilities=["amd"])


def test_a_missing_package_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    said = run("mcp", "--root", str(BASE), status=1).stderr
    assert (
        said == "effllm: effllm mcp needs mcp, of the extra 'mcp'; in the checkout: python3 -m pip install '.[mcp]'\n"
    )
