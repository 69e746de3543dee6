"""Texts, each with the numbers it leads to: sorted, compact, and read from a file without a loop over them."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NUMBER = "I"  # 4 bytes, little-endian in files


class Table:
    """A read-only multimap from texts without line breaks to whole numbers below 2^32.

    Attributes:
        texts: the texts in the order of their code points.
    """

    def __init__(self, texts: Sequence[str], ends: array[int], numbers: array[int]) -> None:
        """Take the parts as they are; `of` makes a table from a dictionary."""
        self.texts = texts
        self._ends = ends
        self._numbers = numbers

    @classmethod
    def of(cls, numbers: Mapping[str, Sequence[int]]) -> Table:
        """Return the table of a dictionary. Cost: sorting the texts."""
        texts = sorted(numbers)
        ends = array(_NUMBER, accumulate(len(numbers[text]) for text in texts))
        return cls(texts, ends, array(_NUMBER, chain.from_iterable(map(numbers.__getitem__, texts))))

    def __contains__(self, text: str) -> bool:
        at = bisect_left(self.texts, text)
        return at < len(self.texts) and self.texts[at] == text

    def get(self, text: str) -> array[int]:
        """Return the numbers of a text; none where the table does not have it."""
        at = bisect_left(self.texts, text)
        if at == len(self.texts) or self.texts[at] != text:
            return array(_NUMBER)
        return self._numbers[self._ends[at - 1] if at else 0 : self._ends[at]]

    def starting_with(self, start: str) -> Iterator[str]:
        """Yield the texts that start so, this one itself included."""
        for at in range(bisect_left(self.texts, start), len(self.texts)):
            if not self.texts[at].startswith(start):
                return
            yield self.texts[at]

    def sections(self) -> tuple[bytes, bytes, bytes]:
        """Return the parts as they are in a file."""
        return "\n".join(self.texts).encode(), _to_bytes(self._ends), _to_bytes(self._numbers)

    @classmethod
    def read(cls, texts: bytes, ends: bytes, numbers: bytes) -> Table:
        """Return the table whose parts these are."""
        return cls(texts.decode().split("\n") if texts else [], _from_bytes(ends), _from_bytes(numbers))


def _to_bytes(numbers: array[int]) -> bytes:
    return _little_endian(numbers[:]).tobytes()


def _from_bytes(content: bytes) -> array[int]:
    return _little_endian(array(_NUMBER, content))


def _little_endian(numbers: array[int]) -> array[int]:
    """Return the numbers with their bytes turned around where the machine has them the other way than files."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
