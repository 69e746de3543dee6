from __future__ import annotations

from typing import Any

import pytest

from effllm.bibliography.reference import Reference
from effllm.lookup.paper_index import PaperIndex
from tests.factories import PAPERS, knowledge_base, paper

EXTRA = [
    paper("doe2023acl", title="In the Anthology", authors=("Dora Doe",), acl="2023.acl-long.7"),
    paper("doe2020old", title="New Title", aliases=("The Old Title It Had",), authors=("Dora van Doe",)),
    paper("muller2021thin", title="Nyström-Thin: A π-Model of 1,000 Layers", name="Nyström-Thin", arxiv="2102.00001"),
    paper("roe2024quest", title="Quest for Slim Models", name="Quest", authors=("Rita Roe",), arxiv="2402.00001"),
    paper("poe2024quest", title="QUEST: Asking Less", name="QUEST", authors=("Paul Poe",), arxiv="2402.00002"),
    paper("low2023lora", title="Low Ranks", name="RANK", arxiv="2302.00001"),
    paper("low2024lora", title="Low Ranks, Again", name="RANK+", arxiv="2402.00003"),
    paper("doe2024survey", title="A Survey of Thin Models", authors=("Dora Doe", "Ada Author"), arxiv="2403.00001"),
    paper("roe2023survey", title="A Survey of Thin Models", authors=("Rita Roe", "Ada Author"), arxiv="2303.00001"),
    paper("sun2024han", title="百科: 模型", authors=("王 小明",), arxiv="2403.00009"),
]
INDEX = PaperIndex([*PAPERS, *EXTRA])
KB = knowledge_base(*PAPERS, *EXTRA)


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"arxiv": "2210.00001"}, "author2022squeeze"),
        ({"doi": "10.1000/SQUEEZE_1"}, "author2022squeeze"),
        ({"doi": "10.18653/v1/2023.acl-long.7"}, "doe2023acl"),
        ({"acl": "2019.inv-main.7"}, "berg2019prune"),
        ({"url": "http://www.example.org/note/"}, "unknown2021note"),
        ({"title": "Key value CACHE quantization.", "authors": ("The Invented Team",)}, "team2024cache"),
        ({"title": "The old title it had", "authors": ("D. Doe", "E. Else")}, "doe2020old"),
        ({"title": "A note on caches", "authors": ("Somebody Else",)}, "unknown2021note"),
        ({"title": "New title", "authors": ()}, "doe2020old"),
        ({"title": "nystrom thin: a Pi model of 1000 layers", "authors": ("Author, Ada",)}, "muller2021thin"),
        ({"title": "New title", "authors": ("Somebody Else",)}, ""),
        ({"title": "SQZ", "authors": ("Ada Author",)}, ""),
        ({"title": "", "authors": ()}, ""),
        ({"arxiv": "2210.00009"}, ""),
        ({"title": "A survey of thin models", "authors": ("Roe, R.",)}, "roe2023survey"),
        ({"title": "A survey of thin models", "authors": ("A. Author",)}, "doe2024survey roe2023survey"),
        ({"arxiv": "2210.00001", "acl": "2019.inv-main.7"}, "author2022squeeze berg2019prune"),
    ],
)  # fmt: skip
def test_who_is_here(said: dict[str, Any], keys: str) -> None:
    found = INDEX.same(Reference(**{"title": "Something Else", **said}))
    assert {paper.key for paper in found} == set(keys.split())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("author2022squeeze", "author2022squeeze"),
        (" Author2022Squeeze ", "author2022squeeze"),
        ("author2022two", "author2022squeeze"),
        ("papers/2022/author2022squeeze.yml", "author2022squeeze"),
        ("https://example.org/papers/author2022squeeze/", "author2022squeeze"),
        ("https://arxiv.org/abs/2402.00002v3", "poe2024quest"),
        ("arXiv:2402.00002", "poe2024quest"),
        ("see arXiv 2402.00002, page 3", "poe2024quest"),
        ("https://doi.org/10.48550/arXiv.2402.00002", "poe2024quest"),
        ("https://doi.org/10.18653/V1/2023.ACL-long.7", "doe2023acl"),
        ("http://example.org/note", "unknown2021note"),
        ("SQZ", "author2022squeeze"),
        ("nystrom thin", "muller2021thin"),
        ("NYSTRÖMTHIN", "muller2021thin"),
        ("Nystrom-Thin: a pi model of 1000 layers", "muller2021thin"),
        ("the old title, it had", "doe2020old"),
        ("百科 模型", "sun2024han"),
        ("rank", "low2023lora"),
        ("RANK+", "low2024lora"),
        ("quest", "roe2024quest poe2024quest"),
        ("Quest", "roe2024quest poe2024quest"),
        ("arXiv:2402.00001 and arXiv:2402.00002", "roe2024quest poe2024quest"),
        ("A Survey of Thin Models", "doe2024survey roe2023survey"),
        ("https://www.alphaxiv.org/zh/overview/2402.00002v1", "poe2024quest"),
        ("https://hf.co/papers/2402.00002", "poe2024quest"),
        ("https://ar5iv.org/2402.00002", "poe2024quest"),
        ("https://www.semanticscholar.org/arxiv/2402.00002", "poe2024quest"),
        ("https://api.semanticscholar.org/graph/v1/paper/arXiv:2402.00002", "poe2024quest"),
        ("https://arxiv.org/src/2402.00002v2", "poe2024quest"),
        ("https://aclanthology.org/2023.acl-long.7.xml", "doe2023acl"),
        ("2023.ACL-long.7", "doe2023acl"),
        ("\uff12\uff14\uff10\uff12\uff0e\uff10\uff10\uff10\uff10\uff12", "poe2024quest"),
        ("papers/2024/poe2024quest.yml", "poe2024quest"),
        ("https://example.org/effllm/papers/author2022two/", "author2022squeeze"),
        ("example.org/note", "unknown2021note"),
        ("https://example.org/note/note.pdf", "unknown2021note"),
        ("http://example.org/note.html", "unknown2021note"),
        ("https://arxiv.org/abs/2402.09999", ""),
        ("https://example.org/elsewhere", ""),
        ("thin", ""),
        ("", ""),
        ("???", ""),
    ],
)
def test_what_a_text_names(text: str, keys: str) -> None:
    wanted = keys.split()
    assert list(KB.find_all(text)) == wanted
    found = KB.find(text)
    assert (found.key if found else None) == (wanted[0] if len(wanted) == 1 else None)
    if wanted:
        assert set(list(KB.papers.search(text))[: len(wanted)]) == set(wanted)


