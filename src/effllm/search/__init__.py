"""Ranked search over papers that forgives typos and knows the field's abbreviations."""

from effllm.search.index import WEIGHTS, SearchAnswer, SearchIndex, known_of
from effllm.search.words import ABBREVIATIONS, words_of

__all__ = ["ABBREVIATIONS", "WEIGHTS", "SearchAnswer", "SearchIndex", "known_of", "words_of"]
