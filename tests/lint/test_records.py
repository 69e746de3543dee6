"""A list made from the records themselves is right: whatever is said of it would be wrong."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.lint import Index, check

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm import Paper

pytestmark = pytest.mark.corpus


@cache
def kb() -> effllm.KnowledgeBase:
    return effllm.load()


def said(name: str, text: str) -> list[str]:
    return [str(finding) for finding in check(name, text.encode(), Index(kb()))]


def test_the_bibliography_of_all_records() -> None:
    assert said("all.bib", kb().papers.to_bibtex()) == []


def links(paper: Paper) -> str:
    code = f" [[Code]({paper.code})]" if paper.code else ""
    return f"[[Paper]({paper.link})]{code}"


STYLES: dict[str, Callable[[Paper], str]] = {
    "inserted": lambda p: f"- {p.title}, <ins>{p.venue}, {p.year}</ins> {links(p)}",
    "bold": lambda p: f"- **{p.title}**. {', '.join(p.authors)}. *{p.venue} {p.year}*. {links(p)}",
    "linked": lambda p: f"* [{p.title}]({p.link}) ({p.venue} {p.year}), {', '.join(p.authors[:3])} et al.",
    "named": lambda p: f"1. {p.label} {p.link}",
    "paragraph": lambda p: f"{', '.join(p.authors)}. \u201c{p.title}.\u201d {p.venue}, {p.year}. {p.link}\n",
    "items in HTML": lambda p: f'<li><a href="{p.link}">{p.title}</a> <b>{p.venue} {p.year}</b></li>',
}


@pytest.mark.parametrize("style", STYLES)
def test_lists_of_all_records(style: str) -> None:
    assert said("all.md", "\n".join(map(STYLES[style], kb().papers.values()))) == []


def test_a_table_of_all_records() -> None:
    rows = [f"| {p.title.replace('|', '-')} | {p.venue} {p.year} | {links(p)} |" for p in kb().papers.values()]
    assert said("all.md", "\n".join(["| Title | Venue | Links |", "|---|---|---|", *rows])) == []


def test_references_of_all_records() -> None:
    items = [
        f"\\bibitem{{{p.key}}}\n{' and '.join(p.authors)}.\n"
        f"\\newblock {p.title}.\n\\newblock \\emph{{{p.venue}}}, {p.year}."
        f" {f'arXiv:{p.arxiv}' if p.arxiv else p.link}".replace("%", "\\%")
        for p in kb().papers.values()
    ]
    assert said("all.tex", "\n".join(["\\begin{thebibliography}{9}", *items, "\\end{thebibliography}"])) == []
