"""Texts that would break a reader of YAML, or take it minutes."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from effllm.records import Paper
from effllm.store.document import parse
from effllm.store.writer import to_yaml
from tests.checkouts import SLIM, VENUES

DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Format characters that one sees: they go before or around Arabic, Syriac and Kaithi numbers."""

UNSEEN = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Cf" and code not in DRAWN]
FILLERS = list("\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0")


def stairs(sign: str) -> str:
    """Return fifty lines of nineteen items in each other, every line inside the one above."""
    return "\n".join(" " * (38 * number) + f"{sign} " * 19 for number in range(50))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * 495 + "]" * 495, "1:23"),
        ("a: " + "{b: " * 300 + "}" * 300, "1:80"),
        ("a: " + "[" * 20 + "]" * 20, "1:23"),
        (stairs("-"), "2:41"),
    ],
)
def test_nested_too_deep(text: str, place: str) -> None:
    document, (problem,) = parse(SLIM, text.encode())
    assert document is None
    assert str(problem).startswith(f"{SLIM}:{place}: Y008 nested more than 20 levels deep")


def test_as_deep_as_allowed() -> None:
    document, problems = parse(SLIM, ("a: " + "[" * 19 + "]" * 19).encode())
    assert (document is not None, problems) == (True, [])


@pytest.mark.parametrize("text", [stairs("?"), "? " + "[" * 495 + "]" * 495 + "  # x\n: b", f"a: 1\na:\n{stairs('-')}"])
def test_depth_where_no_value_is_read(text: str) -> None:
    _, problems = parse(SLIM, f"{text}\n# a comment".encode())
    assert {problem.code for problem in problems} >= {"Y011"}


def test_thousands_of_comments_are_told_briefly() -> None:
    # Comparing every comment with every text of the file would take ten seconds.
    document, problems = parse(VENUES, ("- a\n" * 8000 + "#\n" * 16000).encode())
    assert document is not None
    assert len(problems) == 20
    assert (problems[0].line, problems[0].message) == (8001, "a comment would be lost by formatting")
    assert problems[-1].message.endswith("; 15,980 more of this kind in the file")


def test_only_comments_are_comments() -> None:
    text = "- 'a # b'\n- c # d\n- |\n  # e\n  f\n- \"g\n  # h\"\n-\n# i\n- j#k\n# l"
    _, problems = parse(VENUES, text.encode())
    assert [(problem.line, problem.column) for problem in problems] == [(2, 5), (9, 1), (11, 1)]


@pytest.mark.parametrize(("sign", "code"), [("\u200b", "Y005"), ("\t", "Y006"), ("*b ", "Y009"), ("a: 1\n", "Y010")])
def test_many_of_one_kind(sign: str, code: str) -> None:
    _, problems = parse(SLIM, (f"- {sign}\n" if sign[0] != "a" else sign).encode() * 100)
    assert {problem.code for problem in problems} == {code}
    assert len(problems) == 20


@pytest.mark.parametrize("sign", [*UNSEEN, *FILLERS], ids=lambda sign: f"{ord(sign):04X}")
def test_no_invisible_character_passes(sign: str) -> None:
    for text in (f"title: A{sign}B", f'title: "A{sign}B"', f'title: "A\\U{ord(sign):08X}B"'):
        _, problems = parse(SLIM, text.encode())
        assert [problem.code for problem in problems] == ["Y005"], text.encode("unicode_escape")
    paper = Paper(key="x", title=f"A{sign}B", authors=(), year=2024, venue="X", categories=(), added="2026-01-02")
    assert sign not in to_yaml(paper, "")


@pytest.mark.parametrize("text", ["A\u0301\u00e9\u00a0\u4e2d\U0001f600", "\u0600\u0661", "\u1112\u1161\u11ab"])
def test_what_is_seen_passes(text: str) -> None:
    document, problems = parse(SLIM, f"title: {text}".encode())
    assert document is not None
    assert (document.data, problems) == ({"title": text}, [])
