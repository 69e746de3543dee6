"""A title as SQL compares it: rougher than `effllm.text.title_key`, so that nothing of the same key is missed.

Both engines know `lower`, `translate` and `replace`; what they let through, `find_cited` looks at.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from effllm.text import title_key

_ASCII_SIGNS = "".join(sign for sign in map(chr, range(1, 128)) if not sign.isalnum())
_BLOCKS = (  # Latin with accents, accents, Greek, extended Latin and Greek, punctuation, ligatures, wide forms
    range(0x80, 0x250),
    range(0x300, 0x400),
    range(0x1E00, 0x1F00),
    range(0x2000, 0x2070),
    range(0xFB00, 0xFB07),
    range(0xFF01, 0xFF5F),
)
_LETTERS = 2


def _like(sign: str) -> str:
    """Return what a sign is in a key: ASCII letters, nothing for punctuation and accents, else the sign."""
    key = title_key(f"a{sign}a")[1:-1].replace(" ", "")
    return key if key.isascii() else sign


@cache
def _tables() -> tuple[str, str, dict[str, str]]:
    """Return signs, the letters that take their places (fewer: the rest is left out), and those of several letters."""
    signs = [sign for block in _BLOCKS for sign in map(chr, block) if sign == sign.lower()]
    like = {sign: _like(sign) for sign in signs}
    one = {sign: found for sign, found in like.items() if len(found) == 1 and found != sign}
    none = [sign for sign, found in like.items() if not found]
    several = {sign: found for sign, found in like.items() if len(found) >= _LETTERS and sign.isalpha()}
    return "".join(one) + "".join(none) + _ASCII_SIGNS, "".join(one.values()), several


def rough(title: str) -> str:
    """Return the key of a title; what `sql` computes."""
    signs, letters, several = _tables()
    table: dict[int, str | None] = dict.fromkeys(map(ord, signs))
    table |= {ord(sign): letter for sign, letter in zip(signs, letters, strict=False)}
    small = title.lower()
    for sign, spelling in several.items():
        small = small.replace(sign, spelling)
    return small.translate(table).replace("plus", "")  # LoRA+ is LoRA plus


def sql(column: str) -> str:
    """Return the expression that gives the key of a column of titles."""
    signs, letters, several = _tables()
    found = small = f"lower({column})"
    for sign, spelling in several.items():
        found = f"replace({found}, '{sign}', '{spelling}')"
    other = f"translate({found}, {_text(signs)}, {_text(letters)})"
    plain = f"translate({small}, {_text(_ASCII_SIGNS)}, '')"
    return f"replace(CASE WHEN regexp_extract({column}, '[^ -~]', 0) = '' THEN {plain} ELSE {other} END, 'plus', '')"


def _text(signs: str) -> str:
    """Return a text as SQL writes it; what needs care there (quotes, backslashes, control signs) by its number."""
    pieces: list[str] = []
    for plain, found in groupby(signs, key=lambda sign: sign >= " " and sign not in "'\\\x7f"):
        group = "".join(found)
        pieces += [f"'{group}'"] if plain else [f"chr({ord(sign)})" for sign in group]
    return f"concat({', '.join(pieces)})" if len(pieces) > 1 else pieces[0]
