"""Where a fact was read."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from effllm.ids import address, find_in

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_PLACE = re.compile(
    r"(?P<repository>[A-Za-z0-9][A-Za-z0-9_.-]*/(?!\.{1,2}:)[A-Za-z0-9_.-]+):(?P<path>(?!(?:[^@#]*/)?\.\.(?:[/@#]|$))[^\s@#][^@#]*?)"
    r"(?:@(?P<commit>[0-9a-f]{7,40}))?(?:#L(?P<line>[0-9]+))?"
)
_ID = re.compile(r"(?:arxiv|doi|openreview|acl|openalex):\S", re.IGNORECASE)  # arXiv:2210.17323, Table 3
_JUDGED = re.compile(r"judged:([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)  # judged:2026-11-30


class Source(str):
    """A source as records write it: ``owner/repository:path[@commit][#Lline]``, an address, an id, or plain words.

    ``judged:DATE`` is a decision of ours, and the day it was taken.

    It is a text, so it compares and prints as written; its parts are None where the text does not say them.
    """

    __slots__ = ("__dict__",)

    @cached_property
    def _place(self) -> re.Match[str] | None:
        return _PLACE.fullmatch(self)

    @property
    def repository(self) -> str | None:
        """``owner/name`` of the public repository."""
        return self._place["repository"] if self._place else None

    @property
    def path(self) -> str | None:
        """Path of the file in the repository."""
        return self._place["path"] if self._place else None

    @property
    def commit(self) -> str | None:
        """Commit at which the file was read, 7 to 40 hexadecimal digits."""
        return self._place["commit"] if self._place else None

    @property
    def line(self) -> int | None:
        """Line of the file, from 1."""
        return int(self._place["line"]) if self._place and self._place["line"] else None

    @property
    def judged(self) -> date | None:
        """Day of a decision of ours (``judged:2026-11-30``), None for everything else.

        Beside the venue of a preprint it is the day on which a published version was looked for and not found.
        """
        match = _JUDGED.fullmatch(self)
        try:
            return date.fromisoformat(match[1]) if match else None
        except ValueError:
            return None

    @property
    def kind(self) -> str:
        """What kind of place it is.

        ``judged`` and ``derived`` by their prefix, ``paper`` a place in a paper (``arXiv:2210.17323, Table 3``), ``id``
        an identifier alone, ``repository`` a file in a public repository, ``address``, or ``words``: all else.
        """
        if prefix := next((word for word in ("judged", "derived") if self.startswith(f"{word}:")), ""):
            return prefix
        if _ID.match(self):
            return "paper" if ", " in self else "id"
        if self._place:
            return "repository"
        return "address" if self.startswith(("https://", "http://")) and " " not in self else "words"

    @property
    def url(self) -> str | None:
        """Address of the source: a permalink where the commit is known; None for plain words."""
        if self._place:
            line = f"#L{self.line}" if self.line else ""
            path = quote(self._place["path"])
            return f"https://github.com/{self.repository}/blob/{self.commit or 'HEAD'}/{path}{line}"
        if self.startswith(("https://", "http://")) and " " not in self:
            return str(self)
        found = find_in(self)
        return address(*found) if found else None

    @classmethod
    def __get_pydantic_core_schema__(cls, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Validate as text."""
        from pydantic_core import core_schema  # noqa: PLC0415

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )
