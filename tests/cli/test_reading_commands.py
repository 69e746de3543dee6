from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("records")


def data(run: Run, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(run(*arguments, "--json").stdout)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("show-paper", ["show", "author2023slim"]),
        ("show-bibtex", ["show", "author2023slim", "--bibtex"]),
        ("show-category", ["show", "pruning"]),
        ("show-branch", ["show", "model-centric"]),
        ("show-framework", ["show", "engine"]),
        ("tree", ["tree"]),
        ("tree-category", ["tree", "quantization"]),
        ("tree-leaf", ["tree", "pruning"]),
        ("tree-filtered", ["tree", "--since", "2024"]),
        ("compare", ["compare", "engine", "trainer"]),
        ("compare-all", ["compare", "trainer", "--all"]),
        ("compare-markdown", ["compare", "engine", "trainer", "--markdown"]),
        ("compare-json", ["compare", "engine", "trainer", "--json"]),
        ("search", ["search", "modle", "thin"]),
        ("stats", ["stats"]),
        ("related", ["related", "slim"]),
        ("path", ["path", "slim", "builder2022thin"]),
        ("path-json", ["path", "builder2022thin", "slim", "--json"]),
        ("lineage", ["lineage", "slim"]),
        ("reading-order", ["reading-order", "model-centric"]),
        ("graph-stats", ["graph", "stats"]),
    ],
)
def test_expected_texts(name: str, arguments: list[str], run: Run, golden: Callable[[str, str], None]) -> None:
    result = run(*arguments)
    golden(f"{name}.txt", result.stdout)
    assert result.stderr == ""


@pytest.mark.parametrize(
    "key",
    [
        "author2023slim",
        "slim",
        "SlimNet",
        "SLIM: A Slim Model of Invented Language",
        "2311.00001",
        "arXiv:2311.00001",
        "https://arxiv.org/abs/2311.00001v2",
        "2311.00001v2",
        "https://arxiv.org/html/2311.00001v2#S1",
        "10.48550/arXiv.2311.00001",
        "https://openreview.net/forum?id=Ab3dEf7hIj",
        "Ab3dEf7hIj",
    ],
)
def test_show_finds_a_paper_by_whatever_names_it(key: str, run: Run) -> None:
    assert data(run, "show", key)["key"] == "author2023slim"


@pytest.mark.parametrize(
    "key",
    [
        "10.1000/Brief.1",
        "10.18653/V1/2023.findings-acl.1",
        "https://doi.org/10.18653/v1/2023.findings-acl.1",
        "https://www.aclweb.org/anthology/2023.findings-acl.1",
    ],
)
def test_show_and_search_find_a_paper_by_the_same_ids(key: str, run: Run) -> None:
    assert data(run, "show", key)["key"] == data(run, "search", key)[0]["key"] == "coder2023brief"


def test_show_finds_a_former_key(run: Run) -> None:
    assert data(run, "show", "builder2022slender")["key"] == "builder2022thin"


def test_show_as_data(run: Run) -> None:
    assert data(run, "show", "pruning")["papers"] == ["builder2022thin", "coder2023brief"]
    assert data(run, "show", "engine")["supports"]["inference"]["value"] == "yes"


def test_tree_as_data(run: Run) -> None:
    roots = data(run, "tree")
    assert [root["id"] for root in roots] == ["model-centric", "data-centric", "frameworks"]
    assert roots[0]["count"] == 3
    quantization = data(run, "tree", "quantization", "--until", "2022")
    assert [(child["id"], child["count"], child["papers"]) for child in quantization["children"]] == [
        ("weight-only", 0, []),
        ("kv-cache", 0, []),
    ]


def test_stats_are_the_knowledge_base_s(run: Run) -> None:
    counts = data(run, "stats", "--under", "pruning")
    assert counts["papers"] == 2
    assert counts["frameworks"] == 2


TABLE = "metric,value,model,size,method,weight_bits,where,source\n"


