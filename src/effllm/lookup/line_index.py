"""Which line of a file is this paper? What was left out, or waits, by all that tells one paper from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from effllm.ids import bare_address, comparable
from effllm.lookup.paper_index import is_telling
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Identified(Protocol):
    """What a line, or somebody who looks for one, says of a paper."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def ids(self) -> Mapping[str, str]:
        """Its identifiers by kind."""

    @property
    def url(self) -> str | None:
        """Its address."""


One = TypeVar("One", bound=Identified)


class LineIndex(Generic[One]):
    """Papers that are in no record, by id, address and title. Looking one up costs the same among many as among few."""

    def __init__(self, lines: Iterable[One] = ()) -> None:
        self._found: dict[tuple[str, str], One] = {}
        for one in lines:
            self.add(one)

    def add(self, one: One) -> None:
        """Take in one more; of two that share something the first is found."""
        for key in (*_addresses(one), ("title", title_key(one.title))):
            if key[1]:
                self._found.setdefault(key, one)

    def find(self, asked: Identified) -> One | None:
        """Return the line of a paper: by an id or its address, else by a telling title."""
        titles = [("title", title_key(asked.title))] if is_telling(asked.title) else []
        keys = (*_addresses(asked), *titles)
        return next((self._found[key] for key in keys if key in self._found), None)


def _addresses(one: Identified) -> Iterator[tuple[str, str]]:
    yield from comparable(one.ids)
    if one.url:
        yield "url", bare_address(one.url)
