"""The search in Chromium ranks as that of Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import effllm
from effllm.search import ABBREVIATIONS, words_of
from effllm.site import library
from effllm.site.view import View
from effllm.text import fold, title_key, words
from tests.factories import knowledge_base, paper
from tests.site.records import PROJECT
from tests.test_questions import MISSED, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from effllm.kb import KnowledgeBase

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

ANSWERS = """async ([queries, data]) => {
  const { Library } = await import(new URL("../assets/js/library.js", location.href).href);
  const text = async (path) => data?.[path] ?? (await fetch(`../${path}`)).text();
  const read = async (name) => JSON.parse(await text(`assets/${name}.json`));
  const library = new Library(await read("library"), (kind, number) => read(`search/${kind}-${number}`));
  library.extend(await read("library-more"));
  const answers = [];
  for (const q of queries) {
    await library.prepare(q);
    const { ids, lacks } = library.ask({ q });
    answers.push([ids.slice(0, 3).map((id) => library.show(id).key), lacks]);
  }
  return answers;
}"""
WORDS = """async ([texts, abbreviations]) => {
  const { fold, nameWords, splitter, titleKey } = await import(new URL("../assets/js/text.js", location.href).href);
  const words = splitter(abbreviations);
  return texts.map((text) => [fold(text), titleKey(text), nameWords(text), words(text, false), words(text, true)]);
}"""
OF_AUTHOR = """async ([authors, data]) => {
  const { Library } = await import(new URL("../assets/js/library.js", location.href).href);
  const library = new Library(JSON.parse(data["assets/library.json"]));
  library.extend(JSON.parse(data["assets/library-more.json"]));
  return authors.map((author) => library.ask({ author }).ids.map((id) => library.show(id).key));
}"""
EVERYTHING = """async ([queries, data]) => {
  const { Library } = await import(new URL("../assets/js/library.js", location.href).href);
  const read = async (name) => JSON.parse(data[`assets/${name}.json`]);
  const library = new Library(await read("library"), (kind, number) => read(`search/${kind}-${number}`));
  library.extend(await read("library-more"));
  const answers = {};
  for (const q of queries) {
    await library.prepare(q);
    answers[q] = library.find(q, 3).hits.map((hit) => hit.address);
  }
  return answers;
}"""
OPENED = {
    "pruning": ["taxonomy/parameter-pruning/", "reading-lists/structured-pruning/"],
    "kv cache": ["taxonomy/kv-cache-optimization/", "reading-lists/kv-cache-eviction/"],
    "kv cache compression": ["taxonomy/kv-cache-optimization/", "reading-lists/kv-cache-eviction/"],
    "mixture of experts offloading": ["taxonomy/expert-offloading/"],
    "quantization": ["taxonomy/quantization/", "reading-lists/weight-activation-quantization/"],
    "scaling laws": ["taxonomy/scaling-laws/", "reading-lists/scaling-laws/", "papers/kaplan2020scaling/"],
    "vllm": ["frameworks/vllm/", "papers/kwon2023pagedattention/"],
    "MLSys 2024": ["venues/mlsys/"],
    "continuous batching": ["papers/yu2022orca/"],
    "how to run 70b model on 24gb gpu": ["plan/"],
    "how much memory does kv cache take": ["formulas/kv-cache/"],
    "llama-2 training cost": ["models/llama-2-70b/"],
    "llama 2 70b": ["models/llama-2-70b/"],
    "gptq": ["papers/frantar2022gptq/"],
    "Song Han": ["authors/han/#song-han"],
}
"""What Ctrl-K finds first: the thing that is called so, a topic before its reading list and both before papers."""
INVENTED = (
    "squeeze", "SQZ", "Müller", "muller nowak", "two-bit weights", "2 bit", "key value cache", "KV-cache quantization",
    "2210.00001v3", "https://arxiv.org/html/2210.00001v1#S2", "10.48550/arXiv.2210.00001",
    "https://doi.org/10.48550/arXiv.2210.00001v2", "https://www.alphaxiv.org/abs/2210.00001",
    "https://huggingface.co/papers/2210.00001", "see https://export.arxiv.org/pdf/2210.00001.pdf here",
    "author2022squeeze", "prune keep", "JOUR 2019", "sqeueze", "quantisation cache", "van der Berg", "a note on caches",
    "zzz", "2bit", "2 bits", "two bit", "a simple way to prune keep 50 of the weights",
)  # fmt: skip
REAL = (
    "gtpq", "aqw", "GPTQ", "linear attention", "early exit", "awq", "lora", "mamba", "vllm", "PagedAttention", "quip",
    "speculative decoding", "quantizaton 2 bit kv cahce", "serve many lora adapters", "flashattention-2", "sparsegpt",
    "ICLR 2024 pruning", "LLM.int8()", "deepspeed", "attention sinks",
    "gpt3", "llama2", "opt175b", "flashattention2", "2306.00978", "arXiv:2210.17323v2",
    "https://arxiv.org/abs/2106.09685", "frantar2022gptq", "ar5iv.org/abs/2106.09685", "arxiv 2106.09685",
    "3-bit dense sparse quantization", "3bit dense sparse quantization", "Nystromformer", "pangu pi", "infinite former",
)  # fmt: skip


def first(found: list[tuple[list[str], bool]], queries: tuple[str, ...]) -> dict[str, str | None]:
    """Return the best answer to each query."""
    return {query: next(iter(keys), None) for query, (keys, _) in zip(queries, found, strict=True)}


def files(kb: KnowledgeBase) -> dict[str, str]:
    """Return what the site searches in."""
    return {file.path: str(file.text) for file in library.files(View(kb), {})}


def test_the_browser_finds_the_paper_that_python_finds(visit: Visit, kb: KnowledgeBase) -> None:
    found = visit("papers/").evaluate(ANSWERS, [INVENTED, None])
    assert first(found, INVENTED) == {query: next(iter(kb.papers.search(query)), None) for query in INVENTED}


def test_an_author_of_another_alphabet_is_found_and_no_other(visit: Visit) -> None:
    authors = {"li2024x": ("李沐",), "wu2024x": ("吴恩达",), "ivanov2024x": ("Иван Петров",), "author2024x": ()}
    kb = knowledge_base(*(paper(key, authors=names) for key, names in authors.items()))
    asked = ("李沐", "петров ИВАН", "李")
    found = visit("papers/").evaluate(OF_AUTHOR, [[*asked, "", "???"], files(kb)])
    assert found[:3] == [list(kb.papers.filter(author=author)) for author in asked]
    assert [len(keys) for keys in found[3:]] == [len(authors)] * 2


@pytest.mark.corpus
def test_the_browser_finds_the_real_paper_that_python_finds(visit: Visit) -> None:
    kb = effllm.load(PROJECT)
    found = visit("papers/").evaluate(ANSWERS, [REAL, files(kb)])
    assert first(found, REAL) == {query: next(iter(kb.papers.search(query)), None) for query in REAL}


@pytest.mark.corpus
def test_a_thing_that_is_called_so_comes_first_in_the_search_of_the_site(visit: Visit) -> None:
    found = visit("papers/").evaluate(EVERYTHING, [[*OPENED], files(effllm.load(PROJECT))])
    assert {query: found[query][: len(first)] for query, first in OPENED.items()} == OPENED


@pytest.mark.corpus
def test_the_browser_takes_texts_apart_as_python_does(visit: Visit) -> None:
    papers = effllm.load(PROJECT).papers.values()
    texts = [text for one in papers for text in (one.title, one.name or "", *one.aliases, *one.authors[:3]) if text]
    texts += [
        "3\u2011bit, two-bit, 1.58 Bits",
        "LLaMA3 or GPT-3",
        "PanGu-\u03a0 \u221e",
        "LoRA+ 4+3",
        "\u767e\u79d1 Model",
    ]
    found = visit("papers/").evaluate(WORDS, [texts, ABBREVIATIONS])
    for text, (folded, key, name, asked, indexed) in zip(texts, found, strict=True):
        assert (folded, key, tuple(name)) == (fold(text), title_key(text), words(text))
        assert asked == words_of(text, expand=False)
        assert set(indexed) == set(words_of(text, expand=True))


@pytest.mark.corpus
def test_a_right_paper_is_among_the_first_three_on_the_site(visit: Visit) -> None:
    asked = tuple(QUESTIONS.keys() - MISSED)
    found = visit("papers/").evaluate(ANSWERS, [asked, files(effllm.load(PROJECT))])
    answers = zip(asked, found, strict=True)
    wrong = {question: keys for question, (keys, _) in answers if not QUESTIONS[question] & {*keys}}
    assert wrong == {}


def test_words_of_summaries_are_found_at_once(visit: Visit, kb: KnowledgeBase) -> None:
    (told,) = (one for one in kb.papers.values() if "markup" in (one.summary or ""))
    page = visit("papers/?q=markup")
    expect(page.locator("#results .ef-entry__title")).to_contain_text([told.title])
