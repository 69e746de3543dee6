"""Given and family names, which every bibliography format wants apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import parse_single_name_into_parts

from effllm.rules.people import GROUPS, PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

# With a capital, "Bin" is a given name; "Ben" and "St." are particles only with one.
_CAPITAL_PARTICLES = {word.capitalize() for word in PARTICLES} - {"Bin"} | {"Ben", "St."}
_COMMA = re.compile(",")
_AND = re.compile(r"\s+and(?=\s)", re.IGNORECASE)
_ORGANISATIONS = {"AI" if word == "ai" else word.capitalize() for word in GROUPS}  # "Ai" is a family name


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; an organisation has only ``family``."""

    given: str
    family: str

    @property
    def is_organisation(self) -> bool:
        """Whether the name is of several words that must stay together."""
        return not self.given

    @property
    def inverted(self) -> str:
        """``Family, Given``, which no reader can split wrongly; an organisation as it is."""
        return self.family if self.is_organisation else f"{self.family}, {self.given}"


@lru_cache(maxsize=1 << 14)
def split_name(name: str) -> Name:
    """Split ``Given Family``.

    Lower-case particles go to the family name, as BibTeX does (``van der Berg``), and so do the usual capital
    ones (``De Sa``, ``El Halabi``), which BibTeX would take for given names. A single word, or a name that ends in a
    word such as ``Team``, is an organisation.
    """
    words = name.split()
    if len(words) < 2 or words[-1] in _ORGANISATIONS:  # noqa: PLR2004 - one word cannot be split
        return Name("", name)
    if "{" in name or "}" in name:  # BibTeX would take them for signs of its own, and fail where one is not closed
        return Name(" ".join(words[:-1]), words[-1])
    parts = parse_single_name_into_parts(name.replace(",", ""))
    given, family = list(parts.first), [*parts.von, *parts.last, *parts.jr]
    while len(given) > 1 and given[-1] in _CAPITAL_PARTICLES:
        family.insert(0, given.pop())
    return Name(" ".join(given), " ".join(family))


def given_first(name: str) -> str:
    """Return a name of BibTeX as people say it: ``van der Berg, Ludwig`` is ``Ludwig van der Berg``.

    ``Family, Jr, Given`` keeps its suffix at the end; a comma in braces does not count.
    """
    parts = [part.strip() for part in _split(_COMMA, name)]
    if len(parts) == len(("family", "given")):
        return f"{parts[1]} {parts[0]}".strip()
    if len(parts) == len(("family", "suffix", "given")):
        return f"{parts[2]} {parts[0]} {parts[1]}"
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
