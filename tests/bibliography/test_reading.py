from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.bibliography.bibtex_reader import BibEntry, read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.bibliography.latex import decode
from effllm.names import given_first, split_authors


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'E}tude of M{\"u}ller", "Étude of Müller"),
        (r"\c{C}elik, {\L}ukasz, Bj{\o}rn, Erd\H{o}s", "Çelik, Łukasz, Bjørn, Erdős"),
        (r"\v{S}, {\ss}, na{\"\i}ve", "Š, ß, naïve"),
        ("{GPT}-{X}: {A} {Study}", "GPT-X: A Study"),
        (r"50\% of R\&D", "50% of R&D"),
        ("50% of R&D #1", "50% of R&D #1"),
        ("``Quoted'' text", '"Quoted" text'),
        ("It\u2019s it's ``it''", 'It\u2019s it\'s "it"'),
        (r"x\textasciicircum{}2 \textasciitilde{} y", "x^2 ~ y"),
        ("It's one--two", "It's one–two"),  # noqa: RUF001 - a dash
        (r"\textbf{Bold} \emph{words}~here", "Bold words here"),
        ("$S^3$ of $\\alpha$", "$S^3$ of $α$"),  # noqa: RUF001 - a Greek letter
        ("\u0041\u0300", "À"),
        ("plain  text\n here", "plain text here"),
        ("", ""),
    ],
)  # fmt: skip
def test_latex(latex: str, text: str) -> None:
    assert decode(latex) == text


@given(st.text())
def test_any_text_is_decoded(text: str) -> None:
    assert decode(text) == " ".join(decode(text).split())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Doe, Dora", "Dora Doe"),
        ("van der Berg, Ludwig", "Ludwig van der Berg"),
        ("Doe, Jr., John", "John Doe Jr."),
        (r"\c{C}elik, Zo\'e", r"Zo\'e \c{C}elik"),
        ("Dora Doe", "Dora Doe"),
        ("{Doe, Dora and Co.}", "{Doe, Dora and Co.}"),
        ("Doe,", "Doe"),
    ],
)
def test_names(name: str, said: str) -> None:
    assert given_first(name) == said


def test_lists_of_authors() -> None:
    text = "\\c{C}elik, A. and {One and Two} AND\n  Doe, Dora and  and others"
    assert split_authors(text) == ["\\c{C}elik, A.", "{One and Two}", "Doe, Dora", "others"]
    assert split_authors("") == []
    assert split_authors("Andy Band and Sandy Land") == ["Andy Band", "Sandy Land"]


def test_strings_and_parts() -> None:
    text = """@STRING{conf = "Conference"} @string(of = { of })
    @misc{a, title = conf # of # "Things", year = 2024, month = jan # "~4", note = undefined}"""
    ((entry,), broken) = read_bibtex(text)
    assert not broken
    fields = {"title": "Conference of Things", "year": "2024", "month": "jan~4", "note": "undefined"}
    assert entry == BibEntry(2, "misc", "a", fields, dict.fromkeys(fields, 2))


def test_what_an_entry_leaves_to_another() -> None:
    text = """@inproceedings{a, title={Part}, crossref={Whole}}
@inproceedings{b, title={Own}, booktitle={Other}, year=2020, crossref={whole}}
@proceedings{whole, title={Proceedings}, year=2021, editor={E. Editor}, doi={10.1/1}}
@inproceedings{c, title={Lost}, crossref={nowhere}}
@inproceedings{d, title={Self}, crossref={d}}"""
    entries, _ = read_bibtex(text)
    fields = {entry.key: dict(entry.fields) for entry in entries}
    assert fields["a"]["booktitle"] == "Proceedings"
    assert fields["a"]["title"] == "Part"
    assert fields["a"]["year"] == "2021"
    assert "doi" not in fields["a"]
    assert (fields["b"]["booktitle"], fields["b"]["year"]) == ("Other", "2020")
    assert fields["c"] == {"title": "Lost", "crossref": "nowhere"}
    assert fields["d"]["title"] == "Self"
    assert entries[0].lines == {"title": 1, "crossref": 1, "booktitle": 3, "year": 3, "editor": 3}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("@misc{a, title={x}\n\n@misc{b, title={y}}", 1, "not closed"),
        ("\n@misc{a, title={x, year=1\n", 2, "not closed"),
        ('@misc{a, title="x, year=1\n}\n@misc{b}', 1, "not closed"),
        ("@misc{a, title {x}}", 1, 'a field without "="'),
        ("@misc{title={x}}", 1, "behind the key"),
        ("@misc{a, title={x}, title={y}}", 1, "title is repeated with different values"),
    ],
)
def test_broken_entries(text: str, line: int, said: str) -> None:
    _, broken = read_bibtex(text)
    assert (broken[0].line, len(broken)) == (line, 1)
    assert said in broken[0].message