def test_results_are_filtered_and_ranked(run: Run, records: Path) -> None:
    figures = {("RTN", 3): 9, ("Press", 3): 7, ("Press", 3.25): 6, ("FP16", 16): 5}
    lines = [
        f"perplexity,{value},SLIM,1.3B,{name},{bits},Table 1,arXiv:2311.00001\n"
        for (name, bits), value in figures.items()
    ]
    (records / "papers/2023/author2023slim.results.csv").write_text(TABLE + "".join(lines), encoding="utf-8")
    assert [one["value"] for one in data(run, "results", "--model", "slim-1.3b", "--bits", "3")] == [9, 7, 6]
    assert data(run, "results", "--until", "2022") == data(run, "results", "--sparsity", "50%") == []
    (group,) = data(run, "results", "--ranked")
    assert (group["metric"], group["better"], group["bits"]) == ("perplexity", "lower", 3)
    assert [(one["rank"], one["method"], one["paper"]) for one in group["results"]] == [
        (1, "Press", "author2023slim"),
        (1, "Press", "author2023slim"),
        (2, "RTN", "author2023slim"),
    ]
    said = run("results", "--ranked")
    assert said.stdout.splitlines()[0] == "Perplexity, SLIM 1.3B, lower is better, author2023slim, Table 1"
    assert said.stdout.splitlines()[2].split() == ["1", "6", "Press", "weight_bits", "3.25", "author2023slim"]
    assert said.stderr == "1 ranking of 4 figures\n"


def test_results_are_listed(run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("results")
    golden("results.txt", result.stdout)
    assert result.stderr == "3 figures\n"


def test_accelerators_are_listed_and_one_is_told_of(run: Run) -> None:
    listed = data(run, "hardware")
    assert listed
    first = listed[0]["id"]
    assert data(run, "hardware", first)["id"] == first
    assert first in run("hardware", "--min-memory", "1").stdout
    assert run("hardware", "--since", "2100").stderr == "no accelerator passes these filters\n"
    assert " GB" in run("hardware", first).stdout
    assert run("hardware", "zzzz", status=2).stderr == "effllm: no accelerator 'zzzz'; effllm hardware shows all\n"


def test_results_that_nobody_reports(run: Run) -> None:
    result = run("results", "--method", "nothing")
    assert (result.stdout, result.stderr) == ("", "no figure has 'nothing'\n0 figures\n")
    assert run("results", "--metric", "perplexty", status=2).stderr == (
        "effllm: no word in the vocabulary 'perplexty'; did you mean perplexity?\n"
    )


def test_search_filters(run: Run) -> None:
    models = ["builder2022thin", "unknown2021wide", "author2023slim"]  # first what another one cites
    assert [paper["key"] for paper in data(run, "search", "model")] == models
    for filters in (["--since", "2024"], ["--venue", "iclr"], ["--author", "ada"], ["--has-code"]):
        assert [paper["key"] for paper in data(run, "search", "model", *filters)] == ["author2023slim"], filters
    for filters in (["--since", "2022", "--until", "2022"], ["--under", "pruning"], ["--no-code", "--author", "cleo"]):
        assert [paper["key"] for paper in data(run, "search", "model", *filters)] == ["builder2022thin"], filters


def test_search_says_when_there_is_more(run: Run) -> None:
    result = run("search", "model", "--limit", "1")
    assert result.stdout.count("\n") == 2
    assert result.stderr == "1 of 3 papers shown; see more with --limit 3\n"


def test_search_finds_nothing(run: Run) -> None:
    result = run("search", "zzzz", "yyyy")
    assert (result.stdout, result.stderr) == ("", "nothing found for 'zzzz yyyy'\n")
    result = run("search", "slim", "--since", "2100", "--json")
    assert result.stdout == "[]\n"
    assert result.stderr == "nothing found for 'slim'\nwithout the filters: 1 paper\n"


def test_search_says_what_is_not_here_and_how_to_add_it(run: Run) -> None:
    result = run("search", "https://arxiv.org/abs/2401.99999")
    told = "not here: https://arxiv.org/abs/2401.99999; add it with effllm add https://arxiv.org/abs/2401.99999\n"
    assert (result.stdout, result.stderr) == ("", told)
    told = "no paper here is called 'Toolformer'; add it with effllm add and its arXiv id, DOI or address\n"
    assert run("search", "Toolformer").stderr == told
    assert "above are the nearest to it" in run("search", "Slimm").stderr
    assert (
        run("search", "frobnicate", "slim").stderr
        == "no paper here has 'frobnicate'; those above have the other words\n"
    )
    assert run("search", "\u91cf\u5316").stderr.endswith("; titles and summaries here are in English\n")
    shown = run("show", "2401.99999", status=2)
    assert shown.stderr.endswith("not here; add it with effllm add 2401.99999\n")


def test_compare_names_each_framework_once(run: Run) -> None:
    assert [one["id"] for one in data(run, "compare", "trainer", "engine", "trainer")["frameworks"]] == [
        "trainer",
        "engine",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "slimm"], "no paper, category, framework or model 'slimm'; did you mean author2023slim or slim-7b?"),
        (
            ["show", "author2023slin"],
            "no paper, category, framework or model 'author2023slin'; did you mean author2023slim?",
        ),
        (["show", ""], "no paper, category, framework or model ''; find papers with effllm search"),
        (
            ["show", "x\x1b[2J\ny"],
            r"no paper, category, framework or model 'x\x1b[2J\ny'; find papers with effllm search",
        ),
        (["show", "engine", "--bibtex"], "engine is no paper: only papers have BibTeX entries"),
        (["show", "slim", "--bibtex", "--json"], "--bibtex or --json, not both"),
        (["related", "slimm"], "no paper 'slimm'; did you mean author2023slim?"),
        (["related", "engine"], "no paper 'engine'; find papers with effllm search"),
        (["lineage", "author2023slin"], "no paper 'author2023slin'; did you mean author2023slim?"),
        (["path", "slim", "builder2022thn"], "no paper 'builder2022thn'; did you mean builder2022thin?"),
        (["reading-order", "prunning"], "no category 'prunning'; did you mean pruning?"),
        (["tree", "prunning"], "no category 'prunning'; did you mean pruning?"),
        (["compare", "engin"], "no framework 'engin'; did you mean engine?"),
        (["compare", "engine", "--json", "--markdown"], "--markdown or --json, not both"),
        (["search", " "], "nothing to search for: effllm search 'kv cache'"),
        (["search", "slim", "--venue", "ICLS"], "no venue 'ICLS'; did you mean ICLR?"),
        (["stats", "--under", "quantisation"], "no category 'quantisation'; did you mean quantization?"),
        (["export", "bibtx"], "no format 'bibtx'; did you mean bibtex?"),
        (["stats", "--root", "nowhere"], "--root nowhere: no such folder"),
        (["stats", "--root", "papers"], "--root papers: no checkout, it has no folder papers or taxonomy"),
    ],
)
def test_wrong_input(arguments: list[str], said: str, run: Run) -> None:
    result = run(*arguments, status=2)
    assert (result.stdout, result.stderr) == ("", f"effllm: {said}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "slim", "--since", "new"],
        ["search", "slim", "--limit", "0"],
        ["search", "slim", "--nothing"],
        ["search"],
        ["compare"],
        ["show"],
        ["show", "a", "b"],
        ["path", "slim"],
        ["lineage", "slim", "--depth", "0"],
        ["related", "slim", "--limit", "0"],
        ["graph", "frobnicate"],
        ["frobnicate"],
        ["serve", "--port", "65536"],
    ],
)
def test_wrong_usage(arguments: list[str], run: Run) -> None:
    result = run(*arguments, status=2)
    assert result.stdout == ""
    assert "Usage: " in result.stderr


