"""Comparing texts as people do: without capitals, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

# ruff: noqa: RUF001 - the letters that only look like others are the point
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe"}
)
_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma"}
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and single spaces; Greek letters by their names."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS).translate(_GREEK))
    ascii_only = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", ascii_only).strip()
