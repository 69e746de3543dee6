from __future__ import annotations

import pytest

from effllm.records import Corpus
from effllm.search import SearchIndex
from effllm.search.index import NEAR
from tests.factories import PUBLIC_LIST, knowledge_base, paper

KB = knowledge_base()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("squeeze", "author2022squeeze"),
        ("sqeueze", "author2022squeeze"),
        ("SQZ", "author2022squeeze"),
        ("2 bit wieghts", "author2022squeeze"),
        ("two bit", "author2022squeeze"),
        ("kv cache", "team2024cache"),
        ("kv cahce quantizaton", "team2024cache"),
        ("key-value cache", "team2024cache"),
        ("muller nowak", "author2022squeeze"),
        ("berg 2019", "berg2019prune"),
        ("LLM", "author2022squeeze"),
        ("prun", "berg2019prune"),
        ("sqz", "author2022squeeze"),
        ("szq", "author2022squeeze"),
    ],
)
def test_the_right_paper_comes_first(query: str, first: str) -> None:
    assert next(iter(KB.papers.search(query))) == first


def test_a_name_counts_more_than_a_mention() -> None:
    kb = knowledge_base(
        paper("a2024mention", title="Better than GRID", summary="GRID GRID GRID"),
        paper("b2024grid", name="GRID", title="A grid"),
    )
    assert list(kb.papers.search("grid")) == ["b2024grid", "a2024mention"]


def test_a_rare_word_that_is_missed_counts_more_than_a_common_one() -> None:
    kb = knowledge_base(
        paper("a2024common", title="Better layers for each token", summary="Different layers."),
        paper("b2024rare", title="Quokka layers"),
        *(paper(f"c202{number}other", title=f"Different tokens {number}") for number in range(9)),
    )
    assert next(iter(kb.papers.search("different quokka"))) == "b2024rare"


@pytest.mark.parametrize("query", ["3 bit", "3-bit", "3bit", "3 bits", "three-bit", "3\u2011bit"])
def test_a_number_of_bits_is_one_word(query: str) -> None:
    kb = knowledge_base(
        paper("a2024hyphen", title="Weights in 3-Bit Form"),
        paper("b2024stuck", title="All in 3bits"),
        paper("c2024words", title="Three Bits Are Enough"),
        paper("d2024other", title="LLaMA3 in 4 bits"),
        paper("g2024several", title="Weights of 2, 3 or 4 Bits"),
        paper("h2024range", title="2/3/4-bit and 3-4 bits"),
        paper("e2024fraction", title="Down to 1.3 Bits"),
        paper("f2024llama", title="LLaMA 3: 2-bit weights"),
    )
    assert set(kb.papers.search(query)) == {"a2024hyphen", "b2024stuck", "c2024words", "g2024several", "h2024range"}
    assert len(kb.papers.search("bit")) == len(kb.papers)


@pytest.mark.parametrize("query", ["LLaMA3", "llama 3", "LLaMA-3", "llama3"])
def test_a_number_behind_a_name_may_be_written_in_three_ways(query: str) -> None:
    kb = knowledge_base(
        paper("a2024stuck", title="On LLaMA3 Models"),
        paper("b2024hyphen", title="On LLaMA-3 Models"),
        paper("c2024space", title="On LLaMA 3 Models"),
        paper("d2024other", title="On LLaMA 2 and 3 Bits"),
    )
    assert set(list(kb.papers.search(query))[:3]) == {"a2024stuck", "b2024hyphen", "c2024space"}


def test_a_name_with_a_number_holds_no_number() -> None:
    kb = knowledge_base(paper("a2024llama", title="On LLaMA3"), paper("b2024three", title="Part 3 of Models"))
    assert list(kb.papers.search("3")) == ["b2024three"]


def test_papers_with_all_words_come_before_papers_with_some() -> None:
    kb = knowledge_base(
        paper("a2024one", title="Sparse Sparse Kernels"),
        paper("b2024two", title="Sparse Kernels of Attention"),
        paper("c2024other", title="Attention maps"),
    )
    assert list(kb.papers.search("sparse kernels attention"))[:2] == ["b2024two", "a2024one"]


def test_a_paper_whose_name_is_among_the_words_comes_before_those_that_speak_of_it() -> None:
    kb = knowledge_base(
        paper("a2024about", title="Scaling laws beyond Quokka"),
        paper("b2024quokka", name="Quokka", title="Training with more data"),
        paper("c2024wombat", name="Wombat", title="Data first"),
        paper("d2024both", title="Quokka and Wombat compared"),
        *(paper(f"e{2000 + number}other", title=f"Scaling laws {number}") for number in range(60)),
    )
    assert next(iter(kb.papers.search("quokka scaling laws"))) == "b2024quokka"
    assert set(list(kb.papers.search("difference between Quokka and Wombat"))[:2]) == {"b2024quokka", "c2024wombat"}