@pytest.mark.parametrize("command", ["search", "stats"])
def test_an_author_without_a_letter_is_refused(command: str, run: Run) -> None:
    result = run(command, *(["slim"] if command == "search" else []), "--author", "???", status=2)
    assert "Invalid value for '--author': it must be a name or a part of one" in result.stderr


def test_several_papers_of_one_name(records: Path, run: Run) -> None:
    brief = records / "papers/2023/coder2023brief.yml"
    text = brief.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines(keepends=True) if line.startswith("title: "))
    brief.write_text(text.replace(title, f"{title}aliases: [Slim]\n"), encoding="utf-8")
    result = run("show", "slim", status=2)
    assert result.stderr == (
        "effllm: 2 papers are meant by 'slim'; name one by its key\n"
        "  author2023slim: SLIM: A Slim Model of Invented Language (ICLR 2024)\n"
        "  coder2023brief: Brief Answers Are Enough (Findings of ACL 2023)\n"
    )


def test_no_path(run: Run) -> None:
    result = run("path", "slim", "coder2023brief", status=1)
    lists = "reference lists read: 0 whole, 1 in part, 3 not (of 4 papers)"
    assert (result.stdout, result.stderr) == ("", f"nothing connects author2023slim and coder2023brief; {lists}\n")
    assert json.loads(run("path", "slim", "coder2023brief", "--json", status=1).stdout)["path"] is None


