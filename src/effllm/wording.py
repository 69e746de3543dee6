"""Small wordings that messages, pages and listings share."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 paper``, ``1,234 papers``; ``many`` where the plural has more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cut(text: str, longest: int) -> str:
    """Return a text that has at most ``longest`` characters; three dots stand for the rest."""
    return text if len(text) <= longest else f"{text[: longest - 3].rstrip()}..."


def visible(text: str) -> str:
    """Return a text on one line, with every character that nobody sees as an escape."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
