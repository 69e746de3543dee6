"""What a list is after reading: entries with their titles, links, ids and venues, each at its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from effllm.id_kinds import ARXIV_DOI
from effllm.ids import address
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_LIST = -1
"""The section of what is beside the list, as news of it: a paper may come up there any number of times."""


class Span(NamedTuple):
    """A part of the file, in characters from its beginning.

    Attributes:
        start: where it starts.
        end: where it ends; 0 where that is not known, or all of the entry is meant.
    """

    start: int
    end: int = 0


class TextPart(NamedTuple):
    """A piece of the file.

    Attributes:
        text: the piece, without markup.
        at: where it starts, in characters from the beginning of the file.
    """

    text: str
    at: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.at + len(self.text)

    @property
    def span(self) -> Span:
        """Where it starts and ends."""
        return Span(self.at, self.end)


class ListLink(NamedTuple):
    """A link.

    Attributes:
        label: what a reader clicks on; empty for a bare address.
        target: the address.
        at: where the address starts.
    """

    label: str
    target: str
    at: int

    @property
    def span(self) -> Span:
        """Where the address starts and ends."""
        return Span(self.at, self.at + len(self.target))


class Id(NamedTuple):
    """An identifier of a paper.

    Attributes:
        kind: arxiv, doi, openreview or acl.
        value: the id as records write it.
        at: where it, or the address that holds it, starts.
        version: the version that an arXiv id was pinned to, as ``v2``; empty without.
        field: the field of BibTeX that holds the bare id, eprint or doi; empty where it is otherwise.
    """

    kind: str
    value: str
    at: int
    version: str = ""
    field: str = ""


class VenueMention(NamedTuple):
    """Where and when the list says that a paper appeared; whether that is a venue is not known yet.

    Attributes:
        venue: the text in the place of a venue.
        year: the year beside it; 0 where there is none.
        at: where the venue starts.
        end: where its piece of the line ends; texts with the same end are readings of one piece, the longest first.
        span: where venue and year begin and end as the list writes them, as ``ICLR, 2024``.
        dated: the year as the list writes it, as ``24``, at its place; None where there is none.
        place: what the text is, where not plain words: the ``label`` of a link, which may name the site it leads to, or
            a ``badge``; in BibTeX the field's name.
    """

    venue: str
    year: int
    at: int
    end: int
    span: Span
    dated: TextPart | None = None
    place: str = ""


class Malformed(NamedTuple):
    """Something that is wrong with the form of the file itself.

    Attributes:
        at: where it is.
        message: what is wrong.
        hint: what would be right.
        end: where it ends; 0 where that is not known.
    """

    at: int
    message: str
    hint: str = ""
    end: int = 0

    @property
    def span(self) -> Span:
        """Where it starts and ends."""
        return Span(self.at, self.end)


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One paper of the list.

    Attributes:
        at: where it starts.
        text: what a reader sees of it.
        section: number of the heading it is under; `NO_LIST` below a heading as "News".
        titles: texts that may be its title, the likeliest first.
        links: its links, pictures left out.
        ids: the ids in its links and texts, each once; one that is pinned to a version at each of its places.
        malformed_ids: what looks like an id and has not the form of one.
        mentions: what may be its venue and year.
        badges: repositories that its badges show, as TextPart of ``owner/name``.
        cited: True for an entry of a bibliography, where links to one version are in order.
        kind: what BibTeX calls it, as ``article``; empty in other files.
        first_author: `family_key` of its first author, where BibTeX tells it; else empty.
    """

    at: int
    text: str
    section: int = 0
    titles: tuple[TextPart, ...] = ()
    links: tuple[ListLink, ...] = ()
    ids: tuple[Id, ...] = ()
    malformed_ids: tuple[Malformed, ...] = ()
    mentions: tuple[VenueMention, ...] = ()
    badges: tuple[TextPart, ...] = ()
    cited: bool = False
    kind: str = ""
    first_author: str = ""

    @property
    def title(self) -> str:
        """The likeliest title; empty where there is none."""
        return self.titles[0].text if self.titles else ""

    def of_kind(self, kind: str) -> list[Id]:
        """Return the ids of one kind, each once."""
        return list({found.value: found for found in reversed(self.ids) if found.kind == kind}.values())[::-1]


@dataclass(frozen=True)
class ListDocument:
    """A file that was read.

    Attributes:
        path: its name, as the user gave it.
        text: all of it.
        entries: its papers in order.
        broken: markup that does not do what its author wanted.
        unread: entries that could not be read.
        raw: the file itself, before a mark of its encoding and the line ends of Windows were taken out.
    """

    path: str
    text: str
    entries: tuple[ListEntry, ...] = ()
    broken: tuple[Malformed, ...] = field(default=())
    unread: tuple[Malformed, ...] = field(default=())
    raw: bytes = b""

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a character."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {link.at: link.span.end for entry in self.entries for link in entry.links}

    def is_linked(self, found: Id | Malformed) -> bool:
        """Tell whether an id is in the address of a link, not in words."""
        return found.at in self._ends

    def span_of(self, found: Id | Malformed) -> Span:
        """Return where the address starts and ends that holds an id or what looks like one; in words, the id itself."""
        if isinstance(found, Id) and not self.is_linked(found):
            wrapped = ARXIV_DOI if found.kind == "arxiv" and found.field == "doi" else ""
            return Span(found.at, found.at + len(wrapped + found.value + found.version))
        return Span(found.at, self._ends.get(found.at, found.end if isinstance(found, Malformed) else 0))

    def as_there(self, place: Id, kind: str, value: str) -> str:
        """Return an id as it is written where another one is: in a link as an address, else bare."""
        if kind == "arxiv" and place.field == "doi":
            return ARXIV_DOI + value
        return address(kind, value) if self.is_linked(place) else value

    def line(self, at: int) -> int:
        """Return the line of a character, from 1."""
        return self.place(at)[0]

    def line_span(self, at: int) -> tuple[int, int]:
        """Return where the line of a character starts, and where the next one does."""
        return self.span_of_line(self.line(at))

    def span_of_line(self, line: int) -> tuple[int, int]:
        """Return where a line starts, and where the next one does."""
        return self._starts[line - 1], self._starts[line] if line < len(self._starts) else len(self.text)

    @cached_property
    def _entries_in_lines(self) -> Counter[int]:
        return Counter(self.line(entry.at) for entry in self.entries)

    def in_line(self, line: int) -> int:
        """Return how many entries start in a line."""
        return self._entries_in_lines[line]

    def in_bytes(self, places: Iterable[int]) -> dict[int, int]:
        """Return where characters are in the file, in bytes from its beginning; linear in the length of the file."""
        mark = len(BOM_UTF8) if self.raw.startswith(BOM_UTF8) else 0
        text = self.raw.decode("utf-8-sig")
        lines = text.split("\r\n")
        windows = [*accumulate(len(line) + 1 for line in lines[:-1])]  # of each line end that has two
        found, last, size = {}, 0, mark
        for place in sorted(places):
            at = place + bisect_right(windows, place)
            size += len(text[last:at].encode())
            found[place], last = size, at
        return found


_SHOWN = 70


def short(text: str) -> str:
    """Return a title in quotes, cut where it is long."""
    return f'"{cut(text, _SHOWN)}"'


def line_starts(text: str) -> list[int]:
    """Return where each line of a text starts; only line feeds end a line."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
