"""Names of people and groups: given and family name, and what all spellings of one person have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.text import fold, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARTICLES = frozenset("al bin da de del della den der di dos du el la le ten ter van von".split())  # noqa: SIM905
"""Words that belong to the family name behind them, in lower case."""

# With a capital, "Bin" is a given name; "Ben" and "St." are particles only with one.
_CAPITAL_PARTICLES = {word.capitalize() for word in _PARTICLES} - {"Bin"} | {"Ben", "St."}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Words behind the family name that are no part of it, in lower case and without a full stop."""

_GROUPS = frozenset("ai collaboration community contributors group lab labs research team workshop".split())  # noqa: SIM905
"""Last words of the names of groups, in lower case."""

_ORGANISATIONS = {"AI" if word == "ai" else word.capitalize() for word in _GROUPS}  # "Ai" is a family name
_OF_NO_PERSON = frozenset({"for", "of"})  # Institute for Invented Science
_COMMA = re.compile(",")
_AND = re.compile(r"(?<!\s)\s++and(?=\s)", re.IGNORECASE)
_BETWEEN = re.compile(r"[;&\n]|(?<=,) *and\b")
_WITH_INITIALS = r"([^\W\d_][\w'\u2019 -]*+),\s?((?:[^\W\d_]\.[\s-]?)++)"  # Builder, B. C.
_OF_APA = re.compile(rf"(?:{_WITH_INITIALS}(?:[,;&\s]|and\s)*)+")
_WORD_GAP = re.compile(r"[\s\-\u2010-\u2015.,()/:]+")  # not an apostrophe: O'Dao


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
    """Split ``Given Family``; write `given_first` around a name that may be ``Family, Given``.

    Lower-case particles go to the family name, as BibTeX does (``van der Berg``), and so do the usual capital
    ones (``De Sa``, ``El Halabi``), which BibTeX would take for given names. A single word, or a name that ends in a
    word such as ``Team``, is an organisation.
    """
    words = name.split()
    last = len(words)
    while last > 2 and _is_suffix(words[last - 1]):  # noqa: PLR2004 - given and family name are before it
        last -= 1
    words, suffix = " ".join(words[:last]).replace(",", "").split(), " ".join(words[last:])
    if len(words) < 2 or words[-1] in _ORGANISATIONS:  # noqa: PLR2004 - one word cannot be split
        return Name("", name)
    if not _OF_NO_PERSON.isdisjoint(words):
        return Name("", name)
    small = (at for at, word in enumerate(words) if word[0].islower())
    start = next(small, len(words) - 1)
    while start > 1 and words[start - 1] in _CAPITAL_PARTICLES:
        start -= 1
    return Name(" ".join(words[:start]), " ".join(words[start:]), suffix)


def _is_suffix(word: str) -> bool:
    """Tell whether a word is a suffix; ``Ii`` and ``Iv`` are names of people, as only ``II`` and ``IV`` are numbers."""
    return word.rstrip(".").lower() in _SUFFIXES and not word.endswith(("i", "v"))


@lru_cache(maxsize=1 << 16)
def person_key(name: str) -> str:
    """Return what all spellings of one person's or group's name have in common: ``le quocv`` of ``Quoc V. Le``.

    Capitals, accents, full stops, hyphens, the order ``Family, Given`` and the spaces inside given and family name do
    not count. A suffix does: Logan IV may be the son of Logan III.
    """
    parts = split_name(given_first(name))
    return " ".join(title_key(part) for part in (parts.family, parts.given, parts.suffix) if part)


@lru_cache(maxsize=1 << 14)
def family_key(name: str) -> str:
    """Return what the spellings of a family name have in common: ``berg`` of ``Ludwig van der Berg``.

    The name may be ``Given Family`` or ``Family, Given``. Bibliographies write particles in several places or not at
    all, so they do not count, and neither do suffixes. Of ``The Thin Team`` it is ``thin``.
    """
    parts = split_name(given_first(name))
    words = parts.family.split()
    if parts.is_organisation:
        words = [word for word in words if word.lower() not in _GROUPS | {"the"}] or words
    while len(words) > 1 and words[0].lower() in _PARTICLES:
        del words[0]
    return title_key(" ".join(words))


def family_keys(names: Iterable[str]) -> set[str]:
    """Return the `family_key` of each name."""
    return {key for name in names if (key := family_key(name))}


def ascii_words(name: str) -> list[str]:
    """Return the words of a name in small ASCII letters: ``Tri D. O'Dao`` is ``[tri, d, odao]``."""
    words = (re.sub(r"[0-9 ]", "", fold(word)) for word in _WORD_GAP.split(name))
    return [word for word in words if word]


def family_word(name: str) -> str:
    """Return the family name, of a group the first word, as keys of papers write it; empty without ASCII letters."""
    parts = [word for part in name.split() if (word := "".join(ascii_words(part)))]
    if len(parts) > 1 and (parts[-1] in _GROUPS or not _OF_NO_PERSON.isdisjoint(name.split())):
        return parts[0]
    return "".join(ascii_words(split_name(given_first(name)).family)) or "".join(parts[-1:])


def given_first(name: str) -> str:
    """Return a name of BibTeX as people say it: ``van der Berg, Ludwig`` is ``Ludwig van der Berg``.

    The suffix of ``Family, Jr, Given`` and ``Family, Given, Jr`` goes to the end; a comma in braces does not count.
    """
    parts = [part.strip() for part in _split(_COMMA, name)]
    if len(parts) == len(("family", "given")):
        return " ".join(parts if _is_suffix(parts[1]) else reversed(parts)).strip()
    if len(parts) == len(("family", "suffix", "given")):
        family, suffix, given = (parts[0], *sorted(parts[1:], key=_is_suffix, reverse=True))
        return f"{given} {family} {suffix}"
    return name


def split_authors(text: str) -> list[str]:
    """Return the names of a BibTeX list: what is between the words ``and`` outside braces."""
    return [name for part in _split(_AND, text) if (name := " ".join(part.split()))]


def split_people(text: str) -> list[str]:
    """Return the names in a text that lists people in any of the usual ways; the text alone where it is one name.

    ``Ada Author; Ben Builder``, ``Author, Ada and Builder, Ben``, ``Author, A., & Builder, B.`` and
    ``Ada Author, Ben Builder & Cleo Coder`` are told apart from the one person ``Author, Ada``.
    Names are returned given name first.
    """
    if _OF_APA.fullmatch(text):
        return [
            f"{given.strip()} {family.removeprefix('and ').strip()}"
            for family, given in re.findall(_WITH_INITIALS, text)
        ]
    parts = [part for piece in _BETWEEN.split(text) for part in split_authors(piece)]
    several = [[name.strip() for name in part.split(",") if name.strip()] for part in parts]
    if all(" " in name for names in several for name in names):  # a comma between names, not in them
        return [name for names in several for name in names]
    return [given_first(part) for part in parts]


def _split(separator: re.Pattern[str], text: str) -> Iterator[str]:
    r"""Yield the parts of a text between separators that are outside braces.

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
