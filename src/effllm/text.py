"""Text as people compare it: without capitals, accents and punctuation, Greek letters spelt; and the years in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ħ": "h"}
    | {"∞": "infinite"}  # ∞-former is Infinite-former
)
"""Small letters that Unicode does not take apart into a plain letter and an accent."""

_GREEK = re.compile("[\u03b1-\u03c9]")  # alpha to omega
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")  # 1,000 layers
_PLUS = re.compile(r"(?<=[^\W\d_]{2})\++(?!\w)")  # LoRA+ is another method than LoRA
NOT_ASCII_WORD = re.compile("[^a-z0-9]+")
_GAP = re.compile(r"(?<![0-9]) | (?![0-9])")  # not between two numbers: "2 7b" of LLaMA-2-7B is not "27b"
_TWO_NUMBERS = re.compile("[0-9] [0-9]")
_ASCII_SIGNS = bytes(number for number in range(128) if not chr(number).isalnum())
_ASCII_GAPS = bytes(number if chr(number).isalnum() else ord(" ") for number in range(256))
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def year_in(text: str) -> int | None:
    """Return the first year of the last or this century that a text names; None where it names none."""
    match = YEAR.search(text)
    return int(match[0]) if match else None


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return the words of a text in small ASCII letters and digits, a space between them: ``PanGu-π`` is ``pangu pi``.

    Letters of other scripts than Latin and Greek are left out.
    """
    plain = _plain(text)
    if plain.isascii():  # the same as below, many times as fast
        return b" ".join(plain.encode().translate(_ASCII_GAPS).split()).decode()
    return NOT_ASCII_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=1 << 14)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as `fold` has them, those of other scripts too."""
    if text.isascii():
        return tuple(fold(text).split())
    plain = _plain(text)
    return tuple("".join(letter if _is_of_word(letter) else " " for letter in plain).split())


def title_key(text: str) -> str:
    """Return what all spellings of one title or name have in common: its `words`, joined.

    Two texts with one key differ at most in capitals, accents, punctuation, hyphens and spaces, or in a Greek letter
    and its name. Two numbers stay apart (``LLaMA-2 7B`` is not ``LLaMA 27B``), and so do ``LoRA`` and ``LoRA+``. Of a
    text without any letter and digit the key is the text itself.
    """
    if text.isascii() and "+" not in text:
        letters = text.lower().encode().translate(None, _ASCII_SIGNS).decode()
        if letters.isalpha():  # as most: without digits nothing has to stay apart
            return letters
    return _title_key(text)


@lru_cache(maxsize=1 << 14)
def _title_key(text: str) -> str:
    """Return the key of a text of any kind."""
    spaced = fold(text) if text.isascii() else " ".join(words(text))
    joined = _GAP.sub("", spaced) if _TWO_NUMBERS.search(spaced) else spaced.replace(" ", "")
    return joined or caseless(text)


def caseless(text: str) -> str:
    """Return a text in which only capitals and spaces do not count."""
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


def _plain(text: str) -> str:
    """Return a text in small letters, Greek ones as words, Latin ones without accents, others as they are."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)  # accents part no letter from "+"
    small = composed.casefold()
    small = _THOUSANDS.sub("", small) if "," in small else small
    small = _PLUS.sub(" plus", small) if "+" in small else small
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small).casefold().translate(LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", _GREEK.sub(lambda letter: spelt(letter[0]), apart)))


def spelt(letter: str) -> str:
    """Return the name of a small Greek letter: ``pi``."""
    name = unicodedata.name(letter).removeprefix("GREEK SMALL LETTER ").removeprefix("FINAL ")
    return name.replace("LAMDA", "LAMBDA").lower()


def _is_of_word(letter: str) -> bool:
    """Tell whether a sign is a letter, a digit, or a vowel sign that some scripts write beside its letter."""
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"
