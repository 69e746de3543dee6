"""A reference list as it was read, and which of its entries are records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.bibliography.reference import Reference
from effllm.lookup.cited_paper import find_cited
from effllm.lookup.paper_index import PaperIndex
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.records import Paper


_LONGEST = 160


class WrongList(ValueError):  # noqa: N818 - what it is
    """A file holds no reference list, or that of another paper; the text says which."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a reference list.

    Attributes:
        reference: what it says of the paper, as far as its parts can be told.
        text: the entry as people read it, where its parts cannot be told; else empty.
    """

    reference: Reference
    text: str = ""

    def __str__(self) -> str:
        """Return what people recognise it by, on one line: its title, else its text, else its ids."""
        ids = ", ".join(self.reference.ids.values())
        shown = self.reference.title or self.text or ids or "an entry without title and id"
        return cut(" ".join(shown.split()), _LONGEST)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The reference list of one paper.

    Attributes:
        entries: its entries, in order.
        whole: whether it is known that none is missing.
        source: where it was read, as records write sources; empty where that is for the reader to say.
        remarks: what a person should know, a sentence each.
        cited: whether the paper cites every entry: a bibliography may hold others.
    """

    entries: tuple[Listed, ...]
    whole: bool
    source: str = ""
    remarks: tuple[str, ...] = ()
    cited: bool = True


def described(title: str, authors: Iterable[str], ids: Mapping[str, str], year: object = None) -> Reference:
    """Return what an entry says of a paper; a year that is not a number is left out."""
    return Reference(
        title=title,
        authors=tuple(filter(None, authors)),
        year=year if isinstance(year, int) else None,
        arxiv=ids.get("arxiv"),
        doi=ids.get("doi"),
        openreview=ids.get("openreview"),
        acl=ids.get("acl"),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """What became of an entry.

    Attributes:
        entry: the entry.
        paper: the record it is; None where it is not one, or nobody can tell.
        how: by what it was found, or why it was not.
    """

    entry: Listed
    paper: Paper | None
    how: str


class Matcher:
    """The papers of a knowledge base by id and by title. Making one is linear in their titles, and so is a match."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._index = PaperIndex(papers)

    def match(self, entry: Listed) -> Match:
        """Return the record that an entry is, and how that is known."""
        return Match(entry, *find_cited(self._index, entry.reference, entry.text))