def test_harmless_repetitions() -> None:
    entries, broken = read_bibtex("@misc{a, title={x}, note={1}, note={2}, title={x}}\n@misc{a, title={y}}")
    assert not broken
    assert [(entry.key, entry.fields["title"]) for entry in entries] == [("a", "x"), ("a", "y")]
    assert [entry.twice for entry in entries] == [("note", "title"), ()]


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"eprint": "2311.00001v2", "archiveprefix": "arXiv"}, {"arxiv": "2311.00001"}),
        ({"eprint": "2311.00001"}, {"arxiv": "2311.00001"}),
        ({"eprint": "2311.00001", "eprinttype": "hal"}, {}),
        ({"eprint": "cs/0701001", "eprinttype": "arxiv"}, {"arxiv": "cs/0701001"}),
        ({"journal": "arXiv preprint arXiv:2311.00001"}, {"arxiv": "2311.00001"}),
        ({"journal": "CoRR", "volume": "abs/2311.00001"}, {"arxiv": "2311.00001"}),
        ({"doi": "10.48550/arXiv.2311.00001"}, {"arxiv": "2311.00001"}),
        ({"doi": "https://doi.org/10.1145/A\\_1"}, {"doi": "10.1145/a_1"}),
        ({"doi": "10.1145/a1", "url": "https://doi.org/10.1145/a1"}, {"doi": "10.1145/a1"}),
        ({"url": "https://aclanthology.org/2023.acl-long.7", "doi": "10.18653/v1/2023.acl-long.7"},
         {"acl": "2023.acl-long.7", "doi": "10.18653/v1/2023.acl-long.7"}),
        ({"url": "https://openreview.net/forum?id=Ab3dEf7hIj"}, {"openreview": "Ab3dEf7hIj"}),
        ({"note": "arXiv:2311.00001 [cs]"}, {"arxiv": "2311.00001"}),
        ({"eprint": "2311.1", "url": "https://example.org"}, {}),
    ],
)  # fmt: skip
def test_identifiers(fields: dict[str, str], ids: dict[str, str]) -> None:
    assert dict(read_entry(BibEntry(1, "misc", "a", fields)).reference.ids) == ids


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"journal": "Ar{X}iv:2401.00001"}, {"arxiv": "2401.00001"}),
        ({"journal": "{a}r{X}iv preprint {A}r{X}iv:2401.00001v2"}, {"arxiv": "2401.00001"}),
        ({"eprint": "{2401.00001v3}", "archiveprefix": "{arXiv}"}, {"arxiv": "2401.00001"}),
        ({"eprint": "https://arxiv.org/abs/2401.00001", "eprinttype": "arXiv"}, {"arxiv": "2401.00001"}),
        ({"eprint": "2401.00001", "eprinttype": "pubmed"}, {}),
        ({"note": r"\href{https://arxiv.org/pdf/2401.00001v2.pdf}{2401.00002}"}, {"arxiv": "2401.00001"}),
        ({"doi": r"10.1007/978-3-031\_00{7}"}, {"doi": "10.1007/978-3-031_007"}),
        ({"url": r"https://doi.org/10.1007/978{\_}7"}, {"doi": "10.1007/978_7"}),
    ],
)
def test_identifiers_in_latex(fields: dict[str, str], ids: dict[str, str]) -> None:
    assert dict(read_entry(BibEntry(1, "misc", "a", fields)).reference.ids) == ids


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": r"https://example.org/a\_b\%20c\&d=\~{}e\#f"}, "https://example.org/a_b%20c&d=~e#f"),
        ({"url": r"https://example.org/{\_}a{\textasciitilde}b"}, "https://example.org/_a~b"),
        ({"note": r"See \url{https://example.org/post}."}, "https://example.org/post"),
        ({"howpublished": r"\href{https://example.org/post}{A Post}"}, "https://example.org/post"),
        ({"note": "Accessed: 2024-05-01"}, None),
    ],
)
def test_addresses_in_latex(fields: dict[str, str], url: str | None) -> None:
    assert read_entry(BibEntry(1, "misc", "a", fields)).reference.url == url


def test_the_rest() -> None:
    fields = {
        "title": "{THIN}: 50\\% of $S^3$.",
        "author": "Doe, Dora and others",
        "date": "2024-05-01",
        "howpublished": "\\url{https://example.org/thin}",
        "keywords": "one; two, three",
    }
    read = read_entry(BibEntry(1, "misc", "a", fields))
    assert read.truncated
    found = read.reference
    assert (found.title, found.authors, found.year) == ("THIN: 50% of S³", ("Dora Doe",), 2024)
    assert (found.url, found.keywords) == ("https://example.org/thin", ("one", "two", "three"))


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac", "frac"),
        (r"The \frac{1}", "The frac{1}"),
        (r"\url", "url"),
        (r"\frac{1}{2} of \%s", "1/2 of %s"),
    ],
)
def test_commands_without_their_arguments(latex: str, text: str) -> None:
    assert decode(latex) == text


def test_the_decoder_prints_nothing() -> None:
    code = r"from effllm.bibliography.latex import decode; print(decode(r'\frac'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("frac\n", "")


def test_a_million_spaces_between_two_names() -> None:
    assert split_authors(f"Ada{' ' * 1_000_000}Author and Ben Builder") == ["Ada Author", "Ben Builder"]
