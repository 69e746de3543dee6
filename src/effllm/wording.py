"""Small wordings that messages, pages and listings share."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 paper``, ``1,234 papers``; ``many`` where the plural has more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"))


def big(number: float | None) -> str:
    """Return a large number as people read it: ``175 B``, ``1.4 T``; empty where there is none."""
    if number is None:
        return ""
    for scale, letter in _SCALES:
        if number >= scale:
            return f"{number / scale:,.4g}\N{NO-BREAK SPACE}{letter}"
    return f"{number:,.0f}"


def scaled(number: float | None, unit: float = 1) -> str:
    """Return a number in a unit, to three decimal places at most: 3.35e12 in 1e12 is ``3.35``; empty for None."""
    return "" if number is None else f"{round(number / unit, 3):,.10g}"


def cut(text: str, longest: int, dots: str = "...") -> str:
    """Return a text that has at most ``longest`` characters, with dots for what is left out."""
    return text if len(text) <= longest else f"{text[: longest - len(dots)].rstrip()}{dots}"


def visible(text: str) -> str:
    """Return a text on one line, with every character that nobody sees as an escape."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""


def not_utf8(error: UnicodeDecodeError) -> tuple[int, int, str]:
    """Return line and column, both from 1, of the first byte of a file that is not UTF-8, and what is wrong."""
    if error.object.startswith(UTF16):
        return 1, 1, "the file is UTF-16, not UTF-8"
    before = error.object[: error.start].decode().replace("\r\n", "\n").replace("\r", "\n")
    what = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
    return before.count("\n") + 1, len(before) - before.rfind("\n"), what
