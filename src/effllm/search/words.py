"""Texts as search reads them: words in one spelling each, abbreviations for the phrases of the field."""

from __future__ import annotations

import re

from effllm.text import fold

ABBREVIATIONS = {
    "chain of thought": "cot",
    "chain of thoughts": "cot",
    "direct preference optimization": "dpo",
    "grouped query attention": "gqa",
    "human feedback": "rlhf",
    "key value": "kv",
    "knowledge distillation": "kd",
    "large language model": "llm",
    "large language models": "llm",
    "low rank adaptation": "lora",
    "mixture of experts": "moe",
    "mixtures of experts": "moe",
    "multi head latent attention": "mla",
    "parameter efficient fine tuning": "peft",
    "post training quantization": "ptq",
    "quantization aware training": "qat",
    "reinforcement learning": "rl",
    "retrieval augmented generation": "rag",
    "singular value decomposition": "svd",
    "state space model": "ssm",
    "state space models": "ssm",
    "vision language model": "vlm",
    "vision language models": "vlm",
}
"""Phrases and the abbreviation that stands for them, folded."""

_PHRASES = re.compile(rf"\b(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})\b")
_DIGIT = re.compile(r"\d")
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "eight": "8", "sixteen": "16"}
_ONE = rf"\d+(?:\.\d+)?|(?:{'|'.join(NUMBERS)})(?=\W)"
_MORE = r"(?:\d{1,2}(?:\.\d+)?(?:-?,?\s+(?:and|or|to)\s+|-?,\s*|\s?[/\u2010-\u2015-]\s?)){0,4}"
_BITS = re.compile(  # 3-bit, 3 bits, 3bit, three-bit, 1.58 bits; 2-, 3- and 4-bit; 3-4 bits
    rf"(?<![\w.])({_MORE}(?:{_ONE}))[\s\u2010-\u2015-]{{0,3}}bits?\b", re.IGNORECASE
)
_EACH = re.compile(_ONE, re.IGNORECASE)
_BIT = re.compile(r"\d+bit")
_VERSION = re.compile(r"\b([a-z]{2,}+) ?(\d{1,2}[a-z]?)\b")  # gpt3, and gpt 3 of GPT-3

_SHORT = 3
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "is",
        "many",
        "much",
        "of",
        "on",
        "or",
        "the",
        "to",
        "via",
        "what",
        "when",
        "which",
        "why",
        "with",
    ]
)

ASKING = frozenset(
    [
        "about",
        "any",
        "anything",
        "are",
        "article",
        "best",
        "between",
        "can",
        "compare",
        "compared",
        "comparison",
        "could",
        "did",
        "difference",
        "explain",
        "find",
        "get",
        "give",
        "good",
        "have",
        "i",
        "it",
        "literature",
        "looking",
        "me",
        "my",
        "need",
        "our",
        "paper",
        "please",
        "read",
        "recommend",
        "research",
        "section",
        "should",
        "show",
        "some",
        "take",
        "tell",
        "that",
        "there",
        "they",
        "this",
        "us",
        "use",
        "using",
        "versus",
        "vs",
        "want",
        "was",
        "way",
        "we",
        "were",
        "where",
        "who",
        "whose",
        "will",
        "work",
        "would",
        "you",
        "your",
    ]
)
"""Words, without the s of plurals, with which people ask for a paper: none of them tells which."""


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


ENDINGS = (
    *("izations", "ization", "ations", "ation", "ative", "ating", "ators", "ator", "ates", "ated", "ate"),
    *("ions", "ion", "ives", "ive", "ings", "ing", "ities", "ity", "able", "ally", "ers", "er", "ors", "or"),
    *("ed", "es", "al", "ly", "e", "s"),
)
"""Endings of the forms of a word, the longer before those that are in them."""

FEWEST_LETTERS = 3
"""How many letters of a word stay where its ending is taken off."""

_ENDING = re.compile(rf"(?<=[a-z]{{{FEWEST_LETTERS}}})(?:{'|'.join(ENDINGS)})\Z")  # prun of pruning, prune and pruned


def stem(word: str) -> str:
    """Return what the forms of a word have in common: ``quantiz`` of quantize, quantized and quantizing."""
    return _ENDING.sub("", word)


def has_digit(word: str) -> bool:
    """Tell whether a digit is in a word."""
    return _DIGIT.search(word) is not None


def words_of(text: str, *, expand: bool) -> list[str]:
    """Return the words of a text: ``3-bit``, ``3 bits`` and ``three-bit`` are the word ``3bit``.

    A phrase with an abbreviation gives that. With ``expand``, as for the index, it gives its own words too, ``3bit``
    also ``bit``, ``GPT-3`` and ``gpt3`` both ``gpt`` and ``gpt3``.
    """
    folded = fold(text)
    if "bit" in folded:
        folded = fold(_BITS.sub(_bits, text))
    short = _PHRASES.sub(lambda match: ABBREVIATIONS[match[0]], folded)
    words = short.split()
    if expand:
        words += folded.split() if short != folded else ()
        words += _parts(folded) if has_digit(folded) else ()  # most texts have no digit
    return [_stem(word) if word[-1] == "s" else word for word in words if word not in STOP_WORDS]


def _bits(match: re.Match[str]) -> str:
    numbers = (number.lower().replace(".", "") for number in _EACH.findall(f"{match[1]} "))
    return " ".join(f"{NUMBERS.get(number, number)}bit" for number in numbers)


def _parts(folded: str) -> list[str]:
    """Return the words that are parts of words with a number, or are made of a word and a number beside it."""
    versions = (
        part for name, number in _VERSION.findall(folded) if name not in STOP_WORDS for part in (name, name + number)
    )
    return [*versions, *(["bit"] if _BIT.search(folded) else [])]


def name_words(name: str) -> list[str]:
    """Return the words of a name without what does not count; all of them where nothing else is left."""
    return words_of(name, expand=False) or fold(name).split()


def asked_words(query: str) -> list[str]:
    """Return the words of a query that tell what is asked for; all of them where nothing else is left."""
    words = name_words(query)
    return [word for word in words if word not in ASKING] or words
