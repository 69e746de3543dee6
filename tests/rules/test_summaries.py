"""How a copied summary is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.rules.summaries import WORDS, pack, shingles, unpack
from tests.checkouts import DATA, SLIM, codes_in, lay

if TYPE_CHECKING:
    from pathlib import Path

ABSTRACT = (DATA / "abstracts" / "invented.txt").read_text(encoding="utf-8")


def with_summary(root: Path, summary: str) -> list[str]:
    """Return the codes of what is wrong where the paper SLIM has this summary, but for its form."""
    file = lay(root) / SLIM
    text = file.read_text(encoding="utf-8")
    line = "summary: Stores each weight in two invented bits and keeps the answers."
    assert line in text
    file.write_text(text.replace(line, f'summary: "{summary}"'), encoding="utf-8")
    return [code for code in codes_in(root) if code != "F001"]


@pytest.mark.parametrize("length", [WORDS, WORDS + 1, 30])
def test_nine_words_in_a_row_are_copied(length: int, tmp_path: Path) -> None:
    taken = " ".join(ABSTRACT.split()[4 : 4 + length])
    found = with_summary(tmp_path, f"The paper has {taken} in the end.")
    assert found == (["T012"] if length > WORDS else [])


def test_capitals_and_punctuation_hide_nothing(tmp_path: Path) -> None:
    taken = "-".join(ABSTRACT.upper().replace(",", "").split()[10:22])
    assert with_summary(tmp_path, f"{taken}!") == ["T012"]


def test_own_words_are_fine(tmp_path: Path) -> None:
    own = "Two bits for each weight of a model that nobody has; the baseline is imaginary too, and needs no tuning."
    assert with_summary(tmp_path, own) == []


def test_short_texts_have_no_runs() -> None:
    assert shingles("") == shingles("only seven words are in this one") == []
    assert len(shingles("but in this one there are eight words")) == 1


@given(st.frozensets(st.integers(0, 2**32 - 1)))
def test_what_is_packed_is_there_again(hashes: frozenset[int]) -> None:
    assert hashes <= set(unpack(pack(hashes)))
    assert pack([3, 1, 3]) == b"\x01\0\x02\0"
