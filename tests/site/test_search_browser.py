"""The search in Chromium ranks as that of Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.site import library
from effllm.site.view import View
from tests.invented import knowledge_base, paper
from tests.site.records import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from effllm.kb import KnowledgeBase

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

FIRST = """async ([queries, data]) => {
  const { Library } = await import(new URL("../assets/js/library.js", location.href).href);
  const given = data ?? (await (await fetch("../assets/library.json")).text());
  const library = new Library(JSON.parse(given));
  return queries.map((q) => library.ask({ q }).ids.slice(0, 1).map((id) => library.show(id).key)[0] ?? null);
}"""
OF_AUTHOR = """async ([authors, data]) => {
  const { Library } = await import(new URL("../assets/js/library.js", location.href).href);
  const library = new Library(JSON.parse(data));
  return authors.map((author) => library.ask({ author }).ids.map((id) => library.show(id).key));
}"""
INVENTED = (
    "squeeze", "SQZ", "Müller", "muller nowak", "two-bit weights", "2 bit", "key value cache", "KV-cache quantization",
    "2210.00001v3", "https://arxiv.org/html/2210.00001v1#S2", "10.48550/arXiv.2210.00001",
    "https://doi.org/10.48550/arXiv.2210.00001v2", "https://www.alphaxiv.org/abs/2210.00001",
    "https://huggingface.co/papers/2210.00001", "see https://export.arxiv.org/pdf/2210.00001.pdf here",
    "author2022squeeze", "prune keep", "JOUR 2019", "sqeueze", "quantisation cache", "van der Berg", "a note on caches",
    "zzz",
)  # fmt: skip
REAL = (
    "gtpq", "GPTQ", "linear attention", "early exit", "awq", "lora", "mamba", "vllm", "PagedAttention", "quip",
    "speculative decoding", "quantizaton 2 bit kv cahce", "serve many lora adapters", "flashattention-2", "sparsegpt",
    "ICLR 2024 pruning", "LLM.int8()", "deepspeed", "attention sinks",
    "gpt3", "llama2", "opt175b", "flashattention2", "2306.00978", "arXiv:2210.17323v2",
    "https://arxiv.org/abs/2106.09685", "frantar2022gptq",
)  # fmt: skip


def test_the_browser_finds_the_paper_that_python_finds(visit: Visit, kb: KnowledgeBase) -> None:
    found = visit("papers/").evaluate(FIRST, [INVENTED, None])
    expected = [next(iter(kb.papers.search(query)), None) for query in INVENTED]
    assert dict(zip(INVENTED, found, strict=True)) == dict(zip(INVENTED, expected, strict=True))


def test_an_author_of_another_alphabet_is_found_and_no_other(visit: Visit) -> None:
    authors = {"li2024x": ("李沐",), "wu2024x": ("吴恩达",), "ivanov2024x": ("Иван Петров",), "author2024x": ()}
    kb = knowledge_base(*(paper(key, authors=names) for key, names in authors.items()))
    asked = ("李沐", "петров ИВАН", "李")
    data = library.text(View(kb), {}, set())
    found = visit("papers/").evaluate(OF_AUTHOR, [[*asked, "", "???"], data])
    assert found[:3] == [list(kb.papers.filter(author=author)) for author in asked]
    assert [len(keys) for keys in found[3:]] == [len(authors)] * 2


@pytest.mark.corpus
def test_the_browser_finds_the_real_paper_that_python_finds(visit: Visit) -> None:
    kb = effllm.load(PROJECT)
    found = visit("papers/").evaluate(FIRST, [REAL, library.text(View(kb), {}, set())])
    expected = [next(iter(kb.papers.search(query)), None) for query in REAL]
    assert dict(zip(REAL, found, strict=True)) == dict(zip(REAL, expected, strict=True))
