"""The constants that scripts share with Python, as a module of JavaScript: each is typed once."""

from __future__ import annotations

import json

from effllm.search.index import ALIKE, KNOWN, MISSED, NAMED, WEIGHTS
from effllm.search.words import ABBREVIATIONS, NUMBERS, STOP_WORDS
from effllm.site.building.render import File
from effllm.site.charts import icicle
from effllm.text import LETTERS, spelt

_GREEK = range(0x3B1, 0x3CA)
_FIELD_NAMES = {"summary": "text"}
"""What the scripts call fields that Python calls otherwise."""


def script() -> File:
    """Return the module; `constants.d.ts` beside the scripts says what is in it."""
    letters = {"\u00df": "ss"} | {chr(code): written for code, written in LETTERS.items()}
    constants = {
        "ABBREVIATIONS": ABBREVIATIONS,
        "ALIKE": ALIKE,
        "ICICLE": icicle.MEASURES,
        "LETTERS": letters | {chr(code): spelt(chr(code)) for code in _GREEK},
        "KNOWN": KNOWN,
        "MISSED": MISSED,
        "NAMED": NAMED,
        "NUMBERS": NUMBERS,
        "STOP_WORDS": sorted(STOP_WORDS),
        "WEIGHTS": {_FIELD_NAMES.get(field, field): WEIGHTS[field] for field in reversed(WEIGHTS)},
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in constants.items()]
    return File("assets/js/constants.js", "".join(lines))