@pytest.mark.parametrize("wrong", [None, 2210.1750, b"Quest", ["Quest"], PAPERS[0]])
def test_what_is_no_text_is_told(wrong: object) -> None:
    for find in (KB.find, KB.find_all, KB.papers.search):
        with pytest.raises(TypeError, match="it must be a text, such as"):
            find(wrong)  # type: ignore[arg-type]  # as in a notebook


def test_a_paper_is_one_under_two_spellings_of_its_title() -> None:
    twice = paper("doe2024twice", title="A Pre-Trained Thin Model", aliases=("A pretrained thin model",))
    index = PaperIndex([twice])
    index.add(twice)
    assert index.titled(twice.title) == index.named(twice.title) == [twice]
    assert [one.paper for one in index.titles_in("Doe. A pretrained thin model.")] == [twice]


def test_what_was_taken_out_is_found_no_more() -> None:
    index = PaperIndex(EXTRA)
    index.remove({"doe2020old"})
    assert index.find_all("doe2020old") == index.find_all("New Title") == []
    assert list(index.titles_in("The Old Title It Had")) == []
    index.add(EXTRA[1])
    assert [paper.key for paper in index.find_all("new title")] == ["doe2020old"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Doe. The old title it had. 2020", "The old title it had"),
        ("(Nystromthin - a \u03c0 model of 1000 layers)", "Nystromthin - a \u03c0 model of 1000 layers"),
        ("A Surveyof Thin-Models!", "A Surveyof Thin-Models"),
        ("A Survey of Thin Modelling", None),
        ("Data Survey of Thin Models", None),
        ("New Title", None),
        ("", None),
    ],
)
def test_titles_in_a_text(text: str, found: str | None) -> None:
    assert {text[one.start : one.end] for one in INDEX.titles_in(text)} == ({found} if found else set())
