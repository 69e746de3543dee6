"""Texts without what readers and keyboards treat as the same: capitals, accents, spaces, punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.records.text import LETTERS, spell_greek

if TYPE_CHECKING:
    from collections.abc import Iterable

_OTHER = re.compile(r"[^a-z0-9]+")
_WORD_GAP = re.compile(r"[\s\-\u2010-\u2015.,()/:]+")


@lru_cache(maxsize=16384)
def ascii_fold(text: str) -> str:
    """Return the text in lower-case ASCII letters and digits only: ``LLM.int8()`` is ``llmint8``."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKD", lowered.translate(LETTERS))
    return _OTHER.sub("", lowered)


def spelled_fold(text: str) -> str:
    """Return the same with Greek letters as words: ``PanGu-π`` is ``pangupi``."""
    return ascii_fold(spell_greek(text.lower()))


def name_words(name: str) -> list[str]:
    """Return the words of a person's or organisation's name, letters only: ``Tri D. O'Dao`` is ``[tri, d, odao]``."""
    words = (re.sub(r"\d", "", ascii_fold(word)) for word in _WORD_GAP.split(name))
    return [word for word in words if word]


def family_names(authors: Iterable[str]) -> set[str]:
    """Return the family names of people, folded: of ``Family, Given`` the first part, of ``Given Family`` the last."""
    words = (name_words(author.partition(",")[0]) for author in authors)
    return {parts[-1] for parts in words if parts}


def bare_address(url: str) -> str:
    """Return what addresses of one page have in common: no scheme, no ``www.``, no slash at the end, no capitals."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").casefold()


@lru_cache(maxsize=16384)
def same_text(text: str) -> str:
    """Return what two spellings of one title or name have in common, in any script."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in lowered if letter.isalnum())
