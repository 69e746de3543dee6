"""Texts as people compare them, without capitals, accents and punctuation; and the years in them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ħ": "h"}
)
"""Lower-case letters that Unicode does not take apart into a plain letter and an accent."""

_GREEK = "GREEK SMALL LETTER "
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ASCII_GAPS = {number: " " for number in range(128) if not chr(number).isalnum()}


def year_in(text: str) -> int | None:
    """Return the first year of the last or this century that a text names; None where it names none."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and single spaces; Greek letters by their names."""
    lowered = text.lower()
    if lowered.isascii():
        return " ".join(lowered.translate(_ASCII_GAPS).split())  # the same as below, several times as fast
    lowered = unicodedata.normalize("NFKD", spell_greek(lowered).translate(LETTERS))
    lowered = "".join(letter for letter in lowered if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", lowered).strip()


def folded(text: str) -> str:
    """Return a text folded; one of which `fold` would leave nothing, as of ``百科``, `caseless`."""
    return fold(text) or caseless(text)


def caseless(text: str) -> str:
    """Return a text in which only capitals and spaces do not count."""
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


def name_words(text: str) -> frozenset[str]:
    """Return the words of a person's name, folded; those of other alphabets, of which nothing would be left, whole."""
    words = fold(text).split()
    if not text.isascii():
        others = (word for word in text.split() if not fold(word) and any(map(str.isalnum, word)))
        words += (unicodedata.normalize("NFKC", word.lower()) for word in others)
    return frozenset(words)


def spell_greek(text: str) -> str:
    """Return a lower-case text with Greek letters as words and the sign of infinity as ``infinite``."""
    return "".join(map(_spell, unicodedata.normalize("NFKC", text)))


def _spell(letter: str) -> str:
    if letter == "∞":
        return "infinite"
    name = unicodedata.name(letter, "")
    return name.rpartition(" ")[2].replace("LAMDA", "LAMBDA").lower() if name.startswith(_GREEK) else letter
