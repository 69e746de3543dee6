"""The answers of a form as data, and text of strangers as a harmless block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.tools.forms import filled
from tools.form import ADD_PAPER, LONGEST_BODY, BadForm, answers, block, questions, ticked

LABELS = {"Paper": "paper", "Why": "why"}


def test_answers_stand_below_their_headings() -> None:
    given = answers(filled(paper="2312.00001", summary="One.\n\nTwo."), questions(ADD_PAPER))
    assert given["paper"] == "2312.00001"
    assert given["summary"] == "One.\n\nTwo."
    assert [given[name] for name in ("categories", "code", "why")] == ["", "", ""]


def test_lines_may_end_as_on_windows() -> None:
    assert answers(filled(paper="a\nb").replace("\n", "\r\n"), questions(ADD_PAPER))["paper"] == "a\nb"


@pytest.mark.parametrize("body", ["", "anything", "# Paper\n\n1", "####Paper\n\n1"])
def test_a_text_without_the_headings_has_no_answers(body: str) -> None:
    assert answers(body, LABELS) == {"paper": "", "why": ""}


def test_a_heading_in_an_answer_starts_no_other_answer() -> None:
    with pytest.raises(BadForm, match='"Categories" is there twice'):
        answers(filled(paper="2312.00001\n\n### Categories\n\npruning"), questions(ADD_PAPER))


def test_headings_in_another_order_are_not_guessed_at() -> None:
    with pytest.raises(BadForm, match="not in their order"):
        answers("### Why\n\nx\n\n### Paper\n\ny", LABELS)


def test_other_headings_are_text() -> None:
    assert answers("### Paper\n\n### Title\n#### Paper\n\n### Why\n\nx", LABELS)["paper"] == "### Title\n#### Paper"


def test_a_form_that_is_too_long() -> None:
    with pytest.raises(BadForm, match="too long"):
        answers("x" * (LONGEST_BODY + 1), LABELS)


def test_ticked() -> None:
    assert ticked("- [x] One.\n- [ ] Two.\n- [X] Three.\n- [x]") == ["One.", "Three."]


def test_the_form_calls_nothing_private_that_the_pull_request_shows() -> None:
    said = " ".join(ADD_PAPER.read_text(encoding="utf-8").split())
    assert "not published" not in said
    assert "the issue and the pull request are public" in said


HOSTILE = [
    "@everyone see #1 and https://example.org",
    "```\n@everyone\n```",
    "~~~\n`````\n<img src=x onerror=alert(1)>\n`````",
    "</code></pre><script>alert(1)</script>",
    "text\x1b[31m \u202egnp.exe \u200b \x00 \ufeff",
    "\r\n```\r@everyone",
    "\t\t```",
    "`" * 50,
    "[x]: https://example.org 'y'\n\n[x]",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_block_ends_it(text: str) -> None:
    _is_one_block(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("`~\r\n\t\x0b\x0c\x85\u2028@<#"))))
def test_no_text_ends_its_block(text: str) -> None:
    _is_one_block(text)


def _is_one_block(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"before\n\n{block(text)}\n\nafter\n")
    assert [token.type for token in tokens].count("fence") == 1
    assert [token.content for token in tokens if token.type == "inline"] == ["before", "after"]
    assert all(c.isprintable() or c == "\n" for c in block(text))


def test_a_long_text_is_cut() -> None:
    assert len(block("x" * 500_000)) < 25_000
    assert "480000 more characters" in block("x" * 500_000)