def test_the_words_of_an_author_are_of_one_author() -> None:
    kb = knowledge_base(
        paper("a2024two", authors=("Ada Song", "Bo Han")),
        paper("b2024own", authors=("Ada Lee", "Song Han")),
        paper("c2024long", authors=("Song Hanna",)),
    )
    assert list(kb.papers.search("song han")) == ["b2024own"]
    assert list(kb.papers.search("Han Song")) == ["b2024own"]


def test_another_form_of_a_word_is_no_rarer_than_the_word() -> None:
    kb = knowledge_base(
        paper("a2024form", title="Prunable layers"),
        paper("b2024word", title="Pruning layers"),
        *(paper(f"c202{number}word", title=f"Pruning {number}") for number in range(9)),
    )
    assert next(iter(kb.papers.search("pruning layers"))) == "b2024word"


def test_of_two_papers_that_match_equally_the_known_one_comes_first() -> None:
    citing = [paper(f"c202{number}citing", title="Other", cites=("b2024known",)) for number in range(4)]
    kb = knowledge_base(paper("a2024new", title="Pruning"), paper("b2024known", title="Pruning"), *citing)
    assert list(kb.papers.search("pruning methods"))[:2] == ["b2024known", "a2024new"]


def test_what_lists_name_is_known() -> None:
    papers = (paper("a2024new", title="Pruning"), paper("b2024known", title="Pruning"))
    lists = [PUBLIC_LIST.model_copy(update={"id": f"list{number}", "papers": ("b2024known",)}) for number in range(4)]
    index = SearchIndex.build(knowledge_base(*papers).corpus.model_copy(update={"lists": tuple(lists)}))
    assert [key for key, _ in index.search("pruning methods")] == ["b2024known", "a2024new"]


def test_a_paper_that_misses_most_of_the_words_is_no_hit() -> None:
    kb = knowledge_base(
        paper("a2024all", title="Sparse fused kernels of long attention on chips"),
        paper("b2024most", title="Fused kernels of long attention on chips"),
        paper("c2024one", title="Long"),
    )
    assert list(kb.papers.search("sparse fused kernels long attention chips")) == ["a2024all", "b2024most"]


@pytest.mark.parametrize(
    "query",
    [
        "what is the best squeeze of weights?",
        "papers about weights to squeeze",
        "how do I squeeze weights",
        "squeezing weight",
    ],
)
def test_words_that_ask_and_forms_of_words_mislead_nobody(query: str) -> None:
    assert next(iter(KB.papers.search(query))) == "author2022squeeze"
    assert KB.ask(query).unknown == []


@pytest.mark.parametrize(
    "query",
    [
        "2401.99999v2",
        "https://arxiv.org/abs/2401.99999",
        "https://doi.org/10.1000/nowhere",
        "https://openreview.net/forum?id=nOwHeRe123",
        "https://aclanthology.org/2019.inv-main.99/",
        "https://github.com/nobody/nothing",
        "www.semanticscholar.org/arXiv:2401.99999",
        "https://huggingface.co/papers/2401.99999",
    ],
)
def test_an_id_or_an_address_that_is_not_here_finds_nothing_and_says_so(query: str) -> None:
    assert KB.ask(query) == ([], True, [])
    assert list(KB.papers.search(query)) == []


@pytest.mark.parametrize(
    ("query", "lacks"),
    [
        ("Toolformer", True),
        ("Self-RAG", True),
        ("Stable Diffusion", True),
        ("sqeueze", True),
        ("squeeze", False),
        ("Squeeze", False),
        ("sque", False),
        ("SQZ", False),
        ("KV-cache", False),
        ("Müller-Nowak", False),
        ("Ada Author", False),
        ("how to make a sandwich", False),
        ("", False),
    ],
)
def test_a_name_that_no_paper_has_is_told_from_words(query: str, *, lacks: bool) -> None:
    assert KB.ask(query).lacks is lacks
    assert len(KB.papers.search(query)) <= NEAR or not lacks


def test_words_that_no_paper_has_are_told() -> None:
    assert KB.ask("frobnicate the squeeze of weights").unknown == ["frobnicate"]


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/example/squeeze",
        "github.com/example/squeeze.git",
        "https://github.com/Example/Squeeze/tree/main/kernels",
        "https://www.semanticscholar.org/paper/SQUEEZE%3A-2-bit-Weights-for-Tests-Author/" + "0f" * 20,
    ],
)
def test_the_address_of_code_and_a_page_elsewhere_mean_the_paper(address: str) -> None:
    kb = knowledge_base(
        paper("a2024other", title="Other", code="https://github.com/example/squeezer"),
        paper(
            "b2024own",
            title="SQUEEZE: 2-bit Weights for Tests",
            authors=("Ada Author",),
            code="https://github.com/example/squeeze",
        ),
    )
    assert list(kb.papers.search(address)) == ["b2024own"]


