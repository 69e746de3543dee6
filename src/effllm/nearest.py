"""Did you mean: the known words nearest to one that is not known."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SIMILAR = 60.0
"""Least similarity, of 100, at which a word is worth proposing."""

PART = 3
"""Least letters and digits of a word that is taken for a part of a longer one."""


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to ``limit`` of the ``known`` words most like ``word``, the most alike first.

    Words that ``word`` is a part of come first, the shortest before the others: ``kv-cache`` in
    ``kv-cache-optimization``, ``gptq`` in ``frantar2022gptq``; so do those that have each of several words, as
    ``kv quant`` in ``kv-cache-quantization``. Likeness of the rest is rapidfuzz's edit-distance ratio
    of the two words in lower case; words less than 60 % alike are left out. The cost is linear in the number of known
    words.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most runs know every word

    lowered = {k: k.casefold() for k in known}
    parts = [_bare(part) for part in word.split()]
    longer = [k for k in lowered if all(part in _bare(k) for part in parts)] if len("".join(parts)) >= PART else []
    found = process.extract(word.casefold(), lowered, scorer=fuzz.ratio, limit=limit, score_cutoff=SIMILAR)
    return list(dict.fromkeys([*sorted(longer, key=len), *(key for _, _, key in found)]))[:limit]


def _bare(word: str) -> str:
    """Return the letters and digits of a word in lower case."""
    return "".join(filter(str.isalnum, word.casefold()))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean a, b?``, or an empty text where nothing known is alike."""
    words = nearest(word, known)
    return f"did you mean {' or '.join(words)}?" if words else ""


class UnknownKey(KeyError):  # noqa: N818 - reads as what it is: the key is not known
    """A key that no record has.

    Attributes:
        value: the key that was asked for.
    """

    kind = "key"

    def __init__(self, value: str, known: Iterable[str]) -> None:
        super().__init__(value)
        self.value = value
        self._known = known

    def __reduce__(self) -> tuple[type[UnknownKey], tuple[str, list[str]]]:
        """Copy and pickle it with its suggestions, not with all that is known: so it reaches other processes."""
        return type(self), (self.value, self.suggestions)

    @cached_property
    def suggestions(self) -> list[str]:
        """The nearest known keys, best first; looked for when asked: many who miss a key do not want them."""
        return nearest(str(self.value), self._known)

    def __str__(self) -> str:
        """Return the key and the nearest known ones as a sentence."""
        proposal = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        return f"no {self.kind} {self.value!r}{proposal}"


class UnknownPaper(UnknownKey):
    """No paper has this key."""

    kind = "paper"

    def __str__(self) -> str:
        """Return the key and the nearest known ones, or what finds a paper by something else, as a sentence."""
        return super().__str__() if self.suggestions else f"{super().__str__()}; kb.find takes ids, names and titles"


class UnknownCategory(UnknownKey):
    """No category has this id."""

    kind = "category"


class UnknownFramework(UnknownKey):
    """No framework has this id."""

    kind = "framework"


class UnknownModel(UnknownKey):
    """No pretrained model has this id, nor had it."""

    kind = "model"


class UnknownAccelerator(UnknownKey):
    """No accelerator has this id or name."""

    kind = "accelerator"


class _OneOfFew(UnknownKey):
    """A word of a short list, which is named whole where none of it is alike: ``ROCm`` of nvidia, amd, intel, tpu."""

    def __init__(self, value: str, known: Iterable[str]) -> None:
        super().__init__(value, list(known))

    def __str__(self) -> str:
        """Return the word and the nearest known ones, or all, as a sentence."""
        if self.suggestions or not self._known:
            return super().__str__()
        return f"no {self.kind} {self.value!r}; there are {', '.join(self._known)}"


class UnknownFormat(_OneOfFew):
    """No format of weights or of the KV cache has this name."""

    kind = "format"


class UnknownReadingList(UnknownKey):
    """No reading list has this id."""

    kind = "reading list"


class UnknownPublicList(UnknownKey):
    """No public list has this id."""

    kind = "public list"


class UnknownMeasurement(UnknownKey):
    """No measurement has this id."""

    kind = "measurement"


class UnknownFormula(UnknownKey):
    """No formula has this id."""

    kind = "formula"


class UnknownVenue(UnknownKey):
    """No venue has this id or alias."""

    kind = "venue"


class UnknownLicense(UnknownKey):
    """No framework has this license."""

    kind = "license"


class UnknownGroup(UnknownKey):
    """The vocabulary, or the comparison of frameworks, has no such group."""

    kind = "group of words"


class UnknownWord(_OneOfFew):
    """The vocabulary has no such word."""

    kind = "word in the vocabulary"
