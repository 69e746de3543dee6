from __future__ import annotations

import pytest

from effllm.kb.papers import appeared
from effllm.records import Source
from effllm.site import filters
from effllm.site.building.render import code, front_matter, to_root
from effllm.site.filters import web
from effllm.site.view import View, by_year
from effllm.wording import big
from tests.factories import knowledge_base, paper


@pytest.mark.parametrize(
    ("title", "name", "lead", "rest"),
    [
        ("GPTQ: Accurate", "GPTQ", "GPTQ:", "Accurate"),
        ("LMDeploy Accelerates", "LMDeploy", "LMDeploy", "Accelerates"),
        ("Sparsified Models", "Simba", "Simba", "Sparsified Models"),
        ("LoRAX Serves", "LoRA", "LoRA", "LoRAX Serves"),
        ("No Name", None, "", "No Name"),
        ("Alone", "Alone", "Alone", ""),
        ("QUEST: Asking", "Quest", "QUEST:", "Asking"),
        ("Big Bird²: Long", "BigBird2", "Big Bird²:", "Long"),
    ],
)
def test_a_line_says_no_name_twice(title: str, name: str | None, lead: str, rest: str) -> None:
    assert filters.parted(name, title) == (lead, rest)


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ((), "authors not known"),
        (("Ada A",), "Ada A"),
        (("Ada A", "Bo B"), "Ada A and Bo B"),
        (("Ada A", "Bo B", "Cy C"), "Ada A et al."),
    ],
)
def test_short_authors(authors: tuple[str, ...], shown: str) -> None:
    assert filters.short_authors(authors) == shown


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Uses 8.5 bits, e.g. for weights. Then more.", "Uses 8.5 bits, e.g. for weights."),
        ("Only one", "Only one"),
        ('Says "yes." Then more.', 'Says "yes."'),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert filters.first_sentence(text) == first


@pytest.mark.parametrize(
    ("number", "shown"),
    [(None, ""), (175_000_000_000, "175 B"), (1_400_000_000_000, "1.4 T"), (7_000_000, "7 M"), (992, "992")],
)
def test_big(number: float | None, shown: str) -> None:
    assert big(number) == shown.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("source", "here", "shown"),
    [
        ("a/b:README.md@0123456789#L7", None, "a/b: README.md, line 7"),
        ("a/b:README.md", "a/b", "README.md"),
        ("https://www.example.org/x/", None, "example.org/x"),
        ("arXiv:2312.03863, Table 1", None, "arXiv:2312.03863, Table 1"),
        ("judged:2026-11-30", None, "decided here, 2026-11-30"),
    ],
)
def test_place(source: str, here: str | None, shown: str) -> None:
    assert filters.place(Source(source), here) == shown


@pytest.mark.parametrize(
    ("path", "root"),
    [("index.md", ""), ("papers/index.md", "../"), ("papers/a.md", "../../"), ("a/b/c.md", "../../../")],
)
def test_to_root(path: str, root: str) -> None:
    assert to_root(path) == root


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None, "ftp://x.org"]
)
def test_no_other_address_is_a_link(address: str | None) -> None:
    assert web(address) is None


def test_code_escapes_what_is_around_it() -> None:
    assert code("a <b> `c <d>` e") == "a &lt;b&gt; <code>c &lt;d&gt;</code> e"


def test_front_matter_is_one_line_a_field() -> None:
    assert (
        front_matter({"title": 'a\n---\n"b"', "hide": ["toc"]})
        == '---\ntitle: "a\\n---\\n\\"b\\""\nhide: ["toc"]\n---\n\n'
    )


@pytest.mark.parametrize(
    ("arxiv", "when"),
    [
        ("2210.17323", (2022, 10, 17323)),
        ("cs/0112017", (2001, 12, 17)),
        ("cmp-lg/9806001", (1998, 6, 1)),
        (None, (2024, 0, 0)),
    ],
)
def test_appeared(arxiv: str | None, when: tuple[int, int, int]) -> None:
    assert appeared(paper("author2024a", arxiv=arxiv)) == when


def test_related_papers_come_with_their_strongest_reasons() -> None:
    cited = [paper(f"author2010{letter}", name=letter.upper(), categories=("pruning",)) for letter in "abc"]
    citing = [
        paper(f"author2015{word}", title=f"Fast Cache {word}", cites=tuple(one.key for one in cited), references="full")
        for word in ("one", "two")
    ]
    alone = paper("author2015alone", title="Other", categories=("kv-cache",))
    view = View(knowledge_base(*cited, *citing, alone))
    assert [(one.paper, one.reason) for one in view.related(citing[0])] == [
        (citing[1], "both cite A, B and C; both in Weight-Only Quantization")
    ]
    assert view.related(alone) == []


def test_by_year_keeps_the_order_within_a_year() -> None:
    papers = [paper("author2024b"), paper("author2023a", year=2023), paper("author2024a")]
    grouped = by_year(papers)
    assert {year: [one.key for one in group] for year, group in grouped.items()} == {
        2024: ["author2024b", "author2024a"],
        2023: ["author2023a"],
    }
