"""Bytes of a file -> text without characters that nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.problems import Problem, Rule
from effllm.store import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""For a set in a regular expression: Unicode's format characters, letters that fill a place, line separators.

Format characters that are drawn, as the signs before Arabic numbers, are not among them.
"""

MAX_BYTES = 64 * 1024
_CONFLICT = re.compile(r"^(<{7}|>{7})(?: |$)", re.MULTILINE)
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_INVISIBLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{HIDDEN}\ufffe\uffff]")


def invisible(text: str) -> Iterator[re.Match[str]]:
    """Yield the characters of a text that nobody sees; tabs and line ends are left to others."""
    return (_CONTROL if text.isascii() else _INVISIBLE).finditer(text)  # the first is several times as fast


def without_invisible(text: str) -> str:
    """Return a text without the characters that nobody sees."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def decode(path: str, raw: bytes) -> tuple[str | None, list[Problem]]:
    """Turn bytes into text and check it character by character, before YAML sees it."""
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; a record has at most {MAX_BYTES:,}"
        return None, [Problem(path, 1, 1, rules.TOO_LARGE.code, message, "is it the right file?")]
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode().replace("\r\n", "\n")
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        hint = "save the file with the encoding UTF-8"
        return None, [in_text(path, before, len(before), 1, rules.NOT_UTF8, message, hint)]
    if page := _HTML.match(text):
        hint = 'open the file on its site, choose "Raw" and save that, or paste the text'
        message = "the file is HTML, expected YAML"
        start = page.end() - len(page[0].lstrip())
        return None, [in_text(path, text, start, page.end() - start, rules.HTML, message, hint)]
    return text, list(_characters(path, text))


def _characters(path: str, text: str) -> Iterator[Problem]:
    """Yield merge conflicts, invisible characters and tabs."""
    for match in _CONFLICT.finditer(text):
        hint = "keep the right lines of both versions and delete the lines with <<<<<<<, ======= and >>>>>>>"
        yield in_text(path, text, match.start(), 7, rules.CONFLICT, f"merge conflict left: {match[1]}", hint)
    for match in invisible(text):
        message = f"invisible character U+{ord(match[0]):04X}"
        yield in_text(path, text, match.start(), 1, rules.CHARACTERS, message, "delete it")
    for match in re.finditer(r"\t+", text):
        yield in_text(path, text, match.start(), len(match[0]), rules.TAB, "tab", "use two spaces a level")


def in_text(  # noqa: PLR0913, PLR0917 - a finding has that many parts
    path: str, text: str, index: int, length: int, rule: Rule, message: str, hint: str
) -> Problem:
    """Return a finding about ``length`` characters of one line, from an index into the text."""
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return Problem(path, line, column, rule.code, message, hint, end_column=column + length)
