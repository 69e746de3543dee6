"""Given and family names, which every bibliography format wants apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import parse_single_name_into_parts

from effllm.rules.people import GROUPS, PARTICLES, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

# With a capital, "Bin" is a given name; "Ben" and "St." are particles only with one.
_CAPITAL_PARTICLES = {word.capitalize() for word in PARTICLES} - {"Bin"} | {"Ben", "St."}
_COMMA = re.compile(",")
_AND = re.compile(r"(?<!\s)\s++and(?=\s)", re.IGNORECASE)
_ORGANISATIONS = {"AI" if word == "ai" else word.capitalize() for word in GROUPS}  # "Ai" is a family name


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; an organisation has only ``family``, few people have a ``suffix`` such as ``Jr.``."""

    given: str
    family: str
    suffix: str = ""

    @property
    def is_organisation(self) -> bool:
        """Whether the name is of several words that must stay together."""
        return not self.given

    @property
    def inverted(self) -> str:
        """``Family, Given`` or ``Family, Given, Suffix``, as RIS has it; an organisation as it is."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


@lru_cache(maxsize=1 << 14)
def split_name(name: str) -> Name:
    """Split ``Given Family``.

    Lower-case particles go to the family name, as BibTeX does (``van der Berg``), and so do the usual capital
    ones (``De Sa``, ``El Halabi``), which BibTeX would take for given names. A single word, or a name that ends in a
    word such as ``Team``, is an organisation.
    """
    words = name.split()
    last = len(words)
    while last > 2 and _is_suffix(words[last - 1]):  # noqa: PLR2004 - given and family name stand before it
        last -= 1
    words, suffix = words[:last], " ".join(words[last:])
    if len(words) < 2 or words[-1] in _ORGANISATIONS:  # noqa: PLR2004 - one word cannot be split
        return Name("", name)
    if "{" in name or "}" in name:  # BibTeX would take them for signs of its own, and fail where one is not closed
        return Name(" ".join(words[:-1]), words[-1], suffix)
    parts = parse_single_name_into_parts(" ".join(words).replace(",", ""))
    given, family = list(parts.first), [*parts.von, *parts.last, *parts.jr]
    while len(given) > 1 and given[-1] in _CAPITAL_PARTICLES:
        family.insert(0, given.pop())
    return Name(" ".join(given), " ".join(family), suffix)


def _is_suffix(word: str) -> bool:
    """Tell whether a word is a suffix; ``Ii`` and ``Iv`` are names of people, as only ``II`` and ``IV`` are numbers."""
    return word.rstrip(".").lower() in SUFFIXES and not word.endswith(("i", "v"))


def given_first(name: str) -> str:
    """Return a name of BibTeX as people say it: ``van der Berg, Ludwig`` is ``Ludwig van der Berg``.

    The suffix of ``Family, Jr, Given`` and ``Family, Given, Jr`` goes to the end; a comma in braces does not count.
    """
    parts = [part.strip() for part in _split(_COMMA, name)]
    if len(parts) == len(("family", "given")):
        return f"{parts[1]} {parts[0]}".strip()
    if len(parts) == len(("family", "suffix", "given")):
        family, suffix, given = (parts[0], *sorted(parts[1:], key=_is_suffix, reverse=True))
        return f"{given} {family} {suffix}"
    return name


def split_authors(text: str) -> list[str]:
    """Return the names of a BibTeX list: what stands between the words ``and`` outside braces."""
    return [name for part in _split(_AND, text) if (name := " ".join(part.split()))]


def _split(separator: re.Pattern[str], text: str) -> Iterator[str]:
    r"""Yield the parts of a text between separators that stand outside braces.

    The parser's own function loses a command at the beginning of a name, as in ``\c{C}elik``.
    """
    start = depth = counted = 0
    for match in separator.finditer(text):
        depth += text.count("{", counted, match.start()) - text.count("}", counted, match.start())
        counted = match.start()
        if depth <= 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]