def test_a_path_that_turns_is_told(records: Path, run: Run) -> None:
    brief = records / "papers/2023/coder2023brief.yml"
    text = brief.read_text(encoding="utf-8") + "cites: [builder2022thin]\nreferences: full\n"
    brief.write_text(text, encoding="utf-8")
    run("fmt")
    result = run("path", "slim", "coder2023brief")
    assert result.stdout.splitlines()[1:] == [
        "  cites Thin Models for Thick Questions  builder2022thin  2022",
        "  is cited by Brief Answers Are Enough  coder2023brief  2023",
    ]
    assert result.stderr.startswith("no way keeps to one direction")


def test_loops_are_shown_for_what_they_are(records: Path, run: Run) -> None:
    thin = records / "papers/2022/builder2022thin.yml"
    text = thin.read_text(encoding="utf-8") + "cites: [author2023slim]\nreferences: full\n"
    thin.write_text(text, encoding="utf-8")
    run("fmt")
    told = "a loop (revised versions cite later work): Thin Models for Thick Questions, SLIM\n"
    for command in (["graph", "stats"], ["lineage", "slim"], ["reading-order", "model-centric"]):
        assert told in run(*command).stdout
    loop = ["builder2022thin", "author2023slim"]
    assert data(run, "graph", "stats")["loops"] == data(run, "lineage", "slim")["loops"] == [loop]
    steps = data(run, "reading-order", "model-centric")["steps"]
    assert [[paper["key"] for paper in step["papers"]] for step in steps if step["loop"]] == [loop]


def test_questions_about_citations_take_the_filters(run: Run) -> None:
    assert [paper["key"] for paper in data(run, "related", "slim", "--until", "2021")["related"]] == ["unknown2021wide"]
    assert data(run, "related", "slim", "--since", "2030")["related"] == []
    assert data(run, "lineage", "slim", "--since", "2030")["ancestors"] == []
    assert [paper["key"] for paper in data(run, "lineage", "slim", "--until", "2022")["ancestors"]] == [
        "builder2022thin"
    ]
    assert len(data(run, "path", "slim", "builder2022thin", "--since", "2030")["path"]["papers"]) == 2
    assert data(run, "reading-order", "model-centric", "--since", "2030")["steps"] == []
    assert data(run, "graph", "stats", "--since", "2030")["papers"] == 0


@pytest.mark.parametrize("name", ["engine", "Engine", "ENGINE"])
def test_a_framework_is_found_by_its_name(name: str, run: Run) -> None:
    assert data(run, "compare", name, "trainer", "engine") == data(run, "compare", "engine", "trainer")
    assert data(run, "show", name)["id"] == "engine"


def test_a_category_as_json_says_what_it_is_about(run: Run) -> None:
    shown = data(run, "show", "weight-only")
    assert shown["summary"]
    assert shown["path"][-1] == "weight-only"
    assert shown["path"][0] == "model-centric"


def test_related_says_what_is_missing(run: Run) -> None:
    result = run("related", "builder2022thin")
    assert result.stderr == (
        "the reference list of Thin Models for Thick Questions was not read, which makes scores lower; "
        "cited by 1 paper here\n"
    )
    assert [paper["key"] for paper in data(run, "related", "slim", "--limit", "1")["related"]] == ["unknown2021wide"]


def test_a_group_of_commands_alone_gives_help(run: Run) -> None:
    assert " stats " in run("graph").stdout


def test_invalid_records_are_told(broken: Path, run: Run) -> None:
    result = run("stats", "--root", broken, status=1)
    assert result.stdout == ""
    assert "papers/2023/doe2023odd.yml:1:11: Y007 " in result.stderr
    assert result.stderr.endswith("effllm: 3 problems in the records\n")


def test_many_invalid_records_are_told_in_part(records: Path, run: Run) -> None:
    for number in range(12):
        (records / f"papers/2023/doe2023n{number}.yml").touch()
    result = run("stats", status=1)
    assert result.stderr.count("the file is empty") == 10
    assert result.stderr.endswith("effllm: 12 problems in the records; effllm validate shows all\n")


def test_health(run: Run) -> None:
    said = run("health")
    assert "0 candidates waiting for a decision\n" in said.stderr
    assert "dead links: not looked at" in said.stderr
    topics = json.loads(run("health", "--json").stdout)["topics"]
    assert {one["category"] for one in topics} <= {*said.stdout.split()}
