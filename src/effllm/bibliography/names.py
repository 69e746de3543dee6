"""Given and family names, which every bibliography format wants apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

_CAPITAL_PARTICLES = frozenset(
    ["Al", "Ben", "Da", "De", "Del", "Della", "Den", "Der", "Di", "Dos", "Du", "El", "La", "Le", "St.", "Van", "Von"]
)
_ORGANISATIONS = frozenset(["AI", "Collaboration", "Community", "Group", "Lab", "Labs", "Research", "Team"])


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
    r"""Return a name of BibTeX as people say it: ``van der Berg, Ludwig`` is ``Ludwig van der Berg``.

    ``Family, Jr, Given`` keeps its suffix at the end; a name in braces is an organization and stays as it is.
    """
    name = " ".join(name.split())
    if "," not in name or (name.startswith("{") and name.endswith("}") and name.count("{") == 1):
        return name
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        return " ".join(part.strip() for part in reversed(name.split(",", 1)))
    return " ".join([*parts.first, *parts.von, *parts.last, *parts.jr])
