from __future__ import annotations

import json

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

import effllm
from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.bibtex_writer import protect
from effllm.bibliography.entries import read_entry
from effllm.names import given_first, split_name
from tests.factories import knowledge_base, paper

KB = knowledge_base()


def test_a_published_paper_keeps_its_eprint() -> None:
    assert KB.papers.filter(venue="CONF").to_bibtex().strip() == (
        "@inproceedings{author2022squeeze,\n"
        "  title = {{SQUEEZE}: Accurate Two-Bit Weights for Large Language Models},\n"
        "  author = {Author, Ada and Müller-Nowak, Łukasz and El Halabi, Marwa},\n"
        "  booktitle = {Conference on Invented Results},\n"
        "  year = {2023},\n"
        "  eprint = {2210.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  doi = {10.1000/squeeze_1},\n"
        "  url = {https://arxiv.org/abs/2210.00001},\n"
        "}"
    )


def test_entry_types_follow_the_venue() -> None:
    text = KB.papers.to_bibtex()
    assert "@article{berg2019prune," in text
    assert "journal = {Journal of Invented Results}" in text
    assert "title = {A Simple Way to Prune \\& Keep 50\\% of the Weights}" in text
    assert "@misc{team2024cache," in text
    assert "author = {{Invented Team}}" in text
    assert "author = {van der Berg, Ludwig}" in text


def test_unknown_authors_give_no_author_field() -> None:
    note = KB.papers.filter(venue="Web").to_bibtex()
    assert "author" not in note
    assert "url = {https://example.org/note}" in note


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("LLM.int8(): 8-bit Matrix Multiplication", "{LLM}.int8(): 8-bit Matrix Multiplication"),
        ("QLoRA: Efficient Finetuning", "{QLoRA}: Efficient Finetuning"),
        ("A Hessian-Aware Method", "A {Hessian}-Aware Method"),
        ("W4A8 and FP8", "{W4A8} and {FP8}"),
        ("H2O: Heavy-Hitter Oracle", "{H2O}: Heavy-Hitter Oracle"),
        ("Costs $5 & 10% of #1_a", "Costs \\$5 \\& 10\\% of \\#1\\_a"),
        ("The Z-loss of Part I", "The {Z}-loss of Part {I}"),
        ("DeepSeek-V3 and Llama2", "{DeepSeek}-{V3} and {Llama2}"),
        ("Quantizing German Models: A Plan", "Quantizing {German} Models: A Plan"),
        ("Plain Title", "Plain Title"),
    ],
)
def test_only_names_and_acronyms_are_braced(title: str, protected: str) -> None:
    assert protect(title) == protected


@pytest.mark.parametrize(
    ("name", "family", "given_name"),
    [
        ("Elias Frantar", "Frantar", "Elias"),
        ("Jae W. Lee", "Lee", "Jae W."),
        ("Christopher De Sa", "De Sa", "Christopher"),
        ("Teven Le Scao", "Le Scao", "Teven"),
        ("Le Hou", "Hou", "Le"),
        ("Laurens van der Maaten", "van der Maaten", "Laurens"),
        ("DeepSeek-AI", "DeepSeek-AI", ""),
        ("Gemma Team", "Gemma Team", ""),
        ("BigScience Workshop", "BigScience Workshop", ""),
        ("Baole Ai", "Ai", "Baole"),
        ("Maartje Ter Hoeve", "Ter Hoeve", "Maartje"),
        ("Li Bin Chen", "Chen", "Li Bin"),
    ],
)
def test_names_split_as_people_write_them(name: str, family: str, given_name: str) -> None:
    assert split_name(name).family == family
    assert split_name(name).given == given_name


@pytest.mark.parametrize(
    ("name", "family", "given_name", "suffix"),
    [
        ("Robert L. Logan IV", "Logan", "Robert L.", "IV"),
        ("Martin Luther King Jr.", "King", "Martin Luther", "Jr."),
        ("Jan van der Berg III", "van der Berg", "Jan", "III"),
        ("Ada El Halabi Sr", "El Halabi", "Ada", "Sr"),
        ("Taro K. Ii", "Ii", "Taro K.", ""),
        ("Ada Author", "Author", "Ada", ""),
    ],
)
def test_a_suffix_is_no_family_name(name: str, family: str, given_name: str, suffix: str) -> None:
    kb = knowledge_base(paper("any2024text", authors=(name,)))
    in_order = [part for part in (family, suffix, given_name) if part]
    assert f"author = {{{', '.join(in_order)}}}" in kb.papers.to_bibtex()
    (entry,), _ = read_bibtex(kb.papers.to_bibtex())
    assert read_entry(entry).reference.authors == (name,)
    (item,) = json.loads(kb.papers.to_csl_json())
    (author,) = item["author"]
    assert (author["family"], author["given"], author.get("suffix", "")) == (family, given_name, suffix)
    ris = ", ".join(part for part in (family, given_name, suffix) if part)
    assert f"AU  - {ris}\n" in kb.papers.to_ris()
    assert given_first(ris) == name


def test_the_reviews_of_a_paper_in_the_anthology_are_named_too() -> None:
    both = paper("both2024ids", acl="2024.inv-main.7", openreview="Ab3dEf7hIj")
    text = knowledge_base(both).papers.to_bibtex()
    assert "url = {https://aclanthology.org/2024.inv-main.7/}" in text
    assert "ee = {https://openreview.net/forum?id=Ab3dEf7hIj}" in text


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)


@given(title=TEXT, author=TEXT)
def test_any_text_parses_back_as_one_entry(title: str, author: str) -> None:
    kb = knowledge_base(paper("any2024text", title=title, authors=(author,)), paper("next2024entry"))
    library = parse_string(kb.papers.to_bibtex())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["any2024text", "next2024entry"]


@pytest.mark.corpus
def test_every_real_entry_parses_back() -> None:
    papers = effllm.load().papers
    library = parse_string(papers.to_bibtex())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(papers)
