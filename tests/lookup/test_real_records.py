"""Every spelling of every title, alias and name is one paper, whoever is asked; or several, and that is told."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.bibliography.reference import Reference
from effllm.ingest import Listed, Matcher
from effllm.ingest.session import Session
from effllm.lint.kb_index import Index
from effllm.lookup.paper_index import is_telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import KnowledgeBase
    from effllm.records import Paper

ROOT = Path(__file__).parents[2]
GREEK = {"\u03c0": "pi", "\u03a3": "Sigma", "\u03b2": "beta", "\u03bb": "lambda", "\u221e": "Infinite"}


def spellings(text: str) -> Iterator[str]:
    """Yield a text as lists and bibliographies write it."""
    yield text.upper() if "ß" not in text else text
    yield text.lower()
    spelt = "".join(GREEK.get(letter, letter) for letter in text)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(letter))
    yield plain
    yield unicodedata.normalize("NFD", text)
    yield re.sub("[-\u2010-\u2015]", " ", text)
    yield re.sub(r"(?<!\d)[-\u2010-\u2015]|[-\u2010-\u2015](?!\d)", "", text)
    yield text.replace("-", "\u2013").replace("'", "\u2019")
    bare = " ".join(re.sub(r"(?<!\d)[.,:;!?'()]|[.,:;!?'()](?!\d)", "", plain.title()).split())
    if re.findall(r"\d+", bare) == re.findall(r"\d+", text):  # (2N-2):2N is not 2N-22N
        yield bare


def texts(paper: Paper) -> list[str]:
    return list(filter(None, dict.fromkeys((paper.title, paper.name, *paper.aliases))))


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return effllm.load(ROOT)


@pytest.mark.corpus
def test_find_gives_one_answer_to_all_spellings(kb: KnowledgeBase) -> None:
    for paper in kb.papers.values():
        for text in texts(paper):
            meant = set(kb.find_all(text))
            assert paper.key in meant
            odd = [other for other in spellings(text) if set(kb.find_all(other)) != meant]
            assert not odd, (text, odd)


@pytest.mark.corpus
def test_search_puts_the_same_papers_first(kb: KnowledgeBase) -> None:
    for paper in kb.papers.values():
        for text in texts(paper):
            meant = set(kb.find_all(text))
            *_, query = spellings(text)  # one of them: a search takes longer than all look-ups
            assert set(kb.papers.search(query, limit=len(meant))) == meant, query


@pytest.mark.corpus
def test_add_cite_and_lint_know_all_spellings_of_a_title(kb: KnowledgeBase) -> None:
    session, matcher, known = Session(ROOT), Matcher(kb.papers.values()), Index(kb)
    for paper in kb.papers.values():
        for title in (paper.title, *paper.aliases):
            if not is_telling(title):
                continue
            for text in spellings(title):
                here = session.existing.same(Reference(title=text, authors=paper.authors))
                assert paper.key in {one.key for one in here}, text
                if paper.authors:
                    found = matcher.match(Listed(Reference(title=text, authors=paper.authors)))
                    assert (found.paper == paper) if len(here) == 1 else "are those of" in found.how, text
                    line = f"{', '.join(paper.authors)}. {text}. In a venue, {paper.year}."
                    inside = matcher.match(Listed(Reference(title=""), line))
                    assert (inside.paper == paper) if len(here) == 1 else "are those of" in inside.how, line
                if len(kb.paper_index.titled(text)) == 1:
                    assert known.with_title(text) == paper, text
                assert paper.key in known.named_in(f"[{text}](https://example.org/) {paper.year}"), text
