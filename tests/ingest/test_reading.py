from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from effllm.ids import ids_in
from effllm.ingest import ReferenceList, WrongList, crossref, openalex, semantic_scholar
from effllm.ingest.list_files import read_bbl, read_list
from tests.checkouts import BASE
from tests.ingest.lists import BIBER, IEEE, NATBIB, deposited, s2_page, s2_row, work

if TYPE_CHECKING:
    from collections.abc import Sequence

PAPERS = effllm.load(BASE).papers
SLIM, BRIEF = PAPERS["author2023slim"], PAPERS["coder2023brief"]

OWN = "arXiv:2311.00001, references"
S2 = "https://api.semanticscholar.org/graph/v1/paper/ARXIV:2311.00001/references"


def lines(content: str | bytes) -> list[bytes]:
    return (content if isinstance(content, bytes) else content.encode()).splitlines(keepends=True)


def read(content: str, *works: str, paper: effllm.Paper = SLIM) -> ReferenceList:
    return read_list(paper, partial(lines, content), [partial(lines, one) for one in works])


def told(found: ReferenceList) -> list[tuple[str, dict[str, str]]]:
    return [(entry.reference.title, dict(entry.reference.ids)) for entry in found.entries]


def test_semantic_scholar() -> None:
    pages = [
        s2_page(
            s2_row("Thin", authors=("Ben Builder",), ArXiv="2205.00002", DOI="10.48550/arXiv.2205.00002"), following=1
        ),
        s2_page(
            s2_row("Brief", DOI="10.18653/V1/2023.Findings-ACL.1", ACL="2023.findings-acl.1"), s2_row(None), offset=1
        ),
    ]
    found = semantic_scholar(pages)
    assert told(found) == [
        ("Thin", {"arxiv": "2205.00002"}),
        ("Brief", {"doi": "10.18653/v1/2023.findings-acl.1", "acl": "2023.findings-acl.1"}),
        ("", {}),
    ]
    assert found.entries[0].reference.authors == ("Ben Builder",)
    assert (found.whole, found.remarks) == (False, ())
    assert semantic_scholar(pages[:1]).remarks == ("the answer ends at entry 1 and says that there are more",)
    assert str(found.entries[2]) == "an entry without title and id"


def test_openalex_names_entries_by_the_works_it_refers_to() -> None:
    own = work(1, SLIM.title, "Ada Author", doi="10.48550/arxiv.2311.00001", cites=(2, 3))
    thin = work(2, "Thin Models for Thick Questions", "Ben Builder", doi="10.48550/arxiv.2205.00002")
    found = openalex(own, {thin["id"]: thin})
    assert told(found) == [("Thin Models for Thick Questions", {"arxiv": "2205.00002"}), ("", {})]
    assert str(found.entries[1]) == "https://openalex.org/W3"
    assert found.source == "https://openalex.org/W1"
    assert found.remarks == ("OpenAlex names 1 of 2 entries only by its own ids: their works are missing",)
    assert not openalex(work(1, "x"), {}).whole
    assert openalex(work(1, "x"), {}).remarks == ("the list is empty at OpenAlex, which says nothing",)


def test_crossref() -> None:
    found = crossref(
        deposited(
            {"key": "a", "DOI": "10.48550/arXiv.2205.00002", "doi-asserted-by": "crossref"},
            {"key": "b", "article-title": "Slim Models", "author": "Author", "year": "2024a", "journal-title": "CoRR"},
            {"key": "c", "unstructured": "Builder, B.: Thin. CoRR abs/2205.00002 (2022)"},
        )
    )
    assert told(found) == [("", {"arxiv": "2205.00002"}), ("Slim Models", {}), ("", {"arxiv": "2205.00002"})]
    assert (found.entries[1].reference.authors, found.entries[1].reference.year) == (("Author",), 2024)
    assert found.whole
    assert found.source == "https://api.crossref.org/works/10.1000/brief.1"
    assert not crossref(deposited({"key": "a"})).whole
    one_missing = deposited({"key": "a", "unstructured": "x"})
    one_missing["message"]["references-count"] = 2
    assert not crossref(one_missing).whole


def test_bbl_of_natbib() -> None:
    found = read_bbl(NATBIB)
    assert found.whole
    assert told(found) == [
        ("Thin models for thick questions", {"arxiv": "2205.00002"}),
        ("Brief answers are enough", {}),
        ("Wide models on invented hardware", {}),
    ]
    assert found.entries[0].reference.authors == ("Ben Builder", "Cleo Coder", "Dag Øvergård")
    assert "50% online" in found.entries[1].text


def test_bbl_without_blocks_keeps_its_text() -> None:
    found = read_bbl(IEEE)
    assert told(found) == [("", {}), ("", {})]
    assert found.entries[0].text.startswith('A. Author and B. Builder, "SLIM: A slim model of invented language,"')


