from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.text import fold, title_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz Müller-Nowak ß²", "lukasz muller nowak ss2"),
        ("PanGu-π ∞Bench λ", "pangu pi infinitebench lambda"),
        ("A Thin Model: 1,000 Layers, 2,100.5", "a thin model 1000 layers 2100 5"),
        ("ΠΣ, ά and ς", "pisigma alpha and sigma"),
        ("\u0435\u0301fficient 百科", "fficient"),
        ("İstanbul, e\u0301te\u0301, ﬁne", "istanbul ete fine"),
    ],
)
def test_words_in_ascii(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nyströmformer: A Nyström-Based Algorithm", "Nystromformer — a nystrom based algorithm"),
        ("PanGu-π", "pangu pi"),
        ("PanGu-Σ", "PanGu-Sigma"),
        ("∞-former", "Infinite-former"),
        ("FlashAttention", "Flash-Attention"),
        ("\uff21 “Title”: x", 'a title x"'),
        ("LLM.int8()", "LLM int8"),
        ("What's Thin?", "Whats thin"),
        ("Big Bird²", "BigBird2"),
        ("Ö", "O\u0308"),
        ("量化: Mödel", "量化 model"),
        ("Scaling to 1,000 Layers", "Scaling to 1000 layers"),
    ],
)
def test_spellings_of_one_title(one: str, other: str) -> None:
    assert title_key(one) == title_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LLaMA-2 7B", "LLaMA 27B"),
        ("1.58 bits", "158 bits"),
        ("量化", "压缩"),
        ("か", "が"),
        ("мир", "мйр"),
        ("?", "!"),
        ("कि", "का"),
    ],
)
def test_other_titles(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@given(st.text())
def test_any_text_has_one_key(text: str) -> None:
    key = title_key(text)
    assert title_key(unicodedata.normalize("NFD", text)) == key
    assert title_key(f"  {text}\n") == key
    assert re.fullmatch("[a-z0-9 ]*", fold(text))
    assert set(fold(text).split()) <= set(words(text)) or not text.isascii()
