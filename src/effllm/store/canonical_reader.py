"""Canonical YAML -> values, several times as fast as YAML's own parser.

What it returns is a guess: it is right where the writer makes the same text of it again, and whoever asks has to look.
All other texts are left to `effllm.store.document`, which knows the places of what is wrong.
"""

from __future__ import annotations

import re
from typing import Any

from effllm.store.writer import NUMBER

_ITEM = re.compile(r'"[^"]*"|[^", ][^,]*')  # "two, three" in [one, "two, three"]
_WORDS = {"true": True, "false": False, "null": None}
_DIGITS = 18
"""Most digits of a whole number, as in all YAML here."""


def guess(text: str) -> dict[str, Any]:
    """Return the fields of a record.

    Raises:
        ValueError: the text is not in its canonical form, or has a mapping on one line.
    """
    lines = text.split("\n")[1:]  # the first is for the editor
    values, end = _mapping(lines, 0, "") if lines and not lines[-1] and "{" not in text else ({}, 0)
    if not lines or end < len(lines) - 1:
        raise ValueError(text)
    return values


def _mapping(lines: list[str], at: int, pad: str) -> tuple[dict[str, Any], int]:
    """Return the fields that stand behind ``pad`` from a line on, and the number of the line below them."""
    values: dict[str, Any] = {}
    width, inner = len(pad), f"{pad}  "
    while lines[at].startswith(pad) and lines[at][width : width + 1] not in {"", " ", "-"}:
        name, _, said = lines[at][width:].partition(":")
        at += 1
        if said == " >-":
            first = at
            while lines[at].startswith(inner):
                at += 1
            values[name] = " ".join([line[width + 2 :] for line in lines[first:at]])
        elif said:
            values[name] = _value(said[1:])
        elif lines[at].startswith(f"{inner}- "):
            values[name], at = _items(lines, at, inner)
        else:
            values[name], at = _mapping(lines, at, inner)
    return values, at


def _items(lines: list[str], at: int, pad: str) -> tuple[list[Any], int]:
    """Return the items of a list, a line each or, where they are mappings, several."""
    items: list[Any] = []
    dash = f"{pad}- "
    while lines[at].startswith(dash):
        said = lines[at][len(dash) :]
        if ": " in said and said[0] != '"':
            lines[at] = f"{pad}  {said}"
            item, at = _mapping(lines, at, f"{pad}  ")
            items.append(item)
        else:
            items.append(_value(said))
            at += 1
    return items, at


def _value(said: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return a text, a number, a word of YAML, or a list on one line."""
    first = said[:1]
    if first == '"':
        return said[1:-1]
    if first == "[":
        return list(map(_value, _ITEM.findall(said[1:-1])))
    if said in _WORDS:
        return _WORDS[said]
    if not first.isalpha() and NUMBER.fullmatch(said):
        return int(said) if said.isdecimal() and len(said) <= _DIGITS else float(said)
    return said
