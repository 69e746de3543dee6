"""Markup that strays into texts: HTML, LaTeX and Markdown. Precise rather than complete: titles hold odd signs."""

from __future__ import annotations

import html
import re
import unicodedata

_TAGS = (
    "a|abbr|b|br|code|div|em|font|i|img|inf|ins|kbd|li|math|mark|mml|p|pre|q|s|scp|small|span|strong|sub|sup|tt|u|ul"
)
_TAG = rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>"
_SIMPLE_TAG = r"</?(?:b|em|i|ins|scp|span|strong|u)>"
_ENTITY = r"&(?:[a-z]{2,24}[0-9]{0,2}|#\d{1,7}|#x[0-9a-f]{1,6});"
_ACCENT = r"\\[\"'`^~=.]\s*\{?[a-z]\}?|\\[uvHcdbkr]\s*\{[a-z]\}"  # \"o, \'{e}, \v{s}
_COMMAND = r"\\[a-z]+|\\[$%&#_{}]"
_MATH = r"\$[^$\s](?:[^$]*[^$\s])?\$(?!\d)"
_BRACES = r"[_^]\{[^{}]*\}|\{[A-Z][^{}]*\}"
_QUOTES = r"``|(?<=\w)''"
_MARKDOWN = r"\[[^\[\]]*\]\([^()\s]*\)|\[\[|\]\]|\*\*|`[^`]+`"
_FOOTNOTE = r"[†‡]"
_SIGN = re.compile(r"[<&\\${`\[\]*'†‡]")  # markup has one of these, most texts have none
_PIECE = re.compile(
    f"{_TAG}|{_ENTITY}|{_ACCENT}|{_COMMAND}|{_MATH}|{_BRACES}|{_QUOTES}|{_MARKDOWN}|{_FOOTNOTE}", re.IGNORECASE
)

_ACCENTED = re.compile(rf"\{{?(?:{_ACCENT})\}}?", re.IGNORECASE)
_SIGNS = "\"'`^~=.uvHcdbkr"
_COMBINING = "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a"
_ACCENTS = dict(zip(_SIGNS, _COMBINING, strict=True))
"""LaTeX's accents -> the combining characters of Unicode."""

_OTHER_LETTERS = dict(zip("o O l L ss ae AE oe OE aa AA".split(), "øØłŁßæÆœŒåÅ", strict=True))  # noqa: SIM905
"""LaTeX's commands for letters -> the letters."""

_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_WRAPPED = re.compile(r"\\[a-z]+\*?\{([^{}]*)\}", re.IGNORECASE)
_NAMED = re.compile(r"\\([a-z]+)", re.IGNORECASE)
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>&"})
_POWER = re.compile(r"\^\{?([\d+\-n]+)\}?")


def find_markup(text: str) -> str:
    """Return the first piece of markup in a text; empty where there is none."""
    match = _PIECE.search(text) if _SIGN.search(text) else None
    return match[0] if match else ""


def without_html(text: str) -> str:
    """Return the text without simple tags and entities, which go without a doubt; every other sign stays."""
    text = re.sub(_SIMPLE_TAG, "", text, flags=re.IGNORECASE)
    return " ".join(re.sub(_ENTITY, lambda match: html.unescape(match[0]), text, flags=re.IGNORECASE).split())


def _accented(written: re.Match[str]) -> str:
    """Return the letter that LaTeX writes with an accent."""
    signs = written[0].lstrip("{").removeprefix("\\")
    return unicodedata.normalize("NFC", "".join(filter(str.isalpha, signs[1:])) + _ACCENTS[signs[0]])


def _letter(command: re.Match[str]) -> str:
    """Return the letter that a LaTeX command names, else its name."""
    if command[1] in _OTHER_LETTERS:
        return _OTHER_LETTERS[command[1]]
    size = "CAPITAL" if command[1][0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {command[1]}")
    except KeyError:
        return command[1]


def plain(text: str) -> str:
    """Return the text without its markup, as far as that is plain: ``$S^3$`` is ``S³``."""
    text = html.unescape(re.sub(_TAG, "", text, flags=re.IGNORECASE))
    text = _LINK.sub(r"\1", _ACCENTED.sub(_accented, text))
    text = _WRAPPED.sub(r"\1", text)
    text = _NAMED.sub(_letter, text)
    if "$" in text:
        text = _POWER.sub(lambda match: match[1].translate(_RAISED), text).replace("$", "")
    text = text.replace("``", '"').replace("''", '"')
    return " ".join(re.sub(r"[\\{}`†‡]|\*\*", "", text).split())


def as_markdown(text: str) -> str:
    """Return a text as one line of Markdown that shows it as it is."""
    return " ".join(text.split()).translate(_ESCAPED)


def anchor(heading: str) -> str:
    """Return the id that Markdown's renderers, GitHub's among them, give a heading."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
