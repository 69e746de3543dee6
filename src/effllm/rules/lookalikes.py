"""T: letters that look right and are others."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from effllm.problems import Rule
from effllm.rules.checks import Finding, each, put
from effllm.rules.texts import named, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.rules.context import Known

LETTERS = Rule(
    "T014",
    "Every letter is the one it looks like",
    "Ligatures, letters in two parts, look-alikes, letters of a wrong encoding: copies bring them, search misses them.",
    "title: E\ufb03cient Inference",
    "title: Efficient Inference",
    fix="Ligatures, letters of a wrong encoding and letters in two parts become the right ones.",
)

_PIECES = re.compile("[\ufb00-\ufb06]|[^\\W\\d_][\u0300-\u036f]+")
_OF_WINDOWS = "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{_OF_WINDOWS}]{{1,3}}")  # the bytes of UTF-8, each as a letter
_LOST = "\ufffd"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile(f"{_LATIN.pattern}+")
_CYRILLIC = "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
_SMALL_CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
_GREEK = "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
_ALIKE = str.maketrans(_CYRILLIC + _SMALL_CYRILLIC + _GREEK, "ABESIJKMHOPCTYX" + "aeopcyxsij" + "ABEZHIKMNOPTYXo")


def _whole(piece: re.Match[str]) -> str:
    """Return a ligature as its letters, a letter with its accents as one character where there is one."""
    return unicodedata.normalize("NFKC", piece[0])


def _odd_word(text: str) -> str:
    """Return the first word that has letters of its own alphabet and look-alikes of another; empty if none has."""
    words = _WORD.findall(text) if not text.isascii() else []
    return next((word for word in words if _LATIN.search(word) and word.translate(_ALIKE) != word), "")


def misread(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252, as it was: ``JÃ¶rg`` is ``Jörg``; empty where it was not."""
    right = _MISREAD.sub(_read_again, text) if not text.isascii() else text
    return right if right != text else ""


def _read_again(piece: re.Match[str]) -> str:
    raw = b"".join(sign.encode("latin-1" if sign < "\u0100" else "cp1252") for sign in piece[0])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return piece[0]


@each("paper", LETTERS)
def letters(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for ligatures, letters in two parts and look-alikes in title, names and authors."""
    for loc, text in named(paper):
        if again := misread(text):
            odd = next(piece[0] for piece in _MISREAD.finditer(text) if _read_again(piece) != piece[0])
            message = f'"{odd}" is "{misread(odd)}", saved with another encoding'
            yield Finding(loc, message, shown(loc, again), fix=put(again, *loc))
            continue
        if _LOST in text:
            message = f"{_LOST} is what is left of a letter that was read with another encoding"
            yield Finding(loc, message, "write the letter that belongs there")
            continue
        right = _PIECES.sub(_whole, text)
        if right != text:
            odd = next(piece[0] for piece in _PIECES.finditer(text) if _whole(piece) != piece[0])
            what = "a letter and an accent apart" if len(odd) > 1 else "one character for several letters"
            message = f'"{odd}" is {what}'
            yield Finding(loc, message, shown(loc, right), fix=put(right, *loc))
        elif word := _odd_word(text):
            latin = word.translate(_ALIKE)
            alike = text.replace(word, latin) if _LATIN_WORD.fullmatch(latin) else ""
            sign = next(sign for sign in word if sign.translate(_ALIKE) != sign)
            message = f'"{word}" mixes alphabets: {sign} is {unicodedata.name(sign).capitalize()}'
            yield Finding(loc, message, shown(loc, alike) if alike else "write the word in one alphabet")


CHECKS = (letters,)