def test_search_keeps_to_the_filtered_papers_and_the_limit() -> None:
    assert list(KB.papers.filter(under="pruning").search("weights")) == ["berg2019prune"]
    assert len(KB.papers.search("weights cache", limit=1)) == 1
    with pytest.raises(TypeError, match="limit is '3'; it must be a whole number"):
        KB.papers.search("weights cache", limit="3")  # type: ignore[arg-type]  # what people try


@pytest.mark.parametrize("query", ["", "   ", "!!!", "the of", "zzzzzzzz", "\x00", "a" * 5000])
def test_odd_queries_are_answered(query: str) -> None:
    assert list(KB.papers.search(query)) in ([], list(KB.papers.search(query)))


@pytest.mark.parametrize("query", ["", "  ", "!!!", "量化"])
def test_a_query_without_letters_and_digits_finds_nothing(query: str) -> None:
    assert list(KB.papers.search(query)) == []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("team2024cache", "team2024cache"),
        ("Team2024Cache ", "team2024cache"),
        ("author2022two", "author2022squeeze"),
        ("2401.00002", "team2024cache"),
        ("arXiv:2401.00002", "team2024cache"),
        ("https://arxiv.org/abs/2401.00002v2", "team2024cache"),
        ("10.1000/SQUEEZE_1", "author2022squeeze"),
        ("2401.00002v2", "team2024cache"),
        ("https://arxiv.org/html/2401.00002v1#S2", "team2024cache"),
        ("10.48550/arXiv.2401.00002", "team2024cache"),
        ("https://doi.org/10.48550/arXiv.2401.00002", "team2024cache"),
        ("https://doi.org/10.1000/Squeeze_1", "author2022squeeze"),
        ("2019.inv-main.7", "berg2019prune"),
        ("10.18653/V1/2019.inv-main.7", "berg2019prune"),
        ("https://www.aclweb.org/anthology/2019.inv-main.7", "berg2019prune"),
    ],
)
def test_a_key_or_an_id_finds_its_paper_first(query: str, first: str) -> None:
    assert next(iter(KB.papers.search(query))) == first


@pytest.mark.parametrize("query", ["10.18653/V1/P19-1001", "https://doi.org/10.18653/v1/P19-1001", "P19-1001"])
def test_an_old_id_of_the_anthology_is_found_in_its_doi(query: str) -> None:
    kb = knowledge_base(paper("a2024quoting", title="On P19-1001"), paper("b2019own", year=2019, acl="P19-1001"))
    assert next(iter(kb.papers.search(query))) == "b2019own"


def test_a_key_or_an_id_keeps_to_the_filtered_papers() -> None:
    assert list(KB.papers.filter(under="pruning").search("2401.00002")) == []


def test_an_id_counts_more_than_words_and_tells_capitals_in_openreview_ids() -> None:
    kb = knowledge_base(
        paper("a2024quoting", title="On bAcKdOoR_1"), paper("b2024own", title="Other", openreview="bAcKdOoR_1")
    )
    assert list(kb.papers.search("bAcKdOoR_1")) == ["b2024own", "a2024quoting"]
    assert list(kb.papers.search("backdoor 1")) == ["a2024quoting"]


def test_a_paper_whose_whole_name_is_asked_for_comes_first() -> None:
    kb = knowledge_base(
        paper("a2024tied", name="Tied-GRID"), paper("b2024grid", name="GRID"), paper("c2024grid", name="GRID+")
    )
    assert next(iter(kb.papers.search("grid"))) == "b2024grid"


STORED = KB.search_index.to_bytes("these records")


@pytest.mark.parametrize(
    "query",
    ["kv cahce quantizaton", "SQZ", "2 bit wieghts", "\u91cf\u5316", "", "weights cache", "a squeeze of weights"],
)
def test_an_index_read_from_a_file_answers_as_the_one_that_was_written(query: str) -> None:
    read = SearchIndex.from_bytes(STORED, "these records")
    assert read is not None
    assert read.search(query) == KB.search_index.search(query)
    assert read.to_bytes("these records") == STORED


@pytest.mark.parametrize(
    "content",
    [
        SearchIndex.build(KB.corpus).to_bytes("other records"),
        STORED[:-1],
        STORED + b"\0",
        STORED.replace(b'"format": ', b'"format": 9'),
        STORED.partition(b"\n")[0],
        b"",
        b"\xff\xfe\n",
        b"[]\n",
        b"7\n",
        b'{"sections": "long"}\n',
    ],
)
def test_an_index_of_other_records_or_in_another_form_is_not_read(content: bytes) -> None:
    assert SearchIndex.from_bytes(content, "these records") is None


def test_an_index_without_papers_is_written_and_read() -> None:
    empty = SearchIndex.from_bytes(SearchIndex.build(Corpus()).to_bytes(""), "")
    assert empty is not None
    assert empty.search("weights") == []