def test_bbl_of_biber() -> None:
    found = read_bbl(BIBER)
    assert told(found) == [
        ("Thin Models for Thick Questions", {"arxiv": "2205.00002"}),
        ("SLIM A Slim Model of Invented Language", {}),
    ]
    assert found.entries[0].reference.authors == ("Builder", "Øvergård")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("arXiv:2205.00002v3", {"arxiv": "2205.00002"}),
        ("arXiv preprint arXiv:2205.00002, 2022.", {"arxiv": "2205.00002"}),
        ("CoRR, abs/2205.00002, 2022", {"arxiv": "2205.00002"}),
        ("ArXiv, abs/2205.00002", {"arxiv": "2205.00002"}),
        ("https://arxiv.org/pdf/2205.00002.pdf", {"arxiv": "2205.00002"}),
        ("doi: 10.1000/X.1.", {"doi": "10.1000/x.1"}),
        ("https://doi.org/10.48550/arXiv.2205.00002", {"arxiv": "2205.00002"}),
        ("https://openreview.net/forum?id=Ab3dEf7hIj", {"openreview": "Ab3dEf7hIj"}),
        ("pages 2205--2206, 2022.00002", {}),
    ],
)
def test_ids_in_a_text(text: str, ids: dict[str, str]) -> None:
    assert ids_in(text) == ids


@pytest.mark.parametrize(
    ("content", "source", "count"),
    [
        (json.dumps(s2_page(s2_row("Thin")), indent=2), S2, 1),
        (json.dumps([s2_page(s2_row("Thin")), s2_page(s2_row("Thin"))]), S2, 2),
        (json.dumps(work(1, SLIM.title, cites=(2, 3))), "https://openalex.org/W1", 2),
        (NATBIB, OWN, 3),
        ("\ufeff" + BIBER, OWN, 2),
        ("@article{a, title={A}, author={B, C}}\n@article{b, title={A}, author={B, C}}", OWN, 2),
    ],
    ids=["semantic scholar", "pages", "openalex", "bbl", "biber", "bib"],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(content: str, source: str, count: int) -> None:
    found = read(content)
    assert (found.source, len(found.entries)) == (source, count)


def test_crossref_from_a_file() -> None:
    found = read(json.dumps(deposited({"key": "a", "unstructured": "x"})), paper=BRIEF)
    assert len(found.entries) == 1
    assert found.whole


def snapshot(works: Sequence[Any]) -> str:
    return "\n".join(json.dumps(one) for one in works) + "\n"


def test_a_part_of_the_snapshot() -> None:
    own = work(7, "another title", doi="10.48550/arxiv.2311.00001", cites=(2, 3, 9))
    here = snapshot([work(1, "One"), own, work(2, "Two")])
    found = read(
        here, snapshot([work(3, "Three"), work(4, "Four")]), json.dumps({"meta": {}, "results": [work(9, "Nine")]})
    )
    assert [title for title, _ in told(found)] == ["Two", "Three", "Nine"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no reference list in it"),
        ("{}", "no reference list in it"),
        ("[]", None),
        ("{ not json", "it starts like JSON, but is not JSON"),
        ('{"id": "https://openalex.org/W1", "referenced_works": []}\n{', "line 2 is no JSON"),
        ('{"data": null, "message": null}', "no reference list in it"),
        ("<!doctype html><p>404", "no reference list in it"),
        (json.dumps(work(1, "One")), "author2023slim is not among its 1 works of OpenAlex"),
        (json.dumps(deposited({"key": "a"})), 'it holds the list of "Brief Answers Are Enough", not of author2023slim'),
        (json.dumps({"message": {"title": [SLIM.title]}}), "no list of references in it"),
        ("[" * 100_000, "it starts like JSON, but is not JSON"),
    ],
)
def test_other_files_are_told(content: str, said: str | None) -> None:
    if said is None:
        assert read(content).entries == ()
        return
    with pytest.raises(WrongList, match=said.replace("(", r"\(")):
        read(content)


def test_values_of_other_types_are_nothing() -> None:
    odd: Any = {"data": [None, 1, {"citedPaper": []}, {"citedPaper": {"title": 1, "externalIds": [], "authors": {}}}]}
    assert told(semantic_scholar([odd])) == [("", {})] * 4
    assert told(crossref({"message": {"reference": [None, {"DOI": 1, "year": []}]}})) == [("", {})] * 2
    assert openalex({"referenced_works": [None, 3]}, {}).entries == ()


def test_broken_entries_of_a_bib_are_told() -> None:
    found = read("@article{a, title={A}}\n@article{b, title={B}\n")
    assert [entry.reference.title for entry in found.entries] == ["A"]
    assert found.remarks[1].startswith("line 2: ")
    assert not found.whole


def test_entries_that_never_come_to_an_end_are_read() -> None:
    many = 1_000_000
    assert ids_in(f"arXiv{' ' * many}x doi:10.1145/1") == {"doi": "10.1145/1"}
    (entry,) = read_bbl(rf"\bibitem{{a}} Ada Author{'.' * many}x \newblock A Thin Model. \newblock 2024.").entries
    assert entry.reference.title == "A Thin Model"


@pytest.mark.parametrize(
    "text",
    [
        r"\bibitem{a} {{{{ A Thin Model \bibitem{b} Another Model",
        r"\bibitem{a} A Thin Model} \bibitem{b} Another Model",
        NATBIB.partition(r"\end{thebibliography}")[0],
        BIBER.partition(r"\enddatalist")[0],
    ],
)
def test_a_broken_bbl_is_not_the_whole_list(text: str) -> None:
    found = read_bbl(text)
    assert found.entries
    assert not found.whole
    assert "part of the list may be missing" in found.remarks[0]


def test_braces_that_are_signs_of_a_title_break_no_list() -> None:
    assert read_bbl(r"\bibitem{a} A \{Thin Model \\ {\"o} \newblock 2024.").whole
