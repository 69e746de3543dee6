"""Texts without what readers and keyboards treat as the same: capitals, accents, spaces, punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_SPELLED = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "λ": "lambda",
        "μ": "mu",
        "π": "pi",
        "σ": "sigma",
        "τ": "tau",
        "φ": "phi",
        "ω": "omega",
        "∞": "infinite",
        "×": "x",
    }
)
_OTHER = re.compile(r"[^a-z0-9]+")
_WORD_GAP = re.compile(r"[\s\-‐-―.,()/:]+")


@lru_cache(maxsize=16384)
def ascii_fold(text: str) -> str:
    """Return the text in lower-case ASCII letters and digits only: ``LLM.int8()`` is ``llmint8``."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
    return _OTHER.sub("", lowered)


def spelled_fold(text: str) -> str:
    """Return the same with Greek letters and a few signs as words: ``PanGu-π`` is ``pangupi``."""
    return ascii_fold(unicodedata.normalize("NFKC", text).lower().translate(_SPELLED))


def name_words(name: str) -> list[str]:
    """Return the words of a person's or organisation's name, letters only: ``Tri D. O'Dao`` is ``[tri, d, odao]``."""
    words = (re.sub(r"\d", "", ascii_fold(word)) for word in _WORD_GAP.split(name))
    return [word for word in words if word]


@lru_cache(maxsize=16384)
def same_text(text: str) -> str:
    """Return what two spellings of one title or name have in common, in any script."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in lowered if letter.isalnum())
