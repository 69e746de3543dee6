"""Bytes of a file -> text without characters that nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.problems import Problem
from effllm.store import file_rules
from effllm.store.unreadable import no_text, other_format
from effllm.wording import UTF16, count, not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.checks import Rule

HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""For a set in a regular expression: Unicode's format characters, letters that fill a place, line separators.

Format characters that are drawn, as the signs before Arabic numbers, are not among them.
"""

_ENCODING = "with the encoding UTF-8"
_SAVE_AS = f"save the file {_ENCODING}"
MAX_BYTES = 64 * 1024
_WHOLE_CONFLICT = r"<{7}(?: .*)?\n(?:(?![<>]{7}).*\n)*>{7}(?: .*)?$"  # from "<<<<<<< HEAD" to ">>>>>>> topic"
_CONFLICT = re.compile(rf"^(?:{_WHOLE_CONFLICT}|(?:<{{7}}|={{7}}|>{{7}}|\|{{7}})(?= |$))", re.MULTILINE)
_CONFLICT_SIGNS = ("<" * 7, "=" * 7, ">" * 7, "|" * 7)
LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_AT_END = re.compile(rf"{LETTERS.pattern}\Z")
_LONGEST_WORD = 40
_LINE_END = re.compile(r"\r*\n|\r")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_INVISIBLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{HIDDEN}\ufffe\uffff]")


def invisible(text: str) -> Iterator[re.Match[str]]:
    """Yield the characters of a text that nobody sees; tabs and line ends are left to others."""
    return (_CONTROL if text.isascii() else _INVISIBLE).finditer(text)  # the first is several times as fast


def without_invisible(text: str) -> str:
    """Return a text without the characters that nobody sees."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def unix_lines(text: str) -> str:
    """Return a text with the line ends of Unix; YAML takes those of Windows and of old Macs for line ends, too."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def decode(path: str, raw: bytes, most: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """Turn bytes into text and check it character by character, before YAML sees it; refuse more than ``most``."""
    if len(raw) > most:
        what = "a record" if most == MAX_BYTES else "such a file"
        message = f"the file has {len(raw):,} bytes; {what} has at most {most:,}"
        return None, [Problem(path, 1, 1, file_rules.TOO_LARGE.code, message, "is it the right file?")]
    if what := no_text(raw):
        is_table = path.endswith(".csv")
        hint = f"save it as CSV, {_ENCODING}" if is_table else "write a record: text with fields, one a line"
        return None, [Problem(path, 1, 1, file_rules.NOT_UTF8.code, f"the file is {what}, not text", hint)]
    if raw.count(0):
        return None, [_zeros(path, raw)]
    try:
        text = unix_lines(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line, column, message = not_utf8(error)
        end = 0 if _is_utf16(raw) else column + 1
        return None, [Problem(path, line, column, file_rules.NOT_UTF8.code, message, _SAVE_AS, end_column=end)]
    if other := other_format(text):
        start, length, message, hint = other
        return None, [in_text(path, text, start, length, file_rules.HTML, message, hint)]
    return text, list(_characters(path, text))


def _is_utf16(raw: bytes) -> bool:
    """Tell whether a file is UTF-16: by its first bytes, or because every second byte of plain letters is zero."""
    return raw.startswith(UTF16) or abs(raw[::2].count(0) - raw[1::2].count(0)) > len(raw) / 4


def _zeros(path: str, raw: bytes) -> Problem:
    """Say what is wrong with a file that holds zero bytes, which no text does."""
    if _is_utf16(raw) and raw.strip(b"\0"):
        return Problem(path, 1, 1, file_rules.NOT_UTF8.code, "the file is UTF-16, not UTF-8", _SAVE_AS)
    zeros, before = count(raw.count(0), "zero byte"), raw[: raw.index(0)].decode("utf-8-sig", errors="replace")
    lines = unix_lines(before).split("\n")
    message = f"the file has {zeros}: it was not written to its end, or is no text"
    hint = f"write it anew, or get it back: git checkout HEAD -- {path}"
    return Problem(path, len(lines), len(lines[-1]) + 1, file_rules.NOT_UTF8.code, message, hint)


def _characters(path: str, text: str) -> Iterator[Problem]:
    """Yield merge conflicts, invisible characters and tabs."""
    for match in _CONFLICT.finditer(text) if any(sign in text for sign in _CONFLICT_SIGNS) else ():
        hint = "keep the right lines of both versions and delete the lines with <<<<<<<, ======= and >>>>>>>"
        last = text.count("\n", 0, match.end()) + 1
        whole = "\n" in match[0]
        left = f"a merge conflict is left, down to line {last}" if whole else f"part of a conflict is left: {match[0]}"
        yield in_text(path, text, match.start(), 7, file_rules.CONFLICT, left, hint)
    if text.isascii() and text.replace("\n", "").isprintable():  # as most are
        return
    for match in invisible(text):
        message = f"invisible character U+{ord(match[0]):04X}"
        word = _word_around(text, match)
        hint = f"delete it: {word}" if word else "delete it"
        yield in_text(path, text, match.start(), 1, file_rules.CHARACTERS, message, hint)
    for match in re.finditer(r"\t+", text) if "\t" in text else ():
        indents = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        hint = "use two spaces a level" if indents else "write a space"
        yield in_text(path, text, match.start(), len(match[0]), file_rules.TAB, "tab", hint)


def _word_around(text: str, match: re.Match[str]) -> str:
    """Return the word that an invisible character is in, without it; empty where it is at an end of one."""
    before = _LETTERS_AT_END.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
    behind = LETTERS.match(text, match.end())
    return f"{before[0]}{behind[0]}" if before and behind else ""


def in_text(  # noqa: PLR0913, PLR0917 - a finding has that many parts
    path: str, text: str, index: int, length: int, rule: Rule, message: str, hint: str
) -> Problem:
    """Return a finding about ``length`` characters of one line, from an index into the text."""
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return Problem(path, line, column, rule.code, message, hint, end_column=column + length)
