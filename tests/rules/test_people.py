"""Names that are right though another paper has a similar one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checkouts import codes_in, lay

if TYPE_CHECKING:
    from pathlib import Path

RECORD = """\
# yaml-language-server: $schema=../../docs/schema/paper.json
title: {word} Answers
authors: [{authors}]
year: 2023
venue: Web
url: https://example.org/{word}
categories: [pruning]
added: 2026-01-02
"""
KNOWN = ("Zoe Zander, Yann Young", "Zoe Zander, Yann Young", "Zoe Zander, Yann Young")


def codes(root: Path, *lists: str) -> list[str]:
    """Return what is told of papers that have these lists of authors."""
    lay(root)
    for word, authors in zip(("Aa", "Bb", "Cc", "Dd"), lists, strict=False):
        family = authors.split(", ")[0].split()[-1].lower()
        file = root / "papers" / "2023" / f"{family}2023{word.lower()}.yml"
        file.write_text(RECORD.format(word=word, authors=authors), encoding="utf-8")
    return codes_in(root)


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ("Zoe Zandr, Yann Young, Xu Xia", []),  # one common co-author may be chance
        ("Yann Young, Zoe Q. Zander, Xu Xia", []),  # an initial more is no slip of the pen
        ("Young Yann, Xu Xia", []),  # no common co-author: both orders are names
        ("Zoe Zander, Young Yann", ["T015"]),
        ("Zoe Zander, Yann Yung", []),  # short words are other people's: Wang and Yang
    ],
)
def test_other_people_are_left_alone(authors: str, told: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, *KNOWN, authors) == told


def test_a_slip_in_a_long_word_with_two_common_co_authors(tmp_path: Path) -> None:
    known = ["Xu Xia, Zoe Zander, Yann Young"] * 3
    assert codes(tmp_path, *known, "Xu Xia, Zoe Zanderr, Yann Young") == ["T016"]


def test_what_some_leave_out_and_others_write(tmp_path: Path) -> None:
    assert codes(tmp_path, "Zoë Zander", "Zoe Zander") == []
    assert codes(tmp_path, "Zoe-Ann Zander", "Zoe Ann Zander", "Zoe Ann Zander") == []
