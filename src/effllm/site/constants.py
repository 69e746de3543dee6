"""The constants that scripts share with Python, as a module of JavaScript: each is typed once."""

from __future__ import annotations

import json

from effllm.search import index, words
from effllm.site.building.render import File
from effllm.site.charts import icicle
from effllm.text import LETTERS, spelt

_GREEK = range(0x3B1, 0x3CA)


def script() -> File:
    """Return the module; `constants.d.ts` beside the scripts says what is in it."""
    letters = {"\u00df": "ss"} | {chr(code): written for code, written in LETTERS.items()}
    constants = {
        "ABBREVIATIONS": words.ABBREVIATIONS,
        "ALIKE": index.ALIKE,
        "ASKING": sorted(words.ASKING),
        "AUTHORS": index.AUTHORS,
        "ENDINGS": words.ENDINGS,
        "FEWEST_LETTERS": words.FEWEST_LETTERS,
        "FORM": index.FORM,
        "ICICLE": icicle.MEASURES,
        "KNOWN": index.KNOWN,
        "LETTERS": letters | {chr(code): spelt(chr(code)) for code in _GREEK},
        "MISSED": index.MISSED,
        "MOST": index.MOST,
        "NAMED": index.NAMED,
        "NAME_PARTS": index.NAME_PARTS,
        "NEAR": index.NEAR,
        "NUMBERS": words.NUMBERS,
        "PREFIX": index.PREFIX,
        "SHARED": sorted(index.SHARED_FIELDS),
        "STOP_WORDS": sorted(words.STOP_WORDS),
        "TOPIC": index.TOPIC,
        "TWO_TYPOS": index.TWO_TYPOS,
        "TYPO": index.TYPO,
        "WEIGHTS": [*index.WEIGHTS.values()],
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in constants.items()]
    return File("assets/js/constants.js", "".join(lines))
